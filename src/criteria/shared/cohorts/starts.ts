import { parseInstant } from '../../../domain/dates.ts';
import type { Cohorts } from '../../../evidence/schema/cohorts.ts';

type Cohort = Cohorts['cohorts'][number];

/** Cohorts that have begun, with their place in the list; one that is only planned is judged when its day comes. */
export function begunCohorts({ cohorts }: Cohorts, now: number): { cohort: Cohort; index: number }[] {
  return cohorts
    .map((cohort, index) => ({ cohort, index }))
    .filter(({ cohort }) => (parseInstant(cohort.startedOn) ?? 0) <= now);
}

/** When the next cohort begins, as the `until` of a finding that speaks of those that have; empty when none is planned. */
export function untilNextCohort({ cohorts }: Cohorts, now: number): { until?: number } {
  const starts = cohorts.map(({ startedOn }) => parseInstant(startedOn) ?? 0).filter((start) => start > now);
  return starts.length === 0 ? {} : { until: Math.min(...starts) };
}
