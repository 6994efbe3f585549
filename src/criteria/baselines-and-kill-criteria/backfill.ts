import { type Finding, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { beginning, judgeMovedStart, judgeOrder, pilotStart, since } from '../shared/order.ts';
import { messages } from './messages.ts';

/** Baselines that end after the pilot began: they describe the pilot, not what was before it. */
export function lateBaselines(metrics: Located<Metrics>, pilot: Located<Pilot>, start: string): Finding[] {
  return (metrics.value.baselines ?? []).flatMap(({ metric, to }, index) => {
    if (to < start) return [];
    const places = [metrics.at('baselines', index, 'to'), pilot.at('startedOn')];
    return [unmet(messages.endsTooLate({ metric, to, start }), places, { part: metric })];
  });
}

export interface BackfillQuestion {
  metrics: Located<Metrics>;
  pilot: Located<Pilot>;
  history: ValueHistory;
  startHistory: ValueHistory;
  acceptance: Observation<Acceptance>;
  needsExport: boolean;
}

/**
 * Baselines that were not committed before the pilot: they are backfilled and need the sponsor's acceptance, which is
 * always displayed. An empty list when each was there before.
 */
export function judgeBackfill(question: BackfillQuestion): Finding[] {
  const { metrics, pilot, history, acceptance, needsExport } = question;
  const { startedOn } = pilot.value;
  const start = pilotStart(startedOn, question.startHistory);
  const moved = judgeMovedStart(start, startedOn, acceptance, pilot.at('startedOn'));
  const each = (metrics.value.baselines ?? []).flatMap((baseline, index): Finding[] => {
    const { metric: part, value, unit } = baseline;
    if (baseline.to >= start.day) return [];
    const place = metrics.at('baselines', index);
    const found = judgeOrder({
      what: `The baseline of ${part}`,
      moment: beginning(start),
      introduced: since(history, (all) => figureOf(all, part), { value, unit }),
      end: start.end,
      acceptance,
      place,
      remedy:
        'The baseline is backfilled. Have the sponsor comment `/readiness accept BK-2 because <reason>`, which every report displays.',
      part,
    });
    if (found.outcome !== 'met') return [found];
    if (!found.accepted) return [];
    const lacksExport = needsExport && baseline.export === undefined;
    return [lacksExport ? unmet(messages.noExport({ metric: part }), place, { part }) : found];
  });
  return [...(moved === undefined ? [] : [moved]), ...lateBaselines(metrics, pilot, start.day), ...each];
}

/** Value and unit of one metric's baseline in an older version of the list. */
function figureOf(baselines: unknown, metric: string): unknown {
  if (!Array.isArray(baselines)) return undefined;
  const own = baselines.find(
    (entry: unknown): entry is { metric: unknown; value?: unknown; unit?: unknown } =>
      typeof entry === 'object' && entry !== null && 'metric' in entry && entry.metric === metric,
  );
  return own && { value: own.value, unit: own.unit };
}
