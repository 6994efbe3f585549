import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { GitHub } from '../testing/github-emulator/index.ts';
import { openPulls } from './pulls.ts';
import { counted, type Row, type Scenario, spread } from './rows.ts';
import { openGitHub, pilot } from './stage.ts';

const RUNS = 3;

/** A Probot app that only answers, on the same GitHub: what the libraries and the emulator take, without an evaluation. */
export const measure: Scenario = async ({ root, app }) => {
  const entry = join(app, '../baseline-app.mjs');
  const github = await openGitHub();
  try {
    return [
      ...(await answering(github, { entry, root, throttle: 'off', runs: RUNS, name: 'without its throttle' })),
      ...(await answering(github, { entry, root, throttle: 'on', runs: 1, name: 'as it comes' })),
    ];
  } finally {
    await github.close();
  }
};

interface Trial {
  entry: string;
  root: string;
  throttle: 'on' | 'off';
  runs: number;
  name: string;
}

async function answering(github: GitHub, { entry, root, throttle, runs, name }: Trial): Promise<Row[]> {
  const { appId, privateKey, webhookSecret } = github.appCredentials;
  const child = fork(entry, {
    env: {
      ...{ PATH: process.env.PATH ?? '', APP_ID: String(appId), PRIVATE_KEY: privateKey },
      ...{ WEBHOOK_SECRET: webhookSecret, GITHUB_API_URL: github.url, THROTTLE: throttle },
    },
  });
  try {
    const [port] = await once(child, 'message');
    github.sendWebhooksTo(`http://127.0.0.1:${port}/api/github/webhooks`);
    const open = (repo: string, prefix: string, count: number) =>
      openPulls(github, { repo, prefix, count, quiet: async () => undefined, tail: () => '' });
    const last: number[] = [];
    for (let turn = 0; turn < runs; turn += 1) {
      const repo = `baseline-${throttle}-${turn}`;
      await pilot(github, repo, root);
      await open(repo, 'warm', 1);
      last.push(Math.max(...(await open(repo, 'burst', 20)).checked));
    }
    const what = `a Probot app that judges nothing, ${name}: 20 at once, until the last check`;
    return [runs === 1 ? counted(what, 'ms', last[0] ?? Number.NaN) : spread(what, 'ms', last)];
  } finally {
    github.sendWebhooksTo(undefined);
    child.kill('SIGKILL');
  }
}
