import * as z from 'zod';
import { kebab } from '../../domain/kebab.ts';
import { type DefinitionRule, markOf } from '../../evidence/schema/marks.ts';

/** One definition of the evidence, as it stands at a commit. */
export interface DefinitionEntry {
  /** `metrics.outcome[time-to-queue].unit`: keys as people write them, entries of a list by their id. */
  path: string;
  /** The map or list entry that holds it: what is compared only where both sides have it. */
  within: string;
  rule: DefinitionRule;
  /** Undefined where it may be written, and is not. */
  value: unknown;
  /** The operator beside a limit, which says in which direction the limit is stricter. */
  op?: unknown;
}

/** What identifies an entry of a list, in the order in which these keys are tried. */
const IDENTITY = ['id', 'metric', 'class', 'key', 'name', 'file', 'tier', 'activity'];

/** Every definition in the value of a section or record, under the given name. Evidence is left out. */
export function definitionEntries(name: string, schema: z.ZodType, value: unknown): DefinitionEntry[] {
  return value === undefined ? [] : entriesOf(schema, value, { path: name, within: name });
}

interface Position {
  path: string;
  within: string;
  op?: unknown;
}

function entriesOf(schema: z.ZodType, value: unknown, at: Position): DefinitionEntry[] {
  const mark = markOf(schema);
  if (mark !== undefined && 'evidence' in mark) return [];
  if (mark !== undefined) return [{ ...at, rule: mark.definition, value }];
  if (schema instanceof z.ZodOptional) return entriesOf(schema.unwrap() as z.ZodType, value, at);
  if (value === undefined) return [];
  if (schema instanceof z.ZodObject) {
    const fields = value as Record<string, unknown>;
    const op = 'op' in fields ? { op: fields.op } : {};
    return Object.entries(schema.shape).flatMap(([key, inner]) =>
      entriesOf(inner as z.ZodType, fields[key], { path: `${at.path}.${kebab(key)}`, within: at.path, ...op }),
    );
  }
  if (schema instanceof z.ZodRecord)
    return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) =>
      entriesOf(schema.valueType as z.ZodType, inner, { path: `${at.path}.${kebab(key)}`, within: `${at.path}.*` }),
    );
  if (schema instanceof z.ZodArray)
    return (value as unknown[]).flatMap((item, index) => {
      const path = `${at.path}[${identityOf(item) ?? index}]`;
      return entriesOf(schema.element as z.ZodType, item, { path, within: path });
    });
  if (schema instanceof z.ZodUnion) return entriesOfUnion(schema, value, at);
  throw new Error(`${at.path} is marked neither as definition nor as evidence`);
}

/** One thing or a list of them, written in short or in full: both are read as the longest form. */
function entriesOfUnion(schema: z.ZodUnion, value: unknown, at: Position): DefinitionEntry[] {
  const options = schema.options as z.ZodType[];
  const list = options.find((option) => option instanceof z.ZodArray);
  if (list !== undefined) return entriesOf(list, Array.isArray(value) ? value : [value], at);
  const full = options.find((option) => option instanceof z.ZodObject);
  if (full === undefined) throw new Error(`${at.path} is marked neither as definition nor as evidence`);
  return entriesOf(full, typeof value === 'string' ? { file: value } : value, at);
}

function identityOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item;
  if (typeof item !== 'object' || item === null) return undefined;
  const fields = item as Record<string, unknown>;
  const key = IDENTITY.find((one) => typeof fields[one] === 'string' || typeof fields[one] === 'number');
  return key === undefined ? undefined : String(fields[key]);
}
