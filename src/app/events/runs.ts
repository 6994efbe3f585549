import { fields, textAt } from '../../domain/fields.ts';
import type { MergeGroup } from '../../engine/merge-queue.ts';
import { COMMIT, type Fields, isOurs, onGroup, onHead, type Reading } from './reading.ts';

/** Our own runs echo back: of them only a person who asks again is news. */
export function checkRun(payload: Fields, appId: number): Reading {
  const run = fields(payload.check_run);
  if (!isOurs(run, appId)) return payload.action === 'completed' ? onHead(run.head_sha) : {};
  if (payload.action !== 'rerequested' && payload.action !== 'requested_action') return {};
  const group = groupOfRun(textAt(run, 'external_id'), run.head_sha);
  return group === undefined ? askedAgain(run.head_sha) : onGroup(group);
}

export function checkSuite(payload: Fields, appId: number): Reading {
  const suite = fields(payload.check_suite);
  return payload.action === 'rerequested' && isOurs(suite, appId) ? askedAgain(suite.head_sha) : {};
}

function askedAgain(sha: unknown): Reading {
  const { routes } = onHead(sha);
  return routes === undefined ? {} : { routes, news: [{ kind: 'asked-again', sha: String(sha) }] };
}

/** Our own name for the run of a merge group, as `tell-judged.ts` writes it. */
function groupOfRun(externalId: string, sha: unknown): MergeGroup | undefined {
  const number = Number(/^(\d{1,9}):group:/.exec(externalId)?.[1] ?? 0);
  return number > 0 && typeof sha === 'string' && COMMIT.test(sha) ? { pullRequest: number, sha } : undefined;
}
