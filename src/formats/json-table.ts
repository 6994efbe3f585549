import type { Fault } from '../domain/observation.ts';
import type { Table } from '../domain/table.ts';
import { wholeFile } from './decode.ts';
import { lineIndex } from './lines.ts';

type JsonTable = { ok: true; table: Table } | { ok: false; faults: Fault[] };

const MAX_FAULTS = 50;
const REMEDY = 'Write a list of flat objects: [{ "at": "2026-11-20", "value": 3 }].';

/** A JSON list of flat objects as rows; columns in the order in which they first appear, null is an empty cell. */
export function readJsonTable(path: string, text: string, maxRows: number): JsonTable {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, faults: [wholeFile(path, 'is not valid JSON', REMEDY)] };
  }
  if (!Array.isArray(json)) return { ok: false, faults: [wholeFile(path, 'is not a list of rows', REMEDY)] };
  if (json.length > maxRows) {
    return { ok: false, faults: [wholeFile(path, `has more than ${maxRows} rows`, 'Keep the rows that are judged.')] };
  }
  const starts = itemOffsets(text);
  const lines = lineIndex(text);
  const faults: Fault[] = [];
  const columns = new Set<string>();
  const read: { line: number; cells: Map<string, string> }[] = [];
  for (const [index, item] of json.entries()) {
    const place = { path, ...lines(starts[index] ?? 0) };
    const row = typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.entries(item) : undefined;
    const nested = row?.find(([, value]) => typeof value === 'object' && value !== null);
    if (row === undefined || nested !== undefined) {
      const key = nested === undefined ? `[${index}]` : `[${index}].${nested[0].slice(0, 80)}`;
      faults.push({ ...place, key, problem: nested ? 'is not one plain value' : 'is not an object', remedy: REMEDY });
      if (faults.length >= MAX_FAULTS) break;
      continue;
    }
    for (const [column] of row) columns.add(column);
    read.push({ line: place.line, cells: new Map(row.map(([column, value]) => [column, cell(value)])) });
  }
  if (faults.length > 0) return { ok: false, faults };
  const names = [...columns];
  // Rows are filled up to all columns: a wide and ragged list would otherwise grow without bound.
  if (names.length > 1_000 || names.length * read.length > 10_000_000) {
    return { ok: false, faults: [wholeFile(path, `has ${names.length} columns in ${read.length} rows`, REMEDY)] };
  }
  const rows = read.map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(names.map((name) => [name, cells.get(name) ?? ''])),
  }));
  return { ok: true, table: { path, columns: names, rows } };
}

function cell(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** Where each item of the outermost list begins; the text is known to be valid JSON. */
function itemOffsets(text: string): number[] {
  const offsets: number[] = [];
  let depth = 0;
  let awaiting = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character <= ' ') continue;
    if (awaiting && depth === 1 && character !== ']') {
      offsets.push(at);
      awaiting = false;
    }
    if (character === '"') {
      for (at += 1; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at += 1;
    } else if (character === '[' || character === '{') {
      depth += 1;
      if (depth === 1) awaiting = true;
    } else if (character === ']' || character === '}') depth -= 1;
    else if (character === ',' && depth === 1) awaiting = true;
  }
  return offsets;
}
