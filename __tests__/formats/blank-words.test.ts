import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isBlankLine, isBlankValue, isHint } from '../../src/formats/documents/blank-words.ts';
import { cpuMs } from '../support/harness/cpu-time.ts';

const STARTS = [
  '',
  'Who ',
  'Where ',
  'description of ',
  'Yes / No ',
  'TBD ',
  'your ',
  'name of ',
  '(e.g. ',
  'To be ',
  'à ',
];
const PIECES = [
  'a',
  'word ',
  'x'.repeat(40),
  '  ',
  ' / ',
  ' or ',
  '|',
  'yes',
  'no ',
  '(',
  ')',
  '_',
  '?',
  '…',
  '1',
  ', ',
  '${{ x }}',
];

test('whatever stands in a value, whether it is blank is known at once', () => {
  const value = fc
    .tuple(fc.constantFrom(...STARTS), fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }))
    .map(([start, pieces]) => `${start}${pieces.join('')}`.slice(0, 300));
  fc.assert(
    fc.property(value, (text) => {
      const ms = cpuMs(() => [isBlankValue(text, true), isBlankValue(text, false), isBlankLine(text), isHint(text)]);
      expect(ms).toBeLessThan(200);
    }),
    { numRuns: 5_000, seed: 1 },
  );
});

test.each([
  ['Who decides', true],
  ['Where to recover from', true],
  ['what has to be true before anybody may do it again at all', true],
  ['Who decides: @dana', false],
  ['Where one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen', false],
  ['Dana Okonkwo', false],
])('«%s» after a label says nothing: %s', (text, blank) => {
  expect(isBlankValue(text, true)).toBe(blank);
});
