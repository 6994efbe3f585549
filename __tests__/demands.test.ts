import { describe, expect, test } from '@jest/globals';
import { levelIn, PROFILES } from '../src/core/levels.ts';
import { catalogue } from '../src/criteria/index.ts';
import { DEMANDS, OURS } from './demands.ts';

// That each check has its page is held by drawers.test.ts; that it has cases in which it is met, unmet and unknown by the
// harness of the criteria's own tests.
const checks = catalogue.flatMap((criterion) => criterion.checks);
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

  test('stands once, and each check is demanded or declared as ours', () => {
    expect(new Set(DEMANDS.map(([demand, says]) => `${demand} ${says}`)).size).toBe(DEMANDS.length);
    const ours = OURS.split(' ');
    expect(known.filter((code) => !asked.has(code) && !ours.includes(code))).toEqual([]);
    expect(ours.filter((code) => !known.includes(code))).toEqual([]);
  });

  test('comes to 18 criteria and 125 checks, of which 17, 103 and 121 block', () => {
    expect([catalogue.length, checks.length]).toEqual([18, 125]);
    const blocking = PROFILES.map(
      (profile) => checks.filter(({ levels }) => levelIn(levels, profile) === 'blocking').length,
    );
    expect(blocking).toEqual([17, 103, 121]);
  });

  test('fifteen checks can never be waived', () => {
    expect(checks.filter(({ waivable }) => waivable === false)).toHaveLength(15);
  });

  test('the four questions that close the gate belong to the checks that answer them', () => {
    const questions = Object.assign({}, ...catalogue.map(({ questions: own }) => own ?? {}));
    expect(questions).toEqual({ ownership: 'AO-2', data: 'DR-5', buyIn: 'CA-1', metrics: 'OM-4' });
    for (const code of Object.values<string>(questions))
      for (const profile of ['standard', 'regulated'] as const)
        expect([code, levelIn(checks.find((one) => one.code === code)?.levels ?? '-/-/-', profile)]).toEqual([
          code,
          'blocking',
        ]);
  });
});
