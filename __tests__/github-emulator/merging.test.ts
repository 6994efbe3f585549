import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACTIONS_APP_ID, type Client, type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

const CHECK = 'pilot-readiness';

describe('what lets a pull request in', () => {
  let github: GitHub;
  let owner: Client;
  let ravi: Client;
  let count = 0;
  beforeAll(async () => {
    github = await startGitHub({ users: ['ravi', 'mira', 'tomas'], otherApps: [{ id: 99 }] });
    owner = github.as('acme-owner');
    ravi = github.as('ravi');
  });
  afterAll(() => github.close());

  const opened = async () => {
    count += 1;
    const repo = `gate-${count}`;
    await owner.createRepository(repo);
    const head = await ravi.commit(repo, { branch: 'change', files: { 'a.txt': 'new\n' } });
    const { number } = await ravi.openPullRequest(repo, { head: 'change' });
    return { repo, number, head, merge: () => ravi.merge(repo, number) };
  };

  test.each(['success', 'neutral', 'skipped'])('a required check that ends %s satisfies', async (conclusion) => {
    const { repo, head, merge } = await opened();
    await owner.protect(repo, 'main', { checks: [CHECK] });
    const app = github.withToken(github.installationToken());
    await app.publishCheck(repo, { name: CHECK, head_sha: head, conclusion });
    expect((await merge()).status).toBe(200);
  });

  test.each(['failure', 'action_required', 'cancelled', 'timed_out'])(
    'one that ends %s does not',
    async (conclusion) => {
      const { repo, head, merge } = await opened();
      await owner.protect(repo, 'main', { checks: [CHECK] });
      const app = github.withToken(github.installationToken());
      await app.publishCheck(repo, { name: CHECK, head_sha: head, conclusion });
      expect(await merge()).toEqual({ status: 405, message: `Required status check "${CHECK}" is failing.` });
    },
  );

  test('bound by classic protection, only that App counts', async () => {
    const { repo, head, merge } = await opened();
    const { appId } = github.appCredentials;
    await owner.protect(repo, 'main', { checks: [{ context: CHECK, app_id: appId }] });
    const forged = github.withToken(github.installationToken({ appId: 99 }));
    await forged.publishCheck(repo, { name: CHECK, head_sha: head, conclusion: 'success' });
    expect((await merge()).message).toBe(`Required status check "${CHECK}" is expected.`);
    const { data } = await ravi.request(`GET /repos/acme/${repo}/branches/main`);
    expect(data).toMatchObject({
      protected: true,
      protection: {
        required_status_checks: {
          enforcement_level: 'everyone',
          contexts: [CHECK],
          checks: [{ context: CHECK, app_id: appId }],
        },
      },
    });
    const app = github.withToken(github.installationToken());
    await app.publishCheck(repo, { name: CHECK, head_sha: head, conclusion: 'success' });
    expect((await merge()).status).toBe(200);
  });

  test('unbound, anybody with a job token can forge it', async () => {
    const { repo, head, merge } = await opened();
    await owner.protect(repo, 'main', { checks: [CHECK] });
    const job = github.withToken(github.actionsToken(repo));
    await job.publishCheck(repo, { name: CHECK, head_sha: head, conclusion: 'success' });
    expect((await merge()).status).toBe(200);
  });

  test('a ruleset requires, binds, is listed for the branch, and can be bypassed by whom it names', async () => {
    const { repo, number, head, merge } = await opened();
    const { appId } = github.appCredentials;
    const bypass = [{ actor_type: 'OrganizationAdmin', actor_id: 1, bypass_mode: 'always' }];
    const id = await owner.ruleset(repo, { branch: 'main', check: CHECK, appId, bypass });
    expect((await merge()).message).toContain(`Required status check "${CHECK}" is expected.`);
    const rules = await ravi.request(`GET /repos/acme/${repo}/rules/branches/main`);
    expect(rules.data).toEqual([
      expect.objectContaining({
        type: 'required_status_checks',
        ruleset_id: id,
        ruleset_source_type: 'Repository',
        parameters: expect.objectContaining({ required_status_checks: [{ context: CHECK, integration_id: appId }] }),
      }),
    ]);
    expect((await ravi.request(`GET /repos/acme/${repo}/rules/branches/other`)).data).toEqual([]);
    expect((await ravi.request(`GET /repos/acme/${repo}/rulesets`)).data).toMatchObject([
      { id, enforcement: 'active' },
    ]);
    const job = github.withToken(github.actionsToken(repo));
    await job.publishCheck(repo, { name: CHECK, head_sha: head, conclusion: 'success' });
    expect((await merge()).status).toBe(405);
    await owner.request(`PUT /repos/acme/${repo}/rulesets/${id}`, { enforcement: 'disabled' });
    expect((await ravi.request(`GET /repos/acme/${repo}/rules/branches/main`)).data).toEqual([]);
    await owner.request(`PUT /repos/acme/${repo}/rulesets/${id}`, { enforcement: 'active' });
    expect((await merge()).status).toBe(405);
    expect((await owner.merge(repo, number)).status).toBe(200);
    expect((await owner.request(`DELETE /repos/acme/${repo}/rulesets/${id}`)).status).toBe(204);
    expect((await ravi.request(`GET /repos/acme/${repo}/rulesets/${id}`)).status).toBe(404);
  });

  test('who may bypass a ruleset is shown to those who may edit it', async () => {
    const { repo } = await opened();
    const bypass = [{ actor_type: 'Team', actor_id: 1, bypass_mode: 'always' }];
    const id = await owner.ruleset(repo, { branch: 'main', check: CHECK, bypass });
    const route = `GET /repos/acme/${repo}/rulesets/${id}`;
    const app = github.withToken(github.installationToken());
    expect((await owner.request(route)).data).toMatchObject({ bypass_actors: bypass });
    for (const other of [ravi, app]) {
      const { status, data } = await other.request(route);
      expect([status, Object.hasOwn(data as object, 'bypass_actors')]).toEqual([200, false]);
    }
  });

  test('an organization ruleset reaches repositories by property', async () => {
    const { repo, merge } = await opened();
    const made = await owner.request('POST /orgs/acme/rulesets', {
      ...{ name: 'pilots', target: 'branch', enforcement: 'active' },
      conditions: {
        ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] },
        repository_property: { include: [{ name: 'lifecycle', property_values: ['pilot'] }], exclude: [] },
      },
      rules: [{ type: 'required_status_checks', parameters: { required_status_checks: [{ context: CHECK }] } }],
    });
    expect(made.status).toBe(201);
    await owner.setProperties(repo, { lifecycle: 'pilot' });
    expect((await merge()).message).toContain('is expected');
    await owner.setProperties(repo, { lifecycle: null });
    expect((await merge()).status).toBe(200);
  });

  test('an evaluating ruleset refuses nothing; an admin passes unless held; several are counted together', async () => {
    const one = await opened();
    await owner.ruleset(one.repo, { branch: 'main', check: CHECK, enforcement: 'evaluate' });
    await owner.protect(one.repo, 'main', { checks: ['a', 'b'], enforceAdmins: false });
    expect((await one.merge()).message).toBe('2 of 2 required status checks are expected.');
    expect((await owner.merge(one.repo, one.number)).status).toBe(200);
  });

  test('a status of the same name must pass as well as the run', async () => {
    const { repo, head, merge } = await opened();
    await owner.protect(repo, 'main', { checks: [CHECK] });
    const app = github.withToken(github.installationToken());
    await app.publishCheck(repo, { name: CHECK, head_sha: head, conclusion: 'success' });
    await app.request(`POST /repos/acme/${repo}/statuses/${head}`, { state: 'failure', context: CHECK });
    expect((await merge()).status).toBe(405);
  });

  test('approvals count from people with write access, the latest opinion of each', async () => {
    const { repo, number, merge } = await opened();
    await owner.protect(repo, 'main', { reviews: 1 });
    expect((await merge()).message).toContain('At least 1 approving review is required');
    await github.as('mira').review(repo, number, 'APPROVE');
    await github.as('mira').review(repo, number, 'REQUEST_CHANGES', 'wait');
    expect((await merge()).status).toBe(405);
    await github.as('mira').review(repo, number, 'APPROVE');
    expect((await merge()).status).toBe(200);
  });

  test('a moved head is 409, a draft and a closed one 405, a reader 403', async () => {
    const { repo, number } = await opened();
    expect(await ravi.merge(repo, number, { sha: '0'.repeat(40) })).toMatchObject({ status: 409 });
    await ravi.turnDraft(repo, number, true);
    expect(await ravi.merge(repo, number)).toEqual({ status: 405, message: 'Pull Request is still a draft' });
    await ravi.turnDraft(repo, number, false);
    const fork = github.withToken(github.forkToken(repo));
    expect((await fork.merge(repo, number)).status).toBe(403);
    await ravi.editPullRequest(repo, number, { state: 'closed' });
    expect((await ravi.merge(repo, number)).status).toBe(405);
  });

  test('two pull requests from one base both land; the same file changed twice conflicts', async () => {
    const { repo, number } = await opened();
    await ravi.branch(repo, 'second');
    await ravi.commit(repo, { branch: 'second', files: { 'b.txt': 'b\n' } });
    await ravi.branch(repo, 'clash');
    await ravi.commit(repo, { branch: 'clash', files: { 'a.txt': 'mine\n' } });
    const second = await ravi.openPullRequest(repo, { head: 'second' });
    const clash = await ravi.openPullRequest(repo, { head: 'clash' });
    expect((await ravi.merge(repo, number)).status).toBe(200);
    const merged = await ravi.merge(repo, second.number);
    const { data } = await ravi.request(`GET /repos/acme/${repo}/git/trees/main?recursive=1`);
    expect((data as { tree: { path: string }[] }).tree.map(({ path }) => path)).toEqual([
      'a.txt',
      'b.txt',
      'README.md',
    ]);
    expect(await ravi.merge(repo, clash.number)).toEqual({ status: 405, message: 'Merge conflict' });
    expect((await ravi.request(`GET /repos/acme/${repo}/pulls/${clash.number}`)).data).toMatchObject({
      mergeable: false,
      mergeable_state: 'dirty',
    });
    expect((await ravi.request(`GET /repos/acme/${repo}/commits/${merged.sha}`)).data).toMatchObject({
      author: { login: 'ravi' },
      committer: { login: 'web-flow' },
      commit: { verification: { verified: true } },
      parents: [{}, {}],
    });
  });

  test('the job token is the App of GitHub Actions', async () => {
    const { repo, head } = await opened();
    const job = github.withToken(github.actionsToken(repo));
    await job.publishCheck(repo, { name: 'build', head_sha: head, conclusion: 'success' });
    const { data } = await ravi.request(`GET /repos/acme/${repo}/commits/${head}/check-runs?app_id=${ACTIONS_APP_ID}`);
    expect(data).toMatchObject({ total_count: 1, check_runs: [{ name: 'build', app: { slug: 'github-actions' } }] });
  });
});
