import type { EvalCase, EvalMetric, EvalRun } from '../../domain/eval-results.ts';

/** An empty run; each reader fills in what its format states. */
export function emptyRun(tool: string): EvalRun {
  return {
    tool,
    status: 'complete',
    models: [],
    cases: [],
    metrics: [],
    caseListAvailable: true,
    warnings: [],
    extra: {},
  };
}

/** Drops keys without a value, so optional fields stay absent instead of undefined. */
export function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

export function evalCase(
  id: string,
  fields: { [K in keyof Omit<EvalCase, 'id'>]?: EvalCase[K] | undefined },
): EvalCase {
  return { id, tags: [], metadata: {}, ...present<Omit<EvalCase, 'id'>>(fields as Omit<EvalCase, 'id'>) };
}

export function evalMetric(
  name: string,
  value: number,
  fields: { [K in keyof Omit<EvalMetric, 'name' | 'value'>]?: EvalMetric[K] | undefined },
): EvalMetric {
  return { name, value, ...present<Omit<EvalMetric, 'name' | 'value'>>(fields as Omit<EvalMetric, 'name' | 'value'>) };
}

/** Keeps the worst state of a run and the first reason for it. */
export function worsen(run: EvalRun, status: 'partial' | 'failed', reason: string): void {
  if (run.status === 'failed' || run.status === status) return;
  run.status = status;
  run.statusReason = reason;
}

/** How many rows gave each answer; a row without a verdict is `none`. */
export function tally(cases: EvalCase[]): { pass: number; fail: number; error: number; skip: number; none: number } {
  const counts = { pass: 0, fail: 0, error: 0, skip: 0, none: 0 };
  for (const { result } of cases) counts[result ?? 'none']++;
  return counts;
}

/**
 * What every reader checks at its end: an empty list is no run, fewer rows than the file's own totals is a part of
 * one, and names that repeat are said, because they count as one case.
 */
export function finish(run: EvalRun, options: { repeatsExpected?: boolean } = {}): EvalRun {
  if (!run.caseListAvailable) return run;
  if (run.cases.length === 0) worsen(run, 'failed', 'the file lists no case');
  const { total } = run.declared ?? {};
  if (total !== undefined && total > run.cases.length) {
    worsen(run, 'partial', `the file lists ${run.cases.length} rows, its totals say ${total}`);
  }
  compareTotals(run);
  dropSharedInput(run);
  const distinct = new Set(run.cases.map((one) => one.id)).size;
  if (!options.repeatsExpected && distinct < run.cases.length) {
    run.warnings.push(`${run.cases.length} rows share ${distinct} names; rows of one name count as one case`);
  }
  return run;
}

/** An input that every case has is a template and identifies none of them. */
function dropSharedInput(run: EvalRun): void {
  const ids = new Set(run.cases.map(({ id }) => id));
  const inputs = new Set(run.cases.map(({ input }) => input));
  if (ids.size > 1 && inputs.size === 1) for (const one of run.cases) delete one.input;
}

function compareTotals(run: EvalRun): void {
  const counted = tally(run.cases);
  const pairs: [name: string, declared: number | undefined, counted: number][] = [
    ['rows', run.declared?.total, run.cases.length],
    ['passed', run.declared?.passed, counted.pass],
    ['failed', run.declared?.failed, counted.fail],
    ['errors', run.declared?.errored, counted.error],
    ['skipped', run.declared?.skipped, counted.skip],
  ];
  for (const [name, declared, real] of pairs) {
    if (declared !== undefined && declared !== real)
      run.warnings.push(`${name}: the file's totals say ${declared}, its rows give ${real}`);
  }
}
