import MarkdownIt, { type MarkdownIt as Parser, type StateInline, type Token } from 'markdown-it';
import { OpenElements } from './open-elements.ts';

/** One line of a comment as GitHub shows it: on its own, in no list, quote, table, code, or other markup. */
export interface PlainLine {
  text: string;
  /** 1-based line of the comment. */
  line: number;
}

/** A footnote holds the lines that follow it, as a quote does. */
const FOOTNOTE = /^( {0,3})\[\^[^\]\s\0]+\]:/;
/** GitHub begins a block of HTML with this element, too. */
const SOURCE = /^( {0,3}<\/?)source(?=[\s/>]|$)/i;
/** Below a line that has no bar, our parser sees no table, but GitHub may. */
const TABLE_RULE = /^ {0,3}(?=.*[|:])\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

let parser: Parser | undefined;

/**
 * The lines of a comment that GitHub shows as plain lines of a paragraph. It reads GitHub Flavored Markdown, and where
 * GitHub could show something else, the line is left out. Never throws.
 */
export function plainLines(body: string): PlainLine[] {
  const lines = body.replaceAll('\0', '\ufffd').split(/\r\n|\r|\n/);
  const text = lines.map((line) => line.replace(FOOTNOTE, '$1> ').replace(SOURCE, '$1param')).join('\n');
  parser ??= newParser();
  const tokens = parser.parse(text, {});
  const elements = new OpenElements();
  const plain: PlainLine[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'html_block') elements.read(token.content);
    if (token.type !== 'inline') continue;
    const opener = tokens[index - 1];
    const isTop = opener?.type === 'paragraph_open' && opener.level === 0;
    const starts = plainStarts(token, elements);
    if (!isTop) continue;
    const own = token.content.split('\n');
    const rule = own.findIndex((line) => TABLE_RULE.test(line));
    const last = rule === -1 ? own.length : rule - 1;
    const first = token.map?.[0] ?? 0;
    for (const row of starts) if (row < last) plain.push({ text: lines[first + row] ?? '', line: first + row + 1 });
  }
  return plain;
}

function newParser(): Parser {
  const markdown = new MarkdownIt({ html: true });
  markdown.inline.ruler.before('text', 'own_line_break', ownLineBreak);
  markdown.inline.ruler.disable(['newline', 'linkify']);
  return markdown;
}

/** A line break as the library reads it, which also remembers where the next line begins. */
function ownLineBreak(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  const end = src[pos] === '\\' && pos + 1 < posMax ? pos + 1 : pos;
  if (src[end] !== '\n') return false;
  if (!silent) state.push('softbreak', 'br', 0).meta = { at: end + 1 };
  state.pos = end + 1;
  while (state.pos < posMax && (src[state.pos] === ' ' || src[state.pos] === '\t')) state.pos += 1;
  return true;
}

/** The rows of a paragraph that begin outside all markup, from 0. */
function plainStarts({ content, children }: Token, elements: OpenElements): number[] {
  const rowAt = new Map([[0, 0]]);
  for (let at = content.indexOf('\n'); at !== -1; at = content.indexOf('\n', at + 1)) rowAt.set(at + 1, rowAt.size);
  const starts = elements.isOutside ? [{ row: 0, at: 0 }] : [];
  let depth = 0;
  let shown = '';
  for (const token of children ?? []) {
    depth += token.nesting;
    if (token.type === 'html_inline') elements.read(token.content);
    if (token.type !== 'softbreak') {
      shown += token.type === 'text' ? token.content : 'x';
      continue;
    }
    shown += '\n';
    const row = rowAt.get(Number(token.meta?.at));
    if (row !== undefined && depth === 0 && elements.isOutside) starts.push({ row, at: shown.length });
  }
  return outside(outside(starts, spans(shown, '$')), spans(shown, '~')).map(({ row }) => row);
}

/** The starts that no span covers; both are in order. */
function outside<T extends { at: number }>(starts: T[], covered: [number, number][]): T[] {
  let next = 0;
  return starts.filter(({ at }) => {
    while ((covered[next]?.[1] ?? Number.POSITIVE_INFINITY) < at) next += 1;
    return (covered[next]?.[0] ?? Number.POSITIVE_INFINITY) >= at;
  });
}

/** Formulas, and text that is struck through with one mark: GitHub reads them, our parser does not. */
function spans(text: string, mark: '$' | '~'): [number, number][] {
  const found: [number, number][] = [];
  let open: number | undefined;
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) {
    let end = at;
    while (text[end + 1] === mark) end += 1;
    const before = text[at - 1] ?? ' ';
    const after = text[end + 1] ?? ' ';
    const isDouble = end > at;
    if (open !== undefined && (isDouble || (!/\s/.test(before) && !/[\p{L}\p{N}]/u.test(after)))) {
      found.push([open, at]);
      open = undefined;
    } else if (open === undefined && (isDouble || (!/\s/.test(after) && !/[\p{L}\p{N}]/u.test(before)))) open = at;
    at = end;
  }
  return found;
}
