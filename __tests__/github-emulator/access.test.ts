import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { App } from 'octokit';
import { type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

describe('who may do what', () => {
  let github: GitHub;
  beforeAll(async () => {
    github = await startGitHub({
      users: [
        'ravi',
        'mira',
        { login: 'tomas', name: 'Tomás Díaz' },
        { login: 'robot', type: 'Bot' },
        { login: 'gone', suspended: true },
        { login: 'eve', role: 'outside' },
      ],
      teams: { security: ['tomas'] },
      otherApps: [{ id: 99, repositories: ['triage'] }],
      repos: [
        { name: 'triage', access: { ravi: 'write', mira: 'maintain', tomas: 'triage' } },
        { name: 'closed', private: true, access: { ravi: 'write' } },
      ],
    });
    await github.as('ravi').commit('triage', { branch: 'change', files: { 'a.txt': 'a' } });
    await github.as('ravi').openPullRequest('triage', { head: 'change' });
  });
  afterAll(() => github.close());

  const get = async (path: string, token?: string) => {
    const response = await fetch(
      `${github.url}${path}`,
      token === undefined ? {} : { headers: { authorization: `token ${token}` } },
    );
    return { status: response.status, body: (await response.json().catch(() => undefined)) as Record<string, unknown> };
  };

  test.each([
    ['garbage', 'garbage'],
    ['an unknown personal token', `ghp_${'a'.repeat(36)}`],
    ['a broken key', 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiI0MjQyIn0.AAAA'],
  ])('%s is 401', async (_, token) => {
    const { status, body } = await get('/repos/acme/triage', token);
    expect([status, body.message]).toEqual([401, expect.stringMatching(/Bad credentials|could not be decoded/)]);
  });

  test('a revoked token is 401, a known one is somebody', async () => {
    const token = github.installationToken();
    expect((await get('/repos/acme/triage', token)).status).toBe(200);
    github.revoke(token);
    expect((await get('/repos/acme/triage', token)).status).toBe(401);
    expect((await get('/user', github.tokenFor('ravi'))).body).toMatchObject({ login: 'ravi' });
  });

  test('an App signs in with its key, gets a token, finds its installation, and acts as its bot', async () => {
    const { appId, privateKey, installationId } = github.appCredentials;
    const { Octokit } = await import('octokit');
    const app = new App({
      appId,
      privateKey,
      Octokit: Octokit.defaults({ baseUrl: github.url, throttle: { enabled: false } }),
    });
    const found = await app.octokit.request('GET /repos/{owner}/{repo}/installation', {
      owner: 'acme',
      repo: 'triage',
    });
    expect(found.data).toMatchObject({ id: installationId, app_id: appId });
    const octokit = await app.getInstallationOctokit(installationId);
    const made = await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...{ owner: 'acme', repo: 'triage', issue_number: 1, body: 'hello' },
    });
    expect(made.data.user?.login).toBe('pilot-readiness[bot]');
    const { data } = await octokit.request('GET /installation/repositories');
    expect(data.total_count).toBe(2);
  });

  const writes: [string, string, object][] = [
    ['a check', 'check-runs', { name: 'x', head_sha: 'main' }],
    ['a comment', 'issues/1/comments', { body: 'x' }],
    ['a label', 'issues/1/labels', { labels: ['x'] }],
    ['a status', 'statuses/main', { state: 'success' }],
    ['a review', 'pulls/1/reviews', { event: 'COMMENT', body: 'x' }],
  ];
  test.each(writes)("%s is not written with a fork's token", async (_, path, body) => {
    const fork = github.withToken(github.forkToken('triage'));
    expect(await fork.request(`POST /repos/acme/triage/${path}`, body)).toMatchObject({
      ...{ status: 403, data: { message: 'Resource not accessible by integration' } },
    });
    expect((await fork.request('GET /repos/acme/triage/pulls/1/files')).status).toBe(200);
  });

  test('a job token writes in its own repository only, and reads no teams', async () => {
    const job = github.withToken(github.actionsToken('triage'));
    expect((await job.request('POST /repos/acme/triage/issues/1/comments', { body: 'x' })).status).toBe(201);
    expect((await job.request('GET /repos/acme/closed')).status).toBe(404);
    expect((await job.request('GET /orgs/acme/teams/security/memberships/tomas')).status).toBe(403);
    const own = github.withToken(github.actionsToken('triage', { contents: 'read' }));
    expect((await own.request('POST /repos/acme/triage/issues/1/comments', { body: 'x' })).status).toBe(403);
  });

  test('an App installed on some repositories reaches no others', async () => {
    const rival = github.withToken(github.installationToken({ appId: 99 }));
    const check = { name: 'x', head_sha: await github.as('ravi').tip('triage', 'main') };
    expect((await rival.request('POST /repos/acme/triage/check-runs', check)).status).toBe(201);
    expect((await rival.request('GET /repos/acme/closed')).status).toBe(404);
    expect((await rival.request('GET /installation/repositories')).data).toMatchObject({ total_count: 1 });
  });

  test('a private repository is 404 to who may not see it, 403 to an App without the permission', async () => {
    expect((await get('/repos/acme/closed')).status).toBe(404);
    expect((await get('/repos/acme/closed', github.tokenFor('eve'))).status).toBe(404);
    expect((await get('/repos/acme/closed', github.tokenFor('ravi'))).status).toBe(200);
    const narrow = github.installationToken({ permissions: { metadata: 'read' } });
    expect((await get('/repos/acme/closed/contents/README.md', narrow)).status).toBe(403);
  });

  test.each([
    ['acme-owner', 'admin', 'admin'],
    ['mira', 'write', 'maintain'],
    ['ravi', 'write', 'write'],
    ['tomas', 'read', 'triage'],
    ['eve', 'read', 'read'],
  ])('%s has %s, exactly %s', async (login, permission, role) => {
    const path = `/repos/acme/triage/collaborators/${login}/permission`;
    expect((await get(path, github.installationToken())).body).toMatchObject({ permission, role_name: role });
  });

  test('who is unknown or outside a private repository', async () => {
    expect((await get('/repos/acme/triage/collaborators/nobody/permission')).status).toBe(404);
    const path = '/repos/acme/closed/collaborators/eve/permission';
    expect((await get(path, github.installationToken())).body).toMatchObject({ permission: 'none' });
  });

  test('teams: active, pending, and not in it', async () => {
    const membership = (login: string) =>
      get(`/orgs/acme/teams/security/memberships/${login}`, github.installationToken());
    expect((await membership('tomas')).body).toMatchObject({ state: 'active', role: 'member' });
    expect((await membership('ravi')).status).toBe(404);
    github.people.invite('security', 'ravi');
    expect((await membership('ravi')).body).toMatchObject({ state: 'pending' });
    github.people.leave('security', 'ravi');
    const members = await get('/orgs/acme/teams/security/members', github.installationToken());
    expect(members.body).toMatchObject([{ login: 'tomas' }]);
  });

  test('a token without a person has no user; collaborators are those with a role', async () => {
    expect((await get('/user', github.actionsToken('triage'))).status).toBe(403);
    const status = async (login: string) =>
      (await get(`/repos/acme/triage/collaborators/${login}`, github.tokenFor('ravi'))).status;
    expect([await status('mira'), await status('eve')]).toEqual([204, 404]);
  });

  test('members of the organization, bots, suspended accounts', async () => {
    const token = github.installationToken();
    expect(
      (await fetch(`${github.url}/orgs/acme/members/ravi`, { headers: { authorization: `token ${token}` } })).status,
    ).toBe(204);
    expect((await get('/orgs/acme/members/eve', token)).status).toBe(404);
    expect((await get('/users/robot', token)).body).toMatchObject({ type: 'Bot' });
    expect((await get('/users/gone', token)).body).toMatchObject({ suspended_at: expect.any(String) });
    expect((await get('/users/TOMAS', token)).body).toMatchObject({ login: 'tomas', name: 'Tomás Díaz' });
  });
});
