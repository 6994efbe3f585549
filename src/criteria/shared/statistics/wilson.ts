import { Z_TWO_SIDED } from './quantiles.ts';

export interface Interval {
  lower: number;
  upper: number;
}

/** Events out of a total: a pass rate, an error rate. */
export interface Counts {
  events: number;
  total: number;
}

/**
 * Wilson score interval of a proportion, without continuity correction: it stays inside 0 to 1 and is reliable with few
 * cases, where rate ± 1.96 standard errors is too narrow. Wilson 1927, JASA 22:209-212; Newcombe 1998, Statistics in
 * Medicine 17:857-872, method 3. Without any case it is 0 to 1.
 */
export function wilson({ events, total }: Counts, z: number = Z_TWO_SIDED): Interval {
  if (total <= 0) return { lower: 0, upper: 1 };
  const p = events / total;
  const square = z * z;
  const center = (p + square / (2 * total)) / (1 + square / total);
  const half = (z * Math.sqrt((p * (1 - p)) / total + square / (4 * total * total))) / (1 + square / total);
  return {
    lower: events <= 0 ? 0 : Math.max(0, center - half),
    upper: events >= total ? 1 : Math.min(1, center + half),
  };
}
