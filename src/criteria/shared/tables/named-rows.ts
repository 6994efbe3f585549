import { type Finding, notVerified, quote, unmet } from '../../../domain/finding.ts';
import type { Fault, Place } from '../../../domain/observation.ts';
import type { Table } from '../../../domain/table.ts';
import type { Named } from '../../../engine/inputs.ts';

const FIRST_FAULTS = 3;

/**
 * The table that evidence names, or why its rows cannot be had: a figure without rows is never a pass. `what` is the
 * figure or list that names it, as it begins a sentence.
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
    return {
      open: unmet(`${what}: ${quote(path, 90)} is not there`, [place, { path }], {
        remedy: `Export the rows to ${path} and commit it, or name the file that holds them.`,
        cause: `absent:${path}`,
      }),
    };
  if (table.state === 'unavailable') return { open: notVerified(table.reason, table.resolvableBy, place) };
  const [fault] = table.faults;
  return {
    open: unmet(
      `${path} cannot be read: ${fault?.key ?? ''} ${fault?.problem ?? 'is not a table'}`.replace(/ +/g, ' '),
      fault ? { path: fault.path, line: fault.line, column: fault.column } : { path },
      { remedy: fault?.remedy ?? 'Export the rows as CSV with a head line.', cause: `invalid:${path}` },
    ),
  };
}

/** Rows that cannot be counted: the first of them with their lines, and how many more. */
export function unreadableRows(what: string, path: string, faults: Fault[]): Finding {
  const shown = faults.slice(0, FIRST_FAULTS).map((fault) => `line ${fault.line}: ${fault.key} ${fault.problem}`);
  const more = faults.length - shown.length;
  return unmet(
    `${what} cannot be recomputed from ${path}: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    faults.slice(0, FIRST_FAULTS).map(({ path, line, column }) => ({ path, line, column })),
    {
      remedy: `Correct ${faults.length === 1 ? 'the row' : 'the rows'} or export them again; allowed: ${faults[0]?.allowed ?? 'a readable cell'}.`,
      cause: `invalid:${path}`,
    },
  );
}

/** One cell that cannot be counted. */
export function rowFault(path: string, line: number, key: string, problem: string, allowed: string): Fault {
  return { path, line, column: 1, key, problem, allowed, remedy: 'Correct the row, or export the rows again.' };
}

/** Columns that the head line lacks, one fault each. */
export function missingColumns(table: Table, columns: readonly string[]): Fault[] {
  return columns
    .filter((column) => !table.columns.includes(column))
    .map((column) =>
      rowFault(table.path, 1, column, 'is not a column of this file', table.columns.slice(0, 20).join(', ')),
    );
}

/** A cell as it is shown in a sentence. */
export function writtenCell(cell: string | undefined): string {
  const text = (cell ?? '').replace(/\s+/g, ' ').trim();
  return text === '' ? 'empty' : `"${text.slice(0, 40)}"`;
}
