import { type Block, type Inline, type Item, MARKS, type Piece, type TableBlock, type Tone } from '../model/blocks.ts';
import { forTerminal, keepEdges } from '../model/text.ts';
import { displayWidth } from '../model/width.ts';
import { type Style, TerminalWriter } from './terminal-writer.ts';

export interface Terminal {
  /** Columns. */
  width: number;
  color: boolean;
}

const STYLES: Record<Tone | 'strong', Style> = {
  good: 'green',
  bad: 'red',
  open: 'yellow',
  mute: 'dim',
  strong: 'bold',
};
const INDENT = 2;

/** Blocks as the lines of a terminal. Titles begin after an empty line, and so does what follows a list. */
export function printTerminal(blocks: Block[], { width, color }: Terminal): string {
  const writer = new TerminalWriter(width, color);
  let previous: Block['kind'] = 'title';
  for (const block of blocks) {
    if (block.kind === 'title' || (previous !== 'title' && previous !== 'paragraph')) writer.gap();
    printBlock(writer, block, width);
    previous = block.kind;
  }
  return writer.text();
}

function printBlock(writer: TerminalWriter, block: Block, width: number): void {
  const style = 'weight' in block && block.weight ? { style: STYLES[block.weight] } : {};
  switch (block.kind) {
    case 'title':
      writer.put(inline(block.text), { style: 'bold', ...style });
      break;
    case 'paragraph':
      writer.put(inline(block.text), { hang: INDENT, ...style });
      break;
    case 'footer':
      writer.put(inline(block.text), { style: 'dim' });
      break;
    case 'code':
      if (block.as === 'verbatim') writer.verbatim(block.text.replace(/[^\n -~]/g, '?'));
      else writer.put(forTerminal(block.text), { indent: INDENT, hang: INDENT + 2, command: true });
      break;
    case 'list':
      printItems(writer, block.items, INDENT, width);
      break;
    case 'details':
      writer.put(forTerminal(block.summary), { style: 'bold' });
      printItems(writer, block.items, INDENT, width);
      break;
    case 'table':
      printTable(writer, block, width);
  }
}

/** Labels of one list take the same width, so that the texts are aligned. */
function printItems(writer: TerminalWriter, items: Item[], indent: number, width: number): void {
  const labels = items.map(({ label = '-' }) => forTerminal(label));
  const column = Math.max(...labels.map((label) => (label === '' ? 0 : displayWidth(label) + 1)));
  for (const [index, { text, tone, weight, aside, inner = [] }] of items.entries()) {
    const label = labels[index] ?? '';
    const style = weight && STYLES[weight];
    const words = withAside(inline(text), aside, width - indent - (column || INDENT));
    if (column === 0) writer.put(words, { indent, hang: indent + INDENT, ...(style && { style }) });
    else {
      const padded = `${label}${' '.repeat(column - displayWidth(label))}`;
      writer.labeled(padded, tone && STYLES[tone], words, { indent, ...(style && { style }) });
    }
    printItems(writer, inner, indent + (column || INDENT), width);
  }
}

/** Puts the aside at the right margin, or at that of the next line. No-break spaces keep the distance. */
function withAside(text: string, aside: string | undefined, room: number): string {
  if (aside === undefined) return text;
  const words = forTerminal(aside).replaceAll(' ', '\u00a0');
  const free = room - displayWidth(text) - displayWidth(words);
  if (text !== '' && free > 0) return `${text}${'\u00a0'.repeat(free)}${words}`;
  return `${text} ${'\u00a0'.repeat(Math.max(0, room - displayWidth(words)))}${words}`;
}

/** A terminal is too narrow for most tables: each row is a card that names the columns of its filled cells. */
function printTable(writer: TerminalWriter, { columns, rows, more }: TableBlock, width: number): void {
  for (const { tone, cells } of rows) {
    const [heading = '', ...rest] = cells;
    const label = tone && MARKS[tone];
    writer.gap();
    printItems(writer, [{ label: label ?? '', text: heading, weight: 'strong', ...(tone && { tone }) }], 0, width);
    const filled = rest.flatMap((cell, index) => {
      const words = inline(cell);
      return words === '' ? [] : [{ label: '', text: [`${columns[index + 1]}: `, ...[cell].flat()] }];
    });
    printItems(writer, filled, INDENT, width);
  }
  if (more !== undefined) writer.put(forTerminal(more));
}

function inline(text: Inline): string {
  return [text].flat().map(printPiece).join('');
}

function printPiece(piece: Piece): string {
  if (typeof piece === 'string') return keepEdges(piece, forTerminal);
  if ('strong' in piece) return forTerminal(piece.strong);
  if ('code' in piece) return forTerminal(piece.code);
  if ('link' in piece) return forTerminal(piece.link);
  if ('note' in piece) return piece.note === '' ? '' : ` (${forTerminal(piece.note)})`;
  if ('mark' in piece) return `${MARKS[piece.mark]} ${forTerminal(piece.text)}`;
  // The no-break space keeps the dot from ending a line.
  return piece.codes.length === 0 ? '' : ` ·\u00a0${piece.codes.map(forTerminal).join(', ')}`;
}
