import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const copy = mkdtempSync(join(tmpdir(), 'pilot-readiness-new-criterion-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Files made from the catalog, as CONTRIBUTING names them. */
const GENERATED = [
  /^src\/criteria\/index\.ts$/,
  /^src\/criteria\/criterion-ids\.ts$/,
  /^schema\/policy\.json$/,
  /^docs\/criteria\/README\.md$/,
  /^docs\/permissions\.md$/,
];

function hashes(): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !path.includes('node_modules'))
      found.set(path.slice(copy.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex'));
  }
  return found;
}

test('adding a criterion adds three files and edits no file that people wrote', () => {
  for (const folder of ['src', 'scripts', 'docs', 'schema', '__tests__/criteria', 'package.json', 'tsconfig.json'])
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const before = hashes();
  const run = (...argv: string[]): string => execFileSync(process.execPath, argv, { cwd: copy, encoding: 'utf8' });
  run('scripts/generate.mjs', '--check');
  run('scripts/new-criterion.mjs', 'tea-breaks', 'TB');
  run('scripts/generate.mjs');
  const after = hashes();
  expect([...after.keys()].filter((path) => !before.has(path)).sort()).toEqual([
    '__tests__/criteria/tea-breaks.test.ts',
    'docs/criteria/tea-breaks.md',
    'src/criteria/tea-breaks/index.ts',
  ]);
  const edited = [...before.keys()].filter((path) => after.get(path) !== before.get(path));
  expect(edited.filter((path) => !GENERATED.some((pattern) => pattern.test(path)))).toEqual([]);
  expect(edited).toContain('src/criteria/index.ts');
});
