import type { Db } from './db.ts';

/** A comment or review as an event tells of it. `told` is what the event says of an edit, as JSON; else empty. */
export interface PendingCommentEvent {
  pullRequest: number;
  kind: 'comment' | 'review';
  commentId: number;
  action: 'created' | 'edited' | 'deleted';
  edit: string;
}

/** One that waits for its answer, with what was known when it arrived. */
export interface PendingComment extends PendingCommentEvent {
  seq: number;
  repository: string;
  headAtArrival?: string;
  /** The head of the newest report that was told when it arrived. */
  reportedHead?: string;
  pushedAt?: Date;
  /** What was decided about it, as JSON, once that stands in the ledger: what is left is to say so. */
  answer?: string;
  tries: number;
}

/** Keeps an event about a comment with the head of that moment: what is signed is what could be seen then. */
export async function enqueueComment(db: Db, repository: string, event: PendingCommentEvent): Promise<void> {
  await db.query(
    `insert into spoken (repository, pull_request, kind, comment_id, action, told, head_at_arrival, reported_head, pushed_at)
     values ($1, $2, $3, $4, $5, $6,
       (select sha from open_pull where repository = $1 and pull_request = $2),
       (select reported_head from open_pull where repository = $1 and pull_request = $2),
       (select pushed_at from open_pull where repository = $1 and pull_request = $2))`,
    [repository, event.pullRequest, event.kind, event.commentId, event.action, event.edit],
  );
}

/** The oldest comment of a repository that waits for an answer. */
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
    ...(row.head_at_arrival === null ? {} : { headAtArrival: row.head_at_arrival }),
    ...(row.reported_head === null ? {} : { reportedHead: row.reported_head }),
    ...(row.pushed_at === null ? {} : { pushedAt: row.pushed_at }),
    ...(row.answer === null ? {} : { answer: row.answer }),
  };
}

/** Its decisions stand in the ledger; what is left is to say so. */
export async function keepAnswer(db: Db, seq: number, answer: string): Promise<void> {
  await db.query('update spoken set answer = $2 where seq = $1', [seq, answer]);
}

/** One more try went wrong by a defect. Answers how many did. */
export async function countTry(db: Db, seq: number): Promise<number> {
  const [row] = await db.query<{ tries: number }>(
    'update spoken set tries = tries + 1 where seq = $1 returning tries',
    [seq],
  );
  return row?.tries ?? 0;
}

/** It is answered. */
export async function forgetAnsweredComments(db: Db, seq: number): Promise<void> {
  await db.query('delete from spoken where seq = $1', [seq]);
}

/** What somebody was asked to review: the files as they were then, by their digest. */
export interface AskedReview {
  repository: string;
  pullRequest: number;
  subject: string;
  digest: string;
}

/** Whether they were asked for just these files. */
export async function wasAsked(db: Db, asked: AskedReview): Promise<boolean> {
  const rows = await db.query(
    'select 1 from asked_review where repository = $1 and pull_request = $2 and subject = $3 and digest = $4',
    [asked.repository, asked.pullRequest, asked.subject, asked.digest],
  );
  return rows.length > 0;
}

/** They were asked. */
export async function rememberAsked(db: Db, asked: AskedReview): Promise<void> {
  await db.query(
    `insert into asked_review (repository, pull_request, subject, digest) values ($1, $2, $3, $4)
     on conflict (repository, pull_request, subject) do update set digest = excluded.digest`,
    [asked.repository, asked.pullRequest, asked.subject, asked.digest],
  );
}

interface PendingCommentRow {
  seq: string;
  repository: string;
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
