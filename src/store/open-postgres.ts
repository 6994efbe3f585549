import pg from 'pg';
import { UserError } from '../domain/errors.ts';
import { type Connection, createDb, type Db } from './db.ts';

/** Long enough for every statement, short enough to notice a stuck one. */
const TIMEOUTS = {
  connectionTimeoutMillis: 10_000,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 30_000,
  lock_timeout: 15_000,
};

/** Opens a PostgreSQL database that several replicas can share. `schema` keeps the tables out of `public`. */
export async function openPostgres(url: string, onFault: (error: unknown) => void, schema?: string): Promise<Db> {
  if (schema !== undefined && !/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new UserError(
      `${JSON.stringify(schema)} is not a valid schema name`,
      'Use lower-case letters, digits and _.',
    );
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'pilot-readiness',
    max: 10,
    ...TIMEOUTS,
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  });
  // The pool replaces a connection that breaks while idle; without a listener the event would end the process.
  pool.on('error', onFault);
  try {
    await pool.query(schema === undefined ? 'select 1' : `create schema if not exists ${schema}`);
  } catch (error) {
    await pool.end();
    throw new UserError(
      `PostgreSQL cannot be reached: ${error instanceof Error ? error.message || error.name : String(error)}`,
      'Check DATABASE_URL (host, port, user, password, database) and that the server accepts connections.',
    );
  }
  return createDb({
    kind: 'postgres',
    ...connectionOver(pool),
    transaction: (work) => transaction(pool, work),
    close: () => pool.end(),
  });
}

async function transaction<T>(pool: pg.Pool, work: (connection: Connection) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // The statement on a broken connection already rejects; the event carries the same error.
  const ignoreError = (): void => undefined;
  client.on('error', ignoreError);
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(connectionOver(client));
    await client.query('commit');
    return result;
  } catch (error) {
    try {
      await client.query('rollback');
    } catch (again) {
      broken = again instanceof Error ? again : new Error(String(again));
    }
    throw error;
  } finally {
    client.off('error', ignoreError);
    client.release(broken);
  }
}

function connectionOver(client: pg.Pool | pg.PoolClient): Connection {
  return {
    query: async <T>(sql: string, params?: unknown[]) => (await client.query(sql, params)).rows as T[],
    script: async (sql) => {
      await client.query(sql);
    },
  };
}
