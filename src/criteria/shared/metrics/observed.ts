import { addDays, daysBetween, endOfDay, parseInstant } from '../../../domain/dates.ts';
import { type Finding, stale, unmet } from '../../../domain/finding.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Named } from '../../../engine/inputs.ts';
import type { Metric } from '../../../evidence/schema/metrics.ts';
import { tQuantile } from '../statistics/quantiles.ts';
import { wilson } from '../statistics/wilson.ts';
import { openTable, unreadableRows } from '../tables/named-rows.ts';
import {
  type ObservationSpec,
  type Quantity,
  type Recomputed,
  recompute,
  type Span,
  trailing,
} from '../tables/recompute.ts';
import { metricName, unitScale } from './figures.ts';

/** A metric recomputed from its rows, in the unit of the metric. */
export interface Observed extends Omit<Recomputed, 'value' | 'from' | 'to'> {
  value: number;
  from: string;
  to: string;
  /** 95 % interval of the value; none for percentiles, totals and rates. */
  interval?: { lower: number; upper: number };
  /** What was asked for: begins inside, ends outside. */
  span: { from: number; to: number };
  /** The rows reach back to the beginning of the span, and the span has ended. */
  whole: boolean;
  place: Place;
}

export type Look = { seen: Observed } | { open: Finding };

/** Which rows: the newest so many days, the days from a date on, or everything since a date. */
export type Wanted =
  | { newestDays: number }
  | { days: number; from: string }
  | { since: string }
  | { between: [string, string] };

/**
 * Looks at the rows behind a figure. Rows that are missing, unreadable or outside every span are an open finding with
 * its place: a line without data is never "not reached".
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
  if (spec === undefined)
    return {
      open: unmet(`${what} has no observations: nothing can be recomputed`, place, {
        remedy: `Add observations to ${what}: the file with its rows (file), the column of the date (at) and of the number (value).`,
      }),
    };
  const opened = openTable(what, spec.file, files, place);
  if ('open' in opened) return opened;
  const { table } = opened;
  const all = recompute(table, spec, quantity, {}, now);
  if (all.faults.length > 0) return { open: unreadableRows(what, spec.file, all.faults) };
  if (all.to === undefined)
    return {
      open: unmet(`${what} has no rows in ${spec.file}`, [place, { path: spec.file }], {
        remedy: `Record what the pilot does in ${spec.file}, one row a case or a day.`,
      }),
    };
  const span = spanOf(wanted, all.to);
  const found = recompute(table, spec, quantity, span, now);
  if (found.value === undefined || found.from === undefined || found.to === undefined)
    return {
      open: unmet(
        `${what} has no rows from ${dayOf(span.from)} to ${dayOf(addDays(span.to, -1))} (${found.rowsOutside} outside)`,
        [place, { path: spec.file }],
        { remedy: `Record that time in ${spec.file}, or judge on a later window that will have rows.` },
      ),
    };
  const scale = unitScale(quantity);
  const interval = intervalOf(found, quantity.type);
  const { value, from, to, ...rest } = found;
  return {
    seen: {
      ...rest,
      from,
      to,
      value: value * scale,
      ...(interval ? { interval: { lower: interval.lower * scale, upper: interval.upper * scale } } : {}),
      span,
      whole: span.to <= endOfToday(now) && reachesBack(found, span),
      place: { path: spec.file },
    },
  };
}

/** The rows behind a defined metric. */
export function lookAt(metric: Metric, files: Named, place: Place, wanted: Wanted, now: number): Look {
  return look(metricName(metric), metric.observations, metric, files, place, wanted, now);
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
 * Whether the rows cover the span from its beginning: rows stand before it, or the first comes within the usual step
 * between rows (weekly rows leave six days open), but never later than half the span.
 */
function reachesBack(found: Recomputed, span: Required<Span>): boolean {
  if (found.rowsBefore > 0) return true;
  const first = parseInstant(found.from ?? '') ?? span.to;
  const days = daysBetween(span.from, span.to);
  return daysBetween(span.from, first) <= Math.min(found.longestGap, days / 2);
}

function intervalOf(found: Recomputed, type: Quantity['type']): { lower: number; upper: number } | undefined {
  if (type === 'proportion' && found.events !== undefined && found.total !== undefined)
    return wilson({ events: found.events, total: found.total });
  if (type !== 'mean' || found.sd === undefined || found.value === undefined) return undefined;
  const half = (tQuantile(0.975, found.n - 1) * found.sd) / Math.sqrt(found.n);
  return { lower: found.value - half, upper: found.value + half };
}

/** Rows too old to speak for today. `until` is when the newest ones will be. */
export function freshness(
  what: string,
  observed: Observed,
  maxAgeDays: number,
  now: number,
): { finding?: Finding; until: number } {
  const end = endOfDay(observed.to) ?? 0;
  const until = addDays(end, maxAgeDays);
  if (now < until) return { until };
  return {
    until,
    finding: stale(
      `The newest row of ${what} is from ${observed.to}, ${daysBetween(end, now) + 1} days ago; at most ${maxAgeDays} are allowed`,
      observed.place,
      { remedy: `Add the rows since ${observed.to} to ${observed.place.path}.` },
    ),
  };
}

export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
