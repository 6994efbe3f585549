import type { Db } from './db.ts';
import { migrate } from './migrate.ts';

export interface StoreOptions {
  /** PostgreSQL, for one or several replicas. Wins over `dataDir`. */
  databaseUrl?: string;
  /** The directory of the embedded database. */
  dataDir?: string;
  /** Only PostgreSQL: the schema that holds the tables, when it is not the connection's own. */
  schema?: string;
  /** Told of faults that nobody waits for: a broken idle connection, a failed checkpoint. */
  onFault?: (error: unknown) => void;
}

/** Opens the store, on PostgreSQL if `databaseUrl` is set, else embedded, and brings its tables up to date. */
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

/** Each kind is loaded only when it is asked for: the embedded one weighs 200 MB of memory. */
async function choose(options: StoreOptions): Promise<Db> {
  const onFault = options.onFault ?? (() => undefined);
  if (options.databaseUrl) {
    const { openPostgres } = await import('./open-postgres.ts');
    return openPostgres(options.databaseUrl, onFault, options.schema);
  }
  const { openEmbedded } = await import('./open-embedded.ts');
  return openEmbedded(options.dataDir ?? './data', onFault);
}
