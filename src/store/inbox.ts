import type { Db } from './db.ts';
import { forgetInstallation, forgetPull, recordPullSeen } from './open-pulls.ts';
import { enqueueComment, type PendingCommentEvent } from './pending-comments.ts';
import { movePilot, notePilotUntagged } from './pilots.ts';
import { enqueue } from './queue.ts';
import { jobsFor, type Route } from './route.ts';
import { forgetPublished } from './verdicts.ts';

/** What is kept of a webhook: who and which, never its body. What is true is read when the job runs. */
export interface Delivery {
  deliveryId: string;
  event: string;
  action?: string;
  installationId?: number;
  repository?: string;
  /** Whom it asks to be judged again. */
  routes: Route[];
  /** What it says that is worth remembering, beyond whom it asks to be judged. */
  news?: PullRequestUpdate[];
}

export type PullRequestUpdate =
  | { kind: 'pull'; pullRequest: number; sha: string; baseRef: string }
  | { kind: 'closed'; pullRequest: number }
  | { kind: 'renamed'; repositoryId: number }
  | { kind: 'untagged'; by: string }
  /** Somebody asked to be told again, of a commit or of a pull request: what was told there is not enough. */
  | { kind: 'asked-again'; sha?: string; pullRequest?: number }
  | { kind: 'gone'; repositories?: string[] }
  /** A comment or review that may hold commands, or what was done to one. */
  | { kind: 'spoken'; pendingComment: PendingCommentEvent };

/**
 * Takes a delivery: its row, its news and its jobs in one transaction, so what is acknowledged is never half there. A
 * duplicate finds the row only if the first attempt was committed; one that broke off left nothing and is taken anew.
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
    for (const news of delivery.news ?? []) await saveUpdate(tx, delivery, news);
    for (const route of delivery.routes)
      for (const one of await jobsFor(tx, { ...delivery, route })) await enqueue(tx, one);
    return 'accepted';
  });
}

async function saveUpdate(tx: Db, { repository, installationId }: Delivery, news: PullRequestUpdate): Promise<void> {
  if (news.kind === 'gone') {
    if (installationId !== undefined) await forgetInstallation(tx, installationId, news.repositories);
    return;
  }
  if (repository === undefined) return;
  switch (news.kind) {
    case 'pull':
      return recordPullSeen(tx, {
        repository,
        pullRequest: news.pullRequest,
        sha: news.sha,
        baseRef: news.baseRef,
        ...(installationId === undefined ? {} : { installationId }),
      });
    case 'closed':
      return forgetPull(tx, repository, news.pullRequest);
    case 'renamed':
      return movePilot(tx, news.repositoryId, repository);
    case 'untagged':
      return notePilotUntagged(tx, repository, news.by);
    case 'spoken':
      await enqueueComment(tx, repository, news.pendingComment);
      return enqueue(tx, {
        repository,
        jobs: [{ kind: 'answer-comments' }],
        ...(installationId === undefined ? {} : { installationId }),
      });
    case 'asked-again':
      return forgetPublished(tx, repository, news);
  }
}

/** Which of these deliveries were taken: GitHub's own list, minus these, has to be redelivered. */
export async function knownDeliveries(db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>('select id from delivery where id = any($1::text[])', [ids]);
  return new Set(rows.map((row) => row.id));
}

/** When an event last came about a repository, and what time it is, both by the clock of the store. */
export async function lastSeenAt(db: Db, repository: string): Promise<{ now: Date; heard?: Date }> {
  const [row] = await db.query<{ now: Date; heard: Date | null }>(
    `select clock_timestamp() as now,
       (select max(received_at) from delivery where lower(repository) = lower($1)) as heard`,
    [repository],
  );
  if (row === undefined) throw new Error('the store does not tell the time');
  return { now: row.now, ...(row.heard === null ? {} : { heard: row.heard }) };
}

/** Forgets deliveries older than GitHub would redeliver. Answers how many. */
export async function forgetDeliveries(db: Db, before: Date): Promise<number> {
  return (await db.query('delete from delivery where received_at < $1 returning id', [before])).length;
}
