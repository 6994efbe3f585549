import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { kebab } from '../../src/domain/kebab.ts';
import type { Fault } from '../../src/domain/observation.ts';
import { policyFileSchema } from '../../src/engine/policy/file.ts';
import { manifestSchema, RECORDS, SECTIONS } from '../../src/evidence/schema/index.ts';
import { jsonSchemaFor, nearest, readYaml, YAML_MAX_BYTES } from '../../src/formats/yaml/index.ts';
import { cpuMs } from '../support/harness/cpu-time.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = <T>(schema: z.ZodType<T>, text: string) => readYaml(schema, 'f.yaml', encode(text), { blob: 'b10b' });
const short = (fault: Fault): string => `${fault.line}:${fault.column} ${fault.key} ${fault.problem}`;
const shorts = (schema: z.ZodType, text: string): string[] => read(schema, text).faults.map(short);

const PILOT = `name: Support triage
started-on: 2026-09-01
owners:
  product: "@dana"
  production: ravi
  governance: { github: "@mira", reports-to: "@ines", since: 2026-01-01 }
  sponsor: "Ines Okafor <ines@acme.example>"
pilot-team: ["@ravi"]
`;

describe('a file that is right', () => {
  test('is read with the keys of its schema', () => {
    const { value, faults } = read(SECTIONS.pilot, PILOT);
    expect(faults).toEqual([]);
    expect(value).toMatchObject({
      startedOn: '2026-09-01',
      owners: { product: '@dana', governance: { reportsTo: '@ines' } },
      pilotTeam: ['@ravi'],
    });
  });

  test('may use snake_case, CRLF, a byte order mark, anchors and comments', () => {
    const text = `\uFEFF# ours\n${PILOT}`.replace('started-on', 'started_on').replace('"@dana"', '&dana "@dana"');
    const { value, faults, at } = read(SECTIONS.pilot, text.replaceAll('\n', '\r\n').replace('ravi\r', '*dana\r'));
    expect(faults).toEqual([]);
    expect(value?.startedOn).toBe('2026-09-01');
    expect(value?.owners.production).toBe('@dana');
    expect(at('startedOn')).toEqual({ path: 'f.yaml', line: 3, column: 1, blob: 'b10b' });
  });

  test('keeps the keys of records, and turns those of enums into kebab-case', () => {
    const { value } = read(
      SECTIONS.evals,
      'results: a.json\nthresholds: { happy: 1, high_risk: 0.5 }\nclasses: { edge: { metadata: kind_of, equals: x } }\n',
    );
    expect(value?.thresholds).toEqual({ happy: 1, 'high-risk': 0.5 });
    const links = read(SECTIONS.pilot, `${PILOT}links: { on_call: https://x.example }\n`);
    expect(links.value?.links).toEqual({ on_call: 'https://x.example' });
  });

  test('leaves on, off, no and dates as text', () => {
    const schema = z.strictObject({ on: z.string(), b: z.string(), c: z.string(), d: z.string() });
    expect(read(schema, 'on: no\nb: off\nc: 2026-01-02\nd: yes\n').value).toEqual({
      on: 'no',
      b: 'off',
      c: '2026-01-02',
      d: 'yes',
    });
  });

  test('a policy reads criteria, check codes and parameters', () => {
    const schema = policyFileSchema([]);
    expect(read(schema, 'version: 1\nnot_applicable: []\nwaivers: { max-days: 30 }\n').value).toEqual({
      version: 1,
      notApplicable: [],
      waivers: { maxDays: 30 },
    });
  });

  test('at() takes schema keys and written keys, and falls back to the nearest parent', () => {
    const { at } = read(SECTIONS.pilot, PILOT);
    expect(at('owners', 'governance', 'reportsTo')).toMatchObject({ line: 6, column: 34 });
    expect(at('owners', 'governance', 'reports-to')).toMatchObject({ line: 6, column: 34 });
    expect(at('owners', 'governance', 'reports_to')).toMatchObject({ line: 6, column: 34 });
    expect(at('owners', 'workflow', 'name')).toMatchObject({ line: 3, column: 1 });
    expect(at('pilotTeam', 0)).toMatchObject({ line: 8, column: 14 });
    expect(at('pilotTeam', 7)).toMatchObject({ line: 8, column: 1 });
    expect(at()).toMatchObject({ path: 'f.yaml', line: 1 });
  });
});

describe('faults stand where they were written', () => {
  test('a wrong type in a list of maps', () => {
    const text = `baselines:
  - metric: cycle-time
    value: 12
    unit: min
    n: "twelve"
    from: 2026-08-01
    to: 2026-08-28
`;
    expect(read(SECTIONS.metrics, text).faults).toEqual([
      {
        path: 'f.yaml',
        line: 5,
        column: 8,
        key: 'baselines[0].n',
        problem: 'is "twelve"',
        allowed: 'a whole number, at least 0',
        remedy: 'Correct the value.',
      },
    ]);
  });

  test('a missing key stands at its parent, and an unknown one names the nearest', () => {
    const faults = read(
      SECTIONS.pilot,
      PILOT.replace('sponsor:', 'sponser:').replace('name: Support triage\n', ''),
    ).faults;
    expect(faults.map(short)).toEqual(['1:1 name is missing', '6:3 owners.sponser is not a key that is known here']);
    expect(faults[1]?.remedy).toBe('Did you mean sponsor?');
    expect(faults[1]?.allowed).toBe('product, production, workflow, governance, sponsor');
  });

  test.each([
    ['camelCase', 'startedOn', 'Did you mean started-on?'],
    ['a swap', 'satrted-on', 'Did you mean started-on?'],
    ['nothing near', 'zebra', 'Remove it, or use one of the known keys.'],
    ['constructor', 'constructor', 'Remove it, or use one of the known keys.'],
    ['__proto__', '__proto__', 'Remove it, or use one of the known keys.'],
  ])('%s is an unknown key', (_name, key, remedy) => {
    const { value, faults } = read(SECTIONS.pilot, `${PILOT}${key}: { polluted: true }\n`);
    expect(value).toBeUndefined();
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ line: 9, column: 1, key, remedy });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('one key twice, and both spellings of one key', () => {
    expect(shorts(SECTIONS.pilot, `${PILOT}name: again\nstarted_on: 2026-01-01\n`)).toEqual([
      '9:1 name stands here a second time',
      '10:1 started_on and started-on are the same key',
    ]);
  });

  test('__proto__ in a record is refused, not lost', () => {
    expect(shorts(SECTIONS.pilot, `${PILOT}links: { __proto__: https://x.example }\n`)).toEqual([
      '9:10 links.__proto__ is not a key that is known here',
    ]);
  });

  test('an owner is text or the long form: the fault speaks of the one that was meant', () => {
    const owner = (value: string): string[] =>
      read(SECTIONS.pilot, PILOT.replace('"@dana"', value)).faults.map(
        (fault) => `${short(fault)} (${fault.allowed ?? ''})`,
      );
    expect(owner('12')[0]).toMatch(/^4:12 owners\.product is 12 \("@handle".* or a map with github, name/);
    expect(owner('[dana]')[0]).toMatch(/^4:12 owners\.product is a list \("@handle"/);
    expect(owner('{ github: dana, since: soon }')).toEqual([
      '4:35 owners.product.since is "soon" (a date as YYYY-MM-DD)',
    ]);
    expect(owner('{ github: "@a b", functon: x }').map((line) => line.split(' (')[0])).toEqual([
      '4:22 owners.product.github is "@a b"',
      '4:30 owners.product.functon is not a key that is known here',
    ]);
    expect(owner('{ objective: { metric: x, by: 2026-01-01 } }')[0]).toMatch(
      /^4:14 owners\.product\.objective\.target is missing/,
    );
    expect(owner('')[0]).toMatch(/^4:3 owners\.product is empty/);
  });

  test('among maps, the branch whose keys fit best is meant', () => {
    const marker = (value: string): string[] =>
      shorts(SECTIONS.evals, `results: a.json\nthresholds: {}\nclasses: { edge: ${value} }\n`);
    expect(marker('{ tags: x }')).toEqual(['3:20 classes.edge.tags is not a key that is known here']);
    expect(marker('{ metadata: x }')).toEqual(['3:12 classes.edge.equals is missing']);
    expect(marker('{ metadata: x, equals: [] }')).toEqual(['3:41 classes.edge.equals is a list']);
  });

  test('a discriminator decides the branch', () => {
    const schema = z.strictObject({
      a: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('one'), minN: z.number() }),
        z.strictObject({ kind: z.literal('two'), maxN: z.number() }),
      ]),
    });
    expect(read(schema, 'a: { kind: two, max-n: 3 }').value).toEqual({ a: { kind: 'two', maxN: 3 } });
    expect(shorts(schema, 'a: { kind: two, max-n: x }')).toEqual(['1:24 a.max-n is "x"']);
    expect(shorts(schema, 'a: { kind: twoo, max-n: 3 }')).toHaveLength(1);
  });

  test('remedies fit the value', () => {
    const remedy = (schema: z.ZodType, text: string) => read(schema, text).faults.map((fault) => fault.remedy);
    expect(remedy(z.strictObject({ a: z.string() }), 'a: 12')).toEqual(['Put it in quotes: "12".']);
    expect(remedy(z.strictObject({ a: z.number() }), 'a: "12"')).toEqual(['Remove the quotes.']);
    expect(remedy(z.strictObject({ a: z.boolean() }), 'a: yes')).toEqual(['Write true or false, without quotes.']);
    expect(remedy(z.strictObject({ a: z.array(z.string()) }), 'a: x')).toEqual(['Write it as a list: ["x"].']);
    expect(remedy(z.strictObject({ a: z.enum(['lower', 'higher']) }), 'a: lowr')).toEqual(['Did you mean lower?']);
  });

  test('what is allowed is said in words', () => {
    const allowed = (schema: z.ZodType, text: string) => read(z.strictObject({ a: schema }), text).faults[0]?.allowed;
    expect(allowed(z.number().min(0).max(1), 'a: 2')).toBe('a number from 0 to 1');
    expect(allowed(z.int().positive(), 'a: 0.5')).toBe('a whole number, above 0');
    expect(allowed(z.enum(['x', 'y']), 'a: z')).toBe('x or y');
    expect(allowed(z.url({ protocol: /^https?$/ }), 'a: ftp://x')).toMatch(/^an address/);
    expect(allowed(z.array(z.string()).min(1), 'a: []')).toBe('at least 1 entry');
    expect(allowed(z.string().max(3), `a: ${'x'.repeat(90)}`)).toBe('at most 3 characters');
    expect(allowed(z.string().regex(/^\d+d$/, 'a duration such as 28d'), 'a: 28')).toBe('a duration such as 28d');
  });

  test('long values are cut, and at most fifty faults are told', () => {
    const long = read(z.strictObject({ a: z.number() }), `a: ${'x'.repeat(500)}`).faults[0]?.problem ?? '';
    expect(long.length).toBeLessThan(70);
    const many = read(z.array(z.number()), Array.from({ length: 3_000 }, () => '- x').join('\n')).faults;
    expect(many).toHaveLength(50);
    expect(many[49]?.problem).toBe('and 2951 more faults from here on');
  });
});

describe('YAML that cannot be read', () => {
  test.each([
    ['@dana', 'write "@dana" in quotes, or dana without the @'],
    ['@acme/security', 'write "@acme/security" in quotes, or acme/security without the @'],
  ])('%s without quotes says what YAML reserves', (handle, says) => {
    const { faults } = read(SECTIONS.pilot, PILOT.replace('ravi\n', `${handle}\n`));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ line: 5, column: 15, remedy: `YAML reserves a leading @: ${says}.` });
  });

  test.each([
    ['a tab', 'a:\n\tb: 1', /tab/],
    ['an open quote', 'a: "b', /not closed/],
    ['two colons', 'a: b: c', /second colon/],
    ['an unknown tag', 'name: !secret x', /tag/],
    ['a merge key', 'a: &x { b: 1 }\nc: { <<: *x }', /merge key/],
    ['an unknown alias', 'name: *nobody', /alias \*nobody/],
    ['an alias inside its own anchor', 'a: &x [*x]', /alias \*x/],
    ['a list as a key', '? [a]\n: b', /not plain text/],
    ['two documents', 'a: 1\n---\nb: 2', /second YAML document/],
    ['an old version', '%YAML 1.1\n---\na: on', /YAML 1\.1/],
    ['nothing', '', /the file is empty/],
    ['a comment alone', '# later', /the file is empty/],
    ['NUL', 'a: \0', /NUL/],
  ])('%s is a fault', (_name, text, says) => {
    const { value, faults } = read(z.looseObject({}), text);
    expect(value).toBeUndefined();
    expect(faults.map((fault) => fault.problem).join('\n')).toMatch(says);
    for (const fault of faults) expect(fault.remedy).not.toBe('');
  });

  test('bytes that are not UTF-8 are a fault', () => {
    const { faults } = readYaml(SECTIONS.pilot, 'f.yaml', new Uint8Array([0x61, 0x3a, 0x20, 0xe9, 0x0a]));
    expect(faults.map(short)).toEqual(['1:1  is not UTF-8 text']);
  });
});

describe('limits', () => {
  const timed = (text: string, schema: z.ZodType = z.unknown()) => {
    let problems = '';
    const ms = cpuMs(() => {
      problems = read(schema, text)
        .faults.map((fault) => fault.problem)
        .join('\n');
    });
    return { ms, problems };
  };

  test('an alias bomb', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 10; i++)
      lines.push(`a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]`);
    const { ms, problems } = timed(lines.join('\n'));
    expect(problems).toMatch(/aliases/);
    expect(ms).toBeLessThan(1_000);
    expect(timed(Array.from({ length: 200 }, (_, i) => (i === 0 ? '- &a x' : '- *a')).join('\n')).problems).toMatch(
      /100 aliases/,
    );
  });

  // Growth, not seconds: eight times the keys may take eight times as long, and were it quadratic, sixty-four.
  test.each([
    { keys: 'right', schema: z.record(z.string(), z.number()), says: /^$/ },
    { keys: 'wrong', schema: SECTIONS.pilot, says: /more faults/ },
  ])('ten thousand $keys keys take the time of ten thousand', ({ schema, says }) => {
    const keys = (count: number): string => Array.from({ length: count }, (_, i) => `key-${i}: ${i}`).join('\n');
    timed(keys(1_250), schema);
    const few = timed(keys(1_250), schema);
    const many = timed(keys(10_000), schema);
    expect(many.problems).toMatch(says);
    expect(many.ms).toBeLessThan(Math.max(few.ms, 20) * 24);
  });

  test('more values and more bytes than anybody writes', () => {
    expect(timed(Array.from({ length: 21_000 }, () => '- 1').join('\n')).problems).toMatch(/20000 values/);
    expect(timed(`a: ${'x'.repeat(YAML_MAX_BYTES)}`).problems).toMatch(/more than 262144/);
  });

  test.each([
    ['brackets', '['.repeat(200_000)],
    ['dashes', '- '.repeat(100_000)],
    ['question marks', '? '.repeat(100_000)],
    ['braces', '{a: '.repeat(50_000)],
    ['colons', ': '.repeat(100_000)],
    ['indented keys', Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('deep nesting by %s is refused before it is composed', (_name, text) => {
    const { ms, problems } = timed(text);
    expect(problems).toMatch(/deeper than 40/);
    expect(ms).toBeLessThan(1_000);
  });

  test('forty levels are read', () => {
    expect(timed(`${'['.repeat(39)}1${']'.repeat(39)}`).problems).toBe('');
    expect(timed(`${'['.repeat(42)}1${']'.repeat(42)}`).problems).toMatch(/deeper/);
  });

  test.each(['}', ',', '! ', '&a ', '"a" ', '%a\n', ':\n', '? a\n', '- *a\n', 'a: ]\n'])(
    'a quarter of the largest file, junk of %j, ends in time',
    (piece) => {
      const bytes = YAML_MAX_BYTES / 4;
      expect(timed(piece.repeat(Math.floor(bytes / piece.length))).ms).toBeLessThan(2_000);
    },
  );
});

describe('nothing throws', () => {
  const schemas = [...Object.values(SECTIONS), ...Object.values(RECORDS), manifestSchema] as z.ZodType[];
  const sound = (schema: z.ZodType, bytes: Uint8Array): void => {
    const { value, faults, at } = readYaml(schema, 'f.yaml', bytes);
    expect(value === undefined).toBe(faults.length > 0);
    for (const fault of faults) {
      expect(fault.line).toBeGreaterThan(0);
      expect(fault.column).toBeGreaterThan(0);
    }
    expect(at('a', 0, 'b').path).toBe('f.yaml');
  };

  test('on bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...schemas), (bytes, schema) =>
        sound(schema, bytes),
      ),
      { numRuns: 300 },
    );
  });

  test('on text made of YAML', () => {
    const pieces = [
      'name',
      ': ',
      '- ',
      '\n',
      '\n  ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '|\n',
      '&a ',
      '*a',
      '!!str ',
      '@x',
      '#',
      '? ',
      '<<',
      '---\n',
      '1',
      'null',
      '%',
      '\t',
      'owners',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { maxLength: 40 }),
        fc.constantFrom(...schemas),
        (words, schema) => sound(schema, encode(words.join(''))),
      ),
      { numRuns: 500 },
    );
  });

  test('on any data under the keys of the schemas', () => {
    const keys = Object.keys(manifestSchema.shape).map(kebab);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 4 })), (data) =>
        sound(manifestSchema, encode(JSON.stringify(data))),
      ),
      { numRuns: 300 },
    );
  });
});

describe('names', () => {
  test.each([
    ['startedOn', 'started-on'],
    ['minN', 'min-n'],
    ['sha256', 'sha256'],
    ['curatedSha256', 'curated-sha256'],
    ['actual30Days', 'actual-30-days'],
    ['RB-1', 'RB-1'],
    ['eval-gate', 'eval-gate'],
    ['__proto__', '__proto__'],
  ])('%s is written %s', (name, written) => {
    expect(kebab(name)).toBe(written);
  });

  test('nearest', () => {
    expect(nearest('ownres', ['owners', 'name'])).toBe('owners');
    expect(nearest('startedOn', ['started-on', 'ended-on'])).toBe('started-on');
    expect(nearest('zebra', ['owners', 'name'])).toBeUndefined();
    expect(nearest('x'.repeat(5_000), ['owners'])).toBeUndefined();
  });
});

describe('JSON Schemas for editors', () => {
  const all = { ...SECTIONS, ...RECORDS, manifest: manifestSchema, policy: policyFileSchema([]) };

  test.each(Object.entries(all))('%s has kebab-case keys and only standard words', (name, schema) => {
    const made = jsonSchemaFor(schema, name);
    expect(Object.keys(made).slice(0, 2)).toEqual(['$schema', 'title']);
    expect(made).toMatchObject({ title: name, type: 'object', additionalProperties: false });
    expect(JSON.stringify(made)).toBe(JSON.stringify(jsonSchemaFor(schema, name)));
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties, required, ...others } = node as { properties?: object; required?: string[] };
      for (const key of Object.keys(properties ?? {})) expect(key).toMatch(/^[a-z0-9-]+$/);
      for (const key of required ?? []) expect(Object.keys(properties ?? {})).toContain(key);
      expect(node).not.toHaveProperty('stricter');
      for (const child of [...Object.values(properties ?? {}), ...Object.values(others)]) walk(child);
    };
    walk(made);
    expect(JSON.stringify(made)).not.toMatch(/"ref":|9007199254740991/);
  });

  test('the keys of records are untouched', () => {
    expect(jsonSchemaFor(SECTIONS.evals, 'evals')).toMatchObject({
      properties: { thresholds: { propertyNames: { enum: expect.arrayContaining(['high-risk']) } } },
      required: ['results', 'thresholds'],
    });
  });
});
