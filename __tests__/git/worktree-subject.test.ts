import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { repositoryName } from '../../src/git/repository.ts';
import { type DefaultBranchFiles, openWorktree } from '../../src/git/worktree.ts';
import { throwawayFolder, throwawayRepository } from '../support/harness/throwaway-repository.ts';

const POLICY = '.github/pilot-readiness.yml';

function text({ files }: DefaultBranchFiles): string | undefined {
  const [bytes] = files.values();
  return bytes?.state === 'seen' ? Buffer.from(bytes.value).toString('utf8') : bytes?.state;
}

describe('the default branch', () => {
  test('is where policy is read from, and where the base comes from', async () => {
    const repo = throwawayRepository();
    const first = repo.commit('one', { [POLICY]: 'profile: standard\n' });
    expect((await openWorktree(repo.dir)).subject.base).toBeUndefined();
    repo.git('checkout', '--quiet', '-b', 'side');
    repo.commit('weaker', { [POLICY]: 'profile: minimal\n' });
    repo.write({ [POLICY]: 'mode: observe\n' });
    const side = await openWorktree(repo.dir);
    expect(side.subject.base).toBe(first);
    const policy = await side.readAtDefaultBranch([POLICY]);
    expect(policy).toMatchObject({ ref: 'main', isDefaultBranch: true });
    expect(text(policy)).toBe('profile: standard\n');
    repo.git('update-ref', 'refs/remotes/origin/trunk', 'HEAD');
    repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    const origin = await (await openWorktree(repo.dir)).readAtDefaultBranch([POLICY]);
    expect(origin.ref).toBe('origin/trunk');
    expect(text(origin)).toBe('profile: minimal\n');
    expect(text(await side.readAtDefaultBranch(['nothing.yml']))).toBe('absent');
    expect(text(await side.readAtDefaultBranch(['.github']))).toBe('absent');
    expect(text(await side.readAtDefaultBranch(['../x']))).toBe('absent');
    expect(text(await side.readAtDefaultBranch([POLICY], { maxBytes: 3 }))).toBe('invalid');
  });

  test('init.defaultBranch is taken when main and master are not there; else the work tree is', async () => {
    const repo = throwawayRepository();
    repo.git('checkout', '--quiet', '-b', 'trunk');
    repo.commit('one', { [POLICY]: 'committed\n' });
    repo.write({ [POLICY]: 'on disk\n' });
    const none = await (await openWorktree(repo.dir)).readAtDefaultBranch([POLICY]);
    expect(none).toMatchObject({ ref: 'work tree', isDefaultBranch: false });
    expect(text(none)).toBe('on disk\n');
    repo.git('config', 'init.defaultBranch', 'trunk');
    const trunk = await (await openWorktree(repo.dir)).readAtDefaultBranch([POLICY]);
    expect(trunk.ref).toBe('trunk');
    expect(text(trunk)).toBe('committed\n');
  });

  test('paths are of the judged folder, or of the top on request; a link is never read', async () => {
    const repo = throwawayRepository();
    repo.write({ 'p/x.yml': 'inner\n', 'x.yml': 'outer\n' });
    repo.link('link.yml', 'x.yml');
    repo.commit('one');
    const pilot = await openWorktree(join(repo.dir, 'p'));
    expect(text(await pilot.readAtDefaultBranch(['x.yml']))).toBe('inner\n');
    expect(text(await pilot.readAtDefaultBranch(['x.yml'], { top: true }))).toBe('outer\n');
    expect(text(await pilot.readAtDefaultBranch(['link.yml'], { top: true }))).toBe('absent');
  });
});

describe('folders', () => {
  test('a missing folder and a file are refused', async () => {
    const dir = throwawayFolder();
    await expect(openWorktree(join(dir, 'no'))).rejects.toMatchObject({ name: 'UserError' });
    await expect(openWorktree(import.meta.filename)).rejects.toThrow('is not a folder');
  });

  test('a folder that git ignores is judged as plain files', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { '.gitignore': '/out\n' });
    repo.write({ 'out/a.md': '1' });
    const { files, subject } = await openWorktree(join(repo.dir, 'out'));
    expect(subject.notes).toEqual(['git ignores this folder: history unknown']);
    expect(await files.tree()).toMatchObject({ value: { entries: [{ path: 'a.md' }] } });
  });

  test('a damaged repository is refused with what git says', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': '1' });
    repo.write({ '.git/index': 'damaged' });
    await expect(openWorktree(repo.dir)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('index file'),
    });
  });

  test('the inside of .git is refused', async () => {
    const repo = throwawayRepository();
    mkdirSync(join(repo.dir, '.git/info'), { recursive: true });
    await expect(openWorktree(join(repo.dir, '.git/info'))).rejects.toThrow('not in its work tree');
  });
});

test.each([
  ['git@github.com:acme/pilot.git', 'acme/pilot'],
  ['https://x-access-token:secret@github.com/acme/pilot.git/', 'acme/pilot'],
  ['https://github.com/acme/pilot', 'acme/pilot'],
  ['ssh://git@ghe.acme.example:2222/acme/pilot.git', 'acme/pilot'],
  ['https://gitlab.example/group/sub/pilot.git', 'sub/pilot'],
  ['/srv/git/pilot.git', 'folder'],
  ['file:///srv/git/pilot.git', 'folder'],
  ['../other', 'folder'],
  ['https://token@github.com', 'folder'],
  [undefined, 'folder'],
])('the remote %p names %s', (url, name) => {
  expect(repositoryName(url, '/home/x/folder')).toBe(name);
});
