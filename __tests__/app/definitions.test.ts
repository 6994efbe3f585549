import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { manifest, ORG } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';

const MANIFEST = 'readiness/pilot.yaml';
const LOOSER = manifest.replace(/happy: 0\.95/, 'happy: 0.5');

describe('/readiness accept definitions', () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });
  afterAll(() => harness.stop());
  const as = (login: string): ReturnType<AppHarness['github']['as']> => harness.github.as(login);
  const answers = async (repo: string, number: number): Promise<string> =>
    (await harness.comments(repo, number)).filter((body) => body.includes('pilot-readiness:answer:')).join('\n');

  test('opens the gate when the person named by the base branch writes it, and not before', async () => {
    const { number, head: first } = await harness.promotion('definitions');
    await harness.concluded('definitions', first, 'failure');
    const head = await as('samir-haddad').commit('definitions', { branch: 'promote', files: { [MANIFEST]: LOOSER } });
    await harness.approve('definitions', number);
    const run = await harness.concluded('definitions', head, 'failure');
    expect(run.output.summary).toContain('evals.thresholds.happy');
    await as('samir-haddad').comment('definitions', number, '/readiness accept definitions');
    await as('yuki-tanabe').comment('definitions', number, '/readiness accept definitions because I like it');
    await harness.until(
      'both are refused',
      async () => (await answers('definitions', number)).split('dana').length > 2,
    );
    expect((await harness.runs('definitions', head))[0]?.conclusion).toBe('failure');
    // An acceptance within a minute of a push may be about what was there before.
    harness.github.dateComments(120_000);
    await as('dana-okonkwo').comment('definitions', number, '/readiness accept definitions because it was agreed');
    await harness.concluded('definitions', head, 'success');
    expect((await harness.reports('definitions', number))[0]).toMatch(/Asks less than before.*accepted by.*dana/);
    expect((await harness.merge('definitions', number)).status).toBe(200);
  }, 300_000);

  test('what becomes looser later by a direct push to every branch has to be accepted again', async () => {
    const looser = LOOSER.replace(/happy: 0\.5/, 'happy: 0.1');
    await as(`${ORG}-owner`).request(`DELETE /repos/${ORG}/definitions/branches/production/protection`);
    for (const branch of ['main', 'production'])
      await as(`${ORG}-owner`).commit('definitions', { branch, files: { [MANIFEST]: looser } });
    await as('samir-haddad').branch('definitions', 'again', 'production');
    await as('samir-haddad').commit('definitions', { branch: 'again', files: { 'CHANGELOG.md': 'Again.\n' } });
    const { number, head } = await as('samir-haddad').openPullRequest('definitions', {
      ...{ head: 'again', base: 'production' },
    });
    await harness.approve('definitions', number);
    const run = await harness.concluded('definitions', head, 'failure');
    expect(run.output.summary).toContain('evals.thresholds.happy (0.5 → 0.1)');
  }, 300_000);
});
