import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { entriesOf, verify } from '../../src/store/ledger.ts';
import { openStore } from '../../src/store/open.ts';
import { ORG, POLICY, pilotRepository, policy } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';

const CHECK = 'pilot-readiness';

describe('nothing is lost', () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });
  afterAll(() => harness.stop());
  const samir = (): ReturnType<AppHarness['github']['as']> => harness.github.as('samir-haddad');

  test('deliveries that found nobody are asked for again, and only they', async () => {
    await pilotRepository(harness.github, 'deaf');
    await harness.github.settled();
    harness.github.sendWebhooksTo('http://127.0.0.1:9/api/github/webhooks');
    await samir().commit('deaf', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
    const { head } = await samir().openPullRequest('deaf', { head: 'promote', base: 'production' });
    await harness.github.settled();
    const lost = harness.github.deliveries.filter(({ statusCode }) => statusCode === 0);
    expect(lost.map(({ event }) => event)).toContain('pull_request');
    harness.github.sendWebhooksTo(`${harness.app.url}/api/github/webhooks`);
    await harness.restart();
    await harness.concluded('deaf', head, 'failure');
    const redelivered = (): typeof harness.github.deliveries =>
      harness.github.deliveries.filter(({ redelivery }) => redelivery);
    await harness.until('all came again', async () => redelivered().length >= lost.length);
    const again = redelivered();
    expect(new Set(again.map(({ guid }) => guid))).toEqual(new Set(lost.map(({ guid }) => guid)));
    await harness.app.recover();
    await harness.github.settled();
    expect(redelivered()).toHaveLength(again.length);
  }, 300_000);

  test('a stop does not wait until all of them were asked for; the next start goes on', async () => {
    await pilotRepository(harness.github, 'patient');
    await harness.github.settled();
    harness.github.sendWebhooksTo('http://127.0.0.1:9/api/github/webhooks');
    const { number } = await (async () => {
      await samir().commit('patient', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
      return samir().openPullRequest('patient', { head: 'promote', base: 'production' });
    })();
    for (let label = 0; label < 12; label += 1) await samir().label('patient', number, `label-${label}`);
    await harness.github.settled();
    const redelivered = (): number => harness.github.deliveries.filter(({ redelivery }) => redelivery).length;
    const before = redelivered();
    await harness.restart();
    await harness.until('the first came again', async () => redelivered() > before);
    // GitHub is asked for one a second: a stop that waited for all of them would end with all of them.
    await harness.app.stop();
    expect(redelivered() - before).toBeLessThan(12);
    await harness.restart();
    await harness.until('all came again', async () => redelivered() - before >= 12);
  }, 300_000);

  test('a burst of pull requests and pushes leaves one verdict and one comment each, for the newest head', async () => {
    await pilotRepository(harness.github, 'burst');
    const opened = await Promise.all(
      Array.from({ length: 8 }, async (_none, index) => {
        const branch = `promote-${index}`;
        await samir().commit('burst', { branch, files: { [`notes/${index}.md`]: 'Ready.\n' } });
        return { branch, ...(await samir().openPullRequest('burst', { head: branch, base: 'production' })) };
      }),
    );
    let last = '';
    for (let push = 0; push < 10; push++)
      last = await samir().commit('burst', { branch: 'promote-0', files: { 'notes/0.md': `Push ${push}.\n` } });
    for (const { number, head } of opened) {
      await harness.concluded('burst', number === opened[0]?.number ? last : head, 'failure');
      await harness.until('one comment', async () => (await harness.reports('burst', number)).length === 1);
    }
    const { data } = await samir().request(`GET /repos/${ORG}/burst/commits?sha=promote-0&per_page=20`);
    const evaluated = await Promise.all(
      (data as { sha: string }[]).slice(0, 10).map(({ sha }) => harness.runs('burst', sha)),
    );
    // Ten pushes in a burst cost a few evaluations, not ten.
    expect(evaluated.flat().length).toBeLessThan(8);
  }, 300_000);

  test('a comment that could not be written is written later, without saying the verdict again', async () => {
    const { github, concluded, reports, runs } = harness;
    const refused = github.faults.add({ route: `POST /repos/${ORG}/owed/issues/*/comments`, status: 403 });
    const { number, head } = await harness.promotion('owed');
    await concluded('owed', head, 'failure');
    await harness.idle();
    expect(await reports('owed', number)).toEqual([]);
    const before = (await runs('owed', head)).length;
    refused();
    // Nothing happens to the pull request meanwhile: it is tried again by itself.
    await harness.until('the comment is there', async () => (await reports('owed', number)).length === 1);
    expect((await runs('owed', head)).length).toBe(before);

    const stale = github.faults.add({ route: `PATCH /repos/${ORG}/owed/issues/comments/*`, status: 403 });
    await harness.approve('owed', number);
    await concluded('owed', head, 'success');
    await harness.idle();
    expect(await reports('owed', number)).toEqual([expect.stringContaining('Not ready')]);
    stale();
    await harness.until(
      'it says so, too',
      async () => (await reports('owed', number))[0]?.includes('Ready for production') ?? false,
    );
    expect(await reports('owed', number)).toHaveLength(1);
  }, 300_000);

  test('a merge group is judged on its own commit; where only the last of a group is checked, as a promotion', async () => {
    await pilotRepository(harness.github, 'queue');
    const owner = harness.github.as(`${ORG}-owner`);
    await owner.protect('queue', 'main', { checks: [CHECK] });
    await samir().commit('queue', { branch: 'change', files: { 'CHANGELOG.md': 'A change.\n' } });
    const { number } = await samir().openPullRequest('queue', { head: 'change', base: 'main' });
    const rules = (grouping_strategy: string): Promise<unknown> =>
      owner.request(`POST /repos/${ORG}/queue/rulesets`, {
        ...{ name: grouping_strategy, target: 'branch', enforcement: 'active', bypass_actors: [] },
        conditions: { ref_name: { include: ['refs/heads/main'], exclude: [] } },
        rules: [{ type: 'merge_queue', parameters: { grouping_strategy } }],
      });
    await rules('ALLGREEN');
    const alone = await harness.github.mergeGroup('queue', number);
    const answered = await harness.concluded('queue', alone.headSha, 'success');
    expect(answered.output.title).toMatch(/^Not a promotion/);
    await rules('HEADGREEN');
    await samir().commit('queue', { branch: 'next', files: { 'notes.md': 'The next one.\n' } });
    const next = await samir().openPullRequest('queue', { head: 'next', base: 'main' });
    const last = await harness.github.mergeGroup('queue', next.number);
    const strict = await harness.concluded('queue', last.headSha, 'failure');
    expect(strict.output.summary + strict.output.title).toMatch(/Not ready/);
  }, 300_000);

  test('a merge group of a promotion has the verdict of its own tree', async () => {
    const { number, head } = await harness.promotion('group');
    await harness.approve('group', number);
    await harness.concluded('group', head, 'success');
    const group = await harness.github.mergeGroup('group', number);
    const run = await harness.until(
      'judged',
      async () => (await harness.runs('group', group.headSha))[0]?.status === 'completed',
    );
    expect(run).toBeUndefined();
    expect((await harness.reports('group', number)).length).toBe(1);
  }, 300_000);

  test('every verdict stands in the ledger once, chained, before it is told', async () => {
    const { number, head } = await harness.promotion('ledger');
    await harness.concluded('ledger', head, 'failure');
    await harness.approve('ledger', number);
    await harness.concluded('ledger', head, 'success');
    await samir().comment('ledger', number, '/readiness');
    await harness.until('told again', async () => (await harness.runs('ledger', head)).length >= 2);
    await harness.app.stop();
    const db = await openStore({ dataDir: harness.dataDir });
    try {
      const entries = await entriesOf(db, `${ORG}/ledger`, number);
      expect(entries.map(({ kind, subject }) => [kind, subject])).toEqual(entries.map(() => ['verdict', head]));
      const verdicts = entries.map(({ body }) => body.verdict);
      expect(verdicts[0]).toBe('not-ready');
      expect(verdicts.at(-1)).toBe('ready');
      expect(verdicts.filter((one) => one === 'ready')).toHaveLength(1);
      expect(await verify(db)).toMatchObject({ ok: true });
    } finally {
      await db.close();
    }
    await harness.restart();
  }, 300_000);

  test('policy of the default branch is what counts, also when it cannot be used', async () => {
    await pilotRepository(harness.github, 'broken', { [POLICY]: `${policy}\nprofil: minimal\n` });
    await samir().commit('broken', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
    const { head } = await samir().openPullRequest('broken', { head: 'promote', base: 'production' });
    const run = await harness.concluded('broken', head, 'action_required');
    expect(run.output.summary).toMatch(/profil/);
    await samir().commit('broken', { files: { [POLICY]: policy } });
    await harness.concluded('broken', head, 'failure');
  }, 300_000);
});
