import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Db } from '../../src/store/db.ts';
import { append } from '../../src/store/ledger.ts';
import { openStore } from '../../src/store/open.ts';
import { ORG } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness, startSecond } from '../support/harness/app-harness.ts';
import { someOf, variant } from '../support/harness/variants.ts';

describe('35 decisions in the ledger', () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });
  afterAll(() => harness.stop());
  const as = (login: string): ReturnType<AppHarness['github']['as']> => harness.github.as(login);

  /** A promotion that is ready but for a hold, or another first command. */
  async function held(repo: string, command = '/readiness hold because a key leaked') {
    const { number, head } = await harness.promotion(repo);
    await harness.approve(repo, number);
    await harness.concluded(repo, head, 'success');
    await as('tomas-lindqvist').comment(repo, number, command);
    await harness.concluded(repo, head, 'failure');
    await harness.idle();
    return { number, head };
  }
  /** Changes the store while the App is down, then starts it. */
  async function whileDown(work: (db: Db) => Promise<unknown>): Promise<void> {
    await harness.app.stop();
    const db = await openStore({ dataDir: harness.dataDir });
    await work(db);
    await db.close();
    harness.app = await startSecond(harness.github, { dataDir: harness.dataDir }, harness.log);
    harness.github.sendWebhooksTo(`${harness.app.url}/api/github/webhooks`);
  }
  const tamper = (sql: string) =>
    whileDown((db) =>
      db.script(`alter table ledger disable trigger user; ${sql}; alter table ledger enable trigger user`),
    );
  const isBroken = async (): Promise<boolean> =>
    /ledger_broken 1$/m.test(await (await fetch(`${harness.app.url}/metrics`)).text());

  async function rename(repo: string, name: string): Promise<void> {
    await harness.idle();
    const { status } = await as(`${ORG}-owner`).request(`PATCH /repos/${ORG}/${repo}`, { name });
    expect(status).toBe(200);
    await harness.idle();
  }
  /** The first promotion of a repository, with everything that makes it ready. */
  async function promoted(repo: string): Promise<{ number: number; head: string }> {
    const one = await harness.promotion(repo);
    await harness.approve(repo, one.number);
    return one;
  }

  test.each(someOf(['told', 'untold']))(
    '35 a new repository under the name of a pilot inherits nothing: rename %s',
    async (how) => {
      const repo = `name-${how}`;
      const { number, head } = await held(repo);
      if (how === 'untold') harness.github.sendWebhooksTo(undefined);
      await rename(repo, `${repo}-old`);
      harness.github.sendWebhooksTo(`${harness.app.url}/api/github/webhooks`);
      const fresh = await promoted(repo);
      await harness.concluded(repo, fresh.head, 'success');
      expect((await harness.reports(repo, fresh.number)).join()).not.toContain('a key leaked');
      // The pilot itself keeps its hold under its new name.
      await as('samir-haddad').comment(`${repo}-old`, number, '/readiness');
      await harness.idle();
      const [run] = await harness.runs(`${repo}-old`, head);
      expect([run?.conclusion, run?.output.summary]).toEqual(['failure', expect.stringContaining('a key leaked')]);
      expect((await harness.runs(repo, fresh.head))[0]?.conclusion).toBe('success');
    },
    240_000,
  );

  variant.test(
    '35 a pilot that was renamed stays one without its tag and its policy',
    async () => {
      const { head } = await held('latch');
      await as('samir-haddad').commit('latch', { files: { '.github/pilot-readiness.yml': null } });
      await rename('latch', 'latch-renamed');
      await promoted('latch');
      await harness.idle();
      await as('samir-haddad').comment('latch-renamed', 1, '/readiness');
      await harness.idle();
      expect((await harness.runs('latch-renamed', head))[0]?.conclusion).toBe('failure');
    },
    240_000,
  );

  test('35 entries without an id, of an older version, are those of the pilot that had the name then', async () => {
    const { head, number } = await held('older');
    await whileDown(async (db) => {
      // As the older version wrote them: the chain is built anew.
      const rows = await db.query<{
        kind: string;
        repository: string;
        pull_request: number;
        subject: string;
        body: string;
      }>('select * from ledger order by seq');
      await db.script(`alter table ledger disable trigger user; delete from ledger;
        update ledger_head set seq = 0, hash = repeat('0', 64); alter table ledger enable trigger user`);
      for (const { kind, repository, pull_request, subject, body } of rows)
        await append(db, { kind, repository, pullRequest: pull_request, subject, body: JSON.parse(body) });
    });
    await as('samir-haddad').comment('older', number, '/readiness');
    await harness.idle();
    expect((await harness.runs('older', head))[0]?.conclusion).toBe('failure');
    await rename('older', 'older-renamed');
    const fresh = await promoted('older');
    await harness.concluded('older', fresh.head, 'success');
    await as('samir-haddad').comment('older-renamed', number, '/readiness');
    await harness.idle();
    const [run] = await harness.runs('older-renamed', head);
    expect([run?.conclusion, run?.output.summary]).toEqual(['failure', expect.stringContaining('a key leaked')]);
  }, 240_000);

  test.each(
    someOf<[string, (repo: string) => string]>([
      ['removed', (repo: string) => `delete from ledger where kind = 'decision' and repository = '${ORG}/${repo}'`],
      [
        'changed',
        (repo: string) =>
          `update ledger set kind = 'refused' where kind = 'decision' and repository = '${ORG}/${repo}'`,
      ],
      [
        'of another',
        (repo: string) =>
          `update ledger set repository = 'x/y', repository_id = 1 where kind = 'decision' and repository = '${ORG}/${repo}'`,
      ],
    ]),
  )(
    '35 a hold that was %s in the database opens nothing: the ledger could not be verified',
    async (how, sql) => {
      const repo = `row-${how.replace(' ', '-')}`;
      const { number, head } = await held(repo);
      expect(await isBroken()).toBe(false);
      let before: string | undefined;
      await whileDown(async (db) => {
        before = JSON.stringify(await db.query('select * from ledger order by seq'));
      });
      await tamper(sql(repo));
      await as('samir-haddad').comment(repo, number, '/readiness');
      await as('samir-haddad').review(repo, number, 'COMMENT', 'And now?');
      await harness.until(
        'the check states it',
        async () => (await harness.runs(repo, head))[0]?.output.summary.includes('does not verify') === true,
      );
      expect((await harness.runs(repo, head))[0]?.conclusion).toBe('failure');
      expect((await harness.merge(repo, number)).status).toBe(405);
      expect(await isBroken()).toBe(true);
      expect(harness.log.join('\n')).toMatch(/the ledger does not verify: entry \d+/);
      // Restored from a backup, for the tests that follow.
      await tamper(`delete from ledger;
        insert into ledger select * from json_populate_recordset(null::ledger, '${before?.replaceAll("'", "''")}');
        update ledger_head set seq = (select max(seq) from ledger),
          hash = (select hash from ledger order by seq desc limit 1)`);
    },
    240_000,
  );
});
