import type { Interval } from '../shared/statistics/wilson.ts';

/** The four things that may be claimed of a pilot against its baseline. */
export type Claim = 'beats' | 'better-not-proven' | 'no-better' | 'worse';

export interface Comparison extends Interval {
  claim: Claim;
  /** Pilot minus baseline. */
  difference: number;
  /** The whole interval lies on the good side of zero; the target may still be missed. */
  proven: boolean;
}

/**
 * What a difference (pilot minus baseline) with its interval may be called. `beats` needs the whole interval on the
 * good side of zero and the target reached; a proven gain that misses its target is `better-not-proven`.
 */
export function claimOf(
  change: Interval & { difference: number },
  good: 'lower' | 'higher',
  targetReached: boolean,
): Comparison {
  const { difference, lower, upper } = change;
  const gain = good === 'higher' ? difference : -difference;
  const proven = good === 'higher' ? lower > 0 : upper < 0;
  const worse = good === 'higher' ? upper < 0 : lower > 0;
  const claim = proven && targetReached ? 'beats' : worse ? 'worse' : gain > 0 ? 'better-not-proven' : 'no-better';
  return { claim, difference, lower, upper, proven };
}
