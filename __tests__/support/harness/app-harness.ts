import { createHmac, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type RunningApp, startApp } from '../../../src/app/start.ts';
import type { GitHub } from '../../../testing/github-emulator/index.ts';
import { context, ORG, pilotRepository, sign } from './action-context.ts';
import { newDataDir } from './data-dir.ts';
import { pause, waitUntil } from './wait-until.ts';

export interface Run {
  id: number;
  name: string;
  status: string;
  conclusion: string | null;
  output: { title: string; summary: string };
}

export interface AppHarness {
  github: GitHub;
  app: RunningApp;
  dataDir: string;
  /** The log lines of the App. */
  log: string[];
  restart: () => Promise<void>;
  stop: () => Promise<void>;
  /** Creates a pilot whose branch `production` requires the check, and a promotion to it; `files` override the example's. */
  promotion: (repo: string, files?: Record<string, string>) => Promise<{ number: number; head: string }>;
  /** Our check runs on a commit, newest first. */
  runs: (repo: string, sha: string, name?: string) => Promise<Run[]>;
  /** Waits until the newest check run of the commit has this conclusion. */
  concluded: (repo: string, sha: string, conclusion: string, name?: string) => Promise<Run>;
  /** Waits until the condition holds; fails with the log of the App. */
  until: (what: string, holds: () => Promise<boolean>) => Promise<void>;
  /** Waits until no job is due or running. */
  idle: () => Promise<void>;
  merge: (repo: string, number: number) => Promise<{ status: number; message?: string | undefined }>;
  comments: (repo: string, number: number) => Promise<string[]>;
  /** The reports among the comments; there should never be two. */
  reports: (repo: string, number: number) => Promise<string[]>;
  /** Submits the reviews that make the example ready. */
  approve: (repo: string, number: number) => Promise<void>;
  /** Sends a signed webhook. */
  post: (event: string, payload: unknown, secret?: string) => Promise<Response>;
}

const NAME = 'pilot-readiness';
/** The evidence of the example expires, so the clock is fixed. */
const TODAY = Date.parse('2026-11-20T12:00:00Z');

/** Starts the GitHub emulator with the people of the example, and the App on an embedded store or `databaseUrl`. */
export async function openAppHarness(options: { databaseUrl?: string } = {}): Promise<AppHarness> {
  const github = await context();
  const dataDir = await newDataDir('pilot-app-');
  const log: string[] = [];
  const start = async (): Promise<RunningApp> => {
    const app = await startSecond(github, { dataDir, ...options }, log);
    github.sendWebhooksTo(`${app.url}/api/github/webhooks`);
    return app;
  };
  const samir = github.as('samir-haddad');
  const runs: AppHarness['runs'] = async (repo, sha, name = NAME) => {
    const { data } = await samir.request(`GET /repos/${ORG}/${repo}/commits/${sha}/check-runs?filter=all&per_page=100`);
    return (data as { check_runs: Run[] }).check_runs.filter((run) => run.name === name).sort((a, b) => b.id - a.id);
  };
  const until: AppHarness['until'] = (what, holds) =>
    waitUntil(
      what,
      async () => {
        await github.settled();
        return holds();
      },
      () => log.join('\n'),
    );
  const harness: AppHarness = {
    github,
    dataDir,
    log,
    app: await start(),
    restart: async () => {
      await harness.app.stop();
      harness.app = await start();
    },
    stop: async () => {
      github.sendWebhooksTo(undefined);
      await harness.app.stop();
      await github.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
    promotion: async (repo, files = {}) => {
      await pilotRepository(github, repo, files);
      await github.as(`${ORG}-owner`).protect(repo, 'production', { checks: [NAME] });
      await samir.commit(repo, { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
      return samir.openPullRequest(repo, { head: 'promote', base: 'production' });
    },
    runs,
    concluded: async (repo, sha, conclusion, name = NAME) => {
      let newest: Run | undefined;
      await until(`${repo} ${sha.slice(0, 7)} ${conclusion}`, async () => {
        newest = (await runs(repo, sha, name))[0];
        return newest?.conclusion === conclusion;
      }).catch((error: unknown) => {
        throw new Error(`${String(error)}\nfound ${newest?.conclusion ?? 'none'}: ${newest?.output.title ?? ''}`);
      });
      if (newest === undefined) throw new Error('no run');
      return newest;
    },
    until,
    idle: () =>
      until('nothing is due or running', async () => {
        const text = await (await fetch(`${harness.app.url}/metrics`)).text();
        return /jobs\{state="due"\} 0/.test(text) && /jobs\{state="running"\} 0/.test(text);
      }),
    reports: async (repo, number) =>
      (await harness.comments(repo, number)).filter((body) => body.startsWith('<!-- pilot-readiness:v1 -->')),
    // Another event may trigger an evaluation, and a merge is refused while it runs.
    merge: async (repo, number) => {
      for (let left = 1_800; ; left--) {
        const { status, message } = await samir.merge(repo, number);
        if (left === 0 || !/is in progress/.test(message ?? '')) return { status, message };
        await pause(50);
      }
    },
    comments: async (repo, number) => {
      const { data } = await samir.request(`GET /repos/${ORG}/${repo}/issues/${number}/comments?per_page=100`);
      return (data as { body: string; user: { login: string } }[])
        .filter((one) => one.user.login === 'pilot-readiness[bot]')
        .map((one) => one.body);
    },
    approve: async (repo, number) => {
      await github.as('tomas-lindqvist').review(repo, number, 'APPROVE', sign('security'));
      await github.as('hanne-vik').review(repo, number, 'APPROVE', sign('privacy'));
      await github.as('ines-okafor').review(repo, number, 'APPROVE', '/readiness accept OM-2 because it was agreed');
    },
    post: (event, payload, secret = github.appCredentials.webhookSecret) => {
      const body = JSON.stringify(payload);
      return fetch(`${harness.app.url}/api/github/webhooks`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-github-delivery': randomUUID(),
          'x-github-event': event,
          'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
        },
        body,
      });
    },
  };
  return harness;
}

/** Starts one more App for the same GitHub. */
export function startSecond(
  github: GitHub,
  store: { dataDir: string; databaseUrl?: string },
  log: string[],
): Promise<RunningApp> {
  const { appId, privateKey, webhookSecret } = github.appCredentials;
  return startApp(
    {
      ...{ appId, privateKey, webhookSecret, apiUrl: github.url, serverUrl: 'https://github.example', ...store },
      ...{ host: '127.0.0.1', port: 0, logLevel: 'fatal' as const },
    },
    { version: 'test', now: () => TODAY, log: (line) => log.push(line) },
  );
}
