import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
/** Makes a Node with zstd one without, as all before 22.15 are. */
const WITHOUT_ZSTD = `data:text/javascript,import zlib from 'node:zlib'; zlib.zstdDecompressSync = undefined;`;

function inspect(file: string) {
  const fixture = join(root, '__tests__/formats/fixtures/evals', file);
  const args = ['--import', WITHOUT_ZSTD, 'dist/cli.js', 'inspect', fixture];
  return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
}

test('a Node without zstd refuses zstd archives with the remedy, and reads all others', () => {
  const refused = inspect('inspect-zstd.eval');
  expect(refused.stdout + refused.stderr).toContain('Node.js 22.15');
  expect(refused.status).not.toBe(0);
  const read = inspect('inspect-deflate.eval');
  expect(read.stdout).toContain('inspect');
  expect(read.status).toBe(0);
});
