import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { InstallationGone } from '../../src/app/installation.ts';
import { openMetrics } from '../../src/app/metrics.ts';
import { createBusyCheck, startWorker, type Worker, type WorkerOptions } from '../../src/app/worker.ts';
import { UnavailableError } from '../../src/domain/errors.ts';
import type { Db } from '../../src/store/db.ts';
import { evaluatePulls, type Job } from '../../src/store/job.ts';
import { claim, enqueue } from '../../src/store/queue.ts';
import { describeStores, emptied, newStore, type OpenedStore } from '../support/harness/stores.ts';
import { pause, waitUntil } from '../support/harness/wait-until.ts';

const numberOf = (job: Job): number => ('pullRequest' in job ? job.pullRequest : 0);

const REPOSITORY = 'acme/triage';
const OTHER = { worker: 'other', limit: 4, leaseSeconds: 60 };

describeStores('the worker', (kind) => {
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
  const start = (handleJob: WorkerOptions['handleJob'], options: Partial<WorkerOptions> = {}): Worker =>
    startWorker(db, {
      name: 'one',
      handleJob,
      pollMs: 20,
      isBusy: () => false,
      pausedUntil: () => 0,
      metrics: openMetrics(),
      onFailure: (error) => faults.push(error),
      ...options,
    });
  const leaseEnd = async (): Promise<number> =>
    (await db.query<{ leased_until: Date | null }>('select leased_until from job'))[0]?.leased_until?.getTime() ?? 0;

  test('keeps a job that takes longer than its lease', async () => {
    await ask(1);
    const seen: Job[] = [];
    let finish = (): void => undefined;
    const long = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const worker = start(
      async (job) => {
        seen.push(job);
        await long;
        return {};
      },
      { leaseSeconds: 5 },
    );
    await waitUntil('the claim', async () => (await leaseEnd()) > 0);
    const first = await leaseEnd();
    await waitUntil('a renewal after the first lease', async () => (await leaseEnd()) > first + 5_000);
    expect(await claim(db, OTHER)).toEqual([]);
    finish();
    await worker.stop();
    expect(seen).toMatchObject([{ pullRequest: 1, tries: 1 }]);
    expect(await db.query('select * from job')).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('does not renew the lease of a failed job', async () => {
    await ask(1);
    const worker = start(() => Promise.reject(new Error('GitHub is away')), { leaseSeconds: 0.3 });
    await waitUntil('the failure', () => faults.length > 0);
    await worker.stop();
    const before = await db.query('select state, leased_until, error from job');
    expect(before).toEqual([{ state: 'waiting', leased_until: null, error: 'GitHub is away' }]);
    await pause(300);
    expect(await db.query('select state, leased_until, error from job')).toEqual(before);
  });

  test.each<[string, unknown, unknown]>([
    ['an internal error is dead after its last attempt', new TypeError('ours'), [{ state: 'dead', error: 'ours' }]],
    ['an outage is retried', new UnavailableError('away'), [{ state: 'waiting', error: 'away' }]],
    [
      'a server error is retried',
      Object.assign(new Error('502'), { status: 502 }),
      [{ state: 'waiting', error: '502' }],
    ],
    ['a rate limit is retried', Object.assign(new Error('429'), { status: 429 }), [{ state: 'waiting', error: '429' }]],
    ['a job of a removed installation is dropped', new InstallationGone('gone'), []],
  ])('%s', async (_name, error, rows) => {
    await ask(1);
    await db.query('update job set tries = 5');
    const lastTries: boolean[] = [];
    const worker = start((_job, { isLastTry }) => {
      lastTries.push(isLastTry);
      return Promise.reject(error);
    });
    await waitUntil('the failure', () => faults.length > 0);
    await worker.stop();
    expect(lastTries).toEqual([true]);
    expect(await db.query('select state, error from job')).toEqual(rows);
  });

  test.each([
    ['runs eight jobs at once', false, 8],
    ['runs two jobs at once when it is busy', true, 2],
  ])('%s', async (_name, isBusy, most) => {
    await ask(...Array.from({ length: 20 }, (_none, index) => index + 1));
    let running = 0;
    let done = 0;
    let highest = 0;
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const worker = start(
      async () => {
        running += 1;
        highest = Math.max(highest, running);
        await released;
        running -= 1;
        done += 1;
        return {};
      },
      { isBusy: () => isBusy },
    );
    await waitUntil('as many jobs as allowed', () => running === most);
    release();
    await waitUntil('the end of all jobs', () => done === 20);
    await worker.stop();
    expect(highest).toBe(most);
  });

  test('one long job does not block the others', async () => {
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
    await waitUntil('the other jobs', () => done.length === 19);
    expect(done).not.toContain(1);
    finish();
    await worker.stop();
    expect(await db.query('select * from job')).toEqual([]);
  });

  test('a job whose worker disappeared runs alone, and is dead when that happened at every attempt', async () => {
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
    await waitUntil('an empty queue', async () => (await db.query('select * from job')).length === 0);
    await worker.stop();
    expect(together).toEqual([1]);
    await ask(1);
    await db.query(`update job set state = 'running', lease = gen_random_uuid(), leased_until = now(), lost = 5`);
    expect(await claim(db, OTHER)).toEqual([]);
    expect(await db.query('select state from job')).toEqual([{ state: 'dead' }]);
  });

  test('takes over jobs of an earlier process on the embedded store only', async () => {
    await ask(1);
    await claim(db, { ...OTHER, leaseSeconds: 300 });
    const worker = start(() => Promise.resolve({}));
    await ask(2);
    worker.poke();
    await waitUntil('the other job', async () => (await db.query('select * from job')).length === 1);
    await worker.stop();
    const [row] = await db.query<{ left: number }>(
      'select extract(epoch from leased_until - clock_timestamp())::float8 as left from job',
    );
    if (kind === 'embedded') expect(row?.left).toBeLessThanOrEqual(10);
    else expect(row?.left).toBeGreaterThan(200);
  });
});

describe('the busy check', () => {
  test('reports a process without idle time', () => {
    const isBusy = createBusyCheck();
    for (const end = performance.now() + 150; performance.now() < end; );
    expect(isBusy()).toBe(true);
  });

  test('reports a process that waits', async () => {
    const isBusy = createBusyCheck();
    await pause(150);
    expect(isBusy()).toBe(false);
  });
});
