import { defined } from '../domain/defined.ts';
import type { Db } from './db.ts';

/** An open pull request as last seen, used to route events that name no pull request. GitHub remains the source. */
export interface OpenPull {
  repository: string;
  pullRequest: number;
  sha: string;
  baseRef: string;
  /** Whether it was a promotion at the last evaluation; undefined before the first one. */
  promotion?: boolean;
  installationId?: number;
  /** A report was requested with `/readiness`, so it gets a comment even as a preview. */
  reportRequested: boolean;
  /** When its last event arrived. */
  eventAt: Date;
}

/** What was seen of an open pull request. */
interface SeenPull extends Omit<OpenPull, 'promotion' | 'reportRequested' | 'eventAt'> {
  /** A time (ISO) by GitHub's clock at which it had this head: it was pushed at that time or before. */
  changedAt?: string;
}

/** Without a time by GitHub's clock, no comment counts as written later than the push. */
const UNKNOWN_TIME = '9999-12-31T00:00:00Z';
/** When the head was pushed, by GitHub's clock as the time of a comment is; the clock of the store decides nothing. */
const PUSHED_AT = (parameter: string): string =>
  `case when old.sha <> excluded.sha then ${parameter}::timestamptz
     when old.pushed_at is null then null else least(old.pushed_at, ${parameter}::timestamptz) end`;

/** Stores what an event says about an open pull request. */
export async function recordPullEvent(db: Db, pull: SeenPull): Promise<void> {
  await db.query(
    `insert into open_pull as old (repository, pull_request, sha, base_ref, installation_id, seen_at, event_at)
     values ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp())
     on conflict (repository, pull_request) do update set sha = excluded.sha, base_ref = excluded.base_ref,
       installation_id = coalesce(excluded.installation_id, old.installation_id),
       seen_at = excluded.seen_at, event_at = excluded.event_at,
       pushed_at = ${PUSHED_AT('$6')}`,
    [
      ...[pull.repository, pull.pullRequest, pull.sha, pull.baseRef, pull.installationId ?? null],
      pull.changedAt ?? UNKNOWN_TIME,
    ],
  );
}

/** Stores what an evaluation read. This is more reliable than an event and does not count as one. */
export async function recordPullRead(db: Db, pull: SeenPull & Pick<OpenPull, 'promotion'>): Promise<void> {
  await db.query(
    `insert into open_pull as old (repository, pull_request, sha, base_ref, promotion, installation_id, seen_at, event_at)
     values ($1, $2, $3, $4, $5, $6, clock_timestamp(), clock_timestamp())
     on conflict (repository, pull_request) do update set sha = excluded.sha, base_ref = excluded.base_ref,
       promotion = coalesce(excluded.promotion, old.promotion),
       installation_id = coalesce(excluded.installation_id, old.installation_id), seen_at = excluded.seen_at,
       pushed_at = ${PUSHED_AT('$7')}`,
    [
      ...[pull.repository, pull.pullRequest, pull.sha, pull.baseRef, pull.promotion ?? null],
      ...[pull.installationId ?? null, pull.changedAt ?? UNKNOWN_TIME],
    ],
  );
}

/** Records that a report was requested with `/readiness`. */
export async function requestPullReport(db: Db, repository: string, pullRequest: number): Promise<void> {
  await db.query('update open_pull set asked = true where repository = $1 and pull_request = $2', [
    repository,
    pullRequest,
  ]);
}

/** Records that a report on this head was published: whoever signs later could have read it. */
export async function recordPullReport(db: Db, repository: string, pullRequest: number, sha: string): Promise<void> {
  await db.query('update open_pull set reported_head = $3 where repository = $1 and pull_request = $2', [
    repository,
    pullRequest,
    sha,
  ]);
}

/** Records an event that may change the verdicts of these pull requests. */
export async function touchPulls(db: Db, repository: string, pullRequests: number[]): Promise<void> {
  await db.query(
    'update open_pull set event_at = clock_timestamp() where repository = $1 and pull_request = any($2::integer[])',
    [repository, pullRequests],
  );
}

/** The stored state of one pull request. */
export async function openPull(db: Db, repository: string, pullRequest: number): Promise<OpenPull | undefined> {
  const [row] = await db.query<PullRow>(`${SELECT} where repository = $1 and pull_request = $2`, [
    repository,
    pullRequest,
  ]);
  return row && fromRow(row);
}

/** The open pull requests with this head: two branches may share one. */
export async function pullsAt(db: Db, repository: string, sha: string): Promise<number[]> {
  const rows = await db.query<PullRow>(`${SELECT} where repository = $1 and sha = $2 order by pull_request`, [
    repository,
    sha,
  ]);
  return rows.map((row) => row.pull_request);
}

/** Every open pull request of a repository, as last seen. */
export async function openPullsOf(db: Db, repository: string): Promise<OpenPull[]> {
  const rows = await db.query<PullRow>(`${SELECT} where repository = $1 order by pull_request`, [repository]);
  return rows.map(fromRow);
}

/**
 * Promotions of a repository, optionally of one base branch. A pull request that was never evaluated may be a
 * promotion.
 */
export async function promotionsOf(db: Db, repository: string, baseRef?: string): Promise<number[]> {
  const rows = await db.query<PullRow>(
    `${SELECT} where repository = $1 and promotion is not false and ($2::text is null or base_ref = $2)
     order by pull_request`,
    [repository, baseRef ?? null],
  );
  return rows.map((row) => row.pull_request);
}

/** Promotions in all repositories of an account that this installation can access. */
export async function promotionsUnder(db: Db, owner: string, installationId: number): Promise<OpenPull[]> {
  const rows = await db.query<PullRow>(
    `${SELECT} where installation_id = $2 and promotion is not false
       and lower(split_part(repository, '/', 1)) = lower($1) order by repository, pull_request`,
    [owner, installationId],
  );
  return rows.map(fromRow);
}

/** Promotions with an event after their last published verdict and without a pending job. */
export async function overduePromotions(db: Db, graceSeconds: number): Promise<OpenPull[]> {
  const rows = await db.query<PullRow>(
    `${SELECT} as pull where promotion is not false
       and event_at < clock_timestamp() - $1 * interval '1 second'
       and event_at > coalesce((select max(judged_at) from verdict where verdict.repository = pull.repository
         and verdict.pull_request = pull.pull_request and told_at is not null), '-infinity')
       and not exists (select 1 from job where job.repository = pull.repository
         and job.pull_request = pull.pull_request and state in ('waiting', 'running'))
     order by event_at limit 500`,
    [graceSeconds],
  );
  return rows.map(fromRow);
}

/** Deletes a closed pull request. */
export async function forgetPull(db: Db, repository: string, pullRequest: number): Promise<void> {
  await db.query('delete from open_pull where repository = $1 and pull_request = $2', [repository, pullRequest]);
}

interface PullRow {
  repository: string;
  pull_request: number;
  sha: string;
  base_ref: string;
  promotion: boolean | null;
  installation_id: string | null;
  asked: boolean;
  event_at: Date;
}

const SELECT =
  'select repository, pull_request, sha, base_ref, promotion, installation_id, asked, event_at from open_pull';

function fromRow(row: PullRow): OpenPull {
  return {
    repository: row.repository,
    pullRequest: row.pull_request,
    sha: row.sha,
    baseRef: row.base_ref,
    ...defined({ promotion: row.promotion ?? undefined }),
    ...(row.installation_id === null ? {} : { installationId: Number(row.installation_id) }),
    reportRequested: row.asked,
    eventAt: row.event_at,
  };
}

/** Deletes pull requests and waiting jobs of a removed installation, or of some of its repositories. */
export async function forgetInstallation(db: Db, installationId: number, repositories?: string[]): Promise<void> {
  const only = repositories ?? null;
  await db.query(
    'delete from open_pull where installation_id = $1 and ($2::text[] is null or repository = any($2::text[]))',
    [installationId, only],
  );
  await db.query(
    `delete from job where installation_id = $1 and state <> 'running'
       and ($2::text[] is null or repository = any($2::text[]))`,
    [installationId, only],
  );
}
