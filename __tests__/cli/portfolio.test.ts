import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { main } from '../../src/cli/main.ts';
import { csvCell } from '../../src/render/machine/csv.ts';
import type { PortfolioRow } from '../../src/render/model/portfolio.ts';
import { type Client, type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

const CHECK = 'pilot-readiness';
const POLICY = '.github/pilot-readiness.yml';
const NOW = '2026-11-20T12:00:00Z';
const HOSTILE = '<img src=x onerror=alert(1)>"\u202e=cmd|calc';

let github: GitHub;
let owner: Client;
beforeAll(async () => {
  github = await startGitHub({ users: ['ravi'] });
  owner = github.as('acme-owner');
  const folder = 'examples/support-triage';
  await owner.createRepository('triage', { folder, topics: ['pilot'], date: '2026-11-08T08:00:00Z' });
  await owner.ruleset('triage', { branch: 'main', check: CHECK, appId: 4242 });
  await github.as('ravi').commit('triage', {
    branch: 'promote',
    files: { 'deploy/production/worker.yaml': 'replicas: 3\n' },
    date: '2026-11-10T08:00:00Z',
  });
  await github.as('ravi').openPullRequest('triage', { head: 'promote' });
  await github.as('ravi').commit('triage', { branch: 'typo', files: { 'README.md': 'later, and no promotion\n' } });
  await github.as('ravi').openPullRequest('triage', { head: 'typo' });
  await owner.createRepository('young', { topics: ['pilot'], date: '2026-11-01T08:00:00Z' });
  await owner.createRepository('broken', { topics: ['pilot'], files: { [POLICY]: 'version: 1\nprofil: standard\n' } });
  const hostile = `version: 1\n${JSON.stringify(HOSTILE)}: 1\n`;
  await owner.createRepository('hostile', { topics: ['pilot'], files: { [POLICY]: hostile } });
  await owner.createRepository('unreadable', { topics: ['pilot'] });
  await owner.createRepository('ordinary');
  github.faults.add({ route: 'GET /repos/acme/unreadable/git/trees/**', status: 403 });
});
afterAll(() => github.close());

async function portfolio(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const code = await main(['portfolio', ...words], {
    cwd: '/',
    env: { GITHUB_TOKEN: owner.token, GITHUB_API_URL: github.url },
    now: Date.parse(NOW),
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

const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('portfolio --org', () => {
  test('one row for each pilot: what was judged, verdict, what is open for longest and with whom, enforcement', async () => {
    const { code, out, err } = await portfolio('--org', 'acme', '--format', 'json', '--app-id', '4242');
    expect([code, err]).toEqual([2, '']);
    const { pilots, ...rest } = JSON.parse(out) as { pilots: PortfolioRow[] };
    expect(rest).toMatchObject({ schema: 'pilot-readiness/portfolio/v1', organization: 'acme', evaluatedAt: NOW });
    const by = Object.fromEntries(pilots.map((row) => [row.repository, row]));
    expect(pilots.map(({ repository }) => repository)).toEqual([
      'acme/broken',
      'acme/hostile',
      'acme/triage',
      'acme/unreadable',
      'acme/young',
    ]);
    expect(by['acme/triage']).toMatchObject({
      evaluated: 'promotion #1',
      verdict: 'not-ready',
      asked: 7,
      daysWithoutChange: 10,
      enforced: 'no',
    });
    expect(by['acme/triage']?.oldest?.who).not.toBe('');
    expect(by['acme/young']).toMatchObject({
      evaluated: 'preview of main',
      verdict: 'not-ready',
      passed: 0,
      asked: 7,
      daysWithoutChange: 19,
      nextExpiry: null,
      oldest: { since: 'never written' },
    });
    expect(by['acme/young']?.enforcement).toMatch(/no rule requires the check on main/);
  });

  test('one that fails has a row that says why, and never ends the run', async () => {
    const { pilots } = JSON.parse((await portfolio('--org', 'acme', '--format', 'json')).out) as {
      pilots: PortfolioRow[];
    };
    const faults = Object.fromEntries(
      pilots.filter(({ verdict }) => verdict === 'not-judged').map(({ repository, notes }) => [repository, notes]),
    );
    expect(faults).toEqual({
      'acme/broken': [expect.stringMatching(/^the policy has 1 fault: .*pilot-readiness\.yml:2:1 profil/)],
      'acme/hostile': [expect.stringMatching(/^the policy has 1 fault: .*yml:2:1/)],
      'acme/unreadable': [expect.stringMatching(/could not read the files of .*Contents: read/)],
    });
  });

  test('the table fits the terminal and says what could not be evaluated', async () => {
    const { out } = await portfolio('--org', 'acme', '--app-id', '4242');
    const lines = out.trimEnd().split('\n');
    expect(flat(out)).toMatch(
      /^0 of 5 pilots of acme are ready for production, 3 could not be evaluated Evaluated 2026-11-20/,
    );
    for (const line of lines) expect([line, line.length <= 80]).toEqual([line, true]);
    expect(flat(out)).toMatch(
      /✗ acme\/young \(preview of main\) Verdict: ✗ not ready Criteria: 0 of 7 .* Unchanged for: 19 days Enforced: no/,
    );
    expect(flat(out)).toMatch(/\? acme\/broken Verdict: \? not evaluated/);
    expect(out).not.toContain('acme/ordinary');
    expect(out).not.toContain('\u202e');
  });

  test('the page is one file in which nothing hostile survives', async () => {
    const { out } = await portfolio('--org', 'acme', '--format', 'html');
    expect(out).toMatch(/^<!doctype html>/);
    expect(out).toContain('name="viewport"');
    expect(out).toContain("default-src 'none'");
    expect(out).not.toMatch(/<script|<img|<iframe|<link|onerror=alert\(1\)>|\son\w+="|javascript:/i);
    expect(out).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect([...out.matchAll(/href="([^#"][^"]*)"/g)].every(([, to]) => to?.startsWith(`${github.url}/acme/`))).toBe(
      true,
    );
    expect(out).toContain(`href="${github.url}/acme/triage/pull/1"`);
    expect(out).not.toContain('\u202e');
  });

  test('CSV has a row and fourteen cells for each pilot', async () => {
    const { out } = await portfolio('--org', 'acme', '--format', 'csv');
    const lines = out.split('\r\n');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/^"repository","verdict"/);
    expect(lines.find((line) => line.startsWith('"acme/young"'))).toMatch(
      /^"acme\/young","not-ready","preview of main",0,7,/,
    );
    expect(out).not.toContain('\u202e');
  });

  test.each<[string, string[], RegExp]>([
    ['no organization', [], /no organization is given\. Write --org NAME/],
    ['one that is none', ['--org', '../x'], /is not an organization/],
    ['a format that is none', ['--org', 'acme', '--format', 'pdf'], /Choose one of table, html, csv, json/],
    ['an App by name', ['--org', 'acme', '--app-id', 'mine'], /is not an App ID/],
  ])('wrong usage: %s', async (_name, words, expected) => {
    const { code, out, err } = await portfolio(...words);
    expect([code, out, err]).toEqual([3, '', expect.stringMatching(expected)]);
  });

  test('an organization that may not be listed is no empty one', async () => {
    const { code, out, err } = await portfolio('--org', 'nobody');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/not verified: could not read the repositories of nobody/);
  });
});

describe('a cell of CSV', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\u200b=1', '|calc', '%0A', '＝1'])(
    '%j is no formula',
    (text) => expect(csvCell(text)).toMatch(/^"'/),
  );

  test('whatever it holds, it stays one cell of one line and begins with no formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const cell = csvCell(text);
        expect(cell).toMatch(/^"(?:[^"\r\n]|"")*"$/);
        expect(cell).not.toMatch(/^"\s*[=+\-@|%]/);
      }),
    );
  });
});

describe('which repositories are pilots', () => {
  let own: GitHub;
  let boss: Client;
  const names = async (): Promise<{ code: number; names: string[]; notAsked: number; err: string }> => {
    const texts = { out: '', err: '' };
    const code = await main(['portfolio', '--org', 'acme', '--format', 'json'], {
      ...{ cwd: '/', env: { GITHUB_TOKEN: boss.token, GITHUB_API_URL: own.url } },
      ...{ now: Date.parse(NOW), columns: 80, color: false },
      write: (text) => {
        texts.out += text;
      },
      warn: (text) => {
        texts.err += text;
      },
    });
    if (texts.out === '') return { code, names: [], notAsked: 0, err: texts.err };
    const { pilots, notAsked } = JSON.parse(texts.out) as { pilots: PortfolioRow[]; notAsked: number };
    return { code, names: pilots.map(({ repository }) => repository), notAsked, err: texts.err };
  };
  beforeAll(async () => {
    own = await startGitHub();
    boss = own.as('acme-owner');
    await boss.createRepository('by-property', { properties: { lifecycle: 'pilot' } });
    await boss.createRepository('by-list');
    await boss.createRepository('by-topic', { topics: ['ai-pilot'] });
    await boss.createRepository('by-file', { files: { [POLICY]: 'version: 1\n' } });
    await boss.createRepository('retired', { topics: ['pilot'], files: { [POLICY]: 'version: 1\n' } });
    await boss.createRepository('ordinary');
  });
  afterAll(() => own.close());

  test('without a policy of the organization: the topic and policy files', async () => {
    expect((await names()).names).toEqual(['acme/by-file', 'acme/retired']);
  });

  test('by the policy of the organization: its topics, properties and list, without those released', async () => {
    const lists =
      '{ topics: [ai-pilot], properties: { lifecycle: [pilot] }, repositories: [by-list], released: [retired] }';
    await boss.createRepository('.github', { files: { [POLICY]: `version: 1\npilots: ${lists}\n` } });
    expect(await names()).toEqual({
      code: 0,
      names: ['acme/by-file', 'acme/by-list', 'acme/by-property', 'acme/by-topic'],
      notAsked: 0,
      err: '',
    });
  });

  test('a policy of the organization that cannot be used is no empty portfolio', async () => {
    await boss.commit('.github', { files: { [POLICY]: 'version: 1\npilotes: {}\n' } });
    expect(await names()).toMatchObject({
      code: 2,
      names: [],
      err: expect.stringMatching(/unknown which repositories are pilots: .*pilotes/),
    });
  });
});
