import { faultOffset } from './json-fault.ts';
import { MAX_DEPTH, MAX_ROWS, MAX_TEXT_BYTES, type Refusal, refuse, tooManyRows } from './reading.ts';

type TextResult = { ok: true; text: string } | Refusal;
type JsonResult = { ok: true; value: unknown } | Refusal;

const QUOTE = 34;
const BACKSLASH = 92;

/** Decodes a result file: UTF-8, or UTF-16 with its mark (PowerShell's `>` writes that). The mark is dropped. */
export function decodeText(bytes: Uint8Array, encoding?: string): TextResult {
  if (bytes.length > MAX_TEXT_BYTES) {
    return refuse(
      `The file has ${bytes.length} bytes; at most ${MAX_TEXT_BYTES} are read.`,
      'Export it without transcripts, or split the suite into several result files.',
    );
  }
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  const text = new TextDecoder(mark ?? encoding ?? 'utf-8').decode(bytes);
  return text.trim() === ''
    ? refuse('The file is empty.', 'Run the suite again so that it writes its results.')
    : { ok: true, text };
}

/** Where a character stands, 1-based, for a message. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

interface Scan {
  depth: number;
  /** Offsets and lengths of bare NaN, Infinity and -Infinity, which Python writes and JSON.parse refuses. */
  literals: [offset: number, length: number][];
}

/** One pass over the text outside its strings: JSON.parse recurses, so the depth must be known beforehand. */
function scan(text: string): Scan {
  const literals: [number, number][] = [];
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === BACKSLASH) i++;
      else if (code === QUOTE) inString = false;
      continue;
    }
    if (code === QUOTE) inString = true;
    else if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth);
    else if (code === 93 || code === 125) depth--;
    else if (code === 78 && text.startsWith('NaN', i)) literals.push([i, 3]);
    else if (code === 73 && text.startsWith('Infinity', i)) {
      const signed = text[i - 1] === '-';
      literals.push(signed ? [i - 1, 9] : [i, 8]);
    }
  }
  return { depth: deepest, literals };
}

/** NaN becomes the text "NaN", so that a reader can distinguish it from null. */
function quoteLiterals(text: string, literals: [number, number][]): string {
  const parts: string[] = [];
  let from = 0;
  for (const [offset, length] of literals) {
    parts.push(text.slice(from, offset), '"NaN"');
    from = offset + length;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/** Parses JSON within MAX_DEPTH, tolerating NaN and Infinity (they become the text "NaN"). Never throws. */
export function parseJson(text: string): JsonResult {
  const { depth, literals } = scan(text);
  if (depth > MAX_DEPTH) {
    return refuse(
      `The JSON is nested deeper than ${MAX_DEPTH} levels.`,
      "Export the results in the tool's own format.",
    );
  }
  const readable = literals.length > 0 ? quoteLiterals(text, literals) : text;
  try {
    return { ok: true, value: JSON.parse(readable) };
  } catch {
    const place = readable === text ? placeOf(text, faultOffset(text)) : undefined;
    return refuse(
      'The file is not valid JSON.',
      'Write the results again; a file cut short or edited by hand cannot be read.',
      place,
    );
  }
}

/** Parses one JSON value per line; blank lines are passed over. Never throws. */
export function parseJsonLines(text: string): { ok: true; rows: unknown[] } | Refusal {
  const rows: unknown[] = [];
  let line = 0;
  let from = 0;
  while (from < text.length) {
    const newline = text.indexOf('\n', from);
    const end = newline === -1 ? text.length : newline;
    const content = text.slice(from, end).trim();
    from = end + 1;
    line++;
    if (content === '') continue;
    const parsed = parseJson(content);
    if (!parsed.ok) {
      return refuse(
        `Line ${line} is not valid JSON.`,
        'Each line must hold one whole JSON value; write the file again.',
        {
          line,
          column: parsed.column ?? 1,
        },
      );
    }
    if (rows.length >= MAX_ROWS) return tooManyRows(rows.length + 1);
    rows.push(parsed.value);
  }
  return { ok: true, rows };
}
