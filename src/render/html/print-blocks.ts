import { digest } from '../../domain/cover.ts';
import type { Block, Inline, Item, ListBlock, Piece, TableBlock, Tone } from '../model/blocks.ts';
import { forHtml, linkTarget } from '../model/text.ts';

/** Blocks as HTML. Every text becomes HTML here and nowhere else. */
export function printHtml(blocks: Block[]): string {
  return blocks.map(printBlock).join('\n');
}

function printBlock(block: Block): string {
  switch (block.kind) {
    case 'title':
      return `<h${block.level}>${inlineHtml(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p${classOf(block.name ?? block.weight)}>${inlineHtml(block.text)}</p>`;
    case 'footer':
      return `<footer>${inlineHtml(block.text)}</footer>`;
    case 'code':
      return `<pre>${forHtml(block.text)}</pre>`;
    case 'list':
      return listHtml(block);
    case 'table':
      return tableHtml(block);
    case 'details':
      return `<details><summary>${forHtml(block.summary)}</summary>${listHtml({ kind: 'list', items: block.items })}</details>`;
  }
}

function listHtml({ items, name, ordered }: ListBlock): string {
  const element = ordered ? 'ol' : 'ul';
  return `<${element}${classOf(name)}>${items.map(itemHtml).join('')}</${element}>`;
}

function itemHtml({ label = '', tone, text, aside = '', inner = [] }: Item): string {
  const key = label === '' ? '' : `<span class="key">${textHtml(label)}</span>`;
  const title = `<span class="title">${tone === undefined ? '' : signHtml(tone)}${inlineHtml(text)}</span>`;
  const state = aside === '' ? '' : `<span class="state">${textHtml(aside)}</span>`;
  const below = inner.map(
    (one) => `<p class="inner"><span class="key">${textHtml(one.label ?? '')}</span> ${inlineHtml(one.text)}</p>`,
  );
  return `<li${classOf(tone)}>${key}${title}${state}${below.join('')}</li>`;
}

/** On a narrow screen each row may become a card, so that every cell names its column. */
function tableHtml({ columns, rows }: TableBlock): string {
  const head = columns.map((name) => `<th scope="col">${forHtml(name)}</th>`).join('');
  const body = rows.map(({ tone, cells }) => {
    const filled = cells.map((cell, index) => {
      const content = inlineHtml(cell);
      return `<td data-label="${forHtml(columns[index] ?? '')}">${content === '' ? '–' : content}</td>`;
    });
    return `<tr${classOf(tone)}>${filled.join('')}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

function inlineHtml(text: Inline): string {
  return [text].flat().map(pieceHtml).join('');
}

const MAX_TARGET = 1000;

function pieceHtml(piece: Piece): string {
  if (typeof piece === 'string') return textHtml(piece);
  if ('strong' in piece) return `<strong>${textHtml(piece.strong)}</strong>`;
  if ('code' in piece) return textHtml(piece.code);
  if ('note' in piece) return piece.note === '' ? '' : `<small>${textHtml(piece.note)}</small>`;
  if ('mark' in piece) return `<span${classOf(piece.mark)}>${signHtml(piece.mark)}${textHtml(piece.text)}</span>`;
  if ('codes' in piece) return textHtml(piece.codes.join(', '));
  const target = linkTarget(piece.url);
  if (target === undefined || target.length > MAX_TARGET) return textHtml(piece.link);
  return `<a href="${target.replace(/'/g, '%27')}" rel="noreferrer">${textHtml(piece.link)}</a>`;
}

/** The direction of a text is its own and ends with it. */
function textHtml(text: string): string {
  const escaped = forHtml(text.replace(/`/g, ''));
  return escaped === '' ? '' : `${/^\s/.test(text) ? ' ' : ''}<bdi>${escaped}</bdi>${/\s$/.test(text) ? ' ' : ''}`;
}

function classOf(name: string | undefined): string {
  return name === undefined ? '' : ` class="${name}"`;
}

const SHAPES: Record<Tone, string> = {
  good: '<path d="M3 8.5l3.2 3.2L13 5"/>',
  bad: '<path d="M4 4l8 8M12 4l-8 8"/>',
  open: '<path d="M5.2 5.8a2.8 2.8 0 1 1 4.3 2.4c-1 .6-1.5 1-1.5 2.1M8 13v.2"/>',
  mute: '<path d="M3.5 8h9"/>',
};

/** The signs, drawn once: fonts differ, and color is never the only signal. */
const SIGNS = `<svg class="signs" width="0" height="0" aria-hidden="true"><defs>${Object.entries(SHAPES)
  .map(
    ([tone, shape]) =>
      `<symbol id="${tone}" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">${shape}</symbol>`,
  )
  .join('')}</defs></svg>`;

export function signHtml(tone: Tone): string {
  return `<svg class="sign ${tone}" aria-hidden="true"><use href="#${tone}"/></svg>`;
}

/**
 * A page in one file that loads and runs nothing, so that it can be mailed, archived or opened from a disk. Its content
 * policy allows the one style sheet, by its hash, and nothing else.
 */
export function htmlPage(title: string, style: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${sha256(style)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${forHtml(title.slice(0, 200))}</title>
<style>${style}</style>
</head>
<body>
${SIGNS}
<main>
${body}
</main>
</body>
</html>
`;
}

function sha256(text: string): string {
  const bytes = digest(text).match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((pair) => Number.parseInt(pair, 16))));
}
