import { digest } from '../domain/cover.ts';
import { UserError } from '../domain/errors.ts';
import type { Db } from './db.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';

/**
 * Applies the missing migrations in one transaction under an advisory lock: replicas that start together wait for the
 * first one. Refuses a database whose applied migrations are unknown, changed or newer than this program.
 */
export async function migrate(db: Db, migrations: Migration[] = MIGRATIONS): Promise<string[]> {
  return db.tx(async (tx) => {
    await tx.script('set local statement_timeout = 0; set local lock_timeout = 0');
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('pilot-readiness ' || current_schema(), 0))`);
    await tx.script(`create table if not exists migration (
      id text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const rows = await tx.query<{ id: string; checksum: string }>('select id, checksum from migration order by id');
    const applied = new Map(rows.map((row) => [row.id, row.checksum]));
    for (const id of applied.keys()) {
      if (migrations.some((migration) => migration.id === id)) continue;
      throw new UserError(
        `the database has the migration ${id}, which this version does not know`,
        'Start the version that added it or a newer one, or restore a backup from before it.',
      );
    }
    const missing = migrations.filter((migration) => !applied.has(migration.id));
    for (const migration of migrations) {
      const checksum = applied.get(migration.id);
      if (checksum === undefined || checksum === digest(migration.sql)) continue;
      throw new UserError(
        `the migration ${migration.id} was changed after it was applied`,
        'Restore its text and put the change into a new migration.',
      );
    }
    for (const migration of missing) {
      await tx.script(migration.sql);
      await tx.query('insert into migration (id, checksum) values ($1, $2)', [migration.id, digest(migration.sql)]);
    }
    return missing.map((migration) => migration.id);
  });
}
