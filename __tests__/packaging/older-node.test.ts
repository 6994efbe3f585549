import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unsupportedNode } from '../../src/app/node-version.ts';
import { type AppProgram, buildAppProgram } from '../support/harness/app-program.ts';

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

describe('the App', () => {
  let program: AppProgram;
  beforeAll(() => {
    program = buildAppProgram();
  });
  afterAll(async () => {
    await program.killAll();
    program.remove();
  });

  test.each([
    ['v18.20.8', true],
    ['v20.20.2', true],
    ['v22.14.0', true],
    ['v22.15.0', false],
    ['v22.23.5', false],
    ['v23.11.1', true],
    ['v24.0.0', false],
    ['v26.12.1', false],
  ])('on Node %s: refused is %s', (version, isRefused) => {
    expect(unsupportedNode(version) !== undefined).toBe(isRefused);
  });

  test('supports what package.json names', () => {
    const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(engines.node).toBe('^22.15 || >=24');
  });

  test('ends with one sentence and exit code 3 on a Node that is too old', async () => {
    const older = `data:text/javascript,Object.defineProperty(process, 'version', { value: 'v20.20.2' });`;
    const { code, out, err } = await program.run([], { NODE_OPTIONS: `--import "${older.replaceAll('"', '')}"` });
    expect([code, out]).toEqual([3, '']);
    expect(err).toBe(`${unsupportedNode('v20.20.2')}\n`);
  });
});
