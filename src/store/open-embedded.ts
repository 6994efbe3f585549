import { join } from 'node:path';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { UserError } from '../domain/errors.ts';
import { type Connection, createDb, type Db } from './db.ts';
import { lockDirectory } from './directory-lock.ts';

/**
 * The start parameters of PGlite without `-F`, which would disable fsync; `fsync=on` alone has no effect.
 * `open_datasync` opens the log O_SYNC, so acknowledged writes survive a kill.
 */
const SETTINGS = [
  'search_path=public',
  'exit_on_error=false',
  'log_checkpoints=false',
  'max_worker_processes=0',
  'max_parallel_workers=0',
  'max_parallel_workers_per_gather=0',
  'max_parallel_maintenance_workers=0',
  'io_method=sync',
  'fsync=on',
  'wal_sync_method=open_datasync',
  'shared_buffers=16MB',
];
const START = ['--single', '-O', '-j', ...SETTINGS.flatMap((setting) => ['-c', setting])];
const INT8 = 20;
const CHECKPOINT_MS = 3 * 60_000;
const VACUUM_MS = 60 * 60_000;

/** Opens or creates the embedded database in a directory that no other process uses. */
export async function openEmbedded(directory: string, onFault: (error: unknown) => void): Promise<Db> {
  const lock = await lockDirectory(directory);
  let lite: PGlite;
  try {
    lite = await PGlite.create({
      dataDir: join(directory, 'pgdata'),
      startParams: START,
      // As text, like the PostgreSQL driver returns it.
      parsers: { [INT8]: (value: string) => value },
    });
  } catch (error) {
    await lock.release();
    throw new UserError(
      `the embedded database in ${directory} cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
      'Check the permissions and free space of DATA_DIR. Restore it from a backup or start with an empty directory.',
    );
  }
  // A single session has no checkpointer and no autovacuum: its log and dead rows would grow without limit.
  const timers = [
    setInterval(() => void lite.exec('checkpoint').catch(onFault), CHECKPOINT_MS),
    setInterval(() => void lite.exec('vacuum analyze').catch(onFault), VACUUM_MS),
  ];
  for (const timer of timers) timer.unref();

  return createDb({
    kind: 'embedded',
    ...connectionOver(lite),
    transaction: (work) => lite.transaction((session) => work(connectionOver(session))),
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      try {
        await lite.close();
      } finally {
        await lock.release();
      }
    },
  });
}

function connectionOver(session: PGlite | Transaction): Connection {
  return {
    query: async <T>(sql: string, params?: unknown[]) => (await session.query<T>(sql, params)).rows,
    script: async (sql) => {
      await session.exec(sql);
    },
  };
}
