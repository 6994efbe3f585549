import type { Explanation } from '../../engine/explanation.ts';
import { explanationPassages, type Passage, type Piece } from '../model/explanation-words.ts';
import { stepProse } from '../model/rows.ts';
import { cut, forHtml, forMarkdown, forMarkdownCode, forTerminal, utf8Length } from '../model/text.ts';
import { many, placeWords } from '../model/words.ts';
import { TerminalWriter } from '../terminal/terminal-writer.ts';
import { evidenceLinks, type Links, placeLink, policyLinks } from './pull-request.ts';

/** GitHub refuses a comment above 65,536 characters. */
const MAX_BYTES = 58_000;
const PLACE = 160;

/** "Why", as a comment: what was seen where, which line of the policy asks for it, what to add and who can act. */
export function renderExplanation(explanation: Explanation, options: { serverUrl: string }): string {
  const links = linksOf(explanation, options.serverUrl);
  const passages = explanationPassages(explanation);
  const parts: string[] = [];
  for (const [index, { as, pieces, part }] of passages.entries()) {
    const isSameList = as === 'item' && passages[index - 1]?.as === 'item';
    const between = index === 0 ? '' : isSameList ? '\n' : '\n\n';
    const words = as === 'fold' ? detailsHeading(pieces) : pieces.map((piece) => inMarkdown(piece, links)).join('');
    parts[part] = `${parts[part] ?? ''}${between}${as === 'item' ? '- ' : ''}${words}`;
  }
  // A fold is the last thing of the last part.
  if (passages.some(({ as }) => as === 'fold')) parts.push(`${parts.pop() ?? ''}\n\n</details>`);
  return fitting(parts);
}

/** Inside the element GitHub reads HTML, not Markdown. */
function detailsHeading(pieces: Piece[]): string {
  return `<details><summary>${forHtml(pieces.map(onTerminal).join(''))}</summary>`;
}

/** The same words for a terminal of `width` columns. */
export function renderExplanationForTerminal(
  explanation: Explanation,
  { width, color }: { width: number; color: boolean },
): string {
  const writer = new TerminalWriter(width, color);
  let before: Passage['as'] | undefined;
  for (const { as, pieces } of explanationPassages(explanation)) {
    const words = pieces.map(onTerminal).join('');
    if (before !== undefined && !(as === 'item' && before === 'item')) writer.gap();
    if (as === 'item') writer.put(`- ${words}`, { indent: 2, hang: 4 });
    else writer.put(words, as === 'text' ? {} : { style: 'bold' });
    before = as;
  }
  return writer.text();
}

interface PlaceLinks {
  evidence: Links;
  policy: Links;
}

function linksOf(explanation: Explanation, serverUrl: string): PlaceLinks {
  const none = (): undefined => undefined;
  if (explanation.kind === 'catalog') return { evidence: none, policy: none };
  const { report } = explanation;
  return { evidence: evidenceLinks(report, serverUrl), policy: policyLinks(report, serverUrl) };
}

function inMarkdown(piece: Piece, links: PlaceLinks): string {
  if (typeof piece === 'string') return withEdges(piece, stepProse);
  if ('label' in piece) return `**${forMarkdown(cut(piece.label, 300))}**`;
  if ('code' in piece) return forMarkdownCode(piece.code);
  return placeLink(piece.place, links[piece.of]);
}

function onTerminal(piece: Piece): string {
  if (typeof piece === 'string') return withEdges(piece, forTerminal);
  if ('label' in piece) return forTerminal(cut(piece.label, 300));
  return forTerminal('code' in piece ? piece.code : cut(placeWords(piece.place), PLACE));
}

/** Escaping trims; the spaces between pieces have to stay. */
function withEdges(text: string, escaped: (text: string) => string): string {
  const middle = escaped(text);
  if (middle === '') return text.includes(' ') ? ' ' : '';
  return `${text.startsWith(' ') ? ' ' : ''}${middle}${text.endsWith(' ') ? ' ' : ''}`;
}

/** As many parts as there is room for; how many more there are is said. */
function fitting(parts: string[]): string {
  let bytes = 0;
  const end = parts.findIndex((part) => {
    bytes += utf8Length(part);
    return bytes > MAX_BYTES;
  });
  if (end < 0) return parts.join('');
  return `${parts.slice(0, end).join('')}\n\nand ${many(parts.length - end, 'more check')}: ask for one by its code.`;
}
