import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ORG, POLICY, pilotRepository, policy } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';

const CHECK = 'pilot-readiness';
const PREVIEW = 'pilot-readiness (preview)';

describe('the gate cannot be talked round', () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });
  afterAll(() => harness.stop());
  const samir = (): ReturnType<AppHarness['github']['as']> => harness.github.as('samir-haddad');
  const owner = (): ReturnType<AppHarness['github']['as']> => harness.github.as(`${ORG}-owner`);

  test('a newer failure beats an older success on the same commit', async () => {
    const { number, head } = await harness.promotion('newer');
    await harness.approve('newer', number);
    await harness.concluded('newer', head, 'success');
    await harness.github.as('hanne-vik').review('newer', number, 'REQUEST_CHANGES', 'Not any more.');
    await harness.concluded('newer', head, 'failure');
    expect(await harness.merge('newer', number)).toMatchObject({
      status: 405,
      message: expect.stringMatching(/failing/),
    });
  });

  test('a second pull request from the same head cannot launder it', async () => {
    const { number, head } = await harness.promotion('second');
    await owner().protect('second', 'main', { checks: [CHECK] });
    await harness.concluded('second', head, 'failure');
    const other = await samir().openPullRequest('second', { head: 'promote', base: 'main' });
    expect(other.head).toBe(head);
    await harness.idle();
    expect((await harness.runs('second', head)).map(({ conclusion }) => conclusion)).toEqual(['failure']);
    expect((await harness.merge('second', number)).status).toBe(405);
    expect((await harness.merge('second', other.number)).status).toBe(405);
    // Once the promotion is closed, the ordinary pull request is free, and the promotion still is not.
    await samir().editPullRequest('second', number, { state: 'closed' });
    await harness.concluded('second', head, 'success');
    expect((await harness.merge('second', other.number)).status).toBe(200);
  }, 300_000);

  test('a promotion is answered although an older ordinary pull request has its head', async () => {
    await pilotRepository(harness.github, 'younger');
    await owner().protect('younger', 'production', { checks: [CHECK] });
    await samir().commit('younger', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
    const { head } = await samir().openPullRequest('younger', { head: 'promote', base: 'main' });
    await harness.concluded('younger', head, 'neutral', PREVIEW);
    const { number } = await samir().openPullRequest('younger', { head: 'promote', base: 'production' });
    await harness.concluded('younger', head, 'failure');
    expect((await harness.merge('younger', number)).status).toBe(405);
    await harness.approve('younger', number);
    await harness.concluded('younger', head, 'success');
    expect((await harness.merge('younger', number)).status).toBe(200);
  }, 300_000);

  test('green or grey on main and retargeted to production while the App hears nothing: it cannot merge', async () => {
    await pilotRepository(harness.github, 'retarget');
    await owner().protect('retarget', 'production', { checks: [CHECK] });
    await samir().commit('retarget', { branch: 'change', files: { 'CHANGELOG.md': 'A change.\n' } });
    const { number, head } = await samir().openPullRequest('retarget', { head: 'change', base: 'main' });
    await harness.concluded('retarget', head, 'neutral', PREVIEW);
    expect(await harness.reports('retarget', number)).toEqual([]);
    harness.github.sendWebhooksTo(undefined);
    await samir().editPullRequest('retarget', number, { base: 'production' });
    expect(await harness.merge('retarget', number)).toMatchObject({
      status: 405,
      message: expect.stringMatching(/is expected/),
    });
    harness.github.sendWebhooksTo(`${harness.app.url}/api/github/webhooks`);
    // Nothing was sent, so nothing can be sent again: the look at every pilot finds it.
    await harness.app.recover();
    await harness.concluded('retarget', head, 'failure');
    expect((await harness.merge('retarget', number)).status).toBe(405);
  });

  test('a label that is taken away keeps the gate, for this pull request and the next of its branch', async () => {
    await pilotRepository(harness.github, 'labeled', {
      [POLICY]: policy.replace('branches: [production]', 'paths: ["deploy/**"]'),
    });
    await samir().commit('labeled', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
    const { number, head } = await samir().openPullRequest('labeled', { head: 'promote', base: 'production' });
    await harness.concluded('labeled', head, 'neutral', PREVIEW);
    await samir().label('labeled', number, 'promote-to-production');
    await harness.concluded('labeled', head, 'failure');
    await samir().unlabel('labeled', number, 'promote-to-production');
    const newest = async (): Promise<string> => (await harness.runs('labeled', head))[0]?.output.summary ?? '';
    await harness.until('the label is known to be taken away', async () => /taken away by/.test(await newest()));
    await harness.concluded('labeled', head, 'failure');
    await samir().editPullRequest('labeled', number, { state: 'closed' });
    const next = await samir().openPullRequest('labeled', { head: 'promote', base: 'main' });
    await harness.until(
      'the next one has its comment',
      async () => (await harness.reports('labeled', next.number)).length === 1,
    );
  }, 300_000);

  test('a policy weakened in the pull request changes nothing; pushed to the default branch it is in force at once', async () => {
    const { number, head } = await harness.promotion('weaker');
    await harness.concluded('weaker', head, 'failure');
    const observe = policy.replace(/^mode: .*$/m, 'mode: observe');
    expect(observe).not.toBe(policy);
    const weaker = await samir().commit('weaker', { branch: 'promote', files: { [POLICY]: observe } });
    await harness.concluded('weaker', weaker, 'failure');
    expect((await harness.merge('weaker', number)).status).toBe(405);
    await samir().commit('weaker', { files: { [POLICY]: observe } });
    const observed = await harness.concluded('weaker', weaker, 'neutral');
    expect(observed.output.title).toMatch(/^Observe only/i);
    // What cannot be looked at is told in the mode of the policy that was last in force.
    harness.github.faults.add({ route: 'GET /repos/*/weaker', status: 404 });
    await harness.github.as('yuki-tanabe').review('weaker', number, 'COMMENT', 'Hm.');
    await harness.until('told as not judged', async () =>
      /could not/.test((await harness.runs('weaker', weaker))[0]?.output.title ?? ''),
    );
    expect((await harness.runs('weaker', weaker))[0]?.conclusion).toBe('neutral');
    harness.github.faults.clear();
  }, 300_000);

  test('a fork is judged as its own, and reads the policy of where it wants to go', async () => {
    await pilotRepository(harness.github, 'forked');
    await owner().protect('forked', 'production', { checks: [CHECK] });
    const yuki = harness.github.as('yuki-tanabe');
    const fork = await yuki.fork('forked');
    await yuki.commit(fork, {
      branch: 'promote',
      files: { 'CHANGELOG.md': 'From outside.\n', [POLICY]: policy.replace(/^mode: .*$/m, 'mode: observe') },
    });
    const { number, head } = await yuki.openPullRequest('forked', { head: 'yuki-tanabe:promote', base: 'production' });
    await harness.concluded('forked', head, 'failure');
    expect(await harness.reports('forked', number)).toEqual([expect.stringContaining('Not ready for production')]);
    expect((await harness.merge('forked', number)).status).toBe(405);
  });

  test('a pilot stays one when its tags go, and its report says who took them', async () => {
    const { number, head } = await harness.promotion('latched');
    await samir().setTopics('latched', ['pilot']);
    await harness.concluded('latched', head, 'failure');
    await samir().setTopics('latched', []);
    await samir().commit('latched', { files: { [POLICY]: null } });
    const moved = await samir().commit('latched', { branch: 'promote', files: { 'CHANGELOG.md': 'Now?\n' } });
    const still = await harness.concluded('latched', moved, 'failure');
    expect(still.output.summary).toMatch(
      /has been a pilot since 2026-11-20 and lost the topic "pilot" on .*samir-haddad/,
    );
    expect((await harness.merge('latched', number)).status).toBe(405);
  }, 300_000);

  test('an outage puts no red mark on an ordinary pull request', async () => {
    await pilotRepository(harness.github, 'ordinary');
    await samir().commit('ordinary', { branch: 'change', files: { 'CHANGELOG.md': 'A change.\n' } });
    const { number, head } = await samir().openPullRequest('ordinary', { head: 'change', base: 'main' });
    await harness.concluded('ordinary', head, 'neutral', PREVIEW);
    harness.github.faults.add({ route: 'GET /repos/*/ordinary', status: 404 });
    const before = harness.log.length;
    await harness.github.as('yuki-tanabe').review('ordinary', number, 'COMMENT', 'Hm.');
    await harness.until('it was tried', async () => harness.log.slice(before).some((line) => /ordinary#/.test(line)));
    harness.github.faults.clear();
    expect(await harness.runs('ordinary', head)).toEqual([]);
  });

  test('whoever loses the membership that let them sign takes the signature along', async () => {
    await pilotRepository(harness.github, 'member', {
      [POLICY]: policy.replace('["@tomas-lindqvist"]', '["@acme-support/security"]'),
    });
    await owner().protect('member', 'production', { checks: [CHECK] });
    await samir().commit('member', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
    const { number, head } = await samir().openPullRequest('member', { head: 'promote', base: 'production' });
    await harness.approve('member', number);
    await harness.concluded('member', head, 'success');
    await owner().request(`DELETE /orgs/${ORG}/teams/security/memberships/tomas-lindqvist`);
    await harness.github.dispatch('membership', { action: 'removed', organization: { login: ORG } });
    await harness.concluded('member', head, 'failure');
    await owner().request(`PUT /orgs/${ORG}/teams/security/memberships/tomas-lindqvist`, { role: 'member' });
  }, 300_000);

  test('nothing new leaves the check run and the comment alone; who asks gets a new one', async () => {
    const { number, head } = await harness.promotion('quiet');
    await harness.concluded('quiet', head, 'failure');
    const before = (await harness.runs('quiet', head)).length;
    const evaluated = async (): Promise<number> => {
      const text = await (await fetch(`${harness.app.url}/metrics`)).text();
      return Number(/jobs_total\{outcome="judged"\} (\d+)/.exec(text)?.[1] ?? 0);
    };
    const jobs = await evaluated();
    await harness.github.as('yuki-tanabe').review('quiet', number, 'COMMENT', 'Hm.');
    await harness.until('judged again', async () => (await evaluated()) > jobs);
    expect((await harness.runs('quiet', head)).length).toBe(before);
    await samir().comment('quiet', number, '/readiness');
    await harness.until('told again', async () => (await harness.runs('quiet', head)).length === before + 1);
  });
});
