import { beforeEach, describe, expect, test } from '@jest/globals';
import { isTransient } from '../../src/app/publish-not-evaluated.ts';
import { type Clock, createRateLimiter, type Limits, limitsOf, type RateLimiter } from '../../src/app/rate-limiter.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-20T12:00:00Z');
const FREE: Limits = { atOnce: 1000, points: Number.POSITIVE_INFINITY, writes: Number.POSITIVE_INFINITY };
const headers = (given: Record<string, string> = {}): Headers => new Headers(given);

/** A clock that goes on only when told to; whoever sleeps is woken in order. */
function fakeClock(): Clock & { to: (ms: number) => Promise<void> } {
  let now = START;
  const sleepers: { at: number; poke: () => void }[] = [];
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    sleep: (ms) => new Promise((poke) => sleepers.push({ at: now + ms, poke })),
    to: async (ms) => {
      await settled();
      for (;;) {
        sleepers.sort((a, b) => a.at - b.at);
        const [next] = sleepers;
        if (next === undefined || next.at > START + ms) break;
        sleepers.shift();
        now = Math.max(now, next.at);
        next.poke();
        await settled();
      }
      now = START + ms;
    },
  };
}

describe('the lane of an installation', () => {
  let clock: ReturnType<typeof fakeClock>;
  /** When each piece of work began, in milliseconds from the start. */
  let begun: number[];
  beforeEach(() => {
    clock = fakeClock();
    begun = [];
  });
  const open = (limits: Partial<Limits> = {}): RateLimiter => createRateLimiter({ ...FREE, ...limits }, clock);
  const work = (): Promise<void> => {
    begun.push(clock.now() - START);
    return Promise.resolve();
  };
  const ask = (limiter: RateLimiter, times: number, isWrite = false): Promise<unknown> =>
    Promise.all(Array.from({ length: times }, () => limiter.run(isWrite, work)));
  /** The most that any minute held, wherever it began. */
  const fullest = (): number =>
    Math.max(...begun.map((from) => begun.filter((at) => at >= from && at < from + MINUTE).length));

  test('lets through at once what is within the limits, and never more than that in any minute', async () => {
    const done = ask(open({ points: 100 }), 250);
    await clock.to(0);
    expect(begun).toHaveLength(100);
    await clock.to(10 * MINUTE);
    await done;
    expect(begun).toHaveLength(250);
    expect(fullest()).toBe(100);
    expect(Math.max(...begun)).toBe(2 * MINUTE);
  });

  test('never holds more in a minute that begins in the middle either', async () => {
    const limiter = open({ points: 100 });
    const first = ask(limiter, 60);
    await clock.to(50_000);
    const second = ask(limiter, 140);
    await clock.to(10 * MINUTE);
    await Promise.all([first, second]);
    expect(fullest()).toBe(100);
  });

  test('counts five points for a write', async () => {
    const done = ask(open({ points: 100 }), 21, true);
    await clock.to(0);
    expect(begun).toHaveLength(20);
    await clock.to(MINUTE);
    await done;
    expect(begun).toHaveLength(21);
  });

  test('holds back writes beyond their own limit, and reads not with them', async () => {
    const limiter = open({ writes: 10 });
    const writes = ask(limiter, 11, true);
    const reads = ask(limiter, 50);
    await clock.to(0);
    expect(begun).toHaveLength(60);
    await clock.to(MINUTE);
    await Promise.all([writes, reads]);
    expect(begun.at(-1)).toBe(MINUTE);
  });

  test('has no more under way than allowed, also when some fail', async () => {
    const limiter = open({ atOnce: 3 });
    const ends: (() => void)[] = [];
    let most = 0;
    let under = 0;
    const all = Array.from({ length: 10 }, (_none, index) =>
      limiter
        .run(false, async () => {
          under += 1;
          most = Math.max(most, under);
          await new Promise<void>((end) => ends.push(end));
          under -= 1;
          if (index % 2 === 0) throw new Error('502');
          return index;
        })
        .catch((error: unknown) => String(error)),
    );
    for (let turn = 0; turn < 10; turn += 1) {
      await clock.to(0);
      expect(under).toBe(Math.min(3, 10 - turn));
      ends.shift()?.();
    }
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => (n % 2 ? n : 'Error: 502')));
    expect(most).toBe(3);
  });

  test.each<[string, number, Record<string, string>, number]>([
    ['retry-after', 403, { 'retry-after': '30' }, 30_000],
    ['retry-after of a 429', 429, { 'retry-after': '20' }, 20_000],
    [
      'the end of the limit',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(START / 1000 + 40) },
      40_000,
    ],
  ])('waits as a whole after %s', async (_name, status, given, until) => {
    const limiter = open();
    limiter.onResponse(status, headers(given));
    expect(limiter.pausedUntil()).toBe(START + until);
    const done = Promise.all([ask(limiter, 3), ask(limiter, 2, true)]);
    await clock.to(until - 1);
    expect(begun).toEqual([]);
    await clock.to(until);
    await done;
    expect(begun).toEqual(Array.from({ length: 5 }, () => until));
    expect(limiter.pausedUntil()).toBe(0);
  });

  test('also holds those who waited already when the pause began, and for as long as it grows', async () => {
    const limiter = open({ points: 1 });
    const done = ask(limiter, 2);
    await clock.to(MINUTE - 10_000);
    limiter.onResponse(403, headers({ 'retry-after': '20' }));
    await clock.to(MINUTE);
    limiter.onResponse(403, headers({ 'retry-after': '25' }));
    await clock.to(2 * MINUTE);
    await done;
    expect(begun).toEqual([0, MINUTE + 25_000]);
  });

  test('sends nothing into a long pause and says until when; whoever is told so comes again', async () => {
    const limiter = open();
    limiter.onResponse(429, headers());
    expect(limiter.pausedUntil()).toBe(START + MINUTE);
    const refused: unknown = await limiter.run(false, work).catch((error: unknown) => error);
    expect(refused).toMatchObject({ message: 'GitHub asked for a pause until 12:01 UTC', resolvableBy: 'retry' });
    expect(isTransient(refused)).toBe(true);
    expect(begun).toEqual([]);
    await clock.to(MINUTE);
    await limiter.run(false, work);
    expect(begun).toEqual([MINUTE]);
  });

  test.each<[string, number, Record<string, string>]>([
    ['a permission that is missing', 403, { 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': '9999999999' }],
    ['a success', 200, { 'retry-after': '30' }],
    ['a failure of the server', 502, { 'retry-after': '30' }],
    ['a refusal without words', 403, {}],
  ])('does not wait for %s', (_name, status, given) => {
    const limiter = open();
    limiter.onResponse(status, headers(given));
    expect(limiter.pausedUntil()).toBe(0);
  });

  test.each([
    ['a clock that is days behind', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9999999999' }],
    ['an answer that makes no sense', { 'retry-after': '1e300' }],
  ])('is not stopped for ever by %s', (_name, given) => {
    const limiter = open();
    limiter.onResponse(403, headers(given));
    expect(limiter.pausedUntil()).toBe(START + 60 * MINUTE);
  });

  test('never holds another one', async () => {
    const busy = open({ atOnce: 1, points: 1 });
    const other = open({ atOnce: 1, points: 1 });
    busy.onResponse(429, headers({ 'retry-after': '40' }));
    void busy.run(false, () => new Promise(() => undefined));
    await other.run(false, work);
    expect([begun, other.pausedUntil()]).toEqual([[0], 0]);
  });
});

describe('the limits of a server', () => {
  test.each([
    ['https://api.github.com', true],
    ['https://api.acme.ghe.com', true],
    ['https://API.GitHub.com/', true],
    ['https://github.example/api/v3', false],
    ['https://notgithub.com', false],
    ['http://127.0.0.1:4000', false],
  ])('%s keeps those of GitHub: %s', (url, isGitHub) => {
    const limits = limitsOf(url);
    expect(Number.isFinite(limits.points) && Number.isFinite(limits.writes)).toBe(isGitHub);
    if (!isGitHub) return;
    // GitHub's own: 100 at once, 900 points, 80 writes a minute.
    expect([limits.atOnce < 100, limits.points < 900, limits.writes < 80]).toEqual([true, true, true]);
  });
});
