/** Columns a text takes on a terminal, and breaking it at a width. Errs toward wider: a line too short harms nobody. */

const ZERO = /\p{Mark}/u;
const WIDE =
  /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Yi}|\p{Script=Bopomofo}|[\u2e80-\u303e\u3041-\u33ff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/u;

/** Columns of one code point: 0 for marks, 2 for CJK and emoji. A variation selector widens the sign before it. */
function columns(letter: string): number {
  if (letter >= ' ' && letter <= '~') return 1;
  if (letter === '\ufe0f') return 1;
  if (ZERO.test(letter)) return 0;
  return WIDE.test(letter) ? 2 : 1;
}

export function displayWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += columns(letter);
  return width;
}

/** Breaks one line of text at spaces into lines of at most `width` columns; a longer word is broken where it must be. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const wide = displayWidth(word);
    if (line !== '' && used + 1 + wide <= width) {
      line += ` ${word}`;
      used += 1 + wide;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, width);
    line = pieces.pop() ?? '';
    used = displayWidth(line);
    lines.push(...pieces);
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** Paths and identifiers break after a slash when one is near the end, so that a name stays whole. */
function breakWord(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const letter of word) {
    const wide = columns(letter);
    if (used + wide > width && piece !== '') {
      const slash = piece.lastIndexOf('/') + 1;
      const keep = slash > piece.length / 2 ? slash : piece.length;
      pieces.push(piece.slice(0, keep));
      piece = piece.slice(keep);
      used = displayWidth(piece);
    }
    piece += letter;
    used += wide;
  }
  return [...pieces, piece];
}
