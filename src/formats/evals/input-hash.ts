import { digest } from '../../domain/cover.ts';
import { isFields } from './fields.ts';

/** Fields that hold what a case asks. Templates and system prompts are the same for every case and are left out. */
const INPUT_KEY =
  /^(inputs?|questions?|query|ticket|messages?|vars|variables|request|text|document|context|conversation)$/i;
/** Text shorter than this does not identify a case. */
const MIN_CHARACTERS = 15;
const HASH_CHARACTERS = 16;

/**
 * The hash of an input, so that copies of a case are recognized without carrying the input itself. Letter case, white
 * space and the order of keys do not count. Undefined for input that is missing or too short to identify a case.
 */
export function hashInput(input: unknown): string | undefined {
  const text = textIn(input).normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
  return text.length < MIN_CHARACTERS ? undefined : digest(text).slice(0, HASH_CHARACTERS);
}

/** The hash of the fields of a row that hold what its case asks. */
export function hashInputOf(row: unknown): string | undefined {
  if (!isFields(row)) return undefined;
  return hashInput(Object.fromEntries(Object.entries(row).filter(([key]) => INPUT_KEY.test(key))));
}

function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(textIn).join('\n');
  if (!isFields(value)) return '';
  return Object.keys(value)
    .sort()
    .map((key) => textIn(value[key]))
    .join('\n');
}
