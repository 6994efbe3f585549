import type { Blank, DocumentLabel, SectionKind } from '../../domain/document.ts';
import {
  blankSpans,
  isBlankLine,
  isBlankValue,
  isCounter,
  isHint,
  isStub,
  parameterName,
  parametersIn,
} from './blank-words.ts';
import type { Blocks, Entry, ListItem, ProseLine } from './blocks.ts';
import { commandsOf } from './commands.ts';
import { HIDDEN } from './inline.ts';
import { kindsOf, plainWords } from './kinds.ts';
import { boldTitle, type LineLabel } from './labels.ts';

/** What one entry of the page lacks, and what it says once the blanks are taken out. */
export interface EntryBlanks {
  blanks: { words: string; stub: boolean; about: string }[];
  /** Prose left when blanks, prompts and code are removed. */
  rest: string;
}

/** Columns whose empty cell means a person or date nobody wrote down. */
const PERSON_COLUMN =
  /\b(contacts?|names?|owners?|handles?|phones?|e-?mail|slack|who|approver|reviewer|responsible|assignee|person|signature|signed|approved by|date|on-?call|nombre|nom|nome|contacto|contato|responsable|responsável|verantwortlich\p{L}*|ansprechpartner)\b/iu;
const QUESTION_START = /^(what|which|who|how|where|when|why|is|are|does|do|can|should|describe|details of)\b/i;

/** Names of parameters that occur in code of the page, and of its own HTML or JSX elements. */
export function pageParameters(blocks: Blocks, lines: readonly string[]): Set<string> {
  const names = new Set<string>();
  for (const entry of blocks.entries) {
    if (entry.kind === 'code') for (const name of parametersIn(entry.text)) names.add(name);
  }
  for (const code of blocks.codes) for (const name of parametersIn(code.text)) names.add(name);
  for (const line of lines) {
    for (const match of line.matchAll(/<\/([A-Za-z][\w.-]{0,60})>/g)) names.add(parameterName(match[1] ?? ''));
  }
  return names;
}

interface Page {
  entries: readonly Entry[];
  items: readonly ListItem[];
  labels: readonly (readonly LineLabel[])[];
  parameters: ReadonlySet<string>;
  /** Whole paragraphs by number, for hints and questions that cross lines. */
  paragraphs: ReadonlyMap<number, string>;
}

function isInside(items: readonly ListItem[], inner: number, outer: number): boolean {
  for (let id = inner; id > 0; id = items[id - 1]?.parent ?? 0) if (id === outer) return true;
  return false;
}

/** "**Solutions**:" over "**If the broker is down**:" and its steps: a heading over headings, not a form left empty. */
function isLeadIn(page: Page, index: number): boolean {
  const [entry, next, below] = page.entries.slice(index, index + 3);
  if (entry?.kind !== 'prose' || next?.kind !== 'prose' || boldTitle(entry) === undefined) return false;
  const decisive: readonly SectionKind[] = ['owner', 'escalation', 'rollback', 'review'];
  const mustAnswer = kindsOf(boldTitle(entry) ?? '').kinds.some((kind) => decisive.includes(kind));
  const nextIsFilled = below?.kind === 'code' || (below?.kind === 'prose' && !below.top);
  return !mustAnswer && boldTitle(next) !== undefined && nextIsFilled;
}

/** Whether what follows an empty label belongs to it: the rest of its paragraph or item, a list, code, a table. */
function isFilledBelow(page: Page, index: number): boolean {
  const entry = page.entries[index];
  const next = page.entries[index + 1];
  if (entry?.kind !== 'prose' || next === undefined || next.kind === 'heading') return false;
  if (next.kind === 'code' || (next.row && !entry.row)) return true;
  const labeled = (page.labels[index + 1]?.length ?? 0) > 0;
  if (entry.item > 0 && isInside(page.items, next.item, entry.item)) return next.block !== entry.block || !labeled;
  if (entry.item > 0) return false;
  if (next.block === entry.block) return !labeled;
  return !next.top || !labeled || isLeadIn(page, index);
}

function wordsOnly(bare: string, spans: readonly { start: number; end: number }[]): string {
  let out = '';
  let at = 0;
  for (const span of spans) {
    out += `${bare.slice(at, span.start)} `;
    at = Math.max(at, span.end);
  }
  return (out + bare.slice(at)).replaceAll(HIDDEN, ' ');
}

function rowBlanks(row: NonNullable<ProseLine['row']>, parameters: ReadonlySet<string>): EntryBlanks {
  if (row.isHeader) return { blanks: [], rest: '' };
  const label = row.cells[0]?.text.trim() ?? '';
  const blanks: EntryBlanks['blanks'] = [];
  const rest: string[] = [];
  const isEmpty = (text: string) => /^[\s☐]*$/u.test(text);
  const others = row.cells.slice(1);
  const allEmpty = others.length > 0 && others.every((cell) => isEmpty(cell.text));
  if (allEmpty && label !== '') blanks.push({ words: label, stub: false, about: label });
  row.cells.forEach((cell, column) => {
    const value = cell.bare.trim();
    const heading = row.header[column] ?? '';
    const about = `${label} ${heading}`;
    if (isEmpty(cell.text)) {
      if (column > 0 && !allEmpty && label !== '' && PERSON_COLUMN.test(heading)) {
        blanks.push({ words: `${label} | ${heading}:`, stub: false, about });
      }
      return;
    }
    const isParameter = row.cells.length > 2 && /^[<{]/.test(value) && parameters.has(parameterName(value));
    if (column > 0 && !isParameter && (isBlankValue(value, false) || isStub(value))) {
      blanks.push({ words: cell.text.trim(), stub: false, about });
      return;
    }
    const spans = blankSpans(value, parameters, false);
    for (const span of spans) blanks.push({ words: value.slice(span.start, span.end), stub: false, about });
    rest.push(wordsOnly(value, spans));
  });
  return { blanks, rest: rest.join(' ') };
}

function proseBlanks(page: Page, line: ProseLine, index: number): EntryBlanks {
  const paragraph = page.paragraphs.get(line.block) ?? line.raw;
  const text = line.text.trim();
  const quiet: EntryBlanks = { blanks: [], rest: '' };
  const one = (words: string, about = '', stub = false, rest = ''): EntryBlanks => ({
    blanks: [{ words: words.slice(0, 200), stub, about }],
    rest,
  });
  if (isHint(paragraph)) return line.first ? one(text) : quiet;
  if (line.quote && /\?/.test(paragraph) && (/\?\W*$/.test(paragraph) || QUESTION_START.test(paragraph.trim()))) {
    const next = page.entries[index + 1];
    const unanswered = line.last && (next === undefined || next.kind === 'heading');
    return unanswered ? one(text) : quiet;
  }
  if (isStub(line.bare)) return one(text, '', true);
  const labels = page.labels[index] ?? [];
  const blanks: EntryBlanks['blanks'] = [];
  for (const { label, value, bare, bold } of labels) {
    if (value === '') {
      // A plain "…:" of many words introduces what follows; a short one is a form's label.
      const isForm = bold || plainWords(label).length <= 6;
      if (isForm && !isFilledBelow(page, index)) blanks.push({ words: `${label}:`, stub: false, about: label });
    } else if (isBlankValue(bare, true) || isHint(bare) || isStub(bare) || /^[-–—]+$/.test(bare)) {
      blanks.push({ words: value.slice(0, 200), stub: isStub(bare), about: label });
    }
  }
  if (blanks.length > 0 && blanks.length >= labels.length) return { blanks, rest: '' };
  const whole = line.first && line.last && (line.item > 0 || line.top);
  if (whole && labels.length === 0 && isBlankLine(line.bare)) return one(text);
  if (whole && isCounter(text)) {
    const next = page.entries[index + 1];
    const inItem =
      next !== undefined && next.kind !== 'heading' && line.item > 0 && isInside(page.items, next.item, line.item);
    const filled =
      inItem && (next.kind === 'prose' || commandsOf(next).length > 0 || !/^\s*#[^\n]*\s*$/.test(next.text));
    if (!filled) return one(text);
  }
  const spans = blankSpans(line.bare, page.parameters, false);
  const about = labels[0]?.label ?? '';
  for (const span of spans) {
    const words = line.bare.slice(span.start, span.end);
    if (!blanks.some((blank) => blank.words.includes(words))) blanks.push({ words, stub: false, about });
  }
  return { blanks, rest: wordsOnly(line.bare, spans) };
}

/** Front matter values that say nothing, and owner or escalation keys without a value. */
export function frontMatterBlanks(labels: readonly DocumentLabel[]): Blank[] {
  return labels.flatMap(({ line, label, value }): Blank[] => {
    const { kinds } = kindsOf(label.replaceAll('_', ' '));
    if (value === '')
      return kinds.includes('owner') || kinds.includes('escalation') ? [{ line, words: `${label}:`, kinds }] : [];
    return isBlankValue(value, false) ? [{ line, words: value.slice(0, 200), kinds }] : [];
  });
}

/** Unfilled spots of each entry, in document order. Code is never a blank. */
export function findBlanks(
  blocks: Blocks,
  labels: readonly (readonly LineLabel[])[],
  parameters: ReadonlySet<string>,
): EntryBlanks[] {
  const rows = new Map<number, string[]>();
  for (const entry of blocks.entries) {
    if (entry.kind !== 'prose' || entry.row) continue;
    const list = rows.get(entry.block);
    if (list) list.push(entry.raw);
    else rows.set(entry.block, [entry.raw]);
  }
  const paragraphs = new Map([...rows].map(([block, lines]) => [block, lines.join(' ').slice(0, 4000)]));
  const page: Page = { entries: blocks.entries, items: blocks.items, labels, parameters, paragraphs };
  return blocks.entries.map((entry, index): EntryBlanks => {
    if (entry.kind === 'code') return { blanks: [], rest: '' };
    if (entry.kind === 'prose') return entry.row ? rowBlanks(entry.row, parameters) : proseBlanks(page, entry, index);
    const spans = entry.banner ? [] : blankSpans(entry.bare, parameters, true);
    const blanks = spans.map((span) => ({ words: entry.bare.slice(span.start, span.end), stub: false, about: '' }));
    return { blanks, rest: '' };
  });
}
