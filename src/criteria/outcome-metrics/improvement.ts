import { durationDays } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Metric, Metrics } from '../../evidence/schema/metrics.ts';
import { type Baseline, type DefinedMetric, targetOf } from '../shared/metrics/definitions.ts';
import {
  differenceFigure,
  differenceNumber,
  figure,
  isShare,
  lineWords,
  metricName,
  reaches,
  unitScale,
} from '../shared/metrics/figures.ts';
import { look, lookAt, type Observed, type Wanted } from '../shared/metrics/observed.ts';
import type { Counts } from '../shared/statistics/wilson.ts';
import { type Comparison, claimOf, newcombe, type Summary, welch } from './difference.ts';
import { messages } from './messages.ts';

/** A metric of the pilot beside its baseline, both in the metric's unit. */
export interface BesideBaseline {
  metric: Metric;
  baseline: Baseline;
  observed: Observed;
  /** How much better the pilot is; negative when worse. */
  gain: number;
  places: Place[];
}

/** Which rows are the pilot's: the trigger's window for its own metric, otherwise everything since the pilot began. */
function pilotRows(metric: Metric, { successTrigger: trigger }: Metrics, startedOn: string): Wanted {
  const days = trigger === undefined ? undefined : durationDays(trigger.window);
  if (trigger?.metric !== metric.id || days === undefined) return { since: startedOn };
  return trigger.from === undefined ? { newestDays: days } : { days, from: trigger.from };
}

/** The pilot's rows beside the baseline, or a finding that states why they cannot be compared. */
export function besideBaseline(
  { metric, place }: DefinedMetric,
  metrics: Located<Metrics>,
  files: Named,
  startedOn: string,
  now: number,
): { seen: BesideBaseline } | { open: Finding } {
  const { baselines = [] } = metrics.value;
  const index = baselines.findIndex((one) => one.metric === metric.id);
  const baseline = baselines[index];
  const name = metricName(metric);
  if (baseline === undefined) return { open: unmet(messages.noComparison({ name, metric: metric.id }), place) };
  const before = metrics.at('baselines', index);
  if (baseline.unit !== metric.unit) {
    const words = { name, pilot: metric.unit, before: baseline.unit };
    return { open: unmet(messages.unitsDiffer(words), [before, place]) };
  }
  const rows = lookAt(metric, files, place, pilotRows(metric, metrics.value, startedOn), now);
  if ('open' in rows) return rows;
  const change = rows.seen.value - baseline.value;
  const gain = metric.good === 'lower' ? -change : change;
  return { seen: { metric, baseline, observed: rows.seen, gain, places: [before, place, rows.seen.place] } };
}

/** The difference to the baseline with its interval; undefined when the figures give none. */
function compare(beside: BesideBaseline, metrics: Metrics, files: Named, now: number): Comparison | undefined {
  const { metric, baseline, observed } = beside;
  const target = targetOf(metric, metrics);
  const reached = target === undefined || reaches(observed.value, target.op, target.value);
  if (metric.type === 'proportion') {
    const scale = unitScale(metric);
    const before = countsOf(baseline, scale);
    if (before === undefined || observed.events === undefined || observed.total === undefined) return undefined;
    const raw = newcombe({ events: observed.events, total: observed.total }, before);
    const scaled = { difference: raw.difference * scale, lower: raw.lower * scale, upper: raw.upper * scale };
    return claimOf(scaled, metric.good, reached);
  }
  if (metric.type !== 'mean' || observed.sd === undefined) return undefined;
  const before = summaryOf(baseline, metric, files, now);
  const change = before && welch({ n: observed.n, mean: observed.value, sd: observed.sd }, before);
  return change && claimOf(change, metric.good, reached);
}

function countsOf({ events, total, n, value }: Baseline, scale: number): Counts | undefined {
  if (events !== undefined && total !== undefined) return { events, total };
  return n ? { events: Math.min(n, Math.round((value / scale) * n)), total: n } : undefined;
}

function summaryOf(baseline: Baseline, metric: Metric, files: Named, now: number): Summary | undefined {
  const { n, sd, value, observations, from, to } = baseline;
  if (n !== undefined && sd !== undefined) return { n, mean: value, sd };
  if (observations === undefined) return undefined;
  const rows = look(baseline.metric, observations, metric, files, { path: '' }, { between: [from, to] }, now);
  if ('open' in rows || rows.seen.sd === undefined) return undefined;
  return { n: rows.seen.n, mean: rows.seen.value, sd: rows.seen.sd };
}

/** The result of one metric: better and proven is met, everything else is unmet. */
export function judgeImprovement(
  beside: BesideBaseline,
  metrics: Metrics,
  files: Named,
  options: { mustBeProven: boolean; now: number },
): Finding {
  const { metric, places } = beside;
  const { id, type } = metric;
  const extra = { part: id };
  const compared = compare(beside, metrics, files, options.now);
  const moved = describeChange(beside);
  if (compared === undefined)
    return unmet(
      type === 'mean'
        ? messages.noIntervalOfMean({ change: moved, metric: id })
        : messages.noIntervalOfType({ change: moved, metric: id, type }),
      places,
      extra,
    );
  const change = describeDifference(moved, compared, beside);
  if (compared.claim === 'worse') return unmet(messages.worse({ change, metric: id }), places, extra);
  if (compared.claim === 'no-better') return unmet(messages.noBetter({ change, metric: id }), places, extra);
  if (!compared.proven && options.mustBeProven) return unmet(messages.notProven({ change, metric: id }), places, extra);
  const words = { change, target: describeTarget(beside, metrics) };
  return met(compared.proven ? messages.improved(words) : messages.improvedNotProven(words), places, extra);
}

/** "Rework fell from 10.0% (41 of 410) to 2.9% (11 of 380)". */
function describeChange({ metric, baseline, observed }: BesideBaseline): Statement {
  const words = {
    name: metricName(metric),
    before: describeValue(metric, baseline.value, { ...baseline, ...countsOf(baseline, unitScale(metric)) }),
    now: describeValue(metric, observed.value, observed),
  };
  if (observed.value < baseline.value) return messages.fell(words);
  return observed.value > baseline.value ? messages.rose(words) : messages.unchanged(words);
}

function describeValue(
  metric: Metric,
  number: number,
  { events, total, n }: Partial<Pick<Baseline, 'events' | 'total' | 'n'>>,
): Statement | string {
  const value = figure(number, metric);
  if (isShare(metric) && events !== undefined && total !== undefined)
    return messages.valueWithCounts({ value, events, total });
  return n === undefined ? value : messages.valueWithCases({ value, n });
}

/**
 * Adds "7.1 points lower, likely between 3.7 and 10.6" to a change. The ends of an interval that includes zero carry
 * their directions.
 */
function describeDifference(
  change: Statement,
  { lower, upper }: Comparison,
  { metric, baseline, observed }: BesideBaseline,
): Statement {
  const difference = observed.value - baseline.value;
  const size = differenceFigure(Math.abs(difference), metric);
  const direction = difference < 0 ? 'lower' : 'higher';
  const number = (value: number): string => differenceNumber(Math.abs(value), metric);
  if (lower < 0 && upper > 0)
    return messages.differenceAcrossZero({ change, size, direction, lower: number(lower), upper: number(upper) });
  const [near, far] = Math.abs(lower) < Math.abs(upper) ? [lower, upper] : [upper, lower];
  return messages.difference({ change, size, direction, near: number(near), far: number(far) });
}

function describeTarget({ metric, observed }: BesideBaseline, metrics: Metrics): Statement {
  const target = targetOf(metric, metrics);
  if (target === undefined) return messages.noTarget();
  const line = lineWords(target.op, target.value, metric);
  const isReached = reaches(observed.value, target.op, target.value);
  return isReached ? messages.targetReached({ line }) : messages.targetMissed({ line });
}
