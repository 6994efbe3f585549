import type { CaseResult, EvalCase, EvalRun } from '../../domain/eval-results.ts';
import {
  booleanField,
  commitSha,
  type Fields,
  field,
  instant,
  isFields,
  isoFromMs,
  label,
  labels,
  listField,
  numberField,
  shortMetadata,
  textField,
  withoutCredentials,
} from './fields.ts';
import { MAX_ROWS, type Refusal, refuse, tooManyRows } from './reading.ts';
import { emptyRun, evalCase, finish } from './run.ts';

/** `other` stands for timed out, broken or interrupted: not measured, so neither pass nor fail. */
const RESULTS: Record<string, CaseResult> = {
  passed: 'pass',
  failed: 'fail',
  skipped: 'skip',
  pending: 'skip',
  other: 'error',
};

export function isCtrf(json: unknown): boolean {
  const results = field(json, 'results');
  return (
    field(json, 'reportFormat') === 'CTRF' ||
    (isFields(results) && isFields(results.summary) && Array.isArray(results.tests))
  );
}

/** Reads a Common Test Report (ctrf.io). `suite` is a text in older files and a list in the current schema. */
export function readCtrf(json: unknown): EvalRun | Refusal {
  const results = field(json, 'results');
  const tests = listField(results, 'tests');
  if (!isFields(results) || !Array.isArray(results.tests))
    return refuse('There is no results.tests list in the file.', 'Write the report with a CTRF reporter.');
  if (tests.length > MAX_ROWS) return tooManyRows(tests.length);
  const run = emptyRun('ctrf');
  const rows = tests.filter(isFields);
  run.cases = rows.map(readTest);
  const version = textField(results, 'tool', 'version');
  if (version !== undefined) run.toolVersion = label(version);
  const spec = textField(json, 'specVersion');
  if (spec !== undefined) run.schemaVersion = label(spec);
  const startMs = numberField(results, 'summary', 'start');
  const stopMs = numberField(results, 'summary', 'stop');
  const startedAt = isoFromMs(startMs) ?? instant(field(json, 'timestamp'));
  if (startedAt !== undefined) run.startedAt = startedAt;
  const finishedAt = isoFromMs(stopMs);
  if (finishedAt !== undefined) run.finishedAt = finishedAt;
  const sha = commitSha(field(results, 'environment', 'commit'));
  const origin = textField(results, 'environment', 'repositoryUrl');
  if (sha !== undefined) run.commit = { sha, ...(origin === undefined ? {} : { origin: withoutCredentials(origin) }) };
  declare(run, results);
  const flaky = rows.filter((row) => booleanField(row, 'flaky') === true).length;
  if (flaky > 0) run.warnings.push(`${flaky} cases passed only after a retry`);
  run.extra = {
    framework: label(textField(results, 'tool', 'name') ?? ''),
    reportedAt: instant(field(json, 'timestamp')),
    startMs,
    stopMs,
    statuses: countStatuses(rows),
  };
  return finish(run);
}

function declare(run: EvalRun, results: Fields): void {
  const count = (key: string): number => numberField(results, 'summary', key) ?? 0;
  const total = numberField(results, 'summary', 'tests');
  if (total === undefined) return;
  run.declared = {
    total,
    passed: count('passed'),
    failed: count('failed'),
    errored: count('other'),
    skipped: count('skipped') + count('pending'),
  };
}

function countStatuses(rows: Fields[]): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(Object.keys(RESULTS).map((status) => [status, 0]));
  for (const row of rows) {
    const status = textField(row, 'status');
    if (status !== undefined && Object.hasOwn(RESULTS, status)) counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

function readTest(row: Fields, index: number): EvalCase {
  const suite = label(labels(field(row, 'suite')).join(' > '));
  const name = label(textField(row, 'name') ?? '') || `test ${index + 1}`;
  const place = suite || label(textField(row, 'filePath') ?? '');
  const status = textField(row, 'status') ?? '';
  const rowLabels = field(row, 'labels');
  const metadata = shortMetadata(rowLabels);
  if (booleanField(row, 'flaky') === true) metadata.flaky = true;
  return evalCase(place === '' ? name : `${place} > ${name}`, {
    result: Object.hasOwn(RESULTS, status) ? RESULTS[status] : undefined,
    suite: suite || undefined,
    tags: labels(field(row, 'tags'), Array.isArray(rowLabels) ? rowLabels : undefined),
    metadata,
  });
}
