import { describe, expect, test } from '@jest/globals';
import { claimOf, newcombe, type Summary, welch } from '../../../src/criteria/outcome-metrics/difference.ts';
import { casesNeeded } from '../../../src/criteria/shared/statistics/cases-needed.ts';
import {
  normalQuantile,
  tCdf,
  tQuantile,
  Z_ONE_SIDED,
  Z_TWO_SIDED,
} from '../../../src/criteria/shared/statistics/quantiles.ts';
import { wilson } from '../../../src/criteria/shared/statistics/wilson.ts';

const near = (value: number | undefined, expected: number, tolerance: number): void =>
  expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThanOrEqual(tolerance);

describe('quantiles', () => {
  test.each([
    [0.5, 0],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.999, 3.090232306167813],
    [1e-10, -6.361340902404056],
    [0.25, -0.6744897501960817],
  ])('normal %p', (p, expected) => near(normalQuantile(p), expected, 1e-9));

  test.each([
    [0.975, 17.776473516178, 2.10281724],
    [0.975, 1, 12.706204736432095],
    [0.975, 2, 4.302652729911275],
    [0.95, 10, 1.8124611228107335],
    [0.975, 30, 2.0422724563012373],
    [0.025, 30, -2.0422724563012373],
    [0.975, 1000, 1.9623390808264078],
    [0.995, 5, 4.032142983557536],
  ])('t %p with %p degrees of freedom', (p, df, expected) => near(tQuantile(p, df), expected, 1e-7));

  test('the t distribution function', () => {
    near(tCdf(1, 1), 0.75, 1e-12);
    near(tCdf(0, 7), 0.5, 1e-12);
    near(tCdf(-2.0422724563012373, 30), 0.025, 1e-12);
    near(tCdf(12, 1e6), 1, 1e-12);
  });

  test('nothing outside the domain', () => {
    for (const p of [0, 1, -1, Number.NaN])
      expect([normalQuantile(p), tQuantile(p, 5)]).toEqual([Number.NaN, Number.NaN]);
    expect([tQuantile(0.9, 0), tCdf(1, -1)]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('Wilson', () => {
  test.each([
    ['W1', 81, 263, 0.2553, 0.3662],
    ['W2', 15, 148, 0.0624, 0.1605],
    ['W3', 0, 20, 0, 0.1611],
    ['W4', 1, 29, 0.0061, 0.1718],
  ])('%s: %p of %p', (_name, events, total, lower, upper) => {
    const interval = wilson({ events, total });
    near(interval.lower, lower, 5e-5);
    near(interval.upper, upper, 5e-5);
  });

  test('has no continuity correction', () => {
    const interval = wilson({ events: 340, total: 400 });
    expect(Math.abs(interval.lower - 0.8103309)).toBeGreaterThan(1e-4);
    expect(Math.abs(interval.upper - 0.8827749)).toBeGreaterThan(1e-4);
  });

  test.each([
    ['en', 112, 120, 0.886],
    ['de', 90, 120, 0.68],
    ['ja', 27, 40, 0.546],
  ])('one-sided lower bound of cohort %s', (_name, events, total, lower) =>
    near(wilson({ events, total }, Z_ONE_SIDED).lower, lower, 5e-4),
  );

  test('all passed gives n / (n + z²); no cases give 0 to 1', () => {
    near(wilson({ events: 2, total: 2 }).lower, 2 / (2 + Z_TWO_SIDED ** 2), 1e-12);
    expect(wilson({ events: 2, total: 2 }).upper).toBe(1);
    expect(wilson({ events: 0, total: 0 })).toEqual({ lower: 0, upper: 1 });
  });
});

describe('Newcombe', () => {
  test.each([
    ['N1', 56, 70, 48, 80, 0.0524, 0.3339],
    ['N2', 9, 10, 3, 10, 0.1705, 0.809],
    ['N3', 6, 7, 2, 7, 0.0582, 0.8062],
    ['N4', 5, 56, 0, 29, -0.0381, 0.1926],
    ['N5', 0, 10, 0, 20, -0.1611, 0.2775],
    ['N6', 0, 10, 0, 10, -0.2775, 0.2775],
    ['N7', 10, 10, 0, 20, 0.6791, 1],
    ['N8', 10, 10, 0, 10, 0.6075, 1],
    ['rework', 11, 380, 41, 410, -0.106, -0.037],
    ['too few', 2, 40, 4, 40, -0.185, 0.08],
  ])('%s: %p/%p - %p/%p', (_name, e1, n1, e2, n2, lower, upper) => {
    const found = newcombe({ events: e1, total: n1 }, { events: e2, total: n2 });
    const tolerance = String(lower).length > 6 ? 5e-5 : 5e-4;
    near(found.lower, lower, tolerance);
    near(found.upper, upper, tolerance);
    near(found.difference, e1 / n1 - e2 / n2, 1e-12);
  });
});

describe('Welch', () => {
  const cases: [string, Summary, Summary, { t: number; df: number; p?: number; lower?: number; upper?: number }][] = [
    [
      'T1',
      { mean: 0.75, sd: 1.7890097, n: 10 },
      { mean: 2.33, sd: 2.0022487, n: 10 },
      { t: -1.8608, df: 17.776, p: 0.07939, lower: -3.3654832, upper: 0.2054832 },
    ],
    [
      'T2',
      { mean: 20.14458, sd: 6.4147, n: 249 },
      { mean: 30.48101, sd: 6.10771, n: 79 },
      { t: -12.94627, df: 136.875, lower: -11.9152, upper: -8.7576 },
    ],
    [
      'T3, which a pooled test answers with t 0.9051358',
      { mean: 15, sd: Math.sqrt(87.5), n: 13 },
      { mean: 12, sd: Math.sqrt(39), n: 11 },
      { t: 0.9358462, df: 20.9846, p: 0.3599982 },
    ],
    [
      'cycle time of the example',
      { mean: 31.4, sd: 12.2, n: 380 },
      { mean: 46.2, sd: 19.8, n: 410 },
      { t: -12.76, df: 691.4, lower: -17.1, upper: -12.5 },
    ],
  ];
  const digits = (value: number): number => 0.6 * 10 ** -(String(value).split('.')[1]?.length ?? 0);
  test.each(cases)('%s', (name, first, second, expected) => {
    const found = welch(first, second);
    if (!name.startsWith('cycle')) {
      near(found?.t, expected.t, digits(expected.t));
      near(found?.df, expected.df, digits(expected.df));
    }
    if (expected.p !== undefined) near(found?.p, expected.p, digits(expected.p));
    if (expected.lower !== undefined) near(found?.lower, expected.lower, digits(expected.lower));
    if (expected.upper !== undefined) near(found?.upper, expected.upper, digits(expected.upper));
  });

  test('needs two values a side, and survives no spread', () => {
    expect(welch({ mean: 1, sd: 0, n: 1 }, { mean: 2, sd: 1, n: 5 })).toBeUndefined();
    expect(welch({ mean: 1, sd: 0, n: 3 }, { mean: 1, sd: 0, n: 3 })).toMatchObject({ lower: 0, upper: 0, p: 1 });
    expect(welch({ mean: 1, sd: 0, n: 3 }, { mean: 2, sd: 0, n: 3 })).toMatchObject({ lower: -1, upper: -1, p: 0 });
  });
});

describe('claims', () => {
  const rework = newcombe({ events: 11, total: 380 }, { events: 41, total: 410 });
  test('four words', () => {
    expect(claimOf(rework, 'lower', true).claim).toBe('beats');
    expect(claimOf(rework, 'lower', false)).toMatchObject({ claim: 'better-not-proven', proven: true });
    expect(claimOf(rework, 'higher', true).claim).toBe('worse');
    const few = newcombe({ events: 2, total: 40 }, { events: 4, total: 40 });
    expect(claimOf(few, 'lower', true)).toMatchObject({ claim: 'better-not-proven', proven: false });
    expect(claimOf(few, 'higher', true).claim).toBe('no-better');
  });
});

describe('cases needed', () => {
  const table: [number, number, number, number][] = [
    [0.8, 0, 11, 16],
    [0.8, 1, 20, 25],
    [0.8, 3, 35, 40],
    [0.8, 5, 48, 54],
    [0.9, 0, 25, 35],
    [0.9, 1, 42, 53],
    [0.9, 3, 72, 84],
    [0.9, 5, 100, 113],
    [0.95, 0, 52, 73],
    [0.95, 1, 87, 110],
    [0.95, 3, 147, 173],
    [0.95, 5, 202, 230],
    [0.99, 0, 268, 381],
    [0.99, 1, 446, 563],
    [0.99, 3, 748, 878],
    [0.99, 5, 1024, 1166],
  ];
  test.each(table)('to claim %p with %p failures', (claim, failures, oneSided, twoSided) => {
    expect([casesNeeded(claim, failures), casesNeeded(claim, failures, Z_TWO_SIDED)]).toEqual([oneSided, twoSided]);
  });

  test('nothing proves 100 %, anything proves 0 %', () => {
    expect(casesNeeded(1, 0)).toBeUndefined();
    expect(casesNeeded(0, 0)).toBe(1);
  });
});
