import type { Db } from './db.ts';
import { migrate } from './migrate.ts';

export interface StoreOptions {
  /** A PostgreSQL database, for one or several replicas. Takes precedence over `dataDir`. */
  databaseUrl?: string;
  /** The directory of the embedded database. */
  dataDir?: string;
  /** PostgreSQL only: the schema of the tables, when it is not the default of the connection. */
  schema?: string;
  /** Called for background errors: a broken idle connection, a failed checkpoint. */
  onFault?: (error: unknown) => void;
}

/** Opens the store, PostgreSQL if `databaseUrl` is set and embedded otherwise, and migrates its tables. */
export async function openStore(options: StoreOptions): Promise<Db> {
  const db = await choose(options);
  try {
    await migrate(db);
  } catch (error) {
    await db.close();
    throw error;
  }
  return db;
}

/** Each kind is loaded on demand: the embedded one takes 200 MB of memory. */
async function choose(options: StoreOptions): Promise<Db> {
  const onFault = options.onFault ?? (() => undefined);
  if (options.databaseUrl) {
    const { openPostgres } = await import('./open-postgres.ts');
    return openPostgres(options.databaseUrl, onFault, options.schema);
  }
  const { openEmbedded } = await import('./open-embedded.ts');
  return openEmbedded(options.dataDir ?? './data', onFault);
}
