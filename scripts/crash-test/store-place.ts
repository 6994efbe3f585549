import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type StoreOptions } from '../../src/store/open.ts';
import type { CrashOptions, StoreKind } from './options.ts';

/** A new, empty store of one kind, with its settings for the App and a way to open it here. */
export interface StorePlace {
  env: Record<string, string>;
  options: StoreOptions;
  remove(): Promise<void>;
}

export async function newPlace(kind: StoreKind, { databaseUrl = '' }: CrashOptions): Promise<StorePlace> {
  if (kind === 'embedded') {
    const dataDir = mkdtempSync(join(tmpdir(), 'pilot-crash-'));
    return {
      env: { DATA_DIR: dataDir },
      options: { dataDir },
      remove: async () => rmSync(dataDir, { recursive: true, force: true }),
    };
  }
  const schema = `crash_${process.pid}`;
  const options: StoreOptions = { databaseUrl, schema };
  await (await openStore(options)).close();
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${schema}`);
  return {
    env: { DATABASE_URL: url.href },
    options,
    remove: async () => {
      const db = await openStore(options);
      await db.script(`drop schema ${schema} cascade`);
      await db.close();
    },
  };
}
