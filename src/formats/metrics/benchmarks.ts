import { defined } from '../../domain/defined.ts';
import { commitSha, isFields, label, listField, textField } from '../evals/fields.ts';
import { type FoundMetric, MAX_METRICS, type MetricsRead, refused, tooMany } from './found.ts';

/** Which way is good, by the tool that made the numbers; a history names it, a plain array does not. */
const GOOD: Record<string, 'lower' | 'higher'> = {
  customBiggerIsBetter: 'higher',
  benchmarkjs: 'higher',
  pytest: 'higher',
  customSmallerIsBetter: 'lower',
  cargo: 'lower',
  go: 'lower',
  googlecpp: 'lower',
  catch2: 'lower',
  julia: 'lower',
  jmh: 'lower',
  benchmarkdotnet: 'lower',
  benchmarkluau: 'lower',
};

/** `[{ name, unit, value, range?, extra? }]`, as github-action-benchmark takes it. */
export function isBenchmarks(json: unknown): json is unknown[] {
  return Array.isArray(json) && json.length > 0 && json.every(isBenchmark);
}

/** `{ entries: { <suite>: [{ commit, tool, benches }] } }`, as github-action-benchmark keeps it. */
export function isHistory(json: unknown): boolean {
  if (!isFields(json) || !isFields(json.entries)) return false;
  const suites = Object.values(json.entries);
  return suites.length > 0 && suites.every((runs) => Array.isArray(runs) && runs.every((run) => hasBenches(run)));
}

function hasBenches(run: unknown): boolean {
  return isFields(run) && Array.isArray(run.benches);
}

function isBenchmark(row: unknown): boolean {
  return isFields(row) && typeof row.name === 'string' && 'value' in row && 'unit' in row;
}

/** The numbers of one run. Two of one name are refused: nobody could say which is meant. */
export function readBenchmarks(path: string, rows: unknown[]): MetricsRead {
  if (rows.length > MAX_METRICS) return tooMany(path);
  const read = benchesOf(path, rows, '', {});
  return 'ok' in read ? read : { ok: true, format: 'benchmark', metrics: read.metrics };
}

/** The newest run of each suite: the last one, because the tool appends. */
export function readHistory(path: string, json: unknown): MetricsRead {
  const metrics: FoundMetric[] = [];
  for (const [suite, runs] of Object.entries((json as { entries: Record<string, unknown[]> }).entries)) {
    const newest = runs.at(-1);
    const commit = commitSha(isFields(newest) ? textField(newest.commit, 'id') : undefined);
    const tool = textField(newest, 'tool') ?? '';
    const good = Object.hasOwn(GOOD, tool) ? GOOD[tool] : undefined;
    const known = { ...defined({ good, commit }) };
    const read = benchesOf(path, listField(newest, 'benches'), `${label(suite)}: `, known);
    if ('ok' in read) return read;
    metrics.push(...read.metrics);
    if (metrics.length > MAX_METRICS) return tooMany(path);
  }
  return { ok: true, format: 'benchmark-history', metrics };
}

function benchesOf(
  path: string,
  rows: unknown[],
  before: string,
  known: Pick<FoundMetric, 'good' | 'commit'>,
): { metrics: FoundMetric[] } | (MetricsRead & { ok: false }) {
  const found = new Map<string, FoundMetric>();
  for (const [index, row] of rows.entries()) {
    const name = `${before}${label(textField(row, 'name') ?? '')}`;
    const value = isFields(row) ? numberOf(row.value) : undefined;
    if (name === before) return refused(path, `[${index}].name is missing`, 'Give each benchmark a name.');
    if (value === undefined) return refused(path, `[${index}].value is no number`, 'Write value as a plain number.');
    if (found.has(name))
      return refused(path, `names "${name.slice(0, 80)}" twice`, 'Give each benchmark its own name.');
    const unit = label(textField(row, 'unit') ?? '');
    const range = label(textField(row, 'range') ?? '');
    found.set(name, {
      path: name,
      value,
      ...(unit === '' ? {} : { unit }),
      ...(range === '' ? {} : { range }),
      ...known,
    });
  }
  return { metrics: [...found.values()] };
}

/** Some tools write the number as text. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,20}(\.\d{1,20})?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
