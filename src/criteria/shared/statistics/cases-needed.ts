import { Z_ONE_SIDED } from './quantiles.ts';
import { wilson } from './wilson.ts';

/**
 * The smallest number of cases that proves a pass rate of `claim` despite this number of failures: the Wilson lower bound
 * (one-sided 95% by default) reaches it. Undefined for a claim that no number of cases proves (1 or more).
 */
export function casesNeeded(claim: number, failures: number, z: number = Z_ONE_SIDED): number | undefined {
  if (!(claim < 1)) return undefined;
  if (claim <= 0) return Math.max(1, failures);
  const enough = (total: number): boolean => wilson({ events: total - failures, total }, z).lower >= claim;
  let high = Math.max(1, failures * 2);
  while (!enough(high)) {
    high *= 2;
    if (high > 1e9) return undefined;
  }
  let low = failures;
  // The lower bound grows with the total while the failures stay the same, so bisection finds the first total that is enough.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
