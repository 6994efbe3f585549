/** Placeholder words where a sentence is due: placeholder text in a required field equals absence. */
export function isBlankText(text: string): boolean {
  return /^\W*(tbd|tbc|tba|todo|n\/?a|none|unknown|xxx+|fill in.*|to be (defined|decided|done|confirmed)|\.\.\.|…)?\W*$/i.test(
    text,
  );
}
