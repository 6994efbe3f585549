import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { EvalRun } from '../../src/domain/eval-results.ts';
import type { EvalMapping } from '../../src/evidence/schema/evals.ts';
import {
  type EvalReadOptions,
  proposeMapping,
  readEvalResults,
  readProvenance,
} from '../../src/formats/evals/index.ts';

const FIXTURES = fileURLToPath(new URL('./fixtures/evals/', import.meta.url));

function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${FIXTURES}${name}`));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function runOf(name: string, options: EvalReadOptions = {}, bytes = fixture(name)): EvalRun {
  const read = readEvalResults(`evals/${name}`, bytes, options);
  if (!read.ok) throw new Error(`${read.problem} ${read.remedy}`);
  return read.run;
}

function problemOf(name: string, content: string | Uint8Array, options: EvalReadOptions = {}): string {
  const read = readEvalResults(name, typeof content === 'string' ? utf8(content) : content, options);
  return read.ok ? `no problem: read as ${read.format}` : `${read.problem} | ${read.remedy}`;
}

function results(run: EvalRun): string[] {
  return run.cases.map((one) => `${one.id}: ${one.result ?? 'none'}`);
}

const MAPPING: EvalMapping = { cases: '$.results[*]', pass: 'passed', id: 'id', tags: 'category', error: 'error' };

describe('every format', () => {
  test.each([
    ['promptfoo.json', 'promptfoo'],
    ['promptfoo-old.json', 'promptfoo'],
    ['promptfoo.jsonl', 'promptfoo'],
    ['junit.xml', 'junit'],
    ['inspect.json', 'inspect'],
    ['inspect-zstd.eval', 'inspect'],
    ['inspect-deflate.eval', 'inspect'],
    ['inspect-crashed.eval', 'inspect'],
    ['deepeval.json', 'deepeval'],
    ['lm-eval.json', 'lm-eval'],
    ['lm-eval-old.json', 'lm-eval'],
    ['ctrf.json', 'ctrf'],
    ['homemade.json', 'mapped'],
  ])('%s is told to be %s and carries no prompt, output, header or key', (name, format) => {
    const read = readEvalResults(`evals/${name}`, fixture(name));
    expect(read).toMatchObject({ ok: true, format });
    expect(JSON.stringify(read)).not.toContain('SECRET');
  });

  test.each(['promptfoo.json', 'junit.xml', 'deepeval.json', 'ctrf.json', 'homemade.json'])(
    '%s reads the same with a byte order mark and CRLF',
    (name) => {
      const text = new TextDecoder().decode(fixture(name));
      const changed = utf8(`\ufeff${text.replace(/\n/g, '\r\n')}`);
      expect(runOf(name, {}, changed)).toEqual(runOf(name));
    },
  );

  test('a file PowerShell wrote in UTF-16 reads the same', () => {
    const text = `\ufeff${new TextDecoder().decode(fixture('ctrf.json'))}`;
    const bytes = new Uint8Array(Uint16Array.from(text, (sign) => sign.charCodeAt(0)).buffer);
    expect(runOf('ctrf.json', {}, bytes)).toEqual(runOf('ctrf.json'));
  });

  test('a format that is given and wrong is a problem, not another format', () => {
    expect(problemOf('a.json', fixture('ctrf.json'), { format: 'inspect' })).toContain('not what inspect writes');
    expect(problemOf('a.jsonl', fixture('homemade.jsonl'), { format: 'ctrf' })).toContain('one JSON value per line');
  });
});

describe('promptfoo', () => {
  test('counts one case per test, and only reason 2 as an error', () => {
    const run = runOf('promptfoo.json');
    expect(results(run)).toEqual([
      'refund within 30 days: pass',
      'refund within 30 days: pass',
      'asks for another customer’s data: fail',
      'asks for another customer’s data: pass',
      'test 2: error',
      'test 2: pass',
    ]);
    expect(run).toMatchObject({
      toolVersion: '0.121.3',
      schemaVersion: '3',
      startedAt: '2026-10-01T09:00:00.000Z',
      status: 'complete',
      commit: { sha: '0123abc4567' },
      models: ['openai:gpt-5-mini', 'https://models.example.com/v1'],
      declared: { total: 6, passed: 4, failed: 1, errored: 1 },
    });
    expect(run.metrics).toEqual([{ name: 'tone', group: 'openai:gpt-5-mini', value: 0.75, n: 2 }]);
    expect(run.cases[0]).toMatchObject({ tags: ['happy'], metadata: { category: 'refund' } });
    expect(run.warnings).toEqual(['the file compares 2 providers; name the one being promoted']);
  });

  test('the bare form of versions 1 and 2 tells errors by the missing grading', () => {
    expect(results(runOf('promptfoo-old.json'))).toEqual(['test 0: pass', 'test 0: fail', 'test 1: error']);
  });

  test('JSONL gives the same cases without version or time', () => {
    const run = runOf('promptfoo.jsonl');
    expect(run.cases).toEqual(runOf('promptfoo.json').cases);
    expect(run.startedAt).toBeUndefined();
  });

  test('repeats of a test are one case', () => {
    const json = JSON.parse(new TextDecoder().decode(fixture('promptfoo.json')));
    json.config.evaluateOptions = { repeat: 2 };
    for (const [index, row] of json.results.results.entries())
      Object.assign(row, { testIdx: index, testCase: { description: 'same' } });
    const run = runOf('promptfoo.json', {}, utf8(JSON.stringify(json)));
    expect(new Set(run.cases.map((one) => one.id)).size).toBe(1);
  });

  test('rows that a filter left out make the run partial', () => {
    const json = JSON.parse(new TextDecoder().decode(fixture('promptfoo.json')));
    json.results.results.pop();
    const run = runOf('promptfoo.json', {}, utf8(JSON.stringify(json)));
    expect([run.status, run.statusReason]).toEqual(['partial', 'the file lists 5 rows, its totals say 6']);
  });

  test('two configurations of one provider go by their labels', () => {
    const json = JSON.parse(new TextDecoder().decode(fixture('promptfoo.json')));
    for (const row of json.results.results)
      row.provider = { id: 'openai:x', label: row.promptIdx === 0 ? 'cold' : 'hot' };
    expect(runOf('promptfoo.json', {}, utf8(JSON.stringify(json))).models).toEqual(['cold', 'hot']);
  });
});

describe('JUnit', () => {
  test('counts test cases whatever the suites’ attributes say', () => {
    const run = runOf('junit.xml');
    expect(results(run)).toEqual([
      'evals.refunds.within 30 days: pass',
      'evals.refunds.after 30 days: fail',
      'evals.refunds.sometimes: pass',
      'evals.refunds.not now: skip',
      'evals.attacks.injection: error',
      'evals.attacks.exfiltration: fail',
      'evals.attacks.switched off: skip',
    ]);
    expect(run.cases[0]).toMatchObject({
      tags: ['happy', 'billing'],
      metadata: { risk: 'low' },
      suite: 'evals > refunds',
    });
    expect(run.cases[2]?.metadata).toEqual({ flaky: true });
    expect(run.cases[5]?.tags).toEqual(['adversarial']);
    expect(run).toMatchObject({
      commit: { sha: '0123abc4567890123456789012345678901234ab' },
      models: ['gpt-5-mini'],
      startedAt: '2026-10-01T09:00:00+02:00',
      declared: { total: 7, failed: 2, errored: 1 },
      extra: { nested: true, suites: 3 },
    });
  });

  test.each([
    [
      'a document type',
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><testsuite><testcase name="&b;"/></testsuite>',
      'document type',
    ],
    ['an end that is missing', '<testsuite><testcase name="a"/>', 'broken or cut short'],
    ['another root', '<html><body/></html>', 'root is neither'],
    ['deep nesting', `${'<testsuite>'.repeat(5000)}${'</testsuite>'.repeat(5000)}`, 'deeper than 200'],
    ['an unknown entity', '<testsuite><testcase name="&nbsp;"/></testsuite>', 'broken'],
  ])('%s is refused', (_, xml, problem) => {
    expect(problemOf('junit.xml', xml)).toContain(problem);
  });

  test('a suite without a case is a failed run', () => {
    expect(runOf('empty.xml', {}, utf8('<testsuites/>'))).toMatchObject({
      status: 'failed',
      statusReason: 'the file lists no case',
    });
  });

  test('names that repeat are said', () => {
    const run = runOf(
      'twice.xml',
      {},
      utf8('<testsuite><testcase name="a"/><testcase name="a"><failure/></testcase></testsuite>'),
    );
    expect(run.warnings).toContain('2 rows share 1 names; rows of one name count as one case');
  });

  test('latin-1 is read as it declares', () => {
    const xml = '<?xml version="1.0" encoding="ISO-8859-1"?><testsuite><testcase name="caf\u00e9"/></testsuite>';
    expect(
      runOf(
        'latin.xml',
        {},
        Uint8Array.from(xml, (sign) => sign.charCodeAt(0)),
      ).cases[0]?.id,
    ).toBe('café');
  });
});

describe('Inspect', () => {
  const verdicts = ['a: pass', 'a: fail', 'b: fail', 'b: pass', '3: none', '3: error'];

  test('rows are samples in epochs; NaN is no verdict', () => {
    const run = runOf('inspect.json');
    expect(results(run)).toEqual(verdicts);
    expect(run.cases.map((one) => one.score)).toEqual([1, 0, 0.5, 1, undefined, undefined]);
    expect(run.cases[0]).toMatchObject({ tags: ['edge'], metadata: { attacked: true } });
    expect(run).toMatchObject({
      toolVersion: '0.3.241',
      status: 'complete',
      models: ['anthropic/claude-x'],
      commit: { sha: '0123abc', dirty: false, origin: 'https://github.com/acme/pilot.git' },
      metrics: [{ name: 'accuracy', group: 'grader', value: 0.5, n: 5, stderr: 0.2 }],
      warnings: [],
    });
  });

  test.each(['inspect-zstd.eval', 'inspect-deflate.eval'])('%s gives the same cases as the JSON log', (name) => {
    expect(runOf(name).cases).toEqual(runOf('inspect.json').cases);
  });

  test('a crashed run is read from its journal, as a partial run', () => {
    const run = runOf('inspect-crashed.eval');
    expect(results(run)).toEqual(['a: pass', 'a: fail', 'b: fail']);
    expect([run.status, run.statusReason]).toEqual(['partial', 'started, never finished']);
    expect(run.warnings).toContain('the run crashed: only its journal is there');
  });

  test.each([
    [{ status: 'cancelled' }, 'partial', 'cancelled'],
    [{ status: 'error' }, 'failed', 'error'],
    [{ status: 'started' }, 'partial', 'started, never finished'],
    [{ invalidated: true }, 'failed', 'invalidated'],
    [{ results: { total_samples: 6, completed_samples: 5 } }, 'partial', '5 of 6 samples completed'],
    [{ results: { total_samples: 9, completed_samples: 9 } }, 'partial', 'the file lists 6 rows, its totals say 9'],
  ])('%j is %s: %s', (change, status, reason) => {
    const log = JSON.parse(new TextDecoder().decode(fixture('inspect.json')).replace(/NaN/g, 'null'));
    const run = runOf('inspect.json', {}, utf8(JSON.stringify({ ...log, ...change })));
    expect([run.status, run.statusReason]).toEqual([status, reason]);
  });

  test.each([
    [{ limit: 2 }, 'limit 2 of 3 samples'],
    [{ limit: [0, 2] }, 'limit 0-2 of 3 samples'],
  ])('%j makes the run partial', (config, reason) => {
    const log = JSON.parse(new TextDecoder().decode(fixture('inspect.json')).replace(/NaN/g, 'null'));
    log.eval.config = { epochs: 2, ...config };
    expect(runOf('inspect.json', {}, utf8(JSON.stringify(log)))).toMatchObject({
      status: 'partial',
      statusReason: reason,
    });
  });

  test.each([
    ['C', 'pass'],
    ['N', 'fail'],
    ['1.0', 'pass'],
    [9.2, 'fail'],
    [{ a: 'C', b: 'I' }, 'fail'],
    [['C', 1], 'pass'],
    ['a long answer', undefined],
  ])('a value of %j is %s', (value, result) => {
    const log = { eval: { task: 't', model: 'm' }, status: 'success', samples: [{ id: 1, scores: { s: { value } } }] };
    expect(runOf('log.json', {}, utf8(JSON.stringify(log))).cases[0]?.result).toBe(result);
  });
});

describe('DeepEval', () => {
  test('takes the verdict, never the score; a judge that broke is an error', () => {
    const run = runOf('deepeval.json');
    expect(results(run)).toEqual(['refund: pass', 'leak: fail', 'judge down: error', 'dialogue: pass']);
    expect(run.declared).toEqual({ total: 4, passed: 2, failed: 1 });
    expect(run.models).toEqual(['gpt-5-mini']);
    expect(run.cases[0]).toMatchObject({ tags: ['happy'], metadata: { risk: 'low' } });
    expect(run.metrics[0]).toMatchObject({ name: 'Hallucination', n: 3 });
  });

  test('the file of a running run and a mere link are refused', () => {
    expect(problemOf('.deepeval/.temp_test_run_data.json', fixture('deepeval.json'))).toContain(
      'while a run is going on',
    );
    expect(problemOf('.deepeval/.latest_test_run.json', '{"testRunLink": "https://x"}')).toContain('only a link');
  });

  test('the unwrapped form reads the same', () => {
    const { testRunData } = JSON.parse(new TextDecoder().decode(fixture('deepeval.json')));
    expect(runOf('test_run_20261001_090000.json', {}, utf8(JSON.stringify(testRunData))).cases).toEqual(
      runOf('deepeval.json').cases,
    );
  });
});

describe('lm-eval', () => {
  test('groups are not counted twice, and missing errors stay missing', () => {
    const run = runOf('lm-eval.json');
    expect(run.metrics).toEqual([
      { name: 'acc,none', group: 'arc', value: 0.5, n: 100, stderr: 0.05025189, higherIsBetter: true },
      { name: 'pass@1,create_test', group: 'code', value: 0.25, n: 40, higherIsBetter: true },
      { name: 'acc,none', group: 'all', value: 0.5 },
    ]);
    expect(run).toMatchObject({
      declared: { total: 140 },
      caseListAvailable: false,
      commit: { sha: '0123abc' },
      status: 'partial',
      statusReason: 'limit 100: only part of each task ran',
      startedAt: '2026-10-01T09:00:00.500Z',
      extra: { groups: ['all'], tasks: ['arc', 'code'] },
    });
  });

  test('before 0.4 the number of cases comes from the standard error', () => {
    const run = runOf('lm-eval-old.json');
    expect(run.metrics.map((metric) => [metric.group, metric.name, metric.n])).toEqual([
      ['boolq', 'acc', 3270],
      ['zero', 'acc', undefined],
      ['lam', 'ppl', undefined],
    ]);
    expect(run.models).toEqual(['acme/old']);
  });
});

describe('CTRF', () => {
  test('suites may be a text or a list; other is an error', () => {
    const run = runOf('ctrf.json');
    expect(results(run)).toEqual([
      'evals > happy > refund: pass',
      'evals > edge > refund: pass',
      'evals/leak.ts > leak: fail',
      's: skip',
      'p: skip',
      'o: error',
    ]);
    expect(run).toMatchObject({
      toolVersion: '3.1.0',
      startedAt: '2026-10-01T09:00:00.000Z',
      finishedAt: '2026-10-01T09:01:00.000Z',
      commit: { sha: '0123abc4567890123456789012345678901234ab', origin: 'https://github.com/acme/pilot' },
      declared: { total: 6, passed: 2, failed: 1, errored: 1, skipped: 2 },
    });
    expect(run.cases[0]).toMatchObject({ tags: ['happy'], metadata: { risk: 'low' } });
  });
});

describe('home-made files', () => {
  test('by a mapping: errors, no verdict, tags, metrics and totals that disagree', () => {
    const run = runOf('homemade.json', {
      mapping: {
        ...MAPPING,
        runAt: 'run_at',
        commit: 'git_sha',
        model: 'model',
        totals: { passed: 'summary.passed', total: 'summary.total' },
        metrics: {
          latency: { path: 'latency', higherIsBetter: false },
          accuracy: { path: '$.summary.accuracy', higherIsBetter: true, scale: [0, 1] },
        },
      },
    });
    expect(results(run)).toEqual(['t-1: pass', 't-2: fail', 't-3: error', 't-4: none', 't-5: pass']);
    expect(run).toMatchObject({
      startedAt: '2026-10-01T09:00:00Z',
      commit: { sha: '0123abc4567' },
      models: ['gpt-5-mini'],
    });
    expect(run.metrics).toEqual([
      { name: 'latency', value: 2, n: 2, stderr: 0.5, higherIsBetter: false },
      { name: 'accuracy', value: 0.5, higherIsBetter: true, scale: [0, 1] },
    ]);
    expect(run.cases[1]).toMatchObject({ tags: ['attack'], metadata: { category: 'attack', adversarial: true } });
    expect(run.warnings).toEqual(['1 of 5 cases have no verdict', "rows: the file's totals say 4, its rows give 5"]);
  });

  test('without a mapping, when one meaning is possible, with the mapping that was used', () => {
    const run = runOf('homemade.json');
    expect(results(run)).toEqual(['t-1: pass', 't-2: fail', 't-3: error', 't-4: none', 't-5: pass']);
    expect(run.warnings.at(-1)).toContain(
      'cases: "$.results[*]", pass: "passed", id: "id", tags: "category", error: "error"',
    );
  });

  test('lines and a threshold; NaN is an error', () => {
    const run = runOf('homemade.jsonl', { mapping: { pass: { path: 'score', gte: 0.8 }, id: 'id' } });
    expect(results(run)).toEqual(['1: pass', '2: fail', '3: error']);
    expect(results(runOf('homemade.jsonl', { mapping: { pass: 'verdict.passed' } }))).toEqual([
      'case 1: pass',
      'case 2: fail',
      'case 3: fail',
    ]);
  });

  test('a table: quoted keys, lists in a cell, an empty cell', () => {
    const run = runOf('homemade.csv');
    expect(results(run)).toEqual(['r1: pass', 'r2: fail', 'r3: none']);
    expect(run.cases[0]?.tags).toEqual(['happy', 'billing']);
    expect(results(runOf('homemade.csv', { mapping: { pass: { path: 'faithfulness', gte: 0.8 }, id: 'id' } }))).toEqual(
      ['r1: pass', 'r2: error', 'r3: fail'],
    );
    expect(results(runOf('homemade.csv', { mapping: { pass: '"acc,none"', id: 'id' } }))).toEqual([
      'r1: pass',
      'r2: fail',
      'r3: pass',
    ]);
  });

  test('what the mapping takes for a pass, with the scores and the verdicts that contradict it', () => {
    const rows = [
      { id: 1, score: 0.2, passed: false },
      { id: 2, score: '0.9', verdict: 'Failed' },
      { id: 3, score: 1, verdict: 'pass' },
    ];
    const read = (pass: EvalMapping['pass']) => runOf('own.json', { mapping: { pass } }, utf8(JSON.stringify(rows)));
    expect(read({ path: 'score', gte: 0 }).passRule).toEqual({
      ...{ path: 'score', gte: 0, scores: [0.2, 1], contradicted: 2 },
    });
    expect(read({ path: 'score', gte: 0.95 }).passRule?.contradicted).toBe(0);
    expect(read('verdict').passRule).toEqual({ path: 'verdict', contradicted: 0 });
    expect(runOf('promptfoo.json').passRule).toBeUndefined();
  });

  test('inputs are kept as hashes: letter case, white space and key order aside', () => {
    const read = (...rows: object[]) =>
      runOf('own.json', { mapping: { pass: 'ok' } }, utf8(JSON.stringify(rows))).cases.map(({ input }) => input);
    const [first, same, other, short, none] = read(
      { ok: true, vars: { a: 'Where is my invoice?', b: 1 }, cost: 1 },
      { ok: false, vars: { b: 1, a: ' where is  MY invoice?' }, cost: 2 },
      { ok: true, vars: { a: 'Where is my invoice?', b: 2 } },
      { ok: true, input: 'yes' },
      { ok: true, prompt: 'A template that every case has' },
    );
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect([same === first, other === first, short, none]).toEqual([true, false, undefined, undefined]);
    // An input that every case has identifies none of them.
    expect(read({ ok: true, input: 'Answer this ticket' }, { ok: true, input: 'Answer this ticket' })).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('only totals: no case list to count', () => {
    const run = runOf('totals.json', { mapping: { totals: { passed: 'p', total: 'n' } } }, utf8('{"p": 48, "n": 50}'));
    expect(run).toMatchObject({
      caseListAvailable: false,
      declared: { total: 50, passed: 48 },
      cases: [],
      status: 'complete',
    });
  });

  test('cases in nested lists and under names', () => {
    const nested = utf8('{"systems": [{"cases": [{"ok": true}]}, {"cases": [{"ok": false}]}]}');
    expect(results(runOf('n.json', { mapping: { cases: '$.systems[*].cases[*]', pass: 'ok' } }, nested))).toEqual([
      'case 1: pass',
      'case 2: fail',
    ]);
    const named = utf8('{"cases": {"refund": {"ok": true}, "leak": {"ok": "failed"}}}');
    expect(results(runOf('n.json', { mapping: { cases: 'cases[*]', pass: 'ok' } }, named))).toEqual([
      'refund: pass',
      'leak: fail',
    ]);
  });

  test.each([
    ['no list', '{"accuracy": 0.9}', {}, 'no list of cases'],
    ['two verdicts that differ', '[{"passed": true, "correct": false}]', {}, 'correct differs from passed'],
    ['a verdict in parts', '{"r": [{"citation_hit": true, "decision_hit": false}]}', {}, 'may be only a part'],
    ['two lists', '{"a": [{"pass": true}], "b": [{"pass": true}]}', {}, 'another case list at $.b[*]'],
    ['a path that is none', '{"r": []}', { mapping: { cases: '$.r[?(@.x)]', pass: 'p' } }, 'path that cannot be read'],
    ['a path to nothing', '{"r": []}', { mapping: { cases: '$.x[*]', pass: 'p' } }, 'leads to no case list'],
    ['no verdict named', '{"r": [{}]}', { mapping: { cases: '$.r[*]' } }, 'what a pass is'],
    ['totals that are no numbers', '{"p": "x"}', { mapping: { totals: { passed: 'p', total: 'n' } } }, 'no numbers'],
  ])('%s is a clear problem', (_, json, options: EvalReadOptions, problem) => {
    expect(problemOf('results.json', json, options)).toContain(problem);
  });

  test('cases without any verdict are a failed run', () => {
    const run = runOf('r.json', { mapping: { cases: '$[*]', pass: 'nothing' } }, utf8('[{"a": 1}]'));
    expect(run).toMatchObject({ status: 'failed', statusReason: 'no case has a verdict' });
  });

  test('inherited properties are no fields', () => {
    const run = runOf(
      'r.json',
      { mapping: { cases: '$[*]', pass: 'constructor', id: '__proto__' } },
      utf8('[{"a": 1, "__proto__": {"x": true}}]'),
    );
    expect(results(run)).toEqual(['case 1: none']);
  });

  test.each([
    [[{ case_id: 1, passed: true, tags: ['x'] }], { cases: '$[*]', pass: 'passed', id: 'case_id', tags: 'tags' }],
    [{ out: { 'all cases': [{ success: false }] } }, { cases: '$.out."all cases"[*]', pass: 'success' }],
    [
      { a: [{ x: 1 }], per_case: [{ decision_hit: true, name: 'n' }] },
      { cases: '$.per_case[*]', pass: 'decision_hit', id: 'name' },
    ],
    [
      { short: [{ ok: true }], long: [{ status: 'passed' }, { status: 'error' }] },
      { cases: '$.long[*]', pass: 'status' },
    ],
    [{ rows: [{ status: 'shipped' }] }, undefined],
    [{ rows: [{ passed: 12 }] }, undefined],
    ['text', undefined],
  ])('for %j the proposal is %j', (json, mapping) => {
    expect(proposeMapping(json)).toEqual(mapping);
  });
});

describe('provenance', () => {
  test('keys may be written in any of three ways', () => {
    expect(readProvenance('home.provenance.json', fixture('home.provenance.json'))).toEqual({
      ok: true,
      provenance: {
        commit: '0123abc4567890123456789012345678901234ab',
        dirty: false,
        treeHash: 'a'.repeat(64),
        sha256: 'b'.repeat(64),
        runId: '991',
        startedAt: '2026-10-01T09:00:00Z',
      },
    });
  });

  test.each([
    [{ commit: '0123abc' }, 'commit must be a full'],
    [{ dirty: 'no' }, 'dirty must be'],
    [{ sha256: null }, 'sha256 must be'],
    [{ 'tree-hash': 'zz' }, 'treeHash must be'],
    [{ startedAt: 'yesterday' }, 'startedAt must be'],
  ])('%j is refused', (change, problem) => {
    const json = { ...JSON.parse(new TextDecoder().decode(fixture('home.provenance.json'))), ...change };
    const read = readProvenance('x.provenance.json', utf8(JSON.stringify(json)));
    expect(read.ok ? '' : read.problem).toContain(problem);
  });

  test.each(['', '[]', '{', 'null'])('%j is refused', (text) => {
    expect(readProvenance('x.provenance.json', utf8(text)).ok).toBe(false);
  });
});
