import { parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import { acceptedWords, camelKeys } from '../shared/order.ts';
import { messages } from './messages.ts';

/**
 * Cohorts that had begun and were removed from the file: leaving a failed cohort out does not make the pilot succeed. One
 * whose removal the sponsor accepted is met, and is shown.
 */
export function droppedCohorts(
  history: ValueHistory,
  current: string[],
  acceptance: Observation<Acceptance>,
  place: Place,
): Finding[] {
  const accepted = acceptedWords(acceptance);
  const versions = history.values.map(({ value, mergedAt, declaredAt }) => ({
    at: parseInstant(mergedAt ?? declaredAt),
    cohorts: cohortsIn(value),
  }));
  const ever = new Map(versions.flatMap(({ cohorts }) => cohorts.map(({ id, startedOn }) => [id, startedOn] as const)));
  return [...ever].flatMap(([cohort, startedOn]): Finding[] => {
    if (current.includes(cohort)) return [];
    const last = versions.findLastIndex(({ cohorts }) => cohorts.some((one) => one.id === cohort));
    const removed = versions[last + 1]?.at;
    const began = parseInstant(startedOn);
    // Planned, and dropped before it began.
    if (removed !== undefined && began !== undefined && removed < began) return [];
    const words = { cohort, startedOn };
    const part = { part: cohort };
    if (accepted !== undefined)
      return [met(messages.removalAccepted({ ...words, accepted }), place, { ...part, accepted: true })];
    if (acceptance.state !== 'unavailable')
      return [unmet(messages.cohortRemoved(words), place, { ...part, actors: ['author', 'sponsor'] })];
    const { reason, resolvableBy } = acceptance;
    return [unknown(messages.removalAcceptanceUnknown({ ...words, reason }), place, { ...part, resolvableBy })];
  });
}

function cohortsIn(value: unknown): { id: string; startedOn: string }[] {
  const list = camelKeys(value);
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const { id, startedOn } = one as { id?: unknown; startedOn?: unknown };
    return typeof id === 'string' ? [{ id, startedOn: String(startedOn).slice(0, 10) }] : [];
  });
}
