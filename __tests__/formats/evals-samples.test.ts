import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import type { EvalMetric, EvalRun } from '../../src/domain/eval-results.ts';
import { proposeMapping, readEvalResults } from '../../src/formats/evals/index.ts';
import { unless } from '../support/harness/skipped.ts';

/** Real result files of public repositories. They are not redistributed, so a plain clone does not have them. */
const SAMPLES = fileURLToPath(new URL('../../../shared/samples/evals/', import.meta.url));
const EXPECTED_SAMPLES = 17;

type Facts = Record<string, unknown>;

function bytesOf(file: string): Uint8Array {
  return new Uint8Array(readFileSync(`${SAMPLES}${file}`));
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function counts(run: EvalRun): { passed: number; failed: number; errored: number; skipped: number; silent: number } {
  const of = (result: string | undefined): number => run.cases.filter((one) => one.result === result).length;
  return { passed: of('pass'), failed: of('fail'), errored: of('error'), skipped: of('skip'), silent: of(undefined) };
}

function groupBy<T>(items: T[], key: (item: T) => string): Record<string, T[]> {
  const groups: Record<string, T[]> = {};
  for (const item of items) groups[key(item)] = [...(groups[key(item)] ?? []), item];
  return groups;
}

function promptfooFacts(run: EvalRun): Facts {
  const { passed, failed, errored } = counts(run);
  const byCase = Object.values(groupBy(run.cases, (one) => one.id));
  const byProvider = groupBy(run.cases, (one) => one.provider ?? '');
  return {
    tool: run.tool,
    tool_version: run.toolVersion ?? null,
    schema_version: Number(run.schemaVersion),
    run_time: run.startedAt,
    rows: run.cases.length,
    distinct_cases: byCase.length,
    prompts: run.extra.prompts,
    passed,
    failed,
    errored,
    stats: { successes: run.declared?.passed, failures: run.declared?.failed, errors: run.declared?.errored },
    pass_rate: round(passed / run.cases.length),
    mean_score: round(run.cases.reduce((sum, one) => sum + (one.score ?? 0), 0) / run.cases.length),
    providers: run.models,
    commit: run.commit?.sha ?? null,
    per_case_metadata_keys: run.extra.metadataKeys,
    rows_with_error_text: run.extra.rowsWithErrorText,
    per_provider: Object.fromEntries(
      Object.entries(byProvider).map(([name, rows]) => [
        name,
        [rows.filter((row) => row.result === 'pass').length, rows.length],
      ]),
    ),
    cases_passing_all_rows: byCase.filter((rows) => rows.every((row) => row.result === 'pass')).length,
  };
}

function inspectFacts(run: EvalRun): Facts {
  const { extra } = run;
  const scores = Object.entries(groupBy(run.metrics, (metric) => metric.group ?? '')).map(([scorer, metrics]) => [
    scorer,
    Object.fromEntries(
      metrics.flatMap((m) => [
        [m.name, m.value] as const,
        ...(m.stderr === undefined ? [] : [['stderr', m.stderr] as const]),
      ]),
    ),
  ]);
  return {
    tool: run.tool,
    tool_version: run.toolVersion,
    schema_version: Number(run.schemaVersion),
    status: extra.status,
    task: extra.task,
    model: run.models[0],
    run_time: run.startedAt,
    completed_at: run.finishedAt,
    dataset_samples: extra.datasetSamples,
    limit: extra.limit,
    epochs: extra.epochs,
    total_samples: extra.totalSamples,
    completed_samples: extra.completedSamples,
    samples_in_file: extra.samplesInFile,
    errored_in_file: extra.erroredInFile,
    scores: Object.fromEntries(scores),
    sample_values: extra.sampleValues,
    commit: run.commit?.sha,
    dirty: run.commit?.dirty ?? null,
    origin: run.commit?.origin,
    task_tags: extra.taskTags,
    per_case_metadata_keys: extra.metadataKeys,
    ...(extra.zipMethods === undefined
      ? {}
      : { zip_method: extra.zipMethods, zip_sample_entries: extra.zipSampleEntries }),
  };
}

/** The harness spells the error of `acc,none` as `acc_stderr,none`. */
function withErrors(metric: EvalMetric, missing: unknown): [string, unknown][] {
  const key = metric.name.replace(/^([^,]*)/, '$1_stderr');
  const said = Array.isArray(missing) && missing.includes(`${metric.group}/${metric.name}`);
  const stderr = metric.stderr ?? (said ? 'N/A' : undefined);
  return [[metric.name, metric.value], ...(stderr === undefined ? [] : [[key, stderr] as [string, unknown]])];
}

function lmEvalFacts(run: EvalRun, expected: Facts): Facts {
  const { extra } = run;
  const byTask = Object.entries(groupBy(run.metrics, (metric) => metric.group ?? ''));
  const declared = extra.samples as Record<string, number>;
  // The facts infer n for these two metrics only; the reader also does so for others that are means of 0 and 1.
  const plain = (name: string): boolean => /(^|\/)(acc|exact_match)(,|$)/.test(name);
  const known = run.metrics.some((metric) => metric.higherIsBetter !== undefined);
  return {
    tool: run.tool,
    tool_version: run.toolVersion ?? null,
    run_time_unix: extra.dateUnix,
    // Arguments of a model are configuration: of the old format only the model's name is carried.
    model: String(expected.model).startsWith('pretrained=')
      ? `pretrained=${run.models[0]}${String(expected.model).slice(11 + (run.models[0]?.length ?? 0))}`
      : run.models[0],
    commit: run.commit?.sha ?? null,
    limit: extra.limit,
    tasks: extra.tasks,
    groups: extra.groups,
    n: extra.samples,
    metrics: Object.fromEntries(
      byTask.map(([task, metrics]) => [
        task,
        Object.fromEntries(metrics.flatMap((m) => withErrors(m, extra.withoutStandardError))),
      ]),
    ),
    higher_is_better: known
      ? Object.fromEntries(
          byTask.map(([task, metrics]) => [
            task,
            Object.fromEntries(metrics.map((m) => [m.name.split(',')[0], m.higherIsBetter])),
          ]),
        )
      : null,
    total_cases_excluding_groups: run.declared?.total ?? null,
    n_inferred_from_stderr: Object.fromEntries(
      Object.entries(extra.inferredSamples as Record<string, number>).filter(([name]) => plain(name)),
    ),
    correct_counts: Object.fromEntries(
      run.metrics.flatMap((m) => {
        const n = declared[m.group ?? ''];
        return n === undefined || !plain(m.name) ? [] : [[`${m.group}/${m.name}`, Math.round(m.value * n)]];
      }),
    ),
  };
}

function junitFacts(run: EvalRun): Facts {
  const { passed, failed, errored, skipped } = counts(run);
  return {
    tool: run.tool,
    root: run.extra.root,
    testsuites: run.extra.suites,
    nested: run.extra.nested,
    cases: run.cases.length,
    passed,
    failed,
    errored,
    skipped,
    pass_rate_of_executed: round(passed / (run.cases.length - skipped)),
    naive_sum_of_suite_attributes: run.extra.suiteAttributes,
    timestamp: run.extra.timestamp,
    commit: run.commit?.sha ?? null,
  };
}

function ctrfFacts(run: EvalRun): Facts {
  const { passed, skipped } = counts(run);
  const statuses = run.extra.statuses as Record<string, number>;
  return {
    tool: run.tool,
    framework: run.extra.framework,
    spec_version: run.schemaVersion,
    run_time: run.extra.reportedAt,
    start_ms: run.extra.startMs,
    stop_ms: run.extra.stopMs,
    cases: run.cases.length,
    ...statuses,
    summary: { tests: run.declared?.total, ...statuses },
    pass_rate_of_executed: round(passed / (run.cases.length - skipped)),
    commit: run.commit?.sha ?? null,
  };
}

function deepevalFacts(run: EvalRun): Facts {
  const { passed, failed } = counts(run);
  const metrics = run.extra.metrics as Record<string, Facts>;
  return {
    tool: run.tool,
    tool_version: run.toolVersion ?? null,
    wrapper: run.extra.wrapper,
    run_time: run.startedAt ?? null,
    cases: run.cases.length,
    passed,
    failed,
    testPassed: run.extra.testPassed,
    testFailed: run.extra.testFailed,
    metrics: Object.fromEntries(run.metrics.map((m) => [m.name, { ...metrics[m.name], mean: round(m.value) }])),
    thresholds: run.extra.thresholds,
    judge_models: run.extra.judges,
    metric_errors: run.extra.metricErrors,
    commit: run.commit?.sha ?? null,
  };
}

function homemadeFacts(run: EvalRun): Facts {
  const { passed, failed, errored, silent } = counts(run);
  const mapping = run.extra.mapping as { cases: string; pass: string; tags: string };
  const tags = Object.entries(
    groupBy(
      run.cases.flatMap((one) => one.tags),
      (tag) => tag,
    ),
  ).map(([tag, uses]): [string, number] => [tag, uses.length]);
  return {
    tool: 'custom-json',
    tool_version: run.toolVersion ?? null,
    run_time: run.startedAt,
    cases_path: mapping.cases.replace('$.', ''),
    pass_path: mapping.pass,
    cases: run.cases.length,
    passed,
    failed,
    no_verdict: silent,
    errored,
    reported: run.extra.reported,
    tag_path: mapping.tags,
    // The facts list the twelve commonest.
    tags: Object.fromEntries(tags.sort((a, b) => b[1] - a[1]).slice(0, 12)),
    model: run.models[0],
    commit: run.commit?.sha ?? null,
  };
}

const FACTS: Record<string, (run: EvalRun, expected: Facts) => Facts> = {
  promptfoo: promptfooFacts,
  inspect_ai: inspectFacts,
  'lm-evaluation-harness': lmEvalFacts,
  'junit-xml': junitFacts,
  ctrf: ctrfFacts,
  deepeval: deepevalFacts,
  mapped: homemadeFacts,
};

function readRun(file: string): EvalRun {
  const homemade = file.startsWith('custom/');
  const mapping = homemade ? proposeMapping(JSON.parse(readFileSync(`${SAMPLES}${file}`, 'utf8'))) : undefined;
  const read = readEvalResults(file, bytesOf(file), mapping === undefined ? {} : { mapping });
  if (!read.ok) throw new Error(`${file}: ${read.problem}`);
  return read.run;
}

unless(!existsSync(`${SAMPLES}facts.json`), `no samples in ../shared`).describe('real result files', () => {
  const samples: { file: string; facts: Facts }[] = JSON.parse(readFileSync(`${SAMPLES}facts.json`, 'utf8'));

  test.each(samples)('$file gives the facts computed from it', ({ file, facts }) => {
    const run = readRun(file);
    const seen = FACTS[run.tool]?.(run, facts);
    expect(seen).toEqual(facts);
  });

  test.each(samples)('$file carries no long text, so neither prompts nor outputs', ({ file }) => {
    const texts: string[] = [];
    JSON.stringify(readRun(file), (_, value) => {
      if (typeof value === 'string') texts.push(value);
      return value;
    });
    expect(texts.filter((text) => text.length > 420)).toEqual([]);
  });

  test.each([
    ['inspect/popularity-cancelled-limit3.json', 'partial', 'cancelled'],
    ['inspect/arc-easy-limit3.json', 'partial', 'limit 3 of 2376 samples'],
    ['inspect/civic-pressure-zstd.eval', 'complete', undefined],
    ['promptfoo/all-errors.json', 'complete', undefined],
  ])('%s is a %s run', (file, status, reason) => {
    const run = readRun(file);
    expect([run.status, run.statusReason]).toEqual([status, reason]);
  });

  test('a home-made file with three hit columns is not read on a guess', () => {
    const file = 'custom/claims-pilot-62-cases.json';
    const read = readEvalResults(file, bytesOf(file));
    expect(read.ok).toBe(false);
    expect(read.ok ? '' : read.remedy).toContain('pass: "decision_hit"');
  });

  test('all the samples are compared', () => {
    expect(samples).toHaveLength(EXPECTED_SAMPLES);
  });
});
