import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';

describe('attacks through the App', () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });
  afterAll(() => harness.stop());
  const as = (login: string): ReturnType<AppHarness['github']['as']> => harness.github.as(login);

  test('05 no event mints a green, grey or skipped run on a commit that is held', async () => {
    const { number, head } = await harness.promotion('minted');
    await harness.concluded('minted', head, 'failure');
    const samir = as('samir-haddad');
    await samir.label('minted', number, 'skip-ci', 'hotfix');
    await samir.unlabel('minted', number, 'hotfix');
    await samir.comment('minted', number, '/readiness');
    await samir.turnDraft('minted', number, true);
    await samir.turnDraft('minted', number, false);
    await samir.editPullRequest('minted', number, { title: '[skip ci] promote', body: 'No checks, please.' });
    await samir.editPullRequest('minted', number, { state: 'closed' });
    await samir.editPullRequest('minted', number, { state: 'open' });
    await harness.idle();
    const runs = await harness.runs('minted', head);
    expect(runs.length).toBeGreaterThan(1);
    expect(new Set(runs.map(({ conclusion }) => conclusion))).toEqual(new Set(['failure']));
    expect((await harness.merge('minted', number)).status).toBe(405);
  }, 120_000);

  test('05 what could not be judged at all is held, too', async () => {
    const { number, head } = await harness.promotion('unseen');
    await harness.approve('unseen', number);
    await harness.concluded('unseen', head, 'success');
    await harness.idle();
    harness.github.faults.add({ route: 'GET /repos/*/unseen', status: 404 });
    await as('yuki-tanabe').review('unseen', number, 'COMMENT', 'Hm.');
    const run = await harness.concluded('unseen', head, 'failure');
    harness.github.faults.clear();
    expect(run.output.title).toMatch(/could not/i);
  }, 120_000);

  test("07 what somebody wrote into another person's comment, or into an old one, is no command", async () => {
    const { number, head } = await harness.promotion('rewritten');
    await harness.concluded('rewritten', head, 'failure');
    const answers = async (): Promise<number> =>
      (await harness.comments('rewritten', number)).filter((body) => body.includes(':answer:')).length;
    const theirs = await as('hanne-vik').comment('rewritten', number, 'I will read it tomorrow.');
    await harness.idle();
    await as('acme-support-owner').editComment('rewritten', theirs, '/readiness sign-off privacy');
    await harness.until('the edit was answered', async () => (await answers()) === 1);
    await as('tomas-lindqvist').review('rewritten', number, 'APPROVE', '/readiness sign-off security');
    await as('ines-okafor').comment('rewritten', number, '/readiness accept OM-2 because it was agreed');
    await harness.until('the command was answered', async () => (await answers()) === 2);
    await harness.idle();
    expect((await harness.runs('rewritten', head))[0]?.conclusion).toBe('failure');
    await as('hanne-vik').comment('rewritten', number, '/readiness sign-off privacy');
    await harness.concluded('rewritten', head, 'success');
  }, 120_000);
});
