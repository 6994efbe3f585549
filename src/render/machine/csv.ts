import { plain } from '../model/text.ts';

/**
 * One cell of CSV. A spreadsheet takes a text that begins with one of these signs for a formula and may run it, so it
 * gets an apostrophe in front; numbers of ours stay numbers.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const line = plain(value);
  const safe = /^[=+\-@|%＝＋－＠]/u.test(line) ? `'${line}` : line;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** A table as RFC 4180 writes it: lines end in CR LF, the first one holds the names. */
export function csvText<Row>(columns: [string, (row: Row) => string | number | null][], rows: Row[]): string {
  const names = columns.map(([name]) => csvCell(name));
  const lines = rows.map((row) => columns.map(([, value]) => csvCell(value(row))));
  return [names, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}
