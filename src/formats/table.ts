import { CsvError, parse } from 'csv-parse/sync';
import type { Fault } from '../domain/observation.ts';
import type { Table } from '../domain/table.ts';
import { decodeText, wholeFile } from './decode.ts';
import { readJsonTable } from './json-table.ts';

export const TABLE_MAX_BYTES = 20 * 1024 * 1024;
export const TABLE_MAX_ROWS = 200_000;
const TABLE_MAX_COLUMNS = 1_000;

export type TableRead = { ok: true; table: Table } | { ok: false; faults: Fault[] };

const MAX_FAULTS = 50;
/** One cell or row longer than this is a missing quote, not data. */
const MAX_ROW_CHARACTERS = 1_000_000;

/**
 * Reads raw rows: CSV (comma, semicolon or tab, recognized by the header) or a JSON list of flat objects. Every cell is
 * text, also one that looks like a formula. Never throws.
 */
export function readTable(path: string, bytes: Uint8Array): TableRead {
  if (bytes.length > TABLE_MAX_BYTES) {
    const problem = `is ${bytes.length} bytes, more than ${TABLE_MAX_BYTES}`;
    return refused(wholeFile(path, problem, 'Keep the rows that are judged, or split the file.'));
  }
  const decoded = decodeText(path, bytes);
  if (!decoded.ok) return refused(decoded.fault);
  // The parser counts CRLF inside quotes as two lines.
  const text = decoded.text.replaceAll('\r\n', '\n');
  if (text.trim() === '') return refused(wholeFile(path, 'has no rows', 'Write a header line and the rows below it.'));
  return /\.json$/i.test(path) ? readJsonTable(path, text, TABLE_MAX_ROWS) : readCsv(path, text);
}

interface Row {
  record: string[];
  info: { lines: number };
}

function readCsv(path: string, text: string): TableRead {
  let rows: Row[];
  try {
    rows = parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: MAX_ROW_CHARACTERS,
      // Header and one row more than allowed, so that too many can be distinguished from exactly enough.
      to: TABLE_MAX_ROWS + 2,
    }) as unknown as Row[];
  } catch (error) {
    return refused(csvFault(path, error));
  }
  const [header, ...body] = rows;
  if (header === undefined)
    return refused(wholeFile(path, 'has no header', 'Write the column names in the first line.'));
  if (body.length > TABLE_MAX_ROWS) {
    return refused(wholeFile(path, `has more than ${TABLE_MAX_ROWS} rows`, 'Keep the rows that are judged.'));
  }
  const columns = header.record;
  if (columns.length > TABLE_MAX_COLUMNS) {
    return refused(
      wholeFile(path, `has ${columns.length} columns, more than ${TABLE_MAX_COLUMNS}`, 'Keep those judged.'),
    );
  }
  const faults = headerFaults(path, startOf(header), columns);
  const table: Table = { path, columns, rows: [] };
  for (const row of body) {
    const line = startOf(row);
    if (row.record.length !== columns.length) {
      faults.push({
        path,
        line,
        column: 1,
        key: '',
        problem: `has ${row.record.length} cells`,
        allowed: `${columns.length} cells, as the header has`,
        remedy: 'Add or remove cells; quote a cell that holds the separator.',
      });
      if (faults.length >= MAX_FAULTS) break;
      continue;
    }
    // fromEntries makes own properties, so a column named __proto__ stays a column.
    const cells = Object.fromEntries(columns.map((column, index) => [column, row.record[index] ?? '']));
    table.rows.push({ line, cells });
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, table };
}

/** The line a row begins on; the parser gives the line it ends on. */
function startOf(row: Row): number {
  let breaks = 0;
  for (const cell of row.record)
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks += 1;
  return Math.max(1, row.info.lines - breaks);
}

/** The separator that stands most often in the first line outside quotes. */
function delimiterOf(text: string): string {
  const counts: Record<string, number> = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  let started = false;
  for (const character of text.slice(0, 100_000)) {
    if (character === '"') quoted = !quoted;
    else if (character === '\n' && !quoted && started) break;
    else if (!quoted && character in counts) counts[character] = (counts[character] ?? 0) + 1;
    if (character.trim() !== '') started = true;
  }
  const [best] = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  return best && best[1] > 0 ? best[0] : ',';
}

function headerFaults(path: string, line: number, columns: string[]): Fault[] {
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const [index, column] of columns.entries()) {
    const fault = { path, line, column: 1, key: column.slice(0, 80) };
    if (column === '') {
      faults.push({ ...fault, problem: `has no name in column ${index + 1}`, remedy: 'Name every column.' });
    } else if (seen.has(column)) {
      faults.push({ ...fault, problem: 'names two columns', remedy: 'Give each column a name of its own.' });
    }
    seen.add(column);
    if (faults.length >= MAX_FAULTS) break;
  }
  return faults;
}

const CSV_PROBLEMS: Record<string, [problem: string, remedy: string]> = {
  CSV_QUOTE_NOT_CLOSED: ['has a quote that is never closed', 'Close the quote; double it to mean the character.'],
  CSV_INVALID_CLOSING_QUOTE: ['has text right after a closing quote', 'Double a quote inside a quoted cell.'],
  INVALID_OPENING_QUOTE: ['has a quote inside an unquoted cell', 'Quote the whole cell and double the quote in it.'],
  CSV_MAX_RECORD_SIZE: ['has a row of more than a million characters', 'Look for a quote that is not closed.'],
};

function csvFault(path: string, error: unknown): Fault {
  const [problem, remedy] = (error instanceof CsvError && CSV_PROBLEMS[error.code]) || [
    'cannot be read as CSV',
    'Write it with one separator, quoting cells that hold it.',
  ];
  const given: unknown = error instanceof CsvError ? error.lines : undefined;
  const line = typeof given === 'number' ? given : 1;
  return { path, line, column: 1, key: '', problem, remedy };
}

function refused(fault: Fault): TableRead {
  return { ok: false, faults: [fault] };
}
