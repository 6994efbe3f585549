/** A placeholder where text is required counts as no text. */
export function isBlankText(text: string): boolean {
  return /^\W*(tbd|tbc|tba|todo|n\/?a|none|unknown|xxx+|change.?me|fill.?me.*|fill in.*|to be (defined|decided|done|confirmed)|\.\.\.|…)?\W*$/i.test(
    text,
  );
}
