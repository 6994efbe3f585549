import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { changedSince, history, people } from '../../src/engine/fact-requests.ts';
import { openWorktree } from '../../src/git/worktree.ts';
import { makePipe, throwawayFolder } from '../support/harness/throwaway-repository.ts';

test('files outside git are judged as they are', async () => {
  const dir = throwawayFolder();
  mkdirSync(join(dir, 'readiness/.git'), { recursive: true });
  writeFileSync(join(dir, 'readiness/pilot.yaml'), 'name: x\r\n');
  writeFileSync(join(dir, 'readiness/.git/config'), 'x');
  writeFileSync(join(dir, 'run.sh'), '#!/bin/sh\n');
  chmodSync(join(dir, 'run.sh'), 0o755);
  writeFileSync(join(dir, 'lfs.json'), 'version https://git-lfs.github.com/spec/v1\n');
  writeFileSync(join(dir, 'big.json'), 'x'.repeat(2000));
  symlinkSync('/etc', join(dir, 'etc'));
  symlinkSync('run.sh', join(dir, 'link.sh'));
  symlinkSync('.', join(dir, 'loop'));
  makePipe(join(dir, 'pipe'));
  const { files, facts, subject, toplevel } = await openWorktree(dir);
  expect(toplevel).toBe(dir);
  expect(subject).toMatchObject({ dirty: true, notes: ['not a git repository: history unknown'] });
  expect(subject.commit).toBeUndefined();
  const tree = await files.tree();
  if (tree.state !== 'seen') throw new Error(tree.state);
  expect(tree.value.entries.map((entry) => `${entry.mode} ${entry.path}`)).toEqual([
    '100644 big.json',
    '120000 etc',
    '100644 lfs.json',
    '120000 link.sh',
    '120000 loop',
    '100644 readiness/pilot.yaml',
    '100755 run.sh',
  ]);
  const hashed = execFileSync('git', ['hash-object', '--no-filters', join(dir, 'readiness/pilot.yaml')]);
  expect(tree.value.get('readiness/pilot.yaml')?.blob).toBe(hashed.toString().trim());
  expect(tree.value.get('link.sh')?.blob).toBe(
    execFileSync('git', ['hash-object', '--stdin'], { input: 'run.sh' }).toString().trim(),
  );
  const paths = [
    'readiness/pilot.yaml',
    'etc/passwd',
    'link.sh',
    'loop/run.sh',
    'lfs.json',
    'pipe',
    'big.json',
    '../x',
  ];
  const found = await files.files(paths, 1000);
  expect(found.get('readiness/pilot.yaml')).toMatchObject({ state: 'seen', value: Buffer.from('name: x\r\n') });
  expect(found.get('etc/passwd')).toMatchObject({ state: 'absent', why: expect.stringContaining('is behind etc') });
  expect(found.get('loop/run.sh')).toMatchObject({ state: 'absent', why: expect.stringContaining('is behind loop') });
  expect(found.get('link.sh')).toMatchObject({ why: 'is a symbolic link; links are never evidence' });
  expect(found.get('lfs.json')).toMatchObject({ why: expect.stringContaining('LFS pointer') });
  expect(found.get('pipe')).toMatchObject({ state: 'absent', why: 'is not a regular file' });
  expect(found.get('big.json')).toMatchObject({ faults: [{ problem: 'is 2000 bytes, more than 1000' }] });
  expect(found.get('../x')).toEqual({ state: 'absent', place: { path: '../x' } });
  const answers = [...(await facts.answer([history(['x']), changedSince(['x'], 'abcd'), people(['x'])])).values()];
  expect(answers).toMatchObject([
    { state: 'unavailable', resolvableBy: 'history' },
    { state: 'unavailable', resolvableBy: 'history' },
    { state: 'unavailable', resolvableBy: 'github' },
  ]);
});

test('a revision of plain files is refused', async () => {
  await expect(openWorktree(throwawayFolder(), { ref: 'main' })).rejects.toThrow('so it has no revision "main"');
});

test('a file that changes between listing and reading is not passed off as the listed one', async () => {
  const dir = throwawayFolder();
  writeFileSync(join(dir, 'a.md'), '1');
  const { files } = await openWorktree(dir);
  await files.tree();
  writeFileSync(join(dir, 'a.md'), '2');
  expect((await files.files(['a.md'], 1000)).get('a.md')).toMatchObject({
    state: 'unavailable',
    resolvableBy: 'retry',
  });
});
