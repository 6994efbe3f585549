import { defined } from '../../domain/defined.ts';
import type { CaseResult, EvalCase, EvalMetric, EvalRun, PassRule } from '../../domain/eval-results.ts';
import type { EvalMapping } from '../../evidence/schema/evals.ts';
import {
  commitSha,
  type Fields,
  field,
  instant,
  isFields,
  isoFromMs,
  label,
  labels,
  numberField,
  shortMetadata,
  withoutCredentials,
} from './fields.ts';
import { hashInputOf } from './input-hash.ts';
import { follow, parsePath, type Step, valueAt } from './mapping-path.ts';
import { MAX_ROWS, type Refusal, refuse, tooManyRows } from './reading.ts';
import { emptyRun, evalCase, evalMetric, finish, worsen } from './run.ts';
import { isMissingScore, numberOf, verdictOf } from './verdict.ts';

/** Case fields that mark what kind of case it is; other texts of a home-made case may be what the model wrote. */
const MARK_KEYS = [
  'category',
  'kind',
  'class',
  'difficulty',
  'severity',
  'risk',
  'language',
  'locale',
  'cohort',
  'segment',
  'split',
];

/** A parsed home-made file: a document, or the rows of a JSONL or CSV file. */
export type Homemade = { document: unknown } | { rows: unknown[]; table: boolean };

type Row = { key: string | undefined; value: unknown };

/** Thrown inside this file only: `readMapped` turns it into a refusal. */
class BadPath extends Error {}

/** Paths as written, with their steps; parsed once each. */
class Paths {
  private readonly known = new Map<string, Step[]>();

  steps(path: string): Step[] {
    const steps = this.known.get(path) ?? parsePath(path);
    if (steps === undefined) throw new BadPath(path);
    this.known.set(path, steps);
    return steps;
  }

  value(from: unknown, path: string): unknown {
    return valueAt(from, path, this.steps(path));
  }
}

/**
 * Reads a home-made file by its mapping. Each entry of `cases` is a case (each line of JSONL and CSV); `runAt`,
 * `commit` and `model` are looked up in the document, then in the first case. Without cases, `totals` give a run
 * whose case list is not available. A verdict that is null or missing is neither a pass nor a failure.
 */
export function readMapped(source: Homemade, mapping: EvalMapping): EvalRun | Refusal {
  const paths = new Paths();
  try {
    return read(source, mapping, paths);
  } catch (error) {
    if (error instanceof BadPath) {
      return refuse(
        `The mapping has a path that cannot be read: ${label(error.message)}`,
        'Write keys with dots, [*] for each entry, and other signs in quotes: $.results[*]',
      );
    }
    throw error;
  }
}

function read(source: Homemade, mapping: EvalMapping, paths: Paths): EvalRun | Refusal {
  const document = 'document' in source ? source.document : source.rows;
  const table = 'rows' in source && source.table;
  const rows = rowsOf(source, document, mapping, paths);
  if (rows !== undefined && rows.length > MAX_ROWS) return tooManyRows(rows.length);
  if (rows === undefined && mapping.totals === undefined) {
    return refuse(
      'The mapping leads to no case list.',
      'Give `cases` (such as $.results[*]) and `pass`, or `totals` with passed and total.',
    );
  }
  if (rows !== undefined && mapping.pass === undefined) {
    return refuse(
      'The mapping does not say what a pass is.',
      'Give `pass`: a path to a verdict, or {path, gte} for a score.',
    );
  }
  const run = emptyRun('mapped');
  run.caseListAvailable = rows !== undefined;
  run.cases = (rows ?? []).map((row, index) => caseOf(row, index, mapping, paths, table));
  if (rows !== undefined && mapping.pass !== undefined)
    run.passRule = { ...defined({ cases: mapping.cases }), ...ruleOf(mapping.pass, rows, run.cases) };
  const first = rows?.[0]?.value;
  readOrigin(run, [document, first], mapping, paths);
  readTotals(run, document, mapping, paths);
  if (rows === undefined && run.declared === undefined)
    return refuse('The totals of the mapping lead to no numbers.', 'Correct the paths under `totals`.');
  run.metrics = Object.entries(mapping.metrics ?? {}).flatMap(([name, metric]) =>
    metricOf(name, metric, document, rows ?? [], paths),
  );
  const silent = run.cases.filter((one) => one.result === undefined).length;
  if (silent > 0) run.warnings.push(`${silent} of ${run.cases.length} cases have no verdict`);
  if (run.cases.length > 0 && silent === run.cases.length) worsen(run, 'failed', 'no case has a verdict');
  run.extra = { reported: reportedNumbers(document), mapping };
  return finish(run);
}

/** Undefined when no list is there at all; an empty list is a run without cases. */
function rowsOf(source: Homemade, document: unknown, mapping: EvalMapping, paths: Paths): Row[] | undefined {
  if ('rows' in source && mapping.cases === undefined) return source.rows.map((value) => ({ key: undefined, value }));
  if (mapping.cases === undefined) {
    return Array.isArray(document) ? document.map((value) => ({ key: undefined, value })) : undefined;
  }
  const steps = paths.steps(mapping.cases);
  const found = follow(document, steps);
  if (steps.at(-1) === 'each')
    return found.length > 0 || follow(document, steps.slice(0, -1)).length > 0 ? found : undefined;
  return found.length > 0 ? found.flatMap(({ value }) => follow(value, ['each'])) : undefined;
}

function caseOf({ key, value }: Row, index: number, mapping: EvalMapping, paths: Paths, table: boolean): EvalCase {
  const at = (path: string | undefined): unknown => (path === undefined ? undefined : paths.value(value, path));
  const id = at(mapping.id);
  const name = typeof id === 'string' || typeof id === 'number' ? label(String(id)) : label(key ?? '');
  const tags = at(mapping.tags);
  const suite = at(mapping.suite);
  const { result, score } = verdict(value, mapping.pass, paths);
  return evalCase(name || `case ${index + 1}`, {
    result: isError(at(mapping.error)) ? 'error' : result,
    score,
    input: hashInputOf(value),
    // A cell of a table holds a list as text.
    tags: labels(table && typeof tags === 'string' ? tags.split(/[,;|]/) : tags),
    suite: typeof suite === 'string' ? label(suite) || undefined : undefined,
    metadata: marks(value),
  });
}

function isError(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'string') return !isMissingScore(value) && verdictOf(value) !== 'fail';
  return value === true || isFields(value) || (typeof value === 'number' && value !== 0);
}

function verdict(
  row: unknown,
  pass: EvalMapping['pass'],
  paths: Paths,
): { result: CaseResult | undefined; score: number | undefined } {
  if (pass === undefined) return { result: undefined, score: undefined };
  if (typeof pass === 'string') return { result: verdictOf(paths.value(row, pass)), score: undefined };
  const value = paths.value(row, pass.path);
  const score = numberOf(value);
  if (pass.gte === undefined && pass.lte === undefined) {
    if (pass.equals === undefined) return { result: verdictOf(value), score };
    if (value === undefined || value === null) return { result: undefined, score };
    return { result: value === pass.equals || String(value) === String(pass.equals) ? 'pass' : 'fail', score };
  }
  if (score === undefined) return { result: isMissingScore(value) ? 'error' : undefined, score };
  return { result: score >= (pass.gte ?? score) && score <= (pass.lte ?? score) ? 'pass' : 'fail', score };
}

/** Fields that state a verdict by themselves, and the words that can only be a failure. */
const VERDICT_KEY = /^(passed|pass|success|succeeded|ok|verdict)$/i;
const FAILURE = /^(fail|failed|failure)$/i;

/** The rule of the mapping, with what the file shows about it. */
function ruleOf(pass: NonNullable<EvalMapping['pass']>, rows: Row[], cases: EvalCase[]): PassRule {
  const { path, ...conditions } = typeof pass === 'string' ? { path: pass } : pass;
  const scores = cases.flatMap(({ score }) => score ?? []);
  const contradicted = rows.filter(
    ({ value }, index) => cases[index]?.result === 'pass' && isOwnFailure(value, path),
  ).length;
  const range = scores.reduce<[number, number] | undefined>(
    (all, score) => (all === undefined ? [score, score] : [Math.min(all[0], score), Math.max(all[1], score)]),
    undefined,
  );
  return { path, ...defined(conditions), ...defined({ scores: range }), contradicted };
}

/** Whether a row states a failure of its own, while the mapping decides by a field that is no verdict. */
function isOwnFailure(row: unknown, path: string): boolean {
  if (!isFields(row) || VERDICT_KEY.test(path)) return false;
  return Object.entries(row).some(
    ([key, value]) =>
      VERDICT_KEY.test(key) && (value === false || (typeof value === 'string' && FAILURE.test(value.trim()))),
  );
}

/** What marks a case: its `metadata`, its own booleans, and the few texts that name a kind. */
function marks(row: unknown): EvalCase['metadata'] {
  if (!isFields(row)) return {};
  const own: Fields = {};
  for (const [key, value] of Object.entries(row)) {
    if (typeof value === 'boolean' || (MARK_KEYS.includes(key) && typeof value === 'string')) own[key] = value;
  }
  return { ...shortMetadata(own), ...shortMetadata(field(row, 'metadata')) };
}

function readOrigin(run: EvalRun, places: unknown[], mapping: EvalMapping, paths: Paths): void {
  const find = (path: string | undefined): unknown =>
    path === undefined
      ? undefined
      : places.map((place) => paths.value(place, path)).find((value) => value !== undefined);
  const at = find(mapping.runAt);
  // Seconds since 1970 stay under 1e11 until the year 5138; anything above is milliseconds.
  const startedAt = typeof at === 'number' ? isoFromMs(at < 1e11 ? at * 1000 : at) : instant(at);
  if (startedAt !== undefined) run.startedAt = startedAt;
  else if (mapping.runAt !== undefined) run.warnings.push('the time of the run is missing or has no zone');
  const sha = commitSha(find(mapping.commit));
  if (sha !== undefined) run.commit = { sha };
  else if (mapping.commit !== undefined) run.warnings.push('the commit of the run is missing or is no hash');
  const model = find(mapping.model);
  run.models = labels(model).map(withoutCredentials);
}

function readTotals(run: EvalRun, document: unknown, mapping: EvalMapping, paths: Paths): void {
  if (mapping.totals === undefined) return;
  const passed = numberOf(paths.value(document, mapping.totals.passed));
  const total = numberOf(paths.value(document, mapping.totals.total));
  if (passed === undefined || total === undefined) return;
  run.declared = { total, passed };
  if (!run.caseListAvailable) run.warnings.push('only totals are given; no case list to count');
}

/** A number of the document, or the mean over the cases that have one. */
function metricOf(
  name: string,
  metric: NonNullable<EvalMapping['metrics']>[string],
  document: unknown,
  rows: Row[],
  paths: Paths,
): EvalMetric[] {
  const fixed = { higherIsBetter: metric.higherIsBetter, scale: metric.scale };
  const whole = numberOf(paths.value(document, metric.path));
  if (whole !== undefined) return [evalMetric(label(name), whole, fixed)];
  const values = rows
    .map(({ value }) => numberOf(paths.value(value, metric.path)))
    .filter((value) => value !== undefined);
  const n = values.length;
  if (n === 0) return [];
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [evalMetric(label(name), mean, { ...fixed, n, stderr: n > 1 ? Math.sqrt(squares / (n - 1) / n) : undefined })];
}

/** The numbers under `metrics`, `summary` or `totals`, as the file reports them: shown, never judged. */
function reportedNumbers(document: unknown): Record<string, number> {
  const block = ['metrics', 'summary', 'totals', 'stats'].map((key) => field(document, key)).find(isFields) ?? {};
  const numbers = Object.keys(block).flatMap((key) => {
    const value = numberField(block, key);
    return value === undefined || key === '__proto__' ? [] : [[label(key), value] as const];
  });
  return Object.fromEntries(numbers.slice(0, 100));
}
