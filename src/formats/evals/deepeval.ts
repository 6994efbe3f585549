import { defined } from '../../domain/defined.ts';
import type { CaseResult, EvalCase, EvalRun } from '../../domain/eval-results.ts';
import {
  booleanField,
  field,
  isFields,
  label,
  labels,
  listField,
  numberField,
  shortMetadata,
  textField,
  withoutCredentials,
} from './fields.ts';
import { hashInput } from './input-hash.ts';
import { baseName, MAX_ROWS, type Refusal, refuse, tooManyRows } from './reading.ts';
import { emptyRun, evalCase, evalMetric, finish } from './run.ts';

/** Of so many metric results the thresholds and judges are shown by `inspect`. */
const MAX_SHOWN = 1000;

export function isDeepeval(json: unknown): boolean {
  if (!isFields(json)) return false;
  if ('testRunData' in json || 'testRunLink' in json) return true;
  return (
    (Array.isArray(json.testCases) || Array.isArray(json.conversationalTestCases)) &&
    ('metricsScores' in json || 'testPassed' in json)
  );
}

/**
 * Reads DeepEval's run file, with or without its `testRunData` wrapper. The verdict is `success`: some metrics are
 * lower-is-better, so scores are never compared with thresholds here. The file states no time, version or commit.
 */
export function readDeepeval(json: unknown, path: string): EvalRun | Refusal {
  if (baseName(path) === '.temp_test_run_data.json') {
    return refuse(
      'This is the file DeepEval keeps while a run is going on.',
      'Let the run finish and use `.deepeval/.latest_test_run.json`.',
    );
  }
  const wrapped = field(json, 'testRunData');
  const data = isFields(wrapped) ? wrapped : json;
  const rows = [...listField(data, 'testCases'), ...listField(data, 'conversationalTestCases')];
  if (rows.length === 0 && textField(json, 'testRunLink') !== undefined) {
    return refuse(
      "The file holds only a link to DeepEval's cloud.",
      'Set DEEPEVAL_RESULTS_FOLDER and use the test_run file written there.',
    );
  }
  if (rows.length > MAX_ROWS) return tooManyRows(rows.length);
  const run = emptyRun('deepeval');
  run.cases = rows.flatMap((row, index) => (isFields(row) ? [readCase(row, index)] : []));
  const declared = { passed: numberField(data, 'testPassed'), failed: numberField(data, 'testFailed') };
  if (declared.passed !== undefined && declared.failed !== undefined) {
    // DeepEval counts a case whose metric broke as failed; the two are kept apart here.
    const errored = run.cases.filter((one) => one.result === 'error').length;
    run.declared = {
      total: declared.passed + declared.failed,
      passed: declared.passed,
      failed: declared.failed - errored,
    };
  }
  readMetrics(run, data);
  const model = textField(data, 'hyperparameters', 'model') ?? textField(data, 'hyperparameters', 'llm');
  if (model !== undefined) run.models = [withoutCredentials(model)];
  const metrics = rows.flatMap((row) => listField(row, 'metricsData'));
  const named = /^test_run_(\d{8}_\d{6})/.exec(baseName(path))?.[1];
  run.warnings.push('the file states no time, version or commit');
  run.extra = {
    ...run.extra,
    wrapper: isFields(wrapped) ? 'testRunData' : undefined,
    thresholds: Object.fromEntries(
      metrics.slice(0, MAX_SHOWN).flatMap((m) => pair(textField(m, 'name'), numberField(m, 'threshold'))),
    ),
    judges: labels(metrics.slice(0, MAX_SHOWN).map((m) => textField(m, 'evaluationModel'))),
    metricErrors: metrics.filter((m) => field(m, 'error') != null).length,
    testPassed: declared.passed,
    testFailed: declared.failed,
    ...defined({ localTimeInName: named }),
  };
  return finish(run);
}

function pair(name: string | undefined, value: number | undefined): [string, number][] {
  return name === undefined || name === '__proto__' || value === undefined ? [] : [[label(name), value]];
}

function readCase(row: Record<string, unknown>, index: number): EvalCase {
  return evalCase(label(textField(row, 'name') ?? '') || `test case ${index + 1}`, {
    result: verdict(row),
    input: hashInput(row.input),
    tags: labels(row.tags),
    metadata: shortMetadata(row.metadata),
  });
}

/** A case that failed only because a metric could not be computed was not measured. */
function verdict(row: Record<string, unknown>): CaseResult | undefined {
  const success = booleanField(row, 'success');
  if (success !== false) return success === undefined ? undefined : 'pass';
  const deciding = listField(row, 'metricsData').filter((m) => booleanField(m, 'flaky') !== true);
  const broken = deciding.some((m) => field(m, 'error') != null);
  const failed = deciding.some((m) => field(m, 'error') == null && booleanField(m, 'success') === false);
  return broken && !failed ? 'error' : 'fail';
}

function readMetrics(run: EvalRun, data: unknown): void {
  const summary: Record<
    string,
    { passes?: number | undefined; fails?: number | undefined; errors?: number | undefined }
  > = {};
  for (const entry of listField(data, 'metricsScores')) {
    const name = label(textField(entry, 'metric') ?? '');
    const scores = listField(entry, 'scores').filter((score): score is number => typeof score === 'number');
    if (name === '' || name === '__proto__') continue;
    summary[name] = {
      passes: numberField(entry, 'passes'),
      fails: numberField(entry, 'fails'),
      errors: numberField(entry, 'errors'),
    };
    if (scores.length === 0) continue;
    run.metrics.push(
      evalMetric(name, scores.reduce((sum, score) => sum + score, 0) / scores.length, { n: scores.length }),
    );
  }
  run.extra = { metrics: summary };
}
