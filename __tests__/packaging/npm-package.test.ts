import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unless } from '../support/harness/skipped.ts';

const root = resolve(import.meta.dirname, '../..');
const MAX_TARBALL_BYTES = 1_000_000;

interface Manifest {
  version: string;
  private?: boolean;
  workspaces?: string[];
  [part: `${string}ependencies`]: Record<string, string> | undefined;
}
interface Packed {
  filename: string;
  size: number;
  files: { path: string }[];
}

const manifestIn = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
/** Files that a shell or npm would run as `node`. */
const nodeBinaries = (paths: string[]): string[] =>
  paths.filter((path) => /^node(\.exe|-linux.*)?$/.test(basename(path)));

/** A consumer's shell: neither this repository's programs in the PATH nor settings of the npm that runs the tests. */
function consumerEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_OPTIONS$|^INIT_CWD$/i.test(name));
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter), npm_config_offline: 'true' };
}

function run(cwd: string, file: string, ...args: string[]): string {
  const options: ExecFileSyncOptions = { cwd, env: consumerEnv(), stdio: ['ignore', 'pipe', 'pipe'], timeout: 100_000 };
  return execFileSync(file, args, { ...options, encoding: 'utf8' });
}

describe('the package that is published', () => {
  let folder: string;
  let packed: Packed;
  const consumer = (): string => join(folder, 'consumer');
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pilot-npm-'));
    run(root, process.execPath, 'scripts/npm-package.mjs', join(folder, 'package'));
    [packed] = JSON.parse(run(folder, 'npm', 'pack', './package', '--json')) as [Packed];
    mkdirSync(consumer());
    writeFileSync(join(consumer(), 'package.json'), '{ "private": true, "scripts": { "which": "node -v" } }\n');
    run(consumer(), 'npm', 'install', '--no-audit', '--no-fund', `../${packed.filename}`);
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('depends on nothing, holds no Node, and is small', () => {
    const manifest = manifestIn(join(folder, 'package'));
    expect(Object.keys(manifest).filter((part) => /dependencies|workspaces|private|scripts/i.test(part))).toEqual([]);
    expect(nodeBinaries(packed.files.map(({ path }) => path))).toEqual([]);
    expect(packed.size).toBeLessThan(MAX_TARBALL_BYTES);
  });

  test('installs its own program only, and leaves the Node of npm scripts alone', () => {
    expect(readdirSync(join(consumer(), 'node_modules/.bin'))).toEqual(['pilot-readiness']);
    expect(readdirSync(join(consumer(), 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'pilot-readiness',
    ]);
    expect(run(consumer(), 'npm', 'run', '--silent', 'which')).toBe(run(consumer(), 'node', '-v'));
  });

  test('runs where it was installed', () => {
    const program = join(consumer(), 'node_modules/.bin/pilot-readiness');
    expect(run(consumer(), program, '--version')).toBe(`${manifestIn(root).version}\n`);
    expect(run(consumer(), program, 'init', '.', '--dry-run')).toContain('.github/pilot-readiness.yml');
  });
});

describe('the repository', () => {
  test('cannot be published by mistake, and keeps its Node for development in a workspace of its own', () => {
    const manifest = manifestIn(root);
    expect([manifest.private, manifest.optionalDependencies]).toEqual([true, undefined]);
    expect(manifest.workspaces).toEqual(['tools/node']);
    const tool = manifestIn(join(root, 'tools/node'));
    expect([tool.private, Object.keys(tool).filter((part) => /dependencies/i.test(part))]).toEqual([
      true,
      ['optionalDependencies'],
    ]);
    const [{ files }] = JSON.parse(run(root, 'npm', 'pack', '--dry-run', '--json')) as [Packed];
    expect(nodeBinaries(files.map(({ path }) => path))).toEqual([]);
  });

  const hasTool = process.platform === 'linux' && existsSync(join(root, 'node_modules/node-for-development'));
  unless(!hasTool, 'npm scripts run on the Node of this machine').test(
    'brings the Node that npm scripts run on',
    () => {
      const { optionalDependencies = {} } = manifestIn(join(root, 'tools/node'));
      expect(Object.keys(optionalDependencies).map((name) => name.split('-').at(-1))).toContain(process.arch);
      const version = run(root, join(root, 'node_modules/.bin/node'), '-v').trim();
      expect(Object.values(optionalDependencies).map((one) => `v${one}`)).toContain(version);
    },
  );
});
