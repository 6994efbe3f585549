import { defined } from '../domain/defined.ts';
import type { Db } from './db.ts';
import { evaluatePulls } from './job.ts';
import { forgetInstallation, forgetPull, recordPullEvent } from './open-pulls.ts';
import { enqueueComment, type PendingCommentEvent } from './pending-comments.ts';
import { movePilot, notePilotUntagged, pilotOf } from './pilots.ts';
import { enqueue } from './queue.ts';
import { jobsFor, type Route } from './route.ts';
import { forgetPublished, passingHeads, settlePassing } from './verdicts.ts';

/** What is stored from a webhook: identifiers only, never the payload. The job reads the current state from GitHub. */
export interface Delivery {
  deliveryId: string;
  event: string;
  action?: string;
  installationId?: number;
  repository?: string;
  repositoryId?: number;
  /** Which pull requests it asks to evaluate again. */
  routes: Route[];
  /** Changes to store, independent of evaluations. */
  updates?: PullRequestUpdate[];
}

export type PullRequestUpdate =
  /** `changedAt`: when it had this head, by GitHub's clock. */
  | { kind: 'pull'; pullRequest: number; sha: string; baseRef: string; changedAt?: string }
  | { kind: 'closed'; pullRequest: number; isMerged: boolean }
  | { kind: 'renamed'; repositoryId: number }
  | { kind: 'untagged'; by: string }
  /**
   * A re-run of the check on a commit or pull request was requested, so the result is published again even if
   * unchanged.
   */
  | { kind: 'rerequested'; sha?: string; pullRequest?: number }
  | { kind: 'removed'; repositories?: string[] }
  /** A new, edited or deleted comment or review that may contain commands. */
  | { kind: 'comment'; pendingComment: PendingCommentEvent };

/**
 * Stores a delivery: its row, its updates and its jobs in one transaction, so an acknowledged delivery is complete. A
 * duplicate is detected by the committed row; an interrupted first attempt leaves nothing behind.
 */
export async function receive(db: Db, delivery: Delivery): Promise<'accepted' | 'duplicate'> {
  const { deliveryId, event, action, installationId, repository } = delivery;
  return db.tx(async (tx) => {
    const inserted = await tx.query(
      `insert into delivery (id, event, action, installation_id, repository, pull_requests, received_at)
       values ($1, $2, $3, $4, $5, '{}', clock_timestamp()) on conflict (id) do nothing returning id`,
      [deliveryId, event, action ?? null, installationId ?? null, repository ?? null],
    );
    if (inserted.length === 0) return 'duplicate';
    for (const update of delivery.updates ?? []) await saveUpdate(tx, delivery, update);
    for (const route of delivery.routes)
      for (const one of await jobsFor(tx, { ...delivery, route })) await enqueue(tx, one);
    return 'accepted';
  });
}

async function saveUpdate(tx: Db, delivery: Delivery, update: PullRequestUpdate): Promise<void> {
  const { repository, repositoryId, installationId } = delivery;
  if (update.kind === 'removed') {
    if (installationId !== undefined) await forgetInstallation(tx, installationId, update.repositories);
    return;
  }
  if (repository === undefined) return;
  switch (update.kind) {
    case 'pull':
      return recordPullEvent(tx, {
        repository,
        pullRequest: update.pullRequest,
        sha: update.sha,
        baseRef: update.baseRef,
        ...defined({ installationId, changedAt: update.changedAt }),
      });
    case 'closed':
      return closePull(tx, { repository, installationId }, update);
    case 'renamed':
      return movePilot(tx, update.repositoryId, repository);
    case 'untagged':
      return notePilotUntagged(tx, repository, update.by);
    case 'comment':
      await enqueueComment(tx, { repository, repositoryId }, update.pendingComment);
      return enqueue(tx, {
        repository,
        jobs: [{ kind: 'answer-comments' }],
        ...defined({ installationId }),
      });
    case 'rerequested':
      return forgetPublished(tx, repository, update);
  }
}

/** The check of a pull request that was closed without a merge is withdrawn by a job; a merged one keeps its result. */
async function closePull(
  tx: Db,
  { repository, installationId }: { repository: string; installationId: number | undefined },
  { pullRequest, isMerged }: { pullRequest: number; isMerged: boolean },
): Promise<void> {
  await forgetPull(tx, repository, pullRequest);
  if (isMerged) return settlePassing(tx, repository, pullRequest);
  const isKnown =
    (await pilotOf(tx, { repository })) !== undefined || (await passingHeads(tx, repository, pullRequest)).length > 0;
  if (isKnown) await enqueue(tx, { repository, jobs: evaluatePulls([pullRequest]), ...defined({ installationId }) });
}

/** Which of these deliveries are stored; all others in GitHub's list must be redelivered. */
export async function knownDeliveries(db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>('select id from delivery where id = any($1::text[])', [ids]);
  return new Set(rows.map((row) => row.id));
}

/** When the last event of a repository arrived, and the current time, both by the clock of the database. */
export async function lastSeenAt(db: Db, repository: string): Promise<{ now: Date; lastEvent?: Date }> {
  const [row] = await db.query<{ now: Date; lastEvent: Date | null }>(
    `select clock_timestamp() as now,
       (select max(received_at) from delivery where lower(repository) = lower($1)) as "lastEvent"`,
    [repository],
  );
  if (row === undefined) throw new Error('the store returned no time');
  return { now: row.now, ...defined({ lastEvent: row.lastEvent ?? undefined }) };
}

/** Deletes deliveries older than GitHub would redeliver. Returns how many. */
export async function forgetDeliveries(db: Db, before: Date): Promise<number> {
  return (await db.query('delete from delivery where received_at < $1 returning id', [before])).length;
}
