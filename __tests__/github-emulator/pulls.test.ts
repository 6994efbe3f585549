import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

describe('pull requests', () => {
  let github: GitHub;
  let ravi: Client;
  beforeAll(async () => {
    github = await startGitHub({ users: ['ravi', { login: 'eve', role: 'outside' }] });
    ravi = github.as('ravi');
  });
  afterAll(() => github.close());

  const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at}\n`).join('');
  const get = async (path: string): Promise<unknown> => (await ravi.request(`GET /repos/acme/${path}`)).data;
  const events = (name: string) => github.events.filter(({ event, action }) => `${event}.${action}` === name);

  test('files have status, the earlier name, counts and pages; the pull request has the sums', async () => {
    await ravi.createRepository('files', {
      files: { 'a.txt': lines(9), 'b.txt': 'b\n', 'c.txt': 'c\n', 'd.txt': lines(5) },
    });
    await ravi.commit('files', {
      branch: 'change',
      files: {
        'a.txt': `${lines(9)}more\n`,
        'b.txt': null,
        'c.txt': null,
        'moved/c.txt': 'c\n',
        'd.txt': null,
        'e.txt': `${lines(5)}x\n`,
        'f.txt': 'f\n',
      },
    });
    const { number } = await ravi.openPullRequest('files', { head: 'change' });
    expect(await get(`files/pulls/${number}/files`)).toMatchObject([
      { filename: 'a.txt', status: 'modified', additions: 1, deletions: 0, patch: expect.stringContaining('+more') },
      { filename: 'b.txt', status: 'removed', deletions: 1 },
      { filename: 'e.txt', status: 'renamed', previous_filename: 'd.txt', additions: 1 },
      { filename: 'f.txt', status: 'added', additions: 1 },
      { filename: 'moved/c.txt', status: 'renamed', previous_filename: 'c.txt', changes: 0 },
    ]);
    const page = await ravi.request(`GET /repos/acme/files/pulls/${number}/files?per_page=2&page=2`);
    expect(page.data).toHaveLength(2);
    expect(page.headers.link).toMatch(/page=1>; rel="prev".*page=3>; rel="next".*page=3>; rel="last"/);
    expect(await get(`files/pulls/${number}`)).toMatchObject({
      ...{ commits: 1, changed_files: 5, additions: 3, deletions: 1, mergeable: true, mergeable_state: 'clean' },
    });
    expect(await get('files/pulls')).toEqual([expect.not.objectContaining({ changed_files: expect.anything() })]);
    expect(await get(`files/pulls/${number}/commits`)).toMatchObject([{ author: { login: 'ravi' } }]);
  });

  test('no more than 3,000 files are listed', async () => {
    await ravi.createRepository('many');
    const files = Object.fromEntries(Array.from({ length: 3010 }, (_, at) => [`f/${at}.txt`, `${at % 7}\n`]));
    await ravi.commit('many', { branch: 'change', files });
    const { number } = await ravi.openPullRequest('many', { head: 'change' });
    const last = await ravi.request(`GET /repos/acme/many/pulls/${number}/files?per_page=100&page=30`);
    expect([(last.data as unknown[]).length, /rel="next"/.test(last.headers.link ?? '')]).toEqual([100, false]);
    expect(await get(`many/pulls/${number}`)).toMatchObject({ changed_files: 3010 });
  });

  test.each([
    [
      'the contents API',
      async (head: string) =>
        ravi.request('PUT /repos/acme/push/contents/x.txt', { branch: 'change', message: head, content: 'eA==' }),
    ],
    ['a new commit', async (head: string) => ravi.commit('push', { branch: 'change', files: { 'y.txt': head } })],
    [
      'a forced ref',
      async () =>
        ravi.request('PATCH /repos/acme/push/git/refs/heads/change', {
          sha: await ravi.commit('push', { branch: 'aside', files: { 'z.txt': 'z' } }),
          force: true,
        }),
    ],
  ])('a push by %s moves the head and tells', async (name, push) => {
    if (name === 'the contents API') {
      await ravi.createRepository('push');
      await ravi.commit('push', { branch: 'change', files: { 'a.txt': 'a' } });
      await ravi.openPullRequest('push', { head: 'change' });
    }
    const before = await ravi.tip('push', 'change');
    await push(before ?? '');
    const after = await ravi.tip('push', 'change');
    await github.settled();
    expect(after).not.toBe(before);
    expect(await get('push/pulls/1')).toMatchObject({ head: { sha: after } });
    expect(events('pull_request.synchronize').at(-1)?.payload).toMatchObject({
      ...{ number: 1, before, after, sender: { login: 'ravi' } },
      pull_request: { head: { sha: after } },
    });
    expect(github.events.findLast(({ event }) => event === 'push')?.payload).toMatchObject({
      ...{ ref: 'refs/heads/change', before, after, forced: name === 'a forced ref', pusher: { name: 'ravi' } },
      head_commit: { id: after },
    });
  });

  test('a new base is `edited` with what it was', async () => {
    await ravi.createRepository('base');
    await ravi.branch('base', 'production');
    await ravi.commit('base', { branch: 'change', files: { 'a.txt': 'a' } });
    const { number } = await ravi.openPullRequest('base', { head: 'change' });
    await ravi.editPullRequest('base', number, { base: 'production', title: 'Promote' });
    await github.settled();
    expect(events('pull_request.edited').map(({ payload }) => payload)).toMatchObject([
      {
        changes: { base: { ref: { from: 'main' } }, title: { from: 'Merge change' } },
        pull_request: { base: { ref: 'production' } },
      },
    ]);
  });

  test('a missing branch, the same again, and nothing new are 422', async () => {
    await ravi.createRepository('refused');
    await ravi.commit('refused', { branch: 'change', files: { 'a.txt': 'a' } });
    await ravi.branch('refused', 'empty');
    const open = (head: string) => ravi.request('POST /repos/acme/refused/pulls', { head, base: 'main', title: head });
    expect((await open('nowhere')).status).toBe(422);
    expect((await open('change')).status).toBe(201);
    expect(JSON.stringify((await open('change')).data)).toContain('A pull request already exists for acme:change.');
    expect(JSON.stringify((await open('empty')).data)).toContain('No commits between main and empty');
  });

  test("a fork's head is readable in the base repository, and moves", async () => {
    await ravi.createRepository('open');
    const eve = github.as('eve');
    const fork = await eve.fork('open');
    const head = await eve.commit(fork, { branch: 'idea', files: { 'idea.md': 'idea\n' } });
    const { number } = await eve.openPullRequest('open', { head: 'eve:idea' });
    expect(await get(`open/git/commits/${head}`)).toMatchObject({ sha: head });
    expect(await get(`open/pulls/${number}/files`)).toMatchObject([{ filename: 'idea.md' }]);
    expect(await get(`open/contents/idea.md?ref=${head}`)).toMatchObject({ name: 'idea.md' });
    const moved = await eve.commit(fork, { branch: 'idea', files: { 'idea.md': 'better\n' } });
    await github.settled();
    expect(await get(`open/pulls/${number}`)).toMatchObject({
      head: { sha: moved, repo: { full_name: 'eve/open', fork: true } },
    });
    expect(await get(`open/git/commits/${moved}`)).toMatchObject({ sha: moved });
    const app = github.withToken(github.installationToken());
    await app.publishCheck('open', { name: 'pilot-readiness', head_sha: moved, conclusion: 'success' });
    expect(await get(`open/commits/${moved}/check-runs`)).toMatchObject({ check_runs: [{ pull_requests: [] }] });
  });

  test('pull requests of a commit: those that hold it, and once landed the one that brought it', async () => {
    await ravi.createRepository('landing');
    const sha = await ravi.commit('landing', { branch: 'one', files: { 'a.txt': 'a' } });
    await ravi.branch('landing', 'two', sha);
    const one = await ravi.openPullRequest('landing', { head: 'one' });
    await ravi.openPullRequest('landing', { head: 'two' });
    expect(await get(`landing/commits/${sha}/pulls`)).toMatchObject([{ number: 1 }, { number: 2 }]);
    const { sha: merge } = await ravi.merge('landing', one.number);
    expect(await get(`landing/commits/${sha}/pulls`)).toMatchObject([{ number: 1, merged: true }]);
    expect(await get(`landing/commits/${merge}/pulls`)).toMatchObject([{ number: 1 }]);
  });

  test('commits of a path, from a ref, and a comparison', async () => {
    await ravi.createRepository('history', { files: { 'a.txt': '1' }, date: '2026-01-01T00:00:00Z' });
    await ravi.commit('history', { branch: 'main', files: { 'b.txt': '1' }, message: 'other' });
    const last = await ravi.commit('history', { branch: 'side', files: { 'a.txt': '2' }, message: 'second' });
    const found = (await get('history/commits?path=a.txt&sha=side')) as { commit: { message: string } }[];
    expect(found.map(({ commit }) => commit.message)).toEqual(['second', 'First commit']);
    expect(await get('history/compare/main...side')).toMatchObject({
      ahead_by: 1,
      files: [{ filename: 'a.txt' }],
      commits: [{ sha: last }],
    });
  });
});
