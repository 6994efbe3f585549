import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { coverDigest, covered, matcher } from '../../src/domain/cover.ts';
import { makeTree } from '../../src/domain/tree.ts';

const entry = (path: string) => ({ path, mode: '100644', blob: 'a'.repeat(40) });
const tree = makeTree(
  [
    'docs/privacy.md',
    'docs/privacy-notes.md',
    'docs/deep/privacy.md',
    'prompts/a.md',
    'prompts/.hidden',
    'src/a.py',
    'Makefile',
    'docs2/x.md',
  ].map(entry),
);
const paths = (globs: string[]) => covered(tree, globs).map((one) => one.path);

describe('what globs cover', () => {
  test.each<[string[], string[]]>([
    [['prompts/**'], ['prompts/.hidden', 'prompts/a.md']],
    [['prompts/'], ['prompts/.hidden', 'prompts/a.md']],
    [
      ['docs/privacy.md', 'docs/privacy-*.md', 'docs/**/privacy.md'],
      ['docs/deep/privacy.md', 'docs/privacy-notes.md', 'docs/privacy.md'],
    ],
    [
      ['**'],
      [
        'Makefile',
        'docs/deep/privacy.md',
        'docs/privacy-notes.md',
        'docs/privacy.md',
        'docs2/x.md',
        'prompts/.hidden',
        'prompts/a.md',
        'src/a.py',
      ],
    ],
    [['*'], ['Makefile']],
    [['nowhere/**', 'Makefile'], ['Makefile']],
    [['{docs,src}/*'], ['docs/privacy-notes.md', 'docs/privacy.md', 'src/a.py']],
    [[], []],
    [['!docs/**'], []],
    [['@(docs|src)/*'], []],
  ])('%j', (globs, expected) => {
    expect(paths(globs)).toEqual(expected);
  });

  test('agrees with matching every path', () => {
    const segment = fc.constantFrom('docs', 'src', 'a', 'b.md', '*', '**', '*.md', '?', '[ab]', '{a,b}', '.x');
    fc.assert(
      fc.property(
        fc.array(
          fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
          { maxLength: 4 },
        ),
        fc.array(
          fc
            .array(fc.constantFrom('docs', 'src', 'a', 'b', 'b.md', '.x'), { minLength: 1, maxLength: 4 })
            .map((parts) => parts.join('/')),
          { maxLength: 20 },
        ),
        (globs, names) => {
          const some = makeTree([...new Set(names)].map(entry));
          const matches = matcher(globs);
          expect(covered(some, globs)).toEqual(some.entries.filter((one) => matches(one.path)));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('the digest changes with a path, a mode or a blob, and not with the order', () => {
    const [a, b] = [entry('a'), entry('b')];
    const digest = coverDigest([a, b]);
    expect(coverDigest([b, a])).toBe(digest);
    expect(coverDigest([a, { ...b, blob: 'c'.repeat(40) }])).not.toBe(digest);
    expect(coverDigest([a, { ...b, mode: '100755' }])).not.toBe(digest);
    expect(coverDigest([a])).not.toBe(digest);
  });
});
