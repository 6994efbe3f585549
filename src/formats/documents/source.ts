/** A document's text made ready for the parser: same line numbers, nothing that would be read as prose by mistake. */

/** Longest text read. The longest of 1,829 documents measured for docs/criteria had 0.2 MB. */
const MAX_CHARS = 1_048_576;
/** Longest line read; patterns below see one line at a time, so this bounds their work. */
const MAX_LINE = 8_000;

export interface Warning {
  line: number;
  text: string;
}

/**
 * Lines of a document without byte order mark, with any line ending, cut at 1 MB and 8,000 characters a line.
 * What was cut is listed in `warnings`.
 */
export function sourceLines(text: string, warnings: Warning[]): string[] {
  const marked = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const kept = marked.slice(0, MAX_CHARS);
  // A NUL would be replaced by the Markdown parser and shift nothing, but it reads as a letter there.
  const lines = kept.replace(/\r\n?/g, '\n').replaceAll('\u0000', ' ').split('\n');
  if (marked.length > MAX_CHARS) {
    warnings.push({
      line: lines.length,
      text: `Only the first ${MAX_CHARS} characters were read; split the document.`,
    });
  }
  return lines.map((line, index) => {
    if (line.length <= MAX_LINE) return line;
    warnings.push({ line: index + 1, text: `Only the first ${MAX_LINE} characters of this line were read.` });
    return line.slice(0, MAX_LINE);
  });
}

const FENCE = /^[\s>]{0,40}(?:(?:[-*+]|\d{1,9}[.)])\s{1,8}){0,4}(`{3,}|~{3,})(.*)$/;

/** Where the next comment starts outside code spans that begin and end on this line; -1 when there is none. */
function commentStart(line: string, from: number): number {
  const start = line.indexOf('<!--', from);
  if (start < 0) return -1;
  const ticks = (part: string) => part.split('`').length - 1;
  const inCode = ticks(line.slice(0, start)) % 2 === 1 && line.indexOf('`', start) > 0;
  return inCode ? commentStart(line, start + 4) : start;
}

/**
 * Blanks HTML comments outside fences, keeping line numbers, so that headings and placeholders inside them do not
 * count. A comment never closed hides the rest, as it does when rendered, and is reported in `warnings`.
 */
export function withoutComments(lines: readonly string[], warnings: Warning[]): string[] {
  let fence: string | undefined;
  let openedAt: number | undefined;
  const out = lines.map((line, index) => {
    if (openedAt === undefined) {
      const mark = FENCE.exec(line)?.[1];
      if (fence !== undefined) {
        const closes = mark?.startsWith(fence) === true && line.trimEnd().endsWith(mark);
        if (closes) fence = undefined;
        return line;
      }
      const info = FENCE.exec(line)?.[2] ?? '';
      if (mark !== undefined && !(mark.startsWith('`') && info.includes('`'))) {
        fence = mark;
        return line;
      }
    }
    let kept = '';
    let at = 0;
    while (at <= line.length) {
      if (openedAt !== undefined) {
        const end = line.indexOf('-->', at);
        if (end < 0) return kept;
        openedAt = undefined;
        at = end + 3;
        continue;
      }
      const start = commentStart(line, at);
      if (start < 0) return kept + line.slice(at);
      kept += line.slice(at, start);
      openedAt = index;
      at = start + 4;
    }
    return kept;
  });
  if (openedAt !== undefined) {
    warnings.push({ line: openedAt + 1, text: 'HTML comment is never closed; everything after it is hidden.' });
  }
  return out;
}
