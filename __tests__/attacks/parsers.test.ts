import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fuzz } from '../support/fuzz/run.ts';
import { fuzzTargets } from '../support/fuzz/targets.ts';
import { cpuMs } from '../support/harness/cpu-time.ts';

const targets = fuzzTargets(resolve(import.meta.dirname, '../..'));
const SEED = 20261120;
/** `npm run fuzz` tries a million in the nightly run. */
const RUNS = 1_500;

/** What has made readers slow elsewhere: each again and again, alone and with an end that makes all of it in vain. */
const PIECES = [
  ...[
    '[',
    ']',
    '(',
    '{',
    '<',
    '*',
    '_',
    '`',
    '~',
    '!',
    '#',
    '>',
    '|',
    '"',
    "'",
    '\\',
    '&',
    '@',
    ':',
    ';',
    ',',
    '-',
    '=',
    ' ',
    '\t',
    '\n',
    'a',
    '1',
  ],
  ...[
    '\r\n',
    '- ',
    '* ',
    '> ',
    '# a\n',
    '```\n',
    '<!--',
    '-->',
    '[a](',
    '![a](b) ',
    '[[',
    '](',
    '**a',
    '| a ',
    '|-',
    'a: ',
    'a:\n ',
    '- - ',
    '&a ',
    '*a ',
    '{a: ',
  ],
  ...[
    '{"a":',
    '[1,',
    '"a",',
    '\\"',
    '<a>',
    '<a ',
    '<testcase>',
    '&amp;',
    '<![CDATA[',
    '/readiness ',
    '/readiness x\n',
    '@a/b ',
    '..',
    '/../',
    '**/',
    '*a',
    '{a,',
    '::',
    'https://a',
    '<b@c.d> ',
  ],
  ...[
    'a.',
    'a@',
    '1-',
    '2026-',
    'TODO ',
    '<x>\n',
    'Co-authored-by: a <b>\n',
    '\u200b',
    '\u001b[',
    '😀',
    'a b\n',
    'a,b\n',
    '"a\n',
  ],
];
const SMALL = 3_000;
const FLOOR_MS = 40;

describe('every parser, fed with what was never written for it', () => {
  test(`${RUNS} mutations of real inputs: none throws, none hangs, none leaves anything behind`, () => {
    const { counts, findings } = fuzz(targets, { seed: SEED, runs: RUNS });
    expect(findings.map(({ target, turn, what }) => `${target}, turn ${turn}: ${what}`)).toEqual([]);
    expect(Object.keys(counts)).toHaveLength(targets.length);
  }, 120_000);

  test.each(targets.filter(({ alike }) => alike === undefined).map((target) => [target.name, target] as const))(
    '%s: four times as much takes less than eight times as long',
    (_name, { read, seeds: [real = new Uint8Array()] }) => {
      const timed = (input: Uint8Array): number => cpuMs(() => read(input));
      const before: [string, Uint8Array][] = [
        ['alone', new Uint8Array()],
        ['after a real one', Uint8Array.from([...real.subarray(0, 4_000), 10])],
      ];
      for (const piece of PIECES)
        for (const [where, first] of before) {
          const of = (size: number): Uint8Array =>
            Buffer.concat([first, Buffer.from(piece.repeat(Math.ceil(size / piece.length))), Buffer.from('!')]);
          const [small, large] = [of(SMALL), of(4 * SMALL)];
          // A busy machine slows down one look or another, never every one; below the floor there is nothing to compare.
          let [one, four] = [timed(small), timed(large)];
          for (let again = 0; again < 4 && four > FLOOR_MS + 8 * one; again += 1) {
            one = Math.max(one, timed(small));
            four = Math.min(four, timed(large));
          }
          const told = four > FLOOR_MS + 8 * one ? `${one.toFixed(1)} ms, then ${four.toFixed(1)} ms` : 'linear';
          expect([piece, where, told]).toEqual([piece, where, 'linear']);
        }
    },
    120_000,
  );
});
