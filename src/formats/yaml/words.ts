import * as z from 'zod';
import { kebab } from '../../domain/kebab.ts';
import { nearest } from './names.ts';
import { branches, definition, kindOf, type Schema, shapeOf, unwrap, valuesOf } from './schema.ts';

/** How faults speak of values and of what would have been allowed. */

/** A value as somebody would write it, cut at 60 characters. */
export function quoted(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a map' : JSON.stringify(String(value));
  return text.length > 60 ? `${text.slice(0, 58)}…"` : text;
}

/** What the schema accepts, in plain words. */
export function allowedBy(schema: Schema): string {
  const all = branches(schema).map(oneBranch);
  return either([...new Set(all)]);
}

/** What to do about a value that was not accepted; undefined when what is allowed says it all. */
export function hint(value: unknown, schema: Schema): string | undefined {
  const accepts = (other: unknown): boolean => z.safeParse(schema, other).success;
  if (typeof value === 'string') {
    const values = branches(schema).flatMap((branch) => valuesOf(branch) ?? []);
    const near = nearest(
      value,
      values.filter((one) => typeof one === 'string'),
    );
    if (near !== undefined) return `Did you mean ${near}?`;
    if (value.trim() !== '' && Number.isFinite(Number(value)) && accepts(Number(value))) return 'Remove the quotes.';
    if (accepts(true)) return 'Write true or false, without quotes.';
    if (accepts([value])) return `Write it as a list: [${quoted(value)}].`;
  }
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  return isPlain && accepts(String(value)) ? `Put it in quotes: "${value}".` : undefined;
}

function oneBranch(schema: Schema): string {
  const def = definition(schema);
  const values = valuesOf(schema);
  if (values !== undefined) return either(values.map((value) => (value === null ? 'nothing' : String(value))));
  switch (def.type) {
    case 'string':
      return textAllowed(schema);
    case 'number':
      return numberAllowed(schema);
    case 'boolean':
      return 'true or false';
    case 'array':
      return `a list of ${['object', 'array', 'record', 'union'].includes(definition(unwrap(def.element)).type) ? 'entries' : allowedBy(def.element)}`;
    case 'tuple':
      return `a list of ${def.items.length} values`;
    case 'object': {
      const keys = Object.keys(shapeOf(schema) ?? {}).map(kebab);
      return `a map with ${keys.slice(0, 6).join(', ')}${keys.length > 6 ? ' …' : ''}`;
    }
    case 'record':
      return 'a map';
    default:
      return 'another value';
  }
}

const FORMATS: Record<string, string> = {
  url: 'an address that begins with https:// or http://',
  email: 'a mail address',
  date: 'a date as YYYY-MM-DD',
  datetime: 'an instant with zone, such as 2026-11-20T14:02:00Z',
};

function textAllowed(schema: Schema): string {
  const { description } = z.globalRegistry.get(schema) ?? {};
  if (typeof description === 'string') return description;
  // The message of a pattern stands only in its check, so the schema is asked what it says of text that fits no pattern.
  const complaint = z
    .safeParse(schema, '\u0000')
    .error?.issues.find((issue) => issue.code === 'invalid_format' && !issue.message.startsWith('Invalid'));
  if (complaint) return complaint.message;
  const def = definition(schema);
  return ('format' in def && typeof def.format === 'string' && FORMATS[def.format]) || 'text';
}

function numberAllowed(schema: Schema): string {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = z.toJSONSchema(schema, { io: 'input' });
  const bound = (value: unknown): number | undefined =>
    typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
  const noun = type === 'integer' ? 'a whole number' : 'a number';
  const [low, high, above, below] = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].map(bound);
  if (low !== undefined && high !== undefined) return `${noun} from ${low} to ${high}`;
  const limits = [
    low === undefined ? '' : `at least ${low}`,
    above === undefined ? '' : `above ${above}`,
    high === undefined ? '' : `at most ${high}`,
    below === undefined ? '' : `below ${below}`,
  ].filter((words) => words !== '');
  return limits.length === 0 ? noun : `${noun}, ${limits.join(' and ')}`;
}

function either(words: string[]): string {
  const last = words.at(-1) ?? 'another value';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

/** `is "x"`, `is a map`, `is empty`. */
export function being(value: unknown): string {
  return kindOf(value) === 'null' ? 'is empty' : `is ${quoted(value)}`;
}
