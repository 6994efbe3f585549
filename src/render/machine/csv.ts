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
export function csvText(names: string[], rows: (string | number | null)[][]): string {
  return [names.map(csvCell), ...rows.map((row) => row.map(csvCell))].map((cells) => `${cells.join(',')}\r\n`).join('');
}
