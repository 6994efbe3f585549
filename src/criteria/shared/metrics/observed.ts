import { addDays, day, daysBetween, endOfDay, parseInstant } from '../../../domain/dates.ts';
import { type Finding, stale, unmet } from '../../../domain/finding.ts';
import type { Statement } from '../../../domain/message.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Named } from '../../../engine/inputs.ts';
import type { Metric } from '../../../evidence/schema/metrics.ts';
import { tQuantile } from '../statistics/quantiles.ts';
import { type Interval, wilson } from '../statistics/wilson.ts';
import { openTable, unreadableRows } from '../tables/named-rows.ts';
import {
  type ObservationSpec,
  type Quantity,
  type Recomputed,
  recompute,
  type Span,
  trailing,
} from '../tables/recompute.ts';
import { figure, metricName, unitScale } from './figures.ts';
import { messages } from './messages.ts';

/** A metric recomputed from its rows, in the unit of the metric. */
export interface Observed extends Omit<Recomputed, 'value' | 'from' | 'to'> {
  value: number;
  from: string;
  to: string;
  /** 95% interval of the value; none for percentiles, totals and rates. */
  interval?: Interval | undefined;
  /** The period that was wanted: its beginning is inside, its end is outside. */
  span: { from: number; to: number };
  /** The rows reach back to the beginning of the span, and the span has ended. */
  whole: boolean;
  place: Place;
}

export type Look = { seen: Observed } | { open: Finding };

/** Which rows: those of the newest days, those of some days from a date on, everything since a date, or a period. */
export type Wanted =
  | { newestDays: number }
  | { days: number; from: string }
  | { since: string }
  | { between: [string, string] };

/**
 * Looks at the rows behind a figure. Rows that are missing, unreadable or outside the wanted period are an open finding
 * with its place: a line without data is never "not reached". `what` begins a sentence and names the figure.
 */
export function look(
  what: string,
  spec: ObservationSpec | undefined,
  quantity: Quantity & Pick<Metric, 'unit'>,
  files: Named,
  place: Place,
  wanted: Wanted,
  now: number,
): Look {
  if (spec === undefined) return { open: unmet(messages.noObservations({ what }), place) };
  const { file } = spec;
  const opened = openTable(what, file, files, place);
  if ('open' in opened) return opened;
  const { table } = opened;
  const all = recompute(table, spec, quantity, {}, now);
  if (all.faults.length > 0) return { open: unreadableRows(what, file, all.faults) };
  const places = [place, { path: file }];
  if (all.to === undefined) return { open: unmet(messages.noRows({ what, file }), places) };
  const span = spanOf(wanted, all.to);
  const found = recompute(table, spec, quantity, span, now);
  const { value, from, to } = found;
  if (value === undefined || from === undefined || to === undefined) {
    const words = { what, file, from: day(span.from), to: day(addDays(span.to, -1)), outside: found.rowsOutside };
    return { open: unmet(messages.noRowsInSpan(words), places) };
  }
  const scale = unitScale(quantity);
  const interval = intervalOf(found, quantity.type);
  return {
    seen: {
      ...found,
      from,
      to,
      value: value * scale,
      interval: interval && { lower: interval.lower * scale, upper: interval.upper * scale },
      span,
      whole: span.to <= endOfToday(now) && reachesBack(found, span),
      place: { path: file },
    },
  };
}

/** The rows behind a defined metric. */
export function lookAt(metric: Metric, files: Named, place: Place, wanted: Wanted, now: number): Look {
  return look(metricName(metric), metric.observations, metric, files, place, wanted, now);
}

/** The observed value of a metric with its cases and days, as the beginning of a sentence. */
export function describeObserved(metric: Metric, { value, n, from, to, copies }: Observed): Statement {
  const words = { name: metricName(metric), value: figure(value, metric), n, from, to };
  return copies === undefined
    ? messages.observed(words)
    : messages.observedWithoutCopies({ ...words, copies: copies.count, column: copies.column });
}

function spanOf(wanted: Wanted, newest: string): Required<Span> {
  if ('newestDays' in wanted) return trailing(newest, wanted.newestDays);
  if ('since' in wanted) return { from: parseInstant(wanted.since) ?? 0, to: endOfDay(newest) ?? 0 };
  if ('between' in wanted) return { from: parseInstant(wanted.between[0]) ?? 0, to: endOfDay(wanted.between[1]) ?? 0 };
  const from = parseInstant(wanted.from) ?? 0;
  return { from, to: addDays(from, wanted.days) };
}

/** Today's rows may be complete before the day is. */
function endOfToday(now: number): number {
  return now - (now % 86_400_000) + 86_400_000;
}

/**
 * Whether the rows cover the span from its beginning: there are rows before it, or the first row comes within the usual
 * step between rows (weekly rows leave six days open), but never later than half the span.
 */
function reachesBack(found: Recomputed, span: Required<Span>): boolean {
  if (found.rowsBefore > 0) return true;
  const first = parseInstant(found.from ?? '') ?? span.to;
  const days = daysBetween(span.from, span.to);
  return daysBetween(span.from, first) <= Math.min(found.longestGap, days / 2);
}

function intervalOf(found: Recomputed, type: Quantity['type']): Interval | undefined {
  if (type === 'proportion' && found.events !== undefined && found.total !== undefined)
    return wilson({ events: found.events, total: found.total });
  if (type !== 'mean' || found.sd === undefined || found.value === undefined) return undefined;
  const half = (tQuantile(0.975, found.n - 1) * found.sd) / Math.sqrt(found.n);
  return { lower: found.value - half, upper: found.value + half };
}

/** Whether the newest rows are recent enough to count today; `until` is when they no longer will be. */
export function freshness(
  what: string,
  { to, place }: Observed,
  maxAgeDays: number,
  now: number,
): { finding?: Finding; until: number } {
  const end = endOfDay(to) ?? 0;
  const until = addDays(end, maxAgeDays);
  if (now < until) return { until };
  const words = { what, day: to, days: daysBetween(end, now) + 1, limit: maxAgeDays, file: place.path };
  return { until, finding: stale(messages.rowsTooOld(words), place) };
}
