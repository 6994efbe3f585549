import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import { type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = mkdtempSync(join(tmpdir(), 'pilot-readiness-simulate-'));
const POLICY = '.github/pilot-readiness.yml';
const flat = (text: string): string => text.replace(/\s+/g, ' ');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function simulate(
  words: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const code = await main(['policy', 'simulate', ...words], {
    cwd: folder,
    env,
    now: Date.parse('2026-11-20T12:00:00Z'),
    columns: 80,
    color: false,
    write: (text) => {
      texts.out += text;
    },
    warn: (text) => {
      texts.err += text;
    },
  });
  expect(`${texts.out}${texts.err}`).not.toContain('internal error');
  return { code, ...texts };
}

interface Simulated {
  pilots: {
    repository: string;
    evaluated: string;
    before: string;
    after: string;
    blockedNow: boolean;
    blockedThen: boolean;
    flips: { code: string; from: string; to: string }[];
    notes: string[];
  }[];
}

function newPolicy(text: string): string {
  const path = join(mkdtempSync(join(folder, 'policy-')), 'new.yml');
  writeFileSync(path, text);
  return path;
}

function pilot(example: string, edit: (dir: string) => void = () => undefined): string {
  const dir = mkdtempSync(join(folder, `${example}-`));
  cpSync(join(root, 'examples', example), dir, { recursive: true });
  edit(dir);
  return dir;
}

describe('policy simulate on folders', () => {
  test('names the checks that turn, and changes nothing where nothing turns', async () => {
    const dir = pilot('support-triage');
    const same = await simulate(['--policy', join(dir, POLICY), dir]);
    expect(same.code).toBe(0);
    expect(flat(same.out)).toMatch(/the verdict of 0 of 1 pilot would change = .*undetermined, unchanged/);
    const strict = newPolicy('version: 1\ncriteria: { runbook: { failure-scenarios: 50 } }\n');
    const { code, out } = await simulate(['--policy', strict, dir, '--format', 'json']);
    const { pilots } = JSON.parse(out) as Simulated;
    expect(code).toBe(0);
    expect(pilots[0]).toMatchObject({ before: 'undetermined', after: 'not-ready', evaluated: 'work tree' });
    expect(pilots[0]?.flips).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'RB-1', from: 'open', to: 'blocks' })]),
    );
    const table = flat((await simulate(['--policy', strict, dir])).out);
    expect(table).toMatch(/the verdict of 1 of 1 pilot would change/);
    expect(table).toMatch(/now undetermined, then not ready - blocks \(now: does not block\): The runbook is about/);
  });

  test('a policy that only observes lets the merge through, and that is said although the verdict stays', async () => {
    const dir = pilot('stalled-pilot', (at) => writeFileSync(join(at, POLICY), 'version: 1\n'));
    const observing = newPolicy('version: 1\nmode: observe\n');
    const { out } = await simulate(['--policy', observing, dir]);
    expect(flat(out)).toMatch(/the verdict of 0 of 1 pilot would change, 1 would no longer be blocked/);
    expect(flat(out)).toMatch(/not ready, unchanged; the merge would no longer be blocked/);
  });

  test('one folder that cannot be judged has a row, and never ends the run', async () => {
    const broken = pilot('support-triage', (dir) => writeFileSync(join(dir, POLICY), 'version: 1\nprofil: x\n'));
    const policy = newPolicy('version: 1\n');
    const { code, out } = await simulate([
      '--policy',
      policy,
      'nowhere',
      broken,
      pilot('stalled-pilot'),
      '--format',
      'json',
    ]);
    const { pilots } = JSON.parse(out) as Simulated;
    expect(code).toBe(2);
    expect(pilots.map(({ before, after }) => [before, after])).toEqual([
      ['not judged', 'not judged'],
      ['unusable policy', 'undetermined'],
      ['not-ready', 'not-ready'],
    ]);
    expect(pilots[0]?.notes[0]).toMatch(/nowhere.* does not exist/);
    expect(pilots[1]?.notes[0]).toMatch(/pilot-readiness\.yml:2:1 profil/);
  });

  test('CSV has one line for each', async () => {
    const policy = newPolicy('version: 1\ncriteria: { runbook: { failure-scenarios: 50 } }\n');
    const { out } = await simulate(['--policy', policy, pilot('support-triage'), '--format', 'csv']);
    const [head, row, end] = out.split('\r\n');
    expect(head).toBe('"repository","judged","now","then","blocked_now","blocked_then","turns","notes"');
    expect(row).toMatch(/"work tree","undetermined","not-ready","yes","yes","RB-1 open > blocks",""$/);
    expect(end).toBe('');
  });

  test.each<[string, string[], RegExp]>([
    ['no policy', ['.'], /no policy is given/],
    ['a policy that is not there', ['--policy', 'none.yml', '.'], /none\.yml could not be read/],
    ['no pilots', ['--policy', 'x.yml'], /name folders or an organization/],
    ['folders and an organization', ['--policy', 'x.yml', '.', '--org', 'acme'], /name folders or an organization/],
    ['a format that is none', ['--policy', 'x.yml', '.', '--format', 'html'], /Choose one of table, csv, json/],
  ])('wrong usage: %s', async (_name, words, expected) => {
    const { code, out, err } = await simulate(words);
    expect([code, out, err]).toEqual([3, '', expect.stringMatching(expected)]);
  });

  test('a policy that cannot be used is said before anything is judged, with its lines', async () => {
    const { code, out, err } = await simulate(['--policy', newPolicy('version: 1\nmode: block\n'), '.']);
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/new\.yml:2:7 mode/);
  });

  test('help tells of it, and policy alone is as before', async () => {
    let out = '';
    const world = {
      ...{ cwd: root, env: {}, now: 0, columns: 80, color: false, warn: () => undefined },
      write: (text: string) => {
        out += text;
      },
    };
    expect(await main(['help', 'policy', 'simulate'], world)).toBe(0);
    expect(out).toMatch(/^Usage: pilot-readiness policy simulate --policy FILE/);
    expect(await main(['policy', 'examples/support-triage'], world)).toBe(0);
    expect(out).toMatch(/profile: minimal/);
  });
});

describe('policy simulate on an organization', () => {
  let github: GitHub;
  beforeAll(async () => {
    github = await startGitHub({ users: [{ login: 'eve', role: 'outside' }] });
    const owner = github.as('acme-owner');
    await owner.createRepository('triage', { folder: join(root, 'examples/support-triage'), topics: ['pilot'] });
    await owner.createRepository('broken', { topics: ['pilot'], files: { [POLICY]: 'version: 2\n' } });
    await owner.createRepository('unreadable', { topics: ['pilot'] });
    await owner.createRepository('secret', { topics: ['pilot'], private: true, access: {} });
    github.faults.add({ route: 'GET /repos/acme/unreadable/git/trees/**', status: 403 });
  });
  afterAll(() => github.close());
  const asEve = () => ({ GITHUB_TOKEN: github.tokenFor('eve'), GITHUB_API_URL: github.url });

  test('without a clone: verdict now, verdict then, what turns; and only what the token can read is named', async () => {
    const policy = newPolicy('version: 1\nprofile: standard\n');
    const { code, out } = await simulate(
      ['--policy', policy, '--org', 'acme', '--as', 'repository', '--format', 'json'],
      asEve(),
    );
    expect(code).toBe(2);
    const { pilots } = JSON.parse(out) as Simulated;
    const by = Object.fromEntries(pilots.map((one) => [one.repository, one]));
    expect(out).not.toContain('acme/secret');
    expect(by['acme/triage']).toMatchObject({ evaluated: 'preview of main', before: 'not-ready', after: 'not-ready' });
    expect(by['acme/triage']?.flips.map(({ code: turned }) => turned)).toContain('RK-4');
    expect(by['acme/broken']).toMatchObject({ before: 'unusable policy', after: 'not-ready', blockedNow: true });
    expect(by['acme/unreadable']).toMatchObject({ before: 'not judged', after: 'not judged' });
    expect(by['acme/unreadable']?.notes[0]).toMatch(/Contents: read/);
  });

  test("an organization's policy is a floor: what a pilot sets above it stays, and its own faults stay its own", async () => {
    const floor = newPolicy('version: 1\ncriteria: { rollback-and-kill-switch: standard }\nreport: all\n');
    const { code, out } = await simulate(['--policy', floor, '--org', 'acme', '--format', 'json'], asEve());
    expect(code).toBe(2);
    const by = Object.fromEntries((JSON.parse(out) as Simulated).pilots.map((one) => [one.repository, one]));
    expect(by['acme/triage']?.flips).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'RK-4', to: 'blocks' })]),
    );
    expect(by['acme/broken']?.notes[0]).toMatch(/pilot-readiness\.yml:1:10/);
  });

  test('whom the new policy makes a pilot, and whom it releases, is told beside those whose verdict turns', async () => {
    const owner = github.as('acme-owner');
    await owner.createRepository('billing', { files: { 'README.md': 'Bills.\n' } });
    await owner.createRepository('ordinary', { files: { 'README.md': 'Nothing.\n' } });
    const floor = newPolicy('version: 1\npilots: { repositories: [billing], released: [triage] }\n');
    const { out } = await simulate(['--policy', floor, '--org', 'acme', '--format', 'json'], asEve());
    const by = Object.fromEntries((JSON.parse(out) as Simulated).pilots.map((one) => [one.repository, one]));
    expect(by['acme/billing']).toMatchObject({ before: 'no pilot', after: 'not-ready', blockedNow: false, flips: [] });
    expect(by['acme/triage']).toMatchObject({ before: 'not-ready', after: 'no pilot', blockedThen: false, flips: [] });
    expect(by['acme/ordinary']).toBeUndefined();
    const table = await simulate(['--policy', floor, '--org', 'acme'], asEve());
    expect(flat(table.out)).toContain('1 repository would become a pilot, 1 would no longer be a pilot');
    expect(flat(table.out)).toContain('acme/billing (preview of main): now not a pilot, then not ready');
  });

  test("a folder can be judged under an organization's policy too", async () => {
    const floor = newPolicy(
      'version: 1\nallow: ["criteria.runbook.*"]\ncriteria: { runbook: { failure-scenarios: 50 } }\n',
    );
    const refused = await simulate(['--policy', floor, pilot('support-triage')]);
    expect([refused.code, refused.err]).toEqual([3, expect.stringMatching(/allow/)]);
    const { out } = await simulate(['--policy', floor, '--as', 'organization', pilot('support-triage')]);
    expect(flat(out)).toMatch(/the verdict of 1 of 1 pilot would change/);
  });
});
