import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

describe('webhooks', () => {
  let github: GitHub;
  let receiver: Server;
  let answer = 200;
  const received: { headers: Record<string, unknown>; body: string }[] = [];
  beforeAll(async () => {
    receiver = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      received.push({ headers: request.headers, body });
      response.statusCode = answer;
      response.end('seen');
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    github = await startGitHub({
      users: ['ravi', 'mira'],
      teams: { security: ['mira'] },
      app: {
        webhookSecret: "It's a Secret to Everybody",
        events: ['issue_comment', 'membership', 'merge_group', 'repository', 'custom_property_values'],
      },
      repos: [{ name: 'triage', topics: ['pilot'] }],
    });
    github.sendWebhooksTo(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`);
  });
  afterAll(async () => {
    await github.close();
    receiver.closeAllConnections();
    receiver.close();
  });
  beforeEach(() => {
    received.length = 0;
    answer = 200;
  });

  const app = (route: string) => github.withToken(github.appToken()).request(route);
  const opened = async () => {
    const branch = `change-${github.events.length}`;
    await github.as('ravi').commit('triage', { branch, files: { [`${branch}.txt`]: 'a' } });
    return github.as('ravi').openPullRequest('triage', { head: branch });
  };

  test('are signed, name the App and the installation, and each has its own id', async () => {
    const { number } = await opened();
    await Promise.all([1, 2, 3, 4, 5].map((at) => github.as('mira').comment('triage', number, `${at}`)));
    await github.settled();
    expect(received).toHaveLength(5);
    expect(new Set(received.map(({ headers }) => headers['x-github-delivery'])).size).toBe(5);
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    const signature = createHmac('sha256', "It's a Secret to Everybody").update(body).digest('hex');
    expect(headers).toMatchObject({
      'x-hub-signature-256': `sha256=${signature}`,
      'x-github-event': 'issue_comment',
      'x-github-hook-installation-target-id': '4242',
      'x-github-hook-installation-target-type': 'integration',
      'x-github-delivery': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
    });
    expect(JSON.parse(body)).toMatchObject({ installation: { id: 770 }, repository: { full_name: 'acme/triage' } });
  });

  test('events that the App has not chosen are not sent', async () => {
    await opened();
    await github.settled();
    expect(received).toEqual([]);
  });

  test('failed ones are listed, told whole, and delivered again under the same guid', async () => {
    const { number } = await opened();
    answer = 500;
    await github.as('mira').comment('triage', number, 'lost');
    await github.settled();
    answer = 200;
    const list = await app('GET /app/hook/deliveries?status=failure&per_page=1');
    const [failed] = list.data as { id: number; guid: string }[];
    expect(failed).toMatchObject({
      status_code: 500,
      event: 'issue_comment',
      action: 'created',
      redelivery: false,
      installation_id: 770,
    });
    expect((await app(`GET /app/hook/deliveries/${failed?.id}`)).data).toMatchObject({
      request: { payload: { comment: { body: 'lost' } } },
      response: { payload: 'seen' },
    });
    expect((await app(`POST /app/hook/deliveries/${failed?.id}/attempts`)).status).toBe(202);
    await github.settled();
    expect(received.map(({ headers }) => headers['x-github-delivery'])).toEqual([failed?.guid, failed?.guid]);
    const all = await app('GET /app/hook/deliveries?per_page=2');
    expect(all.data).toMatchObject([{ guid: failed?.guid, redelivery: true, status: 'OK' }, { guid: failed?.guid }]);
    const older = /<([^>]+)>; rel="next"/.exec(all.headers.link ?? '')?.[1] ?? '';
    const { data } = await app(`GET ${older.replace(github.url, '')}`);
    expect((data as { id: number }[])[0]?.id).toBeLessThan(failed?.id ?? 0);
  });

  test('nobody at home is a failed delivery', async () => {
    const there = github.deliveries.at(-1)?.url;
    github.sendWebhooksTo('http://127.0.0.1:1/');
    const [lost] = await github.dispatch('repository', { action: 'renamed' }, { repo: 'triage' });
    github.sendWebhooksTo(there);
    expect(lost).toMatchObject({ statusCode: 0 });
  });

  test('any event can be injected: signed, logged, and filled in', async () => {
    const [delivery] = await github.dispatch('installation', { action: 'suspend' });
    expect(delivery).toMatchObject({ event: 'installation', action: 'suspend', statusCode: 200 });
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
      ...{ action: 'suspend', installation: { id: 770 }, organization: { login: 'acme' } },
    });
    await github.dispatch('merge_group', { action: 'destroyed', reason: 'dequeued' }, { repo: 'triage' });
    expect(JSON.parse(received[1]?.body ?? '')).toMatchObject({ reason: 'dequeued', repository: { name: 'triage' } });
  });

  test('the merge queue makes a commit of base and pull request and asks for checks on it', async () => {
    const { number } = await opened();
    const { headSha, headRef } = await github.mergeGroup('triage', number);
    await github.settled();
    expect(headRef).toMatch(new RegExp(`^refs/heads/gh-readonly-queue/main/pr-${number}-[0-9a-f]{40}$`));
    expect(JSON.parse(received.at(-1)?.body ?? '')).toMatchObject({
      action: 'checks_requested',
      merge_group: { head_sha: headSha, head_ref: headRef, base_ref: 'refs/heads/main' },
    });
    const { data } = await github.as('ravi').request(`GET /repos/acme/triage/git/commits/${headSha}`);
    expect(data).toMatchObject({ parents: [{}, {}] });
  });

  test('topics, properties and teams tell what was before', async () => {
    const owner = github.as('acme-owner');
    await owner.setTopics('triage', ['other']);
    await owner.setProperties('triage', { lifecycle: 'pilot' });
    github.people.join('security', 'ravi');
    github.people.leave('security', 'mira');
    await github.settled();
    expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([
      { action: 'edited', changes: { topics: { from: ['pilot'] } }, repository: { topics: ['other'] } },
      { new_property_values: [{ property_name: 'lifecycle', value: 'pilot' }], old_property_values: [] },
      { action: 'added', scope: 'team', member: { login: 'ravi' }, team: { slug: 'security' } },
      { action: 'removed', member: { login: 'mira' } },
    ]);
  });
});
