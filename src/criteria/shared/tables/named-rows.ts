import { type Finding, notVerified, unmet } from '../../../domain/finding.ts';
import { defineMessages } from '../../../domain/message.ts';
import type { Fault, Place } from '../../../domain/observation.ts';
import type { Table } from '../../../domain/table.ts';
import type { Named } from '../../../engine/inputs.ts';

const MAX_FAULTS = 3;

const messages = defineMessages({
  rowsMissing: {
    summary: '{what}: {path:quote 90} is not there',
    remedy: 'Export the rows to {path} and commit the file, or name the file that has them.',
  },
  notATable: {
    summary: '{path} cannot be read: {problem}',
    remedy: '{remedy}',
  },
  unreadableRows: {
    summary: '{what} cannot be recomputed from {path}: {faults}',
    remedy: 'Correct {count|row|rows}, or export the file again; allowed: {allowed}.',
  },
  faultsAndMore: '{shown}; and {more} more',
});

/**
 * The table that evidence names, or why its rows are not available: a figure without rows is never a pass. `what` is the
 * figure or list that names it, and begins a sentence.
 */
export function openTable(
  what: string,
  path: string,
  files: Named,
  place: Place,
): { table: Table } | { open: Finding } {
  const table = files.table(path);
  if (table.state === 'seen') return { table: table.value };
  if (table.state === 'absent')
    return { open: unmet(messages.rowsMissing({ what, path }), [place, { path }], { cause: `absent:${path}` }) };
  if (table.state === 'unavailable') return { open: notVerified(table.reason, table.resolvableBy, place) };
  const fault = table.faults[0] ?? rowFault(path, 1, '', 'is not a table', '');
  const words = { path, problem: `${fault.key || 'it'} ${fault.problem}`, remedy: fault.remedy };
  const { line, column } = fault;
  return { open: unmet(messages.notATable(words), { path: fault.path, line, column }, { cause: `invalid:${path}` }) };
}

/** Rows that cannot be counted: the first of them with their lines, and how many more there are. */
export function unreadableRows(what: string, path: string, faults: Fault[]): Finding {
  const first = faults.slice(0, MAX_FAULTS);
  const shown = first.map(({ line, key, problem }) => `line ${line}: ${key} ${problem}`).join('; ');
  const more = faults.length - first.length;
  const words = {
    what,
    path,
    faults: more > 0 ? messages.faultsAndMore({ shown, more }) : shown,
    count: faults.length,
    allowed: faults[0]?.allowed ?? 'a readable cell',
  };
  return unmet(
    messages.unreadableRows(words),
    first.map(({ path, line, column }) => ({ path, line, column })),
    { cause: `invalid:${path}` },
  );
}

/** One cell that cannot be counted. */
export function rowFault(path: string, line: number, key: string, problem: string, allowed: string): Fault {
  return { path, line, column: 1, key, problem, allowed, remedy: 'Correct the row, or export the rows again.' };
}

/** Columns that the header lacks, one fault each. */
export function missingColumns(table: Table, columns: readonly string[]): Fault[] {
  return columns
    .filter((column) => !table.columns.includes(column))
    .map((column) =>
      rowFault(table.path, 1, column, 'is not a column of this file', table.columns.slice(0, 20).join(', ')),
    );
}

/** A cell as a sentence shows it. */
export function writtenCell(cell: string | undefined): string {
  const text = (cell ?? '').replace(/\s+/g, ' ').trim();
  return text === '' ? 'empty' : `"${text.slice(0, 40)}"`;
}
