import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AUTHOR, ORG, openFixture, REPOSITORIES } from '../../scripts/crash-test/fixture.ts';
import type { GitHub } from '../../testing/github-emulator/index.ts';
import { type AppProgram, buildAppProgram } from '../support/harness/app-program.ts';
import { newDataDir } from '../support/harness/data-dir.ts';
import { waitUntil } from '../support/harness/wait-until.ts';

let github: GitHub;
let program: AppProgram;
let dataDir: string;
beforeAll(async () => {
  github = await openFixture(process.cwd());
  program = buildAppProgram();
  dataDir = await newDataDir('pilot-secrets-');
});
afterAll(async () => {
  github.sendWebhooksTo(undefined);
  program.remove();
  rmSync(dataDir, { recursive: true, force: true });
  await github.close();
});

/** Every kind of failure at the most verbose log level. */
test('no secret, token or webhook body is logged or sent in a response, whatever fails', async () => {
  const { appId, privateKey, webhookSecret } = github.appCredentials;
  const output: string[] = [];
  const app = spawn(process.execPath, [program.path], {
    env: {
      ...{
        PATH: process.env.PATH ?? '',
        APP_ID: String(appId),
        PRIVATE_KEY: privateKey,
        WEBHOOK_SECRET: webhookSecret,
      },
      ...{ GITHUB_API_URL: github.url, DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'trace' },
    },
  });
  const ended = new Promise((resolve) => app.once('close', resolve));
  const until = (what: string, holds: () => boolean): Promise<void> => waitUntil(what, holds, () => output.join(''));
  for (const stream of [app.stdout, app.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  try {
    let url: string | undefined;
    await until('the App listens', () => {
      url = /listens on (http\S+)/.exec(output.join(''))?.[1];
      return url !== undefined;
    });
    const hook = `${url}/api/github/webhooks`;
    github.sendWebhooksTo(hook);
    const published: string[] = [];
    const post = async (headers: Record<string, string>, body: string): Promise<void> => {
      const answer = await fetch(hook, { method: 'POST', headers, body });
      published.push(JSON.stringify([...answer.headers]), await answer.text());
    };
    const words = 'a-word-of-the-body';
    const json = { 'content-type': 'application/json', 'x-github-delivery': 'd', 'x-github-event': 'pull_request' };
    await post({ ...json, 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }, JSON.stringify({ words }));
    await post({ ...json, 'x-hub-signature-256': 'nonsense' }, `{ "${words}`);
    await post(json, words.repeat(1000));

    const [pilot] = REPOSITORIES;
    const samir = github.as(AUTHOR);
    const open = async (branch: string): Promise<void> => {
      await samir.commit(pilot, { branch, files: { 'CHANGELOG.md': `${branch}\n` } });
      await samir.openPullRequest(pilot, { head: branch, base: 'production' });
    };
    await open('whole');
    await until('the first evaluation', () =>
      github.requests.all.some(({ method, path }) => method === 'POST' && /check-runs/.test(path)),
    );
    github.faults.add({ route: 'POST /app/installations/*', status: 500, times: 3 });
    github.faults.add({ route: `GET /repos/${ORG}/${pilot}/pulls/*`, status: 401, times: 4 });
    github.faults.add({ route: `GET /repos/${ORG}/${pilot}/rules/*`, status: 500, times: 4 });
    github.faults.add({ route: `POST /repos/${ORG}/${pilot}/check-runs`, status: 403, times: 4 });
    await open('broken');
    await until('a failure in the log', () => /401|403|500/.test(output.join('')));
    await until('the other failures', () => github.faults.count() >= 3);
    app.kill('SIGTERM');
    await ended;

    const all = output.join('');
    expect(all.length).toBeGreaterThan(200);
    for (const text of [all, published.join('\n')]) {
      expect(text).not.toContain(webhookSecret);
      expect(text).not.toMatch(/PRIVATE KEY/);
      for (const line of privateKey.split('\n').filter((part) => part.length > 20)) expect(text).not.toContain(line);
      expect(text).not.toMatch(/gh[a-z]_[\w-]{8}/);
      expect(text).not.toMatch(/eyJ[\w-]{8,}\.[\w-]{8,}/);
      expect(text).not.toMatch(/authorization["' ]*[:=]/i);
      expect(text).not.toContain(words);
    }
  } finally {
    app.kill('SIGKILL');
    await ended;
  }
}, 300_000);
