import type { WorkflowFile } from '../../domain/conventions.ts';
import { addDays, day, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import { type Statement, summaryOf } from '../../domain/message.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import { columnNamed, type Table } from '../../domain/table.ts';
import { untilEarliest } from '../../domain/until.ts';
import type { Found } from '../../engine/criterion.ts';
import type { RunFact } from '../../engine/fact-answers.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { dated, validUntil } from '../shared/shape-checks.ts';
import { openTable } from '../shared/tables/named-rows.ts';
import { messages } from './messages.ts';
import { isBelow, passRate, percent, qualityTarget } from './quality-rate.ts';
import type { Source } from './sources.ts';

export interface QualityEvidence {
  sources: Found<Located<DataSources>>;
  files: Found<Named>;
  metrics: Observation<Located<Metrics>>;
  workflows: Observation<WorkflowFile[]>;
}

interface Limits {
  /** The share of rows that must pass. */
  target: number;
  withinDays: number;
  now: number;
}

const PRODUCTION = /^(prod|production|live)\b/i;

/** The workflows that run the checks, each once. */
export function checkWorkflows(sources: Located<DataSources>): string[] {
  const checks = (sources.value.sources ?? []).flatMap((source) => source.checks ?? []);
  return [...new Set(checks.flatMap(({ workflow }) => workflow ?? []))];
}

/** Whether every source is checked automatically and recently, in production, and enough of its rows pass. */
export function judgeQuality(evidence: QualityEvidence, withinDays: number, now: number): Finding[] {
  const sources = evidence.sources.value;
  const target = qualityTarget(sources, evidence.metrics);
  if (target === undefined) {
    const cause = 'no-data-quality-target';
    return [unmet(messages.noQualityTarget(), sources.at('qualityTarget'), { cause })];
  }
  const findings = (sources.value.sources ?? []).flatMap(({ id, checks = [] }, index): Finding[] =>
    checks.length === 0
      ? [unmet(messages.noCheck({ source: id }), sources.at('sources', index), { part: id })]
      : checks.map((check, at) => {
          const place = sources.at('sources', index, 'checks', at);
          return { ...judgeCheck(check, id, place, evidence, { target, withinDays, now }), part: id };
        }),
  );
  const open = findings.filter(({ outcome }) => outcome !== 'met');
  if (open.length > 0) return open;
  const until = untilEarliest(findings.map((finding) => finding.until));
  return [met(messages.checksPassed({ checks: findings.map(summaryOf) }), sources.at('sources'), until)];
}

function judgeCheck(
  { id, workflow, observations }: NonNullable<Source['checks']>[number],
  source: string,
  place: Place,
  { workflows, files }: QualityEvidence,
  { target, withinDays, now }: Limits,
): Finding {
  const named = { check: id, source };
  const open = (statement: Statement): Finding => unmet(statement, place);
  if (workflow === undefined) return open(messages.checkWithoutWorkflow(named));
  const flows = workflows.state === 'seen' ? workflows.value : [];
  const flow = flows.find(({ path }) => path === workflow.replace(/^(\.\/)+/, ''));
  if (flow === undefined) return open(messages.checkWorkflowMissing({ ...named, path: workflow }));
  const { path, triggers } = flow;
  if (!triggers.includes('schedule'))
    return open(messages.checkNotScheduled({ ...named, path, triggers: triggers.length > 0 ? triggers : 'none' }));
  if (observations === undefined) return open(messages.checkWithoutResults(named));
  const look = openTable(`The results of the check ${id}`, observations, files.value, place);
  if ('open' in look) return look.open;
  const { table } = look;
  const own = ownRows(table, source, id);
  const environment = columnNamed(table, ['environment', 'env']);
  if (environment === undefined && !flow.environments.some((name) => PRODUCTION.test(name)))
    return open(messages.checkEnvironmentUnknown(named));
  if (own.length === 0) return open(messages.checkWithoutRows({ ...named, path: table.path }));
  const rows = own.filter(
    ({ cells }) => environment === undefined || PRODUCTION.test((cells[environment] ?? '').trim()),
  );
  if (rows.length === 0) return open(messages.checkNeverInProduction(named));
  const found = passRate({ ...table, rows }, withinDays, now);
  if ('problem' in found) return open(messages.checkNotCountable({ ...named, problem: found.problem }));
  const [old] = dated(found.to, now, { what: `The newest result of the check ${id} of ${source}`, place }, withinDays);
  if (old !== undefined) return old;
  const words = { ...named, rate: percent(found.rate), rows: found.rows };
  return isBelow(found.rate, target)
    ? open(messages.checkRateTooLow({ ...words, target: percent(target) }))
    : met(messages.checkRate(words), place, { until: validUntil(found.to, withinDays) });
}

/** The rows of that source and check, where the table names them. */
function ownRows(table: Table, source: string, check: string): Table['rows'] {
  const sourceColumn = columnNamed(table, ['source', 'data-source']);
  const checkColumn = columnNamed(table, ['check', 'check-id']);
  return table.rows.filter(
    ({ cells }) =>
      (sourceColumn === undefined || (cells[sourceColumn] ?? '').trim() === source) &&
      (checkColumn === undefined || (cells[checkColumn] ?? '').trim() === check),
  );
}

/** Workflows that did not succeed recently. `runs` are in the order of `checkWorkflows`. */
export function qualityObjections(
  sources: Located<DataSources>,
  runs: RunFact[],
  withinDays: number,
  now: number,
): Finding[] {
  return checkWorkflows(sources).flatMap((path, index): Finding[] => {
    const { found = false, conclusion = 'no conclusion', at = '' } = runs[index] ?? {};
    const ran = parseInstant(at);
    const place = { path };
    if (!found || ran === undefined) return [unmet(messages.workflowNeverRan({ path }), place)];
    if (conclusion !== 'success') return [unmet(messages.workflowFailed({ path, conclusion }), place)];
    const words = { path, on: day(ran), limit: withinDays };
    return now < addDays(ran, withinDays) ? [] : [stale(messages.workflowRunTooOld(words), place)];
  });
}
