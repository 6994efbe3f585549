import * as z from 'zod';
import { kebab } from '../../domain/kebab.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Our own notes on schemas; editors would complain about keywords they do not know. */
const OWN = new Set(['ref', 'stricter', 'only', 'definition', 'evidence']);

/** The JSON Schema of a file: fixed keys in kebab-case as people write them, the keys of records untouched. */
export function jsonSchemaFor(schema: z.ZodType, title: string): Record<string, unknown> {
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as unknown as { [key: string]: Json };
  const { $schema, ...rest } = renamed(made) as { [key: string]: Json };
  return { $schema, title, ...rest };
}

function renamed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(renamed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const out: [string, Json][] = [];
  for (const [word, value] of Object.entries(schema)) {
    if (OWN.has(word)) continue;
    if ((word === 'maximum' || word === 'minimum') && Math.abs(Number(value)) >= Number.MAX_SAFE_INTEGER) continue;
    out.push([word, keyword(word, value)]);
  }
  return Object.fromEntries(out);
}

/** A property under its name, and once more under its deprecated name, marked so that editors say it. */
function property(key: string, { alias, ...schema }: { [key: string]: Json }): [string, Json][] {
  const own = renamed(schema);
  if (typeof alias !== 'string') return [[kebab(key), own]];
  const former = { ...(own as object), deprecated: true, description: `Deprecated: use \`${kebab(key)}\`.` };
  return [
    [kebab(key), own],
    [kebab(alias), former],
  ];
}

function keyword(word: string, value: Json): Json {
  switch (word) {
    case 'properties':
    case '$defs':
      return Object.fromEntries(
        Object.entries(value as { [key: string]: Json }).flatMap(([key, one]) =>
          word === 'properties' ? property(key, one as { [key: string]: Json }) : [[key, renamed(one)]],
        ),
      );
    case 'required':
      return (value as string[]).map(kebab);
    // Data, not schemas: a default may hold keys of its own.
    case 'enum':
    case 'const':
    case 'default':
    case 'examples':
      return value;
    default:
      return renamed(value);
  }
}
