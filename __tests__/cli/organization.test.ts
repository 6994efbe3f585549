import { describe, expect, test } from '@jest/globals';
import { eachOf } from '../../src/cli/for-each.ts';
import { sleepWithNotice } from '../../src/cli/rate-limit-notice.ts';
import type { World } from '../../src/cli/verb.ts';
import { UnavailableError, UserError } from '../../src/domain/errors.ts';

const told: string[] = [];
const world: World = {
  ...{ cwd: '/', env: {}, now: 0, columns: 80, color: false, write: () => undefined },
  warn: (text) => {
    told.push(text);
  },
};

describe('doing the same for hundreds', () => {
  test('a few at a time, answered in their order, whatever their speed', async () => {
    let [running, most] = [0, 0];
    const items = Array.from({ length: 300 }, (_, index) => index);
    const answers = await eachOf(
      items,
      world,
      async (item) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, (item * 7) % 5));
        running -= 1;
        return `did ${item}`;
      },
      (_item, reason) => reason,
    );
    expect(answers).toEqual(items.map((item) => `did ${item}`));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
    expect(told).toEqual([]);
  });

  test('one that fails says why, and the others go on; a defect of ours hides nobody either', async () => {
    const errors = [
      new UnavailableError('the door is shut'),
      new UserError('it is no folder', 'Name one.'),
      new TypeError('oops'),
    ];
    const answers = await eachOf(
      [0, 1, 2, 3],
      world,
      async (item) => {
        const error = errors[item];
        if (error !== undefined) throw error;
        return 'fine';
      },
      (item, reason) => `${item}: ${reason}`,
    );
    expect(answers).toEqual([
      '0: not verified: the door is shut',
      '1: it is no folder. Name one.',
      '2: internal error. Please report it: oops',
      'fine',
    ]);
  });

  test('progress is shown on a terminal only, and wiped away', async () => {
    await eachOf(
      [1, 2],
      { ...world, color: true },
      async (item) => item,
      () => 0,
    );
    expect(told.join('')).toMatch(/^\r1 of 2 \r2 of 2 \r\u001b\[K$/);
  });
});

describe("waiting for GitHub's hourly limit", () => {
  test('is said once, however many requests wait, and again the next time; a short pause is not said', async () => {
    const said: string[] = [];
    const ends: (() => void)[] = [];
    const sleep = sleepWithNotice(
      (text) => said.push(text),
      () => new Promise<void>((done) => ends.push(done)),
    );
    const all = [sleep(500), sleep(43 * 60_000), sleep(43 * 60_000)];
    expect(said).toEqual([
      expect.stringMatching(/rate limit is used up; continuing in 43 minutes\. Press Ctrl-C to stop/),
    ]);
    for (const end of ends.splice(0)) end();
    await Promise.all(all);
    const again = sleep(60_000);
    expect(said).toHaveLength(2);
    expect(said[1]).toContain('in a minute');
    for (const end of ends.splice(0)) end();
    await again;
  });
});
