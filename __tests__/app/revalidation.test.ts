import { describe, expect, test } from '@jest/globals';
import { earliest, revalidateAfter } from '../../src/app/revalidation.ts';
import type { PullEvaluation } from '../../src/evaluation/evaluate-pull-request.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;
const check = (level: string, outcome: string, resolvableBy?: string): object => ({
  criteria: [{ checks: [{ code: 'RB-1', level, outcome, ...(resolvableBy ? { resolvableBy } : {}) }] }],
});
const seen = { state: 'seen', value: { required: true, boundToApp: true } };
const unseen = { state: 'unavailable', reason: 'GitHub answered 403', resolvableBy: 'github' };

describe('how long an evaluation holds', () => {
  test.each<[string, object, number | undefined]>([
    ['with everything seen, until something happens', { report: check('blocking', 'met') }, undefined],
    ['until it ends', { report: { criteria: [], validUntil: '2026-11-20T13:00:00Z' } }, 60 * MINUTE],
    [
      'until its words change',
      { report: { criteria: [], nextChangeAt: '2026-11-20T12:30:00Z', validUntil: '2026-11-21T00:00:00Z' } },
      30 * MINUTE,
    ],
    ['a minute, when GitHub was away', { report: check('blocking', 'unknown', 'retry') }, MINUTE],
    ['a quarter of an hour, when somebody has to act', { report: check('blocking', 'unknown', 'github') }, 15 * MINUTE],
    ['on, when only advice could not be had', { report: check('advisory', 'unknown', 'github') }, undefined],
    ['a minute, when any answer was lost, whatever would have stood on it', { isCutShort: true }, MINUTE],
    [
      'a quarter of an hour, when it is not sure why it is a promotion',
      { promotion: { is: true, isUnsure: true } },
      15 * MINUTE,
    ],
    ['… or whether it is required', { enforcement: unseen }, 15 * MINUTE],
    ['… or who else reports', { producers: unseen }, 15 * MINUTE],
    ['what is no promotion, on', { promotion: { is: false } }, undefined],
    ['… a quarter of an hour, when an answer was lost', { promotion: { is: false }, isCutShort: true }, 15 * MINUTE],
  ])('%s', (_what, given, ms) => {
    const evaluation = { promotion: { is: true, because: [], warnings: [] }, enforcement: seen, ...given };
    const { validForMs } = revalidateAfter(evaluation as unknown as PullEvaluation, NOW);
    expect(validForMs).toBe(ms);
  });

  test('the earliest of several moments counts, and none is none', () => {
    expect(earliest(3, undefined, 2)).toEqual({ validForMs: 2 });
    expect(earliest(undefined)).toEqual({});
  });
});
