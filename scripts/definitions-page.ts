import * as z from 'zod';
import { kebab } from '../src/domain/kebab.ts';
import { RECORDS, SECTIONS } from '../src/evidence/schema/index.ts';
import {
  type Acceptor,
  type DefinitionRule,
  type Mark,
  markOf,
  type Strictness,
} from '../src/evidence/schema/marks.ts';

const LOOSER: Record<Extract<Strictness, string>, string> = {
  higher: 'a lower value',
  lower: 'a higher value',
  shorter: 'a longer time',
  earlier: 'a later date',
  superset: 'an entry that is gone',
  subset: 'one more entry',
  covers: 'globs that leave out a file that was matched',
  present: 'no value',
  reach: 'a limit that is easier to reach',
  stop: 'a limit at which it stops later',
  person: 'another person',
  fixed: 'any change',
};
const ACCEPTED_BY: Record<Acceptor, string> = {
  product: 'product owner',
  production: 'production owner',
  workflow: 'workflow owner',
  governance: 'governance owner',
  sponsor: 'sponsor',
  approvers: 'approvers of the control',
};

/** The table of every definition of the evidence, made from the schemas that read the files. */
export function definitionsTable(): string {
  const sections = Object.entries(SECTIONS).flatMap(([name, schema]) => rowsOf(schema, name));
  const controls = rowsOf(RECORDS.controls, 'controls.<control>');
  return [
    '| Definition | Looser is | Accepted by |',
    '|-|-|-|',
    ...[...sections, ...controls].map(
      ([path, { stricter, acceptor }]) => `| \`${path}\` | ${looserWords(stricter)} | ${ACCEPTED_BY[acceptor]} |`,
    ),
  ].join('\n');
}

function looserWords(stricter: Strictness): string {
  return typeof stricter === 'string' ? LOOSER[stricter] : `earlier in: ${stricter.join(', ')}`;
}

/** Every field of a schema with its mark: its own or that of what holds it, undefined for a field without one. */
export function fieldsOf(schema: z.ZodType, path: string): [path: string, mark: Mark | undefined][] {
  const mark = markOf(schema);
  if (mark !== undefined) return [[path, mark]];
  if (schema instanceof z.ZodOptional) return fieldsOf(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([key, inner]) =>
      fieldsOf(inner as z.ZodType, `${path}.${kebab(key)}`),
    );
  if (schema instanceof z.ZodRecord) return fieldsOf(schema.valueType as z.ZodType, `${path}.<name>`);
  if (schema instanceof z.ZodArray) return fieldsOf(schema.element as z.ZodType, `${path}[]`);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => fieldsOf(option as z.ZodType, path));
  return [[path, undefined]];
}

/** The definitions of a schema; one that may be a single thing or a list is listed once. */
function rowsOf(schema: z.ZodType, path: string): [string, DefinitionRule][] {
  const rows = fieldsOf(schema, path).flatMap(([at, mark]): [string, DefinitionRule][] =>
    mark !== undefined && 'definition' in mark ? [[at, mark.definition]] : [],
  );
  return [...new Map(rows.map((row) => [row[0].replaceAll('[]', ''), row])).values()];
}
