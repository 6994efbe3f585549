import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/criteria/index.ts';
import { covered, matcher } from '../../src/domain/cover.ts';
import { makeTree } from '../../src/domain/tree.ts';
import { checkRun } from '../../src/engine/fact-requests.ts';
import { policyFileSchema } from '../../src/engine/policy/file.ts';
import { parseDocument } from '../../src/formats/documents/index.ts';
import { readYaml } from '../../src/formats/yaml/index.ts';
import { openApi } from '../../src/github/client/api.ts';
import { openPullRequest } from '../../src/github/facts/subject.ts';
import { openTrees } from '../../src/github/facts/trees.ts';
import { githubFacts } from '../../src/github/index.ts';
import { access, known, NAME, whyNot } from '../support/harness/ask-github.ts';
import { cpuMs } from '../support/harness/cpu-time.ts';
import { fakeGitHub } from '../support/harness/fake-github.ts';

const root = resolve(import.meta.dirname, '../..');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const SHA = 'a1'.repeat(20);
const readPolicyFile = (text: string) => readYaml(policyFileSchema(catalog), 'policy.yml', bytes(text));

describe('04 a check that evidence rests on', () => {
  const fake = fakeGitHub();
  const run = (id: number, app: { id: number; slug: string }, conclusion: string): object => ({
    ...{ id, name: 'evals', head_sha: SHA, conclusion, app },
    ...{ started_at: `2026-11-0${id}T00:00:00Z`, completed_at: `2026-11-0${id}T00:00:00Z` },
  });
  const [ours, evil] = [
    { id: 7, slug: 'eval-ci' },
    { id: 99, slug: 'evil-ci' },
  ];
  fake.on(`/repos/acme/pilot/commits/${SHA}/check-runs`, {
    total_count: 2,
    check_runs: [run(1, ours, 'failure'), run(2, evil, 'success')],
  });
  const facts = () => githubFacts(access(fake), { ...NAME, sha: SHA, pullRequest: 9, defaultBranch: 'main' });

  test('04 is that of its App, whoever else reports under its name, and later', async () => {
    expect(await known(facts(), checkRun('evals', 'eval-ci'))).toMatchObject({ app: 'eval-ci', conclusion: 'failure' });
    expect(await known(facts(), checkRun('evals', '7'))).toMatchObject({ app: 'eval-ci', conclusion: 'failure' });
    expect(await known(facts(), checkRun('evals', 'nobody'))).toEqual({ found: false });
  });
});

/** What of our own sources ends up in a door's program; packages are left out. */
function programOf(door: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-program-'));
  try {
    const out = join(folder, 'out.mjs');
    const options = ['--bundle', '--packages=external', '--platform=node', '--format=esm', '--log-level=error'];
    const without = ['--legal-comments=none', '--define:__VERSION__="test"', `--outfile=${out}`];
    execFileSync(join(root, 'node_modules/.bin/esbuild'), [join(root, door), ...options, ...without]);
    return readFileSync(out, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('what comes from a pull request is never run', () => {
  test.each(['src/action.ts', 'src/app.ts'])('14 %s starts no program and loads no code by name', (door) => {
    const program = programOf(door).replace(/^ *\/\/.*$/gm, '');
    expect(program.length).toBeGreaterThan(100_000);
    const modules = [...program.matchAll(/\b(?:from|import\(?)\s*["']([^"']+)["']/g)].map((match) => match[1]);
    expect(modules).toContain('zod');
    for (const starts of ['child_process', 'vm', 'worker_threads', 'module', 'cluster', 'inspector', 'repl'])
      expect(modules).not.toContain(`node:${starts}`);
    expect(program.match(/\bspawn\(|\bexecFile|\bnew Function\b|\bimport\((?!["'])|[^_.]\brequire\(/g)).toBeNull();
    expect(program.match(/(?<![\w/])eval\((?!uation)/g)).toBeNull();
  });

  test('14 the Action is one bundled file, and the workflow that we recommend checks nothing out', () => {
    const action = readFileSync(join(root, 'action.yml'), 'utf8');
    expect(action).toMatch(/runs:\n {2}using: node24\n {2}main: dist\/action\.js\n$/);
    const page = readFileSync(join(root, 'docs/action.md'), 'utf8');
    const workflows = [...page.matchAll(/```ya?ml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    expect(workflows.some((text) => text.includes('pull_request_target'))).toBe(true);
    for (const text of workflows) {
      expect(text).not.toMatch(/actions\/checkout/);
      expect(text).not.toMatch(/contents: write|write-all/);
    }
  });

  test('15 tags, templates and expressions are words, or refused', () => {
    for (const text of [
      'version: 1\nprofile: !evil standard\n',
      'version: 1\nprofile: !!js/function "function () { globalThis.pwned = true }"\n',
      'version: 1\nprofile: !!python/object/apply:os.system [id]\n',
      'version: 1\nprofile: ${{ github.token }}\n',
      'version: 1\nprofile: "{{ constructor.constructor(\'return 1\')() }}"\n',
      'version: 1\n<<: { profile: standard }\n',
      '%TAG ! tag:yaml.org,2002:js/\nversion: !function 1\n',
    ])
      expect([text, readPolicyFile(text).faults.length > 0]).toEqual([text, true]);
    expect((globalThis as { pwned?: boolean }).pwned).toBeUndefined();
    const dangerous = '# Runbook\n\n{{ 7 * 7 }} ${7*7} <%= 7 * 7 %> `$(id)`\n';
    expect(JSON.stringify(parseDocument('docs/runbook.md', dangerous))).not.toContain('49');
  });
});

describe('18 YAML that is small and explodes', () => {
  const levels = Array.from({ length: 12 }, (_none, index) => {
    const below = index === 0 ? '"x"' : `*a${index - 1}`;
    return `a${index}: &a${index} [${Array.from({ length: 9 }, () => below).join(', ')}]`;
  });
  test.each<[string, string, RegExp]>([
    ['aliases of aliases', `${levels.join('\n')}\n`, /more than 100000 values once its aliases/],
    [
      'what aliases make of it',
      `a: &a [${'x, '.repeat(15_000)}]\nb: [${'*a, '.repeat(99)}]\n`,
      /more than 100000 values once its aliases/,
    ],
    [
      'aliases without end',
      `a: &a x\nb: [${Array.from({ length: 5_000 }, () => '*a').join(', ')}]\n`,
      /more than 100 aliases/,
    ],
    ['brackets', `a: ${'['.repeat(100_000)}\n`, /nested deeper/],
    ['braces', `a: ${'{b: '.repeat(50_000)}\n`, /nested deeper/],
    ['dashes', `${'- '.repeat(60_000)}x\n`, /nested deeper/],
    ['indentation', Array.from({ length: 500 }, (_none, at) => `${' '.repeat(at)}a:`).join('\n'), /nested deeper/],
    ['explicit keys', `${'? '.repeat(50_000)}x\n`, /nested deeper/],
    ['an alias of itself', 'a: &a [*a]\n', /no anchor above it/],
    ['keys twice', 'version: 1\nversion: 1\n', /version/],
    ['a megabyte', `version: 1\n# ${'x'.repeat(1_000_000)}\n`, /bytes/],
    [
      'a prototype',
      'version: 1\n__proto__: { profile: standard }\nconstructor: { prototype: { polluted: 1 } }\n',
      /__proto__|constructor/,
    ],
    ['many documents', '---\nversion: 1\n'.repeat(5_000), /second YAML document/],
  ])('18 %s: refused, soon', (_name, text, why) => {
    const before = process.cpuUsage();
    const { value, faults } = readPolicyFile(text);
    const ms = process.cpuUsage(before).user / 1000;
    expect(faults.map(({ key, problem }) => `${key} ${problem}`).join('\n')).toMatch(why);
    expect(value).toBeUndefined();
    // On a quiet machine 50 ms; what explodes takes minutes, or the process.
    expect(ms).toBeLessThan(5_000);
    expect(({} as { profile?: string; polluted?: number }).profile).toBeUndefined();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('19 a pattern of the policy, or of a pull request', () => {
  test.each<[string, string]>([
    [`${'*a'.repeat(30)}b`, 'a'.repeat(4_000)],
    [`${'**/a'.repeat(60)}/b`, 'a/'.repeat(2_000)],
    [`${'{a,aa}'.repeat(60)}b`, 'a'.repeat(2_000)],
    [`${'{*,**}'.repeat(60)}b`, 'a'.repeat(2_000)],
    [`${'?*'.repeat(60)}b`, 'a'.repeat(2_000)],
    ['(a+)+$', 'a'.repeat(2_000)],
    ['(a|a)*b', 'a'.repeat(2_000)],
    [`${'[a-z]*'.repeat(60)}!`, 'a'.repeat(2_000)],
    ['{'.repeat(250), '{'.repeat(2_000)],
  ])('19 %s ends, against the path made for it', (glob, path) => {
    const ms = cpuMs(() => {
      expect(matcher([glob])(path)).toBe(false);
      expect(covered(makeTree([{ path, mode: '100644', blob: 'b2'.repeat(20) }]), [glob])).toEqual([]);
    });
    expect(ms).toBeLessThan(5_000);
  });

  test('19 a glob is no regular expression', () => {
    expect(matcher(['(a|b)', 'a|b', '.+', 'a+'])('a')).toBe(false);
  });
});

describe('23 a list that is cut off', () => {
  test('23 reviews beyond what is followed are not known, instead of absent', async () => {
    const fake = fakeGitHub();
    fake.on(`/repos/acme/pilot/commits/${SHA}/check-runs`, {
      total_count: 4_000,
      check_runs: Array.from({ length: 4_000 }, (_none, id) => ({ id, name: 'x', head_sha: SHA })),
    });
    const facts = githubFacts(access(fake), { ...NAME, sha: SHA, pullRequest: 9, defaultBranch: 'main' });
    expect((await whyNot(facts, checkRun('evals'))).reason).toMatch(/completely/);
  });

  test('23 every page is followed', async () => {
    const fake = fakeGitHub();
    const runs = Array.from({ length: 250 }, (_none, id) => ({
      id,
      name: 'evals',
      head_sha: SHA,
      conclusion: 'failure',
    }));
    const late = { id: 251, name: 'evals', head_sha: SHA, conclusion: 'success', started_at: '2026-11-20T00:00:00Z' };
    fake.on(`/repos/acme/pilot/commits/${SHA}/check-runs`, { total_count: 251, check_runs: [...runs, late] });
    const facts = githubFacts(access(fake), { ...NAME, sha: SHA, pullRequest: 9, defaultBranch: 'main' });
    expect(await known(facts, checkRun('evals'))).toMatchObject({ conclusion: 'success' });
  });

  test('23 a tree that GitHub cuts off is read folder by folder, never as it is', async () => {
    const fake = fakeGitHub();
    const entry = (path: string, type: 'blob' | 'tree', sha: string): object => ({
      ...{ path, type, sha, mode: type === 'tree' ? '040000' : '100644' },
    });
    const [top, docs] = ['1'.repeat(40), '2'.repeat(40)];
    fake.on(`/repos/acme/pilot/git/trees/${top}`, ({ query }) => ({
      json: query.has('recursive')
        ? { truncated: true, tree: [entry('a.md', 'blob', '3'.repeat(40))] }
        : { truncated: false, tree: [entry('a.md', 'blob', '3'.repeat(40)), entry('docs', 'tree', docs)] },
    }));
    fake.on(`/repos/acme/pilot/git/trees/${docs}`, {
      ...{ truncated: false, tree: [entry('late.md', 'blob', '4'.repeat(40))] },
    });
    const trees = openTrees(openApi(access(fake), NAME));
    expect((await trees.whole(top)).tree.entries.map(({ path }) => path)).toEqual(['a.md', 'docs/late.md']);
    fake.on(`/repos/acme/pilot/git/trees/${docs}`, { truncated: true, tree: [] });
    await expect(openTrees(openApi(access(fake), NAME)).whole(top)).rejects.toThrow(/completely/);
  });

  test('23 of a pull request with more files than are listed, what changed is not taken from the list', async () => {
    const fake = fakeGitHub();
    const side = { ref: 'x', sha: SHA, repo: { name: 'pilot', full_name: 'acme/pilot', owner: { login: 'acme' } } };
    fake.on('/repos/acme/pilot/pulls/9', {
      ...{ number: 9, state: 'open', user: { login: 'ravi', type: 'User' }, labels: [], commits: 1 },
      ...{ changed_files: 3_001, merged_at: null, head: side, base: { ...side, ref: 'main' } },
    });
    fake.on(
      '/repos/acme/pilot/pulls/9/files',
      Array.from({ length: 3_000 }, (_none, at) => ({ filename: `f${at}`, status: 'added' })),
    );
    const subject = await openPullRequest(access(fake), { ...NAME, number: 9 });
    expect(subject.changed.state).toBe('unavailable');
  });
});
