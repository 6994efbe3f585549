import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

export interface Ended {
  code: number;
  out: string;
  err: string;
}

export interface Door {
  path: string;
  /** Runs the App's program with these words as a process of its own, and comes back with its end. */
  run: (words: string[], env: Record<string, string>) => Promise<Ended>;
  remove: () => void;
}

/** The App's program in one file, with the packages left where they are: sources do not run on every supported Node. */
export function openDoor(): Door {
  const cache = join(root, 'node_modules/.cache/pilot-readiness');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'door-'));
  const path = join(folder, 'app.mjs');
  const options = ['--bundle', '--packages=external', '--platform=node', '--target=node20', '--format=esm'];
  const version = `--define:__VERSION__="test"`;
  execFileSync(join(root, 'node_modules/.bin/esbuild'), [
    ...[join(root, 'src/app.ts'), ...options, version, '--log-level=error', `--outfile=${path}`],
  ]);
  return {
    path,
    run: (words, env) =>
      new Promise((done) => {
        const own = { cwd: folder, env: { PATH: process.env.PATH ?? '', ...env } };
        execFile(process.execPath, [path, ...words], own, (error, out, err) =>
          done({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err }),
        );
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
