import type { ProseLine } from './blocks.ts';
import { plainWords } from './kinds.ts';

/** A label and its value on one line. */
export interface LineLabel {
  label: string;
  value: string;
  /** The value with code and addresses hidden. */
  bare: string;
  bold: boolean;
}

const CHECKBOX = /^\s*\[[ xX]\]\s+/;
const COLON = /^\s*[:：]\s*/;

interface Part {
  raw: string;
  text: string;
  bare: string;
}

const cleaned = (text: string): string =>
  text
    .replace(CHECKBOX, '')
    .replace(/^[^\p{L}\p{N}[<{_(?"'@\uFFFC]+/u, '')
    .trim();

/** The words in bold at the start of a line, marks removed; undefined when it does not start in bold. */
function boldStart(raw: string): string | undefined {
  const match = /^[^\p{L}\p{N}*_[<{(`]{0,20}(\*\*\*?|__)(?!\s)([^\n]{1,160}?)\1/u.exec(raw.replace(CHECKBOX, ''));
  return match?.[2]?.replace(/[*_`\\]/g, '').trim();
}

/** The title when the whole line is bold (`**Escalation**`, `**Escalation:**`, `**Escalation**:`), as a heading would be. */
export function boldTitle(line: Part): string | undefined {
  const bold = boldStart(line.raw);
  if (!bold) return undefined;
  const text = cleaned(line.text);
  const rest = text.slice(bold.length).trim();
  if (!text.startsWith(bold) || !/^[:：]?$/.test(rest)) return undefined;
  const title = bold.replace(/\s*[:：]$/, '');
  return /[.!]$/.test(title) || plainWords(title).length > 12 || plainWords(title).length === 0 ? undefined : title;
}

function boldLabel(part: Part, inList: boolean): LineLabel | undefined {
  const bold = boldStart(part.raw);
  const text = cleaned(part.text);
  if (!bold || !text.startsWith(bold)) return undefined;
  const after = text.slice(bold.length);
  const bareText = cleaned(part.bare);
  const bareAfter = bareText.startsWith(bold) ? bareText.slice(bold.length) : after;
  if (/[:：]$/.test(bold)) {
    return { label: bold.replace(/\s*[:：]$/, ''), value: after.trim(), bare: bareAfter.trim(), bold: true };
  }
  if (COLON.test(after)) {
    return {
      label: bold,
      value: after.replace(COLON, '').trim(),
      bare: bareAfter.replace(COLON, '').trim(),
      bold: true,
    };
  }
  if (!inList || !/^\s+[—–-]\s/.test(after)) return undefined;
  const dash = /^\s+[—–-]\s+/;
  return { label: bold, value: after.replace(dash, '').trim(), bare: bareAfter.replace(dash, '').trim(), bold: true };
}

function plainLabel(part: Part): LineLabel | undefined {
  const match = /^([\p{L}\p{N}][^:：|.!?`()\uFFFC]{0,60})[:：](?:\s+(.*)|\s*)$/u.exec(cleaned(part.bare));
  const label = match?.[1]?.trim();
  if (!label || plainWords(label).length > 6) return undefined;
  const text = cleaned(part.text);
  const value = text.slice(text.search(/[:：]/) + 1).trim();
  return { label, value, bare: match?.[2]?.trim() ?? '', bold: false };
}

/**
 * Labeled values of one line: `**Owner:** x`, `Owner: x`, a table row (first cell, then the others) and several of them
 * separated by `|` or `·`. `previous` is the line before in the same paragraph, for `Term` / `: definition`.
 */
export function labelsOf(line: ProseLine, previous?: ProseLine): LineLabel[] {
  if (line.row) {
    const [first, ...others] = line.row.cells;
    if (!first || others.length === 0 || first.text.trim() === '') return [];
    const join = (key: 'text' | 'bare') => others.map((cell) => cell[key].trim()).join(' | ');
    const empty = others.every((cell) => cell.text.trim() === '');
    return [
      { label: first.text.trim(), value: empty ? '' : join('text'), bare: empty ? '' : join('bare'), bold: false },
    ];
  }
  if (previous && /^:\s/.test(line.text) && !previous.text.includes(':')) {
    const label = previous.text.trim();
    return [{ label, value: line.text.slice(1).trim(), bare: line.bare.slice(1).trim(), bold: false }];
  }
  const separator = /\s{1,9}[|·•]\s{1,9}/;
  const several = /[|·•]\s*(\*\*|__)/.test(line.raw);
  const split = (text: string) => (several ? text.split(separator) : [text]);
  const [raws, texts, bares] = [split(line.raw), split(line.text), split(line.bare)];
  return raws.flatMap((raw, index): LineLabel[] => {
    const part = { raw, text: texts[index] ?? '', bare: bares[index] ?? '' };
    const label = boldLabel(part, line.item > 0) ?? plainLabel(part);
    return label ? [label] : [];
  });
}
