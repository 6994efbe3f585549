import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStand, type Stand, type Told } from '../support/fixtures/attack-fixture.ts';
import { manifest, ORG, POLICY, policy } from '../support/harness/action-context.ts';

const MANIFEST = 'readiness/pilot.yaml';
const METRICS = 'readiness/metrics.yaml';

/** Whoever opens a promotion does not write the questions that it answers (docs/attacks.md, 46). */
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
    '46 %s: is not ready until the person named by the base branch accepts it',
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

  test('46 is ready once that person accepted it, until it is changed again', async () => {
    const { number } = await promoted('accepted', MANIFEST, /happy: 0\.95/, 'happy: 0.5');
    await as('samir-haddad').review('accepted', number, 'COMMENT', '/readiness accept definitions');
    await as('yuki-tanabe').review('accepted', number, 'COMMENT', '/readiness accept definitions');
    expect((await stand.judge('accepted', number)).run.conclusion).toBe('failure');
    await as('dana-okonkwo').review('accepted', number, 'COMMENT', '/readiness accept definitions');
    expect((await stand.judge('accepted', number)).run.conclusion).toBe('success');
    const again = manifest.replace(/happy: 0\.95/, 'happy: 0.4');
    await stand.samir.commit('accepted', { branch: 'promote', files: { [MANIFEST]: again } });
    const changed = await stand.judge('accepted', number);
    expect([changed.run.conclusion, changed.evaluation.report?.definitions?.state]).toEqual(['failure', 'pending']);
  });

  test('46 evidence that changes after the acceptance leaves it valid', async () => {
    const { number } = await promoted('evidence', MANIFEST, /happy: 0\.95/, 'happy: 0.5');
    await as('dana-okonkwo').review('evidence', number, 'COMMENT', '/readiness accept definitions');
    await stand.samir.commit('evidence', { branch: 'promote', files: { 'CHANGELOG.md': 'More.\n' } });
    expect((await stand.judge('evidence', number)).evaluation.report?.definitions?.state).toBe('accepted');
  });

  /** Puts a manifest on main, by a direct push or a merged pull request that others approved. */
  async function onMain(repo: string, text: string, approvedBy?: string[]): Promise<void> {
    if (approvedBy === undefined) {
      await stand.samir.commit(repo, { files: { [MANIFEST]: text } });
      return;
    }
    await stand.samir.commit(repo, { branch: 'earlier', files: { [MANIFEST]: text } });
    const { number } = await stand.samir.openPullRequest(repo, { head: 'earlier', base: 'main' });
    for (const login of approvedBy) await as(login).review(repo, number, 'APPROVE', 'Fine.');
    expect((await stand.samir.merge(repo, number)).status).toBe(200);
  }
  const looser = manifest.replace(/happy: 0\.95/, 'happy: 0.5');

  test.each<[string, string[] | undefined, string]>([
    ['a direct push', undefined, 'failure'],
    ['an earlier pull request that nobody approved', [], 'failure'],
    ['an earlier pull request that somebody approved', ['jonas-weber'], 'success'],
  ])('46 became looser on both branches by %s', async (how, approvedBy, conclusion) => {
    const repo = `earlier-${how.replace(/\W+/g, '-')}`;
    const { number: first } = await stand.promotion(repo);
    await stand.samir.editPullRequest(repo, first, { state: 'closed' });
    await onMain(repo, looser, approvedBy);
    await stand.samir.branch(repo, 'next', 'main');
    await stand.samir.branch(repo, 'release/2', 'main');
    await stand.samir.commit(repo, { branch: 'next', files: { 'CHANGELOG.md': 'Ready.\n' } });
    await stand.samir.commit(repo, { files: { [POLICY]: policy.replace('[production]', '["release/**"]') } });
    const { number } = await stand.samir.openPullRequest(repo, { head: 'next', base: 'release/2' });
    await stand.approve(repo, number);
    expect((await stand.judge(repo, number)).run.conclusion).toBe(conclusion);
  });

  test('46 from an old branch point, what became stricter since then counts', async () => {
    const { number } = await stand.promotion('old-branch');
    await onMain('old-branch', manifest.replace(/happy: 0\.95/, 'happy: 0.955'), ['jonas-weber']);
    await stand.approve('old-branch', number);
    const { evaluation, run } = await stand.judge('old-branch', number);
    expect([run.conclusion, evaluation.report?.definitions?.state]).toEqual(['failure', 'pending']);
  });

  test('46 a definition that became stricter asks nobody', async () => {
    const { evaluation } = await promoted('stricter', MANIFEST, /happy: 0\.95/, 'happy: 0.955');
    expect(evaluation.report?.definitions).toBeUndefined();
  });

  test('46 nobody is asked under observe, or for a preview', async () => {
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
