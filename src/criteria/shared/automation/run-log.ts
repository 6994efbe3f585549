import { day, parseInstant } from '../../../domain/dates.ts';
import { type Finding, unmet } from '../../../domain/finding.ts';
import type { Fault, Place } from '../../../domain/observation.ts';
import type { Table } from '../../../domain/table.ts';
import type { Located, Named } from '../../../engine/inputs.ts';
import type { Workflow } from '../../../evidence/schema/workflow.ts';
import { missingColumns, openTable, rowFault, unreadableRows, writtenCell } from '../tables/named-rows.ts';
import { numberIn } from '../tables/recompute.ts';
import { messages } from './messages.ts';

/** The log of runs, row by row: the only source of how much runs without people. */

export type Mode = NonNullable<Workflow['decisions']>[number]['mode'];

/** One decision of one run, merged from all its rows. */
export interface LoggedDecision {
  run: string;
  cohort: string;
  mode: Mode;
  /** The earliest of its rows, in milliseconds. */
  at: number;
  /** A person intervened, or the log states an intervention without a name. */
  touched: boolean;
}

/** One row in which a decision was touched. */
export interface Touch {
  line: number;
  run: string;
  at: number;
  /** As written; empty when the log gives no name. */
  by: string;
  kind: string;
  /** How long it took; undefined without the column `touch_minutes`. */
  minutes: number | undefined;
}

export interface RunLog {
  path: string;
  place: Place;
  decisions: LoggedDecision[];
  touches: Touch[];
}

const COLUMNS = ['run_id', 'cohort', 'decision_id', 'at', 'touch_by', 'touch_kind'] as const;
const NO_TOUCH = ['', 'none', 'no', '-'];
const KNOWN = new WeakMap<Table, { key: string; log: { log: RunLog } | { open: Finding } }>();

/**
 * Reads the log that the workflow names. A row that cannot be counted is an open finding with its line: no row is dropped
 * silently. A decision is touched when any of its rows is; only the system's own accounts (`runs.machines`) without a kind
 * of touch are not people.
 */
export function readRunLog(
  workflow: Located<Workflow>,
  files: Named,
  now: number,
): { log: RunLog } | { open: Finding } {
  const { runs, decisions = [] } = workflow.value;
  if (decisions.length === 0)
    return { open: unmet(messages.noDecisions(), workflow.at('decisions'), { cause: 'no-decisions' }) };
  if (runs === undefined)
    return { open: unmet(messages.noRunLog({ columns: COLUMNS }), workflow.at('runs'), { cause: 'no-run-log' }) };
  const opened = openTable('The log of runs', runs.file, files, workflow.at('runs'));
  if ('open' in opened) return opened;
  const modes = new Map(decisions.map(({ id, mode }) => [id, mode]));
  const machines = (runs.machines ?? []).map(accountIn);
  const key = JSON.stringify([[...modes], machines, workflow.at('runs'), now]);
  const known = KNOWN.get(opened.table);
  if (known?.key === key) return known.log;
  const log = logIn(opened.table, modes, machines, workflow.at('runs'), now);
  KNOWN.set(opened.table, { key, log });
  return log;
}

/** `@Sam` and `sam` are one account. */
export function accountIn(written: string): string {
  return written.trim().replace(/^@/, '').toLowerCase();
}

function logIn(
  table: Table,
  modes: Map<string, Mode>,
  machines: string[],
  named: Place,
  now: number,
): { log: RunLog } | { open: Finding } {
  const faults: Fault[] = missingColumns(table, COLUMNS);
  const decisions = new Map<string, LoggedDecision>();
  const touches: Touch[] = [];
  const timed = table.columns.includes('touch_minutes');
  for (const { line, cells } of faults.length > 0 ? [] : table.rows) {
    const cell = (column: string): string => (cells[column] ?? '').trim();
    const touchCell = (column: string): string => (NO_TOUCH.includes(cell(column).toLowerCase()) ? '' : cell(column));
    const refuse = (column: string, allowed: string, problem = `is ${writtenCell(cells[column])}`): void => {
      faults.push(rowFault(table.path, line, column, problem, allowed));
    };
    const [run, cohort, decision] = [cell('run_id'), cell('cohort'), cell('decision_id')];
    if (run === '') refuse('run_id', 'the id of the run');
    if (cohort === '') refuse('cohort', 'the id of the cohort');
    const mode = modes.get(decision);
    if (mode === undefined)
      refuse('decision_id', `a decision of the workflow: ${[...modes.keys()].slice(0, 20).join(', ')}`);
    const at = parseInstant(cell('at'));
    if (at === undefined) refuse('at', 'YYYY-MM-DD, or an instant with zone');
    else if (at > now) refuse('at', `no later than ${day(now)}`, `is ${day(at)}, in the future`);
    const by = touchCell('touch_by');
    const kind = touchCell('touch_kind');
    const touched = kind !== '' || (by !== '' && !machines.includes(accountIn(by)));
    const minutes = timed && touched ? numberIn(cell('touch_minutes')) : undefined;
    if (timed && touched && (minutes === undefined || minutes < 0)) refuse('touch_minutes', 'minutes, zero or more');
    if (run === '' || mode === undefined || at === undefined) continue;
    if (touched) touches.push({ line, run, at, by, kind, minutes });
    const key = JSON.stringify([run, decision]);
    const before = decisions.get(key);
    if (before !== undefined && before.cohort !== cohort)
      refuse(
        'cohort',
        before.cohort,
        `is ${writtenCell(cohort)}, but ${writtenCell(before.cohort)} in an earlier row of this run`,
      );
    decisions.set(key, {
      run,
      cohort,
      mode,
      at: Math.min(at, before?.at ?? at),
      touched: touched || (before?.touched ?? false),
    });
  }
  if (faults.length > 0) return { open: unreadableRows('The share of untouched decisions', table.path, faults) };
  if (decisions.size === 0) {
    const empty = messages.emptyRunLog({ path: table.path });
    return { open: unmet(empty, [named, { path: table.path }], { cause: 'no-run-log' }) };
  }
  return { log: { path: table.path, place: { path: table.path }, decisions: [...decisions.values()], touches } };
}
