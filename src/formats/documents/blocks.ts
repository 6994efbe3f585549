import MarkdownIt, { type Env, type Token } from 'markdown-it';
import { type Inline, type InlineLine, type InlineLink, type References, readInline } from './inline.ts';
import type { Warning } from './source.ts';

/** One line of prose or one row of a table, in document order, with 1-based source line. */
export interface ProseLine extends InlineLine {
  kind: 'prose';
  line: number;
  /** Paragraph number: lines of one paragraph share it. */
  block: number;
  /** First and last line of their paragraph. */
  first: boolean;
  last: boolean;
  /** Innermost list item, 0 when outside lists. */
  item: number;
  quote: boolean;
  /** Nothing encloses it: neither list nor quote nor table. */
  top: boolean;
  row?: { cells: InlineLine[]; header: readonly string[]; isHeader: boolean; table: number };
}

export interface HeadingLine {
  kind: 'heading';
  line: number;
  level: number;
  text: string;
  bare: string;
  codes: string[];
  /** Box drawing (`# +-----+`): it ends nothing and titles nothing. */
  banner: boolean;
}

export interface CodeBlock {
  kind: 'code';
  line: number;
  info: string;
  /** Source line of the first line of `text`. */
  from: number;
  text: string;
  item: number;
}

export type Entry = ProseLine | HeadingLine | CodeBlock;

export interface ListItem {
  id: number;
  parent: number;
  line: number;
  ordered: boolean;
}

export interface Blocks {
  entries: Entry[];
  items: ListItem[];
  links: (InlineLink & { line: number })[];
  codes: { line: number; text: string }[];
  anchors: string[];
}

const NOWHERE: References = { find: () => undefined };

/** Inline text is read by our own pass, which keeps lines; the library's inline rules are not needed. */
const markdown = new MarkdownIt({ html: true });
markdown.core.ruler.disable(['inline', 'linkify', 'replacements', 'smartquotes', 'text_join']);

/** `+-----+`, `=====`, `| Title |`: decoration somebody drew with heading marks. */
function isBanner(text: string): boolean {
  return !/[\p{L}\p{N}\p{Extended_Pictographic}[{<]/u.test(text) || /^[|+].*[|+]$/.test(text);
}

/** `text` over `---` that was meant as a paragraph and a rule: several lines, a labeled value or a full sentence. */
function isAccidental(token: Token, content: string): boolean {
  if (token.markup !== '-' && token.markup !== '=') return false;
  return content.includes('\n') || /^\s*(\*\*|__)[^*_]{1,100}:?\1:?\s*\S/.test(content) || /[.;]$/.test(content.trim());
}

/** Walks the parsed blocks once and returns what a reader of the page would meet, in order. */
export function readBlocks(lines: readonly string[], warnings: Warning[]): Blocks {
  const env: Env = {};
  const tokens = markdown.parse(lines.join('\n'), env);
  const references: References = env.references
    ? { find: (label) => env.references?.[markdown.utils.normalizeReference(label)]?.href }
    : NOWHERE;
  const out: Blocks = { entries: [], items: [], links: [], codes: [], anchors: [] };
  const itemStack: number[] = [];
  const listStack: boolean[] = [];
  let quotes = 0;
  let table = 0;
  let inTable = false;
  let header: string[] | undefined;
  let cells: InlineLine[] = [];
  let rowLine = 0;
  let block = 0;

  const keep = (inline: Inline, line: number): void => {
    for (const link of inline.links) out.links.push({ ...link, line: line + link.row });
    for (const code of inline.codes) out.codes.push({ line: line + code.row, text: code.text });
    for (const anchor of inline.anchors) out.anchors.push(anchor);
  };
  const prose = (inline: Inline, line: number): void => {
    keep(inline, line);
    block++;
    const rows = inline.lines.length;
    inline.lines.forEach((part, index) => {
      const item = itemStack.at(-1) ?? 0;
      const top = item === 0 && quotes === 0;
      const edge = { first: index === 0, last: index === rows - 1 };
      out.entries.push({ kind: 'prose', ...part, line: line + index, block, ...edge, item, quote: quotes > 0, top });
    });
  };
  const code = (token: Token, start: number, from: number): void => {
    const item = itemStack.at(-1) ?? 0;
    const info =
      token.info
        .trim()
        .split(/[\s{,]/)[0]
        ?.toLowerCase() ?? '';
    out.entries.push({ kind: 'code', line: start + 1, info, from: from + 1, text: token.content, item });
  };

  tokens.forEach((token, index) => {
    const start = token.map?.[0] ?? 0;
    if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open') {
      listStack.push(token.type === 'ordered_list_open');
    } else if (token.type === 'bullet_list_close' || token.type === 'ordered_list_close') listStack.pop();
    else if (token.type === 'list_item_open') {
      const id = out.items.length + 1;
      out.items.push({ id, parent: itemStack.at(-1) ?? 0, line: start + 1, ordered: listStack.at(-1) ?? false });
      itemStack.push(id);
    } else if (token.type === 'list_item_close') itemStack.pop();
    else if (token.type === 'blockquote_open') quotes++;
    else if (token.type === 'blockquote_close') quotes--;
    else if (token.type === 'table_open') {
      inTable = true;
      table++;
      header = undefined;
    } else if (token.type === 'table_close') inTable = false;
    else if (token.type === 'tr_open') {
      cells = [];
      rowLine = start + 1;
    } else if (token.type === 'tr_close') {
      const isHeader = header === undefined;
      header ??= cells.map((cell) => cell.text.trim());
      const joined = (key: 'raw' | 'text' | 'bare') => cells.map((cell) => cell[key].trim()).join(' | ');
      const shown = { raw: joined('raw'), text: joined('text'), bare: joined('bare') };
      const edge = { first: true, last: true, item: itemStack.at(-1) ?? 0, quote: quotes > 0, top: false };
      const row = { cells, header, isHeader, table };
      out.entries.push({ kind: 'prose', ...shown, line: rowLine, block: ++block, ...edge, row });
    } else if (token.type === 'inline') {
      const opener = tokens[index - 1];
      if (inTable) {
        const inline = readInline(token.content.replaceAll('\n', ' '), references);
        keep(inline, rowLine);
        cells.push(inline.lines[0] ?? { raw: '', text: '', bare: '' });
      } else if (opener?.type === 'heading_open') {
        const accidental = isAccidental(opener, token.content) || quotes > 0;
        if (accidental) {
          prose(readInline(token.content, references), start + 1);
          return;
        }
        const inline = readInline(token.content, references);
        keep(inline, start + 1);
        const joined = (key: 'text' | 'bare') =>
          inline.lines
            .map((part) => part[key])
            .join(' ')
            .trim();
        out.entries.push({
          kind: 'heading',
          line: start + 1,
          level: Number(opener.tag.slice(1)),
          text: joined('text')
            .replace(/\s{0,9}\{[#:.][^{}]*\}$/, '')
            .trim(),
          bare: joined('bare')
            .replace(/\s{0,9}\{[#:.][^{}]*\}$/, '')
            .trim(),
          codes: inline.codes.map((span) => span.text),
          banner: isBanner(token.content.trim()),
        });
        const id = /\{#([\w.:-]{1,200})\}\s*$/.exec(token.content)?.[1];
        if (id) out.anchors.push(id);
      } else prose(readInline(token.content, references), start + 1);
    } else if (token.type === 'fence') {
      const end = token.map?.[1] ?? start + 1;
      const closing = lines[end - 1]?.replace(/^[\s>]+/, '').trimEnd() ?? '';
      const closed = end - 1 > start && closing.startsWith(token.markup) && /^(`+|~+)$/.test(closing);
      if (!closed)
        warnings.push({ line: start + 1, text: 'Code fence is never closed; what follows is read as code.' });
      code(token, start, start + 1);
    } else if (token.type === 'code_block') code(token, start, start);
    else if (token.type === 'html_block') {
      const text = token.content.replace(/\n+$/, '');
      const skipped = /^\s*<(script|style|!DOCTYPE|\?|!\[CDATA)/i.test(text);
      if (!skipped) prose(readInline(text, references), start + 1);
    }
  });
  return out;
}
