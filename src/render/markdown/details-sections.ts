import { forHtml, utf8Length } from '../model/text.ts';

/** A part of a comment that stands folded. The first folds are the first to give way. */
export interface DetailsSection {
  name: string;
  /** Its heading, given how many items are shown. */
  summary: (shown: number) => string;
  items: string[];
  /** Items it keeps however little room there is; 0 lets it go wholly. */
  keep: number;
}

/**
 * Head, folds and foot within a budget of UTF-8 bytes. The last fold gets room first; what does not fit is left out from
 * the end of its fold and said so. Head and foot are never touched.
 */
export function fitDetailsSections(head: string, sections: DetailsSection[], foot: string, budget: number): string {
  const used = sections.filter((section) => section.items.length > 0);
  const kept = used.map((section) => Math.min(section.keep, section.items.length));
  const fixed = utf8Length(head) + utf8Length(foot) + utf8Length(leftOut(used));
  let room = budget - fixed;
  for (const [index, section] of used.entries()) room -= sizeOf(section, kept[index] ?? 0);
  for (const [index, section] of [...used.entries()].reverse()) {
    let count = kept[index] ?? 0;
    for (; count < section.items.length; count += 1) {
      const more = utf8Length(section.items[count] ?? '') + 1 + (count === 0 ? FRAME_ROOM : 0);
      if (more > room) break;
      room -= more;
    }
    kept[index] = count;
  }
  const cutShort = used.filter((section, index) => (kept[index] ?? 0) < section.items.length);
  const body = used.map((section, index) => rendered(section, kept[index] ?? 0)).join('');
  return `${head}${body}${leftOut(cutShort)}${foot}`;
}

/** Room for the tags and the heading of one fold, and for the line that says how much is missing. */
const FRAME_ROOM = 300;

function sizeOf(section: DetailsSection, count: number): number {
  return count === 0
    ? 0
    : FRAME_ROOM + section.items.slice(0, count).reduce((sum, item) => sum + utf8Length(item) + 1, 0);
}

/** GitHub leaves Markdown raw inside `details` unless an empty line follows the summary. */
function rendered(section: DetailsSection, count: number): string {
  if (count === 0) return '';
  const missing = section.items.length - count;
  const more = missing > 0 ? `\n- and ${missing} more` : '';
  return `<details><summary>${forHtml(section.summary(count))}</summary>\n\n${section.items.slice(0, count).join('\n')}${more}\n\n</details>\n`;
}

function leftOut(sections: DetailsSection[]): string {
  if (sections.length === 0) return '\n';
  return `\nShortened to fit: ${sections.map((section) => section.name).join(', ')}. The JSON report has everything.\n\n`;
}
