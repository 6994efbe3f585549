import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ORG, pilotRepository } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness, type Run } from '../support/harness/app-harness.ts';
import { variant } from '../support/harness/variants.ts';

const CLOSED = 'This pull request is closed; reopening it evaluates it again';

describe('green that stays', () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });
  afterAll(() => harness.stop());
  const as = (login: string): ReturnType<AppHarness['github']['as']> => harness.github.as(login);
  const samir = (): ReturnType<AppHarness['github']['as']> => as('samir-haddad');
  const hold = (repo: string, number: number): Promise<unknown> =>
    as('tomas-lindqvist').comment(repo, number, '/readiness hold because a key leaked');

  /** A promotion whose check is green. */
  async function ready(repo: string): Promise<{ number: number; head: string }> {
    const { number, head } = await harness.promotion(repo);
    await harness.approve(repo, number);
    await harness.concluded(repo, head, 'success');
    await harness.idle();
    return { number, head };
  }
  const close = (repo: string, number: number): Promise<unknown> =>
    samir().editPullRequest(repo, number, { state: 'closed' });
  const reopen = (repo: string, number: number): Promise<unknown> =>
    samir().editPullRequest(repo, number, { state: 'open' });
  /** One attempt, before the App can react. */
  const mergeAtOnce = (repo: string, number: number): Promise<{ status: number }> => samir().merge(repo, number);
  const newest = async (repo: string, sha: string): Promise<Run | undefined> => (await harness.runs(repo, sha))[0];

  test('37 a closed promotion is not green anymore: reopened after a hold, it cannot be merged at once', async () => {
    const { number, head } = await ready('closed');
    await close('closed', number);
    const withdrawn = await harness.concluded('closed', head, 'failure');
    expect(withdrawn.output.title).toBe(CLOSED);
    await hold('closed', number);
    await as('hanne-vik').comment('closed', number, '/readiness withdraw privacy');
    await harness.idle();
    expect((await newest('closed', head))?.id).toBe(withdrawn.id);
    await reopen('closed', number);
    expect((await mergeAtOnce('closed', number)).status).toBe(405);
    await harness.until('it is evaluated again', async () =>
      /Not ready/.test((await newest('closed', head))?.output.title ?? ''),
    );
    expect((await harness.merge('closed', number)).status).toBe(405);
  }, 300_000);

  test('37 closed and reopened without a change, it is evaluated again and green', async () => {
    const { number, head } = await ready('reopened');
    await close('reopened', number);
    await harness.concluded('reopened', head, 'failure');
    await reopen('reopened', number);
    await harness.concluded('reopened', head, 'success');
    expect((await harness.merge('reopened', number)).status).toBe(200);
    await harness.idle();
    // What was merged keeps the result it was merged with.
    expect((await newest('reopened', head))?.conclusion).toBe('success');
  }, 300_000);

  variant.test(
    '37 a closed promotion that is proposed again from another branch starts without a green check',
    async () => {
      const { number, head } = await ready('again');
      await close('again', number);
      await harness.concluded('again', head, 'failure');
      await samir().branch('again', 'other', head);
      const other = await samir().openPullRequest('again', { head: 'other', base: 'production' });
      expect(other.head).toBe(head);
      expect((await mergeAtOnce('again', other.number)).status).toBe(405);
    },
    300_000,
  );

  variant.test(
    '37 another open pull request with the same head and base keeps its own result',
    async () => {
      const { number, head } = await ready('twin');
      await samir().branch('twin', 'other', head);
      const other = await samir().openPullRequest('twin', { head: 'other', base: 'production' });
      await harness.concluded('twin', head, 'failure');
      await harness.approve('twin', other.number);
      await harness.concluded('twin', head, 'success');
      await harness.idle();
      await close('twin', number);
      await harness.until('the other one has the check', async () => {
        const { data } = await samir().request(`GET /repos/${ORG}/twin/commits/${head}/check-runs?filter=latest`);
        const [run] = (data as { check_runs: { external_id: string; conclusion: string }[] }).check_runs;
        return run?.conclusion === 'success' && run.external_id.startsWith(`${other.number}:`);
      });
      await harness.idle();
      expect((await newest('twin', head))?.conclusion).toBe('success');
      await close('twin', other.number);
      expect((await harness.concluded('twin', head, 'failure')).output.title).toBe(CLOSED);
    },
    300_000,
  );

  test('37 a former head is not green anymore: pushed back after a hold, it cannot be merged at once', async () => {
    const { number, head } = await ready('former');
    const next = await samir().commit('former', { branch: 'promote', files: { 'notes.md': 'One more thing.\n' } });
    await harness.concluded('former', next, 'success');
    const withdrawn = await harness.concluded('former', head, 'failure');
    expect(withdrawn.output.title).toBe('This commit is not the head of its pull request anymore');
    await hold('former', number);
    await harness.idle();
    const back = { sha: head, force: true };
    const moved = await samir().request(`PATCH /repos/${ORG}/former/git/refs/heads/promote`, back);
    expect(moved.status).toBe(200);
    expect((await mergeAtOnce('former', number)).status).toBe(405);
  }, 300_000);

  variant.test(
    '37 retargeted to a branch that is no promotion and back after a hold, it cannot be merged at once',
    async () => {
      const { number, head } = await ready('retargeted');
      await samir().editPullRequest('retargeted', number, { base: 'main' });
      await harness.concluded('retargeted', head, 'neutral', 'pilot-readiness (preview)');
      const withdrawn = await harness.concluded('retargeted', head, 'failure');
      expect(withdrawn.output.title).toBe('This pull request is not a promotion anymore');
      await hold('retargeted', number);
      await harness.idle();
      await samir().editPullRequest('retargeted', number, { base: 'production' });
      expect((await mergeAtOnce('retargeted', number)).status).toBe(405);
    },
    300_000,
  );

  variant.test(
    '37 closed while an ordinary pull request has its head: the green does not stay with that one',
    async () => {
      const { number, head } = await ready('shadow');
      await samir().openPullRequest('shadow', { head: 'promote', base: 'main' });
      await harness.idle();
      await close('shadow', number);
      expect((await harness.concluded('shadow', head, 'failure')).output.title).toBe(CLOSED);
    },
    300_000,
  );

  test('37 an App that was down when the pull request was closed withdraws its check on start', async () => {
    const { number, head } = await ready('down');
    harness.github.sendWebhooksTo(undefined);
    await close('down', number);
    await harness.github.settled();
    expect((await newest('down', head))?.conclusion).toBe('success');
    await harness.restart();
    expect((await harness.concluded('down', head, 'failure')).output.title).toBe(CLOSED);
  }, 300_000);

  variant.test(
    '37 a green answer for a pull request that is no promotion ends with it, too',
    async () => {
      await pilotRepository(harness.github, 'ordinary');
      await as(`${ORG}-owner`).protect('ordinary', 'main', { checks: ['pilot-readiness'] });
      await samir().commit('ordinary', { branch: 'change', files: { 'CHANGELOG.md': 'A change.\n' } });
      const { number, head } = await samir().openPullRequest('ordinary', { head: 'change', base: 'main' });
      await harness.concluded('ordinary', head, 'success');
      await harness.idle();
      await close('ordinary', number);
      expect((await harness.concluded('ordinary', head, 'failure')).output.title).toBe(CLOSED);
    },
    300_000,
  );
});
