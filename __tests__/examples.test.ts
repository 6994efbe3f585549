import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { main } from '../src/cli/main.ts';
import { catalog } from '../src/criteria/index.ts';
import { type Report, reportSchema } from '../src/domain/report.ts';
import { assess } from '../src/engine/assess.ts';
import { readPolicy } from '../src/evaluation/read-policy.ts';
import { firstAnswer } from '../src/evidence/combine-facts.ts';
import { recordedFacts } from '../src/evidence/recorded-facts.ts';
import { resolveInputs } from '../src/evidence/resolve.ts';
import { openWorktree } from '../src/git/worktree.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'pilot-readiness-examples-'));
const DATE = '2026-11-19T09:00:00Z';
const TODAY = '2026-11-20';

function git(dir: string, ...args: string[]): void {
  gitAt(DATE, dir, ...args);
}

function gitAt(date: string, dir: string, ...args: string[]): void {
  execFileSync('git', ['-C', dir, ...args], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_AUTHOR_NAME: 'Samir Haddad',
      GIT_AUTHOR_EMAIL: 'samir@acme-support.example',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: 'Samir Haddad',
      GIT_COMMITTER_EMAIL: 'samir@acme-support.example',
      GIT_COMMITTER_DATE: date,
    },
  });
}

/** The example as a repository of its own, one commit of that day on `main`. */
function repositoryOf(example: string, date = DATE): string {
  const dir = mkdtempSync(join(folder, `${example}-`));
  cpSync(join(root, 'examples', example), dir, { recursive: true });
  git(dir, 'init', '--quiet', '--initial-branch=main');
  git(dir, 'add', '--all');
  gitAt(date, dir, 'commit', '--quiet', '--message=The pilot');
  return dir;
}

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(argv, {
    cwd: root,
    env: {},
    now: Date.parse(`${TODAY}T12:00:00Z`),
    columns: 80,
    color: false,
    write: (text) => {
      out += text;
    },
    warn: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

async function reportOf(dir: string, ...more: string[]): Promise<{ code: number; report: Report }> {
  const { code, out, err } = await run('check', dir, '--as-of', TODAY, '--format', 'json', ...more);
  expect(err).toBe('');
  return { code, report: reportSchema.parse(JSON.parse(out)) };
}

const checksOf = (report: Report) => report.criteria.flatMap((criterion) => criterion.checks);
const codes = (report: Report, level: 'blocking' | 'advisory', ...outcomes: string[]): string[] =>
  checksOf(report)
    .filter((check) => check.level === level && outcomes.includes(check.outcome))
    .map((check) => check.code)
    .sort();

function hashOf(dir: string): string {
  const hash = createHash('sha256');
  const walk = (path: string): void => {
    for (const name of readdirSync(path).sort()) {
      const file = join(path, name);
      if (statSync(file).isDirectory()) walk(file);
      else hash.update(`${file}\0`).update(readFileSync(file));
    }
  };
  walk(dir);
  return hash.digest('hex');
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Why pilots stall: the check of `examples/stalled-pilot` that finds it, its message, and what it is about. */
const SYMPTOMS: [code: string, message: string, about?: string][] = [
  ['CA-6', 'adoption-too-low', '4 of 19'],
  ['CA-2', 'no-champion', 'plant-north, plant-south'],
  ['CA-2', 'blocker-not-escalated', '164 days'],
  ['SL-5', 'newest-site-worse', 'Plant South'],
  ['EC-7', 'cost-off-model', '323 EUR'],
  ['CS-5', 'condition-overdue-without-issue', '2026-03-31'],
  ['SM-2', 'missing-tiers', 'tier 3'],
  ['SM-5', 'no-sla'],
  ['OM-3', 'no-trigger'],
  ['RS-6', 'no-phase-two'],
  ['RS-6', 'not-costed'],
  ['RS-3', 'expanded-early', 'plant-north joined on 2026-05-18'],
  ['WA-7', 'side-tool', 'assistant-page'],
];
/** What `check` finds in it under its own profile. */
const FAULTS: typeof SYMPTOMS = [
  ['AO-1', 'names-nobody', '"TBD"'],
  ['BK-1', 'no-baseline', 'cycle-time'],
  ['RB-1', 'unfilled-template', 'docs/runbook.md'],
  ['RK-2', 'no-anchors', 'docs/rollback.md'],
  ['RK-1', 'no-trigger', 'docs/rollback.md'],
  ['RK-6', 'switch-flag-not-declared', 'assistant.enabled'],
  ['CS-2', 'record-expired', '463 days'],
  ['CS-1', 'nothing-to-sign', 'privacy'],
  ['EV-1', 'too-few-of-class', 'adversarial'],
  ['OM-3', 'no-trigger'],
  ['OM-1', 'use-under-outcome', 'satisfaction'],
];

function expectEach(faults: typeof SYMPTOMS, report: Report): void {
  for (const [code, message, about = ''] of faults) {
    const check = checksOf(report).find((one) => one.code === code);
    const found = [...(check?.findings ?? []), ...(check ? [check] : [])].filter((one) => one.message === message);
    expect([code, message, found.map(({ summary }) => summary).join('\n')]).toEqual([
      code,
      message,
      expect.stringContaining(about),
    ]);
    expect([code, message, found.length > 0]).toEqual([code, message, true]);
  }
}

describe('examples/support-triage', () => {
  let dir: string;
  let whole: Report;
  beforeAll(async () => {
    dir = repositoryOf('support-triage');
    whole = (await reportOf(dir)).report;
  });

  test('proves everything that can be proven locally: only facts that GitHub holds are open', async () => {
    expect(codes(whole, 'blocking', 'unmet', 'stale')).toEqual([]);
    const open = checksOf(whole).filter((check) => check.level === 'blocking' && check.outcome === 'unknown');
    expect(open.map((check) => [check.code, check.resolvableBy]).sort()).toEqual(
      ['AO-1', 'CS-2', 'CS-4', 'OM-2', 'RK-1', 'RK-6'].map((code) => [code, 'github']),
    );
    expect([whole.verdict, (await reportOf(dir)).code]).toEqual(['undetermined', 2]);
  });

  test('advises on what has been waiting long, and lets no verdict hang on it', () => {
    expect(whole.stalls).toMatchObject([
      { sign: 'undecided', facts: { metric: 'Minutes from opened to the right queue', since: '2026-10-20' } },
    ]);
  });

  test('reports its metrics in numbers: before, goal, stop line and now', () => {
    const [trigger] = checksOf(whole).find((check) => check.code === 'OM-3')?.figures ?? [];
    expect(trigger).toMatchObject({
      metric: 'cycle-time',
      before: 46.2,
      goal: { op: 'lte', value: 36 },
      stop: { op: 'gt', value: 50 },
    });
    expect(trigger?.now).toBeLessThanOrEqual(36);
    const stops = checksOf(whole).find((check) => check.code === 'BK-4')?.figures ?? [];
    expect(stops.map((one) => one.metric)).toEqual(['cycle-time', 'error-rate', 'rework-rate', 'cost-per-unit']);
  });

  test('ends well under --offline-ok, and says what is left', async () => {
    const { code, out } = await run('check', dir, '--as-of', TODAY, '--offline-ok');
    expect(out.trimEnd().split('\n').at(-1)).toBe('Local checks passed; 6 checks require GitHub.');
    expect(code).toBe(0);
  });

  test('as it stands in this repository: the command of the README', async () => {
    const { code, out } = await run('check', 'examples/support-triage', '--offline-ok', '--as-of', TODAY);
    expect(out).toMatch(/Local checks passed; 6 checks require GitHub/);
    expect(code).toBe(0);
  });

  test("is ready when GitHub's facts are given", async () => {
    const recorded = JSON.parse(readFileSync(join(root, '__tests__/fixtures/support-triage.facts.json'), 'utf8'));
    const worktree = await openWorktree(dir, {});
    const now = Date.parse(`${TODAY}T12:00:00Z`);
    const files = (paths: string[]) => worktree.files.files(paths, 256 * 1024);
    const policy = await readPolicy({ catalog, now, source: { files } });
    const { repository, dirty } = worktree.subject;
    const report = await assess({
      catalog,
      policy,
      subject: { repository, dirty, promotion: { is: true, because: [] }, notes: [] },
      now,
      read: (requests) => resolveInputs(worktree.files, requests, policy.evidence),
      facts: firstAnswer(recordedFacts(recorded), worktree.facts),
      toolVersion: 'test',
    });
    const open = checksOf(report).filter((check) => check.level === 'blocking' && check.outcome !== 'met');
    expect(open.map((check) => [check.code, check.summary])).toEqual([]);
    expect([report.verdict, report.halves.technical, report.halves.organizational]).toEqual([
      'ready',
      'ready',
      'ready',
    ]);
    expect(report.validUntil).not.toBeNull();
  });

  test('two runs give the same bytes, and change nothing', async () => {
    const before = hashOf(dir);
    const first = await run('check', dir, '--as-of', TODAY, '--format', 'json');
    const second = await run('check', dir, '--as-of', TODAY, '--format', 'json');
    expect(second.out).toBe(first.out);
    expect(hashOf(dir)).toBe(before);
  });

  test('a ref, a bare clone and the files on disk give the same findings', async () => {
    const bare = join(folder, 'bare.git');
    git(folder, 'clone', '--quiet', '--bare', dir, bare);
    const findings = (report: Report) => checksOf(report).map(({ code, outcome, summary }) => [code, outcome, summary]);
    expect(findings((await reportOf(dir, '--ref', 'HEAD')).report)).toEqual(findings(whole));
    expect(findings((await reportOf(bare)).report)).toEqual(findings(whole));
  });

  // Each artifact of the pilot, and exactly the checks that turn when it goes: nothing is proven by something else.
  const DEPENDS: Record<string, { blocking: string[]; advisory: string[] }> = JSON.parse(
    readFileSync(join(root, '__tests__/fixtures/support-triage.depends.json'), 'utf8'),
  );

  test.each(Object.entries(DEPENDS))('%s', async (what, expected) => {
    const [verb, path = ''] = what.split(' ');
    const broken = mkdtempSync(join(folder, 'broken-'));
    cpSync(dir, broken, { recursive: true });
    if (verb === 'without') rmSync(join(broken, path));
    else writeFileSync(join(broken, path), '');
    git(broken, 'add', '--all');
    git(broken, 'commit', '--quiet', '--message=Break it');
    const { code, report } = await reportOf(broken);
    const turned = (level: 'blocking' | 'advisory'): string[] => {
      const before = new Set(codes(whole, level, 'unmet', 'stale'));
      return codes(report, level, 'unmet', 'stale').filter((one) => !before.has(one));
    };
    expect({ blocking: turned('blocking'), advisory: turned('advisory') }).toEqual(expected);
    expect(code).toBe(expected.blocking.length > 0 ? 1 : 2);
  });
});

describe('examples/claims-intake', () => {
  // Committed before the pilot began, as its evidence says of itself; whether that was merged then only GitHub knows.
  const BEFORE = '2026-05-20T09:00:00Z';
  let dir: string;
  beforeAll(() => {
    dir = repositoryOf('claims-intake', BEFORE);
  });

  test.each(['standard', 'regulated'] as const)('under %s only facts that GitHub holds are open', async (profile) => {
    const { code, report } = await reportOf(dir, '--profile', profile);
    expect([report.policy.profile, report.verdict, code]).toEqual([profile, 'undetermined', 2]);
    const open = checksOf(report).filter((check) => check.level === 'blocking' && check.outcome !== 'met');
    expect(open.filter((check) => check.outcome !== 'unknown')).toEqual([]);
    expect(open.filter((check) => check.resolvableBy !== 'github')).toEqual([]);
    expect(open.length).toBeGreaterThan(40);
  });

  test('says that the profile was asked for here, and names nothing for a day on which something else ends', async () => {
    const { out } = await run('check', dir, '--as-of', TODAY, '--profile', 'regulated');
    const words = out.replace(/\s+/g, ' ');
    expect(words).toContain(
      'Policy: profile regulated (requested for this run, stricter than .github/pilot-readiness.yml)',
    );
    const { validUntil } = (await reportOf(dir, '--profile', 'regulated')).report;
    const named = /Valid until (\S+) unless something changes(; first to expire)?/.exec(words);
    expect([named?.[1], named?.[2]]).toEqual([validUntil?.slice(0, 10), undefined]);
  });

  test('all its criteria are asked, and it ends well under --offline-ok', async () => {
    const { code, out } = await run('check', dir, '--as-of', TODAY, '--offline-ok');
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^Local checks passed; \d+ checks require GitHub\.$/);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });
});

describe('examples/stalled-pilot', () => {
  test('is not ready, and each planted fault is named', async () => {
    const { code, report } = await reportOf(repositoryOf('stalled-pilot'));
    expect(code).toBe(1);
    expectEach(FAULTS, report);
  });

  test('stalls in the ways in which pilots stall, and each of them is measured', async () => {
    const { report } = await reportOf(repositoryOf('stalled-pilot'), '--profile', 'standard');
    expectEach(SYMPTOMS, report);
  });

  test('no criterion passes, under any profile', async () => {
    const dir = repositoryOf('stalled-pilot');
    for (const profile of ['minimal', 'standard', 'regulated']) {
      const { report } = await reportOf(dir, '--profile', profile);
      expect(report.policy.profile).toBe(profile);
      const asked = report.criteria.filter(({ status }) => status !== 'not-asked');
      expect(asked.map(({ id, status }) => [id, status])).toEqual(asked.map(({ id }) => [id, 'unmet']));
      expect(asked).toHaveLength(profile === 'minimal' ? 7 : report.criteria.length);
    }
  });
});
