import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from '../../src/app/start.ts';
import { ORG, pilotRepository, sign, stage } from '../action/stage.ts';
import type { GitHub } from '../emulator/index.ts';

interface Run {
  id: number;
  name: string;
  status: string;
  conclusion: string | null;
  output: { title: string };
}

describe('the App against GitHub', () => {
  let github: GitHub;
  let app: RunningApp;
  let dataDir: string;
  const log: string[] = [];

  const start = async (): Promise<RunningApp> => {
    const { appId, privateKey, webhookSecret } = github.appCredentials;
    const environment = {
      ...{ appId, privateKey, webhookSecret, apiUrl: github.url, serverUrl: 'https://github.example', dataDir },
      ...{ host: '127.0.0.1', port: 0, logLevel: 'fatal' as const },
    };
    // The example's dates age, so its tests run on a day of their own.
    const now = (): number => Date.parse('2026-11-20T12:00:00Z');
    const started = await startApp(environment, { version: 'test', now, log: (line) => log.push(line) });
    github.sendWebhooksTo(`${started.url}/api/github/webhooks`);
    return started;
  };

  beforeAll(async () => {
    github = await stage();
    dataDir = mkdtempSync(join(tmpdir(), 'pilot-app-'));
    app = await start();
  });
  afterAll(async () => {
    github.sendWebhooksTo(undefined);
    await app.stop();
    await github.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const samir = (): ReturnType<GitHub['as']> => github.as('samir-haddad');

  async function promotion(repo: string): Promise<{ number: number; head: string }> {
    await pilotRepository(github, repo);
    await github.as(`${ORG}-owner`).protect(repo, 'production', { checks: ['pilot-readiness'] });
    await samir().commit(repo, { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
    return samir().openPullRequest(repo, { head: 'promote', base: 'production' });
  }

  async function runs(repo: string, sha: string): Promise<Run[]> {
    const { data } = await samir().request(`GET /repos/${ORG}/${repo}/commits/${sha}/check-runs?filter=all`);
    return (data as { check_runs: Run[] }).check_runs.filter((run) => run.name === 'pilot-readiness');
  }

  /** Until the newest check run of the commit concludes like this: webhooks, queue and judgement take their time. */
  async function concluded(repo: string, sha: string, conclusion: string): Promise<Run> {
    for (const end = Date.now() + 40_000; ; ) {
      await github.settled();
      const newest = (await runs(repo, sha)).sort((a, b) => b.id - a.id)[0];
      if (newest?.conclusion === conclusion) return newest;
      if (Date.now() > end)
        throw new Error(`expected ${conclusion}, found ${newest?.conclusion ?? 'none'}\n${log.join('\n')}`);
      await new Promise<void>((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Another event may have it judged once more: while that goes on, a merge is refused. */
  async function merged(repo: string, number: number): Promise<number> {
    for (let left = 100; ; left--) {
      const { status, message } = await samir().merge(repo, number);
      if (left === 0 || !/is in progress/.test(message ?? '')) return status;
      await new Promise<void>((resolve) => setTimeout(resolve, 50));
    }
  }

  async function comments(repo: string, number: number): Promise<string[]> {
    const { data } = await samir().request(`GET /repos/${ORG}/${repo}/issues/${number}/comments`);
    return (data as { body: string; user: { login: string } }[])
      .filter((one) => one.user.login === 'pilot-readiness[bot]')
      .map((one) => one.body);
  }

  async function approve(repo: string, number: number): Promise<void> {
    await github.as('tomas-lindqvist').review(repo, number, 'APPROVE', sign('security'));
    await github.as('hanne-vik').review(repo, number, 'APPROVE', sign('privacy'));
    await github.as('ines-okafor').review(repo, number, 'APPROVE', '/readiness accept OM-2 because it was agreed');
  }

  test('a promotion is refused, signed, and merged; an outage takes the success back', async () => {
    const { number, head } = await promotion('triage');
    await concluded('triage', head, 'failure');
    expect((await samir().merge('triage', number)).status).toBe(405);
    expect(await comments('triage', number)).toEqual([expect.stringContaining('Not ready for production')]);

    await approve('triage', number);
    await concluded('triage', head, 'success');
    expect(await comments('triage', number)).toEqual([expect.stringContaining('Ready for production')]);

    github.faults.add({ route: 'GET /repos/*/triage', status: 404 });
    await github.as('yuki-tanabe').review('triage', number, 'COMMENT', 'Looks fine.');
    const blind = await concluded('triage', head, 'failure');
    expect(blind.output.title).toMatch(/^Undetermined, could not (look|read)/);
    expect((await samir().merge('triage', number)).status).toBe(405);
    github.faults.clear();
    await concluded('triage', head, 'success');
    expect(await merged('triage', number)).toBe(200);
  }, 180_000);

  test('what was acknowledged before a restart is judged after it, and a repeated delivery changes nothing', async () => {
    const { number, head } = await promotion('restart');
    await github.settled();
    await app.stop();
    app = await start();
    await concluded('restart', head, 'failure');
    const [first] = github.deliveries.filter((one) => one.event === 'pull_request').slice(-1);
    const again = await fetch(`${app.url}/api/github/webhooks`, {
      method: 'POST',
      headers: first?.headers as Record<string, string>,
      body: first?.body ?? '',
    });
    expect(again.status).toBe(202);
    await approve('restart', number);
    await concluded('restart', head, 'success');
    expect((await comments('restart', number)).length).toBe(1);
  }, 120_000);

  test('a delivery that is not signed by GitHub is refused and leaves nothing', async () => {
    const body = JSON.stringify({ action: 'opened', repository: { full_name: `${ORG}/triage` } });
    const post = (signature: string, more: Record<string, string> = {}): Promise<Response> =>
      fetch(`${app.url}/api/github/webhooks`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-github-delivery': '7f4e',
          'x-github-event': 'pull_request',
          'x-hub-signature-256': signature,
          ...more,
        },
        body,
      });
    const forged = `sha256=${createHmac('sha256', 'guessed').update(body).digest('hex')}`;
    expect((await post(forged)).status).toBe(400);
    expect((await post('nonsense')).status).toBe(400);
    expect((await post(forged, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${app.url}/secrets`)).status).toBe(404);
  });
});
