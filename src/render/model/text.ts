/**
 * Escapes, one for each output. Text of the repository is hostile until it went through one of them, and the printers
 * (`print-blocks.ts`) print no string without one.
 */

const ANSI = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]/gu;
/** White space that breaks lines or columns somewhere, the line and paragraph separators included. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/gu;
/** Bidirectional controls, zero-width and other invisible characters, tag characters that hide whole sentences. */
const INVISIBLE =
  /\u061c|\u00ad|\u034f|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180e]|[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u206f]|\u3164|\ufeff|\uffa0|[\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;
const LONE_SURROGATE = /[\ud800-\udfff]/gu;
/** Breaks a mention or a link invisibly. GitHub reads mentions after entities. */
const GAP = '&#8203;';
const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;', $: '&#36;' };

/** One line of plain text: no escape sequences, controls, bidi marks or invisible characters. */
export function plain(text: string): string {
  return text
    .replace(ANSI, '')
    .replace(BREAKS, ' ')
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** For a terminal: colors are added by us afterwards, never by the text. */
export function forTerminal(text: string): string {
  return plain(text);
}

/**
 * For Markdown on GitHub, inside a paragraph, list item or table cell: no markup, HTML, link, mention, issue reference
 * or emoji code survives. A mention hidden in entities would still ping, so it is broken rather than encoded.
 */
export function forMarkdown(text: string): string {
  return plain(text)
    .replace(/\bGH-(?=\d)|\bwww\.|:(?=\/\/|(?!\d+:)[+\w-]+:)|[@#]|[\\`*_[\]~]|[&<>|$]/gi, (sign) => {
      if (sign.length > 1) return `${sign.slice(0, -1)}${GAP}${sign.slice(-1)}`;
      return SIGNS[sign] ?? (sign === '@' || sign === '#' || sign === ':' ? `${sign}${GAP}` : `\\${sign}`);
    })
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d{1,9})\.(?=\s|$)/, '$1\\.');
}

/** A code span that its content cannot leave. Inside code GitHub makes no mentions and no links. */
export function forMarkdownCode(text: string): string {
  const line = plain(text);
  if (line === '') return '';
  // A table splits at pipes before it reads code spans, so such a text goes into an element instead.
  if (line.includes('|')) return `<code>${forMarkdown(line)}</code>`;
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** What people type: a bare command, an account or a team. As code it is easy to copy and notifies nobody. */
const TYPED =
  /\/readiness(?: (?:sign-off|accept|decline|withdraw|waive|grant|explain)(?: [\w-]+)?)?|(?<![\w`/.])@\w[\w-]*(?:\/\w[\w.-]*\w)?/g;

/** As `forMarkdown`, but what is in single backticks stays code, and what people type becomes code. */
export function proseForMarkdown(text: string): string {
  const typed = plain(text)
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(TYPED, '`$&`')))
    .join('');
  return typed
    .split(/(?<!`)(`[^`]+`)(?!`)/)
    .map((part, index) => (index % 2 === 1 ? forMarkdownCode(part.slice(1, -1)) : keepEdges(part, forMarkdown)))
    .join('');
}

/** Escaping trims; the spaces between the pieces of a line have to stay. */
export function keepEdges(text: string, escaped: (text: string) => string): string {
  const middle = escaped(text);
  if (middle === '') return /\s/.test(text) ? ' ' : '';
  return `${/^\s/.test(text) ? ' ' : ''}${middle}${/\s$/.test(text) ? ' ' : ''}`;
}

/** For HTML text and quoted attributes. */
export function forHtml(text: string): string {
  return plain(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** For a workflow command of GitHub Actions (`::error file=…::…`): as its data or as one of its properties. */
export function forWorkflowCommand(text: string, as: 'data' | 'property'): string {
  const line = text
    .replace(ANSI, '')
    .replace(/[\u2028\u2029\u0085\v\f]/g, '\n')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g, '')
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATE, '\ufffd');
  const data = line.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  return as === 'data' ? data : data.replace(/:/g, '%3A').replace(/,/g, '%2C');
}

/** Only an absolute http(s) address becomes a link target; what could end the target is percent-encoded. */
export function linkTarget(url: string | undefined): string | undefined {
  if (url === undefined || !/^https?:\/\/[^\s/]/i.test(url)) return undefined;
  return url
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATE, '')
    .replace(/[\s<>()[\]|\\`"]/gu, percent)
    .replace(/&/g, '&amp;');
}

function percent(letter: string): string {
  return letter === '(' ? '%28' : letter === ')' ? '%29' : encodeURIComponent(letter);
}

/** At most `max` code points; what was cut is marked with an ellipsis, which counts. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const points = [...text];
  return points.length <= max ? text : `${points.slice(0, Math.max(0, max - 1)).join('')}…`;
}

/** Length in UTF-8 bytes: what GitHub's limits count in the strictest reading. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const letter of text) bytes += bytesOf(letter);
  return bytes;
}

/** The longest beginning of the text that fits, never half a character; an ellipsis marks a cut. */
export function withinBytes(text: string, max: number): string {
  if (utf8Length(text) <= max) return text;
  const room = max - bytesOf('…');
  let bytes = 0;
  let kept = '';
  for (const letter of text) {
    bytes += bytesOf(letter);
    if (bytes > room) break;
    kept += letter;
  }
  return room < 0 ? '' : `${kept}…`;
}

function bytesOf(letter: string): number {
  const point = letter.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}
