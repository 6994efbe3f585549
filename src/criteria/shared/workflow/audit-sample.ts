import { addDays, daysBetween, endOfDay, parseInstant } from '../../../domain/dates.ts';
import { type Finding, quote, stale, unmet } from '../../../domain/finding.ts';
import { columnNamed, type Table } from '../../../domain/table.ts';
import type { Located, Named } from '../../../engine/inputs.ts';
import type { Integration } from '../../../evidence/schema/integration.ts';
import type { Workflow } from '../../../evidence/schema/workflow.ts';
import { openTable } from '../tables/named-rows.ts';

/** The audit-log sample: what the running service wrote down about each decision, row by row. */

type Decision = NonNullable<Workflow['decisions']>[number];

/** One row that names a declared decision. `decision` is what the workflow says of it: a row cannot lower its own risk. */
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
  columns: Partial<Record<Field, string>>;
}

/** What a row has to tell, with the column names that tell it. */
const FIELDS = {
  time: ['time', 'at', 'timestamp'],
  actor: ['actor'],
  input: ['input', 'input-ref', 'input-reference', 'input-id'],
  version: ['model-version', 'prompt-version', 'model', 'prompt', 'version'],
  decision: ['decision', 'decision-id'],
  risk: ['risk', 'risk-tier'],
  mode: ['mode'],
  override: ['override', 'overridden'],
  outcome: ['outcome', 'result'],
} as const;
type Field = keyof typeof FIELDS;
const CONFIRMED = ['confirmed-by', 'confirmation', 'confirmed'];

const SHOWN = 4;

export type SampleLook = { sample: AuditSample } | { open: Finding[] };

/** Reads the sample that `integration.audit-log` names and checks every row; any fault of a row is open. */
export function readAuditSample(
  integration: Located<Integration>,
  files: Named,
  workflow: Located<Workflow>,
  now: number,
): SampleLook {
  const { auditLog } = integration.value;
  const place = integration.at('auditLog', 'sample');
  if (auditLog === undefined)
    return {
      open: [
        unmet('No sample of the audit log is named', integration.at('auditLog'), {
          cause: 'no-audit-sample',
          remedy:
            'Export some days of the audit log as CSV and name it: audit-log: { sample, retention-days } in readiness/integration.yaml.',
        }),
      ],
    };
  const look = openTable('The audit log sample', auditLog.sample, files, place);
  if ('open' in look) return { open: [look.open] };
  const { table } = look;
  const columns = columnsOf(table);
  const lacking = (Object.keys(FIELDS) as Field[]).filter((field) => columns[field] === undefined);
  if (lacking.length > 0)
    return {
      open: [
        unmet(
          `The audit log does not record ${lacking.map((field) => WORDS[field]).join(', ')}`,
          [place, { path: table.path, line: 1 }],
          {
            cause: 'audit-columns',
            remedy: `Log it, and export it in the columns ${lacking.map((field) => FIELDS[field][0]).join(', ')}.`,
          },
        ),
      ],
    };
  return rowsOf(table, columns as Record<Field, string>, workflow, now);
}

const WORDS: Record<Field, string> = {
  time: 'the time',
  actor: 'who acted',
  input: 'which input it was about',
  version: 'the version of model or prompt',
  decision: 'which decision it was',
  risk: 'the risk tier',
  mode: 'the mode (auto, confirm, human-only)',
  override: 'whether a person overrode it',
  outcome: 'the outcome',
};

function columnsOf(table: Table): Partial<Record<Field, string>> {
  const found = (Object.keys(FIELDS) as Field[]).flatMap((field) => {
    const column = columnNamed(table, FIELDS[field]);
    return column === undefined ? [] : [[field, column] as const];
  });
  return Object.fromEntries(found);
}

function rowsOf(table: Table, columns: Record<Field, string>, workflow: Located<Workflow>, now: number): SampleLook {
  const decisions = new Map((workflow.value.decisions ?? []).map((one) => [one.id, one]));
  const confirmed = columnNamed(table, CONFIRMED);
  const faults: { line: number; says: string }[] = [];
  const rows = table.rows.flatMap(({ line, cells }): AuditRow[] => {
    const cell = (field: Field): string => (cells[columns[field]] ?? '').trim();
    const refuse = (says: string): AuditRow[] => {
      faults.push({ line, says });
      return [];
    };
    const at = parseInstant(cell('time'));
    const decision = decisions.get(cell('decision'));
    const empty = (Object.keys(FIELDS) as Field[]).find((field) => cell(field) === '');
    if (empty !== undefined) return refuse(`${WORDS[empty]} is empty`);
    if (at === undefined) return refuse(`${quote(cell('time'), 40)} is no date`);
    if (at > now) return refuse(`${quote(cell('time'), 40)} has not come yet`);
    if (decision === undefined) return refuse(`${quote(cell('decision'), 40)} is no decision of the workflow`);
    if (cell('risk').toLowerCase() !== decision.risk)
      return refuse(`risk ${quote(cell('risk'), 20)}, the workflow says ${decision.risk} for ${decision.id}`);
    if (
      cell('mode')
        .toLowerCase()
        .replace(/[\s_]+/g, '-') !== decision.mode
    )
      return refuse(`mode ${quote(cell('mode'), 20)}, the workflow says ${decision.mode} for ${decision.id}`);
    const by = confirmed === undefined ? '' : (cells[confirmed] ?? '').trim();
    return [{ line, at, actor: cell('actor'), confirmedBy: by, outcome: cell('outcome'), decision }];
  });
  const shown = faults.slice(0, SHOWN);
  if (faults.length > 0)
    return {
      open: [
        unmet(
          `${faults.length} of ${table.rows.length} rows of the audit log do not hold: ${shown.map(({ line, says }) => `line ${line}: ${says}`).join('; ')}`,
          shown.map(({ line }) => ({ path: table.path, line })),
          {
            cause: `audit-rows:${table.path}`,
            remedy: 'Correct what the service logs (or the workflow), and export the sample again.',
          },
        ),
      ],
    };
  if (rows.length === 0)
    return {
      open: [
        unmet(
          'The audit log sample has no rows',
          { path: table.path },
          {
            cause: `audit-rows:${table.path}`,
            remedy: 'Export some days of the audit log.',
          },
        ),
      ],
    };
  const moments = rows.map(({ at }) => at).sort((a, b) => a - b);
  return { sample: { path: table.path, rows, columns, from: moments[0] ?? 0, to: moments.at(-1) ?? 0 } };
}

/** A sample too old to speak for today. `until` is when it will be. */
export function sampleAge(sample: AuditSample, withinDays: number, now: number): { finding?: Finding; until: number } {
  const newest = new Date(sample.to).toISOString().slice(0, 10);
  const until = addDays(endOfDay(newest) ?? 0, withinDays);
  if (now < until) return { until };
  return {
    until,
    finding: stale(
      `The newest row of the audit log sample is ${daysBetween(sample.to, now)} days old (${newest}); ${withinDays} at most`,
      { path: sample.path },
      { remedy: `Export the newest days of the audit log to ${sample.path}.` },
    ),
  };
}
