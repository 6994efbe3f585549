import type { DocumentLink, DocumentSection, SectionKind } from '../../domain/document.ts';
import type { EntryBlanks } from './blanks.ts';
import type { Blocks, Entry, ListItem } from './blocks.ts';
import type { Command } from './commands.ts';
import { kindsOf } from './kinds.ts';
import { boldTitle, type LineLabel } from './labels.ts';
import { countWords, isPointerOnly, notApplicableReason } from './substance.ts';

/** Levels below `######`: a bold line alone, and a labeled value inside a list, quote or table. */
const BOLD_LEVEL = 7;
const LABEL_LEVEL = 8;
/** What a title says about the whole page; other words of a title are only its subject. */
const TITLE_KINDS: readonly SectionKind[] = ['rollback', 'kill-switch'];
/** Enough for the longest page measured; beyond it a page of generated labels would only cost memory. */
export const MAX_SECTIONS = 5_000;

/** A section as a range of entries, before its contents are gathered. */
export interface Frame {
  title: string;
  level: number;
  kinds: SectionKind[];
  isTitle: boolean;
  /** First entry of its contents, and the one after its last. */
  start: number;
  end: number;
  line: number;
  /** The value of a labeled row, which is all its own text on that line. */
  value?: string;
}

function itemEnd(entries: readonly Entry[], items: readonly ListItem[], index: number, item: number): number {
  let end = index + 1;
  for (; end < entries.length; end++) {
    const entry = entries[end];
    let id = entry === undefined || entry.kind === 'heading' ? 0 : entry.item;
    while (id > 0 && id !== item) id = items[id - 1]?.parent ?? 0;
    if (id !== item) break;
  }
  return end;
}

/**
 * Sections of a page in order: headings, bold lines that stand alone, and labeled values whose label is about a known
 * kind (everywhere when bold, above the second heading also when plain).
 */
export function findFrames(blocks: Blocks, labels: readonly (readonly LineLabel[])[]): Frame[] {
  const { entries, items } = blocks;
  const headings = entries.filter((entry) => entry.kind === 'heading' && !entry.banner);
  const firsts = headings.filter((entry) => entry.kind === 'heading' && entry.level === 1);
  const title = firsts.length === 1 && firsts[0] === headings[0] ? headings[0] : undefined;
  const frames: Frame[] = [];
  let open: Frame[] = [];
  let headingsSeen = 0;
  const close = (level: number, at: number): void => {
    for (const frame of open) if (frame.level >= level) frame.end = at;
    open = open.filter((frame) => frame.level < level);
  };
  const add = (frame: Omit<Frame, 'end'> & { end?: number }): void => {
    if (frames.length >= MAX_SECTIONS) return;
    const whole: Frame = { ...frame, end: frame.end ?? entries.length };
    frames.push(whole);
    if (frame.end === undefined) open.push(whole);
  };
  entries.forEach((entry, index) => {
    if (entry.kind === 'code') return;
    if (entry.kind === 'heading') {
      if (entry.banner) return;
      headingsSeen++;
      close(entry.level, index);
      const isTitle = entry === title;
      const found = kindsOf(entry.text).kinds;
      const kinds = isTitle ? found.filter((kind) => TITLE_KINDS.includes(kind)) : found;
      add({ title: entry.text, level: entry.level, kinds, isTitle, start: index + 1, line: entry.line });
      return;
    }
    const bold = entry.top && entry.first ? boldTitle(entry) : undefined;
    if (bold !== undefined) {
      close(BOLD_LEVEL, index);
      const kinds = kindsOf(bold).kinds;
      add({ title: bold, level: BOLD_LEVEL, kinds, isTitle: false, start: index + 1, line: entry.line });
      return;
    }
    if (entry.row?.isHeader && entry.row.cells.length > 2) return;
    for (const found of labels[index] ?? []) {
      if (entry.top && found.bold) close(BOLD_LEVEL, index);
      if (!found.bold && headingsSeen > 1) continue;
      const kinds = kindsOf(found.label).kinds;
      if (kinds.length === 0) continue;
      const level = entry.top && found.bold ? BOLD_LEVEL : LABEL_LEVEL;
      const end = entry.item > 0 ? itemEnd(entries, items, index, entry.item) : index + 1;
      add({
        title: found.label,
        level,
        kinds,
        isTitle: false,
        start: index,
        end,
        line: entry.line,
        value: found.value,
      });
    }
  });
  return frames;
}

/** Everything gathered from a page, by line, from which sections take their part. */
export interface PageParts {
  entries: readonly Entry[];
  items: readonly ListItem[];
  blanks: readonly EntryBlanks[];
  commands: readonly Command[];
  links: readonly DocumentLink[];
  lastLine: number;
}

/** Those of a list sorted by line that stand between two lines, both included. */
function between<T extends { line: number }>(sorted: readonly T[], from: number, to: number): T[] {
  const firstFrom = (line: number): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.line ?? 0) < line) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return sorted.slice(firstFrom(from), firstFrom(to + 1));
}

/**
 * A section with its contents. Words, lines, items, commands and links of a section include those of the sections below
 * it, so "Rollback" with all its text under sub-headings has substance. Table headers and headings are no words.
 */
export function gatherSection(parts: PageParts, frame: Frame): DocumentSection {
  const next = parts.entries[frame.end];
  const isRow = frame.value !== undefined;
  const lastOwn = parts.entries[frame.end - 1];
  const endLine = isRow ? Math.max(lastOwn?.line ?? frame.line, frame.line) : next ? next.line - 1 : parts.lastLine;
  const lines: DocumentSection['lines'] = [];
  const items = new Map<number, { line: number; text: string; ordered: boolean }>();
  let words = 0;
  for (let index = frame.start; index < frame.end; index++) {
    const entry = parts.entries[index];
    if (entry?.kind !== 'prose') continue;
    const isLabelLine = isRow && index === frame.start;
    const text = isLabelLine ? (frame.value ?? '') : entry.text.trim();
    if (text === '') continue;
    lines.push({ line: entry.line, text });
    const rest = parts.blanks[index]?.rest ?? '';
    words += isLabelLine ? Math.max(0, countWords(rest) - countWords(frame.title)) : ownWords(entry, rest);
    const item = parts.items[entry.item - 1];
    if (!item || entry.row) continue;
    const known = items.get(item.id);
    if (known) known.text += ` ${text}`;
    else items.set(item.id, { line: entry.line, text, ordered: item.ordered });
  }
  const commands = between(parts.commands, frame.line, endLine);
  const links = between(parts.links, frame.line, endLine);
  const texts = lines.map((line) => line.text);
  const reason = commands.length === 0 ? notApplicableReason(texts) : undefined;
  return {
    title: frame.title,
    level: frame.level,
    line: frame.line,
    endLine,
    kinds: frame.kinds,
    words,
    commands,
    links,
    lines,
    items: [...items.values()],
    pointerOnly:
      commands.length === 0 &&
      isPointerOnly(
        texts,
        links.map((link) => link.text),
      ),
    ...(reason === undefined ? {} : { notApplicable: { reason } }),
  };
}

/** Bold lines that title a part are headings in all but name. */
function ownWords(entry: Entry, rest: string): number {
  if (entry.kind !== 'prose' || (entry.top && entry.first && boldTitle(entry) !== undefined)) return 0;
  return countWords(rest);
}
