import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStand, type Stand, type Told } from '../support/fixtures/attack-fixture.ts';
import { manifest, ORG, POLICY, policy } from '../support/harness/action-context.ts';

const MANIFEST = 'readiness/pilot.yaml';
const METRICS = 'readiness/metrics.yaml';

/** Whoever opens a promotion does not write the questions that it answers (docs/attacks.md, 27). */
describe('a promotion that asks less than before', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());
  const as = (login: string): Stand['samir'] => stand.github.as(login);

  /** A promotion that is ready apart from this change, which replaces text of a file. */
  async function promoted(
    repo: string,
    path: string,
    from: string | RegExp,
    to: string,
  ): Promise<Told & { number: number }> {
    const { number } = await stand.promotion(repo);
    const text = path === MANIFEST ? manifest : await fileOf(repo, path);
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    await stand.samir.commit(repo, { branch: 'promote', files: { [path]: changed } });
    await stand.approve(repo, number);
    return { number, ...(await stand.judge(repo, number)) };
  }
  async function fileOf(repo: string, path: string): Promise<string> {
    const { data } = await stand.samir.request(`GET /repos/${ORG}/${repo}/contents/${path}?ref=main`);
    return Buffer.from((data as { content: string }).content, 'base64').toString('utf8');
  }

  test.each([
    ['a threshold', MANIFEST, /happy: 0\.95/, 'happy: 0.5', 'evals.thresholds.happy'],
    ['what the evals cover', MANIFEST, /covers: \[[^\]]*\]/, 'covers: [Makefile]', 'evals.covers'],
    ['the sponsor', MANIFEST, 'sponsor: "@ines-okafor"', 'sponsor: "@yuki-tanabe"', 'pilot.owners.sponsor'],
    ['the start', MANIFEST, /started-on: .*/, 'started-on: 2026-09-08', 'pilot.started-on'],
    ['a filter of a metric', METRICS, /(id: cycle-time[\s\S]*?value: minutes)/, '$1, where: { site: graz }', 'where'],
    ['a target', METRICS, 'target: { op: lte, value: 36 }', 'target: { op: lte, value: 360 }', 'target.value'],
  ])(
    '%s: is not ready until the person named by the base branch accepts it',
    async (what, path, from, to, definition) => {
      const repo = `looser-${what.replace(/\W+/g, '-')}`;
      const { evaluation, run, comment } = await promoted(repo, path, from, to);
      expect(run.conclusion).toBe('failure');
      expect(evaluation.report?.definitions?.state).toBe('pending');
      expect(evaluation.report?.definitions?.looser.map((one) => one.path).join()).toContain(definition);
      expect(comment).toMatch(/asks less than before/);
      expect(comment).toMatch(/readiness accept definitions/);
    },
  );

  test('is ready once that person accepted it, until it is changed again', async () => {
    const { number } = await promoted('accepted', MANIFEST, /happy: 0\.95/, 'happy: 0.5');
    await as('samir-haddad').review('accepted', number, 'COMMENT', '/readiness accept definitions');
    await as('yuki-tanabe').review('accepted', number, 'COMMENT', '/readiness accept definitions');
    expect((await stand.judge('accepted', number)).run.conclusion).toBe('failure');
    await as('dana-okonkwo').review('accepted', number, 'COMMENT', '/readiness accept definitions');
    expect((await stand.judge('accepted', number)).run.conclusion).toBe('success');
    const again = manifest.replace(/happy: 0\.95/, 'happy: 0.4');
    await stand.samir.commit('accepted', { branch: 'promote', files: { [MANIFEST]: again } });
    expect((await stand.judge('accepted', number)).run.conclusion).toBe('failure');
  });

  test('evidence that changes after the acceptance leaves it valid', async () => {
    const { number } = await promoted('evidence', MANIFEST, /happy: 0\.95/, 'happy: 0.5');
    await as('dana-okonkwo').review('evidence', number, 'COMMENT', '/readiness accept definitions');
    await stand.samir.commit('evidence', { branch: 'promote', files: { 'CHANGELOG.md': 'More.\n' } });
    expect((await stand.judge('evidence', number)).evaluation.report?.definitions?.state).toBe('accepted');
  });

  test('a definition that became stricter asks nobody', async () => {
    const { evaluation } = await promoted('stricter', MANIFEST, /happy: 0\.95/, 'happy: 0.955');
    expect(evaluation.report?.definitions).toBeUndefined();
  });

  test('nobody is asked under observe, or for a preview', async () => {
    const { number } = await stand.promotion('observed', {
      [POLICY]: policy.replace('mode: enforce', 'mode: observe'),
    });
    const looser = manifest.replace(/happy: 0\.95/, 'happy: 0.5');
    await stand.samir.commit('observed', { branch: 'promote', files: { [MANIFEST]: looser } });
    expect((await stand.judge('observed', number)).evaluation.report?.definitions).toBeUndefined();
    const preview = await stand.samir.openPullRequest('observed', { head: 'promote', base: 'main' });
    expect((await stand.judge('observed', preview.number)).evaluation.report?.definitions).toBeUndefined();
  });
});
