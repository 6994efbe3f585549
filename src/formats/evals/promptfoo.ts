import type { CaseResult, EvalCase, EvalMetric, EvalRun } from '../../domain/eval-results.ts';
import {
  booleanField,
  commitSha,
  type Fields,
  field,
  instant,
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
import { MAX_ROWS, type Refusal, refuse, tooManyRows } from './reading.ts';
import { emptyRun, evalCase, evalMetric, finish } from './run.ts';

const ERROR_REASON = 2;

/** The summary inside a promptfoo export; versions 1 and 2 also stand bare at the top. Undefined: not promptfoo. */
function summaryOf(json: unknown): Fields | undefined {
  const nested = field(json, 'results');
  if (isFields(nested) && Array.isArray(nested.results)) return nested;
  return isFields(json) && Array.isArray(json.results) ? json : undefined;
}

export function isPromptfooRow(row: unknown): boolean {
  return (
    isFields(row) &&
    'success' in row &&
    ('testIdx' in row || 'vars' in row) &&
    ('provider' in row || 'prompt' in row || 'promptIdx' in row)
  );
}

export function isPromptfoo(json: unknown): boolean {
  const summary = summaryOf(json);
  if (summary === undefined) return false;
  const rows = listField(summary, 'results');
  if (rows.length > 0) return isPromptfooRow(rows[0]);
  return isFields(summary.stats) && (field(json, 'evalId') !== undefined || typeof summary.version === 'number');
}

/**
 * Reads promptfoo's JSON: summary versions 1 to 3. Totals in `stats` count rows, a case is one `testIdx`; with
 * `--repeat` each repeat has its own `testIdx`, so cases are then identified by description and variables.
 */
export function readPromptfoo(json: unknown): EvalRun | Refusal {
  const summary = summaryOf(json);
  if (summary === undefined)
    return refuse(
      'There is no results list of promptfoo in the file.',
      'Write it with `promptfoo eval -o results.json`.',
    );
  const rows = listField(summary, 'results');
  if (rows.length > MAX_ROWS) return tooManyRows(rows.length);
  const repeat = Math.max(
    ...['evaluateOptions', 'commandLineOptions'].map((key) => numberField(json, 'config', key, 'repeat') ?? 1),
    numberField(json, 'runtimeOptions', 'repeat') ?? 1,
  );
  const run = readRows(rows, repeat > 1);
  const version = textField(json, 'metadata', 'promptfooVersion');
  if (version !== undefined) run.toolVersion = label(version);
  const schema = numberField(summary, 'version');
  if (schema !== undefined) run.schemaVersion = String(schema);
  const startedAt = instant(field(summary, 'timestamp')) ?? instant(field(json, 'metadata', 'evaluationCreatedAt'));
  if (startedAt !== undefined) run.startedAt = startedAt;
  const sha = commitSha(field(json, 'config', 'tags', 'commit'));
  if (sha !== undefined) run.commit = { sha };
  const columns = listField(summary, 'prompts');
  const names = providerNames(rows);
  const byColumn = new Map(rows.map((row) => [numberField(row, 'promptIdx'), names(row)]));
  run.metrics = columns.flatMap((column, index) => columnMetrics(column, byColumn.get(index)));
  declare(run, summary);
  run.extra = { ...run.extra, prompts: columns.length, repeat };
  return finish(run, { repeatsExpected: true });
}

/** Reads promptfoo's JSONL: one row per line, no summary, hence no version and no time. */
export function readPromptfooLines(rows: unknown[]): EvalRun | Refusal {
  if (!rows.some(isPromptfooRow))
    return refuse('No line is a row of promptfoo.', 'Write the file with `promptfoo eval -o results.jsonl`.');
  const run = readRows(rows, false);
  run.warnings.push('a file of lines has no version, time or totals; the JSON export has them');
  return finish(run, { repeatsExpected: true });
}

function declare(run: EvalRun, summary: Fields): void {
  const passed = numberField(summary, 'stats', 'successes');
  const failed = numberField(summary, 'stats', 'failures');
  // Before failureReason existed, errors were counted as failures and nothing can be compared.
  const errored = numberField(summary, 'stats', 'errors');
  if (passed === undefined || failed === undefined) return;
  run.declared =
    errored === undefined
      ? { total: passed + failed, passed }
      : { total: passed + failed + errored, passed, failed, errored };
}

function readRows(rows: unknown[], repeated: boolean): EvalRun {
  const run = emptyRun('promptfoo');
  const ids = caseIds(rows, repeated);
  const names = providerNames(rows);
  const columnOf = new Map<string, number>();
  const metadataKeys = new Set<string>();
  let withErrorText = 0;
  rows.forEach((row, index) => {
    if (!isFields(row)) return;
    const one = readRow(row, ids[index] ?? `case ${index + 1}`, names(row));
    run.cases.push(one);
    const column = numberField(row, 'promptIdx') ?? 0;
    if (one.provider !== undefined) columnOf.set(one.provider, Math.min(column, columnOf.get(one.provider) ?? column));
    if (textField(row, 'error') !== undefined) withErrorText++;
    const metadata = field(row, 'testCase', 'metadata');
    if (isFields(metadata)) for (const key of Object.keys(metadata)) metadataKeys.add(label(key));
  });
  run.models = [...columnOf].sort((a, b) => a[1] - b[1]).map(([name]) => name);
  if (columnOf.size > 1) run.warnings.push(`the file compares ${columnOf.size} providers; name the one being promoted`);
  run.extra = {
    rowsWithErrorText: withErrorText,
    metadataKeys: [...metadataKeys].sort().slice(0, 200),
  };
  return run;
}

/** A provider goes by its id; by its label where one id was run in several configurations. */
function providerNames(rows: unknown[]): (row: unknown) => string | undefined {
  const idOf = (row: unknown): string | undefined => textField(row, 'provider', 'id') ?? textField(row, 'provider');
  const labelsOf = new Map<string, Set<string>>();
  for (const row of rows) {
    const id = idOf(row);
    if (id !== undefined)
      labelsOf.set(id, (labelsOf.get(id) ?? new Set()).add(textField(row, 'provider', 'label') ?? ''));
  }
  return (row) => {
    const id = idOf(row);
    if (id === undefined) return undefined;
    const several = (labelsOf.get(id)?.size ?? 0) > 1;
    return withoutCredentials(several ? (textField(row, 'provider', 'label') ?? id) : id);
  };
}

function readRow(row: Fields, id: string, provider: string | undefined): EvalCase {
  const metadata = field(row, 'testCase', 'metadata');
  return evalCase(id, {
    provider,
    result: verdict(row),
    score: numberField(row, 'score'),
    input: hashInput(field(row, 'vars') ?? field(row, 'testCase', 'vars')),
    tags: labels(field(metadata, 'tags'), field(metadata, 'tag')),
    metadata: shortMetadata(metadata),
  });
}

/** `error` also holds the text of an ordinary failed assertion, so it decides only where no reason is written. */
function verdict(row: Fields): CaseResult | undefined {
  const success = booleanField(row, 'success');
  const reason = numberField(row, 'failureReason');
  if (reason === ERROR_REASON) return 'error';
  if (reason === undefined && success !== true && textField(row, 'error') !== undefined && !isFields(row.gradingResult))
    return 'error';
  return success === undefined ? undefined : success ? 'pass' : 'fail';
}

/** One name per row: the test's description where it is one test's alone, otherwise numbered. Variables stay out of it. */
function caseIds(rows: unknown[], repeated: boolean): string[] {
  const numbers = new Map<string, number>();
  const keyed = rows.map((row) => {
    const testIdx = numberField(row, 'testIdx');
    const description = label(textField(row, 'testCase', 'description') ?? textField(row, 'description') ?? '');
    const byContent = testIdx === undefined || repeated;
    const key = byContent ? `${description}\n${variablesOf(row)}` : String(testIdx);
    const known = numbers.get(key);
    const number = known ?? (byContent ? numbers.size : testIdx);
    if (known === undefined) numbers.set(key, number);
    return { description, number };
  });
  const owners = new Map<string, Set<number>>();
  for (const { description, number } of keyed)
    owners.set(description, (owners.get(description) ?? new Set()).add(number));
  return keyed.map(({ description, number }) => {
    if (description === '') return `test ${number}`;
    return owners.get(description)?.size === 1 ? description : `${description} (test ${number})`;
  });
}

function variablesOf(row: unknown): string {
  return JSON.stringify(field(row, 'vars') ?? field(row, 'testCase', 'vars') ?? null);
}

/** `namedScores` is a sum over `namedScoresCount` rows. */
function columnMetrics(column: unknown, group: string | undefined): EvalMetric[] {
  const sums = field(column, 'metrics', 'namedScores');
  if (!isFields(sums)) return [];
  return Object.keys(sums).flatMap((name) => {
    const sum = numberField(sums, name);
    const n = numberField(column, 'metrics', 'namedScoresCount', name);
    if (sum === undefined || n === undefined || n <= 0) return [];
    return [evalMetric(label(name), sum / n, { group, n })];
  });
}
