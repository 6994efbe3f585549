import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RunningApp } from '../../src/app/start.ts';
import { entriesOf, type LedgerRow, verify } from '../../src/store/ledger.ts';
import { openStore } from '../../src/store/open.ts';
import { context, ORG, pilotRepository } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness, startSecond } from '../support/harness/app-harness.ts';
import { newDataDir } from '../support/harness/data-dir.ts';
import { newAddress, onPostgres } from '../support/harness/stores.ts';

const PULLS = 24;

test('a second App on an embedded store is refused, and harms the first one in nothing', async () => {
  const github = await context();
  const dataDir = await newDataDir('pilot-alone-');
  const first = await startSecond(github, { dataDir }, []);
  try {
    await expect(startSecond(github, { dataDir }, [])).rejects.toThrow(/is in use by process/);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  } finally {
    await first.stop();
    await github.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 300_000);

// Several Apps need a store that they share.
onPostgres.describe('several Apps on one PostgreSQL', () => {
  let address: Awaited<ReturnType<typeof newAddress>>;
  let harness: AppHarness;
  beforeAll(async () => {
    address = await newAddress('replicas');
    harness = await openAppHarness({ databaseUrl: address.url });
  });
  afterAll(async () => {
    await harness.stop();
    await address.remove();
  });
  const samir = (): ReturnType<AppHarness['github']['as']> => harness.github.as('samir-haddad');
  const second = (): Promise<RunningApp> =>
    startSecond(harness.github, { dataDir: harness.dataDir, databaseUrl: address.url }, harness.log);
  const judgedBy = async ({ url }: RunningApp): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(/pilot_readiness_jobs_total\{outcome="judged"\} (\d+)/.exec(text)?.[1] ?? 0);
  };

  /** Many promotions at once, each pushed to again: the last word is about the second commit. */
  async function burst(repo: string): Promise<{ number: number; head: string }[]> {
    await pilotRepository(harness.github, repo);
    return Promise.all(
      Array.from({ length: PULLS }, async (_none, index) => {
        const branch = `promote-${index}`;
        await samir().commit(repo, { branch, files: { [`notes/${index}.md`]: 'Ready.\n' } });
        const { number } = await samir().openPullRequest(repo, { head: branch, base: 'production' });
        return { number, head: await samir().commit(repo, { branch, files: { 'docs/runbook.md': null } }) };
      }),
    );
  }

  /** One comment and one newest verdict for each, right about the newest commit, and a ledger that says the same once. */
  async function allRight(repo: string, pulls: { number: number; head: string }[]): Promise<void> {
    for (const { head } of pulls) {
      const run = await harness.concluded(repo, head, 'failure');
      expect(run.output.title).toMatch(/^Not ready/);
    }
    await harness.idle();
    for (const { number, head } of pulls) {
      const [comment, ...more] = await harness.comments(repo, number);
      expect([comment, more]).toEqual([expect.stringMatching(/unbook/), []]);
      expect((await harness.runs(repo, head)).filter(({ status }) => status !== 'completed')).toEqual([]);
    }
    const db = await openStore({ databaseUrl: address.url });
    try {
      expect(await verify(db)).toMatchObject({ ok: true });
      const entries = await entriesOf(db, `${ORG}/${repo}`);
      for (const { number, head } of pulls) {
        const own = entries.filter(({ pullRequest }) => pullRequest === number);
        expect(own.at(-1)).toMatchObject({ subject: head, body: { verdict: 'not-ready' } });
        const said = own.map(({ subject, body }: LedgerRow) => JSON.stringify([subject, body]));
        expect(new Set(said).size).toBe(said.length);
      }
    } finally {
      await db.close();
    }
  }

  test('share the work of a burst, and none of it is done twice', async () => {
    const other = await second();
    try {
      const pulls = await burst('shared');
      await allRight('shared', pulls);
      const work = await Promise.all([harness.app, other].map(judgedBy));
      for (const evaluated of work) expect(evaluated).toBeGreaterThan(0);
    } finally {
      await other.stop();
    }
  }, 300_000);

  test('one that is stopped in the middle loses nothing', async () => {
    const other = await second();
    let stopped: Promise<void> | undefined;
    try {
      const pulls = burst('halved');
      await harness.until('the other one is at work', async () => (await judgedBy(other)) > 0);
      stopped = other.stop();
      await stopped;
      await allRight('halved', await pulls);
    } finally {
      await (stopped ?? other.stop());
    }
  }, 300_000);
});
