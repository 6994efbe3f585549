import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const copy = mkdtempSync(join(tmpdir(), 'pilot-readiness-new-criterion-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Files generated from the catalog, as CONTRIBUTING names them. */
const GENERATED = [
  /^src\/criteria\/index\.ts$/,
  /^src\/criteria\/criterion-ids\.ts$/,
  /^schema\/policy\.json$/,
  /^docs\/criteria\/README\.md$/,
  /^docs\/permissions\.md$/,
];
const CREATED = [
  '__tests__/criteria/tea-breaks.test.ts',
  'docs/criteria/tea-breaks.md',
  'src/criteria/tea-breaks/index.ts',
  'src/criteria/tea-breaks/messages.ts',
];

const run = (...argv: string[]): string =>
  execFileSync(process.execPath, argv, { cwd: copy, encoding: 'utf8', stdio: 'pipe' });

function hashes(): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !path.includes('node_modules'))
      found.set(path.slice(copy.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex'));
  }
  return found;
}

const before = new Map<string, string>();
beforeAll(() => {
  for (const path of [
    'src',
    'scripts',
    'docs',
    'schema',
    '__tests__',
    'package.json',
    'tsconfig.json',
    'jest.config.mjs',
  ])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  run('scripts/generate.mjs');
  for (const [path, hash] of hashes()) before.set(path, hash);
  run('scripts/new-criterion.mjs', 'tea-breaks', 'TB');
  run('scripts/generate.mjs');
});

test('a new criterion is one folder, one page and one test, and edits no hand-written file', () => {
  const after = hashes();
  expect([...after.keys()].filter((path) => !before.has(path)).sort()).toEqual(CREATED);
  const edited = [...before.keys()].filter((path) => after.get(path) !== before.get(path));
  expect(edited.filter((path) => !GENERATED.some((pattern) => pattern.test(path)))).toEqual([]);
  expect(edited).toContain('src/criteria/index.ts');
});

test('its page has the generated tables', () => {
  const page = readFileSync(join(copy, 'docs/criteria/tea-breaks.md'), 'utf8');
  expect(page).toContain('| `TB-1` | advisory | blocking | blocking | What the first check requires |');
  expect(page).toContain('This criterion has no options.');
});

test('it compiles', () => {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  const files = CREATED.filter((path) => path.endsWith('.ts'));
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  expect(run('node_modules/typescript/bin/tsc', '-p', '.')).toBe('');
});

test('its own test passes', () => {
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--ci=false'];
  expect(() => run(...jest, 'tea-breaks')).not.toThrow();
});

test('an existing criterion is not overwritten', () => {
  expect(() => run('scripts/new-criterion.mjs', 'tea-breaks', 'TB')).toThrow(/already exists/);
});
