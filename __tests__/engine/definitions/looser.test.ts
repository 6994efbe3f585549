import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { makeTree } from '../../../src/domain/tree.ts';
import { leavesOutFile, reachOf } from '../../../src/engine/definitions/covers.ts';
import { type DefinitionEntry, definitionEntries } from '../../../src/engine/definitions/entries.ts';
import { type LeavesOut, looserDefinitions } from '../../../src/engine/definitions/looser.ts';
import { manifestSchema, SECTIONS, type SectionName } from '../../../src/evidence/schema/index.ts';
import { definition, type Strictness } from '../../../src/evidence/schema/marks.ts';
import { readYaml } from '../../../src/formats/yaml/index.ts';

const root = resolve(import.meta.dirname, '../../..');
const TREE = makeTree(
  ['src/router.py', 'prompts/triage.md', 'docs/a.md'].map((path) => ({ path, mode: '100644', blob: path })),
);
const leavesOut: LeavesOut = (path, before, after) =>
  leavesOutFile(
    { tree: TREE, reach: reachOf(path, before, 'readiness') },
    { tree: TREE, reach: reachOf(path, after, 'readiness') },
  );

/** A value in each direction: [before, looser, stricter or the same]. */
const CASES: [Strictness, unknown, unknown[], unknown[]][] = [
  ['higher', 0.95, [0.9, 0, undefined], [0.95, 1]],
  ['lower', 60, [90, undefined], [60, 30, 0]],
  ['shorter', '4w', ['5w', '2 months', 'forever', undefined], ['28d', '1w']],
  ['earlier', '2026-11-01', ['2026-11-02', undefined], ['2026-11-01', '2026-10-01']],
  [
    'superset',
    ['a', 'b'],
    [['a'], [], undefined],
    [
      ['b', 'a'],
      ['a', 'b', 'c'],
    ],
  ],
  ['subset', { edge: 'no' }, [{ edge: 'no', happy: 'no' }, { happy: 'no' }], [{}, undefined, { edge: 'other words' }]],
  ['covers', ['src/**', 'prompts/**'], [['src/**'], ['Makefile']], [['**'], ['src/router.py', 'prompts/*.md']]],
  ['present', 'model-a', [undefined], ['model-b']],
  ['person', '@dana', ['@samir', undefined], ['dana', { github: '@Dana', since: '2026-01-01' }]],
  ['fixed', { site: 'a' }, [{ site: 'b' }, undefined], [{ site: 'a' }]],
  [['auto', 'confirm', 'human-only'], 'confirm', ['auto', undefined], ['confirm', 'human-only']],
];

function entry(stricter: Strictness, value: unknown, op?: unknown): DefinitionEntry {
  const rule = { stricter, acceptor: 'product' as const };
  return {
    path: stricter === 'covers' ? 'evals.covers' : 'evals.x',
    within: 'evals',
    rule,
    value,
    ...(op === undefined ? {} : { op }),
  };
}
const isLooser = (stricter: Strictness, before: unknown, after: unknown, ops: [unknown?, unknown?] = []): boolean =>
  looserDefinitions([entry(stricter, before, ops[0])], [entry(stricter, after, ops[1])], leavesOut).length > 0;

describe('a definition is looser against its direction, and free along it', () => {
  test.each(CASES)('%j', (stricter, before, looser, free) => {
    for (const after of looser) expect([after, isLooser(stricter, before, after)]).toEqual([after, true]);
    for (const after of free) expect([after, isLooser(stricter, before, after)]).toEqual([after, false]);
  });

  test.each<[Strictness, string, number, number, boolean]>([
    ['reach', 'gte', 10, 9, true],
    ['reach', 'gte', 10, 11, false],
    ['reach', 'lte', 10, 11, true],
    ['reach', 'lt', 10, 9, false],
    ['reach', 'eq', 10, 9, true],
    ['stop', 'gt', 10, 11, true],
    ['stop', 'gt', 10, 9, false],
    ['stop', 'lt', 10, 9, true],
    ['stop', 'lte', 10, 11, false],
  ])('%s with %s: %d to %d is looser: %s', (stricter, op, before, after, expected) => {
    expect(isLooser(stricter, before, after, [op, op])).toBe(expected);
  });

  test('with another operator, no limit is comparable', () => {
    expect(isLooser('reach', 10, 11, ['gte', 'lte'])).toBe(true);
  });

  test('what is written for the first time is free, apart from a filter or an exception', () => {
    const first = (stricter: Strictness, value: unknown) => isLooser(stricter, undefined, value);
    expect(['higher', 'lower', 'superset', 'present', 'person'].map((one) => first(one as Strictness, 'x'))).toEqual(
      Array(5).fill(false),
    );
    expect([first('fixed', { site: 'a' }), first('subset', { edge: 'no' }), first('covers', ['Makefile'])]).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('covers', () => {
  const tree = (...paths: [string, string][]) =>
    makeTree(paths.map(([path, blob]) => ({ path, blob, mode: '100644' })));
  const before = {
    tree: tree(['src/router.py', 'b1'], ['prompts/triage.md', 'b2']),
    reach: reachOf('evals.covers', ['src/**', 'prompts/**'], 'readiness'),
  };
  const reach = (...globs: string[]) => reachOf('evals.covers', globs, 'readiness');

  test('a file that was renamed and is still covered is no loss', () => {
    const after = tree(['app/router.py', 'b1'], ['prompts/triage.md', 'b2']);
    expect(leavesOutFile(before, { tree: after, reach: reach('app/**', 'prompts/**') })).toBe(false);
  });

  test('a file that was moved out of what is covered is one', () => {
    const after = tree(['vendor/router.py', 'b1'], ['prompts/triage.md', 'b2']);
    expect(leavesOutFile(before, { tree: after, reach: reach('src/**', 'prompts/**') })).toBe(true);
  });

  test('a file that is gone is no loss', () => {
    expect(leavesOutFile(before, { tree: tree(['prompts/triage.md', 'b2']), reach: reach('prompts/**') })).toBe(false);
  });

  test('without globs, everything outside the evidence and the documents is covered', () => {
    const all = reachOf('evals.covers', undefined, 'readiness');
    expect(['src/a.py', 'readiness/pilot.yaml', 'docs/a.md', 'README.md'].map(all)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

/** The definitions of an example, with its evidence files read as they are. */
function exampleEntries(example: string): DefinitionEntry[] {
  const text = (name: string) => {
    try {
      return new Uint8Array(readFileSync(join(root, 'examples', example, 'readiness', `${name}.yaml`)));
    } catch {
      return undefined;
    }
  };
  const manifest = text('pilot');
  const inline = (manifest === undefined ? {} : readYaml(manifestSchema, 'pilot.yaml', manifest).value) as Record<
    string,
    unknown
  >;
  return (Object.keys(SECTIONS) as SectionName[]).flatMap((name) => {
    const camel = name.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());
    const own = name === 'pilot' ? inline : inline[camel];
    const bytes = own === undefined ? text(name) : undefined;
    const value = bytes === undefined ? own : readYaml(SECTIONS[name] as z.ZodType, name, bytes).value;
    return definitionEntries(name, SECTIONS[name] as z.ZodType, value);
  });
}

describe.each(['support-triage', 'claims-intake'])('the definitions of examples/%s', (example) => {
  const entries = exampleEntries(example);
  const written = entries.filter(({ value }) => value !== undefined);

  test('are many, and equal to themselves', () => {
    expect(written.length).toBeGreaterThan(40);
    expect(looserDefinitions(entries, entries, leavesOut)).toEqual([]);
    expect(new Set(entries.map(({ path }) => path)).size).toBe(entries.length);
  });

  test('are each reported when they disappear, alone or with what holds them', () => {
    for (const gone of written.filter(({ rule }) => rule.stricter !== 'subset' && rule.stricter !== 'covers')) {
      const without = entries.map((one) => (one.path === gone.path ? { ...one, value: undefined } : one));
      expect(looserDefinitions(entries, without, leavesOut).map(({ path }) => path)).toEqual([gone.path]);
      const holderGone = entries.filter(({ within }) => within !== gone.within);
      expect(looserDefinitions(entries, holderGone, leavesOut).map(({ path }) => path)).toContain(gone.within);
    }
  });
});

test('a definition in a list is found by the id of its entry, in any order', () => {
  const schema = z.strictObject({
    rows: z.array(
      z.strictObject({
        id: definition(z.string(), 'present', 'product'),
        limit: definition(z.number(), 'lower', 'product'),
      }),
    ),
  });
  const of = (...rows: { id: string; limit: number }[]) => definitionEntries('x', schema, { rows });
  const before = of({ id: 'a', limit: 1 }, { id: 'b', limit: 2 });
  expect(looserDefinitions(before, of({ id: 'b', limit: 2 }, { id: 'a', limit: 1 }), leavesOut)).toEqual([]);
  expect(looserDefinitions(before, of({ id: 'b', limit: 3 }, { id: 'a', limit: 1 }), leavesOut)).toEqual([
    { path: 'x.rows[b].limit', acceptor: 'product', before: '2', after: '3' },
  ]);
});
