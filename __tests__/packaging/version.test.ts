import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { VERSION } from '../../src/cli/version.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };

// The version stands in each report, and the three doors give the same report. The App as it is built: image.test.ts.
describe('the version', () => {
  test('of the package is what the command line says', () => {
    expect(execFileSync(process.execPath, [join(root, 'dist/cli.js'), '--version'], { encoding: 'utf8' })).toBe(
      `${version}\n`,
    );
  });

  test('of the package is what the Action puts into its report', () => {
    const [, chosen] = /^var VERSION\d* = true \? "([^"]+)" :/m.exec(read('dist/action.js')) ?? [];
    expect(chosen).toBe(version);
  });

  test('of the package is what the sources say that nobody bundled, as the App is built from them', () => {
    expect(VERSION).toBe(version);
  });
});
