import MarkdownIt, { type Token } from 'markdown-it';
import { forTerminal } from '../../src/render/model/text.ts';
import type { TerminalWriter } from '../../src/render/terminal/terminal-writer.ts';

export interface CommentRow {
  missing: string;
  nextStep: string;
  who: string;
  /** Codes of the checks behind it, `RK-1` for one. */
  codes: string[];
}

/** What a person sees of a comment before unfolding anything. */
export interface ReadComment {
  title: string;
  rows: CommentRow[];
  /** The paragraphs and headings below the table. */
  rest: string[];
}

const markdown = new MarkdownIt({ html: true });

/** Reads the App's comment as GitHub shows it: text without markup, folds left out. */
export function readComment(body: string): ReadComment {
  const read: ReadComment = { title: '', rows: [], rest: [] };
  let folds = 0;
  let cells: string[] | undefined;
  for (const token of markdown.parse(body, {})) {
    if (token.type === 'html_block') folds += count(token.content, '<details') - count(token.content, '</details>');
    if (folds > 0) continue;
    if (token.type === 'tr_open') cells = [];
    else if (token.type === 'tr_close') {
      const [number = '', missing = '', nextStep = '', who = ''] = cells ?? [];
      if (/^\d+$/.test(number)) read.rows.push({ missing, nextStep, who, codes: nextStep.match(CODES) ?? [] });
      cells = undefined;
    } else if (token.type === 'inline') {
      const text = textOf(token);
      if (cells !== undefined) cells.push(text);
      else if (read.title === '') read.title = text;
      else read.rest.push(text);
    }
  }
  return read;
}

/** The paragraphs and items of an answer. */
export function readReply(body: string): string[] {
  const lines: string[] = [];
  let isItem = false;
  for (const token of markdown.parse(body, {})) {
    if (token.type === 'list_item_open') isItem = true;
    if (token.type === 'inline') lines.push(`${isItem ? '- ' : ''}${textOf(token)}`);
    if (token.type === 'list_item_close') isItem = false;
  }
  return lines;
}

const CODES = /\b[A-Z]{2}-\d+\b/g;

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function textOf(token: Token): string {
  const parts = (token.children ?? []).map((child) => {
    if (child.type === 'softbreak' || child.type === 'hardbreak') return ' ';
    return child.type === 'text' || child.type === 'code_inline' ? child.content : '';
  });
  return forTerminal(parts.join(''));
}

/** The same on a terminal: each row of the table as an item. */
export function writeComment({ title, rows, rest }: ReadComment, sheet: TerminalWriter): void {
  sheet.put(title, { style: 'bold' });
  sheet.gap();
  for (const [index, { missing, nextStep, who }] of rows.entries()) {
    sheet.put(`${index + 1}. ${missing}`, { hang: 3 });
    sheet.put(`→ ${nextStep}`, { indent: 3, hang: 5 });
    sheet.put(`who: ${who}`, { indent: 5, style: 'dim' });
  }
  sheet.gap();
  for (const paragraph of rest) sheet.put(paragraph);
}
