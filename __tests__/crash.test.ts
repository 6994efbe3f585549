import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../scripts/crash-test/options.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** The script waits for states, not for times: it takes half a minute, and only one that hangs reaches this. */
const MAX_MS = 600_000;

function crashTest(...args: string[]): { status: number | null; output: string } {
  const { DATABASE_URL: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/crash-test.mjs', ...args], {
    ...{ cwd: root, env, encoding: 'utf8', timeout: MAX_MS },
  });
  return { status, output: `${stdout}\n${stderr}` };
}

// A smoke run. The nightly run kills twenty times, on both stores.
describe('kill -9 during a burst', () => {
  test(
    'every acknowledged event ends in one right verdict and one comment',
    () => {
      const { status, output } = crashTest('--store', 'embedded', '--kills', '2', '--pulls', '2', '--seed', '7');
      expect(output).toMatch(/with one right verdict and one comment {2}2 of 2\n/);
      expect(output).toMatch(/acknowledged +[1-9]\d*, of which the store lost 0\n/);
      expect(output).toMatch(/kill -9 +2, of which [12] met the App/);
      expect(output).toContain('passed');
      expect(status).toBe(0);
    },
    MAX_MS + 20_000,
  );

  test('arguments that cannot be used end it with their name and no stack', () => {
    const { status, output } = crashTest('--store', 'disk');
    expect([status, output]).toEqual([1, expect.stringContaining('--store disk is not known')]);
    expect(output).not.toContain('    at ');
  }, 120_000);

  test.each([
    [['--store', 'postgres'], /needs DATABASE_URL/],
    [['--replicas', '2'], /--replicas needs --store postgres/],
    [['--kills', 'many'], /--kills many: write a whole number from 1 to 1000/],
    [['--murders', '3'], /--murders/],
  ])('arguments that cannot be used are named: %j', (args, words) => {
    expect(() => readOptions(args, {})).toThrow(words);
  });
});
