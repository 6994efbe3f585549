import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canReadZstd, inflate, unzstd } from '../../src/formats/decompress.ts';
import { MAX_TEXT_BYTES, readEvalResults, readProvenance } from '../../src/formats/evals/index.ts';
import { unless } from '../support/harness/skipped.ts';

const FIXTURES = fileURLToPath(new URL('./fixtures/evals/', import.meta.url));
const NAMES = [
  'promptfoo.json',
  'junit.xml',
  'inspect.json',
  'inspect-zstd.eval',
  'inspect-deflate.eval',
  'deepeval.json',
  'lm-eval.json',
  'ctrf.json',
  'homemade.csv',
  'homemade.jsonl',
];
const RUNS = { numRuns: 300 };

function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${FIXTURES}${name}`));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function problemOf(name: string, bytes: Uint8Array): string {
  const read = readEvalResults(name, bytes);
  return read.ok ? 'no problem' : read.problem;
}

/** Finds a signature and changes bytes behind each of its places. */
function patched(bytes: Uint8Array, signature: number[], at: number, values: number[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let i = 0; i + 4 <= copy.length; i++) {
    if (signature.every((byte, k) => bytes[i + k] === byte)) copy.set(values, i + at);
  }
  return copy;
}

const DIRECTORY = [0x50, 0x4b, 1, 2];
const END = [0x50, 0x4b, 5, 6];

describe('archives', () => {
  const log = fixture('inspect-deflate.eval');

  test.each([
    ['encrypted members', patched(log, DIRECTORY, 8, [1, 0]), 'encrypted'],
    ['an unknown method', patched(log, DIRECTORY, 10, [12, 0]), 'compression method 12'],
    ['a bomb by its own size', patched(log, DIRECTORY, 24, [0, 0, 0, 0x40]), 'would inflate to'],
    ['a size that is a lie', patched(log, DIRECTORY, 24, [9, 0, 0, 0]), 'cut short or broken'],
    ['a wrong checksum', patched(log, DIRECTORY, 16, [1, 2, 3, 4]), 'cut short or broken'],
    ['an offset outside', patched(log, DIRECTORY, 42, [0, 0, 0, 0x20]), 'cut short or broken'],
    ['zip64 sizes', patched(log, DIRECTORY, 24, [255, 255, 255, 255]), 'zip64'],
    ['a zip64 directory', patched(log, END, 8, [255, 255, 255, 255]), 'zip64'],
    ['more entries than there are', patched(log, END, 8, [9, 0, 9, 0]), 'directory of the archive is broken'],
    ['a directory outside', patched(log, END, 16, [0, 0, 0, 0x20]), 'does not fit'],
    ['a cut end', log.subarray(0, log.length - 30), 'no directory'],
    ['nothing but the mark', Uint8Array.of(0x50, 0x4b), 'no directory'],
  ])('%s are refused', (_, bytes, problem) => {
    expect(problemOf('log.eval', bytes)).toContain(problem);
  });

  test('an archive of something else is no log', () => {
    const names = Buffer.from(log)
      .toString('latin1')
      .replace(/header\.json/g, 'footer.json')
      .replace(/_journal/g, '_xournal');
    expect(problemOf('log.eval', Uint8Array.from(Buffer.from(names, 'latin1')))).toContain('no Inspect log');
  });
});

describe('inflate', () => {
  test('gives back what zlib packed, in every kind of block', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 3000 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(0, 1, 6, 9),
        fc.constantFrom(0, 2, 3, 4),
        (bytes, spread, level, strategy) => {
          const source = bytes.map((byte) => byte % spread);
          const packed = new Uint8Array(deflateRawSync(source, { level, strategy }));
          expect(inflate(packed, source.length)).toEqual(source);
          expect(inflate(packed, source.length + 1)).toBeUndefined();
        },
      ),
      RUNS,
    );
  });

  test('never throws on broken data and never gives another size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(5000), (bytes, size) => {
        expect(inflate(bytes, size)?.length ?? size).toBe(size);
      }),
      RUNS,
    );
  });

  test('a bomb stops at the size that is allowed', () => {
    const bomb = new Uint8Array(deflateRawSync(new Uint8Array(20_000_000)));
    expect(inflate(bomb, 1000)).toBeUndefined();
  });

  test('millions of empty blocks end', () => {
    const blocks = new Uint8Array(5_000_000);
    for (let i = 3; i + 1 < blocks.length; i += 5) blocks.set([255, 255], i);
    expect(inflate(blocks, 10)).toBeUndefined();
  });

  test('data that is cut, or goes on after its end, is refused', () => {
    const packed = new Uint8Array(deflateRawSync(utf8('all of it, and nothing but it')));
    const size = 'all of it, and nothing but it'.length;
    expect(inflate(packed, size)?.length).toBe(size);
    for (let end = 0; end < packed.length; end++) expect(inflate(packed.subarray(0, end), size)).toBeUndefined();
    expect(inflate(Uint8Array.of(...packed, 0), size)).toBeUndefined();
    expect(inflate(Uint8Array.of(...packed, ...packed), size)).toBeUndefined();
    expect(inflate(new Uint8Array(deflateRawSync(new Uint8Array(0))), 0)).toEqual(new Uint8Array(0));
  });
});

// Node below 22.15 has no zstd: there such archives are refused, see packaging/older-node.test.ts.
unless(!canReadZstd, 'no zstd in this Node').describe('zstd', () => {
  /** The text the .zst fixtures were made of, by the same generator. */
  function source(): string {
    let seed = 7n;
    const kinds = ['happy', 'edge', 'adversarial', 'exception'];
    return Array.from({ length: 900 }, (_, i) => {
      seed = (seed * 1103515245n + 12345n) % 2147483648n;
      return `{"id":"case-${i}","score":${seed % 1000n},"kind":"${kinds[Number((seed >> 8n) % 4n)]}"}`;
    }).join('\n');
  }

  test.each(['fast', 'one', 'nineteen', 'ultra'])('reads what level %s wrote', (name) => {
    const text = source();
    const packed = fixture(`zstd/${name}.zst`);
    expect(new TextDecoder().decode(unzstd(packed, text.length))).toBe(text);
    expect(unzstd(packed, text.length - 1)).toBeUndefined();
    expect(unzstd(packed, text.length + 1)).toBeUndefined();
    expect(unzstd(packed.subarray(0, packed.length - 5), text.length)).toBeUndefined();
  });

  test('never throws on changed bytes', () => {
    const packed = fixture('zstd/nineteen.zst');
    const size = source().length;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        (changes) => {
          const copy = Uint8Array.from(packed);
          for (const [at, byte] of changes) copy[at] = byte;
          expect(unzstd(copy, size)?.length ?? size).toBe(size);
        },
      ),
      RUNS,
    );
  });

  test('sequences that copy without end stop at the size that is allowed', () => {
    // 43690 sequences of the longest match, told by three one-symbol tables: 8 bytes of block for gigabytes.
    const body = [0, 128 + (43690 >> 8), 43690 & 255, 0b01010100, 35, 0, 52, 0x80];
    const head = (body.length << 3) | (2 << 1) | 1;
    const bomb = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x20, 100, head & 255, head >> 8, 0, ...body);
    expect(unzstd(bomb, 1_000_000)).toBeUndefined();
  });

  test('a file of nothing but empty blocks is refused', () => {
    const blocks = Uint8Array.from({ length: 6_000_000 }, () => 0);
    blocks.set([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0]);
    expect(unzstd(blocks, 10)).toBeUndefined();
  });

  test('data that is cut, or goes on after its end, is refused; frames in a row are one text', () => {
    const packed = fixture('zstd/one.zst');
    const text = source();
    for (const end of [0, 1, 4, 9, packed.length >> 1, packed.length - 1])
      expect(unzstd(packed.subarray(0, end), text.length)).toBeUndefined();
    expect(unzstd(Uint8Array.of(...packed, 0), text.length)).toBeUndefined();
    expect(unzstd(Uint8Array.of(...packed, 1, 2, 3, 4, 5, 6, 7, 8), text.length)).toBeUndefined();
    const twice = Uint8Array.of(...packed, ...packed);
    expect(new TextDecoder().decode(unzstd(twice, text.length * 2))).toBe(text + text);
    expect(unzstd(twice, text.length)).toBeUndefined();
    const skipped = Uint8Array.of(0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);
    expect(unzstd(Uint8Array.of(...packed, ...skipped), text.length)?.length).toBe(text.length);
    expect(unzstd(Uint8Array.of(...packed, ...skipped.subarray(0, -1)), text.length)).toBeUndefined();
  });

  test('a frame that asks for a window of gigabytes is refused before any is set aside', () => {
    // Frame header without content size: window descriptor 0xA8 is 2^31 bytes.
    const greedy = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00);
    const before = process.memoryUsage().rss;
    expect(unzstd(greedy, 1000)).toBeUndefined();
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });
});

describe('texts', () => {
  test.each([
    ['nothing', 'r.json', '', 'empty'],
    ['a nest of 100,000 lists', 'r.json', '['.repeat(100_000), 'deeper than 200'],
    ['a nest that is closed', 'r.json', `${'[{"a":'.repeat(100_000)}1${'}]'.repeat(100_000)}`, 'deeper than 200'],
    ['brackets inside texts, which are no nest', 'r.json', JSON.stringify({ a: '['.repeat(1000) }), 'no list of cases'],
    ['a line that is cut', 'r.jsonl', '{"pass": true}\n{"pass": tr', 'Line 2'],
    ['an open quote in a table', 'r.csv', 'id,pass\n1,"true\n', 'table is broken'],
    ['too many cells', 'r.csv', 'id,pass\n1,true,3\n', 'table is broken'],
    ['a table without rows', 'r.csv', 'id,pass\n', 'no rows'],
    ['YAML', 'r.yaml', 'results:\n  - pass: true\n', 'neither JSON'],
    ['too many rows', 'r.jsonl', '{}\n'.repeat(200_001), 'at most 200000'],
  ])('%s', (_, name, text, problem) => {
    expect(problemOf(name, utf8(text))).toContain(problem);
  });

  test.each([
    ['{"a": 1,}', 1, 9],
    ['{"a" 1}', 1, 6],
    ['[1 2]', 1, 4],
    ['[1,\n2', 2, 2],
    ['{"a": "b', 1, 7],
    ['{"a": 01}', 1, 7],
    ['[true]]', 1, 7],
    ['[1}', 1, 3],
    ['{"a": [1, {"b": tru}]}', 1, 17],
  ])('%j is broken at line %d, column %d', (text, line, column) => {
    expect(readEvalResults('r.json', utf8(text))).toMatchObject({ ok: false, line, column });
  });

  test('a broken JSON tells where, and not what', () => {
    const read = readEvalResults('r.json', utf8('{\n  "a": 1,\n  "SECRET": oops\n}'));
    expect(read).toMatchObject({ ok: false, line: 3, column: 13 });
    expect(JSON.stringify(read)).not.toContain('SECRET');
  });

  test('a file over the cap is refused before parsing', () => {
    expect(problemOf('r.json', new Uint8Array(MAX_TEXT_BYTES + 1).fill(91))).toContain(`at most ${MAX_TEXT_BYTES}`);
  });

  test('tags of a suite are not copied into each case without end', () => {
    const tags = Array.from({ length: 3000 }, (_, i) => `<property name="tag" value="t${i}"/>`).join('');
    const xml = `<testsuite><properties>${tags}</properties>${'<testcase name="a"/>'.repeat(3000)}</testsuite>`;
    const read = readEvalResults('r.xml', utf8(xml));
    expect(read.ok && read.run.cases.at(-1)?.tags).toHaveLength(50);
  });

  test('a __proto__ key changes nothing', () => {
    const json =
      '{"reportFormat":"CTRF","results":{"summary":{},"tests":[{"name":"a","status":"passed","labels":{"__proto__":{"x":1},"a":1}}]}}';
    const read = readEvalResults('r.json', utf8(json));
    expect(read.ok && read.run.cases[0]?.metadata).toEqual({ a: 1 });
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });
});

describe('whatever the bytes are', () => {
  test('reading ends with a run or a refusal', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('a.json', 'a.xml', 'a.csv', 'a.jsonl', 'a.eval', 'a'),
        fc.uint8Array({ maxLength: 300 }),
        (name, bytes) => {
          expect(typeof readEvalResults(name, bytes).ok).toBe('boolean');
          expect(typeof readProvenance(name, bytes).ok).toBe('boolean');
        },
      ),
      RUNS,
    );
  });

  test('any JSON, in any format, ends with a run or a refusal that foresaw it', () => {
    const formats = ['promptfoo', 'inspect', 'deepeval', 'lm-eval', 'ctrf', 'mapped', undefined] as const;
    const keys = fc.constantFrom(
      'results',
      'tests',
      'testCases',
      'metricsScores',
      'eval',
      'task',
      'model',
      'samples',
      'scores',
      'value',
      'summary',
      'prompts',
      'stats',
      'success',
      'vars',
      'prompt',
      'versions',
      'reportFormat',
      'status',
      'passed',
      'n-samples',
      'groups',
      '__proto__',
    );
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom(null, true, 1, 'CTRF', 'passed', 'x', NaN),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
      ),
    })).value;
    fc.assert(
      fc.property(tree, fc.constantFrom(...formats), (value, format) => {
        const read = readEvalResults('a.json', utf8(JSON.stringify(value)), format === undefined ? {} : { format });
        expect(read.ok ? '' : read.problem).not.toBe('The file could not be read.');
      }),
      { numRuns: 1000 },
    );
  });

  test('a real file with changed bytes ends with a run or a refusal that foresaw it', () => {
    const files = NAMES.map((name) => ({ name, bytes: fixture(name) }));
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(255)), {
          maxLength: 8,
        }),
        fc.boolean(),
        ({ name, bytes }, changes, cut) => {
          const copy = Uint8Array.from(
            cut ? bytes.subarray(0, Math.floor((changes[0]?.[0] ?? 1) * bytes.length)) : bytes,
          );
          for (const [place, byte] of changes) if (copy.length > 0) copy[Math.floor(place * copy.length)] = byte;
          const read = readEvalResults(name, copy);
          expect(read.ok ? '' : read.problem).not.toBe('The file could not be read.');
        },
      ),
      { numRuns: 1500 },
    );
  });
});
