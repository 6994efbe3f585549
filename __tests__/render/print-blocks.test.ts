import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { printHtml } from '../../src/render/html/print-blocks.ts';
import { printMarkdown } from '../../src/render/markdown/print-blocks.ts';
import { type Block, line, listed, type Piece, paragraph, section, title } from '../../src/render/model/blocks.ts';
import { utf8Length } from '../../src/render/model/text.ts';
import { displayWidth } from '../../src/render/model/width.ts';
import { printTerminal } from '../../src/render/terminal/print-blocks.ts';
import { expectHarmless } from '../support/harness/as-github.ts';

const terminal = (blocks: Block[], width = 40) => printTerminal(blocks, { width, color: false });
const hostile = '<b>`x` @acme/all #1 [a](https://evil.example) | **y** \u202e\u001b[31m\n- z';
const every = (text: string): Block[] => [
  title(text),
  paragraph(line`before ${text} ${{ code: text }} ${{ strong: text }} ${{ link: text, url: 'javascript:alert(1)' }}`),
  ...section(text, [{ text, label: text, aside: text, inner: [{ text: [{ note: text }, { codes: [text] }] }] }]),
  { kind: 'table', columns: ['One', 'Two'], rows: [{ tone: 'bad', cells: [text, [{ mark: 'good', text }]] }] },
  { kind: 'details', name: 'details', summary: 'Details', items: [{ text }], keep: 1 },
  { kind: 'code', text, as: 'command' },
  { kind: 'footer', text },
];

describe('one document, three outputs', () => {
  const blocks: Block[] = [
    title('Title', 'good'),
    paragraph(line`Signed by ${{ code: '@mira' }}, see ${{ link: 'a.md:3', url: 'https://x.example/a' }}.`),
    ...section('Items', [
      { text: 'plain' },
      { label: '1.', text: 'numbered', inner: [{ text: line`inner${{ codes: ['RB-1'] }}` }] },
    ]),
    {
      kind: 'table',
      columns: ['Name', 'State'],
      rows: [{ tone: 'bad', cells: ['triage', [{ mark: 'bad', text: 'no' }]] }],
    },
  ];

  test('a terminal: labels aligned, a table as cards', () => {
    expect(terminal(blocks)).toBe(
      'Title\nSigned by @mira, see a.md:3.\n\nItems\n  -  plain\n  1. numbered\n     - inner · RB-1\n\n✗ triage\n  State: ✗ no\n',
    );
  });

  test('Markdown', () => {
    expect(printMarkdown(blocks)).toBe(
      '### Title\n\nSigned by `@mira`, see [a.md:3](https://x.example/a).\n\n### Items\n\n- plain\n- 1\\. numbered\n  - inner `RB-1`\n\n| Name | State |\n|-|-|\n| triage | ✗ no |\n',
    );
  });

  test('HTML', () => {
    const page = printHtml(blocks);
    expect(page).toContain('<h3><bdi>Title</bdi></h3>');
    expect(page).toContain('<a href="https://x.example/a" rel="noreferrer"><bdi>a.md:3</bdi></a>');
    expect(page).toContain('<td data-label="Name"><bdi>triage</bdi></td>');
  });
});

describe('whatever a text contains', () => {
  const unseen = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

  test('it leaves no output', () => {
    expectHarmless(printMarkdown(every(hostile)));
    expect(terminal(every(hostile))).not.toMatch(unseen);
    expect(printHtml(every(hostile))).not.toMatch(/<b>|href="(?!#)|evil\.example"|\u202e|\u001b/);
  });

  test('a terminal line is never wider than the terminal, and HTML has only our elements', () => {
    const nasty = fc.string({ unit: fc.constantFrom(...'`|<>&@#[]()\\*_~!$: \n\u001b\u202ea1/.-京👍', '://', 'www.') });
    fc.assert(
      fc.property(nasty, (text) => {
        for (const width of [40, 80])
          for (const one of terminal(every(text), width).split('\n'))
            expect(displayWidth(one)).toBeLessThanOrEqual(width);
        const elements = [...printHtml(every(text)).matchAll(/<\/?([^\s>]*)/g)].map((match) => match[1]);
        const ours =
          'h3 p strong ul li span bdi small table thead tbody tr th td svg use details summary pre footer'.split(' ');
        expect(elements.filter((name) => !ours.includes(name ?? ''))).toEqual([]);
      }),
    );
  });

  test('a value neither opens nor closes what another part began', () => {
    const pieces: Piece[] = line`a ${'`b'} c ${'d` **e'} f** g`;
    expect(printMarkdown([paragraph(pieces)])).toBe('a \\`b c d\\` \\*\\*e f\\*\\* g\n');
  });
});

describe('a budget', () => {
  const items = Array.from({ length: 500 }, (_, index) => ({ text: `item ${index}` }));
  const details = (name: string, keep = 0): Block => ({
    kind: 'details',
    name,
    summary: name,
    total: items.length,
    items,
    keep,
  });

  test('shortens the first details first, keeps what has to stay, and names what was shortened', () => {
    const footer: Block = { kind: 'footer', text: 'the end' };
    const text = printMarkdown([title('Verdict'), details('one', 2), details('two'), details('three'), footer], 9000);
    expect(utf8Length(text)).toBeLessThanOrEqual(9000);
    expect(text).toMatch(/^### Verdict\n/);
    expect(text).toMatch(
      /<summary>one \([2-9] of 500 shown\)<\/summary>\n\n- item 0\n- item 1\n[^<]*- and \d+ more\n\n<\/details>/,
    );
    expect(text).toMatch(/<summary>two \(\d+ of 500 shown\)/);
    expect(text).toContain('<summary>three (500)</summary>');
    expect(text).toMatch(/\nShortened to fit: one, two\. The JSON report is complete\.\n\n<sub>the end<\/sub>\n$/);
  });

  test.each([60, 200, 1000, 5000, 100_000])('of %s bytes holds, and uses its room', (budget) => {
    const text = printMarkdown([paragraph('Faults:'), { kind: 'list', items, more: 'more fault' }], budget);
    expect(utf8Length(text)).toBeLessThanOrEqual(budget);
    const shown = text.match(/^- item/gm)?.length ?? 0;
    if (shown < items.length) {
      expect(text).toContain(`- and ${items.length - shown} more faults`);
      expect(utf8Length(text)).toBeGreaterThan(budget - 20);
    }
  });

  test('a list states how many more there are', () => {
    expect(listed(['a', 'b', 'c'], 2)).toEqual(['a', ', ', 'b', ' and 1 more']);
    expect(listed(['a', 'b'], 2)).toEqual(['a', ', ', 'b']);
  });
});
