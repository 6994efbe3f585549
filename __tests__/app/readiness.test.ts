import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { openReadiness } from '../../src/app/readiness.ts';
import type { Db } from '../../src/store/db.ts';

const never = (): Promise<never> => new Promise(() => undefined);

describe('whether the App is ready', () => {
  let at: number;
  let asked: number;
  let store: () => Promise<unknown[]>;
  let github: () => Promise<unknown>;
  beforeEach(() => {
    [at, asked] = [1_000_000, 0];
    store = () => Promise.resolve([{ one: 1 }]);
    github = () => Promise.resolve('known');
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  const open = () =>
    openReadiness(
      { query: () => store() } as unknown as Db,
      () => {
        asked += 1;
        return github();
      },
      () => at,
    );
  const fails = (): Promise<never> => Promise.reject(new Error('away'));

  test('asks the store each time and GitHub only twice a minute, since GitHub counts', async () => {
    const ready = open();
    for (let probe = 0; probe < 10; probe += 1) {
      expect(await ready()).toEqual({ store: true, github: true });
      at += 3_000;
    }
    expect(asked).toBe(1);
    at += 1;
    await ready();
    expect(asked).toBe(2);
    store = fails;
    expect(await ready()).toEqual({ store: false, github: true });
    store = () => Promise.resolve([]);
    expect(await ready()).toEqual({ store: true, github: true });
  });

  test('says at once that GitHub is away, and at the next probe that it is back', async () => {
    const ready = open();
    github = fails;
    expect(await ready()).toEqual({ store: true, github: false });
    github = () => Promise.resolve('known');
    expect(await ready()).toEqual({ store: true, github: true });
    expect(asked).toBe(2);
  });

  test('notices within half a minute that GitHub went away', async () => {
    const ready = open();
    await ready();
    github = fails;
    at += 30_000;
    expect((await ready()).github).toBe(true);
    at += 1;
    expect((await ready()).github).toBe(false);
  });

  test('probes at the same time share one question', async () => {
    const ready = open();
    expect(await Promise.all([ready(), ready(), ready()])).toEqual(
      Array.from({ length: 3 }, () => ({ store: true, github: true })),
    );
    expect(asked).toBe(1);
  });

  test('what does not answer in five seconds cannot be reached', async () => {
    jest.useFakeTimers();
    const ready = open();
    [store, github] = [never, never];
    let said: unknown;
    void ready().then((answer) => {
      said = answer;
    });
    await jest.advanceTimersByTimeAsync(4_999);
    expect(said).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    expect(said).toEqual({ store: false, github: false });
  });

  test('leaves no timer and no unheard fault behind', async () => {
    jest.useFakeTimers();
    const ready = open();
    await ready();
    github = fails;
    at += 60_000;
    await ready();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('a store that throws instead of failing is not reached either', async () => {
    const ready = open();
    store = () => {
      throw new Error('the store is closed');
    };
    expect(await ready()).toEqual({ store: false, github: true });
    github = () => {
      throw new Error('no key');
    };
    at += 60_000;
    expect((await ready()).github).toBe(false);
  });
});
