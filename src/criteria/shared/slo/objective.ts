import type { Place } from '../../../domain/observation.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { Metrics } from '../../../evidence/schema/metrics.ts';
import { OP_WORDS } from '../metrics/figures.ts';

type Slo = NonNullable<Metrics['slos']>[number];

/** One objective with its target as a share of 1, whether it was written as a share or as a percentage. */
export interface Objective {
  slo: Slo;
  place: Place;
  at: (key: string) => Place;
  target: number;
  /** True when the share of good cases must reach the target, false when the share of bad cases must stay below it. */
  rising: boolean;
}

/** The objectives as they are declared. */
export function objectivesOf(metrics: Located<Metrics>): Objective[] {
  return (metrics.value.slos ?? []).map((slo, index) => ({
    slo,
    place: metrics.at('slos', index),
    at: (key) => metrics.at('slos', index, key),
    target: shareOf(slo.target),
    rising: slo.op === undefined || slo.op === 'gt' || slo.op === 'gte',
  }));
}

/** `0.995` and `99.5` are the same target. */
export function shareOf(target: number): number {
  return target > 1 ? target / 100 : target;
}

/** `99.5%`. */
export function percentWords(share: number): string {
  return `${Number((share * 100).toPrecision(6))}%`;
}

/** `at least 99.5%`. */
export function targetWords({ target, rising }: Pick<Objective, 'target' | 'rising'>): string {
  return `${OP_WORDS[rising ? 'gte' : 'lte']} ${percentWords(target)}`;
}
