/**
 * What an output shows, independent of where it is shown. No text in here is escaped: the printers (`terminal/`,
 * `markdown/` and `html/print-blocks.ts`) escape for their own output, and nothing else does.
 */

/** Color only repeats what words or a mark state. */
export type Tone = 'good' | 'bad' | 'open' | 'mute';

export const MARKS: Record<Tone, string> = { good: '✓', bad: '✗', open: '?', mute: '–' };

/** A run of text. A bare string is prose in which single backticks mark code. */
export type Piece =
  | string
  | { strong: string }
  | { code: string }
  /** Text that opens an address; shown as code where there is none. */
  | { link: string; url?: string | undefined }
  /** Codes of checks, always at the end of a line. */
  | { codes: string[] }
  /** A detail in smaller type below the text of a cell. */
  | { note: string }
  | { mark: Tone; text: string };

export type Inline = string | Piece[];

export interface Item {
  /** Printed before the text, which wraps beside it. A dash when left out, nothing when empty. */
  label?: string;
  /** Tone of the label. */
  tone?: Tone;
  text: Inline;
  weight?: Tone | 'strong';
  /** Printed at the right margin. */
  aside?: string | undefined;
  inner?: Item[];
}

export interface ListBlock {
  kind: 'list';
  items: Item[];
  /** The list may be shortened to fit a budget: "and 3 more faults". */
  more?: string | undefined;
  ordered?: boolean;
  /** Class of the list in HTML. */
  name?: string;
}

export interface TableBlock {
  kind: 'table';
  columns: string[];
  rows: { tone?: Tone; cells: Inline[] }[];
  more?: string | undefined;
}

/** A part that is collapsed where the output can do that. The first one is the first to be shortened to fit a budget. */
export interface DetailsBlock {
  kind: 'details';
  /** How the part is named when it had to be shortened. */
  name: string;
  /** Its heading, in words of ours alone. */
  summary: string;
  /** The number of its items, also of those that are never shown; its heading then counts them. */
  total?: number;
  items: Item[];
  /** Items that stay however little room there is; 0 allows leaving out the whole part. */
  keep: number;
}

export type Block =
  | { kind: 'title'; text: Inline; level: 1 | 2 | 3 | 4; weight?: Tone }
  | { kind: 'paragraph'; text: Inline; weight?: Tone | 'strong'; name?: string }
  | { kind: 'footer'; text: Inline }
  /** Text to copy. A command may be broken over lines with backslashes; ASCII text stays verbatim. */
  | { kind: 'code'; text: string; as: 'command' | 'verbatim' }
  | ListBlock
  | TableBlock
  | DetailsBlock;

export function title(text: Inline, weight?: Tone, level: 1 | 2 | 3 | 4 = 3): Block {
  return { kind: 'title', text, level, ...(weight && { weight }) };
}

export function paragraph(text: Inline, weight?: Tone | 'strong'): Block {
  return { kind: 'paragraph', text, ...(weight && { weight }) };
}

export function list(items: Item[], more?: string): Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', items, more }];
}

/** A section that is left out when it has no items. */
export function section(heading: Inline, items: Item[]): Block[] {
  return items.length === 0 ? [] : [title(heading), ...list(items)];
}

export function command(text: string): Block {
  return { kind: 'code', text, as: 'command' };
}

/**
 * Builds a line from a template: `` line`Signed by ${code(login)}` ``. Every part stays a piece of its own and is escaped
 * on its own, so a value can neither open nor close what another part began.
 */
export function line(parts: TemplateStringsArray, ...values: (Inline | Piece | number)[]): Piece[] {
  return parts.flatMap((part, index): Piece[] => {
    const value = values[index];
    const pieces = typeof value === 'number' ? [String(value)] : value === undefined ? [] : [value].flat();
    return [part, ...pieces].filter((piece) => piece !== '');
  });
}

/** The first items of a list that nobody reads to its end, then how many are left: `a, b and 3 more`. */
export function listed(pieces: Piece[], max: number): Piece[] {
  const shown = pieces.slice(0, max).flatMap((piece, index) => (index === 0 ? [piece] : [', ', piece]));
  return pieces.length > max ? [...shown, ` and ${pieces.length - max} more`] : shown;
}

/** The same for items of a list. */
export function firstItems(items: Item[], max: number): Item[] {
  const more: Item[] = items.length > max ? [{ label: '', text: `and ${items.length - max} more` }] : [];
  return [...items.slice(0, max), ...more];
}
