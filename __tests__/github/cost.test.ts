import { expect, test } from '@jest/globals';
import {
  acceptance,
  approvals,
  authorship,
  changedSince,
  history,
  lastPromotion,
  people,
  releases,
  valueHistory,
} from '../../src/engine/fact-requests.ts';
import { githubFacts, githubFiles, memoryBlobs, memoryEtags, openPullRequest } from '../../src/github/index.ts';
import { access, NAME } from '../support/harness/ask-github.ts';
import { fakeGitHub } from '../support/harness/fake-github.ts';
import { serve } from '../support/harness/serve-repository.ts';
import { throwawayRepository } from '../support/harness/throwaway-repository.ts';

test('judging the same head again costs nothing that is not answered 304', async () => {
  const repo = throwawayRepository();
  const files = ['pilot', 'metrics', 'workflow'].map((name) => [`readiness/${name}.yaml`, `name: ${name}\n`]);
  const first = repo.commit('one', {
    ...Object.fromEntries(files),
    'docs/runbook.md': '# Run\n',
    'docs/privacy.md': 'x',
    'evals/results.json': '{}',
  });
  for (let n = 0; n < 30; n++) repo.commit(`code ${n}`, { 'src/a.ts': String(n) });
  repo.commit('moved', { 'readiness/metrics.yaml': 'name: other\n' });
  const sha = repo.git('rev-parse', 'HEAD');
  const fake = fakeGitHub();
  fake.tags = true;
  serve(fake, repo, { accounts: { 'ravi@acme.example': 'ravi' } });
  const side = { ref: 'main', sha, repo: null };
  fake.on('/repos/acme/pilot/pulls/9', {
    number: 9,
    state: 'open',
    user: { login: 'ravi', type: 'User' },
    head: side,
    base: side,
    changed_files: 0,
    commits: 1,
  });
  fake.on('/repos/acme/pilot/pulls/9/files', []);
  fake.on('/repos/acme/pilot/pulls/9/reviews', [
    {
      id: 1,
      user: { login: 'mira', type: 'User' },
      state: 'APPROVED',
      body: '/readiness sign-off privacy',
      submitted_at: 'T',
      commit_id: sha,
    },
  ]);
  fake.on('/users/:login', ({ groups: [login] }) => ({ json: { login, type: 'User' } }));
  fake.on('/orgs/acme/members/:login', () => ({ status: 204 }));
  fake.on('/orgs/acme/memberships/:login', () => ({ json: { state: 'active', role: 'member' } }));
  fake.on('/repos/acme/pilot/releases', []);
  fake.on('/repos/acme/pilot/deployments', []);
  const made = access(fake, { cache: memoryBlobs(), etags: memoryEtags() });
  const covers = ['docs/privacy.md', 'readiness/workflow.yaml'];
  const judge = async (): Promise<void> => {
    const subject = await openPullRequest(made, { ...NAME, number: 9 });
    const source = githubFiles(made, { ...NAME, sha: subject.sha });
    const tree = await source.tree();
    if (tree.state !== 'seen') throw new Error('no tree');
    await source.files(
      tree.value.entries.map(({ path }) => path),
      1 << 20,
    );
    const asked = await githubFacts(made, { ...NAME, sha, pullRequest: 9, defaultBranch: 'main' }).answer([
      people(['dana', 'ravi', 'mira', 'ines']),
      authorship(['**']),
      authorship(['**'], { except: ['readiness/**'] }),
      valueHistory('readiness/pilot.yaml', 'started-on'),
      valueHistory('readiness/metrics.yaml', 'baselines'),
      history(['evals/results.json']),
      changedSince(['**'], first),
      approvals([
        { control: 'privacy', approvers: ['@mira'], covers },
        { control: 'security', approvers: ['@lea'], covers },
      ]),
      acceptance('BK-2', ['ines']),
      releases(),
      lastPromotion(),
    ]);
    for (const [key, answer] of asked) expect([key, answer.state]).toEqual([key, 'seen']);
  };
  await judge();
  const before = { ...made.counts };
  await judge();
  const again = { total: made.counts.total - before.total, counted: made.counts.counted - before.counted };
  expect(before.counted).toBeLessThanOrEqual(60);
  expect(again.counted).toBe(0);
  expect(again.total).toBeLessThanOrEqual(25);
  if (process.env.SHOW_COUNTS) process.stderr.write(`${JSON.stringify({ before, again })}\n${fake.calls.join('\n')}\n`);
});

test('a commit that brings many folders is read in one request, and tells each of their files', async () => {
  const repo = throwawayRepository();
  const first = repo.commit('one', { 'README.md': 'x' });
  const many = Object.fromEntries(Array.from({ length: 40 }, (_none, n) => [`data/part-${n}/deep/file.txt`, `${n}`]));
  repo.commit('many', many);
  const sha = repo.git('rev-parse', 'HEAD');
  const fake = fakeGitHub();
  serve(fake, repo, { accounts: { 'ravi@acme.example': 'ravi' } });
  const made = access(fake, { cache: memoryBlobs(), etags: memoryEtags() });
  const query = changedSince(['data/**'], first);
  const [answer] = (await githubFacts(made, { ...NAME, sha, defaultBranch: 'main' }).answer([query])).values();
  if (answer?.state !== 'seen') throw new Error(JSON.stringify(answer));
  expect(JSON.stringify(answer.value)).toContain('data/part-39/deep/file.txt');
  expect(made.counts.total).toBeLessThanOrEqual(12);
});
