import { tCdf, tQuantile } from '../shared/statistics/quantiles.ts';
import type { Difference } from './newcombe.ts';

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
