import type { DocumentLink, DocumentSection, ParsedDocument, SectionKind } from '../../../domain/document.ts';

/** One line of a document as a reader meets it. */
export interface TextLine {
  line: number;
  text: string;
}

/** A section together with everything that stands below it. */
export interface SectionSpan {
  section: DocumentSection;
  words: number;
  commands: TextLine[];
  links: DocumentLink[];
  lines: TextLine[];
  items: (TextLine & { ordered: boolean })[];
  children: DocumentSection[];
}

/** The sections inside this one, at any depth. */
function sectionsBelow(document: ParsedDocument, section: DocumentSection): DocumentSection[] {
  return document.sections.filter(
    (other) =>
      other !== section &&
      other.level > section.level &&
      other.line > section.line &&
      other.line <= Math.max(section.endLine, section.line),
  );
}

/** What a section holds already includes what stands below it; only its children are looked up here. */
export function spanOf(document: ParsedDocument, section: DocumentSection): SectionSpan {
  const below = sectionsBelow(document, section);
  const top = Math.min(...below.map((one) => one.level));
  const { words, commands, links, items } = section;
  return {
    section,
    words,
    commands,
    links,
    lines: proseOf(section),
    items,
    children: below.filter((one) => one.level === top),
  };
}

/** Sections about any of these, in order; the title of the whole document is none of them. */
export function sectionsAbout(document: ParsedDocument, kinds: readonly SectionKind[]): DocumentSection[] {
  return document.sections.filter(
    (section) => section.title !== document.title && section.kinds.some((kind) => kinds.includes(kind)),
  );
}

/** A section's prose without the heading rows of its tables: a ruler, which is no prose, stands between those and the first row. */
export function proseOf(section: DocumentSection): TextLine[] {
  const lines = new Set(section.lines.map(({ line }) => line));
  return section.lines.filter(({ line, text }) => !(isRow(text) && !lines.has(line + 1) && lines.has(line + 2)));
}

/** A row of a table, as the reader of documents gives it. */
export function isRow(text: string): boolean {
  return text.includes(' | ');
}

const TEXTS = new WeakMap<ParsedDocument, TextLine[]>();

/** Titles, prose, items, labels and commands of a document, in order, each line once. Made once for a document. */
export function textOf(document: ParsedDocument): TextLine[] {
  const known = TEXTS.get(document) ?? allText(document);
  TEXTS.set(document, known);
  return known;
}

function allText(document: ParsedDocument): TextLine[] {
  return inOrder([
    ...document.sections.flatMap((section) => [
      { line: section.line, text: section.title },
      ...proseOf(section),
      ...section.items,
      ...section.commands,
    ]),
    ...document.labels.map((label) => ({ line: label.line, text: `${label.label}: ${label.value}` })),
  ]);
}

/** Whether the words occur as words, `-`, `_` and blanks taken for the same and case ignored. */
export function speaksOf(text: string, words: string): boolean {
  const wanted = plain(words).trim();
  return wanted !== '' && ` ${plain(text)} `.includes(` ${wanted} `);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\s+/g, ' ');
}

function inOrder<T extends { line: number }>(things: T[]): T[] {
  const seen = new Set<string>();
  return [...things]
    .sort((a, b) => a.line - b.line)
    .filter((thing) => {
      const key = `${thing.line} ${'text' in thing ? thing.text : ''} ${'target' in thing ? thing.target : ''}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
