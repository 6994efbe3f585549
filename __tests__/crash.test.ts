import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

function crashTest(...args: string[]): { status: number | null; output: string } {
  const { DATABASE_URL: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/crash-test.mjs', ...args], {
    ...{ cwd: root, env, encoding: 'utf8', timeout: 240_000 },
  });
  return { status, output: `${stdout}\n${stderr}` };
}

describe('kill -9 during a burst', () => {
  test('every acknowledged event ends in one right verdict and one comment', () => {
    const { status, output } = crashTest('--store', 'embedded', '--kills', '3', '--pulls', '4', '--seed', '7');
    expect(output).toMatch(/with one right verdict and one comment {2}4 of 4\n/);
    expect(output).toMatch(/acknowledged +[1-9]\d*, of which the store lost 0\n/);
    expect(output).toMatch(/kill -9 +3, of which [1-3] met the App/);
    expect(output).toContain('passed');
    expect(status).toBe(0);
  }, 250_000);

  test.each([
    [['--store', 'disk'], /--store disk is not known/],
    [['--store', 'postgres'], /needs DATABASE_URL/],
    [['--replicas', '2'], /--replicas needs --store postgres/],
    [['--kills', 'many'], /--kills many: write a whole number from 1 to 1000/],
    [['--murders', '3'], /--murders/],
  ])('arguments that cannot be used are named: %j', (args, words) => {
    const { status, output } = crashTest(...args);
    expect(status).toBe(1);
    expect(output).toMatch(words);
    expect(output).not.toContain('    at ');
  });
});
