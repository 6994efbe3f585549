import type { Chance } from '../../../scripts/crash-test/chance.ts';

/** Larger inputs are grown on purpose elsewhere; here speed finds more. */
const MAX_BYTES = 64 * 1024;

/** What means something to one of the readers, and what has broken readers elsewhere. */
const WORDS: readonly [string, ...string[]] = [
  ...(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'] as const),
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '!!js/function x',
    '!tag',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '? ',
    '- - - ',
    '|\n',
    '>-\n',
    '"\\u0000"',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '{"a":',
    '[[[[[[[[',
    '}}',
    ',',
    ':',
    '"',
    "'",
    '\\',
    '\\"',
    '\\ud800',
    'NaN',
    '-Infinity',
    '1e999',
    'null',
    'true',
  ],
  ...[
    '99999999999999999999999',
    '-0',
    '0x10',
    '1_000',
    '2026-02-30',
    '9999-99-99T99:99:99Z',
    '-271821-04-20',
    '+275760-09-14',
  ],
  ...[
    '# ',
    '## ',
    '```',
    '~~~~',
    '<!--',
    '-->',
    '<details>',
    '| a | b |\n|-|-|\n',
    '[x](y)',
    '![',
    '](',
    '[^1]',
    '> ',
    '* ',
    '1. ',
    '---',
    '===',
    '\t',
    '    ',
  ],
  ...[
    '/readiness ',
    '/readiness sign-off privacy',
    ' because ',
    ' until ',
    '@',
    '@acme/x',
    '#1',
    '&#64;',
    '&amp;',
    '::error::',
    '${{ x }}',
    '{{x}}',
  ],
  ...[
    '<?xml version="1.0"?>',
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    '&a;',
    '<testcase/>',
    '<![CDATA[',
    ']]>',
    '</testsuite>',
  ],
  ...[
    '\r\n',
    '\r',
    '\n',
    '\n\n',
    '\u0000',
    '\ufeff',
    '\u2028',
    '\u202e',
    '\u200b',
    '\u0001A',
    '\u0001z',
    '\ufffd',
    'é',
    '😀',
    '\u0130',
    'ß',
  ],
  ...[
    '../',
    '..\\',
    '/',
    '//',
    '**',
    '***',
    '?',
    '(a+)+',
    '.*',
    '$',
    '^',
    '=cmd()',
    ';',
    '\u0007',
    '\u001b[31m',
    '\u001b]8;;x\u0007',
  ],
] as const;
const ENDS: readonly [number[], ...number[][]] = [
  [0xef, 0xbb, 0xbf],
  [0xff, 0xfe],
  [0xfe, 0xff],
  [0xed, 0xa0, 0x80],
  [0xc0, 0x80],
  [0xf5, 0x80, 0x80, 0x80],
  [0],
  [0x1f, 0x8b],
  [0x50, 0x4b, 3, 4],
];

type Change = (input: Uint8Array, chance: Chance, other: Uint8Array) => Uint8Array;
const encoder = new TextEncoder();

const insert = (input: Uint8Array, at: number, what: Uint8Array): Uint8Array =>
  joined(input.subarray(0, at), what, input.subarray(at));
const place = (input: Uint8Array, chance: Chance): number => chance.between(0, input.length + 1);

/** A line of the input: where it begins and where it ends. */
function lineAt(input: Uint8Array, at: number): [number, number] {
  const from = input.lastIndexOf(10, Math.max(0, at - 1)) + 1;
  const end = input.indexOf(10, at);
  return [from, end < 0 ? input.length : end + 1];
}

const CHANGES: readonly [Change, ...Change[]] = [
  // Cut short.
  (input, chance) => input.subarray(0, place(input, chance)),
  // A line, and with it a key, twice; or gone.
  (input, chance) => {
    const [from, end] = lineAt(input, place(input, chance));
    return chance.between(0, 2) === 0
      ? insert(input, end, input.slice(from, end))
      : joined(input.subarray(0, from), input.subarray(end));
  },
  // A word that means something.
  (input, chance) => insert(input, place(input, chance), encoder.encode(chance.of(WORDS))),
  (input, chance) => insert(input, place(input, chance), encoder.encode(chance.of(WORDS))),
  // The same many times over: deep, or long.
  (input, chance) =>
    insert(input, place(input, chance), encoder.encode(chance.of(WORDS).repeat(chance.between(2, 400)))),
  // One byte, or a few that are no UTF-8.
  (input, chance) => {
    const copy = Uint8Array.from(input);
    if (copy.length > 0) copy[chance.between(0, copy.length)] = chance.between(0, 256);
    return copy;
  },
  (input, chance) =>
    insert(input, chance.between(0, 3) === 0 ? 0 : place(input, chance), Uint8Array.from(chance.of(ENDS))),
  // A number becomes another.
  (input, chance) => {
    const whole = new TextDecoder('latin1').decode(input);
    const huge = chance.of(['0', '-1', '1e999', '99999999999999999999999999', '0.1e-400', 'NaN', '4294967296']);
    const numbers = [...whole.matchAll(/\d+/g)];
    const found = numbers[chance.between(0, Math.max(1, numbers.length))];
    if (found === undefined) return input;
    return joined(input.subarray(0, found.index), encoder.encode(huge), input.subarray(found.index + found[0].length));
  },
  // A key becomes one that every object has.
  (input, chance) => {
    const whole = new TextDecoder('latin1').decode(input);
    const keys = [...whole.matchAll(/[\w-]+(?="?\s*:)/g)];
    const found = keys[chance.between(0, Math.max(1, keys.length))];
    const name = chance.of(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '']);
    if (found === undefined) return input;
    return joined(input.subarray(0, found.index), encoder.encode(name), input.subarray(found.index + found[0].length));
  },
  // A piece elsewhere, or a piece of another input.
  (input, chance, other) => {
    const from = place(other, chance);
    return insert(input, place(input, chance), other.slice(from, from + chance.between(1, 200)));
  },
  (input, chance) => {
    const from = place(input, chance);
    return joined(input.subarray(0, from), input.subarray(Math.min(input.length, from + chance.between(1, 60))));
  },
  // Other line ends.
  (input) => encoder.encode(new TextDecoder().decode(input).replaceAll('\n', '\r\n')),
];

/** One to six changes of an input, the same for the same chance. */
export function mutated(input: Uint8Array, other: Uint8Array, chance: Chance): Uint8Array {
  let now = input;
  for (let left = chance.between(1, 7); left > 0; left -= 1)
    now = chance.of(CHANGES)(now, chance, other).subarray(0, MAX_BYTES);
  return now;
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
