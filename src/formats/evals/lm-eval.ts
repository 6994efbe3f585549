import type { EvalRun } from '../../domain/eval-results.ts';
import {
  booleanField,
  commitSha,
  type Fields,
  field,
  isFields,
  isoFromMs,
  label,
  listField,
  numberField,
  textField,
  withoutCredentials,
} from './fields.ts';
import { MAX_ROWS, type Refusal, refuse, tooManyRows } from './reading.ts';
import { emptyRun, evalMetric, worsen } from './run.ts';

/** Metrics that are a mean of zeros and ones, for which n follows from the standard error. */
const ZERO_ONE = new Set(['acc', 'acc_norm', 'exact_match', 'em', 'pass@1']);
/** Keys of a task's block that are no metric. */
const NO_METRIC = new Set(['alias', 'name', 'sample_len', 'samples', 'sample_count']);

export function isLmEval(json: unknown): boolean {
  const results = field(json, 'results');
  if (!isFields(results) || !Object.values(results).every(isFields)) return false;
  return ['lm_eval_version', 'n-samples', 'n-shot', 'higher_is_better', 'versions'].some(
    (key) => field(json, key) !== undefined,
  );
}

/**
 * Reads the aggregate file of EleutherAI's lm-evaluation-harness, 0.4 and older. It has no case list: only metrics by
 * task. Groups repeat their subtasks, so they are given as metrics without n and never added to the total.
 */
export function readLmEval(json: unknown): EvalRun | Refusal {
  const results = field(json, 'results');
  if (!isFields(results))
    return refuse(
      'There is no results block of lm-eval in the file.',
      'Use the results_<date>.json file the harness wrote.',
    );
  const names = Object.keys(results);
  if (names.length > MAX_ROWS) return tooManyRows(names.length);
  const run = emptyRun('lm-evaluation-harness');
  run.caseListAvailable = false;
  const groups = groupNames(json);
  const samples: Record<string, number> = {};
  const inferred: Record<string, number> = {};
  const withoutError: string[] = [];
  for (const task of names) {
    const block = results[task];
    if (!isFields(block) || task === '__proto__') continue;
    const n =
      numberField(json, 'n-samples', task, 'effective') ??
      numberField(json, 'n-samples', task, 'original') ??
      numberField(block, 'sample_len');
    if (n !== undefined && !groups.has(task)) samples[task] = n;
    for (const [key, value] of Object.entries(block)) {
      if (typeof value !== 'number' || NO_METRIC.has(key) || isErrorKey(key)) continue;
      const stderr = numberField(block, errorKey(key));
      if (stderr === undefined && field(block, errorKey(key)) !== undefined) withoutError.push(`${task}/${key}`);
      const base = key.split(',')[0] ?? key;
      const guess = ZERO_ONE.has(base) ? inferN(value, stderr) : undefined;
      if (guess !== undefined) inferred[`${task}/${key}`] = guess;
      const whole = guess !== undefined && Math.abs(guess - Math.round(guess)) < 0.01 ? Math.round(guess) : undefined;
      run.metrics.push(
        evalMetric(label(key), value, {
          group: label(task),
          n: groups.has(task) ? undefined : (n ?? whole),
          stderr,
          higherIsBetter: direction(json, task, base),
        }),
      );
    }
  }
  if (run.metrics.length === 0) worsen(run, 'failed', 'the file lists no metric');
  const total = Object.values(samples).reduce((sum, n) => sum + n, 0);
  if (total > 0) run.declared = { total };
  readOrigin(run, json);
  run.warnings.push('the file has metrics by task, no case list');
  run.extra = {
    ...run.extra,
    tasks: names.filter((name) => !groups.has(name)).sort(),
    groups: [...groups].sort(),
    samples,
    inferredSamples: inferred,
    withoutStandardError: withoutError,
  };
  return run;
}

function readOrigin(run: EvalRun, json: unknown): void {
  const version = textField(json, 'lm_eval_version');
  if (version !== undefined) run.toolVersion = label(version);
  const date = numberField(json, 'date');
  const startedAt = date === undefined ? undefined : isoFromMs(date * 1000);
  if (startedAt !== undefined) run.startedAt = startedAt;
  // Arguments of a model may hold keys of an API, so only the model's name is taken out of them.
  const args = textField(json, 'config', 'model_args') ?? '';
  const model =
    textField(json, 'model_name') ?? /(?:^|,)(?:pretrained|model)=([^,]{1,200})/.exec(args.slice(0, 4000))?.[1];
  if (model !== undefined) run.models = [withoutCredentials(model)];
  const sha = commitSha(field(json, 'git_hash'));
  if (sha !== undefined) run.commit = { sha };
  const limit = field(json, 'config', 'limit') ?? null;
  if (limit !== null)
    worsen(
      run,
      'partial',
      typeof limit === 'number' ? `limit ${limit}: only part of each task ran` : 'only part of each task ran',
    );
  run.extra = { dateUnix: date ?? null, limit: typeof limit === 'number' ? limit : null };
}

/** Groups by name: listed in `groups`, or having subtasks of their own. */
function groupNames(json: unknown): Set<string> {
  const subtasks = field(json, 'group_subtasks');
  const withSubtasks = isFields(subtasks)
    ? Object.keys(subtasks).filter((name) => listField(subtasks, name).length > 0)
    : [];
  const groups = field(json, 'groups');
  return new Set([...(isFields(groups) ? Object.keys(groups) : []), ...withSubtasks]);
}

function isErrorKey(key: string): boolean {
  return /_stderr(,|$)/.test(key);
}

/** `acc,none` has its error under `acc_stderr,none`; before 0.4 `acc` under `acc_stderr`. */
function errorKey(key: string): string {
  const comma = key.indexOf(',');
  return comma === -1 ? `${key}_stderr` : `${key.slice(0, comma)}_stderr${key.slice(comma)}`;
}

/** n = p(1-p)/se^2 + 1, the sample standard error of a mean of zeros and ones turned round; to one decimal. */
function inferN(value: number, stderr: number | undefined): number | undefined {
  if (stderr === undefined || !(stderr > 0) || value <= 0 || value >= 1) return undefined;
  const n = (value * (1 - value)) / stderr ** 2 + 1;
  return Number.isFinite(n) && n < 1e9 ? Math.round(n * 10) / 10 : undefined;
}

/** The key can be spelt otherwise than the metric: `pass@1` is under `pass_at_k`. */
function direction(json: unknown, task: string, base: string): boolean | undefined {
  const block: Fields | undefined = isFields(field(json, 'higher_is_better', task))
    ? (field(json, 'higher_is_better', task) as Fields)
    : undefined;
  return booleanField(block, base) ?? booleanField(block, base.replace(/@\d+$/, '_at_k'));
}
