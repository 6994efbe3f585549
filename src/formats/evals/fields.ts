import { parseInstant } from '../../domain/dates.ts';

/** Reading fields out of JSON nobody has validated: everything answers undefined instead of failing. */

export type Fields = Record<string, unknown>;

/** Metadata above this many characters is content, not a label, and is dropped. */
export const MAX_LABEL = 200;
const MAX_LABELS = 100;

/** Keys that hold what was asked, answered or configured: never carried, however short the value is. */
const CONTENT_KEY =
  /prompt|input|output|answer|response|completion|expected|target|question|message|vars|header|authorization|cookie|token|secret|password|credential|api[-_.]?key/i;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value under nested keys; only a file's own keys count, never inherited ones. */
export function field(value: unknown, ...keys: string[]): unknown {
  let current = value;
  for (const key of keys) {
    if (!isFields(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

export function textField(value: unknown, ...keys: string[]): string | undefined {
  const found = field(value, ...keys);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function numberField(value: unknown, ...keys: string[]): number | undefined {
  const found = field(value, ...keys);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

export function booleanField(value: unknown, ...keys: string[]): boolean | undefined {
  const found = field(value, ...keys);
  return typeof found === 'boolean' ? found : undefined;
}

export function listField(value: unknown, ...keys: string[]): unknown[] {
  const found = field(value, ...keys);
  return Array.isArray(found) ? found : [];
}

/** A name fit for a report: one line, at most MAX_LABEL characters. */
export function label(text: string): string {
  return text
    .slice(0, MAX_LABEL * 2)
    .replace(/[\u0000-\u001f\u007f\s]+/g, ' ')
    .trim()
    .slice(0, MAX_LABEL);
}

/** The labels in a list, a single text, or nothing. Entries that are not short texts are dropped. */
export function labels(...values: unknown[]): string[] {
  const found = new Set<string>();
  for (const value of values.flatMap((v) => (Array.isArray(v) ? v.slice(0, MAX_LABELS) : [v]))) {
    if (typeof value === 'string' && value.length <= MAX_LABEL && label(value) !== '') found.add(label(value));
  }
  return [...found].slice(0, MAX_LABELS);
}

/** The short scalars of per-case metadata, without keys that hold content or credentials. */
export function shortMetadata(value: unknown): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  if (!isFields(value)) return kept;
  for (const [key, entry] of Object.entries(value).slice(0, MAX_LABELS)) {
    if (key.length > MAX_LABEL || key === '__proto__' || CONTENT_KEY.test(key)) continue;
    const short = typeof entry === 'string' && entry.length <= MAX_LABEL;
    if (short || typeof entry === 'boolean' || (typeof entry === 'number' && Number.isFinite(entry))) kept[key] = entry;
  }
  return kept;
}

/** A provider, model or origin without what may hold a credential: user part, query and fragment of an address. */
export function withoutCredentials(text: string): string {
  return label(
    text
      .slice(0, 2000)
      .replace(/:\/\/[^/@\s]*@/, '://')
      .replace(/[?#].*$/s, ''),
  );
}

/** A hex commit, or the one inside `git describe` text such as `v1.2-4-gabc1234`. */
export function commitSha(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_LABEL) return undefined;
  return /^(?:.*-g)?([0-9a-f]{7,64})$/i.exec(value.trim())?.[1]?.toLowerCase();
}

/** An ISO instant from milliseconds since the epoch; undefined outside the years a run can be from. */
export function isoFromMs(ms: number | undefined): string | undefined {
  return ms === undefined || !(ms > 0 && ms < 4e12) ? undefined : new Date(ms).toISOString();
}

/** The text itself when it is an ISO instant with a zone; an RFC 1123 date rewritten as one; otherwise undefined. */
export function instant(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 64) return undefined;
  const zoned = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text);
  const rfc1123 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(:\d{2})? (GMT|UTC|[+-]\d{4})$/.test(text);
  const ms = zoned || rfc1123 ? Date.parse(zoned ? text.replace(' ', 'T') : text) : Number.NaN;
  if (Number.isNaN(ms)) return undefined;
  if (zoned) return parseInstant(text) === undefined ? undefined : text;
  // Date.parse reads 31 November as 1 December.
  const [, date = '', month = '', year = ''] = text.split(' ');
  const isDay = new Date(`${date} ${month} ${year} 00:00:00 GMT`).getUTCDate() === Number(date);
  return isDay ? new Date(ms).toISOString() : undefined;
}
