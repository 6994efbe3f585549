import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { POLICY, policy, sign } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';
import { variant } from '../support/harness/variants.ts';

const ACCEPT = '/readiness accept OM-2 because it was agreed';

describe('signatures through the App', () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });
  afterAll(() => harness.stop());
  const as = (login: string) => harness.github.as(login);

  test('31 the App hears of an edit at once: the review opens nothing, before and after', async () => {
    const { number, head } = await harness.promotion('heard');
    await harness.concluded('heard', head, 'failure');
    const lgtm = await as('hanne-vik').review('heard', number, 'APPROVE', 'LGTM');
    await as('tomas-lindqvist').review('heard', number, 'APPROVE', sign('security'));
    await as('ines-okafor').review('heard', number, 'APPROVE', ACCEPT);
    await as('samir-haddad').rewriteReview('heard', number, lgtm, sign('privacy'));
    await harness.until('the edit was answered', async () =>
      (await harness.comments('heard', number)).some((body) =>
        body.includes('commands in edited comments do not count'),
      ),
    );
    await harness.idle();
    expect((await harness.runs('heard', head))[0]?.conclusion).toBe('failure');
    const own = await as('hanne-vik').review('heard', number, 'APPROVE', sign('privacy'));
    await harness.concluded('heard', head, 'success');
    await as('samir-haddad').rewriteReview('heard', number, own, `${sign('privacy')} as agreed`);
    await harness.concluded('heard', head, 'failure');
  }, 180_000);

  variant.test(
    '31 a review that was edited before the App reads it decides nothing',
    async () => {
      const { number, head } = await harness.promotion('raced');
      await harness.concluded('raced', head, 'failure');
      await harness.idle();
      harness.github.sendWebhooksTo(undefined);
      const id = await as('mira-castellano').review('raced', number, 'COMMENT', '/readiness explain CS-2');
      await as('samir-haddad').rewriteReview(
        'raced',
        number,
        id,
        '/readiness waive RB-7 until 2026-12-20 because it is late',
      );
      await harness.github.settled();
      harness.github.sendWebhooksTo(`${harness.app.url}/api/github/webhooks`);
      const submitted = harness.github.events.findLast(
        ({ event, action }) => event === 'pull_request_review' && action === 'submitted',
      );
      await harness.github.dispatch('pull_request_review', submitted?.payload ?? {}, { repo: 'raced' });
      await harness.until('the review was answered', async () =>
        (await harness.comments('raced', number)).some((body) => body.includes(':answer:')),
      );
      const answers = (await harness.comments('raced', number)).filter((body) => body.includes(':answer:'));
      expect(answers).toEqual([expect.stringContaining('commands in edited comments do not count')]);
    },
    180_000,
  );

  test('32 a new account under the login of an approver inherits nothing, and a renamed one keeps its words', async () => {
    const { number, head } = await harness.promotion('freed');
    const { people } = harness.github;
    await harness.concluded('freed', head, 'failure');
    await as('tomas-lindqvist').review('freed', number, 'APPROVE', sign('security'));
    await as('ines-okafor').review('freed', number, 'APPROVE', ACCEPT);
    await as('hanne-vik').comment('freed', number, '/readiness sign-off privacy');
    await harness.concluded('freed', head, 'success');
    people.rename('hanne-vik', 'hanne-v');
    people.register('hanne-vik');
    people.join('members', 'hanne-vik');
    await as('samir-haddad').comment('freed', number, '/readiness');
    await harness.idle();
    expect((await harness.runs('freed', head))[0]?.conclusion).toBe('failure');
    // The policy names the new login of the person who signed: nobody has to sign again.
    await as('samir-haddad').commit('freed', { files: { [POLICY]: policy.replaceAll('"@hanne-vik"', '"@hanne-v"') } });
    await as('samir-haddad').comment('freed', number, '/readiness');
    await harness.concluded('freed', head, 'success');
    people.rename('hanne-vik', 'somebody-else');
    people.rename('hanne-v', 'hanne-vik');
  }, 180_000);

  variant.test(
    '32 a new account under the login of who held the pilot releases nothing',
    async () => {
      const { number, head } = await harness.promotion('renamed');
      const { people } = harness.github;
      await harness.concluded('renamed', head, 'failure');
      await harness.approve('renamed', number);
      await harness.concluded('renamed', head, 'success');
      await as('tomas-lindqvist').comment('renamed', number, '/readiness hold because a key leaked');
      await harness.concluded('renamed', head, 'failure');
      people.rename('tomas-lindqvist', 'tomas-l');
      people.register('tomas-lindqvist');
      await as('tomas-lindqvist').comment('renamed', number, '/readiness release');
      await harness.idle();
      const answers = (await harness.comments('renamed', number)).filter((body) => body.includes(':answer:'));
      expect(answers.at(-1)).toMatch(/tomas-lindqvist.* does not belong to/);
      people.rename('tomas-lindqvist', 'nobody-now');
      people.rename('tomas-l', 'tomas-lindqvist');
      await harness.idle();
      expect((await harness.runs('renamed', head))[0]?.conclusion).toBe('failure');
      await as('tomas-lindqvist').comment('renamed', number, '/readiness release');
      await harness.concluded('renamed', head, 'success');
    },
    180_000,
  );
});
