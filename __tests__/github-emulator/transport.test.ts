import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

describe('the wire', () => {
  let github: GitHub;
  beforeAll(async () => {
    github = await startGitHub({
      users: ['ravi'],
      repos: [{ name: 'triage', folder: join(root, 'examples/support-triage') }],
    });
  });
  afterAll(() => github.close());
  beforeEach(() => {
    github.faults.clear();
    github.requests.clear();
  });

  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${github.url}${path}`, { headers: { authorization: `Bearer ${github.installationToken()}`, ...headers } });

  test('a folder becomes a repository in one call, with its file modes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'seed-'));
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'bin/run.sh'), '#!/bin/sh\n');
    await chmod(join(folder, 'bin/run.sh'), 0o755);
    await writeFile(join(folder, 'data.bin'), Buffer.from([0, 255, 1]));
    await symlink('bin/run.sh', join(folder, 'link'));
    await github.as('ravi').createRepository('seeded', { folder });
    await rm(folder, { recursive: true });
    const { data } = await github.as('ravi').request('GET /repos/acme/seeded/git/trees/main?recursive=1');
    expect(data).toMatchObject({
      truncated: false,
      tree: [
        { path: 'bin' },
        { path: 'bin/run.sh', mode: '100755' },
        { path: 'data.bin', mode: '100644', size: 3 },
        { path: 'link', mode: '120000' },
      ],
    });
  });

  test('raw files come as text, and the same file is there', async () => {
    const answer = await ask('/repos/acme/triage/contents/.github/pilot-readiness.yml', {
      accept: 'application/vnd.github.raw+json',
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/vnd\.github\.raw\+json/);
    expect(await answer.text()).toContain('version:');
  });

  test('recursive trees can be cut', async () => {
    github.truncateTrees(3);
    expect(await (await ask('/repos/acme/triage/git/trees/main?recursive=1')).json()).toMatchObject({
      truncated: true,
      tree: [{}, {}, {}],
    });
    github.truncateTrees(undefined);
    expect(await (await ask('/repos/acme/triage/git/trees/main?recursive=1')).json()).toMatchObject({
      truncated: false,
    });
  });

  test('a weak ETag of the body; 304 is free', async () => {
    const token = github.installationToken();
    const once = (etag = '') =>
      fetch(`${github.url}/repos/acme/triage/pulls`, {
        headers: { authorization: `Bearer ${token}`, 'if-none-match': etag },
      });
    const first = await once();
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"/);
    const second = await once(etag);
    expect([second.status, await second.text(), second.headers.get('x-ratelimit-used')]).toEqual([304, '', '1']);
    expect([github.requests.count(), github.requests.charged()]).toEqual([2, 1]);
    await github.as('ravi').commit('triage', { branch: 'change', files: { 'a.txt': 'a' } });
    await github.as('ravi').openPullRequest('triage', { head: 'change' });
    expect((await once(etag)).status).toBe(200);
  });

  test('the budget counts down, and ends with 403', async () => {
    const token = github.installationToken();
    const once = () => fetch(`${github.url}/repos/acme/triage`, { headers: { authorization: `Bearer ${token}` } });
    expect((await once()).headers.get('x-ratelimit-remaining')).toBe('4999');
    github.rate.limit = 1;
    const refused = await once();
    github.rate.limit = 5000;
    expect([refused.status, refused.headers.get('x-ratelimit-remaining'), await refused.text()]).toEqual([
      403,
      '0',
      expect.stringContaining('API rate limit exceeded'),
    ]);
  });

  test('faults by route: status, how often, after how many, retry-after', async () => {
    github.faults.add({ route: 'GET /repos/*/triage', status: 502, times: 1, after: 1 });
    github.faults.add({
      route: /^GET .*\/pulls/,
      status: 429,
      retryAfter: 7,
      body: { message: 'secondary rate limit' },
    });
    const statuses = [];
    for (let at = 0; at < 3; at++) statuses.push((await ask('/repos/acme/triage')).status);
    expect(statuses).toEqual([200, 502, 200]);
    const limited = await ask('/repos/acme/triage/pulls');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect(github.requests.all.map(({ status }) => status)).toEqual([200, 502, 200, 429]);
  });

  test('a cut connection, a late answer, a slow body', async () => {
    github.faults.add({ route: '**', reset: true, times: 1 });
    await expect(ask('/repos/acme/triage')).rejects.toThrow('fetch failed');
    github.faults.clear();
    const remove = github.faults.add({ route: '**', delay: 60, slowBody: 60 });
    const start = performance.now();
    expect(await (await ask('/repos/acme/triage')).json()).toMatchObject({ name: 'triage' });
    expect(performance.now() - start).toBeGreaterThan(110);
    remove();
  });

  test('requests are logged with who asked; the client of the tests is not among them', async () => {
    await github.as('ravi').request('GET /repos/acme/triage');
    await ask('/api/v3/repos/acme/triage?x=1');
    await (await fetch(`${github.url}/app`, { headers: { authorization: `Bearer ${github.appToken()}` } })).text();
    expect(github.requests.all).toMatchObject([
      { method: 'GET', path: '/repos/acme/triage', query: 'x=1', status: 200, login: 'pilot-readiness[bot]' },
      { path: '/app', login: 'app 4242' },
    ]);
    expect(github.requests.count(/^GET \/repos/)).toBe(1);
  });

  test('facts of a repository: topics, properties, deployments, releases, tags', async () => {
    const owner = github.as('acme-owner');
    await owner.setTopics('triage', ['pilot']);
    await owner.setProperties('triage', { lifecycle: 'pilot', 'data-class': ['health'] });
    const get = async (path: string): Promise<unknown> => (await owner.request(`GET /repos/acme/triage${path}`)).data;
    expect(await get('')).toMatchObject({
      topics: ['pilot'],
      custom_properties: { lifecycle: 'pilot' },
      permissions: { admin: true },
    });
    expect(await get('/properties/values')).toEqual([
      { property_name: 'lifecycle', value: 'pilot' },
      { property_name: 'data-class', value: ['health'] },
    ]);
    const { data } = await owner.request('POST /repos/acme/triage/deployments', {
      ref: 'main',
      environment: 'production',
    });
    const { id } = data as { id: number };
    await owner.request(`POST /repos/acme/triage/deployments/${id}/statuses`, { state: 'success' });
    expect(await get('/deployments?environment=production')).toMatchObject([
      { id, sha: await owner.tip('triage', 'main') },
    ]);
    expect(await get('/deployments?environment=staging')).toEqual([]);
    expect(await get(`/deployments/${id}/statuses`)).toMatchObject([{ state: 'success' }]);
    await owner.request('POST /repos/acme/triage/releases', { tag_name: 'v1', target_commitish: 'main' });
    expect(await get('/releases')).toMatchObject([{ tag_name: 'v1' }]);
    expect(await get('/tags')).toMatchObject([{ name: 'v1' }]);
    const run = github.addWorkflowRun('triage', { head_sha: 'a'.repeat(40), conclusion: 'failure' });
    expect(await get(`/actions/runs/${run}`)).toMatchObject({ id: run, conclusion: 'failure' });
  });

  test('several live side by side, and close', async () => {
    const others = await Promise.all([
      startGitHub(),
      startGitHub({ org: 'beta', users: ['ana'], repos: [{ name: 'one' }] }),
    ]);
    expect((await others[1].as('ana').request('GET /repos/beta/one')).status).toBe(200);
    expect((await others[0].as('acme-owner').request('GET /repos/beta/one')).status).toBe(404);
    await Promise.all(others.map((one) => one.close()));
    await expect(fetch(`${others[0].url}/rate_limit`)).rejects.toThrow('fetch failed');
  });
});
