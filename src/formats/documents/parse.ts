import { defined } from '../../domain/defined.ts';
import {
  type Blank,
  type DocumentLabel,
  type DocumentLink,
  type ParsedDocument,
  SECTION_KINDS,
  type SectionKind,
} from '../../domain/document.ts';
import { type EntryBlanks, findBlanks, frontMatterBlanks, pageParameters } from './blanks.ts';
import { type Blocks, readBlocks } from './blocks.ts';
import { type Command, commandsOf, looksLikeCommand } from './commands.ts';
import { readFrontMatter } from './front-matter.ts';
import { guessLanguage, kindsOf } from './kinds.ts';
import { type LineLabel, labelsOf } from './labels.ts';
import { headingAnchors, resolveLink } from './links.ts';
import { Mentions } from './mentions.ts';
import { readReview } from './review.ts';
import { type Frame, findFrames, gatherSection, MAX_SECTIONS } from './sections.ts';
import { sourceLines, type Warning, withoutComments } from './source.ts';
import { countWords } from './substance.ts';

/** From here on a page counts as a template. Source: 17 of 1,183 pages reach it, 14 of them rightly (docs/criteria). */
const TEMPLATE_SCORE = 0.5;

const byLine = (a: { line: number }, b: { line: number }): number => a.line - b.line;

function linksOf(path: string, blocks: Blocks): DocumentLink[] {
  return blocks.links
    .map(({ line, text, target }): DocumentLink => ({ line, text, target, ...resolveLink(path, target) }))
    .sort(byLine);
}

function commandsIn(blocks: Blocks): Command[] {
  const fenced = blocks.entries.flatMap((entry) => (entry.kind === 'code' ? commandsOf(entry) : []));
  const spans = blocks.codes.filter((code) => looksLikeCommand(code.text));
  return [...fenced, ...spans].sort(byLine);
}

function lineLabels(blocks: Blocks): LineLabel[][] {
  const found: LineLabel[][] = [];
  blocks.entries.forEach((entry, index) => {
    const before = blocks.entries[index - 1];
    const previous =
      before?.kind === 'prose' && entry.kind === 'prose' && before.block === entry.block ? before : undefined;
    const isHeader = entry.kind === 'prose' && entry.row?.isHeader && entry.row.cells.length > 2;
    const labels = entry.kind === 'prose' && !isHeader ? labelsOf(entry, previous) : [];
    // "…the poll / interval: `kubectl …`": a sentence wrapped before a colon is no label.
    const isWrapped = previous !== undefined && (found[index - 1] ?? []).length === 0 && !/^:\s/.test(previous.text);
    found.push(
      isWrapped && entry.kind === 'prose' && !/^:\s/.test(entry.text) ? labels.filter((label) => label.bold) : labels,
    );
  });
  return found;
}

const inOrder = (kinds: ReadonlySet<SectionKind>): SectionKind[] => SECTION_KINDS.filter((kind) => kinds.has(kind));

/** Blanks with the kinds of the sections around them and of their own label; the page's title lends none. */
function placeBlanks(blocks: Blocks, perEntry: readonly EntryBlanks[], frames: readonly Frame[]): Blank[] {
  const sorted = frames.filter((frame) => !frame.isTitle).sort((a, b) => a.start - b.start);
  let open: Frame[] = [];
  let next = 0;
  return blocks.entries.flatMap((entry, index) => {
    // A section starts after its heading, but the heading's own blanks belong to it.
    const begins = (frame: Frame) => frame.start <= index || (entry.kind === 'heading' && frame.line === entry.line);
    for (let frame = sorted[next]; frame && begins(frame); frame = sorted[++next]) open.push(frame);
    open = open.filter((frame) => frame.end > index);
    const around = open.flatMap((frame) => frame.kinds);
    return (perEntry[index]?.blanks ?? []).map(
      (blank): Blank => ({
        line: entry.line,
        words: blank.words,
        kinds: inOrder(new Set([...kindsOf(blank.about).kinds, ...around])),
      }),
    );
  });
}

/** Blanks, and leaf sections that hold nothing at all, over leaf sections. */
function templateScore(blocks: Blocks, perEntry: readonly EntryBlanks[], frames: readonly Frame[]): number {
  const headings = frames.filter((frame) => frame.level <= 6);
  const counted = headings.length > 0 ? headings : frames;
  const leaves = counted.filter((frame, index) => (counted[index + 1]?.start ?? Number.POSITIVE_INFINITY) > frame.end);
  const isPlaceholderBlock = (frame: Frame): boolean => {
    for (let index = frame.start; index < frame.end; index++) {
      const entry = blocks.entries[index];
      if (entry?.kind === 'code' || (perEntry[index]?.blanks.length ?? 0) > 0) return false;
      if (entry?.kind === 'prose' && entry.text.trim() !== '') return false;
    }
    return true;
  };
  const blanks = perEntry.reduce((sum, entry) => sum + entry.blanks.length, 0);
  return (blanks + leaves.filter(isPlaceholderBlock).length) / Math.max(1, leaves.length);
}

/** Prose lines as the review reader sees them, and headings ("Last verified") joined with the line below. */
function reviewLines(blocks: Blocks): { line: number; text: string }[] {
  return blocks.entries.flatMap((entry, index) => {
    if (entry.kind === 'prose') return [{ line: entry.line, text: entry.text }];
    const below = blocks.entries[index + 1];
    if (entry.kind !== 'heading' || below?.kind !== 'prose') return [];
    return [{ line: below.line, text: `${entry.text}: ${below.text}` }];
  });
}

function mentionsOf(blocks: Blocks, links: readonly DocumentLink[]): ParsedDocument['mentions'] {
  const mentions = new Mentions();
  // Code spans and links are the surest mentions, so they are kept first when the list is full.
  for (const code of blocks.codes) mentions.code(code.text, code.line);
  for (const link of links)
    if (link.path !== undefined && !link.target.startsWith('#')) mentions.code(link.path, link.line);
  for (const entry of blocks.entries) {
    if (entry.kind === 'code') mentions.fence(entry.text, entry.from);
    else mentions.prose(entry.bare, entry.line);
  }
  for (const entry of blocks.entries) if (entry.kind !== 'code') mentions.names(entry.bare, entry.line);
  return mentions.list().sort(byLine);
}

/**
 * Reads a Markdown document as an operational one: what its sections are about (words in English, French, German,
 * Spanish and Portuguese), what they hold, what was never filled in, who is named and when it was reviewed.
 *
 * Never throws. At most 1 MB is read, 8,000 characters a line and 5,000 sections; what was left out, fences or comments never closed and
 * ambiguous dates are listed in `warnings`. Links are resolved, not followed.
 * Lists and quotes more than a hundred levels deep are not entered (a limit of the Markdown library).
 */
export function parseDocument(path: string, text: string): ParsedDocument {
  const warnings: Warning[] = [];
  const source = sourceLines(text, warnings);
  const front = readFrontMatter(source, warnings);
  const lines = withoutComments(
    source.map((line, index) => (index < front.lines ? '' : line)),
    warnings,
  );
  const blocks = readBlocks(lines, warnings);
  const labels = lineLabels(blocks);
  const perEntry = findBlanks(blocks, labels, pageParameters(blocks, lines));
  const frames = findFrames(blocks, labels);
  if (frames.length >= MAX_SECTIONS) {
    warnings.push({ line: frames.at(-1)?.line ?? 1, text: `Only the first ${MAX_SECTIONS} sections were read.` });
  }
  const links = linksOf(path, blocks);
  const commands = commandsIn(blocks);
  const lastLine = Math.max(1, lines.length);
  const parts = { entries: blocks.entries, items: blocks.items, blanks: perEntry, commands, links, lastLine };
  const headings = blocks.entries.filter((entry) => entry.kind === 'heading');
  const title = headings.find((entry) => entry.level === 1 && !entry.banner)?.text ?? front.values.title;
  const language = guessLanguage(frames.map((frame) => frame.title));
  const score = templateScore(blocks, perEntry, frames);
  const found = perEntry.flatMap((entry) => entry.blanks);
  const review = readReview(front.labels, reviewLines(blocks), warnings);
  const documentLabels: DocumentLabel[] = labels.flatMap((list, index) =>
    list.map(({ label, value }) => ({ line: blocks.entries[index]?.line ?? 1, label, value })),
  );
  return {
    path,
    ...(title === undefined || title === '' ? {} : { title }),
    words: blocks.entries.reduce((sum, entry) => sum + (entry.kind === 'code' ? 0 : countWords(entry.bare)), 0),
    sections: frames.map((frame) => gatherSection(parts, frame)),
    labels: [...front.labels, ...documentLabels],
    frontMatter: front.values,
    blanks: [...frontMatterBlanks(front.labels), ...placeBlanks(blocks, perEntry, frames)],
    templateScore: score,
    isTemplate: score >= TEMPLATE_SCORE && (found.length >= 2 || found.some((blank) => blank.stub)),
    ...defined({ language }),
    anchors: [...headingAnchors(headings.map((entry) => entry.text)), ...blocks.anchors],
    links,
    warnings: warnings.sort(byLine),
    ...defined({ review }),
    mentions: mentionsOf(blocks, links),
  };
}
