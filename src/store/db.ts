import { AsyncLocalStorage } from 'node:async_hooks';

export type Value = string | number | boolean | null | Date | string[] | number[];

/** Runs statements: the store itself or a transaction. */
export interface Connection {
  query<T>(sql: string, params?: Value[]): Promise<T[]>;
  /** Runs several statements without parameters, for migrations and maintenance. */
  script(sql: string): Promise<void>;
}

/** The interface of the store; the same SQL runs on both kinds. `int8` is returned as text on both. */
export interface Db extends Connection {
  kind: 'embedded' | 'postgres';
  /**
   * Runs the work in one transaction. Inside, only the database passed to it may be used; a nested `tx` joins the
   * transaction.
   */
  tx<T>(work: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What each kind of database implements. */
export interface Engine extends Connection {
  kind: Db['kind'];
  transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Wraps an engine. The embedded database has one session: a statement outside an open transaction would wait for it
 * forever, and on PostgreSQL it would silently not be part of it. Both are refused.
 */
export function createDb(engine: Engine): Db {
  const scope = new AsyncLocalStorage<{ open: boolean }>();
  const outside = (): void => {
    if (scope.getStore()?.open) throw new Error('inside a transaction, use the database passed to it');
  };
  let closing: Promise<void> | undefined;
  return {
    kind: engine.kind,
    query: async (sql, params) => {
      outside();
      return engine.query(sql, params);
    },
    script: async (sql) => {
      outside();
      return engine.script(sql);
    },
    tx: async (work) => {
      outside();
      const mark = { open: true };
      try {
        return await engine.transaction((connection) =>
          scope.run(mark, () => work(transactionDb(engine.kind, connection))),
        );
      } finally {
        mark.open = false;
      }
    },
    close: () => {
      closing ??= engine.close();
      return closing;
    },
  };
}

/**
 * Runs writes that may be lost if the process is killed, because the job that depends on them is then lost too and runs
 * again. The log is written in order, so anything published to GitHub and acknowledged is durable together with all
 * earlier writes. This saves the embedded store a disk sync, during which nothing else runs. Do not use it inside
 * another transaction, which would lose its durability, or for a claim: a job that kills its worker must be known
 * afterwards.
 */
export async function withRelaxedDurability<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  if (db.kind !== 'embedded') return work(db);
  return db.tx(async (tx) => {
    await tx.query('set local synchronous_commit = off');
    return work(tx);
  });
}

function transactionDb(kind: Db['kind'], connection: Connection): Db {
  const db: Db = {
    kind,
    query: (sql, params) => connection.query(sql, params),
    script: (sql) => connection.script(sql),
    tx: (work) => work(db),
    close: async () => {
      throw new Error('a transaction cannot close the store');
    },
  };
  return db;
}
