import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { InstallationGone } from '../../src/app/installation.ts';
import { openMetrics } from '../../src/app/metrics.ts';
import { startWorker, type Worker, type WorkerOptions } from '../../src/app/worker.ts';
import { UnavailableError } from '../../src/domain/errors.ts';
import type { Db } from '../../src/store/db.ts';
import { evaluatePulls, type Job } from '../../src/store/job.ts';
import { claim, enqueue } from '../../src/store/queue.ts';
import { emptied, KINDS, newStore, type OpenedStore } from '../support/harness/stores.ts';

const numberOf = (job: Job): number => ('pullRequest' in job ? job.pullRequest : 0);

const REPOSITORY = 'acme/triage';
const OTHER = { worker: 'other', limit: 4, leaseSeconds: 60 };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(KINDS)('the worker, %s', (kind) => {
  let store: OpenedStore;
  let db: Db;
  const faults: unknown[] = [];
  beforeAll(async () => {
    store = await newStore(kind, 'worker');
    db = store.db;
  });
  afterAll(() => store.remove());
  beforeEach(async () => {
    faults.length = 0;
    await emptied(db);
  });

  const ask = (...pullRequests: number[]): Promise<void> =>
    enqueue(db, { repository: REPOSITORY, jobs: evaluatePulls(pullRequests) });
  const start = (judge: WorkerOptions['handleJob'], leaseSeconds?: number): Worker =>
    startWorker(db, {
      name: 'one',
      handleJob: judge,
      pollMs: 20,
      pausedUntil: () => 0,
      metrics: openMetrics(),
      onFailure: (error) => faults.push(error),
      ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
    });

  test('keeps a job that takes longer than its lease', async () => {
    await ask(1);
    const seen: Job[] = [];
    let begun = (): void => undefined;
    const running = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const worker = start(async (job) => {
      seen.push(job);
      begun();
      await pause(1_200);
      return {};
    }, 0.4);
    await running;
    for (const end = Date.now() + 1_000; Date.now() < end; await pause(50)) expect(await claim(db, OTHER)).toEqual([]);
    await worker.stop();
    expect(seen).toMatchObject([{ pullRequest: 1, tries: 1 }]);
    expect(await db.query('select * from job')).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('lets go of a job when it is done, failed or not', async () => {
    await ask(1);
    const worker = start(() => Promise.reject(new Error('GitHub is away')), 0.3);
    while (faults.length === 0) await pause(10);
    await worker.stop();
    const before = await db.query('select state, leased_until, error from job');
    expect(before).toEqual([{ state: 'waiting', leased_until: null, error: 'GitHub is away' }]);
    await pause(300);
    expect(await db.query('select state, leased_until, error from job')).toEqual(before);
  });

  test.each<[string, unknown, unknown]>([
    ['a defect is given up after its last try', new TypeError('ours'), [{ state: 'dead', error: 'ours' }]],
    ['an outage never is', new UnavailableError('away'), [{ state: 'waiting', error: 'away' }]],
    [
      'nor is a server that fails',
      Object.assign(new Error('502'), { status: 502 }),
      [{ state: 'waiting', error: '502' }],
    ],
    ['nor is a rate limit', Object.assign(new Error('429'), { status: 429 }), [{ state: 'waiting', error: '429' }]],
    ['whoever is gone is not waited for', new InstallationGone('gone'), []],
  ])('%s', async (_name, error, rows) => {
    await ask(1);
    await db.query('update job set tries = 5');
    const lastTries: boolean[] = [];
    const worker = start((_job, { isLastTry }) => {
      lastTries.push(isLastTry);
      return Promise.reject(error);
    });
    while (faults.length === 0) await pause(10);
    await worker.stop();
    expect(lastTries).toEqual([true]);
    expect(await db.query('select state, error from job')).toEqual(rows);
  });

  test.each([
    ['waits with many at once for GitHub', 0, 3, 8],
    ['takes two at a time where GitHub answers faster than it judges: more would only keep webhooks waiting', 15, 1, 2],
  ])('%s', async (_what, spinMs, least, most) => {
    await ask(...Array.from({ length: 40 }, (_none, index) => index + 1));
    let under = 0;
    let done = 0;
    let highest = 0;
    const worker = start(async () => {
      under += 1;
      for (let turn = 0; turn < 5; turn += 1) {
        for (const end = performance.now() + spinMs; performance.now() < end; );
        await pause(spinMs === 0 ? 15 : 0);
        // It has to see first that it is busy.
        if (done > 15) highest = Math.max(highest, under);
      }
      under -= 1;
      done += 1;
      return {};
    });
    while (done < 40) await pause(10);
    await worker.stop();
    expect(highest).toBeGreaterThanOrEqual(least);
    expect(highest).toBeLessThanOrEqual(most);
  });

  test('does not let one long evaluation hold the others', async () => {
    await ask(...Array.from({ length: 20 }, (_none, index) => index + 1));
    let finish = (): void => undefined;
    const long = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const done: number[] = [];
    const worker = start(async (job) => {
      if (numberOf(job) === 1) await long;
      done.push(numberOf(job));
      return {};
    });
    while (done.length < 19) await pause(10);
    expect(done).not.toContain(1);
    finish();
    await worker.stop();
    expect(await db.query('select * from job')).toEqual([]);
  });

  test('a job whose worker disappeared runs alone, and is given up when it happened each time', async () => {
    await ask(1, 2, 3);
    await db.query(`update job set state = 'running', lease = gen_random_uuid(), leased_until = now(), lost = 2
      where pull_request = 1`);
    const together: number[] = [];
    let running = 0;
    const worker = start(async (job) => {
      running += 1;
      await pause(30);
      if (job.lost > 0) together.push(running);
      running -= 1;
      return {};
    });
    while ((await db.query('select * from job')).length > 0) await pause(10);
    await worker.stop();
    expect(together).toEqual([1]);
    await ask(1);
    await db.query(`update job set state = 'running', lease = gen_random_uuid(), leased_until = now(), lost = 5`);
    expect(await claim(db, OTHER)).toEqual([]);
    expect(await db.query('select state from job')).toEqual([{ state: 'dead' }]);
  });

  test('takes back what its former self left on the embedded store; elsewhere another one may still hold it', async () => {
    await ask(1);
    await claim(db, { ...OTHER, leaseSeconds: 300 });
    const worker = start(() => Promise.resolve({}));
    await ask(2);
    worker.poke();
    while ((await db.query('select * from job')).length > 1) await pause(10);
    await worker.stop();
    const [row] = await db.query<{ left: number }>(
      'select extract(epoch from leased_until - clock_timestamp())::float8 as left from job',
    );
    if (kind === 'embedded') expect(row?.left).toBeLessThanOrEqual(10);
    else expect(row?.left).toBeGreaterThan(200);
  });
});
