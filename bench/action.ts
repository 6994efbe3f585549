import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { counted, repeated, type Scenario, spread, timed } from './rows.ts';

/** The Action with an event that asks for nothing: what every run costs before it asks GitHub anything; and its size. */
export const measure: Scenario = async ({ root, folder, runs }) => {
  const event = join(folder, 'event.json');
  writeFileSync(event, '{}');
  const entry = join(root, 'dist/action.js');
  const start = (): void => {
    const { status, error, stdout } = spawnSync(process.execPath, [entry], {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        'INPUT_GITHUB-TOKEN': 'none',
        GITHUB_EVENT_NAME: 'fork',
        GITHUB_EVENT_PATH: event,
        GITHUB_REPOSITORY: 'acme/triage',
      },
    });
    if (error) throw error;
    if (status !== 0) throw new Error(`the Action ended with ${status}: ${stdout}`);
  };
  const sizes = ['action.js', 'cli.js', 'proxy.cjs'].map((name) => {
    const path = join(root, 'dist', name);
    const zipped = gzipSync(readFileSync(path)).byteLength;
    return counted(`dist/${name} (${Math.round(zipped / 1000)} kB gzipped)`, 'kB', statSync(path).size / 1000);
  });
  const cold = await repeated(runs, () => timed(start));
  return [spread('cold start to "nothing to judge"', 'ms', cold), ...sizes];
};
