import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { METRICS_MAX_BYTES, metricAt, readDvc, readMetrics } from '../../src/formats/metrics/index.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`fixtures/metrics/${name}`, import.meta.url)));
const numbers = (path: string, bytes: Uint8Array): [string, number][] => {
  const read = readMetrics(path, bytes);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.metrics.map((metric) => [metric.path, metric.value]);
};
const problem = (path: string, text: string): string => {
  const read = readMetrics(path, encode(text));
  return read.ok ? 'read' : `${read.faults[0]?.line}:${read.faults[0]?.column} ${read.faults[0]?.problem}`;
};

describe('numbers of other tools', () => {
  test('nested JSON gives every number its path, in the order of the file', () => {
    expect(numbers('metrics.json', fixture('metrics.json'))).toEqual([
      ['step', 12],
      ['eval.accuracy', 0.931],
      ['eval.per-class.refund', 0.88],
      ['eval.per-class."out.of.scope"', 0.97],
      ['runs[0].score', 0.9],
      ['runs[1].score', 0.92],
    ]);
  });

  test('nested YAML does too, with its aliases', () => {
    expect(numbers('summary.yaml', fixture('summary.yaml'))).toEqual([
      ['train.loss', 0.12],
      ['test.loss', 0.19],
      ['copy.loss', 0.12],
    ]);
  });

  test('benchmark arrays keep unit and range, and guess no direction', () => {
    expect(readMetrics('benchmarks.json', fixture('benchmarks.json'))).toEqual({
      ok: true,
      format: 'benchmark',
      metrics: [
        { path: 'triage one ticket', value: 412.5, unit: 'ms', range: '± 30' },
        { path: 'cost a ticket', value: 0.031, unit: 'USD' },
      ],
    });
  });

  test('a history gives the newest run of each suite, with direction and commit, and is not run', () => {
    expect(readMetrics('dev/bench/data.js', fixture('data.js'))).toEqual({
      ok: true,
      format: 'benchmark-history',
      metrics: [{ path: 'Latency: triage', value: 412, unit: 'ms', good: 'lower', commit: '2'.repeat(40) }],
    });
    expect(problem('data.js', 'window.BENCHMARK_DATA = require("x")')).toMatch(/not valid JSON/);
  });
});

describe('one number by its path', () => {
  const at = (path: string, file = 'metrics.json') => {
    const found = metricAt(file, fixture(file), path);
    return 'value' in found ? found.value.value : found.fault;
  };

  test.each([
    ['eval.accuracy', 0.931],
    ['$.eval.accuracy', 0.931],
    ['eval["per-class"].refund', 0.88],
    ['eval.per-class."out.of.scope"', 0.97],
    ['runs[1].score', 0.92],
  ])('%s', (path, value) => {
    expect(at(path)).toBe(value);
  });

  test('a benchmark is named by its name, and a key with dots by itself', () => {
    expect(at('cost a ticket', 'benchmarks.json')).toBe(0.031);
    const flat = metricAt('m.json', encode('{"a.b": 3, "a": {"b": 4}}'), 'a.b');
    expect(flat).toEqual({ value: { path: '"a.b"', value: 3 } });
  });

  test('what leads nowhere says what the file holds', () => {
    expect(at('eval.acuracy')).toMatchObject({
      path: 'metrics.json',
      key: 'eval.acuracy',
      problem: 'leads to no number',
      allowed: 'step, eval.accuracy, eval.per-class.refund, eval.per-class."out.of.scope", runs[0].score',
    });
    expect(at('note')).toMatchObject({ problem: 'leads to no number' });
    for (const path of ['eval..x', '[*]', 'a b', '.a', 'constructor(', ''])
      expect(at(path)).toMatchObject({ problem: expect.stringMatching(/is no path|leads to no number/) });
  });

  test('nothing inherited is found', () => {
    for (const path of ['constructor.length', '__proto__.x', 'eval.toString.length'])
      expect(at(path)).toMatchObject({ problem: 'leads to no number' });
  });
});

describe('files that cannot be read are faults with a place and a remedy', () => {
  test.each([
    ['m.json', '{"a": 1', /^1:8 The file is not valid JSON/],
    ['m.json', '{"a": "1"}', /holds no number/],
    ['m.json', '   ', /is empty/],
    ['m.toml', 'a = 1', /is TOML/],
    ['m.yaml', 'a: 1\n---\nb: 2\n', /several YAML documents/],
    ['m.yaml', 'a: [1', /^1:6 is indented wrongly/],
    ['m.json', `${'['.repeat(5000)}1${']'.repeat(5000)}`, /deeper than/],
    ['m.json', `[${'1,'.repeat(6000)}1]`, /more than 5000 numbers/],
    ['b.json', '[{"name":"a","unit":"s","value":"fast"}]', /\[0\]\.value is no number/],
    ['b.json', '[{"name":"a","unit":"s","value":1},{"name":"a","unit":"s","value":2}]', /names "a" twice/],
    ['b.json', '[{"name":"","unit":"s","value":1}]', /\[0\]\.name is missing/],
  ])('%s %#', (path, text, says) => {
    expect(problem(path, text)).toMatch(says);
    const read = readMetrics(path, encode(text));
    for (const fault of read.ok ? [] : read.faults) expect(fault.remedy.length).toBeGreaterThan(5);
  });

  test('a file that is too big is not parsed', () => {
    const read = readMetrics('m.json', new Uint8Array(METRICS_MAX_BYTES + 1));
    expect(read.ok ? '' : read.faults[0]?.problem).toMatch(/bytes, more than/);
  });

  test('not a number is no number', () => {
    expect(numbers('m.json', encode('{"a": NaN, "b": Infinity, "c": 1e999, "d": 2}'))).toEqual([['d', 2]]);
  });

  test('whatever the bytes, it answers; and every path it gives leads back to its number', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const read = readMetrics('m.json', encode(text));
        for (const metric of read.ok ? read.metrics : []) {
          const found = metricAt('m.json', encode(text), metric.path);
          expect('value' in found && Number.isFinite(found.value.value)).toBe(true);
        }
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('m.json', 'm.yaml', 'data.js'), (bytes, path) => {
        const read = readMetrics(path, bytes);
        expect(read.ok ? read.metrics.length : read.faults.length).toBeGreaterThan(0);
      }),
    );
  });

  test('a fixture cut anywhere never throws and never becomes another number', () => {
    const bytes = fixture('benchmarks.json');
    for (let end = 0; end < bytes.length - 2; end += 1) {
      const read = readMetrics('benchmarks.json', bytes.subarray(0, end));
      expect(read.ok).toBe(false);
    }
  });
});

describe('dvc.yaml', () => {
  test('names the metric files of its stages and its own', () => {
    expect(readDvc('dvc.yaml', fixture('dvc.yaml'))).toEqual({
      files: [
        { path: 'eval/metrics.json', line: 6, stage: 'evaluate', cached: false },
        { path: 'eval/cached.json', line: 8, stage: 'evaluate', cached: true },
        { path: 'reports/summary.yaml', line: 13, stage: 'report', cached: false },
        { path: 'dvclive/metrics.json', line: 18, cached: false },
      ],
      faults: [],
    });
  });

  test('anything else names none, and broken YAML is a fault', () => {
    for (const text of ['', '[]', 'stages: 3', 'stages: {a: {metrics: x}}', 'metrics: [{}, [a], null, 3.5, /etc/x]'])
      expect(readDvc('dvc.yaml', encode(text)).files.filter((file) => file.path !== '3.5')).toEqual([]);
    expect(readDvc('dvc.yaml', encode('a: [')).faults).toHaveLength(1);
  });
});
