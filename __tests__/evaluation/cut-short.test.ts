import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openStand, type Stand } from '../support/fixtures/attack-fixture.ts';
import { ORG } from '../support/harness/action-context.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await openStand();
});
afterAll(() => stand.close());

test('an evaluation says when an answer was lost, also where only words rest on it', async () => {
  const { number } = await stand.promotion('short');
  expect((await stand.judge('short', number)).evaluation.isCutShort).toBeUndefined();
  for (const fault of [{ status: 502 }, { truncate: true }]) {
    const end = stand.github.faults.add({ route: `GET /repos/${ORG}/short/issues/*/events`, ...fault });
    const { evaluation } = await stand.judge('short', number);
    end();
    expect(evaluation.promotion.because.join()).toMatch(/could not be read/);
    expect([evaluation.isCutShort, evaluation.promotion.isUnsure]).toEqual([true, true]);
  }
  const forbidden = stand.github.faults.add({ route: `GET /repos/${ORG}/short/issues/*/events`, status: 403 });
  const { evaluation } = await stand.judge('short', number);
  forbidden();
  expect([evaluation.isCutShort, evaluation.promotion.isUnsure]).toEqual([undefined, true]);
  expect((await stand.judge('short', number)).evaluation.promotion.isUnsure).toBeUndefined();
}, 180_000);
