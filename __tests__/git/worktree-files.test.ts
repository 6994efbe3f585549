import { createHash } from 'node:crypto';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Observation } from '../../src/domain/observation.ts';
import type { TreeEntry } from '../../src/domain/tree.ts';
import type { FileSource } from '../../src/engine/ports.ts';
import { openWorktree } from '../../src/git/worktree.ts';
import { makePipe, throwawayFolder, throwawayRepository } from '../support/harness/throwaway-repository.ts';

const MAX = 1_048_576;
const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;

async function entries(files: FileSource): Promise<TreeEntry[]> {
  const tree = await files.tree();
  if (tree.state !== 'seen') throw new Error(`the tree is ${tree.state}`);
  return tree.value.entries;
}

async function one(files: FileSource, path: string, max = MAX): Promise<Observation<string>> {
  const found = (await files.files([path], max)).get(path);
  if (found === undefined) throw new Error(`${path} was not answered`);
  return found.state === 'seen' ? { ...found, value: Buffer.from(found.value).toString('utf8') } : found;
}

function why(found: Observation<unknown>): string {
  return found.state === 'absent' ? (found.why ?? 'not there') : found.state;
}

describe('a work tree and its revisions', () => {
  test('a clean checkout gives the tree and the bytes of its commit', async () => {
    const repo = throwawayRepository();
    repo.write({ 'run.sh': 'echo\n', 'readiness/pilot.yaml': 'name: x\n', 'docs/ü ber.md': '# hi\n' });
    repo.executable('run.sh');
    repo.link('link', 'run.sh');
    const commit = repo.commit('one');
    const disk = await openWorktree(repo.dir);
    const head = await openWorktree(repo.dir, { ref: 'HEAD' });
    expect(await entries(disk.files)).toEqual(await entries(head.files));
    expect((await entries(disk.files)).map((entry) => `${entry.mode} ${entry.path}`)).toEqual([
      '100644 docs/ü ber.md',
      '120000 link',
      '100644 readiness/pilot.yaml',
      '100755 run.sh',
    ]);
    const paths = ['docs/ü ber.md', 'link', 'readiness/pilot.yaml', 'nothing', 'docs'];
    expect(await disk.files.files(paths, MAX)).toEqual(await head.files.files(paths, MAX));
    expect(disk.subject).toMatchObject({ commit, dirty: false, prefix: '', shallow: false, notes: [] });
  });

  test('what is on disk and not committed is judged, and said', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': 'old\n', 'b.md': 'gone\n', 'c.md': 'same\n', '.gitignore': 'out\n' });
    repo.write({ 'a.md': 'new\n', 'd/e f.md': 'untracked\n', out: 'ignored\n', 'staged.md': 'staged\n' });
    repo.remove('b.md');
    repo.git('add', 'staged.md');
    const { files, subject } = await openWorktree(repo.dir);
    expect(subject.dirty).toBe(true);
    const found = await entries(files);
    expect(found.map((entry) => entry.path)).toEqual(['.gitignore', 'a.md', 'c.md', 'd/e f.md', 'staged.md']);
    for (const { path, blob } of found) expect(blob).toBe(repo.git('hash-object', '--no-filters', path));
    expect(await one(files, 'a.md')).toMatchObject({ state: 'seen', value: 'new\n' });
    expect(await one(files, 'd/e f.md')).toMatchObject({ state: 'seen', value: 'untracked\n' });
    expect(await one(files, 'staged.md')).toMatchObject({ state: 'seen', value: 'staged\n' });
    expect(why(await one(files, 'out'))).toBe('is on disk, but git ignores it');
    expect(why(await one(files, 'b.md'))).toBe('not there');
  });

  test('a change that is staged and taken back on disk leaves nothing dirty', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': 'old\n' });
    repo.write({ 'a.md': 'new\n' });
    repo.git('add', 'a.md');
    repo.write({ 'a.md': 'old\n' });
    expect((await openWorktree(repo.dir)).subject.dirty).toBe(false);
  });

  test('a touched file is not a changed file', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': 'old\n' });
    utimesSync(join(repo.dir, 'a.md'), 1, 1);
    expect((await openWorktree(repo.dir)).subject.dirty).toBe(false);
  });

  test.each([
    ['core.autocrlf', {}, 'true'],
    ['.gitattributes eol', { '.gitattributes': '*.md text eol=crlf\n' }, 'false'],
    ['.gitattributes auto', { '.gitattributes': '* text=auto eol=crlf\n' }, 'false'],
  ])('CRLF by %s: the same tree as the commit, and LF for what changed', async (_, extra, autocrlf) => {
    const repo = throwawayRepository();
    repo.commit('one', { ...extra, 'a.md': 'one\ntwo\n', 'b.md': 'three\n', 'bin.dat': Buffer.from([0, 13, 10, 1]) });
    repo.git('config', 'core.autocrlf', autocrlf);
    repo.remove('a.md', 'b.md');
    repo.git('checkout', '--', 'a.md', 'b.md');
    expect(repo.git('ls-files', '--eol', 'a.md')).toContain('w/crlf');
    utimesSync(join(repo.dir, 'b.md'), 1, 1);
    const head = await openWorktree(repo.dir, { ref: 'HEAD' });
    const clean = await openWorktree(repo.dir);
    expect(clean.subject.dirty).toBe(false);
    expect(await entries(clean.files)).toEqual(await entries(head.files));
    expect(await one(clean.files, 'a.md')).toEqual(await one(head.files, 'a.md'));
    repo.write({ 'a.md': 'one\r\ntwo more\r\n', 'new.md': 'x\r\n' });
    const changed = await openWorktree(repo.dir);
    const blobs = new Map((await entries(changed.files)).map((entry) => [entry.path, entry.blob]));
    expect(await one(changed.files, 'a.md')).toMatchObject({ value: 'one\ntwo more\n' });
    repo.git('add', '--all');
    for (const path of ['a.md', 'new.md']) expect(blobs.get(path)).toBe(repo.git('rev-parse', `:${path}`));
  });

  test('text=auto leaves a file alone that was committed with CRLF', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': 'one\r\n' });
    repo.git('config', 'core.autocrlf', 'true');
    repo.write({ 'a.md': 'one\r\ntwo\r\n' });
    const { files } = await openWorktree(repo.dir);
    expect(await one(files, 'a.md')).toMatchObject({ value: 'one\r\ntwo\r\n' });
  });

  test('any revision can be named', async () => {
    const repo = throwawayRepository();
    const first = repo.commit('one', { 'a.md': '1' });
    repo.git('tag', '-a', 'v1', '-m', 'v1');
    repo.git('branch', 'old');
    repo.git('update-ref', 'refs/remotes/origin/feature', first);
    repo.commit('two', { 'a.md': '2' });
    for (const ref of ['HEAD~1', 'v1', 'old', 'origin/feature', first, first.slice(0, 8)]) {
      const { files, subject } = await openWorktree(repo.dir, { ref });
      expect(subject).toMatchObject({ commit: first, dirty: false });
      expect(await one(files, 'a.md')).toMatchObject({ value: '1' });
    }
  });

  test.each(['--upload-pack=touch x', '-x', '', 'nowhere', 'HEAD\nx', 'HEAD..HEAD', 'HEAD:a.md'])(
    'the ref %p is refused with what to do',
    async (ref) => {
      const repo = throwawayRepository();
      repo.commit('one', { 'a.md': '1' });
      await expect(openWorktree(repo.dir, { ref })).rejects.toMatchObject({
        name: 'UserError',
        message: `"${ref}" is not a revision of this repository`,
        remedy: expect.stringContaining('git branch --all'),
      });
    },
  );

  test('a folder of a bigger repository is judged alone', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'pilots/x/a.md': '1', 'pilots/xy.md': 'no', 'other.md': 'no' });
    repo.write({ 'other.md': 'changed outside' });
    const disk = await openWorktree(join(repo.dir, 'pilots/x'));
    expect(disk.subject).toMatchObject({ dirty: false, prefix: 'pilots/x/' });
    expect(disk.toplevel).toBe(repo.dir);
    repo.write({ 'pilots/x/b.md': '2' });
    const changed = await openWorktree(join(repo.dir, 'pilots/x'));
    expect((await entries(changed.files)).map((entry) => entry.path)).toEqual(['a.md', 'b.md']);
    expect(changed.subject.dirty).toBe(true);
    expect(await one(changed.files, 'b.md')).toMatchObject({ value: '2' });
    const head = await openWorktree(join(repo.dir, 'pilots/x'), { ref: 'main' });
    expect((await entries(head.files)).map((entry) => entry.path)).toEqual(['a.md']);
    mkdirSync(join(repo.dir, 'fresh'));
    await expect(openWorktree(join(repo.dir, 'fresh'), { ref: 'main' })).rejects.toThrow('fresh/ is not in "main"');
  });

  test('a linked work tree and a bare clone work', async () => {
    const repo = throwawayRepository();
    const commit = repo.commit('one', { 'a.md': '1' });
    const linked = join(throwawayFolder(), 'linked');
    repo.git('worktree', 'add', '--quiet', '-b', 'side', linked);
    writeFileSync(join(linked, 'a.md'), '2');
    const second = await openWorktree(linked);
    expect(second.subject).toMatchObject({ commit, dirty: true });
    expect(await one(second.files, 'a.md')).toMatchObject({ value: '2' });
    const bare = join(throwawayFolder(), 'copy.git');
    repo.git('clone', '--quiet', '--bare', repo.dir, bare);
    const third = await openWorktree(bare);
    expect(third.subject).toMatchObject({ commit, dirty: false, repository: 'copy', prefix: '' });
    expect(await one(third.files, 'a.md')).toMatchObject({ value: '1' });
  });

  test('an empty repository has an empty tree, and files not yet committed are judged', async () => {
    const repo = throwawayRepository();
    const empty = await openWorktree(repo.dir);
    expect(await entries(empty.files)).toEqual([]);
    expect(empty.subject).toMatchObject({ dirty: true, notes: ['no commit yet: history is empty'] });
    expect(empty.subject.commit).toBeUndefined();
    repo.write({ 'a.md': '1', 'b.md': '2' });
    repo.git('add', 'a.md');
    expect((await entries((await openWorktree(repo.dir)).files)).map((entry) => entry.path)).toEqual(['a.md', 'b.md']);
    await expect(openWorktree(repo.dir, { ref: 'HEAD' })).rejects.toThrow('is not a revision');
  });

  test('a sha256 repository works', async () => {
    const repo = throwawayRepository('--object-format=sha256');
    const commit = repo.commit('one', { 'a.md': '1', 'b.md': '2' });
    repo.write({ 'a.md': 'changed' });
    const { files, subject } = await openWorktree(repo.dir);
    expect(subject.commit).toBe(commit);
    expect((await entries(files))[0]?.blob).toBe(repo.git('hash-object', 'a.md'));
    expect(await one(files, 'a.md')).toMatchObject({ value: 'changed' });
    expect(await one(files, 'b.md')).toMatchObject({ value: '2' });
  });

  test('a conflict is judged as it lies on disk', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': '1\n' });
    repo.git('checkout', '--quiet', '-b', 'side');
    repo.commit('side', { 'a.md': '2\n' });
    repo.git('checkout', '--quiet', 'main');
    repo.commit('main', { 'a.md': '3\n' });
    expect(() => repo.git('merge', '--quiet', 'side')).toThrow();
    const { files, subject } = await openWorktree(repo.dir);
    expect(subject.dirty).toBe(true);
    expect(await one(files, 'a.md')).toMatchObject({ value: expect.stringContaining('<<<<<<<') });
  });
});

describe('files that are never evidence', () => {
  const evaluated: [string, (dir: string) => ReturnType<typeof openWorktree>][] = [
    ['on disk', (dir) => openWorktree(dir)],
    ['at a revision', (dir) => openWorktree(dir, { ref: 'HEAD' })],
  ];

  test.each(evaluated)('links, submodules, LFS pointers, folders and large files: %s', async (_, open) => {
    const inner = throwawayRepository();
    const innerCommit = inner.commit('inner', { x: '1' });
    const repo = throwawayRepository();
    repo.write({ 'real/a.md': 'a', 'lfs.json': LFS, 'big.json': 'x'.repeat(2000), 'exact.json': 'y'.repeat(1000) });
    repo.link('link.md', 'real/a.md');
    repo.link('folder', 'real');
    repo.link('outside', '/etc');
    repo.git('update-index', '--add', '--cacheinfo', `160000,${innerCommit},sub`);
    mkdirSync(join(repo.dir, 'sub'));
    repo.git('add', '.');
    repo.git('commit', '--quiet', '-m', 'one');
    const { files, subject } = await open(repo.dir);
    expect(subject.dirty).toBe(false);
    const link = 'is a symbolic link; links are never evidence';
    expect(why(await one(files, 'link.md'))).toBe(link);
    expect(why(await one(files, 'folder/a.md'))).toBe(`is behind folder, which ${link}`);
    expect(why(await one(files, 'outside/passwd'))).toBe(`is behind outside, which ${link}`);
    expect(why(await one(files, 'sub'))).toBe('is a submodule; submodules are never evidence');
    expect(why(await one(files, 'sub/x'))).toContain('is inside sub, which is a submodule');
    expect(why(await one(files, 'lfs.json'))).toBe('is a Git LFS pointer; files kept in LFS are never evidence');
    expect(why(await one(files, 'real'))).toBe('is a folder');
    expect(await one(files, 'exact.json', 1000)).toMatchObject({ state: 'seen' });
    expect(await one(files, 'big.json', 1000)).toMatchObject({
      state: 'invalid',
      faults: [{ path: 'big.json', line: 1, column: 1, key: '', problem: 'is 2000 bytes, more than 1000' }],
    });
  });

  test('the same for uncommitted files', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': 'a', 'dir/b.md': 'b' });
    repo.remove('a.md', 'dir');
    repo.link('a.md', '/etc/passwd');
    repo.link('dir', '/etc');
    repo.write({ 'lfs.json': LFS, 'big.json': 'x'.repeat(2000) });
    makePipe(join(repo.dir, 'pipe'));
    const { files } = await openWorktree(repo.dir);
    expect(why(await one(files, 'a.md'))).toContain('is a symbolic link');
    expect(why(await one(files, 'dir/passwd'))).toContain('is behind dir');
    expect(why(await one(files, 'lfs.json'))).toContain('LFS pointer');
    expect(why(await one(files, 'pipe'))).toBe('is not a regular file');
    expect(await one(files, 'big.json', 1000)).toMatchObject({ state: 'invalid' });
    for (const path of ['../etc/passwd', '/etc/passwd', '', '.', 'a\0b', '.git/config', 'dir/../a.md']) {
      expect(why(await one(files, path))).toMatch(/^(not there|is a folder|is behind dir, .*)$/);
    }
  });

  test('a tracked file that became a pipe is gone and never waited for', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': 'a' });
    repo.remove('a.md');
    makePipe(join(repo.dir, 'a.md'));
    const { files } = await openWorktree(repo.dir);
    expect(why(await one(files, 'a.md'))).toBe('is not a regular file');
  });

  test('an LFS file with its content on disk is still a pointer', async () => {
    const repo = throwawayRepository();
    const content = 'the real content';
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(content)}\nsize 16\n`;
    repo.commit('one', { 'a.bin': pointer, '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n' });
    repo.git('config', 'filter.lfs.clean', 'false');
    repo.write({ 'a.bin': content });
    const { files, subject } = await openWorktree(repo.dir);
    expect(subject.dirty).toBe(false);
    expect(why(await one(files, 'a.bin'))).toContain('LFS pointer');
    repo.write({ 'a.bin': 'other content' });
    const changed = await openWorktree(repo.dir);
    expect(changed.subject.dirty).toBe(true);
    expect(why(await one(changed.files, 'a.bin'))).toContain('LFS pointer');
  });

  test('objects that a partial clone lacks are unavailable, and not fetched', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': 'a' });
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const partial = join(throwawayFolder(), 'partial');
    repo.git('clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${repo.dir}`, partial);
    const { files } = await openWorktree(partial, { ref: 'HEAD' });
    expect(await one(files, 'a.md')).toMatchObject({ state: 'unavailable', resolvableBy: 'history' });
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
