import { type ChildProcess, execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** The exit of a process. */
export interface Exit {
  code: number;
  out: string;
  err: string;
}

export interface AppProgram {
  path: string;
  /** Runs the App's program with these arguments in its own process and resolves when it exits. */
  run: (args: string[], env: Record<string, string>) => Promise<Exit>;
  /** Ends every process that is still running, so that it holds no lock in the next test. */
  killAll: () => Promise<void>;
  remove: () => void;
}

/** Bundles the App's program into one file without its packages: sources do not run on every supported Node. */
export function buildAppProgram(): AppProgram {
  const cache = join(root, 'node_modules/.cache/pilot-readiness');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'app-'));
  const path = join(folder, 'app.mjs');
  const options = ['--bundle', '--packages=external', '--platform=node', '--target=node20', '--format=esm'];
  const version = `--define:__VERSION__="test"`;
  execFileSync(join(root, 'node_modules/.bin/esbuild'), [
    ...[join(root, 'src/app.ts'), ...options, version, '--log-level=error', `--outfile=${path}`],
  ]);
  const running = new Set<ChildProcess>();
  return {
    path,
    run: (args, env) =>
      new Promise((done) => {
        const own = { cwd: folder, env: { PATH: process.env.PATH ?? '', ...env } };
        const child = execFile(process.execPath, [path, ...args], own, (error, out, err) => {
          running.delete(child);
          done({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err });
        });
        running.add(child);
      }),
    killAll: async () => {
      const ended = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
      for (const child of running) child.kill('SIGKILL');
      await Promise.all(ended);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
