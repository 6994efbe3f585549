import { type Block, type Inline, type Item, MARKS, type Piece } from '../model/blocks.ts';
import {
  cut,
  forHtml,
  forMarkdown,
  forMarkdownCode,
  keepEdges,
  linkTarget,
  proseForMarkdown,
  utf8Length,
  withinBytes,
} from '../model/text.ts';
import { many } from '../model/words.ts';

/** A block that is printed with some or all of its items. */
interface Printable {
  text: (shown: number) => string;
  total: number;
  /** Items that stay whatever the budget. */
  keep: number;
  /** How it is named when it was shortened. */
  name?: string;
}

/**
 * Blocks as Markdown for GitHub, within a budget of UTF-8 bytes. What does not fit is left out from the ends of lists,
 * tables and details, and the text states how much: the last one gets room first, so the first one gives way first.
 */
export function printMarkdown(blocks: Block[], budget = Number.POSITIVE_INFINITY): string {
  const all = blocks.map(printable);
  const footer = blocks.at(-1)?.kind === 'footer' ? all.pop() : undefined;
  const end = footer?.text(0) ?? '';
  const kept = all.map(({ keep }) => keep);
  const sizes = all.map(({ text, keep }) => size(text(keep)));
  let room = budget - size(end) - size(shortenedLine(all)) - sizes.reduce((sum, one) => sum + one, 0);
  for (const [index, one] of [...all.entries()].reverse()) {
    const before = sizes[index] ?? 0;
    const count = itemsWithin(one, before + room);
    kept[index] = count;
    room -= size(one.text(count)) - before;
  }
  const shortened = all.filter(({ total }, index) => (kept[index] ?? 0) < total);
  const texts = [...all.map(({ text }, index) => text(kept[index] ?? 0)), shortenedLine(shortened), end];
  return withinBytes(`${texts.filter((text) => text !== '').join('\n\n')}\n`, budget);
}

function size(text: string): number {
  return text === '' ? 0 : utf8Length(text) + 2;
}

/** The largest number of items whose text fits: texts grow with their items, so it is found by halving. */
function itemsWithin({ text, total, keep }: Printable, max: number): number {
  let [fits, above] = [keep, total + 1];
  if (size(text(total)) <= max) return total;
  while (above - fits > 1) {
    const middle = Math.floor((fits + above) / 2);
    if (size(text(middle)) <= max) fits = middle;
    else above = middle;
  }
  return fits;
}

function shortenedLine(shortened: Printable[]): string {
  const names = shortened.flatMap(({ name }) => name ?? []);
  return names.length === 0 ? '' : `Shortened to fit: ${names.join(', ')}. The JSON report is complete.`;
}

function printable(block: Block): Printable {
  switch (block.kind) {
    case 'title':
      return whole(`${'#'.repeat(block.level)} ${inlineMarkdown(block.text)}`);
    case 'paragraph':
      return whole(inlineMarkdown(block.text));
    case 'footer':
      return whole(`<sub>${inlineMarkdown(block.text)}</sub>`);
    case 'code':
      return whole(forMarkdownCode(block.text));
    case 'list':
      return shortenable([], block.items.map(itemMarkdown), block.more, '- ');
    case 'table': {
      const { columns, rows, more } = block;
      const head = [`| ${columns.join(' | ')} |`, `|${'-|'.repeat(columns.length)}`];
      const lines = rows.map(({ cells }) => `| ${cells.map(inlineMarkdown).join(' | ')} |`);
      return shortenable(head, lines, more, '\n');
    }
    case 'details': {
      const { summary, name, keep, total } = block;
      const items = block.items.map(itemMarkdown);
      // GitHub reads HTML inside the element until an empty line.
      const text = (shown: number): string =>
        shown === 0
          ? ''
          : `<details><summary>${forHtml(summary)}${countWords(shown, total)}</summary>\n\n${[...items.slice(0, shown), ...moreLine(items.length - shown, '- ')].join('\n')}\n\n</details>`;
      return { text, total: items.length, keep: Math.min(keep, items.length), name };
    }
  }
}

function countWords(shown: number, total: number | undefined): string {
  if (total === undefined) return '';
  return shown < total ? ` (${shown} of ${total} shown)` : ` (${total})`;
}

function whole(text: string): Printable {
  return { text: () => text, total: 0, keep: 0 };
}

function shortenable(head: string[], items: string[], noun: string | undefined, before: string): Printable {
  const text = (shown: number): string =>
    [...head, ...items.slice(0, shown), ...moreLine(items.length - shown, before, noun)].join('\n');
  return { text, total: items.length, keep: noun === undefined ? items.length : 0 };
}

function moreLine(count: number, before: string, noun?: string): string[] {
  if (count === 0) return [];
  return [`${before}and ${noun === undefined ? `${count} more` : many(count, noun)}`];
}

function itemMarkdown({ label = '-', text, inner = [] }: Item): string {
  const words = label === '-' || label === '' ? '' : `${proseForMarkdown(label)} `;
  const nested = inner.map((item) => `\n  ${itemMarkdown(item).replaceAll('\n', '\n  ')}`);
  return `- ${words}${inlineMarkdown(text)}${nested.join('')}`;
}

export function inlineMarkdown(text: Inline): string {
  return [text].flat().map(pieceMarkdown).join('');
}

const MAX_LINK_TEXT = 160;
const MAX_TARGET = 1000;

function pieceMarkdown(piece: Piece): string {
  if (typeof piece === 'string') return keepEdges(piece, proseForMarkdown);
  if ('strong' in piece) return around('**', proseForMarkdown(piece.strong));
  if ('code' in piece) return forMarkdownCode(piece.code);
  if ('note' in piece) return around(' (', proseForMarkdown(piece.note), ')');
  if ('mark' in piece) return `${MARKS[piece.mark]} ${proseForMarkdown(piece.text)}`;
  if ('codes' in piece) return piece.codes.map((code) => ` ${forMarkdownCode(cut(code, 20))}`).join('');
  const words = cut(piece.link, MAX_LINK_TEXT);
  const target = linkTarget(piece.url);
  const isUsable = target !== undefined && target.length <= MAX_TARGET;
  return isUsable ? `[${forMarkdown(words)}](${target})` : forMarkdownCode(words);
}

function around(before: string, text: string, after = before): string {
  return text === '' ? '' : `${before}${text}${after}`;
}
