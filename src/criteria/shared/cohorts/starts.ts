import { parseInstant } from '../../../domain/dates.ts';
import { untilEarliest } from '../../../domain/until.ts';
import type { Cohorts } from '../../../evidence/schema/cohorts.ts';

type Cohort = Cohorts['cohorts'][number];

/** Cohorts that have begun, with their index in the list; a planned one is evaluated once its first day has come. */
export function begunCohorts({ cohorts }: Cohorts, now: number): { cohort: Cohort; index: number }[] {
  return cohorts
    .map((cohort, index) => ({ cohort, index }))
    .filter(({ cohort }) => (parseInstant(cohort.startedOn) ?? 0) <= now);
}

/** When the next cohort begins, as the `until` of a finding about those that have begun; empty when none is planned. */
export function untilNextCohort({ cohorts }: Cohorts, now: number): { until?: number } {
  return untilEarliest(cohorts.map(({ startedOn }) => parseInstant(startedOn) ?? 0).filter((start) => start > now));
}
