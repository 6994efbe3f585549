import { describe, expect, test } from '@jest/globals';
import { coverDifference } from '../../../src/criteria/shared/controls/cover-difference.ts';

const file = (path: string, blob = 'b2'.repeat(20), mode?: string) => ({ path, blob, ...(mode ? { mode } : {}) });

describe('what changed of what was covered', () => {
  test.each<[string, ReturnType<typeof file>[], ReturnType<typeof file>[], string[]]>([
    ['nothing', [file('a')], [file('a')], []],
    ['another blob', [file('a')], [file('a', 'c3'.repeat(20))], ['a changed']],
    ['one more', [file('a')], [file('a'), file('b')], ['b added']],
    ['one less', [file('a'), file('b')], [file('b')], ['a removed']],
    ['a file that became a link', [file('a', undefined, '100644')], [file('a', undefined, '120000')], ['a changed']],
    ['a mode that the record leaves out', [file('a')], [file('a', undefined, '100755')], []],
    ['a shortened id of the same blob', [file('a', 'b2b2b2b')], [file('a')], []],
    ['a shortened id of another', [file('a', 'b2b2b2c')], [file('a')], ['a changed']],
  ])('%s', (_name, signed, today, expected) => {
    expect(coverDifference(signed, today).map(({ path, how }) => `${path} ${how}`)).toEqual(expected);
  });
});
