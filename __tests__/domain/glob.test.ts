import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minimatch } from 'minimatch';
import { globMatcher } from '../../src/domain/glob.ts';

describe('globs', () => {
  test.each<[string, string[], string[]]>([
    ['*.md', ['a.md', '.md', '.x.md'], ['a/b.md', 'a.mdx']],
    ['docs/**', ['docs', 'docs/a', 'docs/a/b'], ['docs2', 'docs2/a', 'x/docs/a']],
    ['**/runbook.md', ['runbook.md', 'a/runbook.md', 'a/b/runbook.md'], ['a/xrunbook.md']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/xb']],
    ['a**b', ['ab', 'axb'], ['a/b']],
    ['**', ['a', 'a/b', '.x', 'line\nbreak/x'], []],
    ['src/{a,b/c}/*.ts', ['src/a/x.ts', 'src/b/c/x.ts'], ['src/b/x.ts']],
    ['{docs,src}/{a,{b,c}}', ['docs/a', 'src/b', 'src/c'], ['docs/d']],
    ['{a,}b', ['b', 'ab'], ['bb']],
    ['[a-c]x', ['ax', 'cx', '[a-c]x'], ['dx', '/x']],
    ['[!a]x', ['bx'], ['ax', '/x']],
    ['pages/[id].ts', ['pages/[id].ts', 'pages/i.ts'], ['pages/x.ts']],
    ['a?c', ['abc'], ['ac', 'a/c']],
    ['\\*.md', ['*.md'], ['a.md']],
    ['{a}', ['{a}'], ['a']],
    ['./a/*', ['a/b'], ['./a/b/c']],
    // What looks like a regular expression, or an extended glob, is itself.
    ['(a+)+', ['(a+)+'], ['a', 'aa']],
    ['a|b', ['a|b'], ['a', 'b']],
    ['@(a|b)', ['@(a|b)'], ['a']],
    ['!a', ['!a'], ['b']],
    ['[', ['['], ['a']],
    ['{a,b', ['{a,b'], ['a']],
    ['', [''], ['a']],
  ])('%s', (glob, fits, not) => {
    const matches = globMatcher(glob);
    expect(fits.filter((path) => !matches(path))).toEqual([]);
    expect(not.filter((path) => matches(path))).toEqual([]);
  });

  /** Patterns of the subset that both libraries know: no extended globs, no negation, no escapes. */
  const letters = fc.constantFrom('a', 'b', 'c', '.', '-');
  const word = fc.array(letters, { minLength: 1, maxLength: 3 }).map((all) => all.join(''));
  const segment = fc.oneof(
    fc.constant('**'),
    word,
    fc
      .array(fc.oneof(word, fc.constantFrom('*', '?', '[ab]', '[!a]', '[a-c]', '{a,b}', '{a,bc,.a}', '{*a,b?}')), {
        minLength: 1,
        maxLength: 3,
      })
      .map((parts) => parts.join('')),
  );
  const pattern = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/'));
  const path = fc.array(word, { minLength: 1, maxLength: 6 }).map((names) => names.join('/'));
  // minimatch reads a name of dots alone as a folder, which no path of git contains.
  const hasDots = (text: string): boolean => /(^|[/{,])\.{1,2}($|[/},])/.test(text);

  test('agrees with minimatch', () => {
    let matched = 0;
    fc.assert(
      fc.property(pattern, path, (glob, name) => {
        // Three stars in a row mean different things to different libraries.
        fc.pre(!glob.includes('***') && !hasDots(glob) && !hasDots(name));
        const theirs = (one: string): boolean =>
          minimatch(name, one, { dot: true, noext: true, nonegate: true, nocomment: true, platform: 'linux' });
        // Here, as in a .gitignore, `a/**` also covers `a` itself.
        const folder = glob.replace(/(\/\*\*)+$/, '');
        const expected = theirs(glob) || (folder !== glob && theirs(folder));
        if (expected) matched += 1;
        expect([glob, name, globMatcher(glob)(name)]).toEqual([glob, name, expected]);
      }),
      { numRuns: 5000, maxSkipsPerRun: 1000 },
    );
    expect(matched).toBeGreaterThan(100);
  });

  test('never throws, and what it keeps in memory is bounded', () => {
    const signs = fc.string({ unit: fc.constantFrom(...'ab/*?[]{},\\!^-.'), maxLength: 40 });
    fc.assert(
      fc.property(signs, fc.array(signs, { maxLength: 5 }), (glob, paths) => {
        const matches = globMatcher(glob);
        for (const path of paths) expect(typeof matches(path)).toBe('boolean');
      }),
      { numRuns: 3000 },
    );
  });
});
