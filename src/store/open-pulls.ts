import type { Db } from './db.ts';

/** An open pull request as it was last heard of: it routes events that name no pull request. GitHub stays the source. */
export interface OpenPull {
  repository: string;
  pullRequest: number;
  sha: string;
  baseRef: string;
  /** Whether it was a promotion when it was last judged; undefined when it never was. */
  promotion?: boolean;
  installationId?: number;
  /** Somebody asked by `/readiness` to hear about it, so that it gets a comment even as a preview. */
  asked: boolean;
  /** When an event last said something about it. */
  eventAt: Date;
}

/** Remembers what an event says of an open pull request. */
export async function recordPullSeen(db: Db, pull: Omit<OpenPull, 'promotion' | 'asked' | 'eventAt'>): Promise<void> {
  await db.query(
    `insert into open_pull as old (repository, pull_request, sha, base_ref, installation_id, seen_at, event_at)
     values ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp())
     on conflict (repository, pull_request) do update set sha = excluded.sha, base_ref = excluded.base_ref,
       installation_id = coalesce(excluded.installation_id, old.installation_id),
       seen_at = excluded.seen_at, event_at = excluded.event_at,
       pushed_at = case when old.sha = excluded.sha then old.pushed_at else clock_timestamp() end`,
    [pull.repository, pull.pullRequest, pull.sha, pull.baseRef, pull.installationId ?? null],
  );
}

/** Remembers what an evaluation read: that is truer than what an event said, and it is no event itself. */
export async function sawPull(db: Db, pull: Omit<OpenPull, 'asked' | 'eventAt'>): Promise<void> {
  await db.query(
    `insert into open_pull as old (repository, pull_request, sha, base_ref, promotion, installation_id, seen_at, event_at)
     values ($1, $2, $3, $4, $5, $6, clock_timestamp(), clock_timestamp())
     on conflict (repository, pull_request) do update set sha = excluded.sha, base_ref = excluded.base_ref,
       promotion = coalesce(excluded.promotion, old.promotion),
       installation_id = coalesce(excluded.installation_id, old.installation_id), seen_at = excluded.seen_at,
       pushed_at = case when old.sha = excluded.sha then old.pushed_at else clock_timestamp() end`,
    [pull.repository, pull.pullRequest, pull.sha, pull.baseRef, pull.promotion ?? null, pull.installationId ?? null],
  );
}

/** Somebody asked to hear about it. */
export async function askedAboutPull(db: Db, repository: string, pullRequest: number): Promise<void> {
  await db.query('update open_pull set asked = true where repository = $1 and pull_request = $2', [
    repository,
    pullRequest,
  ]);
}

/** A report on this head stands on GitHub now: whoever signs after this could have read it. */
export async function reportedPull(db: Db, repository: string, pullRequest: number, sha: string): Promise<void> {
  await db.query('update open_pull set reported_head = $3 where repository = $1 and pull_request = $2', [
    repository,
    pullRequest,
    sha,
  ]);
}

/** Something happened that may change these verdicts. */
export async function touchPulls(db: Db, repository: string, pullRequests: number[]): Promise<void> {
  await db.query(
    'update open_pull set event_at = clock_timestamp() where repository = $1 and pull_request = any($2::integer[])',
    [repository, pullRequests],
  );
}

/** What is known of one pull request. */
export async function openPull(db: Db, repository: string, pullRequest: number): Promise<OpenPull | undefined> {
  const [row] = await db.query<PullRow>(`${SELECT} where repository = $1 and pull_request = $2`, [
    repository,
    pullRequest,
  ]);
  return row && fromRow(row);
}

/** The open pull requests whose head is this commit: two branches may share one. */
export async function pullsAt(db: Db, repository: string, sha: string): Promise<number[]> {
  const rows = await db.query<PullRow>(`${SELECT} where repository = $1 and sha = $2 order by pull_request`, [
    repository,
    sha,
  ]);
  return rows.map((row) => row.pull_request);
}

/** Every pull request of a repository that was open when last heard of. */
export async function openPullsOf(db: Db, repository: string): Promise<OpenPull[]> {
  const rows = await db.query<PullRow>(`${SELECT} where repository = $1 order by pull_request`, [repository]);
  return rows.map(fromRow);
}

/** Promotions of a repository, of one base branch if it is named. One that was never judged may be a promotion. */
export async function promotionsOf(db: Db, repository: string, baseRef?: string): Promise<number[]> {
  const rows = await db.query<PullRow>(
    `${SELECT} where repository = $1 and promotion is not false and ($2::text is null or base_ref = $2)
     order by pull_request`,
    [repository, baseRef ?? null],
  );
  return rows.map((row) => row.pull_request);
}

/** Promotions in all repositories of an account that this installation reaches. */
export async function promotionsUnder(db: Db, owner: string, installationId: number): Promise<OpenPull[]> {
  const rows = await db.query<PullRow>(
    `${SELECT} where installation_id = $2 and promotion is not false
       and lower(split_part(repository, '/', 1)) = lower($1) order by repository, pull_request`,
    [owner, installationId],
  );
  return rows.map(fromRow);
}

/** Promotions about which something was heard after they were last told, and whose job is not on its way. */
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

/** A closed pull request has nothing to look for. */
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
    ...(row.promotion === null ? {} : { promotion: row.promotion }),
    ...(row.installation_id === null ? {} : { installationId: Number(row.installation_id) }),
    asked: row.asked,
    eventAt: row.event_at,
  };
}

/** An installation that is gone reaches none of its pull requests any more. */
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
