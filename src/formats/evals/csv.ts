import { CsvError, parse } from 'csv-parse/sync';
import { MAX_ROWS, type Refusal, refuse, tooManyRows } from './reading.ts';

const MAX_CELL = 1_000_000;

/** Parses a table with a header line; cells stay text. Tabs or semicolons are recognized by the header line. Never throws. */
export function parseTable(text: string): { ok: true; rows: Record<string, string>[] } | Refusal {
  const head = text.slice(0, 4000).split(/\r?\n/, 1)[0] ?? '';
  const delimiter = [',', '\t', ';'].sort((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
  try {
    const records: string[][] = parse(text, {
      delimiter,
      skip_empty_lines: true,
      max_record_size: MAX_CELL,
      to: MAX_ROWS + 2,
      relax_column_count_less: true,
    });
    const [names = [], ...rows] = records;
    if (rows.length > MAX_ROWS) return tooManyRows(rows.length);
    if (rows.length === 0)
      return refuse(
        'The table has no rows below its head line.',
        'Export the results with a head line and one case per line.',
      );
    return { ok: true, rows: rows.map((cells) => rowOf(names, cells)) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? { line: error.lines, column: 1 } : undefined;
    return refuse(
      'The table is broken: a quote is not closed or a line has too many cells.',
      'Export it again as CSV with quoted texts.',
      line,
    );
  }
}

function rowOf(names: string[], cells: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name, i) => (name === '__proto__' ? [] : [[name.trim(), cells[i] ?? '']])));
}
