import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';

// The git configuration of the user must not affect tests.
process.env.GIT_CONFIG_GLOBAL = devNull;
process.env.GIT_CONFIG_NOSYSTEM = '1';

/** Author and date of a commit; by default one minute after the previous one. */
export interface CommitOptions {
  author?: string;
  committer?: string;
  at?: string;
}

/** A repository in a temporary folder, removed after the test file. */
export interface ThrowawayRepository {
  dir: string;
  /** Runs git and returns its output without the final line ending. */
  git(...args: string[]): string;
  write(files: Record<string, string | Uint8Array>): void;
  executable(path: string): void;
  link(path: string, target: string): void;
  remove(...paths: string[]): void;
  /** Writes files, stages everything and commits it; returns the id. */
  commit(message: string, files?: Record<string, string | Uint8Array>, options?: CommitOptions): string;
}

const made: string[] = [];
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

/** An empty folder outside git, removed after the test file. */
export function throwawayFolder(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'pilot-readiness-')));
  made.push(dir);
  return dir;
}

export function throwawayRepository(...initOptions: string[]): ThrowawayRepository {
  const dir = throwawayFolder();
  let clock = Date.parse('2026-01-01T10:00:00Z');
  const run = (args: string[], env: Record<string, string> = {}): string =>
    execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
      cwd: dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...identityOf('AUTHOR', 'Ravi <ravi@acme.example>', clock),
        ...identityOf('COMMITTER', 'Ravi <ravi@acme.example>', clock),
        ...env,
      },
    }).replace(/\n$/, '');
  run(['init', '--quiet', '--initial-branch=main', ...initOptions]);
  const repository: ThrowawayRepository = {
    dir,
    git: (...args) => run(args),
    write: (files) => {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(dir, path)), { recursive: true });
        writeFileSync(join(dir, path), content);
      }
    },
    executable: (path) => chmodSync(join(dir, path), 0o755),
    link: (path, target) => symlinkSync(target, join(dir, path)),
    remove: (...paths) => {
      for (const path of paths) rmSync(join(dir, path), { recursive: true, force: true });
    },
    commit: (message, files = {}, options = {}) => {
      repository.write(files);
      clock = options.at === undefined ? clock + 60_000 : Date.parse(options.at);
      run(['add', '--all']);
      const author = options.author ?? 'Ravi <ravi@acme.example>';
      run(['commit', '--quiet', '--allow-empty', '-m', message], {
        ...identityOf('AUTHOR', author, clock),
        ...identityOf('COMMITTER', options.committer ?? author, clock),
      });
      return run(['rev-parse', 'HEAD']);
    },
  };
  return repository;
}

function identityOf(role: 'AUTHOR' | 'COMMITTER', who: string, at: number): Record<string, string> {
  const [, name = who, mail = ''] = /^(.*) <(.*)>$/.exec(who) ?? [];
  return { [`GIT_${role}_NAME`]: name, [`GIT_${role}_EMAIL`]: mail, [`GIT_${role}_DATE`]: `${at / 1000} +0000` };
}

/** A named pipe: reading it without care blocks forever. */
export function makePipe(path: string): void {
  execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
}

/** A hash of every name, mode and byte below a folder, including `.git`. */
export function folderHash(dir: string): string {
  const hash = createHash('sha256');
  const walk = (below: string): void => {
    for (const name of readdirSync(join(dir, below)).sort()) {
      const path = join(below, name);
      const stats = lstatSync(join(dir, path));
      hash.update(`${path} ${stats.mode} ${stats.mtimeMs}\n`);
      if (stats.isDirectory()) walk(path);
      else if (stats.isSymbolicLink()) hash.update(readlinkSync(join(dir, path)));
      else if (stats.isFile()) hash.update(readFileSync(join(dir, path)));
    }
  };
  walk('');
  return hash.digest('hex');
}
