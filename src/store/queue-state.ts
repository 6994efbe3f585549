import type { Db } from './db.ts';

export interface DeadJob {
  repository: string;
  pullRequest: number;
  tries: number;
  error: string;
  since: Date;
}

export interface QueueDepth {
  due: number;
  later: number;
  running: number;
  dead: number;
  /** Waiting time of the oldest due job. */
  oldestSeconds: number;
}

/** Jobs that exhausted their attempts, newest first. A new event or `revive` runs them again. */
export async function deadJobs(db: Db, limit = 100): Promise<DeadJob[]> {
  const rows = await db.query<{
    repository: string;
    pull_request: number;
    tries: number;
    error: string | null;
    changed_at: Date;
  }>(
    `select repository, pull_request, tries, error, changed_at from job
      where state = 'dead' order by changed_at desc limit $1`,
    [limit],
  );
  return rows.map((row) => ({
    repository: row.repository,
    pullRequest: row.pull_request,
    tries: row.tries,
    error: row.error ?? '',
    since: row.changed_at,
  }));
}

/** Queues the dead jobs of a pull request again. Returns false when there are none. */
export async function revive(db: Db, repository: string, pullRequest: number): Promise<boolean> {
  const rows = await db.query(
    `update job set state = 'waiting', due = clock_timestamp(), tries = 0, error = null, changed_at = clock_timestamp()
      where repository = $1 and pull_request = $2 and state = 'dead' returning 1`,
    [repository, pullRequest],
  );
  return rows.length > 0;
}

/** The number of jobs by state, for the metrics. */
export async function queueDepth(db: Db): Promise<QueueDepth> {
  const [row] = await db.query<QueueDepth>(
    `select count(*) filter (where state = 'waiting' and due <= clock_timestamp())::integer as due,
       count(*) filter (where state = 'waiting' and due > clock_timestamp())::integer as later,
       count(*) filter (where state = 'running')::integer as running,
       count(*) filter (where state = 'dead')::integer as dead,
       coalesce(extract(epoch from clock_timestamp() - min(due) filter (where state = 'waiting' and due <= clock_timestamp())), 0)::float8
         as "oldestSeconds"
     from job`,
  );
  return row ?? { due: 0, later: 0, running: 0, dead: 0, oldestSeconds: 0 };
}
