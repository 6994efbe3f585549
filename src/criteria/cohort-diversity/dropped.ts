import { parseInstant } from '../../domain/dates.ts';
import { type Finding, unknown, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-requests.ts';
import { acceptedWords, camelKeys } from '../shared/order.ts';

/** Cohorts that had begun, stood in the file and are gone from it: a failure is not made good by leaving it out. */
export function droppedCohorts(
  history: ValueHistory,
  current: string[],
  acceptance: Observation<Acceptance>,
  place: Place,
): Finding[] {
  if (acceptedWords(acceptance) !== undefined) return [];
  const versions = history.values.map(({ value, mergedAt, declaredAt }) => ({
    at: parseInstant(mergedAt ?? declaredAt),
    cohorts: listed(value),
  }));
  const ever = new Map(versions.flatMap(({ cohorts }) => cohorts.map(({ id, startedOn }) => [id, startedOn] as const)));
  return [...ever].flatMap(([id, startedOn]): Finding[] => {
    if (current.includes(id)) return [];
    const last = versions.findLastIndex(({ cohorts }) => cohorts.some((one) => one.id === id));
    const removed = versions[last + 1]?.at;
    const began = parseInstant(startedOn);
    // Planned, and dropped before it began.
    if (removed !== undefined && began !== undefined && removed < began) return [];
    const says = `The cohort ${id}, begun on ${startedOn}, was listed and is gone`;
    if (acceptance.state === 'unavailable')
      return [
        unknown(`${says}; whether the sponsor accepted that could not be asked: ${acceptance.reason}`, place, {
          resolvableBy: acceptance.resolvableBy,
          part: id,
        }),
      ];
    return [
      unmet(says, place, {
        part: id,
        actors: ['author', 'sponsor'],
        remedy: `Put ${id} back, with what it gave, or have the sponsor comment \`/readiness accept CD-4 because <reason>\`.`,
      }),
    ];
  });
}

function listed(value: unknown): { id: string; startedOn: string }[] {
  const list = camelKeys(value);
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const { id, startedOn } = one as { id?: unknown; startedOn?: unknown };
    return typeof id === 'string' ? [{ id, startedOn: String(startedOn).slice(0, 10) }] : [];
  });
}
