import { durationDays } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Metric, Metrics } from '../../evidence/schema/metrics.ts';
import type { Baseline } from '../shared/metrics/baselines.ts';
import type { DefinedMetric } from '../shared/metrics/definitions.ts';
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
import { targetOf } from '../shared/metrics/targets.ts';
import { type Comparison, claimOf } from './compare.ts';
import { newcombe } from './newcombe.ts';
import { type Summary, welch } from './welch.ts';

/** A metric of the pilot beside its baseline, both in the metric's unit. */
export interface BesideBaseline {
  metric: Metric;
  baseline: Baseline;
  observed: Observed;
  /** How much better the pilot is; negative when worse. */
  gain: number;
  places: Place[];
}

/** Which rows are the pilot's: the trigger's window for its own metric, else everything since the pilot began. */
export function pilotRows(metric: Metric, metrics: Metrics, startedOn: string): Wanted {
  const trigger = metrics.successTrigger;
  const days = trigger === undefined ? undefined : durationDays(trigger.window);
  if (trigger?.metric !== metric.id || days === undefined) return { since: startedOn };
  return trigger.from === undefined ? { newestDays: days } : { days, from: trigger.from };
}

/** Puts the pilot's rows beside the baseline, or says why that cannot be done. */
export function besideBaseline(
  defined: DefinedMetric,
  metrics: Located<Metrics>,
  files: Named,
  startedOn: string,
  now: number,
): { seen: BesideBaseline } | { open: Finding } {
  const { metric, place } = defined;
  const index = (metrics.value.baselines ?? []).findIndex((baseline) => baseline.metric === metric.id);
  const baseline = metrics.value.baselines?.[index];
  if (baseline === undefined)
    return {
      open: unmet(`${metricName(metric)} has no baseline to be compared with`, place, {
        remedy: `Add a baseline whose metric is ${metric.id}.`,
      }),
    };
  const before = metrics.at('baselines', index);
  if (baseline.unit !== metric.unit)
    return {
      open: unmet(
        `${metricName(metric)} is kept in ${metric.unit} and its baseline in ${baseline.unit}: they cannot be compared`,
        [before, place],
        { remedy: 'Keep both in the same unit.' },
      ),
    };
  const rows = lookAt(metric, files, place, pilotRows(metric, metrics.value, startedOn), now);
  if ('open' in rows) return rows;
  const change = rows.seen.value - baseline.value;
  const gain = metric.good === 'lower' ? -change : change;
  return { seen: { metric, baseline, observed: rows.seen, gain, places: [before, place, rows.seen.place] } };
}

/** The difference to the baseline with its interval; undefined when the figures give none. */
export function compare(beside: BesideBaseline, metrics: Metrics, files: Named, now: number): Comparison | undefined {
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

function countsOf(baseline: Baseline, scale: number): { events: number; total: number } | undefined {
  if (baseline.events !== undefined && baseline.total !== undefined)
    return { events: baseline.events, total: baseline.total };
  if (baseline.n === undefined || baseline.n === 0) return undefined;
  return { events: Math.min(baseline.n, Math.round((baseline.value / scale) * baseline.n)), total: baseline.n };
}

function summaryOf(baseline: Baseline, metric: Metric, files: Named, now: number): Summary | undefined {
  if (baseline.n !== undefined && baseline.sd !== undefined)
    return { n: baseline.n, mean: baseline.value, sd: baseline.sd };
  if (baseline.observations === undefined) return undefined;
  const between: [string, string] = [baseline.from, baseline.to];
  const rows = look(baseline.metric, baseline.observations, metric, files, { path: '' }, { between }, now);
  if ('open' in rows || rows.seen.sd === undefined) return undefined;
  return { n: rows.seen.n, mean: rows.seen.value, sd: rows.seen.sd };
}

/** What is said of one metric: better and proven is met, everything else unmet with its sentence. */
export function judgeImprovement(
  beside: BesideBaseline,
  metrics: Metrics,
  files: Named,
  options: { mustBeProven: boolean; now: number },
): Finding {
  const { metric, places } = beside;
  const extra = { part: metric.id };
  const change = compare(beside, metrics, files, options.now);
  const says = sentence(beside, change);
  if (change === undefined)
    return unmet(`${says}; no interval is possible from these figures`, places, {
      ...extra,
      remedy:
        metric.type === 'mean'
          ? `Add n and sd to the baseline of ${metric.id}, or the rows it came from (observations).`
          : `Measure ${metric.id} as a mean or as counts of a total: a ${metric.type} has no interval.`,
    });
  if (change.claim === 'beats') return met(`${says} ${currentState(beside, metrics)}`, places, extra);
  if (change.claim === 'worse' || change.claim === 'no-better')
    return unmet(`${says} That is ${change.claim === 'worse' ? 'worse' : 'no better'} than before`, places, {
      ...extra,
      remedy: `Improve ${metric.id}, or end the pilot as its kill criteria say.`,
    });
  if (change.proven || !options.mustBeProven)
    return met(`${says}${change.proven ? '' : ' Better, not proven.'} ${currentState(beside, metrics)}`, places, extra);
  return unmet(`${says} Better, not proven: the difference may be chance`, places, {
    ...extra,
    remedy: `Observe more cases of ${metric.id} until the interval excludes no difference.`,
  });
}

/**
 * "Rework fell from 10.0% (41 of 410) to 2.9% (11 of 380): 7.1 points lower, likely between 3.7 and 10.6." The ends of
 * an interval that crosses zero carry their directions.
 */
function sentence(beside: BesideBaseline, change: Comparison | undefined): string {
  const { metric, baseline, observed } = beside;
  const difference = observed.value - baseline.value;
  const verb = difference < 0 ? 'fell' : difference > 0 ? 'rose' : 'stayed';
  const before = countsOf(baseline, unitScale(metric));
  const basis = (events: number | undefined, total: number | undefined, n: number | undefined): string =>
    isShare(metric) && events !== undefined && total !== undefined
      ? `${events} of ${total}`
      : `${n ?? 'unknown number of'} cases`;
  const from = `${figure(baseline.value, metric)} (${basis(before?.events, before?.total, baseline.n)})`;
  const to = `${figure(observed.value, metric)} (${basis(observed.events, observed.total, observed.n)})`;
  const opening = `${metricName(metric)} ${verb} from ${from} to ${to}`;
  if (change === undefined) return opening;
  return `${opening}: ${differenceFigure(Math.abs(difference), metric)} ${difference < 0 ? 'lower' : 'higher'}, likely between ${ends(change, metric)}.`;
}

function ends(change: Comparison, metric: Metric): string {
  const size = (value: number): string => differenceNumber(Math.abs(value), metric);
  if (change.lower < 0 && change.upper > 0) return `${size(change.lower)} lower and ${size(change.upper)} higher`;
  const [near, far] = [change.lower, change.upper].sort((a, b) => Math.abs(a) - Math.abs(b));
  return `${size(near ?? 0)} and ${size(far ?? 0)}`;
}

function currentState({ metric, observed }: BesideBaseline, metrics: Metrics): string {
  const target = targetOf(metric, metrics);
  if (target === undefined) return 'No target is set.';
  const reached = reaches(observed.value, target.op, target.value);
  return `Target ${lineWords(target.op, target.value, metric)} ${reached ? 'met' : 'not met'}.`;
}
