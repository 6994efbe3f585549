import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Db } from '../../src/store/db.ts';
import { evaluatePulls, type Job } from '../../src/store/job.ts';
import { claim, enqueue, fail, finish, LIMITS, shortenLeases } from '../../src/store/queue.ts';
import { deadJobs } from '../../src/store/queue-state.ts';
import { describeStores, emptied, newStore, type OpenedStore } from '../support/harness/stores.ts';

const numberOf = (job: Job): number => ('pullRequest' in job ? job.pullRequest : 0);

const REPOSITORY = 'acme/triage';
const WORKER = { worker: 'one', limit: 4, leaseSeconds: 60 };

describeStores('jobs of workers that died', (kind) => {
  let store: OpenedStore;
  let db: Db;
  beforeAll(async () => {
    store = await newStore(kind, 'lost');
    db = store.db;
  });
  afterAll(() => store.remove());
  beforeEach(() => emptied(db));

  const ask = (...pullRequests: number[]): Promise<void> =>
    enqueue(db, { repository: REPOSITORY, jobs: evaluatePulls(pullRequests) });
  const expire = (): Promise<unknown> => db.query(`update job set leased_until = now() where state = 'running'`);
  const numbers = (jobs: Job[]): number[] => jobs.map((job) => numberOf(job)).sort();

  test('come back before all others, each alone', async () => {
    await ask(1, 2, 3);
    expect(numbers(await claim(db, WORKER))).toEqual([1, 2, 3]);
    await expire();
    await ask(4, 5);
    const seen: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const jobs = await claim(db, WORKER);
      expect(jobs).toHaveLength(1);
      seen.push(...numbers(jobs));
    }
    expect(seen.sort()).toEqual([1, 2, 3]);
    expect(numbers(await claim(db, WORKER))).toEqual([4, 5]);
    expect(await claim(db, WORKER)).toEqual([]);
  });

  test('one that failed for weeks, because GitHub was away, still waits no longer than the longest pause', async () => {
    await ask(1);
    await db.query('update job set tries = 5000');
    const [job] = await claim(db, WORKER);
    if (job === undefined) throw new Error('no job');
    const endless = { limits: { ...LIMITS, maxTries: 2 ** 31 - 1 } };
    expect(await fail(db, job, 'away', endless)).toBe('retry');
    const [row] = await db.query<{ seconds: number }>(
      'select extract(epoch from due - clock_timestamp())::float8 as seconds from job',
    );
    expect(row?.seconds).toBeGreaterThan(LIMITS.capSeconds * 0.8);
    expect(row?.seconds).toBeLessThanOrEqual(LIMITS.capSeconds);
  });

  test('one that kills every worker takes none of the others along', async () => {
    await ask(1, 2, 3, 4);
    const done: number[] = [];
    for (let life = 0; life < 12; life += 1) {
      for (let jobs = await claim(db, WORKER); jobs.length > 0; jobs = await claim(db, WORKER)) {
        // Number 3 ends the process, with whatever runs beside it.
        if (numbers(jobs).includes(3)) break;
        for (const job of jobs) if (await finish(db, job)) done.push(numberOf(job));
      }
      await expire();
    }
    expect(done.sort()).toEqual([1, 2, 4]);
    expect(await deadJobs(db)).toMatchObject([{ pullRequest: 3, tries: 6 }]);
  });

  test('are taken back soon, later with each worker they lost, and never later than their lease', async () => {
    const left = async (): Promise<number> => {
      const [row] = await db.query<{ left: number }>(
        'select extract(epoch from leased_until - clock_timestamp())::float8 as left from job',
      );
      return row?.left ?? Number.NaN;
    };
    await ask(1);
    for (const [tries, low, high] of [
      [1, 8, 10],
      [2, 18, 20],
      [3, 28, 30],
    ] as const) {
      expect(await claim(db, { ...WORKER, leaseSeconds: 300 })).toMatchObject([{ tries }]);
      expect(await shortenLeases(db, 10)).toBe(1);
      expect(await left()).toBeGreaterThan(low);
      expect(await left()).toBeLessThanOrEqual(high);
      expect(await claim(db, WORKER)).toEqual([]);
      await expire();
    }
    await claim(db, { ...WORKER, leaseSeconds: 15 });
    await shortenLeases(db, 10);
    expect(await left()).toBeLessThanOrEqual(15);
  });

  test('what waits is not taken back', async () => {
    const later = new Date(Date.now() + 3_600_000);
    await enqueue(db, { repository: REPOSITORY, jobs: evaluatePulls([1]), startAfter: later });
    expect(await shortenLeases(db, 0)).toBe(0);
    expect(await claim(db, WORKER)).toEqual([]);
  });

  test('an event that came for a job that was lost is not forgotten', async () => {
    await ask(1);
    await claim(db, WORKER);
    await ask(1);
    await expire();
    const [again] = await claim(db, WORKER);
    if (!again) throw new Error('it did not come back');
    await finish(db, again);
    expect(await claim(db, WORKER)).toMatchObject([{ pullRequest: 1, tries: 1 }]);
  });
});
