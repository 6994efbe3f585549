import { describe, expect, test } from '@jest/globals';
import { lineChange } from '../../src/engine/fact-requests.ts';
import { linesChanged } from '../../src/evidence/history/lines-changed.ts';
import { openWorktree } from '../../src/git/worktree.ts';
import { githubFacts } from '../../src/github/index.ts';
import { access, known, NAME, put } from '../support/harness/ask-github.ts';
import { fakeGitHub } from '../support/harness/fake-github.ts';
import { serve } from '../support/harness/serve-repository.ts';
import { throwawayRepository } from '../support/harness/throwaway-repository.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const many = (count: number, of = (index: number) => `line ${index}`): string =>
  Array.from({ length: count }, (_, index) => of(index)).join('\n');

describe('lines changed', () => {
  test.each([
    ['nothing', 'a\nb\n', 'a\nb\n', 2, 0],
    ['white space and blank lines', 'a  b\r\n\nc\n', 'a b\nc', 2, 0],
    ['one of three', 'a\nb\nc', 'a\nx\nc', 3, 1],
    ['one more', 'a\nb', 'a\nb\nc', 3, 1],
    ['one less', 'a\nb\nc', 'a\nc', 3, 1],
    ['everything', 'a\nb', 'x\ny\nz', 3, 3],
    ['a step that moved', 'one\ntwo\nthree', 'two\nthree\none', 3, 1],
    ['emptied', 'a\nb', '', 2, 2],
    ['both empty', '', '\n', 0, 0],
  ])('%s', (_name, before, after, lines, changed) => {
    expect(linesChanged(bytes(before), bytes(after))).toEqual({ lines, changed });
  });

  test('two texts too long to be compared count as changed between their equal ends', () => {
    const before = many(8_000);
    const after = `line 0\n${many(7_998, (index) => `other ${index}`)}\nline 7999`;
    expect(linesChanged(bytes(before), bytes(after))).toEqual({ lines: 8_000, changed: 7_998 });
  });
});

describe('how many lines of a file changed', () => {
  test('is the same from a work tree and from GitHub', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'docs/runbook.md': many(20), 'gone.md': 'x\n' });
    const before = repo.git('rev-parse', 'HEAD:docs/runbook.md');
    repo.commit('two', { 'docs/runbook.md': many(20, (index) => (index === 3 ? 'new' : `line ${index}`)) });
    const gone = repo.git('rev-parse', 'HEAD:gone.md');
    repo.remove('gone.md');
    repo.commit('three');
    const sha = repo.git('rev-parse', 'HEAD');
    const fake = fakeGitHub();
    serve(fake, repo);
    fake.on(`/repos/acme/pilot/git/blobs/${'f'.repeat(40)}`, () => ({ status: 404 }));
    const github = githubFacts(access(fake), { ...NAME, sha, defaultBranch: 'main' });
    const { facts: tree } = await openWorktree(repo.dir, { ref: sha });
    for (const source of [github, tree]) {
      expect(await known(source, lineChange('docs/runbook.md', before))).toEqual({
        found: true,
        lines: 20,
        changed: 1,
      });
      expect(await known(source, lineChange('gone.md', gone))).toEqual({ found: true, lines: 1, changed: 1 });
      expect(await known(source, lineChange('docs/runbook.md', 'f'.repeat(40)))).toMatchObject({ found: false });
      expect(await known(source, lineChange('docs/runbook.md', before.slice(0, 8)))).toMatchObject({ found: false });
      expect(await known(source, lineChange('docs/runbook.md', '--help'))).toMatchObject({ found: false });
    }
  });

  test('counts what lies on disk, and is unknown where the clone is shallow', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': 'a\nb\n' });
    const before = repo.git('rev-parse', 'HEAD:a.md');
    repo.commit('two', { 'a.md': 'a\nc\n' });
    repo.write({ 'a.md': 'x\ny\n' });
    const { facts } = await openWorktree(repo.dir, {});
    expect(await known(facts, lineChange('a.md', before))).toEqual({ found: true, lines: 2, changed: 2 });
    const shallow = throwawayRepository();
    shallow.git('fetch', '--quiet', '--depth=1', `file://${repo.dir}`, 'main');
    shallow.git('reset', '--quiet', '--hard', 'FETCH_HEAD');
    expect(await put((await openWorktree(shallow.dir, {})).facts, lineChange('a.md', before))).toMatchObject({
      state: 'unavailable',
      resolvableBy: 'history',
    });
  });
});
