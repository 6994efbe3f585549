import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

export interface ActionRun {
  code: number;
  outputs: Record<string, string>;
  summary: string;
  log: string;
}

export interface ActionEvent {
  name: string;
  payload: Record<string, unknown>;
  repository: string;
  apiUrl: string;
  token: string;
  inputs?: Record<string, string>;
}

let runs = 4711;
const nextRun = (): number => {
  runs += 1;
  return runs;
};

/** Runs the bundled Action as the runner does: environment, event file, output and summary files, its own process. */
export async function runBundledAction(event: ActionEvent): Promise<ActionRun> {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-readiness-action-'));
  try {
    const file = (name: string, text = ''): string => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    };
    const inputs = { 'github-token': event.token, comment: 'true', 'check-run': 'false', ...event.inputs };
    const env = {
      PATH: process.env.PATH ?? '',
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: event.apiUrl,
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: event.repository,
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: file('event.json', JSON.stringify(event.payload)),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary.md'),
      GITHUB_RUN_ID: String(nextRun()),
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_WORKSPACE: folder,
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    };
    const child = spawn(
      process.execPath,
      ['--import', join(root, '__tests__/action/fixed-clock.mjs'), join(root, 'dist/action.js')],
      { cwd: folder, env },
    );
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += String(chunk)));
    const code = await new Promise<number>((done) => child.on('close', (status) => done(status ?? -1)));
    return {
      code,
      outputs: outputsOf(readFileSync(join(folder, 'output'), 'utf8')),
      summary: readFileSync(join(folder, 'summary.md'), 'utf8'),
      log,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `name<<delimiter`, value, delimiter: the form in which the toolkit writes outputs. */
function outputsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^([^\n<]+)<<(ghadelimiter_[\w-]+)\n([\s\S]*?)\n\2$/gm)].map((match) => [
      match[1] ?? '',
      match[3] ?? '',
    ]),
  );
}
