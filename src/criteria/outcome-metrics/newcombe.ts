import { Z_TWO_SIDED } from '../shared/statistics/quantiles.ts';
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
