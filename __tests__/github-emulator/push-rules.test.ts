import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

const CHECK = 'pilot-readiness';

describe('pushes that rulesets refuse', () => {
  let github: GitHub;
  let owner: Client;
  let ravi: Client;
  let count = 0;
  beforeAll(async () => {
    github = await startGitHub({ users: ['ravi'] });
    owner = github.as('acme-owner');
    ravi = github.as('ravi');
  });
  afterAll(() => github.close());

  const repository = async (...types: string[]) => {
    count += 1;
    const repo = `pushes-${count}`;
    await owner.createRepository(repo);
    const base = await owner.branch(repo, 'production');
    const head = await ravi.commit(repo, { branch: 'change', files: { 'a.txt': 'new\n' } });
    const made = await owner.request(`POST /repos/acme/${repo}/rulesets`, {
      ...{ name: 'rules', target: 'branch', enforcement: 'active', bypass_actors: [] },
      conditions: { ref_name: { include: ['refs/heads/production'], exclude: [] } },
      rules: types.map((type) => ({ type })),
    });
    const ref = `/repos/acme/${repo}/git/refs/heads/production`;
    return {
      repo,
      base,
      id: Number((made.data as { id: number }).id),
      push: (sha = head, force = false) => ravi.request(`PATCH ${ref}`, { sha, force }),
      remove: () => ravi.request(`DELETE ${ref}`),
    };
  };
  const words = (data: unknown): string => (data as { message?: string } | undefined)?.message ?? '';

  test('pull_request refuses every direct push, and whoever may bypass it only by pull request, too', async () => {
    const { repo, id, push } = await repository('pull_request');
    expect(await push()).toMatchObject({ status: 422 });
    expect(words((await push()).data)).toContain('Changes must be made through a pull request.');
    const file = { message: 'x', content: 'eA==', branch: 'production' };
    expect((await ravi.request(`PUT /repos/acme/${repo}/contents/b.txt`, file)).status).toBe(409);
    const merge = { base: 'production', head: 'change' };
    expect((await ravi.request(`POST /repos/acme/${repo}/merges`, merge)).status).toBe(409);
    const bypass = (bypass_mode: string) => ({
      bypass_actors: [{ actor_type: 'RepositoryRole', actor_id: 4, bypass_mode }],
    });
    await owner.request(`PUT /repos/acme/${repo}/rulesets/${id}`, bypass('pull_request'));
    expect((await push()).status).toBe(422);
    await owner.request(`PUT /repos/acme/${repo}/rulesets/${id}`, bypass('always'));
    expect((await push()).status).toBe(200);
  });

  test('non_fast_forward refuses a force push only, deletion only a deletion', async () => {
    const forced = await repository('non_fast_forward');
    expect((await forced.push()).status).toBe(200);
    expect(words((await forced.push(forced.base, true)).data)).toContain('Cannot force-push to this branch');
    const kept = await repository('deletion');
    expect((await kept.push()).status).toBe(200);
    expect((await kept.push(kept.base, true)).status).toBe(200);
    expect(words((await kept.remove()).data)).toContain('Cannot delete this branch');
  });

  test('a required check lets a push pass whose commit has it', async () => {
    count += 1;
    const repo = `pushes-${count}`;
    await owner.createRepository(repo);
    await owner.branch(repo, 'production');
    const head = await ravi.commit(repo, { branch: 'change', files: { 'a.txt': 'new\n' } });
    await owner.ruleset(repo, { branch: 'production', check: CHECK });
    const push = () => ravi.request(`PATCH /repos/acme/${repo}/git/refs/heads/production`, { sha: head });
    expect(words((await push()).data)).toContain(`Required status check "${CHECK}" is expected.`);
    const app = github.withToken(github.installationToken());
    await app.publishCheck(repo, { name: CHECK, head_sha: head, conclusion: 'success' });
    expect((await push()).status).toBe(200);
  });
});
