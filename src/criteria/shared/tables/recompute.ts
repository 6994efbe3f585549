import type * as z from 'zod';
import { addDays, day, parseInstant } from '../../../domain/dates.ts';
import type { Fault } from '../../../domain/observation.ts';
import type { Table } from '../../../domain/table.ts';
import type { observations } from '../../../evidence/schema/parts.ts';
import { identifierColumn, withoutCopies } from './copies.ts';
import { missingColumns, rowFault, writtenCell } from './named-rows.ts';

export type ObservationSpec = z.infer<typeof observations>;

/** How the figure of a metric is computed from rows. */
export interface Quantity {
  type: 'mean' | 'proportion' | 'rate' | 'percentile' | 'total';
  /** For a percentile; the median when left out. */
  percentile?: number | undefined;
  /** For a total: each row is one case, so that rows with the same identifier are counted once. */
  ofCases?: true;
}

/** Milliseconds since the epoch: from `from` on, and before `to`. Without them every row up to now counts. */
export interface Span {
  from?: number;
  to?: number;
}

/** A figure computed from raw rows. There is no value when a cell could not be read or no row is inside the span. */
export interface Recomputed {
  value?: number;
  /** What the figure rests on: the sum of the denominators where there are some, else the rows. */
  n: number;
  events?: number;
  total?: number;
  /** Sample standard deviation of a mean. */
  sd?: number;
  /** First and last day of the rows that counted, as YYYY-MM-DD. */
  from?: string;
  to?: string;
  /** Longest step between two neighboring days with rows, in days; 0 with a single day. */
  longestGap: number;
  rows: number;
  rowsOutside: number;
  /** How many of these come before the span: where there are some, the beginning of the span was observed. */
  rowsBefore: number;
  /** Rows inside the span that repeat the identifier of another one: they are left out. */
  copies?: { count: number; column: string };
  faults: Fault[];
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?$/i;
const DAY_MS = 86_400_000;

/** A yes or no as people and tools write it; undefined for anything else. */
export function yesOrNo(cell: string): boolean | undefined {
  const word = cell.trim().toLowerCase();
  if (['yes', 'y', 'true', '1', '1.0', 'pass', 'passed', 'ok'].includes(word)) return true;
  if (['no', 'n', 'false', '0', '0.0', 'fail', 'failed'].includes(word)) return false;
  return undefined;
}

/** A decimal number in a cell; undefined for anything else, infinities included. */
export function numberIn(cell: string): number | undefined {
  const text = cell.trim();
  if (!NUMBER.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

interface Row {
  line: number;
  at: number;
  cells: Record<string, string>;
}

/** A figure, and the moment after which none of its rows is in the future: from then on it does not change. */
interface KnownFigure {
  figure: Recomputed;
  since: number;
}

/** Several checks compute the same figure from the same rows. The rows never change, so the figure is kept. */
const KNOWN = new WeakMap<Table, Map<string, KnownFigure>>();
/** A table outlives an evaluation, and other files decide which figures are computed from it. */
const MAX_FIGURES = 100;

/**
 * Recomputes a figure from raw rows. A cell that cannot be read is a fault with its line, and there is then no value:
 * no row is dropped silently. A row dated after `now` is refused.
 */
export function recompute(
  table: Table,
  spec: ObservationSpec,
  quantity: Quantity,
  span: Span,
  now: number,
): Recomputed {
  const figures = KNOWN.get(table) ?? new Map<string, KnownFigure>();
  KNOWN.set(table, figures);
  const key = JSON.stringify([spec, quantity.type, quantity.percentile, quantity.ofCases, span.from, span.to]);
  const known = figures.get(key);
  if (known !== undefined && now >= known.since) return known.figure;
  const made = recomputed(table, spec, quantity, span, now);
  if (now < made.since) return made.figure;
  if (figures.size >= MAX_FIGURES) figures.clear();
  figures.set(key, made);
  return made.figure;
}

function recomputed(table: Table, spec: ObservationSpec, quantity: Quantity, span: Span, now: number): KnownFigure {
  const faults: Fault[] = [];
  const refuse = (line: number, key: string, problem: string, allowed: string): void => {
    faults.push(rowFault(table.path, line, key, problem, allowed));
  };
  const columns = [spec.at, spec.value, spec.total, ...Object.keys(spec.where ?? {})].filter(
    (column) => column !== undefined,
  );
  faults.push(...missingColumns(table, columns));
  const nothing = { n: 0, longestGap: 0, rows: 0, rowsOutside: 0, rowsBefore: 0, faults };
  let since = -Infinity;
  if (faults.length > 0) return { figure: nothing, since };

  const dated: Row[] = [];
  for (const { line, cells } of table.rows) {
    for (const [column, wanted] of Object.entries(spec.where ?? {})) {
      if (typeof wanted === 'boolean' && yesOrNo(cells[column] ?? '') === undefined)
        refuse(line, column, `is ${writtenCell(cells[column])}`, 'yes or no, true or false, 1 or 0');
    }
    if (!isChosen(cells, spec)) continue;
    const at = parseInstant((cells[spec.at] ?? '').trim());
    since = Math.max(since, at ?? since);
    if (at === undefined)
      refuse(line, spec.at, `is ${writtenCell(cells[spec.at])}`, 'YYYY-MM-DD, or an instant with zone');
    else if (at > now) refuse(line, spec.at, `is ${day(at)}, in the future`, `no later than ${day(now)}`);
    else dated.push({ line, at, cells });
  }
  const all = dated.filter(({ at }) => at >= (span.from ?? -Infinity) && at < (span.to ?? Infinity));
  const column = identifierColumn(table, columns);
  // Events of one case are added up, so only rows that are the same in every cell are copies there.
  const inside = withoutCopies(all, column, quantity.type === 'total' && !quantity.ofCases);
  const count = all.length - inside.length;
  const figure = figureOf(inside, spec, quantity, refuse);
  const days = [...new Set(inside.map(({ at }) => Math.floor(at / DAY_MS)))].sort((a, b) => a - b);
  const first = days[0];
  const last = days.at(-1);
  const { value, ...rest } = figure;
  const whole: Recomputed = {
    ...rest,
    ...(value === undefined || faults.length > 0 || inside.length === 0 ? {} : { value }),
    ...(first === undefined || last === undefined ? {} : { from: day(first * DAY_MS), to: day(last * DAY_MS) }),
    longestGap: days.reduce((longest, one, index) => Math.max(longest, one - (days[index - 1] ?? one)), 0),
    rows: inside.length,
    rowsOutside: dated.length - all.length,
    rowsBefore: dated.filter(({ at }) => at < (span.from ?? -Infinity)).length,
    ...(column === undefined || count === 0 ? {} : { copies: { count, column } }),
    faults,
  };
  return { figure: whole, since };
}

function isChosen(cells: Record<string, string>, spec: ObservationSpec): boolean {
  return Object.entries(spec.where ?? {}).every(([column, wanted]) => {
    const cell = (cells[column] ?? '').trim();
    return typeof wanted === 'boolean' ? yesOrNo(cell) === wanted : cell === String(wanted);
  });
}

type Refuse = (line: number, key: string, problem: string, allowed: string) => void;
type Figure = Pick<Recomputed, 'n' | 'events' | 'total' | 'sd'> & { value?: number | undefined };

function figureOf(rows: Row[], spec: ObservationSpec, quantity: Quantity, refuse: Refuse): Figure {
  const numbers = (column: string): number[] =>
    rows.flatMap(({ line, cells }) => {
      const value = numberIn(cells[column] ?? '');
      if (value === undefined) refuse(line, column, `is ${writtenCell(cells[column])}`, 'a number');
      return value === undefined ? [] : [value];
    });
  if (spec.value === undefined) {
    // A file of events, one a row, has no column to add up: the rows are counted.
    if (quantity.type === 'total' && spec.total === undefined) return { value: rows.length, n: rows.length };
    refuse(1, 'value', 'is not named: which column has the figure', 'a column of this file');
    return { n: 0 };
  }
  if (spec.total !== undefined) return ratioOf(rows, numbers(spec.value), numbers(spec.total), quantity, spec, refuse);
  if (quantity.type === 'proportion') {
    const answers = rows.flatMap(({ line, cells }) => {
      const answer = yesOrNo(cells[spec.value ?? ''] ?? '');
      if (answer === undefined)
        refuse(
          line,
          spec.value ?? '',
          `is ${writtenCell(cells[spec.value ?? ''])}`,
          'yes or no, true or false, 1 or 0',
        );
      return answer === undefined ? [] : [answer];
    });
    const events = answers.filter((answer) => answer).length;
    const total = answers.length;
    return { value: total === 0 ? undefined : events / total, n: total, events, total };
  }
  const values = numbers(spec.value);
  const n = values.length;
  const sum = values.reduce((all, value) => all + value, 0);
  if (quantity.type === 'total') return { value: sum, n };
  if (n === 0) return { n };
  if (quantity.type === 'percentile') {
    // Order statistic (nearest rank): the smallest value with at least p % of the rows at or below it.
    const sorted = [...values].sort((a, b) => a - b);
    return { value: sorted[Math.max(0, Math.ceil(((quantity.percentile ?? 50) / 100) * n) - 1)], n };
  }
  const mean = sum / n;
  const spread = values.reduce((all, value) => all + (value - mean) ** 2, 0);
  return { value: mean, n, ...(n > 1 ? { sd: Math.sqrt(spread / (n - 1)) } : {}) };
}

/** Counts with their denominators: the sums are divided; ratios of single rows are never averaged. */
function ratioOf(
  rows: Row[],
  events: number[],
  totals: number[],
  quantity: Quantity,
  spec: ObservationSpec,
  refuse: Refuse,
): Figure {
  if (events.length !== rows.length || totals.length !== rows.length) return { n: 0 };
  if (quantity.type === 'percentile' || quantity.type === 'total') {
    refuse(1, spec.total ?? '', `is named as total of a ${quantity.type}`, 'mean, proportion or rate');
    return { n: 0 };
  }
  rows.forEach(({ line }, index) => {
    const [event, total] = [events[index] ?? 0, totals[index] ?? 0];
    if (total < 0) refuse(line, spec.total ?? '', `is ${total}`, 'zero or more');
    if (quantity.type === 'proportion' && (event < 0 || event > total))
      refuse(line, spec.value ?? '', `is ${event} of ${total}`, 'between 0 and the total');
  });
  const all = events.reduce((sum, value) => sum + value, 0);
  const total = totals.reduce((sum, value) => sum + value, 0);
  return { value: total > 0 ? all / total : undefined, n: Math.round(total), events: all, total };
}

/** The span of `days` days that ends with `lastDay` (YYYY-MM-DD, included). */
export function trailing(lastDay: string, days: number): Required<Span> {
  const to = addDays(parseInstant(lastDay) ?? 0, 1);
  return { from: addDays(to, -days), to };
}
