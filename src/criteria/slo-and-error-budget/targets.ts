import type { Finding } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { judgeLoosening, type Line } from '../shared/metrics/loosened.ts';
import { camelKeys, pilotStart } from '../shared/order.ts';
import { shareOf } from '../shared/slo/objective.ts';

/** Targets of objectives, as one version of `slos` holds them. */
function sloLines(value: unknown): Line[] {
  return entries(value).flatMap(({ id, op, target }) => {
    if (typeof target !== 'number') return [];
    const stricter = op === 'lt' || op === 'lte' ? ('lower' as const) : ('higher' as const);
    return [{ key: `target of ${id}`, value: shareOf(target), stricter, shown: String(target) }];
  });
}

/** The targets of one OpenSLO file, by their place in it. */
function fileLines(path: string, value: unknown): Line[] {
  return entries(value).flatMap(({ target, targetPercent }, index) => {
    const share =
      typeof target === 'number' ? target : typeof targetPercent === 'number' ? targetPercent / 100 : undefined;
    if (share === undefined) return [];
    return [{ key: `target ${index + 1} of ${path}`, value: share, stricter: 'higher' as const, shown: String(share) }];
  });
}

function entries(value: unknown): Record<string, unknown>[] {
  return (Array.isArray(value) ? (camelKeys(value) as unknown[]) : []).map((one) =>
    typeof one === 'object' && one !== null ? (one as Record<string, unknown>) : {},
  );
}

export interface TargetsQuestion {
  place: Place;
  pilot: Located<Pilot>;
  /** Of `slos`, and of the objectives of each OpenSLO file. */
  history: ValueHistory;
  files: ValueHistory[];
  startHistory: ValueHistory;
  acceptance: Observation<Acceptance>;
}

/** Targets that were lowered once the pilot ran, where they could follow what was seen. */
export function judgeTargets({ place, pilot, history, files, startHistory, acceptance }: TargetsQuestion): Finding[] {
  const declared = pilot.value.startedOn;
  const question = { start: pilotStart(declared, startHistory), declared, acceptance, code: 'SL-1' };
  return [
    ...judgeLoosening(history, sloLines, { ...question, place }),
    ...files.flatMap((file) =>
      judgeLoosening(file, (value) => fileLines(file.path, value), { ...question, place: { path: file.path } }),
    ),
  ];
}
