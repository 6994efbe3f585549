import { describe, expect, test } from '@jest/globals';
import { history } from '../../src/engine/fact-requests.ts';
import { githubFacts, githubFiles, memoryBlobs, readAtDefaultBranch } from '../../src/github/index.ts';
import { access, known, NAME, whyNot } from '../support/harness/ask-github.ts';
import { fakeGitHub } from '../support/harness/fake-github.ts';
import { serve } from '../support/harness/serve-repository.ts';
import { type ThrowawayRepository, throwawayRepository } from '../support/harness/throwaway-repository.ts';

function small(): { repo: ThrowawayRepository; sha: string } {
  const repo = throwawayRepository();
  const sha = repo.commit('one', {
    'readiness/pilot.yaml': 'name: x\n',
    'docs/a.md': 'a',
    'docs/deep/b.md': 'b',
    'src/x.ts': 'x',
    'src/y.ts': 'y',
  });
  return { repo, sha };
}

describe('files of a commit', () => {
  test('cost one request for the tree and one for each blob; the second time none', async () => {
    const { repo, sha } = small();
    const fake = fakeGitHub();
    serve(fake, repo);
    const cache = memoryBlobs();
    const first = githubFiles(access(fake, { cache }), { ...NAME, sha });
    await first.tree();
    await first.files(['docs/a.md', 'src/x.ts', 'no.md'], 1000);
    await first.files(['docs/a.md'], 1000);
    expect(fake.calls).toHaveLength(3);
    const again = githubFiles(access(fake), { ...NAME, sha, cache });
    expect((await again.files(['docs/a.md', 'src/x.ts'], 1000)).get('docs/a.md')).toMatchObject({ state: 'seen' });
    expect(fake.calls).toHaveLength(3);
    // The blob of the other file did not change with the commit.
    const next = repo.commit('two', { 'docs/a.md': 'a2' });
    await githubFiles(access(fake), { ...NAME, sha: next, cache }).files(['docs/a.md', 'src/x.ts'], 1000);
    expect(fake.calls).toHaveLength(5);
    // Another repository does not read through what this one holds.
    const other = githubFiles(access(fake, { cache }), { owner: 'acme', repo: 'other', sha });
    expect(await other.tree()).toMatchObject({ state: 'unavailable' });
  });

  test('at most eight requests are under way, and what is too large is never fetched', async () => {
    const repo = throwawayRepository();
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`f${n}`, `content ${n}`]));
    const sha = repo.commit('many', { ...files, large: 'x'.repeat(500) });
    const fake = fakeGitHub();
    serve(fake, repo);
    const found = await githubFiles(access(fake), { ...NAME, sha }).files([...Object.keys(files), 'large'], 100);
    expect(fake.mostAtOnce).toBe(8);
    expect(fake.count('/git/blobs/')).toBe(40);
    expect(found.get('large')).toMatchObject({
      state: 'invalid',
      faults: [{ problem: 'is 500 bytes, more than 100' }],
    });
  });

  test('a tree that is cut off is walked folder by folder; one that stays incomplete is unavailable, never absent', async () => {
    const { repo, sha } = small();
    const fake = fakeGitHub();
    serve(fake, repo, { mostEntries: 3 });
    const tree = await githubFiles(access(fake), { ...NAME, sha }).tree();
    expect(tree.state === 'seen' && tree.value.entries.map(({ path }) => path)).toEqual([
      'docs/a.md',
      'docs/deep/b.md',
      'readiness/pilot.yaml',
      'src/x.ts',
      'src/y.ts',
    ]);
    serve(fake, repo, { mostEntries: 1 });
    const cut = githubFiles(access(fake), { ...NAME, sha });
    expect(await cut.tree()).toMatchObject({ state: 'unavailable', resolvableBy: 'history' });
    expect((await cut.files(['no.md'], 10)).get('no.md')).toMatchObject({
      state: 'unavailable',
      reason: expect.stringContaining('could not be read completely'),
    });
  });

  test('what may not be seen is unavailable, and so is a blob whose bytes are not its own', async () => {
    const { repo, sha } = small();
    const fake = fakeGitHub();
    serve(fake, repo);
    fake.next('/git/trees/', { status: 404 });
    expect(await githubFiles(access(fake), { ...NAME, sha }).tree()).toEqual({
      state: 'unavailable',
      reason: `could not read the files of ${sha.slice(0, 7)} (404): it does not exist, or Contents: read is not granted`,
      resolvableBy: 'github',
    });
    fake.next('/git/blobs/', { status: 404 }, { json: { content: 'eA==', encoding: 'base64' } });
    const files = githubFiles(access(fake), { ...NAME, sha });
    expect((await files.files(['docs/a.md'], 10)).get('docs/a.md')).toMatchObject({
      state: 'unavailable',
      resolvableBy: 'github',
    });
    expect((await files.files(['src/y.ts'], 10)).get('src/y.ts')).toMatchObject({
      state: 'unavailable',
      resolvableBy: 'retry',
    });
  });

  test('objects of a fork are read in the base repository, else in the fork', async () => {
    const { repo, sha } = small();
    const fake = fakeGitHub();
    serve(fake, repo, { name: 'mallory/pilot' });
    const head = { owner: 'mallory', repo: 'pilot' };
    const found = await githubFiles(access(fake), { ...NAME, sha, head }).files(['docs/a.md'], 10);
    expect(found.get('docs/a.md')).toMatchObject({ state: 'seen' });
    expect(fake.calls.map((call) => call.split('/')[2])).toEqual(['acme', 'mallory', 'acme', 'mallory']);
    const facts = githubFacts(access(fake), { ...NAME, sha, head, defaultBranch: 'main' });
    fake.on('/repos/acme/pilot/branches/main', { commit: { sha } });
    expect(await known(facts, history(['docs/a.md']))).toMatchObject([{ versions: [{ commit: sha }] }]);
  });
});

describe('history', () => {
  test('says when a pull request brought each version to the default branch', async () => {
    const { repo, sha } = small();
    const fake = fakeGitHub();
    serve(fake, repo, { accounts: { 'ravi@acme.example': 'RaviR' } });
    const base = (ref: string, full_name = 'acme/pilot'): object => ({ ref, repo: { full_name } });
    fake.on(`/repos/acme/pilot/commits/${sha}/pulls`, [
      { merged_at: '2026-03-02T00:00:00Z', base: base('main') },
      { merged_at: '2026-03-01T00:00:00Z', base: base('main') },
      { merged_at: '2026-01-01T00:00:00Z', base: base('feature') },
      { merged_at: '2026-01-01T00:00:00Z', base: base('main', 'mallory/pilot') },
      { merged_at: null, base: base('main') },
    ]);
    const facts = githubFacts(access(fake), { ...NAME, sha, defaultBranch: 'main' });
    expect(await known(facts, history(['docs/a.md']))).toMatchObject([
      { versions: [{ mergedAt: '2026-03-01T00:00:00Z', author: { handle: 'ravir' } }] },
    ]);
    fake.next('/pulls', { status: 403 });
    expect(await whyNot(facts, history(['docs/a.md']))).toMatchObject({
      resolvableBy: 'github',
      reason: expect.stringContaining('Pull requests: read'),
    });
  });

  test('follows all pages, and a push costs one page more', async () => {
    const repo = throwawayRepository();
    for (let n = 0; n < 130; n++) repo.git('commit', '--quiet', '--allow-empty', '-m', `${n}`);
    const sha = repo.commit('one', { 'a.md': '1' });
    const fake = fakeGitHub();
    serve(fake, repo);
    const cache = memoryBlobs();
    const ask = async (at: string): Promise<unknown> =>
      known(githubFacts(access(fake, { cache }), { ...NAME, sha: at, defaultBranch: 'main' }), history(['a.md']));
    expect(await ask(sha)).toMatchObject([{ versions: [{ commit: sha }] }]);
    expect(fake.calls.filter((call) => /\/commits\?/.test(call) && !call.includes('path='))).toHaveLength(2);
    const next = repo.commit('two', { 'a.md': '2' });
    fake.calls.length = 0;
    expect(await ask(next)).toMatchObject([{ versions: [{ commit: sha }, { commit: next }] }]);
    expect(fake.calls.filter((call) => /\/commits\?/.test(call) && !call.includes('path='))).toHaveLength(1);
    fake.calls.length = 0;
    await ask(next);
    expect(fake.calls.filter((call) => !call.includes('/pulls') && !call.includes('/branches/'))).toEqual([]);
  });

  test('with more versions than are read is unavailable and says that a clone can tell', async () => {
    const repo = throwawayRepository();
    for (let n = 0; n < 101; n++) {
      repo.write({ 'a.md': String(n) });
      repo.git('add', 'a.md');
      repo.git('commit', '--quiet', '-m', `${n}`);
    }
    const fake = fakeGitHub();
    serve(fake, repo);
    const facts = githubFacts(access(fake), { ...NAME, sha: repo.git('rev-parse', 'HEAD'), defaultBranch: 'main' });
    expect(await whyNot(facts, history(['a.md']))).toEqual({
      reason: 'a.md has 101 versions; at most 100 are read',
      resolvableBy: 'history',
    });
  });
});

describe('files at the default branch', () => {
  test('are all of one commit', async () => {
    const { repo, sha } = small();
    repo.git('checkout', '--quiet', '-b', 'side');
    repo.commit('weaker', { 'docs/a.md': 'changed' });
    const fake = fakeGitHub();
    serve(fake, repo);
    const found = await readAtDefaultBranch(access(fake), { ...NAME, paths: ['docs/a.md', 'no.md'] });
    if (found.state !== 'seen') throw new Error(JSON.stringify(found));
    expect(found.value).toMatchObject({ branch: 'main', commit: sha });
    const read = found.value.files.get('docs/a.md');
    expect(read?.state === 'seen' && Buffer.from(read.value).toString()).toBe('a');
    expect(found.value.files.get('no.md')).toEqual({ state: 'absent', place: { path: 'no.md' } });
    expect(await readAtDefaultBranch(access(fakeGitHub()), { ...NAME, paths: [] })).toMatchObject({
      state: 'unavailable',
    });
  });
});
