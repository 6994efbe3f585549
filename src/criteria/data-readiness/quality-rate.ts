import type { Statement } from '../../domain/message.ts';
import type { Observation } from '../../domain/observation.ts';
import { columnNamed, type Table } from '../../domain/table.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { recompute, trailing } from '../shared/tables/recompute.ts';
import { messages } from './messages.ts';

const TIME = ['at', 'date', 'day', 'time', 'timestamp', 'ran-at'];
const PASSED = ['passed', 'pass', 'ok', 'valid'];
const TOTAL = ['total', 'rows', 'checked', 'n'];
/** Rates are sums of fractions: a rate that equals the target must not fail by a rounding error. */
const ROUNDING = 1e-12;

/** The share that must pass: the stricter of the file's own target and the data-quality objectives, between 0 and 1. */
export function qualityTarget(
  sources: Located<DataSources>,
  metrics: Observation<Located<Metrics>>,
): number | undefined {
  const slos = metrics.state === 'seen' ? (metrics.value.value.slos ?? []) : [];
  const targets = slos.flatMap(({ measures, target }) => (measures === 'data-quality' ? [target] : []));
  const all = [...targets.map((one) => (one > 1 ? one / 100 : one)), sources.value.qualityTarget ?? []].flat();
  return all.length === 0 ? undefined : Math.max(...all);
}

export function isBelow(rate: number, target: number): boolean {
  return rate < target - ROUNDING;
}

type PassRate = { rate: number; rows: number; to: string } | { problem: Statement };

/** The share of rows that passed, over the newest days or over all of them, or why it cannot be recomputed. */
export function passRate(table: Table, days: number | undefined, now: number): PassRate {
  const { path } = table;
  const at = columnNamed(table, TIME);
  const value = columnNamed(table, PASSED);
  const total = columnNamed(table, TOTAL);
  if (at === undefined) return { problem: messages.noDateColumn({ path }) };
  if (value === undefined) return { problem: messages.noPassedColumn({ path }) };
  const spec = { file: path, at, value, ...(total === undefined ? {} : { total }) };
  const all = recompute(table, spec, { type: 'proportion' }, {}, now);
  const [fault] = all.faults;
  if (fault !== undefined) {
    const { line, key, problem } = fault;
    return { problem: messages.unreadableCell({ path, line, key, problem }) };
  }
  if (all.to === undefined || all.value === undefined) return { problem: messages.noRows({ path }) };
  if (days === undefined) return { rate: all.value, rows: all.n, to: all.to };
  const newest = recompute(table, spec, { type: 'proportion' }, trailing(all.to, days), now);
  return newest.value === undefined
    ? { problem: messages.noRecentRows({ path, days }) }
    : { rate: newest.value, rows: newest.n, to: all.to };
}

/** `98.5%`. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}
