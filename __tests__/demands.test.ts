import { describe, expect, test } from '@jest/globals';
import { catalog } from '../src/criteria/index.ts';
import { levelIn, PROFILES } from '../src/domain/levels.ts';
import { DEMANDS, OURS } from './support/fixtures/demands.ts';

// That each check has its page is held by drawers.test.ts; that it has cases in which it is met, unmet and unknown by the
// harness of the criteria's own tests.
const checks = catalog.flatMap((criterion) => criterion.checks);
const known = checks.map(({ code }) => code).sort();
const asked = new Set(DEMANDS.flatMap(([, , codes]) => codes.split(' ').filter((code) => code !== '')));

describe('what the sources demand', () => {
  test('is asked by a check that is there', () => {
    expect([...asked].filter((code) => !known.includes(code))).toEqual([]);
  });

  test('is left to the report in these four only: the page for sponsors, the two halves, the pattern of stalling', () => {
    const without = DEMANDS.filter(([, , codes]) => codes === '').map(([demand]) => demand);
    expect(without).toEqual(['S0:53', 'S1:71-72', 'S2:22-26', 'S4:100-104']);
  });

  test('stands once', () => {
    expect(new Set(DEMANDS.map(([demand, says]) => `${demand} ${says}`)).size).toBe(DEMANDS.length);
  });

  test('and what no source demands and we ask all the same is there too', () => {
    expect(OURS.split(' ').filter((code) => !known.includes(code) || asked.has(code))).toEqual([]);
  });

  test('begins with five artifacts and people who answer for them: these block under every profile', () => {
    const first = 'AO-1 BK-1 BK-4 CS-1 CS-2 CS-4 EV-1 EV-2 OM-1 OM-2 OM-3 RB-1 RB-2 RB-3 RK-1 RK-2 RK-6'.split(' ');
    const everywhere = checks.filter(({ levels }) =>
      PROFILES.every((profile) => levelIn(levels, profile) === 'blocking'),
    );
    expect(
      everywhere
        .map(({ code }) => code)
        .filter((code) => first.includes(code))
        .sort(),
    ).toEqual(first);
  });

  test('holds for good where the sources leave no choice: these are never waived', () => {
    const never = 'AT-1 BK-4 CD-4 CS-2 CS-3 DR-6 EC-5 EV-2 HT-2 HT-3 RB-3 RK-2 RK-6 RS-3 WA-2'.split(' ');
    const fixed = checks.filter(({ waivable }) => waivable === false).map(({ code }) => code);
    expect(never.filter((code) => !fixed.includes(code))).toEqual([]);
  });

  test('the four questions that close the gate belong to the checks that answer them', () => {
    const questions = Object.assign({}, ...catalog.map(({ questions: own }) => own ?? {}));
    expect(questions).toEqual({ ownership: 'AO-2', data: 'DR-5', buyIn: 'CA-1', metrics: 'OM-4' });
    for (const code of Object.values<string>(questions))
      for (const profile of ['standard', 'regulated'] as const)
        expect([code, levelIn(checks.find((one) => one.code === code)?.levels ?? '-/-/-', profile)]).toEqual([
          code,
          'blocking',
        ]);
  });
});
