import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OUTSIDER_LIMITS } from '../../src/github/index.ts';
import { openStand, type Stand } from '../support/fixtures/attack-fixture.ts';

/** What accounts without a role can do to a public pilot. */
describe('attacks from outside', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());
  const requests = async (work: () => Promise<unknown>): Promise<number> => {
    const before = stand.access.counts.total;
    await work();
    return stand.access.counts.total - before;
  };

  test('42 a fork with 900 evidence files costs a bounded number of requests, and is undetermined', async () => {
    await stand.promotion('many-files');
    const yuki = stand.github.as('yuki-tanabe');
    const fork = await yuki.fork('many-files');
    const push = (round: number): Promise<string> =>
      yuki.commit(fork, {
        branch: 'many',
        files: Object.fromEntries(
          ['drills', 'reviews', 'controls'].flatMap((folder) =>
            Array.from({ length: 300 }, (_, n) => [
              `readiness/${folder}/x${round}-${n}.yaml`,
              `# ${folder} ${round} ${n}\n`,
            ]),
          ),
        ),
      });
    await push(1);
    const pull = await yuki.openPullRequest('many-files', { head: 'yuki-tanabe:many', base: 'production' });
    const counted: number[] = [];
    let told: Awaited<ReturnType<Stand['judge']>> | undefined;
    for (const round of [2, 3]) {
      counted.push(
        await requests(async () => {
          told = await stand.judge('many-files', pull.number);
        }),
      );
      await push(round);
    }
    expect(told?.evaluation.report?.verdict).toBe('undetermined');
    expect(told?.run.conclusion).toBe('failure');
    expect(JSON.stringify(told?.evaluation.report)).toContain(
      `pull requests from forks may take ${OUTSIDER_LIMITS.files} files an hour`,
    );
    for (const count of counted) expect(count).toBeLessThanOrEqual(OUTSIDER_LIMITS.perPullRequest + 50);
    expect(Object.values(OUTSIDER_LIMITS).every((limit) => limit <= 2_000)).toBe(true);
  }, 300_000);
});
