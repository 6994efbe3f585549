import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseInstant } from '../../src/domain/dates.ts';
import { instant } from '../../src/formats/evals/fields.ts';
import { openStand, type Stand } from '../support/fixtures/attack-fixture.ts';
import { manifest, ORG, POLICY, pilotRepository, policy } from '../support/harness/action-context.ts';

describe('36 a gate that is never asked', () => {
  let stand: Stand;
  let counter = 0;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());
  const nextName = (): string => {
    counter += 1;
    return `never-${counter}`;
  };
  const recognizing = (line: string): string => policy.replace(/^promotion:\n(?: .*\n)+/m, `${line}\n`);

  test.each([
    ['nothing', 'promotion: { labels: [], branches: [], paths: [] }'],
    ['blanks', 'promotion: { labels: [" "], paths: [" "] }'],
    ['a blank lifecycle', 'promotion: { catalog-lifecycle: " " }'],
  ])('36 a policy that enforces and recognizes %s is a fault', async (_what, line) => {
    const repo = nextName();
    const { number } = await stand.promotion(repo, { [POLICY]: recognizing(line) });
    const { run } = await stand.judge(repo, number);
    expect([run.conclusion, run.summary + run.text]).toEqual([
      'action_required',
      expect.stringContaining('recognizes no promotion'),
    ]);
  });

  test.each([
    ['9999-12-31', 'action_required'],
    ['2027-11-22', 'action_required'],
    ['2027-11-21', 'neutral'],
  ])('36 enforcement from %s: %s', async (date, conclusion) => {
    const repo = nextName();
    const { number } = await stand.promotion(repo, { [POLICY]: `${policy}enforce-from: ${date}\n` });
    expect((await stand.judge(repo, number)).run.conclusion).toBe(conclusion);
  });

  test.each(['2026-11-21', '2027-01-01', '9999-12-31'])('36 a pilot that begins on %s is not ready', async (date) => {
    const repo = nextName();
    const later = manifest.replace('started-on: 2026-09-01', `started-on: ${date}`);
    const { number } = await stand.promotion(repo, { 'readiness/pilot.yaml': later });
    await stand.approve(repo, number);
    const { run, open } = await stand.judge(repo, number);
    expect([run.conclusion, open]).toEqual(['failure', expect.arrayContaining(['OM-2'])]);
  });

  test.each(['production', 'Production', ' PRODUCTION '])(
    '36 the catalog lifecycle "%s" is production',
    async (word) => {
      const repo = nextName();
      const entity = (lifecycle: string): string =>
        `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: triage }\nspec: { lifecycle: "${lifecycle}", owner: x, type: service }\n`;
      await pilotRepository(stand.github, repo, {
        [POLICY]: recognizing('promotion: { catalog-lifecycle: Production }'),
        'catalog-info.yaml': entity('experimental'),
      });
      await stand.samir.commit(repo, { branch: 'turn', files: { 'catalog-info.yaml': entity(word) } });
      const { number } = await stand.samir.openPullRequest(repo, { head: 'turn', base: 'main' });
      expect((await stand.judge(repo, number)).evaluation.promotion.is).toBe(true);
    },
  );

  test('36 a promotion label follows the commit to another branch and another pull request', async () => {
    const repo = nextName();
    const label = 'promote-to-production';
    await pilotRepository(stand.github, repo, { [POLICY]: recognizing(`promotion: { labels: [${label}] }`) });
    const head = await stand.samir.commit(repo, { branch: 'one', files: { 'CHANGELOG.md': 'Ready.\n' } });
    const first = await stand.samir.openPullRequest(repo, { head: 'one', base: 'main' });
    await stand.samir.request(`POST /repos/${ORG}/${repo}/labels`, { name: label, color: 'ededed' });
    await stand.samir.label(repo, first.number, label);
    await stand.samir.editPullRequest(repo, first.number, { state: 'closed' });
    await stand.samir.branch(repo, 'two', head);
    const second = await stand.samir.openPullRequest(repo, { head: 'two', base: 'main' });
    expect((await stand.judge(repo, second.number)).evaluation.promotion).toMatchObject({ is: true });
    await stand.samir.commit(repo, { branch: 'three', files: { 'CHANGELOG.md': 'Other.\n' } });
    const other = await stand.samir.openPullRequest(repo, { head: 'three', base: 'main' });
    expect((await stand.judge(repo, other.number)).evaluation.promotion.is).toBe(false);
  });

  test.each([
    '2026-11-31',
    '2026-11-31T10:00:00Z',
    '2026-02-29 10:00:00+01:00',
    '2026-04-31T00:00Z',
    'Tue, 31 Nov 2026 10:00:00 GMT',
  ])('36 %s is no day', (text) => {
    expect([parseInstant(text), instant(text)]).toEqual([undefined, undefined]);
  });
});
