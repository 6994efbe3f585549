import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '../src/criteria/index.ts';
import { PROFILES } from '../src/domain/levels.ts';
import { policyFileSchema } from '../src/engine/policy/file.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const stems = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
const without = (names: string[], ...others: string[]): string[] => names.filter((name) => !others.includes(name));

describe('one id is one folder, one page, one test', () => {
  const ids = catalog.map((criterion) => criterion.id).sort();

  test('the catalog holds every folder, under the id it is named after', () => {
    const folders = readdirSync(join(root, 'src/criteria'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
    expect(ids).toEqual(without(folders, 'shared'));
  });

  test('every criterion has its page, and every page its criterion', () => {
    expect(without(stems('docs/criteria', '.md'), 'README')).toEqual(ids);
  });

  test('every criterion has its test, and every test its criterion', () => {
    expect(stems('__tests__/criteria', '.test.ts')).toEqual(ids);
  });

  test('every page speaks of every code and option, and of no code that is not there', () => {
    for (const criterion of catalog) {
      const page = readFileSync(join(root, `docs/criteria/${criterion.id}.md`), 'utf8');
      const prefix = criterion.checks[0]?.code.split('-')[0] ?? '';
      const mentioned = [...new Set(page.match(new RegExp(`\\b${prefix}-\\d+\\b`, 'g')) ?? [])].sort();
      expect(mentioned).toEqual(criterion.checks.map((check) => check.code).sort());
      for (const name of Object.keys(criterion.params))
        expect(page).toContain(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
    }
  });
});

describe('the catalog', () => {
  test('has each code once', () => {
    const codes = catalog.flatMap((criterion) => criterion.checks.map((check) => check.code));
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('leaves nobody without a way out: every check says what to do, and checks about the past how to mend it', () => {
    for (const check of catalog.flatMap((criterion) => criterion.checks)) {
      expect([check.code, check.remedy.length > 20]).toEqual([check.code, true]);
      const aboutThePast = /before the pilot|before it|loosened|since the last promotion|in advance|\blate\b/i.test(
        check.title,
      );
      if (aboutThePast) expect([check.code, (check.alternativeRemedy ?? '').length > 20]).toEqual([check.code, true]);
    }
  });

  test('every option becomes stricter, or stays, from minimal to regulated', () => {
    for (const criterion of catalog) {
      for (const [name, spec] of Object.entries(criterion.params)) {
        const values = PROFILES.map((profile) => spec.defaults[profile]);
        for (const value of values) expect([name, spec.schema.safeParse(value).success]).toEqual([name, true]);
        const numbers = values.filter((value): value is number => typeof value === 'number');
        const sorted = [...numbers].sort((a, b) => (spec.stricter === 'higher' ? a - b : b - a));
        expect([criterion.id, name, numbers]).toEqual([criterion.id, name, sorted]);
      }
    }
  });

  test('every key of the policy file declares which way it is stricter', () => {
    const without = undirected(policyFileSchema(catalog), '');
    expect(without).toEqual([]);
  });
});

interface SchemaNode {
  def: {
    type: string;
    shape?: Record<string, SchemaNode>;
    innerType?: SchemaNode;
    options?: SchemaNode[];
    valueType?: SchemaNode;
  };
  meta?: () => Record<string, unknown> | undefined;
}

/** Leaves of the schema without a direction: objects and unions of objects are walked through. */
function undirected(schema: unknown, path: string): string[] {
  const node = schema as SchemaNode;
  if (node.meta?.()?.stricter !== undefined) return [];
  const { type, shape, innerType, options, valueType } = node.def;
  if (type === 'object')
    return Object.entries(shape ?? {}).flatMap(([name, child]) => undirected(child, `${path}.${name}`));
  if (innerType) return undirected(innerType, path);
  if (type === 'record' && valueType) return undirected(valueType, `${path}.*`);
  // A criterion's entry may be a word or `off`: those are levels and profiles, whose order the object branch declares.
  if (type === 'union')
    return (options ?? [])
      .filter((option) => option.def.type === 'object')
      .flatMap((option) => undirected(option, path));
  return [path];
}
