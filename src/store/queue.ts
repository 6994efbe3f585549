import type { Db } from './db.ts';
import { columnsOf, type Job, type JobColumns, type JobSubject, subjectOf } from './job.ts';

/**
 * Each job is a row, and the rows are the queue: events during a run leave exactly one follow-up. A scheduled
 * evaluation and an event share the row; the earlier time wins.
 */
export interface JobRequest {
  repository: string;
  jobs: JobSubject[];
  installationId?: number;
  /** Earliest start: when a verdict expires. */
  startAfter?: Date;
}

export interface QueueLimits {
  maxTries: number;
  /** The first pause after a failure; doubled with each further failure, up to the cap. */
  pauseSeconds: number;
  capSeconds: number;
}

export const LIMITS: QueueLimits = { maxTries: 6, pauseSeconds: 5, capSeconds: 900 };

/**
 * Enqueues jobs. A new event resets the attempts and revives a dead job. Rows are locked in sorted order, so that two
 * callers never deadlock.
 */
export async function enqueue(db: Db, { repository, jobs, installationId, startAfter }: JobRequest): Promise<void> {
  const columns = jobs.map(columnsOf);
  if (columns.length === 0) return;
  await db.query(
    `insert into job as old (repository, pull_request, sha, installation_id, state, due, changed_at)
     select $1, number, sha, $2::bigint, 'waiting', coalesce($3::timestamptz, clock_timestamp()), clock_timestamp()
       from unnest($4::integer[], $5::text[]) as wanted (number, sha) order by number, sha
     on conflict (repository, pull_request, sha) do update set
       installation_id = coalesce(excluded.installation_id, old.installation_id),
       state = case old.state when 'dead' then 'waiting' else old.state end,
       due = case old.state when 'waiting' then least(old.due, excluded.due) when 'dead' then excluded.due else old.due end,
       follow_up = case old.state when 'running' then least(old.follow_up, excluded.due) end,
       tries = case old.state when 'running' then old.tries else 0 end,
       error = case old.state when 'dead' then null else old.error end,
       changed_at = excluded.changed_at`,
    [
      repository,
      installationId ?? null,
      startAfter ?? null,
      columns.map((one) => one.pull_request),
      columns.map((one) => one.sha),
    ],
  );
}

/**
 * Claims up to `limit` due jobs for `leaseSeconds`. A job whose lease expired (its worker died) is returned first and
 * alone: if it kills workers, it takes no other jobs with it. After too many lost workers it is dead.
 */
export async function claim(
  db: Db,
  by: { worker: string; limit: number; leaseSeconds: number },
  limits: QueueLimits = LIMITS,
): Promise<Job[]> {
  await db.query(
    `update job set
       state = case when follow_up is null then 'dead' else 'waiting' end,
       due = coalesce(follow_up, due),
       tries = case when follow_up is null then tries else 0 end,
       lost = 0, follow_up = null, lease = null, leased_until = null, changed_at = clock_timestamp(),
       error = 'the worker ' || coalesce(leased_by, '') || ' disappeared while it judged'
     where (repository, pull_request, sha) in (
       select repository, pull_request, sha from job
        where state = 'running' and leased_until <= clock_timestamp() and lost >= $1 - 1
        for update skip locked)`,
    [limits.maxTries],
  );
  const rows = await db.query<JobRow>(
    `with lost as (
       select repository, pull_request, sha, 1 as lost from job
        where state = 'running' and leased_until <= clock_timestamp() and lost < $4 - 1
        order by leased_until limit 1 for update skip locked),
     due as (
       select repository, pull_request, sha, 0 as lost from job
        where state = 'waiting' and due <= clock_timestamp() and not exists (select from lost)
        order by due limit $2 for update skip locked),
     taken as (select * from lost union all select * from due)
     update job set state = 'running', lease = gen_random_uuid(), leased_by = $1, tries = tries + 1,
       lost = job.lost + taken.lost,
       leased_until = clock_timestamp() + $3 * interval '1 second', changed_at = clock_timestamp()
      from taken where job.repository = taken.repository and job.pull_request = taken.pull_request
       and job.sha = taken.sha
     returning job.repository, job.pull_request, job.sha, job.installation_id, job.tries, job.lost, job.lease,
       job.changed_at`,
    [by.worker, by.limit, by.leaseSeconds, limits.maxTries],
  );
  return rows.map((row) => ({
    ...subjectOf(row),
    repository: row.repository,
    ...(row.installation_id === null ? {} : { installationId: Number(row.installation_id) }),
    tries: row.tries,
    lost: row.lost,
    claimedAt: row.changed_at,
    lease: row.lease,
  }));
}

interface JobRow extends JobColumns {
  repository: string;
  installation_id: string | null;
  tries: number;
  lost: number;
  lease: string;
  changed_at: Date;
}

/**
 * Shortens the leases of all running jobs, for a store that belongs to one process and was just opened, so that their
 * workers are gone. Each job waits `pauseSeconds` per lost worker, because the last requests of that worker may still
 * be in progress at GitHub. Returns the number of jobs.
 */
export async function shortenLeases(db: Db, pauseSeconds: number): Promise<number> {
  const rows = await db.query(
    `update job set leased_until = least(leased_until, clock_timestamp() + (lost + 1) * $1 * interval '1 second')
      where state = 'running' returning 1`,
    [pauseSeconds],
  );
  return rows.length;
}

/** Renews the lease of a running job. False: the lease is lost, and the worker must not publish anything. */
export async function extend(db: Db, job: Job, leaseSeconds: number): Promise<boolean> {
  const rows = await db.query(
    `update job set leased_until = clock_timestamp() + $4 * interval '1 second'
      where repository = $1 and pull_request = $2 and sha = $5 and lease = $3 returning 1`,
    [job.repository, columnsOf(job).pull_request, job.lease, leaseSeconds, columnsOf(job).sha],
  );
  return rows.length > 0;
}

/**
 * Finishes a job. It is queued again for its follow-up or for `nextChangeAt`, whichever is earlier; otherwise the row
 * is deleted. False: the lease was lost. The row is locked first, so an event that arrives meanwhile is either seen or
 * waits.
 */
export async function finish(db: Db, job: Job, nextChangeAt?: Date): Promise<boolean> {
  const { pull_request, sha } = columnsOf(job);
  return db.tx(async (tx) => {
    const held = await tx.query(
      'select 1 from job where repository = $1 and pull_request = $2 and sha = $4 and lease = $3 for update',
      [job.repository, pull_request, job.lease, sha],
    );
    if (held.length === 0) return false;
    const waits = await tx.query(
      `update job set state = 'waiting', due = least(follow_up, $3::timestamptz), follow_up = null, tries = 0,
         error = null, lost = 0, lease = null, leased_by = null, leased_until = null, changed_at = clock_timestamp()
        where repository = $1 and pull_request = $2 and sha = $4
          and (follow_up is not null or $3::timestamptz is not null)
        returning 1`,
      [job.repository, pull_request, nextChangeAt ?? null, sha],
    );
    if (waits.length === 0)
      await tx.query('delete from job where repository = $1 and pull_request = $2 and sha = $3', [
        job.repository,
        pull_request,
        sha,
      ]);
    return true;
  });
}

/** The longest pause after this many attempts, in milliseconds. */
export function pauseAfter(tries: number, { pauseSeconds, capSeconds }: QueueLimits = LIMITS): number {
  return Math.min(capSeconds, pauseSeconds * 2 ** (tries - 1)) * 1000;
}

/**
 * Records a failed attempt: the job waits with growing pauses (randomized, so that many do not return together) or is
 * dead after its last attempt. An event that arrived meanwhile starts over after the pause. `after` is an earliest time
 * set by others, such as a rate limit.
 */
export async function fail(
  db: Db,
  job: Job,
  error: string,
  options: { limits?: QueueLimits; after?: Date } = {},
): Promise<'retry' | 'dead' | 'lost'> {
  const { maxTries, pauseSeconds, capSeconds } = options.limits ?? LIMITS;
  const rows = await db.query<{ state: string }>(
    `update job set
       state = case when tries >= $5 and follow_up is null then 'dead' else 'waiting' end,
       due = greatest(follow_up, $8::timestamptz, clock_timestamp()
         + least($7, $6 * power(2, least(tries, 30) - 1)) * (0.9 + 0.1 * random()) * interval '1 second'),
       tries = case when follow_up is null then tries else 0 end,
       follow_up = null, error = $4, lost = 0, lease = null, leased_until = null, changed_at = clock_timestamp()
      where repository = $1 and pull_request = $2 and sha = $9 and lease = $3 returning state`,
    [
      job.repository,
      columnsOf(job).pull_request,
      job.lease,
      error.slice(0, 2_000).replaceAll('\0', ''),
      maxTries,
      pauseSeconds,
      capSeconds,
      options.after ?? null,
      columnsOf(job).sha,
    ],
  );
  return rows[0] === undefined ? 'lost' : rows[0].state === 'dead' ? 'dead' : 'retry';
}
