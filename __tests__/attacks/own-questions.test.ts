import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStand, type Stand, type Told } from '../support/fixtures/attack-fixture.ts';
import { manifest, sign } from '../support/harness/action-context.ts';

/** What the pull request that is evaluated writes about itself, and what it is therefore not believed. */
let stand: Stand;
beforeAll(async () => {
  stand = await openStand();
});
afterAll(() => stand.close());
const as = (login: string): Stand['samir'] => stand.github.as(login);
const checkOf = (told: Told, code: string) =>
  told.evaluation.report?.criteria.flatMap(({ checks }) => checks).find((one) => one.code === code);
const summaryOf = (told: Told, code: string): string | undefined => checkOf(told, code)?.summary;

describe('44 a control record that points elsewhere', () => {
  const record = (control: string, artifact: string): string => `control: ${control}
subject: [{ path: ${artifact}, blob: 0123456789abcdef }]
decision: approved
approver: "@tomas-lindqvist"
date: 2026-11-07
artifact: ${artifact}
`;
  const elsewhere = { 'notes/review.md': '# Review\n\nNothing to add.\n' };
  const pointed = { ...elsewhere, 'readiness/controls/security.yaml': record('security', 'notes/review.md') };

  test('44 the approver wrote the usual document of the control, and the record names another file', async () => {
    const { number } = await stand.promotion('points-away', pointed);
    const own = { 'docs/security.md': '# Security\n\nWritten by the approver: nothing leaves the region.\n' };
    await as('tomas-lindqvist').commit('points-away', { branch: 'promote', files: own });
    await stand.approve('points-away', number);
    const { run, open } = await stand.judge('points-away', number);
    expect([run.conclusion, open]).toEqual(['failure', expect.arrayContaining(['CS-2'])]);
  });

  test.each([
    ['artifact', 'readiness/controls/security.yaml'],
    ['artefact', 'readiness/controls/security.yml'],
  ])('44 after the sign-off the document is emptied, and %s moves to a file that did not change', async (key, path) => {
    const repo = `moved-${key}`;
    const { number } = await stand.promotion(repo, elsewhere);
    await stand.approve(repo, number);
    expect((await stand.judge(repo, number)).run.conclusion).toBe('success');
    const moved = record('security', 'notes/review.md').replace('artifact:', `${key}:`);
    const files = { 'readiness/controls/security.yaml': null, [path]: moved, 'docs/security.md': '# Security\n' };
    await stand.samir.commit(repo, { branch: 'promote', files });
    const told = await stand.judge(repo, number);
    expect(checkOf(told, 'CS-3')).toMatchObject({
      outcome: 'stale',
      summary: expect.stringMatching(/docs\/security.md/),
    });
  });

  test.each([
    ['a second record of the control', 'security-2.yaml', 'security'],
    ['a second record that sorts first', 'a.yaml', 'security'],
    ['a second record in capital letters', 'Security.yaml', 'security'],
    ['a record under the name of another control', 'legal.yaml', 'vendor-risk'],
  ])('44 %s is a fault', async (_name, file, control) => {
    const repo = `second-${file.replace('.yaml', '').toLowerCase()}`;
    const second = { [`readiness/controls/${file}`]: record(control, 'notes/review.md') };
    const { number } = await stand.promotion(repo, { ...elsewhere, ...second });
    await stand.approve(repo, number);
    const told = await stand.judge(repo, number);
    expect([told.run.conclusion, told.open]).toEqual(['failure', expect.arrayContaining(['CS-1'])]);
    expect(summaryOf(told, 'CS-1')).toContain(file);
  });
});

const CLASSES = ['happy', 'edge', 'adversarial', 'exception', 'high-risk'];
type Row = { id: string; verdict: string; tags: string[]; score?: number; input?: string };
const cases = (count: number, more: (at: number) => Partial<Row> = () => ({})): Row[] =>
  Array.from({ length: count }, (_none, at) => ({
    ...{ id: `case-${at}`, verdict: 'pass', tags: [CLASSES[at % 5] ?? ''] },
    ...more(at),
  }));
const results = (rows: Row[]): string =>
  JSON.stringify({ at: '2026-11-15T10:00:00Z', cost: 0.001, seconds: 2, cases: rows });
const THRESHOLDS = 'happy: 0.95, edge: 0.85, adversarial: 1, exception: 0.9, high-risk: 1';

interface Suite {
  files: Record<string, string>;
  pass?: string;
  thresholds?: string;
  more?: string;
}

/** The example with home-made results. */
function pilotWith({ files, pass = 'verdict', thresholds = THRESHOLDS, more = '' }: Suite): Record<string, string> {
  const entries = Object.keys(files).map(
    (path) => `    - file: ${path}
      mapping: { cases: "$.cases[*]", id: id, tags: tags, run-at: at, pass: ${pass} }
`,
  );
  const section = `evals:\n  results:\n${entries.join('')}  covers: ["src/**"]\n  thresholds: { ${thresholds} }\n${more}\n`;
  return { 'readiness/pilot.yaml': manifest.replace(/^evals:\n[\s\S]*?(?=^guardrails:)/m, section) };
}

async function promote(repo: string, suite: Suite): Promise<{ told: Told; number: number }> {
  const { number, head } = await stand.promotion(repo);
  const stamps = Object.entries(suite.files).map(([path, text]) => {
    const sha256 = createHash('sha256').update(text).digest('hex');
    const stamp = { commit: head, dirty: false, treeHash: 'f'.repeat(64), sha256 };
    return [`${path}.provenance.json`, JSON.stringify(stamp)] as const;
  });
  const files = { ...pilotWith(suite), ...suite.files, ...Object.fromEntries(stamps) };
  await stand.samir.commit(repo, { branch: 'promote', files });
  await stand.approve(repo, number);
  // What is asked is not at issue here.
  await stand.github.as('dana-okonkwo').review(repo, number, 'COMMENT', '/readiness accept definitions');
  return { told: await stand.judge(repo, number), number };
}

describe('45 results that are counted as their author likes', () => {
  const one = (rows: Row[]): Record<string, string> => ({ 'evals/results.json': results(rows) });

  test('45 the suite as it is passes', async () => {
    const { told } = await promote('honest', { files: one(cases(25)) });
    expect([summaryOf(told, 'EV-2'), told.open, told.run.conclusion]).toEqual([
      expect.stringContaining('a case passes when verdict states a pass'),
      [],
      'success',
    ]);
  });

  test.each<[string, string, string, RegExp, Suite]>([
    [
      'copies',
      'cases counted again in a copy with one more line end',
      'EV-1',
      /15 different cases, besides 15 copies/,
      { files: { ...one(cases(15)), 'evals/more.json': `${results(cases(15))}\n` } },
    ],
    [
      'renamed-copies',
      'copies of cases under other ids',
      'EV-1',
      /15 different cases, besides 15 copies/,
      {
        files: {
          ...one(cases(15, (at) => ({ input: `My printer number ${at} is on fire.` }))),
          'evals/more.json': results(
            cases(15, (at) => ({ id: `other-${at}`, input: ` my printer number ${at} is on  FIRE. ` })),
          ),
        },
      },
    ],
    ['markers', 'one case in every class', 'EV-1', /marked/, { files: one(cases(20, () => ({ tags: CLASSES }))) }],
    [
      'exempt',
      'classes declared not applicable that nobody accepted',
      'EV-1',
      /product owner has not accepted/,
      {
        files: one(cases(25, () => ({ tags: ['happy'] }))),
        more: '  not-applicable: { edge: none, adversarial: none, exception: none, high-risk: none }\n',
      },
    ],
    [
      'exempt-with-cases',
      'a class with failing cases declared not applicable',
      'EV-1',
      /declared not applicable, but 5 cases are marked/,
      {
        files: one(cases(25, (at) => (at % 5 === 2 ? { verdict: 'fail' } : {}))),
        more: '  not-applicable: { adversarial: nobody attacks it }\n',
      },
    ],
    [
      'unmarked',
      'failed cases without their marker',
      'EV-2',
      /0 of 10 cases without a class/,
      { files: one([...cases(25), ...cases(10, (at) => ({ id: `x${at}`, verdict: 'fail', tags: [] }))]) },
    ],
    [
      'thresholds',
      'thresholds of 0',
      'EV-2',
      /is 0%; at least 50%/,
      {
        files: one(cases(25, () => ({ verdict: 'fail' }))),
        thresholds: THRESHOLDS.replace(/[\d.]+/g, '0'),
      },
    ],
    [
      'low-thresholds',
      'thresholds that nearly everything reaches',
      'EV-2',
      /is 10%; at least 50%/,
      {
        files: one(cases(25, (at) => ({ verdict: at < 5 ? 'pass' : 'fail' }))),
        thresholds: THRESHOLDS.replace(/[\d.]+/g, '0.1'),
      },
    ],
    [
      'mapping',
      'a mapping that no score fails',
      'EV-2',
      /no score can fail/,
      { files: one(cases(25, () => ({ score: 0.1 }))), pass: '{ path: score, gte: 0 }' },
    ],
    [
      'mapping-below',
      'a mapping that every score is below',
      'EV-2',
      /no score can fail/,
      { files: one(cases(25, () => ({ score: 0.9 }))), pass: '{ path: score, lte: 1 }' },
    ],
    [
      'mapping-inverted',
      'a mapping that takes a failure for a pass',
      'EV-2',
      /states a failure/,
      { files: one(cases(25, () => ({ verdict: 'fail' }))), pass: '{ path: verdict, equals: fail }' },
    ],
    [
      'mapping-contradicted',
      'a mapping that passes what the file calls failed',
      'EV-2',
      /25 of these cases failed by their own verdict/,
      { files: one(cases(25, () => ({ verdict: 'fail', score: 0.3 }))), pass: '{ path: score, gte: 0.2 }' },
    ],
  ])('45 %s: %s', async (repo, _name, code, says, suite) => {
    const { told } = await promote(`own-${repo}`, suite);
    expect([told.run.conclusion, told.open]).toEqual(['failure', expect.arrayContaining([code])]);
    expect(summaryOf(told, code)).toMatch(says);
  });

  test('45 a class that the product owner accepted as not applicable is displayed with that name', async () => {
    const more = '  not-applicable: { exception: the input is always one number }\n';
    const files = one(cases(25, (at) => (at % 5 === 3 ? { tags: ['edge'] } : {})));
    const { told, number } = await promote('accepted', { files, more });
    expect(told.open).toEqual(['EV-1']);
    await as('yuki-tanabe').review('accepted', number, 'APPROVE', '/readiness accept EV-1 because it is so');
    expect((await stand.judge('accepted', number)).open).toEqual(['EV-1']);
    await as('dana-okonkwo').review('accepted', number, 'APPROVE', '/readiness accept EV-1 because it is so');
    const after = await stand.judge('accepted', number);
    expect([after.open, after.run.conclusion]).toEqual([[], 'success']);
    expect(after.comment + after.run.summary + after.run.text).toMatch(/exception.*accepted by `?@dana-okonkwo/);
  });

  test('45 one good row sixty times is one case', async () => {
    const { number } = await stand.promotion('rows');
    const days = Array.from({ length: 120 }, (_none, at) => {
      const day = new Date(Date.parse('2026-10-20T00:00:00Z') + (at % 30) * 86_400_000).toISOString().slice(0, 10);
      return `T-20413,${day}T08:00:00Z,graz,20,yes,no,no,1.92,no,3.8`;
    });
    const header = 'ticket,opened_at,site,minutes,queue_right,queue_wrong,reworked,cost_usd,exception,seconds';
    const path = 'readiness/observations/tickets.csv';
    await stand.samir.commit('rows', { branch: 'promote', files: { [path]: `${[header, ...days].join('\n')}\n` } });
    await stand.approve('rows', number);
    const told = await stand.judge('rows', number);
    expect([told.run.conclusion, told.open]).toEqual(['failure', expect.arrayContaining(['OM-3'])]);
    expect(summaryOf(told, 'OM-3')).toMatch(/rows with a repeated ticket left out/);
  });

  test('45 sign-offs of the honest suite stay valid when nothing is changed', async () => {
    const { number } = await stand.promotion('unchanged');
    await as('tomas-lindqvist').review('unchanged', number, 'APPROVE', sign('security'));
    await as('hanne-vik').review('unchanged', number, 'APPROVE', sign('privacy'));
    expect((await stand.judge('unchanged', number)).open.filter((code) => code.startsWith('CS-'))).toEqual([]);
  });
});
