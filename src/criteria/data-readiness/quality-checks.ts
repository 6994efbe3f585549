import type { WorkflowFile } from '../../domain/conventions.ts';
import { addDays, day, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, quote, stale, unmet } from '../../domain/finding.ts';
import { summaryOf } from '../../domain/message.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import { columnNamed, type Table } from '../../domain/table.ts';
import type { RunFact } from '../../engine/fact-requests.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import { openTable } from '../shared/tables/named-rows.ts';
import { ageOfRows, passRate, shareWords } from './quality-rate.ts';
import { noSources } from './sources.ts';

type Check = NonNullable<NonNullable<DataSources['sources']>[number]['checks']>[number];

export interface QualityQuestion {
  sources: Located<DataSources>;
  files: Named;
  workflows: Observation<WorkflowFile[]>;
  /** The share of rows that has to pass. */
  target: number | undefined;
  withinDays: number;
  now: number;
}

const PRODUCTION = /^(prod|production|live)\b/i;

/** Workflows that run the checks, each once, to be asked about. */
export function checkWorkflows(sources: Located<DataSources>): string[] {
  const all = (sources.value.sources ?? []).flatMap(({ checks = [] }) =>
    checks.flatMap(({ workflow }) => workflow ?? []),
  );
  return [...new Set(all)];
}

/** Whether every source is checked automatically, against production, lately, and enough of it passes. */
export function judgeQuality(question: QualityQuestion): Finding[] {
  const { sources, target } = question;
  const none = noSources(sources);
  if (none !== undefined) return [none];
  if (target === undefined)
    return [
      unmet('Nothing says how much of the data has to pass its checks', sources.at('qualityTarget'), {
        cause: 'no-data-quality-target',
        remedy:
          'Write quality-target (such as 0.98) in readiness/data-sources.yaml, or an objective for data-quality under slos.',
      }),
    ];
  const list = sources.value.sources ?? [];
  const findings = list.flatMap(({ id, checks = [] }, index): Finding[] =>
    checks.length === 0
      ? [
          unmet(`No automatic check watches ${id}`, sources.at('sources', index), {
            part: id,
            remedy: `Add a check to ${id}: id, what, workflow (scheduled) and observations (rows with date, passed, rows).`,
          }),
        ]
      : checks.map((check, at) => judgeCheck(check, id, sources.at('sources', index, 'checks', at), question, target)),
  );
  const open = findings.filter(({ outcome }) => outcome !== 'met');
  if (open.length > 0) return open;
  const until = Math.min(...findings.flatMap((finding) => finding.until ?? []));
  return [met(findings.map(summaryOf).join('; '), sources.at('sources'), { until })];
}

function judgeCheck(check: Check, source: string, place: Place, question: QualityQuestion, target: number): Finding {
  const { workflows, files, withinDays, now } = question;
  const say = (problem: string, remedy: string): Finding =>
    unmet(`The check ${check.id} of ${source} ${problem}`, place, { part: source, remedy });
  const flows = workflows.state === 'seen' ? workflows.value : [];
  const flow = flows.find(({ path }) => path === check.workflow?.replace(/^(\.\/)+/, ''));
  if (check.workflow === undefined) return say('is run by no workflow', 'Name the workflow file that runs it.');
  if (flow === undefined)
    return say(`names ${quote(check.workflow, 90)}, which is no workflow of this repository`, 'Correct the path.');
  if (!flow.triggers.includes('schedule'))
    return say(
      `is not scheduled: ${flow.path} only starts by ${flow.triggers.join(', ') || 'nothing'}`,
      'Add `on: schedule` to the workflow.',
    );
  if (check.observations === undefined)
    return say(
      'keeps no results',
      'Have the workflow write one row a run (date, passed, rows) and name the file under observations.',
    );
  const look = openTable(`The results of the check ${check.id}`, check.observations, files, place);
  if ('open' in look) return { ...look.open, part: source };
  const own = ownRows(look.table, source, check.id);
  const environment = columnNamed(look.table, ['environment', 'env']);
  const live =
    environment === undefined ? own : own.filter(({ cells }) => PRODUCTION.test((cells[environment] ?? '').trim()));
  if (environment === undefined && !flow.environments.some((name) => PRODUCTION.test(name)))
    return say(
      'does not show that it looks at production',
      'Add a column environment to its rows, or run it in the environment production of the workflow.',
    );
  if (live.length === 0)
    return say(
      own.length === 0 ? `has no rows in ${look.table.path}` : 'was never run against production',
      'Run it against production and keep its rows.',
    );
  const found = passRate({ ...look.table, rows: live }, withinDays, now);
  if ('problem' in found)
    return say(`cannot be recomputed: ${look.table.path} ${found.problem}`, 'Correct the rows or export them again.');
  const { old, until } = ageOfRows(found.to, withinDays, now);
  if (old !== undefined)
    return stale(
      `The check ${check.id} of ${source} last ran on ${found.to}, ${old} days ago; ${withinDays} at most`,
      place,
      {
        part: source,
        remedy: 'Let the scheduled workflow run, and commit its newest rows.',
      },
    );
  const words = `${shareWords(found.rate)} of ${found.found.n} rows of ${source} passed ${check.id}`;
  if (found.rate < target - 1e-12)
    return say(
      `fails: ${words}, ${shareWords(target)} are asked`,
      `Repair what makes the rows of ${source} bad, at its source.`,
    );
  return met(words, place, { until });
}

/** The rows of that source and check, where the table says of which they are. */
function ownRows(table: Table, source: string, check: string): Table['rows'] {
  const sourceColumn = columnNamed(table, ['source', 'data-source']);
  const checkColumn = columnNamed(table, ['check', 'check-id']);
  return table.rows.filter(
    ({ cells }) =>
      (sourceColumn === undefined || (cells[sourceColumn] ?? '').trim() === source) &&
      (checkColumn === undefined || (cells[checkColumn] ?? '').trim() === check),
  );
}

/** Whether GitHub saw the workflows run lately. */
export function confirmQuality(question: QualityQuestion, runs: RunFact[]): Finding[] {
  const { sources, withinDays, now } = question;
  const found = checkWorkflows(sources).flatMap((path, index): Finding[] => {
    const run = runs[index];
    const at = parseInstant(run?.at ?? '');
    const place = { path };
    const remedy = 'Let the workflow run on its schedule, on the default branch, until it succeeds.';
    if (!run?.found || at === undefined)
      return [unmet(`GitHub knows no run of ${path} on the default branch`, place, { remedy })];
    if (run.conclusion !== 'success')
      return [
        unmet(`The newest run of ${path} ended ${quote(run.conclusion ?? 'without a conclusion')}`, place, { remedy }),
      ];
    return now < addDays(at, withinDays)
      ? []
      : [stale(`${path} last ran on ${day(at)}; ${withinDays} days ago at most`, place, { remedy })];
  });
  return found.length > 0 ? found : judgeQuality(question);
}
