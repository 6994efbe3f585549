import { describe, expect, test } from '@jest/globals';
import {
  ancestry,
  authorship,
  changedSince,
  type FactRequest,
  history,
  valueHistory,
} from '../../src/engine/fact-requests.ts';
import type { FactSource } from '../../src/engine/ports.ts';
import { openWorktree } from '../../src/git/worktree.ts';
import { githubFacts, githubFiles } from '../../src/github/index.ts';
import { access, known, NAME } from '../support/harness/ask-github.ts';
import { fakeGitHub } from '../support/harness/fake-github.ts';
import { serve } from '../support/harness/serve-repository.ts';
import { type ThrowawayRepository, throwawayRepository } from '../support/harness/throwaway-repository.ts';

interface Both {
  repo: ThrowawayRepository;
  tree: FactSource;
  github: FactSource;
  calls: () => number;
}

async function both(repo: ThrowawayRepository): Promise<Both> {
  const fake = fakeGitHub();
  serve(fake, repo);
  const sha = repo.git('rev-parse', 'HEAD');
  const github = githubFacts(access(fake), { ...NAME, sha, defaultBranch: 'main' });
  return { repo, tree: (await openWorktree(repo.dir, { ref: sha })).facts, github, calls: () => fake.calls.length };
}

async function same(sources: Both, query: FactRequest): Promise<unknown> {
  const answer = onlyGitTells(await known(sources.github, query));
  expect(answer).toEqual(await known(sources.tree, query));
  return answer;
}

/** Whether a merged pull request brought a commit is known to GitHub alone. */
function onlyGitTells(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (key, value) => (key === 'unmerged' || key === 'mergedAt' ? undefined : value)),
  );
}

function withMerges(): ThrowawayRepository {
  const repo = throwawayRepository();
  repo.commit('base', {
    'readiness/pilot.yaml': 'started-on: 2026-01-01\n',
    'docs/runbook.md': '# Run\n\nCall [ops](a.md).\n',
    'src/a.ts': '1\n',
    'src/b.ts': '1\n',
    '.mailmap': 'Ravi Rao <ravi@users.noreply.github.com> <ravi@acme.example>\n',
  });
  repo.git('checkout', '--quiet', '-b', 'side');
  repo.commit('side\n\nCo-authored-by: Lea <lea@x.example>\n', { 'src/a.ts': '2\n', 'docs/new.md': 'x' });
  repo.commit('side pilot', { 'readiness/pilot.yaml': 'started-on: 2026-03-01\n' }, { author: 'Mira <m@x.example>' });
  repo.git('checkout', '--quiet', 'main');
  repo.commit('main', { 'src/b.ts': '2\n' }, { at: '2025-06-01T00:00:00Z' });
  repo.git('merge', '--quiet', '--no-ff', '-m', 'clean', 'side');
  repo.commit('links', { 'docs/runbook.md': '# Run\n\nCall  [ops](b.md).\n' });
  repo.git('checkout', '--quiet', '-b', 'other', 'HEAD~1');
  repo.commit('other', { 'src/a.ts': '7\n', 'readiness/pilot.yaml': 'started-on: 2026-05-01\n' });
  repo.git('checkout', '--quiet', 'main');
  repo.commit('mine', { 'src/a.ts': '8\n' });
  expect(() => repo.git('merge', '--quiet', 'other')).toThrow();
  repo.commit('evil merge', { 'src/a.ts': '9\n' });
  repo.commit('empty');
  repo.remove('docs/new.md');
  repo.link('docs/link.md', 'runbook.md');
  repo.executable('src/b.ts');
  repo.commit('links and modes');
  return repo;
}

describe('a work tree and GitHub', () => {
  test('give equal trees and bytes, and refuse the same files in the same words', async () => {
    const repo = throwawayRepository();
    repo.commit('one', {
      'a.md': 'ä\r\n',
      'b/bin': new Uint8Array([0, 255, 1]),
      'b/c/large.txt': 'x'.repeat(2000),
      'lfs.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:1\n',
      empty: '',
    });
    repo.executable('a.md');
    repo.link('link.md', 'a.md');
    repo.link('folder', 'b');
    repo.git('add', '--all');
    repo.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`);
    repo.git('commit', '--quiet', '-m', 'two');
    const sha = repo.git('rev-parse', 'HEAD');
    const fake = fakeGitHub();
    serve(fake, repo);
    const github = githubFiles(access(fake), { ...NAME, sha });
    const { files: tree } = await openWorktree(repo.dir, { ref: sha });
    const [a, b] = [await github.tree(), await tree.tree()];
    if (a.state !== 'seen' || b.state !== 'seen') throw new Error('not seen');
    expect(a.value.entries).toEqual(b.value.entries);
    const paths = [...b.value.entries.map(({ path }) => path), 'no.md', 'b', 'folder/bin', 'sub/x', '../a.md', ''];
    const plain = (found: Awaited<ReturnType<typeof tree.files>>): unknown =>
      [...found]
        .map(([path, one]) => [
          path,
          one.state === 'seen' ? { ...one, value: Buffer.from(one.value).toString('hex') } : one,
        ])
        .sort();
    expect(plain(await github.files(paths, 1000))).toEqual(plain(await tree.files(paths, 1000)));
    expect(fake.count('/git/blobs/')).toBe(4);
  });

  test('give equal history, whatever merges and dates', async () => {
    const sources = await both(withMerges());
    await same(sources, history(['src/a.ts', 'src/b.ts', 'never.md', 'docs/link.md']));
    await same(sources, history(['docs/*.md', 'readiness/**']));
    for (const pointer of ['started-on', 'started_on', 'no.0', '']) {
      await same(sources, valueHistory('readiness/pilot.yaml', pointer));
    }
    await same(sources, history(['../x', '/y']));
  });

  test('give equal authorship', async () => {
    const sources = await both(withMerges());
    await same(sources, authorship(['src/**', 'docs/**']));
    await same(sources, authorship(['src/**'], { except: ['src/a.ts'], from: '2026-01-01', to: '2026-01-01' }));
    const empty = sources.repo.git('rev-parse', ':/empty');
    for (const options of [{}, { except: ['readiness/**'] }, { except: ['docs/**', 'src/a.ts'] }]) {
      const [a, b] = [
        await known(sources.github, authorship(['**'], options)),
        await known(sources.tree, authorship(['**'], options)),
      ];
      const bare = ({ commits }: typeof a): unknown =>
        commits
          .filter(({ commit }) => commit !== empty)
          .map((commit) => ({ ...commit, paths: [] }))
          .sort((one, other) => (one.commit < other.commit ? -1 : 1));
      expect(bare(a)).toEqual(bare(b));
    }
  });

  test("an empty commit is nobody's work", async () => {
    const repo = throwawayRepository();
    const one = repo.commit('one', { 'a.md': '1' });
    repo.commit('empty');
    const { commits } = await known((await both(repo)).github, authorship(['**']));
    expect(commits.map(({ commit }) => commit)).toEqual([one]);
  });

  test('give equal order and changes', async () => {
    const sources = await both(withMerges());
    const { repo } = sources;
    for (const substantive of [false, true]) {
      await same(sources, ancestry(['docs/runbook.md'], ['src/**'], { substantive }));
      await same(sources, ancestry(['src/a.ts'], ['**'], { substantive, except: ['src/a.ts'] }));
      await same(sources, ancestry(['readiness/**'], ['docs/**'], { substantive }));
      await same(sources, ancestry(['readiness/**'], ['readiness/pilot.yaml'], { substantive }));
      await same(sources, ancestry(['no.md'], ['neither/**'], { substantive }));
      for (const name of ['HEAD~1', 'HEAD~3', 'HEAD~5', 'side', 'other']) {
        const commit = repo.git('rev-parse', name);
        await same(sources, changedSince(['**'], commit, { substantive }));
        await same(
          sources,
          changedSince(['src/**', 'docs/**'], commit.slice(0, 8), { substantive, except: ['src/b.ts'] }),
        );
      }
    }
    for (const name of ['main', '0'.repeat(40), '', 'abcd']) await same(sources, changedSince(['**'], name));
  });

  test.each([0, 12])('a merge that takes one side hides nothing of the other (%s commits more)', async (more) => {
    const repo = throwawayRepository();
    repo.commit('zero', { 'x.md': '' });
    repo.git('branch', 'fresh');
    repo.commit('early', { 'readiness/pilot.yaml': 'started-on: 2026-01-01\n' });
    repo.commit('later', { 'readiness/pilot.yaml': 'started-on: 2026-06-01\n' });
    for (let n = 0; n < more; n++) repo.commit(`more ${n}`, { 'y.md': String(n) });
    repo.git('checkout', '--quiet', 'fresh');
    repo.commit('as if new', { 'readiness/pilot.yaml': 'started-on: 2026-06-01\n' });
    repo.git('merge', '--quiet', '-s', 'ours', '-m', 'nothing happened', 'main');
    const sources = await both(repo);
    const found = await same(sources, valueHistory('readiness/pilot.yaml', 'started-on'));
    expect(found).toMatchObject({ values: expect.arrayContaining([expect.objectContaining({ value: '2026-01-01' })]) });
    await same(sources, history(['readiness/pilot.yaml']));
  });

  test.each([1, 2, 3, 4])('agree on a history nobody would make on purpose (%s)', async (seed) => {
    let state = seed * 7919;
    const pick = <T>(list: readonly T[]): T => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return list[Math.floor(state / 65_536) % list.length] as T;
    };
    const repo = throwawayRepository();
    const paths = ['a.md', 'docs/b.md', 'readiness/pilot.yaml'] as const;
    repo.commit('start', { 'a.md': '0', 'docs/b.md': '0' });
    const branches = ['main'];
    for (let n = 0; n < 30; n++) {
      const at = pick(branches);
      repo.git('checkout', '--quiet', at);
      const what = pick(['commit', 'commit', 'commit', 'branch', 'merge', 'remove'] as const);
      if (what === 'branch') {
        branches.push(`b${n}`);
        repo.git('checkout', '--quiet', '-b', `b${n}`);
      } else if (what === 'merge') {
        const strategy = pick([
          ['-s', 'ours'],
          ['-X', 'ours'],
          ['-X', 'theirs'],
        ] as const);
        try {
          repo.git('merge', '--quiet', '--no-ff', ...strategy, '-m', `merge ${n}`, pick(branches));
        } catch {
          repo.commit(`resolve ${n}`, { 'a.md': pick(['0', '1', '2']) });
        }
      } else if (what === 'remove') {
        repo.remove(pick(paths));
        repo.commit(`remove ${n}`);
      } else repo.commit(`change ${n}`, { [pick(paths)]: pick(['0', '1', '2', '3']) });
    }
    repo.git('checkout', '--quiet', 'main');
    for (const branch of branches.slice(1)) repo.git('merge', '--quiet', '-s', 'ours', '-m', `end ${branch}`, branch);
    const sources = await both(repo);
    await same(sources, history(['**/*.md', 'readiness/pilot.yaml']));
    for (const path of paths) {
      await same(sources, history([path]));
      await same(sources, authorship([path]));
      await same(
        sources,
        ancestry(
          [path],
          paths.filter((other) => other !== path),
        ),
      );
    }
    await same(sources, authorship(['docs/**', 'readiness/**']));
  });

  test('a merge of the merge button is not looked into, one that only looks like it is', async () => {
    const repo = throwawayRepository();
    const web = { author: 'Ravi <ravi@acme.example>', committer: 'GitHub <noreply@github.com>' };
    repo.commit('zero', { 'x.md': '' });
    repo.git('checkout', '--quiet', '-b', 'side');
    repo.commit('as if new', { 'a.md': 'late\n' });
    repo.git('checkout', '--quiet', 'main');
    repo.commit('early', { 'a.md': 'early\n' });
    repo.commit('late', { 'a.md': 'late\n' });
    repo.git('merge', '--quiet', '--no-commit', '--no-ff', 'side');
    const merge = repo.commit('Merge pull request #1 from acme/side', {}, web);
    const accounts = { 'noreply@github.com': 'web-flow' };
    const looked = async (sha: string): Promise<{ found: unknown; folders: number }> => {
      const fake = fakeGitHub();
      serve(fake, repo, { accounts });
      const facts = githubFacts(access(fake), { ...NAME, sha, defaultBranch: 'main' });
      const [file] = await known(facts, history(['a.md']));
      return { found: file?.versions.length, folders: fake.count(`path=a.md`) };
    };
    // GitHub follows the first side that has the file as it is; both sides do.
    expect(await looked(merge)).toEqual({ found: 2, folders: 1 });
    repo.git('checkout', '--quiet', '-b', 'evil', merge);
    repo.git('checkout', '--quiet', '-b', 'fresh', ':/zero');
    repo.commit('again', { 'a.md': 'late\n' });
    repo.git('merge', '--quiet', '-s', 'ours', '--no-commit', '--no-ff', 'evil');
    const evil = repo.commit('Merge pull request #2 from acme/evil', {}, web);
    expect((await looked(evil)).found).toBeGreaterThan(2);
  });

  test('a commit of another branch is known and is no ancestor', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': '1' });
    repo.git('checkout', '--quiet', '-b', 'side');
    const side = repo.commit('side', { 'a.md': '2' });
    repo.git('checkout', '--quiet', 'main');
    const answer = await same(await both(repo), changedSince(['**'], side));
    expect(answer).toEqual({ ancestor: false, commit: side, changed: ['a.md'] });
  });
});
