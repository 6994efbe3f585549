import { addDays, daysBetween, endOfDay } from '../../domain/dates.ts';
import type { Observation } from '../../domain/observation.ts';
import { columnNamed, type Table } from '../../domain/table.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { type Recomputed, recompute, trailing } from '../shared/tables/recompute.ts';

/** Shares of rows that passed, from tables whose columns are named as people name them. */

const TIME = ['at', 'date', 'day', 'time', 'timestamp', 'ran-at'];
const PASSED = ['passed', 'pass', 'ok', 'valid'];
const TOTAL = ['total', 'rows', 'checked', 'n'];

/** The share that has to pass: the stricter of the data file's own and the data-quality objective. Between 0 and 1. */
export function qualityTarget(
  sources: Located<DataSources>,
  metrics: Observation<Located<Metrics>>,
): number | undefined {
  const slos = metrics.state === 'seen' ? (metrics.value.value.slos ?? []) : [];
  const targets = slos.flatMap(({ measures, target }) => (measures === 'data-quality' ? [target] : []));
  const all = [...targets.map((one) => (one > 1 ? one / 100 : one)), ...[sources.value.qualityTarget ?? []].flat()];
  return all.length === 0 ? undefined : Math.max(...all);
}

export type Rate = { rate: number; found: Recomputed; to: string } | { problem: string };

/** The share of rows that passed over the newest days, or why it cannot be told. */
export function passRate(table: Table, days: number | undefined, now: number): Rate {
  const at = columnNamed(table, TIME);
  const value = columnNamed(table, PASSED);
  const total = columnNamed(table, TOTAL);
  if (at === undefined) return { problem: `has no column with the date (${TIME[0]})` };
  if (value === undefined) return { problem: `has no column that says what passed (${PASSED[0]})` };
  const spec = { file: table.path, at, value, ...(total === undefined ? {} : { total }) };
  const all = recompute(table, spec, { type: 'proportion' }, {}, now);
  const [fault] = all.faults;
  if (fault !== undefined) return { problem: `line ${fault.line}: ${fault.key} ${fault.problem}` };
  if (all.to === undefined || all.value === undefined) return { problem: 'has no rows' };
  if (days === undefined) return { rate: all.value, found: all, to: all.to };
  const newest = recompute(table, spec, { type: 'proportion' }, trailing(all.to, days), now);
  return newest.value === undefined
    ? { problem: 'has no rows of these days' }
    : { rate: newest.value, found: newest, to: all.to };
}

/** Whether the newest row is too old, and when it will be. */
export function ageOfRows(to: string, withinDays: number, now: number): { old?: number; until: number } {
  const end = endOfDay(to) ?? 0;
  const until = addDays(end, withinDays);
  return now < until ? { until } : { old: daysBetween(end, now) + 1, until };
}

/** `98.5 %`. */
export function shareWords(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
