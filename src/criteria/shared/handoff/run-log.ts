import { daysBetween, parseInstant } from '../../../domain/dates.ts';
import { type Finding, notVerified, quote, unmet } from '../../../domain/finding.ts';
import type { Observation, Place } from '../../../domain/observation.ts';
import type { Table } from '../../../domain/table.ts';
import type { Named } from '../../../engine/inputs.ts';

/** One run: who intervened and how, both empty where nobody did. */
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
  if (log === undefined)
    return {
      open: unmet('The days without builders come without a run log', place, {
        remedy:
          'Export the run log as CSV with the columns at, touch_by and touch_kind, and name it as unattended.log.',
      }),
    };
  const table: Observation<Table> = files.state === 'seen' ? files.value.table(log) : { state: 'absent', place };
  if (table.state === 'unavailable') return { open: notVerified(table.reason, table.resolvableBy, place) };
  if (table.state !== 'seen')
    return {
      open: unmet(`The run log ${log} is not there or cannot be read`, [place, { path: log }], {
        remedy: `Export the run log to ${log} as CSV with the columns at, touch_by and touch_kind.`,
        cause: `absent:${log}`,
      }),
    };
  const missing = ['at', 'touch_by'].filter((column) => !table.value.columns.includes(column));
  if (missing.length > 0)
    return {
      open: unmet(
        `The run log ${log} has no column ${missing.join(', no column ')}`,
        { path: log, line: 1 },
        {
          remedy:
            'Export one row a run with the columns at (day or instant), touch_by (who intervened, else empty) and touch_kind.',
        },
      ),
    };
  const rows: LogRow[] = [];
  for (const { line, cells } of table.value.rows) {
    const at = parseInstant((cells.at ?? '').trim());
    if (at === undefined)
      return {
        open: unmet(
          `${log}:${line} has no day that can be read in at: ${quote(cells.at ?? '')}`,
          { path: log, line },
          {
            remedy: 'Write YYYY-MM-DD, or an instant with its zone.',
          },
        ),
      };
    rows.push({ line, at, by: (cells.touch_by ?? '').trim(), kind: (cells.touch_kind ?? '').trim() });
  }
  return { rows, path: log };
}

/** Days of the longest stretch without a row, the edges of the span included. */
export function longestHole(rows: LogRow[], { from, end }: { from: number; end: number }): number {
  const inside = rows.map(({ at }) => at).filter((at) => at >= from && at < end);
  const marks = [from, ...inside.sort((a, b) => a - b), end];
  return marks.reduce((most, at, index) => Math.max(most, daysBetween(marks[index - 1] ?? at, at)), 0);
}
