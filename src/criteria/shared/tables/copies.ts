import type { Table } from '../../../domain/table.ts';

/** Rows of a table that repeat another row: one case that was written down several times. */

/** What a row may be about. People, sites and machines have many rows each, and are no cases. */
const CASE = '(ticket|case|claim|request|order|invoice|incident|conversation|transaction)';
/** How its identifier is called: `id`, `ticket`, `Case ID`, `claim-no`. */
const IDENTIFIER = new RegExp(
  `^(${CASE}|(${CASE}[-_ ]?)?(id|uuid|number|nr)|${CASE}[-_ ]?(no|key|ref|reference))$`,
  'i',
);

/** The first column that identifies a row, besides those used otherwise; undefined when there is none. */
export function identifierColumn(table: Table, used: readonly string[]): string | undefined {
  return table.columns.find((column) => IDENTIFIER.test(column.trim()) && !used.includes(column));
}

interface DatedRow {
  at: number;
  cells: Record<string, string>;
}

/**
 * The rows without copies, in their order. Of the rows with one identifier the earliest is kept; with `wholeRows`, only
 * rows whose cells are all the same are copies. Rows without an identifier are kept.
 */
export function withoutCopies<R extends DatedRow>(rows: R[], column: string | undefined, wholeRows: boolean): R[] {
  if (column === undefined) return rows;
  const keyOf = ({ cells }: R): string | undefined => {
    const id = (cells[column] ?? '').trim().toLowerCase();
    if (id === '') return undefined;
    return wholeRows ? JSON.stringify(Object.values(cells).map((cell) => cell.trim())) : id;
  };
  const earliest = new Map<string, R>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = key === undefined ? undefined : earliest.get(key);
    if (key !== undefined && (known === undefined || row.at < known.at)) earliest.set(key, row);
  }
  return rows.filter((row) => {
    const key = keyOf(row);
    return key === undefined || earliest.get(key) === row;
  });
}
