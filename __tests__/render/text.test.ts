import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  cut,
  forHtml,
  forMarkdown,
  forMarkdownCode,
  forTerminal,
  forWorkflowCommand,
  linkTarget,
  proseForMarkdown,
  utf8Length,
  withinBytes,
} from '../../src/render/model/text.ts';
import { displayWidth, wrap } from '../../src/render/model/width.ts';
import { faultLine } from '../../src/render/model/words.ts';

describe('escaping', () => {
  test('a terminal gets one line without sequences, controls, bidi or hidden characters', () => {
    expect(forTerminal('a\u001b[31mb\u001b[0m\u001b]0;title\u0007c\u009b2Jd\u001bcd')).toBe('abcdd');
    expect(forTerminal('x\r\n\ty\u2028z  w')).toBe('x y z w');
    expect(forTerminal('\u202eab\u2066\u200bc\u061c\ufeff\u{e0041}')).toBe('abc');
    expect(forTerminal('\ud800a')).toBe('\ufffda');
    expect(forTerminal('naïve 東京 👍 "q"')).toBe('naïve 東京 👍 "q"');
  });

  test.each([
    ['*a* _b_ ~c~ `d`', '\\*a\\* \\_b\\_ \\~c\\~ \\`d\\`'],
    ['[x](y) ![z](w)', '\\[x\\](y) !\\[z\\](w)'],
    ['<b> & a|b $x$', '&lt;b&gt; &amp; a&#124;b &#36;x&#36;'],
    ['&#64;all', '&amp;#&#8203;64;all'],
    ['@acme/x #12 a/b#3 GH-4', '@&#8203;acme/x #&#8203;12 a/b#&#8203;3 GH&#8203;-4'],
    ['https://x.y www.x.y', 'https:&#8203;//x.y www&#8203;.x.y'],
    [':white_check_mark: 12:30', ':&#8203;white\\_check\\_mark: 12:30'],
    ['a.md:14:3: x :+1:', 'a.md:14:3: x :&#8203;+1:'],
    ['- item', '\\- item'],
    ['12. item', '12\\. item'],
    ['1.5 % of 3', '1.5 % of 3'],
    ['a\n\n# b', 'a #&#8203; b'],
  ])('Markdown: %j', (text, escaped) => {
    expect(forMarkdown(text)).toBe(escaped);
  });

  test('a code span cannot be left', () => {
    expect(forMarkdownCode('a.md')).toBe('`a.md`');
    expect(forMarkdownCode('a`b``c')).toBe('```a`b``c```');
    expect(forMarkdownCode('`a`')).toBe('`` `a` ``');
    expect(forMarkdownCode('a|`b`')).toBe('<code>a&#124;\\`b\\`</code>');
    expect(forMarkdownCode('a\n\n<b>')).toBe('`a <b>`');
    expect(forMarkdownCode('\u0007')).toBe('');
  });

  test('prose keeps its code and nothing else', () => {
    expect(proseForMarkdown('Put `metrics:` into *pilot.yaml*')).toBe('Put `metrics:` into \\*pilot.yaml\\*');
    expect(proseForMarkdown('``a`` and ` alone')).toBe('\\`\\`a\\`\\` and \\` alone');
  });

  test('HTML text and attributes', () => {
    expect(forHtml(`<a href="x" b='c'>&amp;`)).toBe('&lt;a href=&quot;x&quot; b=&#39;c&#39;&gt;&amp;amp;');
  });

  test('workflow commands', () => {
    expect(forWorkflowCommand('50%\r\n::error::x', 'data')).toBe('50%25%0D%0A::error::x');
    expect(forWorkflowCommand('a:b,c%\n\u001b[1m\u2028', 'property')).toBe('a%3Ab%2Cc%25%0A%0A');
  });

  test('only web addresses are link targets', () => {
    expect(linkTarget('https://x.y/a b(c)<d>|`"?e&f')).toBe('https://x.y/a%20b%28c%29%3Cd%3E%7C%60%22?e&amp;f');
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', '//x.y', 'https://', undefined])
      expect(linkTarget(bad)).toBeUndefined();
  });

  test('whatever the text, nothing gets out', () => {
    const nasty = fc.string({ unit: fc.constantFrom(...'`|<>&@#[]()\\*_~!$: \n\u001b\u202ea1/.-', '://', 'www.') });
    fc.assert(
      fc.property(nasty, (text) => {
        expect(forMarkdown(text)).not.toMatch(/[<>|\n\u001b\u202e]|:\/\/|@[^&]|(?<!\\)[[\]`*]/);
        expect(forMarkdownCode(text)).not.toMatch(/[\n|\u001b\u202e]/);
        expect(forWorkflowCommand(text, 'property')).not.toMatch(/[\n\r:,\u001b]/);
        expect(forHtml(text)).not.toMatch(/[<>"'\n]/);
      }),
    );
  });
});

describe('budgets', () => {
  test('cut counts code points and its ellipsis', () => {
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('abcd', 3)).toBe('ab…');
    expect(cut('👍👍👍', 3)).toBe('👍👍👍');
    expect(cut('👍👍👍👍', 3)).toBe('👍👍…');
  });

  test('withinBytes keeps whole characters and never exceeds', () => {
    expect(withinBytes('äöü', 6)).toBe('äöü');
    expect(withinBytes('äöüx', 6)).toBe('ä…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, max) => {
        const kept = withinBytes(text, max);
        expect(utf8Length(kept)).toBeLessThanOrEqual(max);
        expect(utf8Length(kept)).toBe(new TextEncoder().encode(kept).length);
      }),
    );
  });
});

describe('width', () => {
  test('CJK and emoji take two columns, marks none', () => {
    expect(displayWidth('abc')).toBe(3);
    expect(displayWidth('東京')).toBe(4);
    expect(displayWidth('👍')).toBe(2);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(displayWidth('✓ ✗ –')).toBe(5);
  });

  test('lines are never wider than the limit, and no word is lost', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '/', '京', '👍', 'é') }), { maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 40 }), (list, width) => {
        const lines = wrap(list.join(' '), width);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(list.join(''));
      }),
    );
  });

  test('a long path breaks after a slash when one is near the end', () => {
    expect(wrap('readiness/observations/before.csv', 25)).toEqual(['readiness/observations/', 'before.csv']);
  });
});

describe('faults', () => {
  const fault = {
    path: 'readiness/metrics.yaml',
    line: 7,
    column: 12,
    key: 'baselines[1].n',
    problem: 'is 12',
    allowed: '30 or more',
    remedy: 'Measure 18 more cases',
  };

  test('one line: where, what, allowed, what to do next', () => {
    expect(faultLine(fault)).toBe(
      'readiness/metrics.yaml:7:12 baselines[1].n is 12 (allowed: 30 or more). Measure 18 more cases.',
    );
    const { allowed: _, ...bare } = fault;
    expect(faultLine({ ...bare, key: '', problem: 'is not YAML.', remedy: '' })).toBe(
      'readiness/metrics.yaml:7:12 is not YAML.',
    );
  });

  test('stays one line whatever was written', () => {
    const line = faultLine({ ...fault, key: 'a\nb', problem: 'x\u001b[2J\r\n::error::y'.repeat(200) });
    expect(line).not.toMatch(/[\n\r\u001b]/);
    expect(line.length).toBeLessThan(900);
  });
});
