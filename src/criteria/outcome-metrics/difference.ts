import { tCdf, tQuantile, Z_TWO_SIDED } from '../shared/statistics/quantiles.ts';
import { type Counts, type Interval, wilson } from '../shared/statistics/wilson.ts';

/** `first` minus `second`. */
export interface Difference extends Interval {
  difference: number;
}

/**
 * Interval of the difference of two independent proportions. Newcombe 1998, Statistics in Medicine 17:873-890,
 * method 10: the distances to the Wilson limits of each are combined.
 */
export function newcombe(first: Counts, second: Counts, z: number = Z_TWO_SIDED): Difference {
  const p1 = first.events / first.total;
  const p2 = second.events / second.total;
  const one = wilson(first, z);
  const two = wilson(second, z);
  const difference = p1 - p2;
  return {
    difference,
    lower: difference - Math.hypot(p1 - one.lower, two.upper - p2),
    upper: difference + Math.hypot(one.upper - p1, p2 - two.lower),
  };
}

/** A mean with its sample standard deviation (divided by n - 1). */
export interface Summary {
  n: number;
  mean: number;
  sd: number;
}

export interface WelchResult extends Difference {
  t: number;
  df: number;
  /** Two-sided. */
  p: number;
}

/**
 * Interval of the difference of two means whose variances may differ; nothing is pooled. Welch 1947, Biometrika
 * 34:28-35; degrees of freedom after Satterthwaite 1946. Undefined with fewer than two values on a side.
 */
export function welch(first: Summary, second: Summary, confidence = 0.95): WelchResult | undefined {
  if (first.n < 2 || second.n < 2) return undefined;
  const one = first.sd ** 2 / first.n;
  const two = second.sd ** 2 / second.n;
  const difference = first.mean - second.mean;
  const error = Math.sqrt(one + two);
  if (error === 0) {
    const same = difference === 0;
    const df = first.n + second.n - 2;
    return { difference, lower: difference, upper: difference, t: same ? 0 : Number.NaN, df, p: same ? 1 : 0 };
  }
  const df = (one + two) ** 2 / (one ** 2 / (first.n - 1) + two ** 2 / (second.n - 1));
  const t = difference / error;
  const half = tQuantile(0.5 + confidence / 2, df) * error;
  return { difference, lower: difference - half, upper: difference + half, t, df, p: 2 * tCdf(-Math.abs(t), df) };
}

/** What may be claimed of a pilot against its baseline. */
export type Claim = 'beats' | 'better-not-proven' | 'no-better' | 'worse';

export interface Comparison extends Difference {
  claim: Claim;
  /** The whole interval is on the good side of zero; the target may still be missed. */
  proven: boolean;
}

/**
 * What a difference (pilot minus baseline) with its interval may be called. `beats` needs the whole interval on the
 * good side of zero and the target reached; a proven gain that misses its target is `better-not-proven`.
 */
export function claimOf(change: Difference, good: 'lower' | 'higher', targetReached: boolean): Comparison {
  const { difference, lower, upper } = change;
  const gain = good === 'higher' ? difference : -difference;
  const proven = good === 'higher' ? lower > 0 : upper < 0;
  const worse = good === 'higher' ? upper < 0 : lower > 0;
  const claim = proven && targetReached ? 'beats' : worse ? 'worse' : gain > 0 ? 'better-not-proven' : 'no-better';
  return { claim, difference, lower, upper, proven };
}
