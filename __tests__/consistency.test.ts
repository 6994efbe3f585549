import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '../src/criteria/index.ts';
import { kebab } from '../src/domain/kebab.ts';
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

  test('the catalog contains every folder, under the id it is named after', () => {
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
});

describe('the page of each criterion', () => {
  const HEADINGS = ['What it asks', 'The evidence', 'How to fix each code', 'What cannot be known'];
  const pages = catalog.map((criterion) => {
    const text = readFileSync(join(root, `docs/criteria/${criterion.id}.md`), 'utf8');
    const prose = text.replace(/^```[\s\S]*?^```/gm, '');
    return { criterion, text, prose, byHand: prose.replace(/<!-- generated: [\s\S]*?<!-- end of generated -->/g, '') };
  });
  const codesOf = ({ checks }: (typeof catalog)[number]): string[] => checks.map(({ code }) => code);

  test.each(pages)('$criterion.id has its title and the required headings in order', ({ criterion, prose }) => {
    const headings = [...prose.matchAll(/^(#{1,2}) (.+)$/gm)].map(([, level, heading]) => ({ level, heading }));
    expect(headings[0]).toEqual({ level: '#', heading: criterion.title });
    const sections = headings.slice(1).map(({ heading }) => heading);
    expect(sections.filter((heading) => HEADINGS.includes(heading ?? ''))).toEqual(HEADINGS);
  });

  test.each(pages)('$criterion.id states how to fix each code, and names no other', ({ criterion, text, byHand }) => {
    const start = byHand.indexOf('## How to fix each code');
    const section = byHand.slice(start, byHand.indexOf('\n## ', start));
    expect([...section.matchAll(/^- \*\*([A-Z]{2}-\d+)\*\* /gm)].map(([, code]) => code)).toEqual(codesOf(criterion));
    const prefix = criterion.checks[0]?.code.split('-')[0] ?? '';
    const mentioned = [...new Set(text.match(new RegExp(`\\b${prefix}-\\d+\\b`, 'g')) ?? [])].sort();
    expect(mentioned).toEqual(codesOf(criterion).sort());
  });

  test.each(pages)('$criterion.id lists checks and options in generated tables only', ({ criterion, text, byHand }) => {
    for (const name of Object.keys(criterion.params)) expect(text).toContain(`| \`${kebab(name)}\` |`);
    expect(byHand.match(/^\|.*(blocking|advisory|`?[A-Z]{2}-\d|criteria\.).*$/gm) ?? []).toEqual([]);
  });

  test('the list of all pages has each title, subtitle and source, with a legend', () => {
    const list = readFileSync(join(root, 'docs/criteria/README.md'), 'utf8');
    for (const { id, title, subtitle, sources } of catalog) {
      const row = list.split('\n').find((line) => line.includes(`](${id}.md)`)) ?? '';
      expect([id, row]).toEqual([id, expect.stringContaining(`[${title}]`)]);
      expect([id, row]).toEqual([id, expect.stringContaining(`| ${subtitle} |`)]);
      expect([id, row]).toEqual([id, expect.stringMatching(new RegExp(`\\| ${[...sources].sort().join(' ')} \\|$`))]);
      for (const source of sources) expect(list).toContain(`| ${source} | `);
    }
  });
});

describe('the catalog', () => {
  test('has each code once', () => {
    const codes = catalog.flatMap((criterion) => criterion.checks.map((check) => check.code));
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('has a remedy for every check, and an alternative remedy for checks about the past', () => {
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
