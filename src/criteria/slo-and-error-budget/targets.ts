import type { Finding } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { judgeLoosening, type Line } from '../shared/metrics/loosened.ts';
import { camelKeys, pilotStart } from '../shared/order.ts';
import { shareOf } from '../shared/slo/objective.ts';

/** The targets in one version of `slos`. */
function sloLines(value: unknown): Line[] {
  return entries(value).flatMap(({ id, op, target }): Line[] => {
    if (typeof target !== 'number') return [];
    const stricter = op === 'lt' || op === 'lte' ? 'lower' : 'higher';
    return [{ key: `target of ${id}`, value: shareOf(target), stricter, shown: String(target) }];
  });
}

/** The targets of one OpenSLO file, by their position in it. */
function fileLines(path: string, value: unknown): Line[] {
  return entries(value).flatMap(({ target, targetPercent }, index): Line[] => {
    const share =
      typeof target === 'number' ? target : typeof targetPercent === 'number' ? targetPercent / 100 : undefined;
    if (share === undefined) return [];
    return [{ key: `objectives[${index}].target of ${path}`, value: share, stricter: 'higher', shown: String(share) }];
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
  /** Of `slos`; undefined without a metrics section. */
  history: ValueHistory | undefined;
  /** Of the objectives of each OpenSLO file. */
  files: ValueHistory[];
  startHistory: ValueHistory;
  acceptance: Observation<Acceptance>;
}

/** Targets that were loosened once the pilot ran, when they could follow what was observed. */
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
