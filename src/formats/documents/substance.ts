/** How much a section says by itself. */

const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’._/-]*/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** Words of a text; scripts written without spaces count one word for two signs. */
export function countWords(text: string): number {
  const unspaced = text.match(UNSPACED)?.length ?? 0;
  const spaced = (unspaced > 0 ? text.replace(UNSPACED, ' ') : text).match(WORD)?.length ?? 0;
  return spaced + Math.ceil(unspaced / 2);
}

const POINTER_VERB =
  /^(?:\W*(?:for .{1,80}?,\s*)?(?:please )?(?:see|refer|consult|read|follow|go to|check|use|visit|cf\.?|documented|described|moved|available|found|located|voir|consulter|se référer|siehe|vgl\.?|véase|ver|consulte|consultar|veja)\b)|\b(?:is|are|can be|was) (?:documented|described|found|located|available|maintained|kept|moved)\b.{0,20}$|\b(?:see|refer to|documented in|described in|found (?:in|at|here)|available (?:in|at|here)|located (?:in|at|here))\b/iu;
const PATH_LIKE = /(?:[\w.-]+\/)+[\w.-]+|\b[\w-]+\.(?:md|mdx|rst|adoc|html?|pdf|docx?)\b|\bREADME\b/i;
/** More own words than this and a section says something besides where to look. */
const MAX_POINTER_WORDS = 60;

/**
 * Whether lines of prose only send the reader elsewhere: links, "see X", a list of links with short descriptions.
 * `links` are the words of the links that stand in these lines.
 */
export function isPointerOnly(lines: readonly string[], links: readonly string[]): boolean {
  const text = lines.join('\n');
  if (text.trim() === '' || text.length > 4000) return false;
  const known = links.slice(0, 100).filter((link) => link !== '');
  if (known.length === 0 && !PATH_LIKE.test(text)) return false;
  let pointers = 0;
  let own = 0;
  for (const sentence of text.split(/\n|(?<=[.!?])\s+(?=\p{Lu})/u)) {
    if (sentence.trim() === '') continue;
    const linked = known.filter((link) => sentence.includes(link));
    const rest = linked.reduce((left, link) => left.replace(link, ' '), sentence);
    const words = countWords(rest.replace(/https?:\/\/\S+/g, ' '));
    const points = linked.length > 0 || PATH_LIKE.test(sentence);
    const startsWithLink = linked.some((link) => sentence.trim().startsWith(link)) && words <= 8;
    if (points && (words <= 2 || startsWithLink || (POINTER_VERB.test(rest) && words <= 25))) pointers++;
    else own += words;
  }
  return pointers > 0 && own <= 2 && countWords(text) <= MAX_POINTER_WORDS;
}

const NOT_APPLICABLE =
  /^\W{0,4}(?:n\s?\/\s?a\b|not[ -]?applicable|notapplicable|does not apply|doesn't apply|no aplica|no procede|não se aplica|nao se aplica|não aplicável|sans objet|non applicable|ne s'applique pas|entfällt|nicht zutreffend|nicht anwendbar|none(?=\W*$|\s*[,;:.(—–-]|\s+(?:because|since|as)\b))/iu;

/** The reason given after "N/A", empty when there is none; undefined when the text is a real answer. */
export function notApplicableReason(lines: readonly string[]): string | undefined {
  const text = lines.join(' ').trim();
  const match = NOT_APPLICABLE.exec(text);
  if (!match || countWords(text) > 80) return undefined;
  return text
    .slice(match[0].length)
    .replace(/^[\s.,;:()—–-]+/u, '')
    .replace(/^(?:because|since|as|weil|da|porque|car|puisque)\s+/i, '')
    .replace(/[\s)]+$/, '')
    .trim();
}
