import { day, daysBetween, parseInstant } from '../../../domain/dates.ts';
import { type Finding, stale, unmet } from '../../../domain/finding.ts';
import { type Statement, summaryOf } from '../../../domain/message.ts';
import type { Place } from '../../../domain/observation.ts';
import { columnNamed, type Table } from '../../../domain/table.ts';
import type { Located, Named } from '../../../engine/inputs.ts';
import type { Integration } from '../../../evidence/schema/integration.ts';
import type { Workflow } from '../../../evidence/schema/workflow.ts';
import { validUntil } from '../shape-checks.ts';
import { openTable } from '../tables/named-rows.ts';
import { messages } from './messages.ts';

/** The audit log sample: what the running service logged about each decision, row by row. */

type Decision = NonNullable<Workflow['decisions']>[number];

/** One row that names a declared decision. `decision` is as the workflow declares it: a row cannot lower its own risk. */
export interface AuditRow {
  line: number;
  at: number;
  actor: string;
  confirmedBy: string;
  outcome: string;
  decision: Decision;
}

export interface AuditSample {
  path: string;
  rows: AuditRow[];
  /** First and last moment of the rows. */
  from: number;
  to: number;
}

/** What a row has to record, in words, and the names its column may have. */
const FIELDS = {
  time: { what: 'the time', columns: ['time', 'at', 'timestamp'] },
  actor: { what: 'who acted', columns: ['actor'] },
  input: { what: 'which input it was about', columns: ['input', 'input-ref', 'input-reference', 'input-id'] },
  version: {
    what: 'the version of the model or prompt',
    columns: ['model-version', 'prompt-version', 'model', 'prompt', 'version'],
  },
  decision: { what: 'which decision it was', columns: ['decision', 'decision-id'] },
  risk: { what: 'the risk tier', columns: ['risk', 'risk-tier'] },
  mode: { what: 'the mode (auto, confirm, human-only)', columns: ['mode'] },
  override: { what: 'whether a person overrode it', columns: ['override', 'overridden'] },
  outcome: { what: 'the outcome', columns: ['outcome', 'result'] },
} as const;
type Field = keyof typeof FIELDS;
const FIELD_NAMES = Object.keys(FIELDS) as Field[];
const CONFIRMED = ['confirmed-by', 'confirmation', 'confirmed'];

const MAX_SHOWN = 4;

export type SampleLook = { sample: AuditSample } | { open: Finding[] };

/** Reads the sample that `integration.audit-log` names and checks every row; any invalid row leaves it open. */
export function readAuditSample(
  integration: Located<Integration>,
  files: Named,
  workflow: Located<Workflow>,
  now: number,
): SampleLook {
  const { auditLog } = integration.value;
  if (auditLog === undefined) return open(messages.noAuditSample(), integration.at('auditLog'), 'no-audit-sample');
  const place = integration.at('auditLog', 'sample');
  const look = openTable('The audit log sample', auditLog.sample, files, place);
  if ('open' in look) return { open: [look.open] };
  const { table } = look;
  const columns = columnsOf(table);
  const missing = FIELD_NAMES.filter((field) => columns[field] === undefined).map((field) => FIELDS[field]);
  if (missing.length > 0) {
    const words = { what: missing.map(({ what }) => what), columns: missing.map((field) => field.columns[0]) };
    return open(messages.missingColumns(words), [place, { path: table.path, line: 1 }], 'audit-columns');
  }
  return rowsOf(table, columns as Record<Field, string>, workflow, now);
}

function open(statement: Statement, places: Place | Place[], cause: string): SampleLook {
  return { open: [unmet(statement, places, { cause })] };
}

function columnsOf(table: Table): Partial<Record<Field, string>> {
  const found = FIELD_NAMES.flatMap((field) => {
    const column = columnNamed(table, FIELDS[field].columns);
    return column === undefined ? [] : [[field, column] as const];
  });
  return Object.fromEntries(found);
}

function rowsOf(table: Table, columns: Record<Field, string>, workflow: Located<Workflow>, now: number): SampleLook {
  const decisions = new Map((workflow.value.decisions ?? []).map((one) => [one.id, one]));
  const confirmed = columnNamed(table, CONFIRMED);
  const faults: { line: number; fault: Statement }[] = [];
  const rows = table.rows.flatMap(({ line, cells }): AuditRow[] => {
    const cell = (field: Field): string => (cells[columns[field]] ?? '').trim();
    const refuse = (fault: Statement): AuditRow[] => {
      faults.push({ line, fault });
      return [];
    };
    const [time, risk, mode] = [cell('time'), cell('risk'), cell('mode')];
    const at = parseInstant(time);
    const decision = decisions.get(cell('decision'));
    const empty = FIELD_NAMES.find((field) => cell(field) === '');
    if (empty !== undefined) return refuse(messages.emptyCell({ line, what: FIELDS[empty].what }));
    if (at === undefined) return refuse(messages.invalidTime({ line, time }));
    if (at > now) return refuse(messages.futureTime({ line, time }));
    if (decision === undefined) return refuse(messages.unknownDecision({ line, decision: cell('decision') }));
    if (risk.toLowerCase() !== decision.risk)
      return refuse(messages.otherRisk({ line, risk, declared: decision.risk, decision: decision.id }));
    if (mode.toLowerCase().replace(/[\s_]+/g, '-') !== decision.mode)
      return refuse(messages.otherMode({ line, mode, declared: decision.mode, decision: decision.id }));
    const confirmedBy = confirmed === undefined ? '' : (cells[confirmed] ?? '').trim();
    return [{ line, at, actor: cell('actor'), confirmedBy, outcome: cell('outcome'), decision }];
  });
  const { path } = table;
  const cause = `audit-rows:${path}`;
  if (faults.length > 0) {
    const shown = faults.slice(0, MAX_SHOWN);
    const examples = shown.map(({ fault }) => summaryOf(fault)).join('; ');
    const words = { count: faults.length, total: table.rows.length, examples };
    const places = shown.map(({ line }) => ({ path, line }));
    return open(messages.invalidRows(words), places, cause);
  }
  if (rows.length === 0) return open(messages.noAuditRows(), { path }, cause);
  const moments = rows.map(({ at }) => at).sort((a, b) => a - b);
  return { sample: { path, rows, from: moments[0] ?? 0, to: moments.at(-1) ?? 0 } };
}

/** Whether a sample is too old to show how the service works now. `until` is when it will be. */
export function sampleAge(sample: AuditSample, withinDays: number, now: number): { finding?: Finding; until: number } {
  const newest = day(sample.to);
  const until = validUntil(newest, withinDays);
  if (now < until) return { until };
  const words = { day: newest, days: daysBetween(sample.to, now), limit: withinDays, path: sample.path };
  return { until, finding: stale(messages.sampleTooOld(words), { path: sample.path }) };
}
