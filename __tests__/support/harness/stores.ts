import { rmSync } from 'node:fs';
import { describe } from '@jest/globals';
import type { Db } from '../../../src/store/db.ts';
import { openStore, type StoreOptions } from '../../../src/store/open.ts';
import { newDataDir } from './data-dir.ts';
import { unless } from './skipped.ts';

export interface OpenedStore {
  db: Db;
  options: StoreOptions;
  remove(): Promise<void>;
}

/** For tests that need the PostgreSQL that DATABASE_URL names. */
export const onPostgres = unless(!process.env.DATABASE_URL, 'no PostgreSQL: set DATABASE_URL');

/** One group of tests for each kind of store: embedded always, PostgreSQL where there is one. */
export function describeStores(name: string, body: (kind: Db['kind']) => void): void {
  describe(`${name}, embedded`, () => body('embedded'));
  onPostgres.describe(`${name}, postgres`, () => body('postgres'));
}

/** Opens a new store. On PostgreSQL each test file uses its own schema, so that runs do not collide. */
export async function newStore(kind: Db['kind'], file: string): Promise<OpenedStore> {
  if (kind === 'postgres') {
    const schema = `test_${file}_${process.pid}`;
    const options = { databaseUrl: process.env.DATABASE_URL ?? '', schema };
    const db = await openStore(options);
    return {
      db,
      options,
      remove: async () => {
        await db.script(`drop schema ${schema} cascade`);
        await db.close();
      },
    };
  }
  const dataDir = await newDataDir('pilot-store-');
  const db = await openStore({ dataDir });
  return {
    db,
    options: { dataDir },
    remove: async () => {
      await db.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Creates a new PostgreSQL store and returns its URL, for a separate process. */
export async function newAddress(file: string): Promise<{ url: string; remove(): Promise<void> }> {
  const databaseUrl = process.env.DATABASE_URL ?? '';
  const schema = `test_${file}_${process.pid}`;
  await (await openStore({ databaseUrl, schema })).close();
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${schema}`);
  return {
    url: url.href,
    remove: async () => {
      const db = await openStore({ databaseUrl, schema });
      await db.script(`drop schema ${schema} cascade`);
      await db.close();
    },
  };
}

/** Empties a store, which takes a few milliseconds instead of a new one. */
export async function emptied(db: Db): Promise<void> {
  await db.script(`alter table ledger disable trigger user; alter table ledger_head disable trigger user;
    truncate delivery, job, pilot, verdict, open_pull, duty, spoken, asked_review, ledger;
    delete from ledger_head; insert into ledger_head (seq, hash) values (0, repeat('0', 64));
    alter table ledger enable trigger user; alter table ledger_head enable trigger user`);
}
