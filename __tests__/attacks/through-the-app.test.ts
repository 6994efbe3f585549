import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type House, openHouse } from '../support/harness/app-harness.ts';

describe('attacks through the App', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.stop());
  const as = (login: string): ReturnType<House['github']['as']> => house.github.as(login);

  test('05 no event mints a green, grey or skipped run on a commit that is held', async () => {
    const { number, head } = await house.promotion('minted');
    await house.concluded('minted', head, 'failure');
    const samir = as('samir-haddad');
    await samir.label('minted', number, 'skip-ci', 'hotfix');
    await samir.unlabel('minted', number, 'hotfix');
    await samir.comment('minted', number, '/readiness');
    await samir.turnDraft('minted', number, true);
    await samir.turnDraft('minted', number, false);
    await samir.editPullRequest('minted', number, { title: '[skip ci] promote', body: 'No checks, please.' });
    await samir.editPullRequest('minted', number, { state: 'closed' });
    await samir.editPullRequest('minted', number, { state: 'open' });
    await house.idle();
    const runs = await house.runs('minted', head);
    expect(runs.length).toBeGreaterThan(1);
    expect(new Set(runs.map(({ conclusion }) => conclusion))).toEqual(new Set(['failure']));
    expect((await house.merge('minted', number)).status).toBe(405);
  }, 120_000);

  test('05 what could not be judged at all is held, too', async () => {
    const { number, head } = await house.promotion('unseen');
    await house.approve('unseen', number);
    await house.concluded('unseen', head, 'success');
    await house.idle();
    house.github.faults.add({ route: 'GET /repos/*/unseen', status: 404 });
    await as('yuki-tanabe').review('unseen', number, 'COMMENT', 'Hm.');
    const run = await house.concluded('unseen', head, 'failure');
    house.github.faults.clear();
    expect(run.output.title).toMatch(/could not/i);
  }, 120_000);

  test('07 what somebody wrote into another person’s comment, or into an old one, is no command', async () => {
    const { number, head } = await house.promotion('rewritten');
    await house.concluded('rewritten', head, 'failure');
    const answers = async (): Promise<number> =>
      (await house.comments('rewritten', number)).filter((body) => body.includes(':answer:')).length;
    const theirs = await as('hanne-vik').comment('rewritten', number, 'I will read it tomorrow.');
    await house.idle();
    await as('acme-support-owner').editComment('rewritten', theirs, '/readiness sign-off privacy');
    await house.until('the edit was answered', async () => (await answers()) === 1);
    await as('tomas-lindqvist').review('rewritten', number, 'APPROVE', '/readiness sign-off security');
    await as('ines-okafor').comment('rewritten', number, '/readiness accept OM-2 because it was agreed');
    await house.until('the command was answered', async () => (await answers()) === 2);
    await house.idle();
    expect((await house.runs('rewritten', head))[0]?.conclusion).toBe('failure');
    await as('hanne-vik').comment('rewritten', number, '/readiness sign-off privacy');
    await house.concluded('rewritten', head, 'success');
  }, 120_000);
});
