import { expect, test } from '@jest/globals';
import { isBlankText } from '../../../src/criteria/shared/documents/blank-text.ts';

test.each([
  ['', true],
  ['TBD', true],
  ['<todo>', true],
  ['changeme', true],
  ['change-me', true],
  ['FILL ME IN', true],
  ['fill in later', true],
  ['to be confirmed', true],
  ['Change the model first', false],
  ['We fill the queue by hand', false],
  ['None of the systems is older than a year', false],
])('%j is a placeholder: %s', (text, isBlank) => {
  expect(isBlankText(text)).toBe(isBlank);
});
