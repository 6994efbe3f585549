import { fields, textAt } from '../domain/fields.ts';

/** One entry of a merge queue: the pull request that it adds, and the commit that is to be checked. */
export interface MergeGroup {
  pullRequest: number;
  sha: string;
}

/** Branches of the queue, as seen at GitHub; anything else is not understood and never passes. */
const QUEUE_REF = /^refs\/heads\/gh-readonly-queue\/(.+)\/pr-([1-9]\d{0,9})-([0-9a-f]{40})$/;
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Reads `merge_group` of an event; undefined when it cannot be understood. */
export function readMergeGroup(value: unknown): MergeGroup | undefined {
  const group = fields(value);
  return mergeGroupOf(textAt(group, 'head_ref'), textAt(group, 'head_sha'));
}

/** The entry behind a branch of the queue and its commit. */
export function mergeGroupOf(ref: string, sha: string): MergeGroup | undefined {
  const number = Number(QUEUE_REF.exec(ref)?.[2] ?? 0);
  return number > 0 && number < 2 ** 31 && COMMIT.test(sha) ? { pullRequest: number, sha } : undefined;
}
