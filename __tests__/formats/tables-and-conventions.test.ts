import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCatalogInfo } from '../../src/formats/catalog-info.ts';
import { isOnlyFor, ownersOf, readCodeOwners } from '../../src/formats/codeowners.ts';
import { makeTargets, npmScripts } from '../../src/formats/commands.ts';
import { readTable, TABLE_MAX_ROWS } from '../../src/formats/table.ts';
import { readWorkflow } from '../../src/formats/workflow-file.ts';
import { cpuMs } from '../support/harness/cpu-time.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const csv = (text: string) => readTable('rows.csv', encode(text));
const json = (text: string) => readTable('rows.json', encode(text));
const problems = (read: ReturnType<typeof readTable>): string[] =>
  read.ok ? [] : read.faults.map((fault) => `${fault.line} ${fault.key} ${fault.problem}`);

describe('CSV', () => {
  test.each([
    ['comma', 'at,value\n2026-01-01,3\n'],
    ['semicolon', 'at;value\n2026-01-01;3\n'],
    ['tab', 'at\tvalue\n2026-01-01\t3\n'],
    ['byte order mark and CRLF', '\uFEFFat,value\r\n2026-01-01,3\r\n'],
    ['spaces and empty lines', 'at , value\n\n2026-01-01, 3\n\n'],
    ['no line end', 'at,value\n2026-01-01,3'],
  ])('%s', (_name, text) => {
    const read = csv(text);
    expect(read).toMatchObject({ ok: true, table: { path: 'rows.csv', columns: ['at', 'value'] } });
    expect(read.ok && read.table.rows[0]?.cells).toEqual({ at: '2026-01-01', value: '3' });
  });

  test('quotes hold separators, quotes and line ends; lines are those of the file', () => {
    const read = csv('a,b\r\n"x, ""y""\r\nz",1\r\n\r\n2,3\r\n');
    expect(read.ok && read.table.rows).toEqual([
      { line: 2, cells: { a: 'x, "y"\nz', b: '1' } },
      { line: 5, cells: { a: '2', b: '3' } },
    ]);
  });

  test('a separator inside a quoted header does not count', () => {
    const read = csv('"a,b,c";d\n1;2\n');
    expect(read.ok && read.table.columns).toEqual(['a,b,c', 'd']);
  });

  test('cells that look like formulas or prototypes are plain text', () => {
    const read = csv('__proto__,value\n"=HYPERLINK(""x"")",@SUM(1)\n');
    expect(read.ok && Object.entries(read.table.rows[0]?.cells ?? {})).toEqual([
      ['__proto__', '=HYPERLINK("x")'],
      ['value', '@SUM(1)'],
    ]);
  });

  test('ragged rows, bad headers and broken quotes are faults with their line', () => {
    expect(problems(csv('a,b\n1,2\n3\n4,5,6\n'))).toEqual(['3  has 1 cells', '4  has 3 cells']);
    expect(problems(csv('a,,a\n1,2,3\n'))).toEqual(['1  has no name in column 2', '1 a names two columns']);
    expect(problems(csv('a,b\n"1,2\n3,4\n'))[0]).toMatch(/quote that is never closed/);
    expect(problems(csv('a,b\n1"2,3\n'))).toEqual(['2  has a quote inside an unquoted cell']);
    expect(problems(csv(' \n '))).toEqual(['1  has no rows']);
    expect(problems(readTable('rows.csv', new Uint8Array([0x61, 0xff])))).toEqual(['1  is not UTF-8 text']);
  });

  test('a header alone is a table without rows', () => {
    expect(csv('a,b\n')).toEqual({ ok: true, table: { path: 'rows.csv', columns: ['a', 'b'], rows: [] } });
  });

  test('two hundred thousand rows are read, one more is refused', () => {
    const text = `at,value\n${'2026-01-01,1\n'.repeat(TABLE_MAX_ROWS)}`;
    const read = csv(text);
    expect(read.ok && read.table.rows.length).toBe(TABLE_MAX_ROWS);
    expect(problems(csv(`${text}2026-01-01,1\n`))).toEqual(['1  has more than 200000 rows']);
    expect(problems(readTable('rows.csv', new Uint8Array(21 * 1024 * 1024)))[0]).toMatch(/more than 20971520/);
  });
});

describe('JSON rows', () => {
  test('cells become text, null is empty, columns are those of all rows', () => {
    const read = json('[\n  { "a": 1, "b": null },\n  { "a": "x[{,", "c": true },\n  {}\n]');
    expect(read).toEqual({
      ok: true,
      table: {
        path: 'rows.json',
        columns: ['a', 'b', 'c'],
        rows: [
          { line: 2, cells: { a: '1', b: '', c: '' } },
          { line: 3, cells: { a: 'x[{,', b: '', c: 'true' } },
          { line: 4, cells: { a: '', b: '', c: '' } },
        ],
      },
    });
  });

  test('nested values and other shapes are faults', () => {
    expect(problems(json('[{"a": 1},\n{"a": {"b": 1}},\n3]'))).toEqual([
      '2 [1].a is not one plain value',
      '3 [2] is not an object',
    ]);
    expect(problems(json('{"a": 1}'))).toEqual(['1  is not a list of rows']);
    expect(problems(json('[1,'))).toEqual(['1  is not valid JSON']);
    expect(problems(json(`${'['.repeat(100_000)}`))).toEqual(['1  is not valid JSON']);
  });
});

test('tables never throw', () => {
  const text = fc.array(fc.constantFrom('a', ',', ';', '"', '\n', '\r\n', '\t', '[', '{', '}', ']', ':', '1', ' '), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(text, fc.constantFrom('r.csv', 'r.json'), (words, path) => {
      const read = readTable(path, encode(words.join('')));
      expect(read.ok ? 1 : read.faults.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

describe('CODEOWNERS', () => {
  const owners = (text: string, path: string) => ownersOf(readCodeOwners('CODEOWNERS', text), path)?.owners;

  test.each([
    ['*', 'a/b/c.md', true],
    ['*.js', 'a/b/c.js', true],
    ['*.js', 'a/b/c.jsx', false],
    ['/build/logs/', 'build/logs/x/y.txt', true],
    ['/build/logs/', 'src/build/logs/x', false],
    ['build/logs/', 'src/build/logs/x', false],
    ['docs/*', 'docs/a.md', true],
    ['docs/*', 'docs/b/a.md', false],
    ['docs/*', 'x/docs/a.md', false],
    ['apps/', 'x/apps/y/z.ts', true],
    ['apps/', 'apps', false],
    ['apps', 'x/apps', true],
    ['apps', 'x/apps/y', true],
    ['/docs', 'docs/a.md', true],
    ['/docs', 'x/docs/a.md', false],
    ['**/logs', 'a/b/logs/c', true],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'a/x/y/c', false],
    ['readiness/controls/*.yaml', 'readiness/controls/privacy.yaml', true],
    ['readiness/controls/', 'readiness/controls/privacy.yaml', true],
    ['Readme?md', 'a/Readme.md', true],
    ['{a,b}', 'a', false],
    ['/', 'a', false],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(owners(`${pattern} @o`, path) !== undefined).toBe(expected);
  });

  test('the last match wins, also when it takes owners away', () => {
    const text = '* @a\n/docs/ @b @org/team docs@x.example # why\n/docs/open/\n';
    expect(owners(text, 'src/x')).toEqual(['@a']);
    expect(owners(text, 'docs/x')).toEqual(['@b', '@org/team', 'docs@x.example']);
    expect(ownersOf(readCodeOwners('CODEOWNERS', text), 'docs/open/x')).toEqual({
      ...{ owners: [], line: 3, pattern: '/docs/open/' },
    });
  });

  test('a pattern is only for a folder when it names it literally from the root', () => {
    const folder = 'readiness/controls';
    const only = [
      '/readiness/controls/',
      'readiness/controls/*.yaml',
      '/readiness/controls/privacy.yaml',
      '/readiness/controls/**',
    ];
    const wider = [
      '*',
      '**',
      '/**',
      '/*',
      '/readiness/',
      'readiness/**',
      '**/controls/',
      'controls/',
      '*.yaml',
      'privacy.yaml',
      '/*/controls/',
      'readiness/*/privacy.yaml',
      'readiness/c*/',
      'readiness/controls?',
    ];
    expect(only.filter((pattern) => !isOnlyFor(pattern, folder))).toEqual([]);
    expect(wider.filter((pattern) => isOnlyFor(pattern, folder))).toEqual([]);
  });

  test('escapes, comments and what GitHub skips', () => {
    const read = readCodeOwners('CODEOWNERS', '# all\r\n\\#a @x\r\nmy\\ file @y\n!b @x\n[ab] @x\nc @x nobody\n');
    expect(read.rules).toEqual([
      { line: 2, pattern: '#a', owners: ['@x'] },
      { line: 3, pattern: 'my file', owners: ['@y'] },
    ]);
    expect(read.faults.map((fault) => fault.line)).toEqual([4, 5, 6]);
  });

  test('hostile patterns end in time', () => {
    const ms = cpuMs(() => {
      expect(owners(`${'*a'.repeat(240)}b @x`, 'a'.repeat(4_000))).toBeUndefined();
      expect(owners(`${'**/a/'.repeat(90)}b @x`, 'a/'.repeat(2_000))).toBeUndefined();
    });
    expect(ms).toBeLessThan(2_000);
  });
});

describe('catalog-info.yaml', () => {
  test('entities of several documents, templates of Backstage included', () => {
    const text = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: triage, annotations: { a: b } }
spec:
  owner: group:acme/support
  lifecycle: experimental
  dependsOn: [resource:default/db]
---
kind: System
metadata: { name: support }
spec: { owner: support, $text: !include x }
---
just: noise
`;
    expect(readCatalogInfo('catalog-info.yaml', encode(text))).toEqual({
      faults: [],
      entities: [
        {
          path: 'catalog-info.yaml',
          line: 1,
          kind: 'Component',
          name: 'triage',
          owner: 'group:acme/support',
          lifecycle: 'experimental',
          dependsOn: ['resource:default/db'],
        },
        { path: 'catalog-info.yaml', line: 9, kind: 'System', name: 'support', owner: 'support', dependsOn: [] },
      ],
    });
    expect(readCatalogInfo('c.yaml', encode('a: [')).faults).toHaveLength(1);
  });
});

describe('workflows', () => {
  const read = (text: string) => readWorkflow('.github/workflows/stop.yml', encode(text));

  test.each([
    ['on: workflow_dispatch', ['workflow_dispatch']],
    ['on: [push, workflow_dispatch]', ['push', 'workflow_dispatch']],
    [
      'on:\n  workflow_dispatch:\n    inputs: {}\n  schedule:\n    - cron: "0 0 * * *"',
      ['workflow_dispatch', 'schedule'],
    ],
    ['"on": push', ['push']],
    ['jobs: {}', []],
  ])('triggers of %j', (text, triggers) => {
    expect(read(text)).toMatchObject({ name: '.github/workflows/stop.yml', triggers });
  });

  test.each([
    ['on: push', undefined],
    ['on: { push: {} }', undefined],
    ['on: { push: { paths: [a] } }', undefined],
    ['on: { push: { branches: [main, "r/**"] } }', ['main', 'r/**']],
    ['on: { push: { branches-ignore: [main] } }', ['**', '!main']],
    ['on: { push: { branches: main, tags: [v1] } }', ['main']],
    ['on: { push: { tags: ["v*"] } }', []],
    ['on: { pull_request: { branches: [main] } }', undefined],
  ])('pushes that start %j', (text, branches) => {
    expect(read(text)?.pushBranches).toEqual(branches);
  });

  test('environments and builds', () => {
    const text = (run: string) => `name: Stop
on: workflow_dispatch
jobs:
  one: { environment: production, steps: [{ run: ${JSON.stringify(run)} }] }
  two: { environment: { name: eu, url: x }, steps: [{ uses: actions/checkout@v4 }] }
`;
    expect(read(text('./stop.sh'))).toMatchObject({ name: 'Stop', environments: ['production', 'eu'], builds: false });
    for (const run of [
      'npm run build',
      'set -e\ndocker build .',
      'make -j4 build',
      'go build ./...',
      './gradlew assemble',
    ]) {
      expect([run, read(text(run))?.builds]).toEqual([run, true]);
    }
    for (const run of [
      '# npm run build\ntrue',
      'npm run stop',
      'kubectl set env deploy/x MODE=off',
      'echo rebuilding',
    ]) {
      expect([run, read(text(run))?.builds]).toEqual([run, false]);
    }
    expect(read('jobs: { a: { steps: [{ uses: docker/build-push-action@v6 }] } }')?.builds).toBe(true);
  });

  test('what is no workflow', () => {
    expect(read('a: [')).toBeUndefined();
    expect(read('- a')).toBeUndefined();
  });
});

describe('commands', () => {
  test('make targets', () => {
    const text =
      '.PHONY: stop\nSHELL := /bin/sh\nA ?= b:c\nURL = http://x\nstop rollback: build\n\t@echo a:b\n%.o: %.c\nbuild::\n$(X): y\nop/drain: X = 1\n';
    expect(makeTargets(text)).toEqual(['stop', 'rollback', 'build', 'op/drain']);
  });

  test('npm scripts', () => {
    expect(npmScripts('\uFEFF{"scripts": {"stop": "x", "test": "y"}}')).toEqual(['stop', 'test']);
    for (const text of ['', '[', 'null', '3', '{"scripts": []}', '{}']) expect(npmScripts(text)).toEqual([]);
  });
});
