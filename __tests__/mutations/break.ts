import type { World } from '../support/fixtures/ready-examples/github.ts';
import type { Change } from '../support/harness/test-criterion.ts';

/** One small break of the evidence of one check, in the files or in what GitHub says. */
export interface Break {
  code: string;
  /** What is broken, in words. */
  how: string;
  change?: Change;
  github?: World['change'];
  /** Other checks that rest on the same evidence, and why. */
  also?: { codes: string[]; because: string };
}

/** Replaces text that must be there, once. */
export const swap =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, to);

interface Dated {
  values: { mergedAt?: string; value: unknown }[];
}

/** The value under this key was merged only after the pilot had begun. */
export const mergedLate = (pointer: string, on = '2026-10-05'): World['change'] => ({
  'value-history': (answer: Dated, args) =>
    args.pointer === pointer
      ? { ...answer, values: answer.values.map((one) => ({ ...one, mergedAt: `${on}T09:00:00Z` })) }
      : answer,
});

/** The signature of one control is not what it should be. */
export const signature = (control: string, wrong: object): World['change'] => ({
  approvals: (answer: { control: string; approvals: object[] }[]) =>
    answer.map((one) =>
      one.control === control ? { ...one, approvals: one.approvals.map((given) => ({ ...given, ...wrong })) } : one,
    ),
});

/** A plan without anything of this repository: every command, path and link is gone. */
export const nothingOfItsOwn = (text: string): string =>
  text.replace(/\[[^\]]*\]\([^)]*\)/g, 'the usual page').replace(/`[^`]*`/g, 'the usual way');
