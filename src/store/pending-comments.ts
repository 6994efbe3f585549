import { defined } from '../domain/defined.ts';
import type { Db } from './db.ts';

/** An event about a comment or review. `edit` is the JSON of an edit or deletion, otherwise empty. */
export interface PendingCommentEvent {
  pullRequest: number;
  kind: 'comment' | 'review';
  commentId: number;
  action: 'created' | 'edited' | 'deleted';
  edit: string;
}

/** A comment that waits for its answer, with the state at its arrival. */
export interface PendingComment extends PendingCommentEvent {
  seq: number;
  repository: string;
  /** GitHub's id of the repository, as its event had it. */
  repositoryId?: number;
  headAtArrival?: string;
  /** The head of the newest report published before it arrived. */
  reportedHead?: string;
  pushedAt?: Date;
  /** The decision as JSON, once it is in the ledger: only publishing remains. */
  answer?: string;
  tries: number;
}

/** Stores an event about a comment with the current head: a signature covers what could be seen at that moment. */
export async function enqueueComment(
  db: Db,
  { repository, repositoryId }: { repository: string; repositoryId?: number | undefined },
  event: PendingCommentEvent,
): Promise<void> {
  await db.query(
    `insert into spoken (repository, pull_request, kind, comment_id, action, told, repository_id, head_at_arrival,
       reported_head, pushed_at)
     values ($1, $2, $3, $4, $5, $6, $7,
       (select sha from open_pull where repository = $1 and pull_request = $2),
       (select reported_head from open_pull where repository = $1 and pull_request = $2),
       (select pushed_at from open_pull where repository = $1 and pull_request = $2))`,
    [repository, event.pullRequest, event.kind, event.commentId, event.action, event.edit, repositoryId ?? null],
  );
}

/** The oldest unanswered comment of a repository. */
export async function nextPendingComment(db: Db, repository: string): Promise<PendingComment | undefined> {
  const [row] = await db.query<PendingCommentRow>('select * from spoken where repository = $1 order by seq limit 1', [
    repository,
  ]);
  if (row === undefined) return undefined;
  return {
    seq: Number(row.seq),
    repository: row.repository,
    pullRequest: row.pull_request,
    kind: row.kind,
    commentId: Number(row.comment_id),
    action: row.action,
    edit: row.told,
    tries: row.tries,
    ...(row.repository_id === null ? {} : { repositoryId: Number(row.repository_id) }),
    ...defined({
      headAtArrival: row.head_at_arrival ?? undefined,
      reportedHead: row.reported_head ?? undefined,
      pushedAt: row.pushed_at ?? undefined,
      answer: row.answer ?? undefined,
    }),
  };
}

/** Stores the answer of a comment whose decisions are in the ledger. */
export async function saveAnswer(db: Db, seq: number, answer: string): Promise<void> {
  await db.query('update spoken set answer = $2 where seq = $1', [seq, answer]);
}

/** Counts an attempt that failed with an internal error. Returns how many failed. */
export async function countFailedTry(db: Db, seq: number): Promise<number> {
  const [row] = await db.query<{ tries: number }>(
    'update spoken set tries = tries + 1 where seq = $1 returning tries',
    [seq],
  );
  return row?.tries ?? 0;
}

/** Deletes an answered comment. */
export async function deletePendingComment(db: Db, seq: number): Promise<void> {
  await db.query('delete from spoken where seq = $1', [seq]);
}

/** A review request for the files with this digest. */
export interface ReviewRequest {
  repository: string;
  pullRequest: number;
  subject: string;
  digest: string;
}

/** Whether a review was already requested for exactly these files. */
export async function wasReviewRequested(db: Db, request: ReviewRequest): Promise<boolean> {
  const rows = await db.query(
    'select 1 from asked_review where repository = $1 and pull_request = $2 and subject = $3 and digest = $4',
    [request.repository, request.pullRequest, request.subject, request.digest],
  );
  return rows.length > 0;
}

/** Records that a review was requested. */
export async function recordReviewRequest(db: Db, request: ReviewRequest): Promise<void> {
  await db.query(
    `insert into asked_review (repository, pull_request, subject, digest) values ($1, $2, $3, $4)
     on conflict (repository, pull_request, subject) do update set digest = excluded.digest`,
    [request.repository, request.pullRequest, request.subject, request.digest],
  );
}

interface PendingCommentRow {
  seq: string;
  repository: string;
  repository_id: string | null;
  pull_request: number;
  kind: 'comment' | 'review';
  comment_id: string;
  action: 'created' | 'edited' | 'deleted';
  told: string;
  head_at_arrival: string | null;
  reported_head: string | null;
  pushed_at: Date | null;
  answer: string | null;
  tries: number;
}
