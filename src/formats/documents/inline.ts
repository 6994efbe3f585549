/** Inline Markdown of one block, read in one linear pass: what is prose, what is code, where the links go. */

import { brackets, codeSpans } from './spans.ts';

/** Stands for code and addresses in `bare`, so that neither counts as words nor as blanks. */
export const HIDDEN = '\uFFFC';

export interface InlineLine {
  /** As written, without the container's marks. */
  raw: string;
  /** As a reader sees it: code without ticks, links as their words, no emphasis marks. */
  text: string;
  /** Like `text`, with code and bare addresses replaced by one mark. */
  bare: string;
}

export interface InlineLink {
  /** Line of the block, from 0. */
  row: number;
  text: string;
  target: string;
}

export interface Inline {
  lines: InlineLine[];
  links: InlineLink[];
  codes: { row: number; text: string }[];
  anchors: string[];
}

export interface References {
  find: (label: string) => string | undefined;
}

const TAG =
  /<\/?(?:a|abbr|b|big|blockquote|br|button|caption|center|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|label|li|main|mark|nav|ol|p|picture|pre|q|s|samp|section|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video|wbr)(?:\s[^<>]{0,500})?\/?>/iy;
const TEMPLATE_TAG = /<%[^%]{0,500}%>|\{%[^%]{0,500}%\}|\{\{[^{}]{0,500}\}\}|\$\{[^{}]{0,200}\}/y;
const AUTOLINK = /<([a-z][a-z0-9+.-]{1,31}:[^\s<>]{0,2000}|[^\s<>@:/]{1,64}@[^\s<>@]{1,190})>/iy;
const URL = /(?:https?|mqtts?|wss?|ftp):\/\/[^\s<>`|[\]]{1,2000}/iy;
const DESTINATION =
  /\(\s{0,9}(?:<([^<>\n]{0,2000})>|((?:[^\s()<]|\([^\s()]{0,500}\)){0,2000}))(?:\s{1,9}(?:"[^"]{0,300}"|'[^']{0,300}'|\([^()]{0,300}\)))?\s{0,9}\)/y;
const ENTITY = /&(?:lt|gt|amp|quot|nbsp|#39);/y;
const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': "'" };
const PUNCTUATION = /[!-/:-@[-`{-~]/;

function at(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

const isSpace = (char: string | undefined): boolean => char === undefined || /\s/.test(char);
const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);

/** An emphasis mark, as opposed to a lone star, a lone underscore or a snake_case name. */
function isEmphasis(text: string, start: number, end: number, char: string): boolean {
  const before = text[start - 1];
  const after = text[end];
  if (end - start > 3 || (isSpace(before) && isSpace(after))) return false;
  return char === '*' || !(isWord(before) && isWord(after));
}

/**
 * Reads the inline Markdown of one block. Code spans may cross lines; rows count from the block's first line.
 * Images are left out; reference links are resolved through `references`.
 */
export function readInline(text: string, references: References): Inline {
  const spans = codeSpans(text);
  const pairs = brackets(text, spans);
  const lines: InlineLine[] = text.split('\n').map((raw) => ({ raw, text: '', bare: '' }));
  const result: Inline = { lines, links: [], codes: [], anchors: [] };
  const closing = new Map<number, { jump: number; target: string; row: number; from: number }>();
  let row = 0;
  let seen = '';
  const emit = (shown: string, bare = shown): void => {
    const line = lines[row];
    if (!line) return;
    line.text += shown;
    line.bare += bare;
    if (closing.size > 0) seen += shown;
  };
  for (let i = 0; i < text.length; ) {
    const char = text[i] ?? '';
    const closed = closing.get(i);
    const span = spans.get(i);
    if (closed) {
      result.links.push({ row: closed.row, text: seen.slice(closed.from).trim(), target: closed.target });
      closing.delete(i);
      if (closing.size === 0) seen = '';
      i = closed.jump;
    } else if (span) {
      const code = text.slice(span.from, span.to);
      result.codes.push({ row, text: code.replace(/\s+/g, ' ').trim() });
      for (const [index, part] of code.split('\n').entries()) {
        if (index > 0) row++;
        emit(index === 0 ? part : part.trimStart(), HIDDEN);
      }
      i = span.end;
    } else if (char === '\n') {
      if (closing.size > 0) seen += ' ';
      row++;
      i++;
    } else if (char === '\\' && PUNCTUATION.test(text[i + 1] ?? '')) {
      emit(text[i + 1] ?? '');
      i += 2;
    } else if (char === '&' && at(ENTITY, text, i)) {
      const entity = at(ENTITY, text, i)?.[0] ?? '&';
      emit(ENTITIES[entity] ?? ' ');
      i += entity.length;
    } else if (char === '<' || char === '{' || char === '$') {
      i += readAngle(text, i, emit, result, row);
    } else if (char === '!' && text[i + 1] === '[' && pairs.has(i + 1)) {
      const close = pairs.get(i + 1) ?? i;
      const target = at(DESTINATION, text, close + 1);
      if (target) {
        row += text.slice(i, close).split('\n').length - 1;
        emit(HIDDEN);
        i = close + 1 + target[0].length;
      } else {
        emit('!');
        i++;
      }
    } else if (char === '[' && pairs.has(i)) {
      const close = pairs.get(i) ?? i;
      const isNote = text[i + 1] === '^';
      const found = isNote ? undefined : linkAt(text, i, close, references);
      if (found) closing.set(close, { ...found, row, from: seen.length });
      else if (!isNote) emit('[');
      i = isNote && !text.slice(i, close).includes('\n') ? close + 1 : i + 1;
    } else if (/[hmwf]/i.test(char) && !isWord(text[i - 1]) && at(URL, text, i)) {
      const address = (at(URL, text, i)?.[0] ?? '').replace(/[)\].,;:!?'"*_]+$/, '');
      if (closing.size === 0) result.links.push({ row, text: address, target: address });
      emit(address, HIDDEN);
      i += Math.max(address.length, 1);
    } else if (char === '*' || char === '_' || char === '~') {
      let end = i + 1;
      while (text[end] === char) end++;
      if (!(char === '~' ? end - i === 2 : isEmphasis(text, i, end, char))) emit(text.slice(i, end));
      i = end;
    } else {
      emit(char);
      i++;
    }
  }
  return result;
}

function readAngle(
  text: string,
  i: number,
  emit: (shown: string, bare?: string) => void,
  result: Inline,
  row: number,
): number {
  const template = at(TEMPLATE_TAG, text, i);
  if (template) {
    emit('', HIDDEN);
    return template[0].includes('\n') ? advance(emit, text[i] ?? '') : template[0].length;
  }
  const auto = text[i] === '<' ? at(AUTOLINK, text, i) : null;
  if (auto?.[1]) {
    result.links.push({ row, text: auto[1], target: auto[1].includes(':') ? auto[1] : `mailto:${auto[1]}` });
    emit(auto[1], HIDDEN);
    return auto[0].length;
  }
  const tag = text[i] === '<' ? at(TAG, text, i) : null;
  if (tag && !tag[0].includes('\n')) {
    const anchor = /\s(?:id|name)\s*=\s*["']?([^\s"'<>]{1,200})/i.exec(tag[0])?.[1];
    if (anchor) result.anchors.push(anchor);
    const href = /^<a\s[^<>]{0,300}href\s*=\s*["']([^\s"'<>]{1,2000})/i.exec(tag[0])?.[1];
    if (href) result.links.push({ row, text: href, target: href });
    emit(/^<(br|td|th|li|p)\b/i.test(tag[0]) ? ' ' : '');
    return tag[0].length;
  }
  return advance(emit, text[i] ?? '');
}

function advance(emit: (shown: string) => void, char: string): number {
  emit(char);
  return 1;
}

function linkAt(
  text: string,
  open: number,
  close: number,
  references: References,
): { jump: number; target: string } | undefined {
  const direct = at(DESTINATION, text, close + 1);
  if (direct) return { jump: close + 1 + direct[0].length, target: direct[1] ?? direct[2] ?? '' };
  const words = text.slice(open + 1, Math.min(close, open + 1000));
  const second = at(/\[([^[\]]{0,999})\]/y, text, close + 1);
  if (second) {
    const target = references.find(second[1] || words);
    if (target !== undefined) return { jump: close + 1 + second[0].length, target };
  }
  const target = references.find(words);
  return target === undefined ? undefined : { jump: close + 1, target };
}
