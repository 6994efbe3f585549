import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openEmbedded } from '../../../src/store/open-embedded.ts';

const root = resolve(import.meta.dirname, '../../..');
const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json'), 'utf8')) as {
  version: string;
};
const CACHE = join(root, 'node_modules/.cache/pilot-readiness');
const EMPTY = join(CACHE, `empty-store-${version}`);

/** A new DATA_DIR with an empty database in it: to make one takes two seconds of a processor, to copy one a fifth. */
export async function newDataDir(prefix: string): Promise<string> {
  if (!existsSync(EMPTY)) await makeEmpty();
  const dir = mkdtempSync(join(tmpdir(), prefix));
  cpSync(join(EMPTY, 'pgdata'), join(dir, 'pgdata'), { recursive: true });
  return dir;
}

async function makeEmpty(): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const made = mkdtempSync(join(CACHE, 'empty-store-'));
  await (await openEmbedded(made, () => undefined)).close();
  try {
    renameSync(made, EMPTY);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    // Another worker was faster.
    if (!existsSync(EMPTY)) throw error;
  }
}
