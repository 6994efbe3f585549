import { fields, textAt } from '../../domain/fields.ts';
import type { MergeGroup } from '../../engine/merge-queue.ts';
import { COMMIT, type EventEffect, type Fields, isOurs, onGroup, onHead } from './effects.ts';

/** GitHub also sends events for our own check runs; only a request to re-run is relevant. */
export function checkRun(payload: Fields, appId: number): EventEffect {
  const run = fields(payload.check_run);
  if (!isOurs(run, appId)) return payload.action === 'completed' ? onHead(run.head_sha) : {};
  if (payload.action !== 'rerequested' && payload.action !== 'requested_action') return {};
  const group = groupOfRun(textAt(run, 'external_id'), run.head_sha);
  return group === undefined ? rerequested(run.head_sha) : onGroup(group);
}

export function checkSuite(payload: Fields, appId: number): EventEffect {
  const suite = fields(payload.check_suite);
  return payload.action === 'rerequested' && isOurs(suite, appId) ? rerequested(suite.head_sha) : {};
}

function rerequested(sha: unknown): EventEffect {
  const { routes } = onHead(sha);
  return routes === undefined ? {} : { routes, updates: [{ kind: 'rerequested', sha: String(sha) }] };
}

/** Matches the external id that `publish-evaluation.ts` gives the run of a merge group. */
function groupOfRun(externalId: string, sha: unknown): MergeGroup | undefined {
  const number = Number(/^(\d{1,9}):group:/.exec(externalId)?.[1] ?? 0);
  return number > 0 && typeof sha === 'string' && COMMIT.test(sha) ? { pullRequest: number, sha } : undefined;
}
