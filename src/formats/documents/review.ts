import { daysBetween, durationDays, parseInstant } from '../../domain/dates.ts';
import type { DocumentLabel, ParsedDocument } from '../../domain/document.ts';
import type { Warning } from './source.ts';

type Review = NonNullable<ParsedDocument['review']>;

/** Stronger words first: a review says more than an edit. */
const REVIEWED =
  /last[ _-]?review(?:ed)?(?:[ _-]?(?:on|date|at))?|reviewed[ _-]?(?:on|at)|review[ _-]?date|date of (?:last )?review|ultima revision|ultima revisao|revisado el|revisado em|derniere (?:revision|relecture|revue)|revu le|relu le|letzte (?:uberprufung|ueberpruefung|prufung|durchsicht)|zuletzt (?:uberpruft|ueberprueft|gepruft)/;
const VERIFIED =
  /last[ _-]?(?:verified|checked|validated|tested|confirmed)(?:[ _-]?(?:on|against|at))?|derniere verification|ultima verificacion|ultima verificacao|zuletzt verifiziert/;
const UPDATED =
  /last[ _-]?(?:updated?|modified|changed|edited)(?:[ _-]?(?:on|at))?|ultima actualizacion|ultima atualizacao|derniere (?:mise a jour|modification)|letzte (?:aktualisierung|anderung|aenderung)|zuletzt (?:aktualisiert|geandert)/;
const DUE =
  /next[ _-]?review(?:ed)?(?:[ _-]?(?:on|due|date|by))?|review[ _-]?(?:due|by|before)|proxima revision|proxima revisao|prochaine (?:revision|relecture|revue)|nachste (?:uberprufung|prufung|durchsicht)/;
const PERIOD = /review[ _-]?(?:in|every|interval|period|cycle)/;

const MONTHS: Record<string, number> = {};
const MONTH_NAMES = [
  'january jan janvier januar enero ene janeiro',
  'february feb fevrier fevr februar febrero fevereiro fev',
  'march mar mars marz maerz marzo marco',
  'april apr avril avr abril abr',
  'may mai mayo maio',
  'june jun juin juni junio junho',
  'july jul juillet juil juli julio julho',
  'august aug aout agosto ago',
  'september sep sept septembre septiembre setembro set',
  'october oct octobre oktober okt octubre outubro out',
  'november nov novembre noviembre novembro',
  'december dec decembre dezember dez diciembre dic dezembro',
];
MONTH_NAMES.forEach((names, index) => {
  for (const name of names.split(' ')) MONTHS[name] = index + 1;
});

const flat = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const pad = (value: number | string): string => String(value).padStart(2, '0');

function isoDay(year: string, month: number | string, day: number | string): string | undefined {
  const text = `${year}-${pad(month)}-${pad(day)}`;
  return parseInstant(text) === undefined ? undefined : text;
}

/** The first date in a short text as `YYYY-MM-DD`; `ambiguous` when day and month cannot be distinguished. */
export function readDate(text: string): { on?: string; ambiguous?: string } {
  const words = flat(text.slice(0, 120));
  const iso = /(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/.exec(words);
  const found = (on: string | undefined) => (on === undefined ? {} : { on });
  if (iso?.[1] && iso[3] && iso[4]) return found(isoDay(iso[1], iso[3], iso[4]));
  const dotted = /(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/.exec(words);
  if (dotted?.[1] && dotted[2] && dotted[3]) return found(isoDay(dotted[3], dotted[2], dotted[1]));
  const named =
    /(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:de |of )?(\p{L}{3,10})\.?,?[\s-]+(?:de )?(\d{4})(?!\d)/u.exec(
      words,
    );
  const namedMonth = MONTHS[named?.[2] ?? ''];
  if (named?.[1] && named[3] && namedMonth) return found(isoDay(named[3], namedMonth, named[1]));
  const american = /(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/u.exec(words);
  const americanMonth = MONTHS[american?.[1] ?? ''];
  if (american?.[2] && american[3] && americanMonth) return found(isoDay(american[3], americanMonth, american[2]));
  const slashed = /(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)/.exec(words);
  if (!slashed?.[1] || !slashed[3] || !slashed[4]) return {};
  const [first, second] = [Number(slashed[1]), Number(slashed[3])];
  if (first <= 12 && second <= 12 && first !== second) return { ambiguous: slashed[0] };
  return found(first > 12 ? isoDay(slashed[4], second, first) : isoDay(slashed[4], first, second));
}

interface Statement {
  strength: number;
  line: number;
  label: string;
  rest: string;
}

const KNOWN: [RegExp, number][] = [REVIEWED, VERIFIED, UPDATED, DUE, PERIOD].map((pattern, strength) => [
  new RegExp(`(?:^|[|·•;,(]\\s{0,5}|\\s[–—-]\\s{1,5})(${pattern.source})(?![\\p{L}\\p{N}])`, 'u'),
  strength,
]);

/** Review labels at the start of a line or after a separator, each with the text that follows it. */
function statementsIn(line: { line: number; text: string }): Statement[] {
  const text = flat(line.text.slice(0, 1000)).replace(/^[^\p{L}\p{N}]+/u, '');
  return KNOWN.flatMap(([pattern, strength]): Statement[] => {
    const match = pattern.exec(text);
    if (!match?.[1]) return [];
    const from = match.index + match[0].length;
    const rest = text.slice(from, from + 100).split(/\s[|·•]\s(?=\p{L})/u)[0] ?? '';
    return [{ strength, line: line.line, label: match[1], rest: rest.replace(/^["']?\s*[:|=–—-]?\s*/u, '') }];
  });
}

/**
 * When the page was last reviewed and when it asks to be reviewed again. Dates count only in front matter or right after
 * a review label; an ambiguous order of day and month is refused with a warning. Front matter wins over prose, and
 * "reviewed" over "verified" over "updated".
 */
export function readReview(
  frontMatter: readonly DocumentLabel[],
  lines: readonly { line: number; text: string }[],
  warnings: Warning[],
): Review | undefined {
  const written = [
    ...frontMatter.map(({ line, label, value }) => ({ line, text: `${label.replaceAll('_', ' ')}: ${value}` })),
    ...lines,
  ];
  let best: { strength: number; review: Review } | undefined;
  let due: { line: number; on: string; label: string } | undefined;
  let period: { line: number; days: number; label: string } | undefined;
  for (const line of written) {
    for (const { strength, label, rest, line: at } of statementsIn(line)) {
      if (strength === 4) {
        const days = durationDays(/^\d{1,4}\s*[a-z]+/.exec(rest)?.[0] ?? '');
        if (days !== undefined) period ??= { line: at, days, label };
        continue;
      }
      // The value must follow at once: "Last updated by Ana after the incident of 2024-05-01" dates the incident.
      const near = rest.slice(0, 60);
      const date = /^\D{0,24}\d|^\p{L}{3,10}\.? \d/u.test(near) ? readDate(near) : {};
      if (date.ambiguous) {
        const text = `"${date.ambiguous}" after "${label}" can be read as two dates; write YYYY-MM-DD.`;
        warnings.push({ line: at, text });
        continue;
      }
      if (strength === 3) {
        if (date.on) due ??= { line: at, on: date.on, label };
        continue;
      }
      const commit = /(?:@|\bcommit\s|\bsha\s|\bagainst\s)\s*`?([0-9a-f]{7,40})(?![0-9a-z])/.exec(rest)?.[1];
      if (!date.on && !commit) continue;
      if (best && best.strength <= strength) continue;
      const review: Review = { line: at, label, ...(date.on ? { on: date.on } : {}), ...(commit ? { commit } : {}) };
      best = { strength, review };
    }
  }
  if (!best && !due && !period) return undefined;
  const review: Review = best?.review ?? { line: (due ?? period)?.line ?? 1, label: (due ?? period)?.label ?? '' };
  if (due) review.due = due.on;
  const from = parseInstant(review.on ?? '');
  const to = parseInstant(due?.on ?? '');
  const stated =
    period?.days ?? (from !== undefined && to !== undefined && to > from ? daysBetween(from, to) : undefined);
  return stated === undefined ? review : { ...review, reviewInDays: stated };
}
