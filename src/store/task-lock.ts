import type { Db } from './db.ts';

/** Takes a duty for so long, unless another replica has it: what is done every few minutes is done once. */
export async function tryAcquireLock(db: Db, name: string, seconds: number): Promise<boolean> {
  const rows = await db.query(
    `insert into duty as old (name, until) values ($1, clock_timestamp() + $2 * interval '1 second')
     on conflict (name) do update set until = excluded.until where old.until <= clock_timestamp() returning 1`,
    [name, seconds],
  );
  return rows.length > 0;
}
