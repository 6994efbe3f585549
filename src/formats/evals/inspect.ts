import { defined } from '../../domain/defined.ts';
import type { CaseResult, EvalCase, EvalRun } from '../../domain/eval-results.ts';
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
import { emptyRun, evalCase, evalMetric, finish, worsen } from './run.ts';

/** How Inspect turns a scorer's letter or word into a number. */
const VALUES: Record<string, number> = { C: 1, I: 0, P: 0.5, N: 0, yes: 1, true: 1, no: 0, false: 0 };

/** Names of metadata keys shown by `inspect`; a file may have one per sample. */
const MAX_KEYS = 200;

export function isInspect(json: unknown): boolean {
  const spec = field(json, 'eval');
  return isFields(spec) && typeof spec.task === 'string' && (typeof spec.model === 'string' || isFields(spec.dataset));
}

/**
 * Reads an Inspect log: the header keys of the JSON log or of `header.json`, with `samples` from the log or from
 * `summaries.json`. A row is a sample in one epoch; rows of a sample share its id. A row passes when every scorer
 * gave C, true or 1; a scorer that gave nothing (NaN) does not speak.
 */
export function readInspect(json: unknown, samples: unknown[] = listField(json, 'samples')): EvalRun | Refusal {
  if (!isInspect(json))
    return refuse('There is no eval block of Inspect in the file.', 'Use the log that Inspect wrote, `.eval` or JSON.');
  if (samples.length > MAX_ROWS) return tooManyRows(samples.length);
  const run = emptyRun('inspect_ai');
  const spec = field(json, 'eval');
  const rows = samples.filter(isFields);
  run.cases = rows.map(readSample);
  run.caseListAvailable = rows.length > 0 || numberField(json, 'results', 'total_samples') === undefined;
  readOrigin(run, json, spec);
  readMetrics(run, json);
  const total = numberField(json, 'results', 'total_samples');
  if (total !== undefined) run.declared = { total };
  readStatus(run, json, spec, total);
  const graded = rows.some((row) =>
    Object.values(scoresOf(row)).some((score) => ![undefined, 0, 1, 0.5].includes(numberOf(field(score, 'value')))),
  );
  if (graded) run.warnings.push('scores are grades, not right or wrong; only a value of 1 counts as a pass');
  const scorers = new Set(rows.flatMap((row) => Object.keys(scoresOf(row))));
  if (scorers.size > 1) run.warnings.push(`a case passes when all of its ${scorers.size} scorers pass it`);
  run.extra = {
    ...run.extra,
    samplesInFile: rows.length,
    erroredInFile: run.cases.filter((one) => one.result === 'error').length,
    sampleValues: countValues(rows),
    metadataKeys: [...new Set(rows.flatMap((row) => (isFields(row.metadata) ? Object.keys(row.metadata) : [])))]
      .slice(0, MAX_KEYS)
      .map(label)
      .sort(),
  };
  return finish(run, { repeatsExpected: (numberField(spec, 'config', 'epochs') ?? 1) > 1 });
}

function readOrigin(run: EvalRun, json: unknown, spec: unknown): void {
  const version = textField(spec, 'packages', 'inspect_ai');
  if (version !== undefined) run.toolVersion = label(version);
  const schema = numberField(json, 'version');
  if (schema !== undefined) run.schemaVersion = String(schema);
  const startedAt = instant(field(spec, 'created')) ?? instant(field(json, 'stats', 'started_at'));
  if (startedAt !== undefined) run.startedAt = startedAt;
  const finishedAt = instant(field(json, 'stats', 'completed_at'));
  if (finishedAt !== undefined) run.finishedAt = finishedAt;
  const model = textField(spec, 'model');
  if (model !== undefined && model !== 'none/none') run.models = [withoutCredentials(model)];
  const sha = commitSha(field(spec, 'revision', 'commit'));
  const dirty = booleanField(spec, 'revision', 'dirty');
  const origin = textField(spec, 'revision', 'origin');
  if (sha !== undefined) {
    run.commit = {
      sha,
      ...defined({ dirty }),
      ...(origin === undefined ? {} : { origin: withoutCredentials(origin) }),
    };
  }
  const tags = Array.isArray(field(spec, 'tags')) ? labels(field(spec, 'tags')) : null;
  run.extra = {
    task: label(textField(spec, 'task') ?? ''),
    taskTags: tags,
    datasetSamples: numberField(spec, 'dataset', 'samples') ?? null,
    limit: field(spec, 'config', 'limit') === undefined ? null : limitText(field(spec, 'config', 'limit')),
    epochs: numberField(spec, 'config', 'epochs') ?? 1,
    status: label(textField(json, 'status') ?? 'started'),
    totalSamples: numberField(json, 'results', 'total_samples') ?? null,
    completedSamples: numberField(json, 'results', 'completed_samples') ?? null,
  };
}

/** A limit is a count or a range of two. */
function limitText(limit: unknown): number | string | null {
  if (typeof limit === 'number') return limit;
  return Array.isArray(limit)
    ? limit
        .slice(0, 2)
        .filter((end) => typeof end === 'number')
        .join('-')
    : null;
}

function readStatus(run: EvalRun, json: unknown, spec: unknown, total: number | undefined): void {
  const status = textField(json, 'status') ?? 'started';
  if (booleanField(json, 'invalidated') === true) worsen(run, 'failed', 'invalidated');
  if (status === 'error') worsen(run, 'failed', 'error');
  else if (status === 'cancelled') worsen(run, 'partial', 'cancelled');
  else if (status !== 'success') worsen(run, 'partial', 'started, never finished');
  const completed = numberField(json, 'results', 'completed_samples');
  if (total !== undefined && completed !== undefined && completed < total)
    worsen(run, 'partial', `${completed} of ${total} samples completed`);
  const size = numberField(spec, 'dataset', 'samples');
  const limit = field(spec, 'config', 'limit');
  const chosen = listField(spec, 'dataset', 'sample_ids').length;
  const partOfSet =
    typeof limit === 'number'
      ? size === undefined || limit < size
      : Array.isArray(limit) || (chosen > 0 && size !== undefined && chosen < size);
  if (partOfSet)
    worsen(
      run,
      'partial',
      limit == null
        ? `${chosen} of ${size} samples chosen`
        : `limit ${limitText(limit)} of ${size ?? 'unknown'} samples`,
    );
}

/** Old logs have one scorer with `results.metrics`; newer ones a list under `results.scores`. */
function readMetrics(run: EvalRun, json: unknown): void {
  const results = field(json, 'results');
  const scores = listField(results, 'scores');
  let withoutNumber = 0;
  for (const score of scores.length > 0 ? scores : [results]) {
    const metrics = field(score, 'metrics');
    if (!isFields(metrics)) continue;
    const group = textField(score, 'name') ?? textField(score, 'scorer') ?? textField(score, 'scorer', 'name');
    const stderr = numberField(metrics, 'stderr', 'value');
    const n = numberField(score, 'scored_samples') ?? numberField(results, 'completed_samples');
    for (const [name, metric] of Object.entries(metrics)) {
      const value = numberField(metric, 'value');
      if (value === undefined) withoutNumber++;
      else if (name !== 'stderr')
        run.metrics.push(
          evalMetric(label(name), value, {
            group: group === undefined ? undefined : label(group),
            n,
            stderr: name === 'accuracy' || name === 'mean' ? stderr : undefined,
          }),
        );
    }
  }
  if (withoutNumber > 0) run.warnings.push(`${withoutNumber} metrics have no number`);
}

function scoresOf(row: Fields): Fields {
  const scores = field(row, 'scores');
  if (isFields(scores)) return scores;
  return isFields(row.score) ? { score: row.score } : {};
}

function readSample(row: Fields, index: number): EvalCase {
  const id = typeof row.id === 'number' ? String(row.id) : label(textField(row, 'id') ?? '');
  const values = Object.values(scoresOf(row)).map((score) => field(score, 'value'));
  return evalCase(id || `sample ${index + 1}`, {
    result: verdict(row, values),
    score: values.length === 1 ? numberOf(values[0]) : undefined,
    input: hashInput(row.input),
    tags: labels(field(row, 'metadata', 'tags'), field(row, 'metadata', 'tag')),
    metadata: shortMetadata(row.metadata),
  });
}

function verdict(row: Fields, values: unknown[]): CaseResult | undefined {
  if (field(row, 'error') != null) return 'error';
  const stated = values.flatMap((value) =>
    isFields(value) ? Object.values(value) : Array.isArray(value) ? value : [value],
  );
  const numbers = stated.map(numberOf).filter((value) => value !== undefined);
  if (numbers.length === 0) return undefined;
  return numbers.every((value) => value === 1) ? 'pass' : 'fail';
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  return Object.hasOwn(VALUES, value)
    ? VALUES[value]
    : /^-?\d{1,15}(\.\d{1,15})?$/.test(value)
      ? Number(value)
      : undefined;
}

/** Counts of `scorer=value`, for values of one letter or number; anything longer is an answer and stays out. */
function countValues(rows: Fields[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const [scorer, score] of Object.entries(scoresOf(row))) {
      const value = field(score, 'value');
      const short =
        typeof value === 'number' ||
        typeof value === 'boolean' ||
        (typeof value === 'string' && numberOf(value) !== undefined);
      if (!short || counts.size > 200) continue;
      const key = `${label(scorer)}=${value}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return Object.fromEntries(counts);
}
