import { AsyncLocalStorage } from 'node:async_hooks';

export type Value = string | number | boolean | null | Date | string[] | number[];

/** What a statement can be given to: the store itself, or a transaction of it. */
export interface Connection {
  query<T>(sql: string, params?: Value[]): Promise<T[]>;
  /** Several statements without parameters: migrations and maintenance. */
  script(sql: string): Promise<void>;
}

/** The one face of the store; the same SQL runs on both kinds. `int8` comes back as text on both. */
export interface Db extends Connection {
  kind: 'embedded' | 'postgres';
  /** All or nothing. Inside, only the database that is handed over may be used; a `tx` in a `tx` joins it. */
  tx<T>(work: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What a kind of database has to bring. */
export interface Engine extends Connection {
  kind: Db['kind'];
  transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * The face over an engine. The embedded database has one session: a statement that goes past an open transaction would
 * wait for it for ever, and on PostgreSQL it would silently not belong to it. Both are refused at once.
 */
export function dbOver(engine: Engine): Db {
  const scope = new AsyncLocalStorage<{ open: boolean }>();
  const outside = (): void => {
    if (scope.getStore()?.open) throw new Error('inside a transaction, use the database that it hands over');
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
        return await engine.transaction((connection) => scope.run(mark, () => work(insideOf(engine.kind, connection))));
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
 * For what a killed process may forget, because the job that says it is forgotten with it and is done again: the log is
 * written in order, so whatever is told to GitHub, and acknowledged, keeps all that came before it. It saves the embedded
 * store a write to the disk, during which nothing else runs. Not for use inside another transaction, which it would
 * loosen; a claim is no such thing, since a job that kills its worker must be known after it.
 */
export async function mayBeForgotten<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  if (db.kind !== 'embedded') return work(db);
  return db.tx(async (tx) => {
    await tx.query('set local synchronous_commit = off');
    return work(tx);
  });
}

function insideOf(kind: Db['kind'], connection: Connection): Db {
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
