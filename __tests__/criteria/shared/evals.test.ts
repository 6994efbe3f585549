import { describe, expect, test } from '@jest/globals';
import { entriesIn } from '../../../src/criteria/eval-gate/overlap.ts';
import { countCases, distinctCases, tallyCases } from '../../../src/criteria/shared/evals/cases.ts';
import { evalCovers } from '../../../src/criteria/shared/evals/covers.ts';
import { judgeMapping } from '../../../src/criteria/shared/evals/mapping.ts';
import { provenanceOf } from '../../../src/criteria/shared/evals/provenance.ts';
import { adviceFor, judgeThresholds } from '../../../src/criteria/shared/evals/results.ts';
import { findUncountable } from '../../../src/criteria/shared/evals/suite.ts';
import { coveredFiles } from '../../../src/domain/cover.ts';
import type { EvalCase, EvalFile, EvalRun, PassRule } from '../../../src/domain/eval-results.ts';
import { makeTree } from '../../../src/domain/tree.ts';
import type { Located } from '../../../src/engine/inputs.ts';
import type { Evals } from '../../../src/evidence/schema/evals.ts';

function file(cases: (Partial<EvalCase> & { id: string })[], more: Partial<EvalFile> = {}): EvalFile {
  const run: EvalRun = {
    tool: 'mapped',
    status: 'complete',
    models: [],
    cases: cases.map((one) => ({ tags: [], metadata: {}, ...one })),
    metrics: [],
    caseListAvailable: true,
    warnings: [],
    extra: {},
  };
  return { path: 'r.json', sha256: 'a', run, ...more };
}

const evals = (more: Partial<Evals> = {}): Located<Evals> => ({
  value: { results: 'r.json', thresholds: {}, ...more },
  at: () => ({ path: 'evals.yaml' }),
});
const compared = file([
  { id: '1', provider: 'a', result: 'pass' },
  { id: '1', provider: 'b', result: 'fail' },
  { id: '2', provider: 'a', result: 'pass' },
  { id: '2', provider: 'b', result: 'pass' },
]);

describe('cases', () => {
  test('rows of one case count once and all must pass', () => {
    const [counted] = countCases(evals().value, [compared]);
    expect(tallyCases(counted?.cases ?? [])).toMatchObject({ total: 2, pass: 1, fail: 1 });
  });
  test('only the provider being promoted', () => {
    const chosen = evals({ results: { file: './r.json', provider: 'a' } });
    const [counted] = countCases(chosen.value, [compared]);
    expect(tallyCases(counted?.cases ?? [])).toMatchObject({ total: 2, pass: 2 });
    expect(findUncountable(chosen, countCases(chosen.value, [compared]))).toEqual([]);
  });
  test('naming both providers counts each case once', () => {
    const both = evals({
      results: [
        { file: 'r.json', provider: 'a' },
        { file: 'r.json', provider: 'b' },
      ],
    });
    expect(countCases(both.value, [compared]).flatMap(({ cases }) => cases)).toHaveLength(2);
  });
  test('several providers and none named is no answer', () => {
    expect(findUncountable(evals(), countCases(evals().value, [compared]))).toMatchObject([
      { outcome: 'unmet', message: 'provider-not-named', data: { providers: ['a', 'b'] } },
    ]);
  });
  test('a provider the file does not hold', () => {
    const other = evals({ results: { file: 'r.json', provider: 'c' } });
    expect(findUncountable(other, countCases(other.value, [compared]))).toMatchObject([
      { outcome: 'unmet', message: 'no-cases-of-provider' },
    ]);
  });
  test('a copy of a file is refused', () => {
    const twice = evals({ results: ['r.json', 'copy.json'] });
    const files = [file([{ id: '1' }]), file([{ id: '1' }], { path: 'copy.json' })];
    expect(findUncountable(twice, countCases(twice.value, files))).toMatchObject([
      { outcome: 'unmet', message: 'results-not-read', data: { path: 'copy.json' } },
    ]);
  });
  test.each([
    [{ tag: 'red' }, { tags: ['Red'] }],
    [{ metadata: 'attacked', equals: true }, { metadata: { attacked: true } }],
    [{ suite: 'red*' }, { suite: 'red-team' }],
  ] as const)('marker %j', (marker, fields) => {
    const marked = evals({ classes: { adversarial: marker } });
    const [counted] = countCases(marked.value, [
      file([{ id: '1', ...structuredClone(fields) } as EvalCase, { id: '2' }]),
    ]);
    expect(counted?.cases.map((one) => one.class)).toEqual(['adversarial', undefined]);
  });
});

describe('different cases', () => {
  const of = (first: EvalCase[], second: EvalCase[], more: Partial<Evals> = {}) => {
    const both = evals({ results: ['r.json', 'copy.json'], ...more });
    const files = [file(first), file(second, { path: 'copy.json', sha256: 'b' })];
    return distinctCases(both.value, countCases(both.value, files));
  };
  const one = (id: string, more: Partial<EvalCase> = {}): EvalCase => ({ id, tags: [], metadata: {}, ...more });

  test('a case in two files is one case, and passes only when it passes in both', () => {
    const { cases, copies } = of([one('1', { result: 'pass' })], [one('1', { result: 'fail' })]);
    expect([cases.length, cases[0]?.result, copies]).toEqual([1, 'fail', 1]);
    expect(of([one('Case-1')], [one('case-1 ')]).copies).toBe(1);
  });
  test('the same input under another id is the same case', () => {
    expect(of([one('1', { input: 'a' })], [one('copy-of-1', { input: 'a' })]).copies).toBe(1);
  });
  test('the same id with another input is another case: suites number their cases from 1', () => {
    expect(of([one('1', { input: 'a' })], [one('1', { input: 'b' })]).copies).toBe(0);
    expect(of([one('1', { input: 'a' })], [one('1')]).copies).toBe(1);
  });
  test.each([
    [['happy', 'edge', 'exception', 'high-risk', 'adversarial'], 'adversarial'],
    [['happy', 'high-risk', 'edge'], 'high-risk'],
    [['edge', 'exception'], 'exception'],
    [['happy', 'edge'], 'edge'],
  ])('a case marked %j counts for %s only', (tags, name) => {
    expect(of([one('1', { tags })], []).cases.map((each) => each.class)).toEqual([name]);
    expect(of([one('1', { tags: tags.slice(0, 1) })], [one('1', { tags })]).cases).toMatchObject([{ class: name }]);
  });
  test('a class that is declared not applicable takes no case out of another class', () => {
    const exempt = { notApplicable: { adversarial: 'no attacker' } };
    expect(of([one('1', { tags: ['happy', 'adversarial'] })], [], exempt).cases).toMatchObject([{ class: 'happy' }]);
  });
});

describe('what a mapping takes for a pass', () => {
  const judged = (rule: Partial<PassRule>) => {
    const mapped = file([]);
    mapped.run.passRule = { path: 'score', contradicted: 0, ...rule };
    return judgeMapping(mapped, { path: 'evals.yaml' }).map(({ message }) => message);
  };
  test.each<[Partial<PassRule>]>([
    [{ gte: 0, scores: [0, 1] }],
    [{ gte: 0, scores: [0.2, 0.9] }],
    [{ gte: -1, scores: [-0.5, 0.9] }],
    [{ gte: 0.005, scores: [0.2, 0.9] }],
    [{ gte: 1, scores: [3, 90] }],
    [{ lte: 1, scores: [0, 0.4] }],
    [{ lte: 10, scores: [2, 9] }],
    [{ gte: 0, lte: 1, scores: [0, 1] }],
    [{ gte: 0 }],
  ])('%j fails nothing', (rule) => {
    expect(judged(rule)).toEqual(['mapping-cannot-fail']);
  });
  test.each<[Partial<PassRule>]>([
    [{ gte: 0.8, scores: [0.85, 1] }],
    [{ gte: 0, scores: [-0.5, 1] }],
    [{ gte: 4, scores: [4, 5] }],
    [{ lte: 0.1, scores: [0, 0.05] }],
    [{ lte: 0, scores: [0, 0] }],
    [{ gte: 0.5, lte: 1, scores: [0.6, 1] }],
    [{ path: 'passed' }],
    [{ path: 'failed', equals: false }],
    [{ path: 'attack_status', equals: 'failed' }],
    [{ path: 'status', equals: 'ok' }],
  ])('%j can fail', (rule) => {
    expect(judged(rule)).toEqual([]);
  });
  test.each<[Partial<PassRule>]>([
    [{ path: 'verdict', equals: 'fail' }],
    [{ path: '$.meta.passed', equals: false }],
    [{ path: 'success', equals: 'False' }],
    [{ path: 'result', equals: 'ERROR' }],
  ])('%j takes a failure for a pass', (rule) => {
    expect(judged(rule)).toEqual(['mapping-inverted']);
  });
  test('cases that failed by their own verdict', () => {
    expect(judged({ gte: 0.2, scores: [0.1, 0.9], contradicted: 3 })).toEqual(['mapping-contradicted']);
  });
});

describe('covers', () => {
  const tree = makeTree(
    ['src/a.ts', 'README.md', 'docs/x.txt', 'readiness/evals.yaml', 'r.json', 'r.json.provenance.json'].map((path) => ({
      path,
      mode: '100644',
      blob: path,
    })),
  );
  test('by default everything but evidence, documents and the results', () => {
    expect(coveredFiles(tree, evalCovers(evals().value, 'readiness')).map(({ path }) => path)).toEqual(['src/a.ts']);
  });
  test('named ones, and never the results', () => {
    const all = evals({ covers: ['**'] });
    expect(coveredFiles(tree, evalCovers(all.value, 'readiness'))).toHaveLength(4);
  });
});

describe('belonging', () => {
  const provenance = (one: EvalFile, profile: 'minimal' | 'standard' = 'minimal') =>
    provenanceOf({ file: one, treeHash: 't', profile, repository: 'acme/triage' });
  const ranAt = (commit: object) => file([], { run: { ...file([]).run, commit: { sha: '123abc', ...commit } } });
  test('results of another repository are refused, of a mirror not', () => {
    expect(provenance(ranAt({ origin: 'https://github.com/else/toy.git' }))).toMatchObject({
      open: { outcome: 'unmet', message: 'other-repository' },
    });
    expect(provenance(ranAt({ origin: 'git@github.com:dana/Triage.git' }))).toEqual({
      provenance: { by: 'commit', commit: '123abc' },
    });
  });
  test('uncommitted code is refused', () => {
    expect(provenance(ranAt({ dirty: true }))).toMatchObject({
      open: { outcome: 'unmet', message: 'uncommitted-code' },
    });
  });
  test('order alone is for minimal', () => {
    expect(provenance(file([]))).toEqual({ provenance: { by: 'order' } });
    expect(provenance(file([]), 'standard')).toMatchObject({ open: { outcome: 'unmet', message: 'no-provenance' } });
  });
});

describe('thresholds', () => {
  const cases = Array.from({ length: 50 }, (_, index) => ({
    id: String(index),
    tags: ['happy'],
    result: index < 2 ? ('fail' as const) : ('pass' as const),
  }));
  const only = evals({
    thresholds: { happy: 0.95 },
    notApplicable: { edge: 'x', adversarial: 'x', exception: 'x', 'high-risk': 'x' },
  });
  const counted = countCases(only.value, [file(cases)]);
  test('by the rate it is reached, with what a proof would take', () => {
    const found = judgeThresholds(only, counted, { byInterval: false, minThreshold: 0.5 });
    expect(found.findings).toEqual([]);
    expect(found.reached).toMatchObject([
      {
        message: 'threshold-reached-by-rate',
        data: { class: 'happy', passed: 48, ran: 50, rate: '96%', lower: '88%', advice: { data: { needed: 52 } } },
      },
    ]);
  });
  test('by the interval it does not', () => {
    const { findings, reached } = judgeThresholds(only, counted, { byInterval: true, minThreshold: 0.5 });
    expect(findings).toMatchObject([{ outcome: 'unmet', part: 'happy', message: 'lower-bound-too-low' }]);
    expect(reached).toEqual([]);
  });
  test('a threshold that no feasible sample proves is not reached by the interval', () => {
    const passed = countCases(only.value, [file(cases.map((one) => ({ ...one, result: 'pass' as const })))]);
    const high = evals({ ...only.value, thresholds: { happy: 1 - 1e-12 } });
    expect(judgeThresholds(high, passed, { byInterval: true, minThreshold: 0.5 }).findings).toMatchObject([
      { message: 'lower-bound-too-low' },
    ]);
    const whole = evals({ ...only.value, thresholds: { happy: 1 } });
    expect(judgeThresholds(whole, passed, { byInterval: true, minThreshold: 0.5 }).reached).toMatchObject([
      { message: 'threshold-reached' },
    ]);
  });
  test('advice', () => {
    expect(adviceFor(0.95, 60, 1)).toMatchObject({
      message: 'proven-with-more',
      data: { threshold: '95%', failures: 1, needed: 87 },
    });
    expect(adviceFor(1, 60, 0)).toBeUndefined();
  });
});

test('entries compare without case, white space and quotes', () => {
  const [a] = entriesIn('- "Where is   my invoice?"');
  const [, b] = entriesIn('{"question":"where is my INVOICE?"}');
  expect(a?.hash).toBeDefined();
  expect(a?.hash).toBe(b?.hash);
  expect(entriesIn('vars:\n  -')).toEqual([]);
});
