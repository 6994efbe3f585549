import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Observation } from '../../src/domain/observation.ts';
import type { Ancestry, Authorship, ChangedSince, FileHistory, ValueHistory } from '../../src/engine/fact-answers.ts';
import {
  ancestry,
  approvals,
  authorship,
  changedSince,
  type FactAnswer,
  type FactKind,
  type FactRequest,
  factKey,
  history,
  people,
  valueHistory,
} from '../../src/engine/fact-requests.ts';
import type { FactSource } from '../../src/engine/ports.ts';
import { openWorktree } from '../../src/git/worktree.ts';
import {
  type ThrowawayRepository,
  throwawayFolder,
  throwawayRepository,
} from '../support/harness/throwaway-repository.ts';

async function put(facts: FactSource, request: FactRequest): Promise<Observation<unknown>> {
  const answer = (await facts.answer([request])).get(factKey(request));
  if (answer === undefined) throw new Error(`no answer to ${factKey(request)}`);
  return answer;
}

async function known<K extends FactKind>(
  where: string | ThrowawayRepository,
  request: FactRequest<K>,
  ref?: string,
): Promise<FactAnswer<K>> {
  const dir = typeof where === 'string' ? where : where.dir;
  const answer = await put((await openWorktree(dir, ref === undefined ? {} : { ref })).facts, request as FactRequest);
  if (answer.state !== 'seen') throw new Error(JSON.stringify(answer));
  return answer.value as FactAnswer<K>;
}

describe('history', () => {
  test('versions from the introduction on, oldest first by descent whatever their dates', async () => {
    const repo = throwawayRepository();
    const first = repo.commit('one', { 'a.md': '1', 'b/x.md': '1' }, { at: '2026-03-01T00:00:00Z' });
    const second = repo.commit('two', { 'a.md': '2' }, { at: '2026-02-01T00:00:00Z' });
    repo.commit('other', { 'c.md': '2' });
    const found: FileHistory[] = await known(repo, history(['a.md', 'b/*.md', 'never.md']));
    expect(found.map((file) => file.path)).toEqual(['a.md', 'b/x.md', 'never.md']);
    expect(found[0]?.versions).toEqual([
      {
        commit: first,
        blob: repo.git('rev-parse', `${first}:a.md`),
        declaredAt: '2026-03-01T00:00:00Z',
        author: { name: 'Ravi', mail: 'ravi@acme.example' },
      },
      expect.objectContaining({ commit: second, declaredAt: '2026-02-01T00:00:00Z' }),
    ]);
    expect(found[2]?.versions).toEqual([]);
  });

  test('only what the judged revision reaches, and only below the prefix', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'p/a.md': '1', 'a.md': '1' });
    repo.commit('two', { 'p/a.md': '2', 'a.md': '2' });
    repo.commit('three', { 'a.md': '3' });
    const [all] = await known(join(repo.dir, 'p'), history(['**/*.md']));
    expect(all).toMatchObject({ path: 'a.md', versions: [{}, {}] });
    const [old] = await known(join(repo.dir, 'p'), history(['a.md']), 'HEAD~2');
    expect(old?.versions).toHaveLength(1);
    expect((await known(join(repo.dir, 'p'), history(['../a.md', '/a.md'])))[0]?.versions).toEqual([]);
  });

  test('a merge that keeps its own side hides nothing of the other; it counts only where it differs from both', async () => {
    const repo = throwawayRepository();
    const base = repo.commit('base', { 'a.md': '1\n', 'x.md': '1' });
    repo.git('checkout', '--quiet', '-b', 'side');
    const side = repo.commit('side', { 'a.md': '2\n' });
    repo.git('checkout', '--quiet', 'main');
    const main = repo.commit('main', { 'a.md': '3\n', 'x.md': '2' });
    repo.git('merge', '--quiet', '-s', 'ours', '-m', 'ours', 'side');
    const [kept] = await known(repo, history(['a.md']));
    expect(kept?.versions.map((version) => version.commit).sort()).toEqual([base, side, main].sort());
    repo.git('checkout', '--quiet', '-b', 'other', main);
    expect(() => repo.git('merge', '--quiet', 'side')).toThrow();
    const merge = repo.commit('merge', { 'a.md': '4\n' });
    const [merged, x] = await known(repo, history(['a.md', 'x.md']));
    expect(merged?.versions.at(-1)?.commit).toBe(merge);
    expect(x?.versions.map((version) => version.commit)).toEqual([base, main]);
  });

  test('is empty before the first commit', async () => {
    const repo = throwawayRepository();
    repo.write({ 'a.md': '1' });
    expect(await known(repo, history(['a.md', '*.x']))).toEqual([{ path: 'a.md', versions: [] }]);
    expect(await known(repo, valueHistory('a.md', ''))).toMatchObject({ values: [] });
    expect(await known(repo, authorship(['**']))).toEqual({ commits: [] });
    expect(await known(repo, changedSince(['**'], 'abcdef1'))).toEqual({ ancestor: false, changed: [] });
  });
});

describe('value-history', () => {
  const path = 'readiness/pilot.yaml';
  const values = async (repo: ThrowawayRepository, pointer: string): Promise<unknown[]> => {
    const found: ValueHistory = await known(repo, valueHistory(path, pointer));
    return found.values.map(({ value }) => value);
  };

  test('folds what stays equal, keeps what comes back, and reads both spellings', async () => {
    const repo = throwawayRepository();
    repo.commit('0', { [path]: 'name: x\n' });
    const first = repo.commit('1', { [path]: 'started_on: 2026-09-01\nowners: {sponsor: "@ines"}\n' });
    repo.commit('2', { [path]: 'started-on: 2026-09-01 # same\nowners: {sponsor: "@ines"}\n' });
    repo.commit('3', { [path]: 'started-on: 2026-10-01\nowners: {sponsor: "@dana"}\n' });
    repo.commit('4', { [path]: 'owners: {sponsor: "@dana"}\n' });
    repo.commit('5', { [path]: 'started-on: [broken\n' });
    repo.commit('6', { [path]: 'started-on: 2026-10-01\n' });
    expect(await values(repo, 'started-on')).toEqual(['2026-09-01', '2026-10-01', '2026-10-01']);
    expect(await values(repo, 'owners.sponsor')).toEqual(['@ines', '@dana']);
    expect(await values(repo, 'nothing.here')).toEqual([]);
    const found: ValueHistory = await known(repo, valueHistory(path, 'started_on'));
    expect(found.values[0]).toMatchObject({ commit: first, author: { name: 'Ravi' } });
  });

  test('lists, whole files, and order of keys', async () => {
    const repo = throwawayRepository();
    repo.commit('1', { [path]: 'a: 1\nb: [{n: 12}]\n' });
    repo.commit('2', { [path]: 'b: [{n: 12}]\na: 1\n' });
    expect(await values(repo, 'b.0.n')).toEqual([12]);
    expect(await values(repo, '')).toEqual([{ a: 1, b: [{ n: 12 }] }]);
  });

  test('hostile YAML is no value', async () => {
    const repo = throwawayRepository();
    const bomb = [
      'a: &a [x]',
      ...'bcdefghij'.split('').map((key, index) => {
        const last = 'abcdefghi'[index];
        return `${key}: &${key} [${`*${last},`.repeat(9)}*${last}]`;
      }),
    ].join('\n');
    repo.commit('1', { [path]: `${bomb}\n` });
    repo.commit('2', { [path]: 'a: 1\n__proto__: {b: 2}\n' });
    expect(await values(repo, 'a')).toEqual([1]);
    expect(await values(repo, 'b')).toEqual([]);
  });
});

describe('changed-since', () => {
  test('compares with the judged bytes, by full id, short id and no name', async () => {
    const repo = throwawayRepository();
    const first = repo.commit('one', { 'src/a.ts': '1', 'src/b.ts': '1', 'src/c.ts': '1', 'doc.md': '1' });
    repo.commit('two', { 'src/a.ts': '2', 'src/b.ts': '2', 'doc.md': '2' });
    repo.commit('back', { 'src/b.ts': '1' });
    repo.git('branch', 'abcdef');
    const answer: ChangedSince = await known(repo, changedSince(['src/**'], first));
    expect(answer).toEqual({ ancestor: true, commit: first, changed: ['src/a.ts'] });
    expect(await known(repo, changedSince(['src/**'], first.slice(0, 9).toUpperCase()))).toEqual(answer);
    expect(await known(repo, changedSince(['**'], first, { except: ['src/**'] }))).toMatchObject({
      changed: ['doc.md'],
    });
    for (const name of ['main', 'abcdef', 'HEAD', '--all', '0'.repeat(40), '']) {
      expect(await known(repo, changedSince(['**'], name))).toEqual({ ancestor: false, changed: [] });
    }
    repo.write({ 'src/a.ts': '1', 'src/c.ts': 'uncommitted', 'src/new.ts': '' });
    expect(await known(repo, changedSince(['src/**'], first))).toMatchObject({ changed: ['src/c.ts', 'src/new.ts'] });
    expect(await known(repo, changedSince(['src/**'], first), 'HEAD')).toMatchObject({ changed: ['src/a.ts'] });
  });

  test('a commit of another branch is no ancestor', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': '1' });
    repo.git('checkout', '--quiet', '-b', 'side');
    const side = repo.commit('side', { 'a.md': '2' });
    repo.git('checkout', '--quiet', 'main');
    expect(await known(repo, changedSince(['**'], side))).toEqual({ ancestor: false, commit: side, changed: ['a.md'] });
  });

  test('substantive: white space, blank lines and targets of links are left out', async () => {
    const repo = throwawayRepository();
    const text = '# Runbook\n\nCall [operations](old.md) now.\nThen wait.\n';
    const files = { 'links.md': text, 'space.md': text, 'words.md': text, 'code.ts': 'f[0](a)\n', 'bin.md': 'a\0 b' };
    const first = repo.commit('one', files);
    repo.commit('two', {
      'links.md': text.replace('old.md', 'https://new.example/x'),
      'space.md': `${text.replace('Then wait', '  Then  wait')}\n\n`.replaceAll('\n', '\r\n'),
      'words.md': text.replace('wait', 'run'),
      'code.ts': 'f[0](b)\n',
      'bin.md': 'a\0  b',
    });
    const request = changedSince(['**'], first, { substantive: true });
    expect(await known(repo, request)).toMatchObject({ changed: ['bin.md', 'code.ts', 'words.md'] });
    repo.write({ 'words.md': text.replace('Then', ' Then'), 'links.md': 'other' });
    expect(await known(repo, request)).toMatchObject({ changed: ['bin.md', 'code.ts', 'links.md'] });
  });

  test('below a prefix', async () => {
    const repo = throwawayRepository();
    const first = repo.commit('one', { 'p/a.md': '1', 'q.md': '1' });
    repo.commit('two', { 'p/a.md': '2', 'q.md': '2' });
    expect(await known(join(repo.dir, 'p'), changedSince(['**'], first))).toMatchObject({ changed: ['a.md'] });
  });
});

describe('authorship', () => {
  test('authors, committers, co-authors, accounts and days', async () => {
    const repo = throwawayRepository();
    repo.commit(
      'one',
      { 'a.md': '1' },
      { at: '2026-02-01T23:59:59Z', author: 'Lea <12+LeaX@users.noreply.github.com>' },
    );
    repo.commit(
      'two\n\nCo-Authored-By: Mira <mira@users.noreply.github.com>\n\ntext\n  co-authored-by: Tom <tom@x.example>\n',
      { 'a.md': '2', 'readiness/x.yaml': '1' },
      { at: '2026-02-02T00:00:00Z', committer: 'GitHub <noreply@github.com>' },
    );
    const found: Authorship = await known(repo, authorship(['**'], { except: ['readiness/**'] }));
    expect(found.commits).toMatchObject([
      { author: { name: 'Lea', handle: 'leax' }, coAuthors: [], paths: ['a.md'] },
      {
        committer: { name: 'GitHub', mail: 'noreply@github.com' },
        coAuthors: [
          { name: 'Mira', handle: 'mira' },
          { name: 'Tom', mail: 'tom@x.example' },
        ],
        declaredAt: '2026-02-02T00:00:00Z',
        paths: ['a.md'],
      },
    ]);
    const on = async (from?: string, to?: string): Promise<number> =>
      (await known(repo, authorship(['a.md'], { ...(from ? { from } : {}), ...(to ? { to } : {}) }))).commits.length;
    expect([await on('2026-02-02'), await on(undefined, '2026-02-01'), await on('2026-02-01', '2026-02-02')]).toEqual([
      1, 1, 2,
    ]);
  });

  test('the mailmap of the default branch counts, not that of the judged branch or the disk', async () => {
    const repo = throwawayRepository();
    repo.commit('one', {
      'a.md': '1',
      '.mailmap':
        '# people\nRavi Rao <ravi@users.noreply.github.com> <RAVI@acme.example>\nNobody <n@x> Else <ravi@acme.example>\n',
    });
    repo.git('checkout', '--quiet', '-b', 'side');
    repo.commit('two', { 'a.md': '2', '.mailmap': 'Tom <tom@acme.example> <ravi@acme.example>\n' });
    repo.write({ '.mailmap': 'Eve <eve@acme.example> <ravi@acme.example>\n' });
    const found: Authorship = await known(repo, authorship(['a.md']));
    for (const { author } of found.commits) {
      expect(author).toEqual({ name: 'Ravi Rao', mail: 'ravi@users.noreply.github.com', handle: 'ravi' });
    }
  });
});

describe('ancestry', () => {
  const relation = async (repo: ThrowawayRepository, options = {}): Promise<Ancestry> =>
    known(repo, ancestry(['evals/**'], ['src/**'], options));

  test('newer, older, same, one missing, neither', async () => {
    const repo = throwawayRepository();
    repo.commit('start', { 'x.md': '1' });
    expect(await relation(repo)).toEqual({ relation: 'neither' });
    const code = repo.commit('code', { 'src/a.ts': '1' }, { at: '2030-01-01T00:00:00Z' });
    expect(await relation(repo)).toEqual({ b: code, relation: 'b-newer' });
    const evals = repo.commit('evals', { 'evals/r.json': '1' }, { at: '2020-01-01T00:00:00Z' });
    expect(await relation(repo)).toEqual({ a: evals, b: code, relation: 'a-newer' });
    expect(await relation(repo, { except: ['evals/**'] })).toEqual({ b: code, relation: 'b-newer' });
    const both = repo.commit('both', { 'src/a.ts': '2', 'evals/r.json': '2' });
    expect(await relation(repo)).toEqual({ a: both, b: both, relation: 'same' });
    const space = repo.commit('space', { 'src/a.ts': ' 2\n\n' });
    expect(await relation(repo)).toEqual({ a: both, b: space, relation: 'b-newer' });
    expect(await relation(repo, { substantive: true })).toEqual({ a: both, b: both, relation: 'same' });
  });

  test('work on a side branch is not covered by results that never saw it, however old its date', async () => {
    const repo = throwawayRepository();
    const start = repo.commit('start', { 'src/a.ts': '1' });
    repo.git('checkout', '--quiet', '-b', 'side');
    repo.commit('side', { 'src/b.ts': '1' }, { at: '2001-01-01T00:00:00Z' });
    repo.git('checkout', '--quiet', 'main');
    const evals = repo.commit('evals', { 'evals/r.json': '1' });
    repo.git('merge', '--quiet', '--no-edit', 'side');
    expect(await relation(repo)).toMatchObject({ a: evals, relation: 'diverged' });
    expect(await known(repo, ancestry(['evals/**'], ['src/a.ts']))).toEqual({
      a: evals,
      b: start,
      relation: 'a-newer',
    });
    repo.commit('again', { 'evals/r.json': '2' });
    expect(await relation(repo)).toMatchObject({ relation: 'a-newer' });
  });

  test('what is not committed is newer than what is', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'src/a.ts': '1' });
    repo.commit('two', { 'evals/r.json': '1' });
    repo.write({ 'src/a.ts': '1 \n' });
    expect(await relation(repo)).toMatchObject({ relation: 'b-newer' });
    expect(await relation(repo, { substantive: true })).toMatchObject({ relation: 'a-newer' });
    repo.write({ 'src/a.ts': '2', 'evals/r.json': '2' });
    expect(await relation(repo)).toMatchObject({ relation: 'same' });
  });
});

describe('what a clone cannot answer', () => {
  test('only GitHub knows people and approvals, and the reason says what was asked', async () => {
    const repo = throwawayRepository();
    repo.commit('one', { 'a.md': '1' });
    const { facts } = await openWorktree(repo.dir);
    expect(await put(facts, people(['ravi']))).toEqual({
      state: 'unavailable',
      reason: 'only GitHub can answer whether @ravi exists and is a member of the organization',
      resolvableBy: 'github',
    });
    expect(
      await put(facts, approvals([{ control: 'security', approvers: ['acme/security'], covers: ['x.md'] }])),
    ).toMatchObject({
      reason: 'only GitHub can answer who approved control security',
    });
  });

  test('a shallow clone knows no history, but what changed since a commit it holds', async () => {
    const repo = throwawayRepository();
    const first = repo.commit('one', { 'a.md': '1' });
    const second = repo.commit('two', { 'a.md': '2' });
    const dir = join(throwawayFolder(), 'shallow');
    repo.git('clone', '--quiet', '--depth=1', `file://${repo.dir}`, dir);
    const { facts, subject } = await openWorktree(dir);
    expect(subject).toMatchObject({ shallow: true, notes: ['this clone is shallow: its history is not known'] });
    const gone = {
      state: 'unavailable',
      reason: 'this clone is shallow: run git fetch --unshallow',
      resolvableBy: 'history',
    };
    for (const request of [
      history(['a.md']),
      valueHistory('a.md', ''),
      authorship(['**']),
      ancestry(['a.md'], ['b.md']),
    ]) {
      expect(await put(facts, request)).toEqual(gone);
    }
    expect(await put(facts, changedSince(['**'], first))).toEqual(gone);
    expect(await put(facts, changedSince(['**'], second))).toMatchObject({ state: 'seen', value: { ancestor: true } });
  });

  test('many asks are answered in one batch, each under its key', async () => {
    const repo = throwawayRepository();
    const first = repo.commit('one', { 'a.md': 'a: 1', 'b.md': '1' });
    const asks = [
      history(['a.md']),
      valueHistory('a.md', 'a'),
      authorship(['b.md']),
      changedSince(['**'], first),
      people(['x']),
    ];
    const answers = await (await openWorktree(repo.dir)).facts.answer([...asks, ...asks]);
    expect([...answers.keys()].sort()).toEqual(asks.map(factKey).sort());
    expect(answers.get(factKey(history(['a.md'])))).toMatchObject({ value: [{ path: 'a.md' }] });
  });
});

test('a file with more versions than anyone can look through is not answered', async () => {
  const repo = throwawayRepository();
  const count = 501;
  const stream = Array.from({ length: count }, (_, index) =>
    [
      'commit refs/heads/main',
      `committer Ravi <ravi@acme.example> ${1_767_225_600 + index} +0000`,
      'data 1',
      'x',
      'M 644 inline a.yaml',
      `data ${String(index).length}`,
      String(index),
      '',
    ].join('\n'),
  ).join('\n');
  execFileSync('git', ['fast-import', '--quiet'], { cwd: repo.dir, input: stream });
  const { facts } = await openWorktree(repo.dir, { ref: 'main' });
  expect(await put(facts, valueHistory('a.yaml', ''))).toEqual({
    state: 'unavailable',
    reason: 'a.yaml has 501 versions; at most 500 are read',
    resolvableBy: 'history',
  });
  const older = (await openWorktree(repo.dir, { ref: 'main~1' })).facts;
  const found = await put(older, valueHistory('a.yaml', ''));
  expect(found.state === 'seen' && (found.value as ValueHistory).values).toHaveLength(500);
});
