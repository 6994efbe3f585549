import { defined } from '../domain/defined.ts';
import type { Conclusion, OutcomeKind } from '../domain/verdict.ts';
import type { Db } from './db.ts';

export interface RememberedVerdict {
  repository: string;
  pullRequest: number;
  headSha: string;
  baseRef: string;
  verdict: OutcomeKind;
  conclusion: Conclusion;
  /** Digest of the report: an equal one need not be published again. */
  digest: string;
  evaluatedAt: Date;
  validUntil?: Date;
  /** Set once it was published. */
  checkRunId?: number;
  commentId?: number;
  publishedAt?: Date;
  /** Since when its comment is pending: the check run was written, the comment failed. */
  commentPendingSince?: Date;
}

/** Stores the newest verdict on a head. It counts as unpublished unless its digest is that of the published one. */
export async function rememberVerdict(
  db: Db,
  one: Omit<RememberedVerdict, 'checkRunId' | 'commentId' | 'publishedAt' | 'commentPendingSince'>,
): Promise<void> {
  await db.query(
    `insert into verdict as old (repository, pull_request, head_sha, base_ref, verdict, conclusion, digest, judged_at,
       valid_until) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (repository, pull_request, head_sha) do update set
       base_ref = excluded.base_ref, verdict = excluded.verdict, conclusion = excluded.conclusion,
       digest = excluded.digest, judged_at = excluded.judged_at, valid_until = excluded.valid_until,
       told_at = case when old.digest = excluded.digest then old.told_at end
     where old.judged_at <= excluded.judged_at`,
    [
      one.repository,
      one.pullRequest,
      one.headSha,
      one.baseRef,
      one.verdict,
      one.conclusion,
      one.digest,
      one.evaluatedAt,
      one.validUntil ?? null,
    ],
  );
}

/** What was published, and where. `isCommentPending`: the comment must be written later. */
export type PublishedOn = Pick<
  RememberedVerdict,
  'repository' | 'pullRequest' | 'headSha' | 'checkRunId' | 'commentId'
> & {
  isCommentPending?: boolean;
  /** Whether the required check passes on this head now; left out when that did not change. */
  isPassing?: boolean;
};

/** Records that the verdict was published. */
export async function rememberPublished(db: Db, one: PublishedOn): Promise<void> {
  await db.query(
    `update verdict set told_at = clock_timestamp(), check_run_id = coalesce($4, check_run_id),
       comment_id = coalesce($5, comment_id),
       comment_owed_at = case when $6::boolean then coalesce(comment_owed_at, clock_timestamp()) end,
       is_passing = coalesce($7::boolean, is_passing)
      where repository = $1 and pull_request = $2 and head_sha = $3`,
    [
      one.repository,
      one.pullRequest,
      one.headSha,
      one.checkRunId ?? null,
      one.commentId ?? null,
      one.isCommentPending ?? false,
      one.isPassing ?? null,
    ],
  );
}

/** Marks the verdicts on a commit or pull request as unpublished, so that the next evaluation publishes again. */
export async function forgetPublished(
  db: Db,
  repository: string,
  of: { sha?: string; pullRequest?: number },
): Promise<void> {
  await db.query(
    'update verdict set told_at = null where repository = $1 and (head_sha = $2 or pull_request = $3::integer)',
    [repository, of.sha ?? '', of.pullRequest ?? null],
  );
}

/** A head on which the required check was published as passing, and not withdrawn since. */
export interface PassingHead {
  pullRequest: number;
  headSha: string;
  baseRef: string;
}

/** The passing heads of a repository, or of one of its pull requests. GitHub remains the source. */
export async function passingHeads(db: Db, repository: string, pullRequest?: number): Promise<PassingHead[]> {
  const rows = await db.query<Pick<VerdictRow, 'pull_request' | 'head_sha' | 'base_ref'>>(
    `select pull_request, head_sha, base_ref from verdict
      where repository = $1 and is_passing and ($2::integer is null or pull_request = $2)
      order by pull_request, judged_at`,
    [repository, pullRequest ?? null],
  );
  return rows.map((row) => ({ pullRequest: row.pull_request, headSha: row.head_sha, baseRef: row.base_ref }));
}

/** Nothing is left to withdraw: the check was withdrawn, or the pull request was merged and keeps its result. */
export async function settlePassing(db: Db, repository: string, pullRequest: number, headSha?: string): Promise<void> {
  await db.query(
    `update verdict set is_passing = false
      where repository = $1 and pull_request = $2 and ($3::text is null or head_sha = $3) and is_passing`,
    [repository, pullRequest, headSha ?? null],
  );
}

/** The newest verdict on a pull request, whatever its head was. */
export async function lastVerdict(
  db: Db,
  repository: string,
  pullRequest: number,
): Promise<RememberedVerdict | undefined> {
  const [row] = await db.query<VerdictRow>(
    'select * from verdict where repository = $1 and pull_request = $2 order by judged_at desc limit 1',
    [repository, pullRequest],
  );
  return row && fromRow(row);
}

/** The verdict on one head of a pull request. */
export async function verdictOn(
  db: Db,
  repository: string,
  pullRequest: number,
  headSha: string,
): Promise<RememberedVerdict | undefined> {
  const [row] = await db.query<VerdictRow>(
    'select * from verdict where repository = $1 and pull_request = $2 and head_sha = $3',
    [repository, pullRequest, headSha],
  );
  return row && fromRow(row);
}

interface VerdictRow {
  repository: string;
  pull_request: number;
  head_sha: string;
  base_ref: string;
  verdict: OutcomeKind;
  conclusion: Conclusion;
  digest: string;
  judged_at: Date;
  valid_until: Date | null;
  check_run_id: string | null;
  comment_id: string | null;
  told_at: Date | null;
  comment_owed_at: Date | null;
}

function fromRow(row: VerdictRow): RememberedVerdict {
  return {
    repository: row.repository,
    pullRequest: row.pull_request,
    headSha: row.head_sha,
    baseRef: row.base_ref,
    verdict: row.verdict,
    conclusion: row.conclusion,
    digest: row.digest,
    evaluatedAt: row.judged_at,
    ...defined({ validUntil: row.valid_until ?? undefined }),
    ...(row.check_run_id === null ? {} : { checkRunId: Number(row.check_run_id) }),
    ...(row.comment_id === null ? {} : { commentId: Number(row.comment_id) }),
    ...defined({ publishedAt: row.told_at ?? undefined, commentPendingSince: row.comment_owed_at ?? undefined }),
  };
}
