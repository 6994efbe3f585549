import type { DocumentSection, ParsedDocument, SectionKind } from '../../../domain/document.ts';

/** One line of a document. */
export interface TextLine {
  line: number;
  text: string;
}

/** The sections directly below this one. Their content is already part of its own. */
export function childrenOf(document: ParsedDocument, section: DocumentSection): DocumentSection[] {
  const below = document.sections.filter(
    (other) =>
      other !== section &&
      other.level > section.level &&
      other.line > section.line &&
      other.line <= Math.max(section.endLine, section.line),
  );
  const top = Math.min(...below.map(({ level }) => level));
  return below.filter(({ level }) => level === top);
}

/** Sections about any of these, in order, without the title of the document. */
export function sectionsAbout(document: ParsedDocument, kinds: readonly SectionKind[]): DocumentSection[] {
  return document.sections.filter(
    (section) => section.title !== document.title && section.kinds.some((kind) => kinds.includes(kind)),
  );
}

/**
 * A section's prose without the header rows of its tables. The delimiter row below a header is not prose, so the next line
 * number is missing there.
 */
export function proseOf(section: DocumentSection): TextLine[] {
  const lines = new Set(section.lines.map(({ line }) => line));
  return section.lines.filter(({ line, text }) => !(isRow(text) && !lines.has(line + 1) && lines.has(line + 2)));
}

/** A row of a table, as the parser gives it. */
export function isRow(text: string): boolean {
  return text.includes(' | ');
}

const TEXTS = new WeakMap<ParsedDocument, TextLine[]>();

/** Titles, prose, items, labels and commands of a document, in order, each line once. */
export function textOf(document: ParsedDocument): TextLine[] {
  const known = TEXTS.get(document) ?? allText(document);
  TEXTS.set(document, known);
  return known;
}

function allText(document: ParsedDocument): TextLine[] {
  return distinctLines([
    ...document.sections.flatMap((section) => [
      { line: section.line, text: section.title },
      ...proseOf(section),
      ...section.items,
      ...section.commands,
    ]),
    ...document.labels.map((label) => ({ line: label.line, text: `${label.label}: ${label.value}` })),
  ]);
}

/** Whether the words occur as whole words; case is ignored, and `-`, `_` and spaces count as the same. */
export function mentions(text: string, words: string): boolean {
  const wanted = plain(words).trim();
  return wanted !== '' && ` ${plain(text)} `.includes(` ${wanted} `);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\s+/g, ' ');
}

/** The lines in order, each text once per line. */
export function distinctLines(lines: TextLine[]): TextLine[] {
  const byKey = new Map(lines.map(({ line, text }) => [`${line} ${text}`, { line, text }]));
  return [...byKey.values()].sort((a, b) => a.line - b.line);
}
