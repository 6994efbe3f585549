import { type Finding, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { beginning, judgeMovedStart, judgeOrder, orderOf, since } from '../shared/order.ts';

export interface BackfillQuestion {
  metrics: Located<Metrics>;
  pilot: Located<Pilot>;
  history: ValueHistory;
  start: { day: string; moved: boolean; end: number };
  acceptance: Observation<Acceptance>;
  needsExport: boolean;
}

/** Whether each baseline was committed before the pilot; a later one is backfilled and needs the sponsor's word. */
export function judgeBackfill(question: BackfillQuestion): Finding[] {
  const { metrics, pilot, start, acceptance } = question;
  const moved = judgeMovedStart(start, pilot.value.startedOn, acceptance, pilot.at('startedOn'));
  const each = (metrics.value.baselines ?? []).map((baseline, index): Finding => {
    const { metric: part, value, unit } = baseline;
    const place = metrics.at('baselines', index);
    if (baseline.to >= start.day)
      return unmet(`The baseline of ${part} ends on ${baseline.to}, but ${beginning(start)}`, place, {
        remedy: `Measure ${part} over a time before ${start.day}.`,
        part,
      });
    const introduced = since(question.history, (all) => figureOf(all, part), { value, unit });
    const early = introduced !== undefined && orderOf(introduced, start.end) === 'before';
    const found = judgeOrder({
      what: `The baseline of ${part}`,
      moment: beginning(start),
      introduced,
      end: start.end,
      acceptance,
      place,
      remedy:
        'It is backfilled: the sponsor comments `/readiness accept BK-2 because <reason>`, and the report will always show it.',
      part,
    });
    if (early || found.outcome !== 'met' || !question.needsExport || baseline.export !== undefined) return found;
    return unmet(`The baseline of ${part} is backfilled and names no export of its source`, place, {
      remedy: `Commit the export that ${part} was computed from and name it as export.`,
      part,
    });
  });
  return moved === undefined ? each : [moved, ...each];
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
