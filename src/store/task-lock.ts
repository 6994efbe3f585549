import type { Db } from './db.ts';

/**
 * Acquires the lock of a periodic task for some seconds, unless another replica holds it, so that the task runs once.
 */
export async function tryAcquireLock(db: Db, name: string, seconds: number): Promise<boolean> {
  const rows = await db.query(
    `insert into duty as old (name, until) values ($1, clock_timestamp() + $2 * interval '1 second')
     on conflict (name) do update set until = excluded.until where old.until <= clock_timestamp() returning 1`,
    [name, seconds],
  );
  return rows.length > 0;
}
