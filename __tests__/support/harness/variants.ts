import { unless } from './skipped.ts';

const isNightly = process.env.TEST_VARIANTS === 'all';

/** For variants of what other tests of the file cover: they run with TEST_VARIANTS=all, as .ci/nightly does. */
export const variant = unless(!isNightly, 'a variant, run nightly (TEST_VARIANTS=all)');

/** The first of these rows, or all of them with TEST_VARIANTS=all. */
export function someOf<T>(rows: T[], count = 1): T[] {
  return isNightly ? rows : rows.slice(0, count);
}
