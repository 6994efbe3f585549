import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Db, withRelaxedDurability } from '../../src/store/db.ts';
import { type Delivery, forgetDeliveries, knownDeliveries, receive } from '../../src/store/inbox.ts';
import { evaluatePulls, type Job } from '../../src/store/job.ts';
import { claim, enqueue, extend, fail, finish } from '../../src/store/queue.ts';
import { deadJobs, queueDepth, revive } from '../../src/store/queue-state.ts';
import { describeStores, emptied, newStore, type OpenedStore } from '../support/harness/stores.ts';
import { waitUntil } from '../support/harness/wait-until.ts';

const numberOf = (job: Job): number => ('pullRequest' in job ? job.pullRequest : 0);

const REPOSITORY = 'acme/triage';
const delivery = (deliveryId: string, pullRequests: number[]): Delivery => ({
  deliveryId,
  event: 'pull_request',
  action: 'synchronize',
  installationId: 7,
  repository: REPOSITORY,
  routes: [{ to: 'pulls', numbers: pullRequests }],
});
const WORKER = { worker: 'one', limit: 100, leaseSeconds: 60 };

describeStores('the trip of a webhook', (kind) => {
  let store: OpenedStore;
  let db: Db;
  beforeAll(async () => {
    store = await newStore(kind, 'trip');
    db = store.db;
  });
  afterAll(() => store.remove());
  beforeEach(() => emptied(db));

  const only = async (): Promise<Job> => {
    const jobs = await claim(db, WORKER);
    if (jobs.length !== 1 || !jobs[0]) throw new Error(`${jobs.length} jobs instead of one`);
    return jobs[0];
  };
  const ask = (...pullRequests: number[]): Promise<void> =>
    enqueue(db, { repository: REPOSITORY, jobs: evaluatePulls(pullRequests) });
  const dueNow = (): Promise<unknown> => db.query(`update job set due = now() where state = 'waiting'`);
  const expire = (): Promise<unknown> => db.query(`update job set leased_until = now() where state = 'running'`);

  describe('transactions', () => {
    test('that may be forgotten are kept like all others, and loosen nothing after them', async () => {
      const setting = async (session: Db): Promise<string | undefined> =>
        (await session.query<{ synchronous_commit: string }>('show synchronous_commit'))[0]?.synchronous_commit;
      const before = await setting(db);
      const inside = await withRelaxedDurability(db, async (tx) => {
        await enqueue(tx, { repository: REPOSITORY, jobs: evaluatePulls([1]) });
        return setting(tx);
      });
      expect(inside).toBe(kind === 'embedded' ? 'off' : before);
      expect([await setting(db), await db.tx(setting)]).toEqual([before, before]);
      expect(numberOf(await only())).toBe(1);
      const broken = withRelaxedDurability(db, async (tx) => {
        await enqueue(tx, { repository: REPOSITORY, jobs: evaluatePulls([2]) });
        throw new Error('broke off');
      });
      await expect(broken).rejects.toThrow('broke off');
      expect(await queueDepth(db)).toMatchObject(kind === 'embedded' ? { due: 0 } : {});
    });

    test('roll back whole, and refuse statements that go past them', async () => {
      const broken = db.tx(async (tx) => {
        await receive(tx, delivery('a', [1]));
        throw new Error('broken off');
      });
      await expect(broken).rejects.toThrow('broken off');
      expect([...(await knownDeliveries(db, ['a']))]).toEqual([]);
      expect((await queueDepth(db)).due).toBe(0);
      await expect(db.tx(() => db.query('select 1'))).rejects.toThrow('use the database passed to it');
      await expect(db.tx((tx) => tx.query('select nothing from nowhere'))).rejects.toThrow('nowhere');
      expect(await db.query('select 1::bigint as one')).toEqual([{ one: '1' }]);
    });
  });

  describe('the inbox', () => {
    test('takes a delivery once, and anew if the first attempt broke off', async () => {
      expect(await receive(db, delivery('a', [1, 2, 1]))).toBe('accepted');
      expect(await receive(db, delivery('a', [1, 2, 3]))).toBe('duplicate');
      expect((await claim(db, WORKER)).map((job) => numberOf(job)).sort()).toEqual([1, 2]);
      await db
        .tx(async (tx) => receive(tx, delivery('b', [4])).then(() => Promise.reject(new Error('x'))))
        .catch(() => 0);
      expect(await receive(db, delivery('b', [4]))).toBe('accepted');
      expect(await knownDeliveries(db, ['a', 'b', 'c'])).toEqual(new Set(['a', 'b']));
      expect(await forgetDeliveries(db, new Date(Date.now() + 60_000))).toBe(2);
    });

    test('answers one of many equal deliveries at once with accepted', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => receive(db, delivery('same', [1]))));
      expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(1);
    });

    test('takes events that name no pull request', async () => {
      expect(await receive(db, { ...delivery('p', []), event: 'ping' })).toBe('accepted');
      expect(await receive(db, { deliveryId: 'q', event: 'push', routes: [] })).toBe('accepted');
      expect(await claim(db, WORKER)).toEqual([]);
    });

    test('100 deliveries at once for the same pull requests leave one job each', async () => {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) => receive(db, delivery(`d${index}`, index % 2 ? [1, 2] : [2, 1]))),
      );
      expect(new Set(answers)).toEqual(new Set(['accepted']));
      const jobs = await claim(db, WORKER);
      expect(jobs.map((job) => [numberOf(job), job.installationId]).sort()).toEqual([
        [1, 7],
        [2, 7],
      ]);
    });
  });

  describe('the queue', () => {
    test('leaves one follow-up for whatever comes while a job runs', async () => {
      await ask(1);
      const job = await only();
      await Promise.all(Array.from({ length: 10 }, () => ask(1)));
      expect(await claim(db, WORKER)).toEqual([]);
      expect(await finish(db, job)).toBe(true);
      const again = await only();
      expect(await finish(db, again)).toBe(true);
      expect(await claim(db, WORKER)).toEqual([]);
      expect(await db.query('select * from job')).toEqual([]);
    });

    test('a wake-up waits, an event does not wait for it, and the earlier time stays', async () => {
      const later = new Date(Date.now() + 3_600_000);
      await ask(1);
      await finish(db, await only(), later);
      expect(await claim(db, WORKER)).toEqual([]);
      expect(await queueDepth(db)).toMatchObject({ due: 0, later: 1 });
      await ask(1);
      await enqueue(db, { repository: REPOSITORY, jobs: evaluatePulls([1]), startAfter: later });
      const job = await only();
      await ask(1);
      await finish(db, job, later);
      await finish(db, await only(), later);
      expect((await db.query<{ due: Date }>('select due from job'))[0]?.due).toEqual(later);
    });

    test('a job whose worker was killed comes back, and the former worker cannot settle it', async () => {
      await ask(1);
      const lost = await only();
      expect(await claim(db, WORKER)).toEqual([]);
      await expire();
      const found = await only();
      expect([found.tries, found.lease === lost.lease]).toEqual([2, false]);
      expect(await extend(db, lost, 60)).toBe(false);
      expect(await finish(db, lost)).toBe(false);
      expect(await fail(db, lost, 'late')).toBe('lost');
      expect(await extend(db, found, 60)).toBe(true);
      expect(await finish(db, found)).toBe(true);
    });

    test('a lease runs out by itself', async () => {
      await ask(1);
      await claim(db, { ...WORKER, leaseSeconds: 0.05 });
      let again: Job[] = [];
      await waitUntil('the end of the lease', async () => {
        again = await claim(db, WORKER);
        return again.length > 0;
      });
      expect(again).toMatchObject([{ tries: 2 }]);
    });

    test('retries with growing pauses up to the cap, then is dead, listed, and can live again', async () => {
      const limits = { maxTries: 4, pauseSeconds: 10, capSeconds: 25 };
      await ask(1);
      const pauses: number[] = [];
      for (let round = 1; round <= 4; round += 1) {
        expect(await fail(db, await only(), `fault ${round}`, { limits })).toBe(round < 4 ? 'retry' : 'dead');
        const [row] = await db.query<{ pause: number }>(
          'select extract(epoch from due - clock_timestamp())::float8 as pause from job',
        );
        if (round < 4) pauses.push(row?.pause ?? 0);
        await dueNow();
      }
      for (const [index, full] of [10, 20, 25].entries()) {
        expect(pauses[index]).toBeLessThanOrEqual(full);
        expect(pauses[index]).toBeGreaterThan(full * 0.8);
      }
      expect(await deadJobs(db)).toMatchObject([
        { repository: REPOSITORY, pullRequest: 1, tries: 4, error: 'fault 4' },
      ]);
      expect(await claim(db, WORKER)).toEqual([]);
      expect([await revive(db, REPOSITORY, 1), await revive(db, REPOSITORY, 1)]).toEqual([true, false]);
      expect((await only()).tries).toBe(1);
    });

    test('a new event revives a dead job, and gives a failing one its tries back', async () => {
      const limits = { maxTries: 1, pauseSeconds: 1, capSeconds: 1 };
      await ask(1);
      expect(await fail(db, await only(), 'bad', { limits })).toBe('dead');
      await ask(1);
      const job = await only();
      await ask(1);
      expect(await fail(db, job, 'bad', { limits })).toBe('retry');
      expect(await deadJobs(db)).toEqual([]);
    });

    test('a job that takes its worker along at every try is dead', async () => {
      await ask(1);
      for (let round = 0; round < 6; round += 1) {
        await only();
        await expire();
      }
      expect(await claim(db, WORKER)).toEqual([]);
      expect(await deadJobs(db)).toMatchObject([{ tries: 6, error: 'the worker one disappeared while it judged' }]);
    });

    test('waits as long as somebody asks for', async () => {
      await ask(1);
      const after = new Date(Date.now() + 7_200_000);
      await fail(db, await only(), 'rate limit', { after });
      expect((await db.query<{ due: Date }>('select due from job'))[0]?.due).toEqual(after);
    });

    test('several workers never run one pull request at once, and nothing that was asked is lost', async () => {
      const running = new Set<number>();
      const seen = new Map<number, number>();
      const askedAt = new Map<number, number>();
      let clashes = 0;
      let step = 0;
      const next = (): number => {
        step += 1;
        return step;
      };
      let asking = true;
      const work = async (worker: string): Promise<void> => {
        for (;;) {
          const jobs = await claim(db, { worker, limit: 3, leaseSeconds: 60 });
          if (jobs.length === 0 && !asking) return;
          for (const job of jobs) {
            if (running.has(numberOf(job))) clashes += 1;
            running.add(numberOf(job));
            seen.set(numberOf(job), next());
          }
          await new Promise((resolve) => setTimeout(resolve, 2));
          for (const job of jobs) {
            running.delete(numberOf(job));
            await finish(db, job);
          }
        }
      };
      const asks = async (): Promise<void> => {
        for (let index = 0; index < 120; index += 1) {
          const number = index % 7;
          askedAt.set(number, next());
          await receive(db, delivery(`w${index}`, [number]));
        }
        asking = false;
      };
      await Promise.all([asks(), work('one'), work('two'), work('three'), work('four')]);
      expect(clashes).toBe(0);
      for (const [number, at] of askedAt) expect(seen.get(number)).toBeGreaterThan(at);
      expect(await db.query('select * from job')).toEqual([]);
    });
  });
});
