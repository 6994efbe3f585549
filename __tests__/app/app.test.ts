import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ORG } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';

describe('the App against GitHub', () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });
  afterAll(() => harness.stop());

  test('a promotion is refused, signed, and merged; an outage takes the success back', async () => {
    const { github, concluded, reports, merge, approve } = harness;
    const { number, head } = await harness.promotion('triage');
    await concluded('triage', head, 'failure');
    expect((await merge('triage', number)).status).toBe(405);
    expect(await reports('triage', number)).toEqual([expect.stringContaining('Not ready for production')]);

    await approve('triage', number);
    await concluded('triage', head, 'success');
    expect(await reports('triage', number)).toEqual([expect.stringContaining('Ready for production')]);

    await harness.idle();
    github.faults.add({ route: 'GET /repos/*/triage', status: 404 });
    await github.as('yuki-tanabe').review('triage', number, 'COMMENT', 'Looks fine.');
    const blind = await concluded('triage', head, 'failure');
    expect(blind.output.title).toMatch(/^Undetermined: /);
    expect(blind.output.summary).toMatch(/retried automatically at \d\d:\d\d UTC/);
    expect((await merge('triage', number)).status).toBe(405);
    github.faults.clear();
    await concluded('triage', head, 'success');
    expect((await merge('triage', number)).status).toBe(200);
  }, 300_000);

  test('what was acknowledged before a restart is judged after it, and a repeated delivery changes nothing', async () => {
    const { github, concluded, reports } = harness;
    const { number, head } = await harness.promotion('restart');
    await github.settled();
    await harness.restart();
    await concluded('restart', head, 'failure');
    const [first] = github.deliveries.filter((one) => one.event === 'pull_request').slice(-1);
    const again = await fetch(`${harness.app.url}/api/github/webhooks`, {
      method: 'POST',
      headers: first?.headers as Record<string, string>,
      body: first?.body ?? '',
    });
    expect(again.status).toBe(202);
    await harness.approve('restart', number);
    await concluded('restart', head, 'success');
    expect((await reports('restart', number)).length).toBe(1);
  }, 300_000);

  test('a delivery that is not signed by GitHub is refused and leaves nothing', async () => {
    const { app } = harness;
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
    expect((await fetch(`${app.url}/secrets`)).status).toBe(404);
  });

  test('says to its operator how it is, without asking GitHub at every probe', async () => {
    const { app, github } = harness;
    const asked = (): number => github.requests.all.filter(({ path }) => path === '/app').length;
    const before = asked();
    for (let probe = 0; probe < 5; probe++) expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    expect(asked() - before).toBeLessThanOrEqual(1);
    const metrics = await fetch(`${app.url}/metrics`);
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=/);
    const text = await metrics.text();
    expect(text).toMatch(/pilot_readiness_deliveries_total\{event="pull_request_review",outcome="kept"\} [1-9]/);
    expect(text).toMatch(/pilot_readiness_deliveries_total\{event="pull_request",outcome="refused"\} 2/);
    expect(text).toMatch(/pilot_readiness_queue_jobs\{state="dead"\} 0/);
    expect(text).not.toMatch(/triage|acme/);
  });
});
