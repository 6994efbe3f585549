import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ancestry, authorship, changedSince, history, valueHistory } from '../../src/engine/fact-requests.ts';
import { openWorktree, type Worktree } from '../../src/git/worktree.ts';
import { unless } from '../support/harness/skipped.ts';
import {
  folderHash,
  type ThrowawayRepository,
  throwawayFolder,
  throwawayRepository,
} from '../support/harness/throwaway-repository.ts';

async function useEverything(dir: string, first: string, ref?: string): Promise<Worktree> {
  const worktree = await openWorktree(dir, ref === undefined ? {} : { ref });
  const tree = await worktree.files.tree();
  const paths = tree.state === 'seen' ? tree.value.entries.map((entry) => entry.path) : [];
  await worktree.files.files([...paths, 'nothing'], 1_048_576);
  await worktree.facts.answer([
    history(['**']),
    valueHistory('a.md', ''),
    authorship(['**']),
    changedSince(['**'], first, { substantive: true }),
    ancestry(['a.md'], ['b.md'], { substantive: true }),
  ]);
  await worktree.readAtDefaultBranch(['.github/pilot-readiness.yml']);
  return worktree;
}

/** A program that leaves a mark wherever and however it is started. */
function trap(): { program: string; marks: () => string[] } {
  const dir = throwawayFolder();
  mkdirSync(join(dir, 'marks'));
  const program = join(dir, 'trap');
  writeFileSync(program, `#!/bin/sh\necho x > ${dir}/marks/$$\ncat\n`);
  chmodSync(program, 0o755);
  return { program, marks: () => readdirSync(join(dir, 'marks')) };
}

function hostile(repo: ThrowawayRepository, program: string): void {
  const hooks = join(repo.dir, '.git/hooks');
  mkdirSync(hooks, { recursive: true });
  for (const hook of ['post-index-change', 'fsmonitor-watchman', 'pre-auto-gc', 'post-checkout', 'query-watchman']) {
    writeFileSync(join(hooks, hook), `#!/bin/sh\n${program}\n`);
    chmodSync(join(hooks, hook), 0o755);
  }
  const settings: [string, string][] = [
    ['core.fsmonitor', program],
    ['core.hooksPath', hooks],
    ['core.pager', program],
    ['core.sshCommand', program],
    ['core.gitProxy', program],
    ['core.askPass', program],
    ['core.alternateRefsCommand', program],
    ['core.editor', program],
    ['pager.log', program],
    ['pager.status', program],
    ['diff.external', program],
    ['diff.trap.command', program],
    ['diff.trap.textconv', program],
    ['diff.orderFile', join(repo.dir, 'missing')],
    ['filter.trap.clean', program],
    ['filter.trap.smudge', program],
    ['filter.trap.process', program],
    ['filter.trap.required', 'true'],
    ['filter.a=b.clean', program],
    ['filter.x.y.process', program],
    ['filter.lfs.clean', program],
    ['filter.lfs.process', program],
    ['merge.trap.driver', program],
    ['gpg.program', program],
    ['log.showSignature', 'true'],
    ['log.showRoot', 'false'],
    ['credential.helper', `!${program}`],
    ['protocol.allow', 'always'],
    ['protocol.ext.allow', 'always'],
    ['remote.origin.url', `ext::${program}`],
    ['remote.origin.promisor', 'true'],
    ['submodule.recurse', 'true'],
    ['status.showStash', 'true'],
    ['status.branch', 'true'],
    ['color.ui', 'always'],
    ['column.ui', 'always'],
    ['trace2.eventTarget', join(repo.dir, 'trace')],
    ...['status', 'log', 'ls-files', 'ls-tree', 'cat-file', 'rev-parse', 'config'].map((name): [string, string] => [
      `alias.${name}`,
      `!${program}`,
    ]),
  ];
  for (const [key, value] of settings) repo.git('config', key, value);
}

describe('a repository that would like to run something', () => {
  test('nothing it configures runs, on disk or at a revision', async () => {
    const { program, marks } = trap();
    const repo = throwawayRepository();
    const files = { 'a.md': 'a\n', 'b.md': 'b\n', 'c.bin': 'c\n', 'd.txt': 'd\n', 'e.dat': 'e\n', 'same.md': 's\n' };
    const first = repo.commit('one', {
      ...files,
      '.gitattributes': '*.md filter=trap diff=trap merge=trap\n*.bin filter=lfs\n*.txt filter=a=b\n*.dat filter=x.y\n',
    });
    const inner = join(repo.dir, 'sub');
    repo.git('clone', '--quiet', repo.dir, inner);
    execFileSync('git', ['config', 'core.fsmonitor', program], { cwd: inner });
    repo.commit('two', { 'a.md': 'a2\n', 'b.md': 'b2\n' });
    writeFileSync(join(inner, 'a.md'), 'changed in the submodule');
    hostile(repo, program);
    repo.write({ 'a.md': 'a3\n', 'b.md': 'b3\n', 'c.bin': 'c3\n', 'd.txt': 'd3\n', 'e.dat': 'e3\n', 'new.md': 'n\n' });
    for (const ref of [undefined, 'HEAD', 'HEAD~1']) await useEverything(repo.dir, first, ref);
    expect(marks()).toEqual([]);
    expect(existsSync(join(repo.dir, 'trace'))).toBe(false);
    const { subject, files: source } = await openWorktree(repo.dir);
    expect(subject.notes).toContain('a.md has the filter "trap", which is not run: evaluated as it is on disk');
    const read = (await source.files(['a.md'], 1000)).get('a.md');
    expect(read?.state === 'seen' && Buffer.from(read.value).toString()).toBe('a3\n');
    // The trap works: git itself runs it.
    expect(() => repo.git('status')).toThrow();
    expect(marks().length).toBeGreaterThan(0);
  });

  test('a clean checkout through a filter is clean, although the filter is not run', async () => {
    const repo = throwawayRepository();
    repo.git('config', 'filter.case.clean', 'tr A-Z a-z');
    repo.git('config', 'filter.case.smudge', 'tr a-z A-Z');
    repo.commit('one', { '.gitattributes': '*.up filter=case\n', 'x.up': 'HELLO\n' });
    repo.remove('x.up');
    repo.git('checkout', '--', 'x.up');
    const { subject, files } = await openWorktree(repo.dir);
    expect(subject).toMatchObject({ dirty: false, notes: [] });
    const read = (await files.files(['x.up'], 1000)).get('x.up');
    expect(read?.state === 'seen' && Buffer.from(read.value).toString()).toBe('hello\n');
  });

  test('a missing object of a partial clone starts no transport', async () => {
    const { program, marks } = trap();
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': 'a' });
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const partial = join(throwawayFolder(), 'partial');
    repo.git('clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${repo.dir}`, partial);
    for (const [key, value] of [
      ['remote.origin.url', `ext::${program} %S`],
      ['protocol.ext.allow', 'always'],
      ['protocol.allow', 'always'],
    ] as const) {
      execFileSync('git', ['config', key, value], { cwd: partial });
    }
    const { files } = await openWorktree(partial, { ref: 'HEAD' });
    expect((await files.files(['a.md'], 1000)).get('a.md')).toMatchObject({ state: 'unavailable' });
    expect(marks()).toEqual([]);
  });

  test('replaced objects and grafts do not rewrite history', async () => {
    const repo = throwawayRepository();
    const first = repo.commit('one', { 'a.md': 'a: 1\n' });
    const second = repo.commit('two', { 'a.md': 'a: 2\n' });
    repo.git('replace', '--graft', second);
    repo.write({ '.git/info/grafts': `${second}\n` });
    const { facts } = await openWorktree(repo.dir);
    const [answer] = (await facts.answer([history(['a.md'])])).values();
    expect(answer).toMatchObject({ value: [{ versions: [{ commit: first }, { commit: second }] }] });
  });

  test('variables of a surrounding git do not lead elsewhere', async () => {
    const repo = throwawayRepository();
    const commit = repo.commit('one', { 'a.md': '1' });
    const other = throwawayRepository();
    other.commit('other', { 'b.md': '1' });
    process.env.GIT_DIR = join(other.dir, '.git');
    process.env.GIT_INDEX_FILE = join(other.dir, '.git/index');
    try {
      expect((await openWorktree(repo.dir)).subject).toMatchObject({ commit, dirty: false });
    } finally {
      delete process.env.GIT_DIR;
      delete process.env.GIT_INDEX_FILE;
    }
  });
});

describe('the judged folder', () => {
  test('is byte for byte the same afterwards, .git included', async () => {
    const repo = throwawayRepository();
    const first = repo.commit('one', { 'a.md': '1', 'b.md': '1', 'd/c.md': '1' });
    repo.commit('two', { 'a.md': '2' });
    repo.write({ 'a.md': '1', 'new.md': '1', 'b.md': '1' });
    const before = folderHash(repo.dir);
    for (const ref of [undefined, 'HEAD', first]) await useEverything(repo.dir, first, ref);
    await useEverything(join(repo.dir, 'd'), first);
    expect(folderHash(repo.dir)).toBe(before);
  });

  unless(process.getuid?.() !== 0, 'only root may give a folder to another user').test(
    'of somebody else is refused with the line that trusts it',
    async () => {
      const repo = throwawayRepository();
      repo.commit('one', { 'a.md': '1' });
      execFileSync('chown', ['-R', '12345', repo.dir]);
      await expect(openWorktree(repo.dir)).rejects.toMatchObject({
        name: 'UserError',
        remedy: `if you do trust it: git config --global --add safe.directory ${repo.dir}`,
      });
    },
  );
});
