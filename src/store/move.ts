import { UserError } from '../domain/errors.ts';
import type { Db } from './db.ts';
import { verify } from './ledger.ts';

export interface Moved {
  /** Number of rows by table. */
  rows: Record<string, number>;
  /** The last entry of the ledger, verified in its new place. */
  ledger: { entries: number; hash: string };
}

const PAGE = 500;

/**
 * Copies a store into a new, empty one in one transaction. Both must have the same version, and nobody else may use
 * them meanwhile. Throws UserError when the target is not empty or the ledger does not verify.
 */
export async function moveStore(from: Db, to: Db): Promise<Moved> {
  const proof = await verify(from);
  if (!proof.ok)
    throw new UserError(
      `the ledger of the old store does not verify: entry ${proof.seq}, ${proof.reason}`,
      'Restore a backup whose ledger verifies; a broken ledger is never moved.',
    );
  return to.tx(async (target) => {
    const rows: Record<string, number> = {};
    for (const table of await tablesOf(from)) {
      if ((await target.query(`select 1 from ${table.name} limit 1`)).length > 0)
        throw new UserError(
          `the new store has rows in ${table.name} already`,
          'Create an empty database and set DATABASE_URL to it.',
        );
      rows[table.name] = await copy(from, target, table);
    }
    await target.query('update ledger_head set seq = $1, hash = $2', [proof.entries, proof.hash]);
    const moved = await verify(target, { seq: proof.entries, hash: proof.hash });
    if (!moved.ok) throw new Error(`the moved ledger does not verify: entry ${moved.seq}, ${moved.reason}`);
    return { rows, ledger: { entries: moved.entries, hash: moved.hash } };
  });
}

interface Table {
  name: string;
  /** Its primary key columns, the order of paging. */
  key: string;
}

/** All tables except `migration` and `ledger_head`, which the new store creates itself. */
async function tablesOf(db: Db): Promise<Table[]> {
  return db.query<Table>(
    `select quote_ident(c.relname) as name,
        (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_index i
          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
         where i.indrelid = c.oid and i.indisprimary) as key
       from pg_class c
      where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
        and c.relname not in ('migration', 'ledger_head')
      order by c.relname`,
  );
}

/** Copied as JSON text that only the databases parse: no number or timestamp is rounded. */
async function copy(from: Db, to: Db, { name, key }: Table): Promise<number> {
  for (let count = 0; ; ) {
    const [page] = await from.query<{ rows: string | null; size: number }>(
      `select json_agg(page)::text as rows, count(*)::integer as size
         from (select * from ${name} order by ${key} limit $1 offset $2) as page`,
      [PAGE, count],
    );
    if (!page?.rows) return count;
    await to.query(`insert into ${name} select * from json_populate_recordset(null::${name}, $1::json)`, [page.rows]);
    count += page.size;
  }
}
