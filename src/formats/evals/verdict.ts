import type { CaseResult } from '../../domain/eval-results.ts';

const WORDS: Record<string, CaseResult> = {
  ...group('pass', 'pass passed true yes ok success successful succeeded correct'),
  ...group('fail', 'fail failed failure false no incorrect wrong'),
  ...group('error', 'error errored exception timeout'),
  ...group('skip', 'skip skipped pending disabled not_run notrun'),
};

function group(result: CaseResult, words: string): Record<string, CaseResult> {
  return Object.fromEntries(words.split(' ').map((word) => [word, result]));
}

/** What a boolean, a 0 or 1, or a plain word says of a case; undefined when it says nothing. */
export function verdictOf(value: unknown): CaseResult | undefined {
  if (typeof value === 'boolean') return value ? 'pass' : 'fail';
  if (value === 1 || value === '1') return 'pass';
  if (value === 0 || value === '0') return 'fail';
  if (typeof value !== 'string' || value.length > 20) return undefined;
  const word = value.trim().toLowerCase();
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}

/** A number, or a text that is one (tables hold nothing but text). */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^\s*[-+]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})(e[-+]?\d{1,3})?\s*$/i.test(value))
    return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** What a score that could not be computed looks like: Python's NaN, or an empty cell of a table. */
export function isMissingScore(value: unknown): boolean {
  return typeof value === 'string' && /^\s*(nan|null|none|n\/a)?\s*$/i.test(value);
}
