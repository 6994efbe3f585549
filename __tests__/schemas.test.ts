import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { main } from '../src/cli/main.ts';
import { scaffold } from '../src/cli/scaffold/index.ts';
import { SCHEMA_ADDRESS } from '../src/domain/schema-address.ts';
import { RECORDS, SECTIONS } from '../src/evidence/schema/index.ts';

// Both are CommonJS, and are asked for as their own documentation does.
const require = createRequire(import.meta.url);
const { Ajv2020 } = require('ajv/dist/2020') as typeof import('ajv/dist/2020.js');
const { default: addFormats } = require('ajv-formats') as typeof import('ajv-formats');

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'pilot-readiness-schemas-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Schema = Record<string, unknown> & { $id: string; title: string; description: string };
const names = readdirSync(join(root, 'schema')).map((name) => name.replace(/\.json$/, ''));
const schemaOf = (name: string): Schema =>
  JSON.parse(readFileSync(join(root, `schema/${name}.json`), 'utf8')) as Schema;

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
addFormats(ajv);
const validators = new Map<string, ValidateFunction>(names.map((name) => [name, ajv.compile(schemaOf(name))]));

/** The faults that a well-kept validator finds, by the published schema. */
function faultsOf(name: string, text: string): string[] {
  const validate = validators.get(name);
  if (validate === undefined) return [`there is no schema ${name}`];
  if (validate(plain(parse(text)))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Editors take a date for the text it is written as. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

function filesIn(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.name === '.git') return [];
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** The schema of a file by where it stands; undefined for what is none of ours. */
function schemaFor(path: string): string | undefined {
  if (/\.github\/pilot-readiness\.ya?ml$/.test(path)) return 'policy';
  if (!/\/readiness\/.*\.ya?ml$/.test(`/${path}`)) return undefined;
  const record = /\/readiness\/([a-z-]+)\/[^/]+$/.exec(`/${path}`)?.[1];
  return record === undefined ? basename(path).replace(/\.ya?ml$/, '') : `${record}-record`;
}

describe('the published schemas', () => {
  test('there is one for the policy, the report, each section and each kind of record', () => {
    const wanted = [
      'policy',
      'report',
      ...Object.keys(SECTIONS),
      ...Object.keys(RECORDS).map((one) => `${one}-record`),
    ];
    expect([...names].sort()).toEqual(wanted.sort());
  });

  test.each(names)('%s is a schema, has its address, a title and words for each key people write', (name) => {
    const schema = schemaOf(name);
    expect(schema.$id).toBe(`${SCHEMA_ADDRESS}/${name}.json`);
    expect(schema.title.length).toBeGreaterThan(5);
    expect(schema.description.length).toBeGreaterThan(20);
    expect(name === 'report' ? [] : withoutWords(schema)).toEqual([]);
  });
});

describe('files validate as they are', () => {
  const examples = filesIn(join(root, 'examples')).map((path) => relative(root, path));
  const ours = examples.flatMap((path) => {
    const name = schemaFor(path);
    return name === undefined ? [] : [[path, name] as const];
  });

  test('every example has some', () => {
    for (const example of readdirSync(join(root, 'examples')))
      expect([example, ours.some(([path]) => path.startsWith(`examples/${example}/`))]).toEqual([example, true]);
  });

  test.each(ours)('%s by schema/%s.json', (path, name) => {
    expect(faultsOf(name, readFileSync(join(root, path), 'utf8'))).toEqual([]);
  });

  test.each(['minimal', 'standard', 'regulated'])('what init writes for %s', async (profile) => {
    const dir = mkdtempSync(join(folder, 'init-'));
    execFileSync('git', ['init', '--quiet', dir]);
    const world = { cwd: dir, env: {}, now: Date.parse('2026-11-20T12:00:00Z'), columns: 80, color: false };
    const silent = { write: () => undefined, warn: () => undefined };
    expect(await main(['init', '--profile', profile], { ...world, ...silent })).toBe(0);
    const written = filesIn(dir).map((path) => relative(dir, path));
    const yaml = written.filter((path) => /\.ya?ml$/.test(path));
    expect(yaml.length).toBeGreaterThan(2);
    for (const path of yaml)
      expect([path, faultsOf(schemaFor(path) ?? '', readFileSync(join(dir, path), 'utf8'))]).toEqual([path, []]);
  });

  test('what init can write for every section', () => {
    const sections = Object.keys(SECTIONS) as (keyof typeof SECTIONS)[];
    const options = { profile: 'regulated', root: 'readiness', startedOn: '2026-11-20' } as const;
    const lacking = { policy: true, sections, runbook: false, rollback: false };
    const whole = scaffold(lacking, options);
    const apart = scaffold({ ...lacking, sections: sections.filter((name) => name !== 'pilot') }, options);
    for (const { path, text } of [...whole, ...apart])
      expect([path, faultsOf(schemaFor(path) ?? '', text)]).toEqual([path, []]);
    expect(apart.map(({ path }) => path)).toContain('readiness/evals.yaml');
  });
});

describe('a file that is wrong does not validate', () => {
  test.each<[string, string, string]>([
    ['an unknown key', 'policy', 'version: 1\nprofil: standard\n'],
    ['a word that is none of the choices', 'policy', 'version: 1\nmode: block\n'],
    ['a key that is missing', 'pilot', 'name: x\nstarted-on: 2026-09-01\n'],
    ['a day that is none', 'roadmap', 'items: []\ndecision-on: 2026-02-30\n'],
    ['a share above one', 'evals', 'results: a.json\nthresholds: { happy: 1.2 }\n'],
    ['a path that leaves the pilot', 'evals', 'results: ../a.json\nthresholds: {}\n'],
    ['the spelling of the code', 'roadmap', 'items: []\ndecisionOn: 2026-02-03\n'],
  ])('%s', (_what, name, text) => {
    expect(faultsOf(name, text)).not.toEqual([]);
  });

  test('and the same without the fault does', () => {
    expect(faultsOf('roadmap', 'items: []\ndecision-on: 2026-02-03\n')).toEqual([]);
    expect(faultsOf('evals', 'results: a.json\nthresholds: { happy: 1 }\n')).toEqual([]);
  });
});

/** Paths of keys that an editor could say nothing about. */
function withoutWords(node: unknown, path = ''): string[] {
  if (Array.isArray(node)) return node.flatMap((one) => withoutWords(one, path));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([word, value]) => {
    if (word !== 'properties') return withoutWords(value, path);
    return Object.entries(value as Record<string, Record<string, unknown>>).flatMap(([key, one]) => [
      ...(typeof one.description === 'string' || typeof one.title === 'string' ? [] : [`${path}.${key}`]),
      ...withoutWords(one, `${path}.${key}`),
    ]);
  });
}
