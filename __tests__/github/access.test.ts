import { describe, expect, test } from '@jest/globals';
import { UnavailableError } from '../../src/domain/errors.ts';
import { issueStates, people } from '../../src/engine/fact-requests.ts';
import type { FactSource } from '../../src/engine/ports.ts';
import { GitHubUnavailableError, githubFacts, memoryEtags, openPullRequest } from '../../src/github/index.ts';
import { access, known, NAME, TOKEN, whyNot } from '../support/harness/ask-github.ts';
import { type FakeGitHub, fakeGitHub } from '../support/harness/fake-github.ts';

const ISSUE = issueStates(['#7']);
const NOW = Date.parse('2026-11-20T14:00:00Z');

function withIssue(): FakeGitHub {
  const fake = fakeGitHub();
  fake.on('/repos/acme/pilot/issues/7', { state: 'closed', closed_at: '2026-11-01T00:00:00Z' });
  return fake;
}

function factsOf(made: ReturnType<typeof access>): FactSource {
  return githubFacts(made, { ...NAME, sha: '1'.repeat(40), defaultBranch: 'main' });
}

describe('a connection', () => {
  test('tries again after server errors and broken lines, waiting longer each time', async () => {
    const fake = withIssue();
    const reset = Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
    });
    fake.next('/issues/7', { status: 502 }, reset, new DOMException('late', 'TimeoutError'));
    const made = access(fake);
    expect(await known(factsOf(made), ISSUE)).toEqual({ '#7': { state: 'closed', closedAt: '2026-11-01T00:00:00Z' } });
    expect(made.waits).toEqual([500, 1000, 2000]);
    expect(made.counts).toEqual({ total: 4, counted: 4 });
  });

  test('waits as long as it is told, and for the reset of an empty budget', async () => {
    const fake = withIssue();
    fake.next(
      '/issues/7',
      { status: 429, headers: { 'retry-after': '3' } },
      { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 20) } },
    );
    const made = access(fake, { now: () => NOW });
    await known(factsOf(made), ISSUE);
    expect(made.waits).toEqual([3000, 20_000]);
  });

  test('gives up when that would take too long, says when to try again, and settles by a retry', async () => {
    const fake = withIssue();
    fake.next('/issues/7', {
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 420) },
    });
    const made = access(fake, { now: () => NOW });
    expect(await whyNot(factsOf(made), ISSUE)).toEqual({
      reason: "could not read acme/pilot#7: GitHub's rate limit is used up; next try at 14:07 UTC",
      resolvableBy: 'retry',
    });
    expect(made.waits).toEqual([]);
    fake.next('/issues/7', ...Array.from({ length: 9 }, () => ({ status: 500 })));
    expect(await whyNot(factsOf(made), ISSUE)).toMatchObject({
      resolvableBy: 'retry',
      reason: 'could not read acme/pilot#7: GitHub did not respond (500)',
    });
    expect(made.waits).toHaveLength(5);
  });

  test('a secondary limit without a time waits a minute, within the cap that was set', async () => {
    const fake = withIssue();
    const secondary = { status: 403, json: { message: 'You have exceeded a secondary rate limit.' } };
    fake.next('/issues/7', secondary);
    const patient = access(fake);
    await known(factsOf(patient), ISSUE);
    expect(patient.waits).toEqual([60_000]);
    fake.next('/issues/7', secondary);
    expect(await whyNot(factsOf(access(fake, { maxWaitMs: 1000 })), ISSUE)).toMatchObject({ resolvableBy: 'retry' });
  });

  test.each([401, 403])('%s is never tried again, names what to grant and never the token', async (status) => {
    const fake = withIssue();
    fake.next('/issues/7', { status, json: { message: `Bad credentials ${TOKEN}` } });
    const why = await whyNot(factsOf(access(fake)), ISSUE);
    expect(why.resolvableBy).toBe('github');
    expect(why.reason).toMatch(status === 401 ? /the token is not accepted/ : /Issues: read is not granted/);
    expect(why.reason).not.toContain(TOKEN);
    expect(fake.count('/issues/7')).toBe(1);
  });

  test('asks unchanged things for free', async () => {
    const fake = withIssue();
    fake.tags = true;
    const made = access(fake, { etags: memoryEtags() });
    const first = await known(factsOf(made), ISSUE);
    expect(made.counts).toEqual({ total: 1, counted: 1 });
    expect(await known(factsOf(made), ISSUE)).toEqual(first);
    expect(made.counts).toEqual({ total: 2, counted: 1 });
    fake.on('/repos/acme/pilot/issues/7', { state: 'open' });
    expect(await known(factsOf(made), ISSUE)).toEqual({ '#7': { state: 'open' } });
    expect(made.counts).toEqual({ total: 3, counted: 2 });
  });

  test('memory for tags forgets the oldest', async () => {
    const etags = memoryEtags(2);
    for (const key of ['a', 'b', 'c']) await etags.set(key, { etag: key, data: 1 });
    expect([await etags.get('a'), (await etags.get('b'))?.etag]).toEqual([undefined, 'b']);
  });

  test('names its API version, its server and the two tokens', async () => {
    const fake = fakeGitHub();
    const seen: (string | null)[] = [];
    fake.on('/users/ines', ({ headers }) => {
      seen.push(headers.get('x-github-api-version'), headers.get('authorization'));
      return { json: { login: 'Ines', type: 'User' } };
    });
    fake.on('/repos/acme/pilot', { default_branch: 'main', owner: { login: 'acme', type: 'Organization' } });
    fake.on('/orgs/acme/members/ines', ({ headers }) => {
      seen.push(headers.get('authorization'));
      return { status: 204 };
    });
    await known(factsOf(access(fake, { teamToken: 'team' })), people(['ines']));
    expect(seen).toEqual(['2022-11-28', `token ${TOKEN}`, 'token team']);
    expect(access(fake, { baseUrl: 'https://ghe.example/api/v3/' })).toMatchObject({
      baseUrl: 'https://ghe.example/api/v3',
    });
  });

  test('an answer in another form is no answer', async () => {
    const fake = fakeGitHub();
    fake.on('/repos/acme/pilot/issues/7', { state: { toString: 'closed' } });
    expect(await whyNot(factsOf(access(fake)), ISSUE)).toMatchObject({ resolvableBy: 'retry' });
  });
});

describe('a pull request', () => {
  const sides = (fork: boolean) => ({
    head: {
      ref: 'go',
      sha: 'h'.repeat(40),
      repo: {
        name: 'pilot',
        full_name: fork ? 'mallory/pilot' : 'acme/pilot',
        owner: { login: fork ? 'mallory' : 'acme' },
      },
    },
    base: {
      ref: 'production',
      sha: 'b'.repeat(40),
      repo: { name: 'pilot', full_name: 'acme/pilot', owner: { login: 'acme' } },
    },
  });
  const pull = (fork: boolean, changed_files: number) => ({
    number: 3,
    state: 'open',
    draft: true,
    merged_at: null,
    user: { login: 'Ravi', type: 'User' },
    labels: [{ name: 'promote-to-production' }],
    changed_files,
    ...sides(fork),
  });

  function withPull(fork: boolean, files: number, listed = files): FakeGitHub {
    const fake = fakeGitHub();
    fake.on('/repos/acme/pilot/pulls/3', pull(fork, files));
    fake.on(
      '/repos/acme/pilot/pulls/3/files',
      Array.from({ length: listed }, (_, n) => ({
        filename: `f${n}`,
        ...(n === 0 ? { previous_filename: 'old' } : {}),
      })),
    );
    fake.on('/repos/acme/pilot/compare/:range', { merge_base_commit: { sha: 'm'.repeat(40) } });
    const tree = (...paths: string[]): object => ({
      tree: paths.map((path) => ({ path, mode: '100644', type: 'blob', sha: path.repeat(3) })),
    });
    fake.on(`/repos/acme/pilot/git/trees/${'m'.repeat(40)}`, tree('kept', 'gone'));
    fake.on(`/repos/acme/pilot/git/trees/${'h'.repeat(40)}`, tree('kept', 'new'));
    return fake;
  }

  test('is read with every page of its files', async () => {
    const fake = withPull(true, 250);
    const subject = await openPullRequest(access(fake), { ...NAME, number: 3 });
    expect(subject).toMatchObject({
      sha: 'h'.repeat(40),
      base: { ref: 'production' },
      fork: true,
      head: { owner: 'mallory', repo: 'pilot', ref: 'go' },
      author: { login: 'ravi', human: true },
      labels: ['promote-to-production'],
      state: 'open',
      draft: true,
      merged: false,
      mergeBase: { state: 'seen', value: 'm'.repeat(40) },
    });
    expect(subject.changed.state === 'seen' && subject.changed.value).toHaveLength(251);
    expect(fake.count('/files')).toBe(3);
    expect(fake.calls.every((call) => !call.includes('elsewhere'))).toBe(true);
  });

  test.each([
    [3000, 3000],
    [10, 9],
  ])('with %s files of which %s are listed, trees are compared', async (files, listed) => {
    const fake = withPull(false, files, listed);
    const subject = await openPullRequest(access(fake), { ...NAME, number: 3 });
    expect(subject.fork).toBe(false);
    expect(subject.changed).toMatchObject({ state: 'seen', value: ['gone', 'new'] });
  });

  test('that may not be seen is an error; files that may not are unavailable', async () => {
    const fake = withPull(false, 5);
    fake.next('/files', { status: 403 });
    const subject = await openPullRequest(access(fake), { ...NAME, number: 3 });
    expect(subject.changed).toMatchObject({ state: 'unavailable', resolvableBy: 'github' });
    const failed = openPullRequest(access(fakeGitHub()), { ...NAME, number: 3 });
    await expect(failed).rejects.toThrow(UnavailableError);
    await expect(failed).rejects.toMatchObject({
      constructor: GitHubUnavailableError,
      status: 404,
      resolvableBy: 'github',
    });
  });
});
