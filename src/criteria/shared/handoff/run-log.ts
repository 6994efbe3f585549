import { daysBetween, parseInstant } from '../../../domain/dates.ts';
import { type Finding, notVerified, unmet } from '../../../domain/finding.ts';
import type { Observation, Place } from '../../../domain/observation.ts';
import type { Table } from '../../../domain/table.ts';
import type { Named } from '../../../engine/inputs.ts';
import { messages } from './messages.ts';

/** One run: who intervened and how; both are empty where nobody did. */
export interface LogRow {
  line: number;
  at: number;
  by: string;
  kind: string;
}

/** The rows of a run log, or why there are none. */
export function logRows(
  log: string | undefined,
  files: Observation<Named>,
  place: Place,
): { rows: LogRow[]; path: string } | { open: Finding } {
  if (log === undefined) return { open: unmet(messages.noRunLog(), place) };
  const path = log;
  const table: Observation<Table> = files.state === 'seen' ? files.value.table(path) : { state: 'absent', place };
  if (table.state === 'unavailable') return { open: notVerified(table.reason, table.resolvableBy, place) };
  if (table.state !== 'seen')
    return { open: unmet(messages.runLogMissing({ path }), [place, { path }], { cause: `absent:${path}` }) };
  const columns = ['at', 'touch_by'].filter((column) => !table.value.columns.includes(column));
  if (columns.length > 0) return { open: unmet(messages.runLogColumns({ path, columns }), { path, line: 1 }) };
  const rows: LogRow[] = [];
  for (const { line, cells } of table.value.rows) {
    const { at: value = '', touch_by: by = '', touch_kind: kind = '' } = cells;
    const at = parseInstant(value.trim());
    if (at === undefined) return { open: unmet(messages.runLogDay({ path, line, value }), { path, line }) };
    rows.push({ line, at, by: by.trim(), kind: kind.trim() });
  }
  return { rows, path };
}

/** Days of the longest stretch without a row, the edges of the span included. */
export function longestGap(rows: LogRow[], { from, end }: { from: number; end: number }): number {
  const inside = rows.map(({ at }) => at).filter((at) => at >= from && at < end);
  const marks = [from, ...inside.sort((a, b) => a - b), end];
  return marks.reduce((most, at, index) => Math.max(most, daysBetween(marks[index - 1] ?? at, at)), 0);
}
