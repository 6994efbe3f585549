import type { ParsedDocument, SectionKind } from '../../domain/document.ts';
import type { Person } from '../../domain/people/person.ts';
import { peopleIn } from '../shared/documents/content.ts';
import { proseOf, sectionsAbout, spanOf, speaksOf, type TextLine, textOf } from '../shared/documents/section-span.ts';

/** What a rollback plan says, found by words rather than by headings: real plans agree on little else. */

const TRIGGER =
  /\b(triggers?|when to roll|roll(ing)? back (when|if|as soon as)|rollback (when|if)|thresholds?|auslöser|déclench\w*|disparador|gatilho)\b/i;
const AUTHORITY =
  /\b(decid\w*|decisions?|decision[- ]maker|authori[sz]\w*|authority|approv\w*|who may|(may|can) (start|order|call|trigger|roll|pull|decide)|go\/no-go|entscheid\w*|décid\w*|autoriz\w*|aprueba)\b/i;
/** "When not to roll back" is the opposite of a trigger. */
const NEGATIVE = /\b(not|never|don['’]t|nicht|pas|no)\b/i;
const VERIFY =
  /\b(verif\w*|confirm\w*|check that|expect(ed|s)?|must (show|return|answer)|prüf\w*|vérif\w*|comprueb\w*)\b/i;
const DURATION =
  /(\d+(?:[.,]\d+)?)\s*(s|secs?|seconds?|min|mins|minutes?|h|hours?|sekunden|minuten|stunden|secondes|heures|segundos|minutos|horas)\b/i;
const ESTIMATE =
  /\b(takes?|took|duration|time|within|about|estimated?|done in|typical\w*|at most|dauer|durée|duración)\b/i;

/** Lines about when to roll back; "Decision" is about that only where it does not name who decides. */
export function triggerLines(document: ParsedDocument): TextLine[] {
  const own = linesAbout(document, ['trigger']);
  return own.length > 0 ? own : textOf(document).filter(({ text }) => TRIGGER.test(text) && !NEGATIVE.test(text));
}

/** The first of the lines with a number that measures something, not one that counts steps, dates or versions. */
export function withNumber(lines: TextLine[]): TextLine | undefined {
  return lines.find(({ text }) => {
    const measured = text
      .replace(/https?:\/\/\S+/g, ' ')
      .replace(/#\d+|\bv?\d+\.\d+\.\d+\S*|\b\d{4}-\d{2}(-\d{2})?\b|^\s*\d+[.)]\s/g, ' ')
      .replace(/\b(step|phase|adr|path|option|p|sev|tier|level|trigger|l)[ -]?\d+\b/gi, ' ');
    return /\d/.test(measured);
  });
}

/** The metric that a trigger names, if it is one of these. */
export function metricNamed(lines: TextLine[], ids: string[]): string | undefined {
  return ids.find((id) => lines.some(({ text }) => speaksOf(text, id)));
}

/** Lines about who decides, and the people in them. */
export function authorityIn(document: ParsedDocument): { lines: TextLine[]; people: Person[] } {
  const titled = document.sections
    .filter((section) => section.title !== document.title && AUTHORITY.test(section.title))
    .flatMap((section) => spanLines(document, section));
  const matter = Object.entries(document.frontMatter).map(([key, value]) => ({ line: 1, text: `${key}: ${value}` }));
  const lines = [...titled, ...[...textOf(document), ...matter].filter(({ text }) => AUTHORITY.test(text))];
  const people = lines.flatMap(({ text }) => peopleIn(text));
  return {
    lines,
    people: [...new Map(people.map((person) => [person.handle ?? person.team ?? person.mail, person])).values()],
  };
}

/** Ordered steps, or commands where the plan gives those instead; the longer list of the two. */
export function stepsOf(document: ParsedDocument): TextLine[] {
  const aside: SectionKind[] = ['trigger', 'post-incident', 'communication', 'owner', 'escalation', 'review'];
  const working = document.sections.filter((section) => !section.kinds.some((kind) => aside.includes(kind)));
  const items = working.flatMap((section) => section.items).filter((item) => item.ordered);
  const steps = byLine(items.filter(({ text }) => text.trim().split(/\s+/).length > 1));
  const commands = byLine(working.flatMap((section) => section.commands));
  return steps.length >= commands.length || steps.length > 1 ? steps : commands;
}

export function verificationLines(document: ParsedDocument): TextLine[] {
  const own = linesAbout(document, ['verification', 'health-check']);
  return own.length > 0 ? own : textOf(document).filter(({ text }) => VERIFY.test(text));
}

/** How long the plan says it takes, in minutes. The window of a trigger and the result of a drill are no promise. */
export function declaredMinutes(document: ParsedDocument): { minutes: number; line: number } | undefined {
  const other = new Set([...triggerLines(document), ...linesAbout(document, ['drill'])].map(({ line }) => line));
  for (const section of document.sections) {
    for (const { line, text } of [{ line: section.line, text: section.title }, ...proseOf(section), ...section.items]) {
      const time = DURATION.exec(text);
      if (!time || other.has(line) || !(ESTIMATE.test(text) || ESTIMATE.test(section.title))) continue;
      const amount = Number((time[1] ?? '').replace(',', '.'));
      const unit = (time[2] ?? '').toLowerCase();
      return { line, minutes: unit.startsWith('m') ? amount : /^(h|st)/.test(unit) ? amount * 60 : amount / 60 };
    }
  }
  return undefined;
}

/** Whether a reader learns how long it takes: promised, or measured in a drill the plan describes. */
export function statesTime(document: ParsedDocument): boolean {
  return (
    declaredMinutes(document) !== undefined || linesAbout(document, ['drill']).some(({ text }) => DURATION.test(text))
  );
}

/** Any line of the plan, titles included, that says this; lines about the trigger are asked only for the trigger. */
export function lineSaying(document: ParsedDocument, words: RegExp, kinds: SectionKind[] = []): TextLine | undefined {
  const trigger = new Set(linesAbout(document, ['trigger']).map(({ line }) => line));
  return (
    linesAbout(document, kinds)[0] ?? textOf(document).find(({ line, text }) => !trigger.has(line) && words.test(text))
  );
}

/** Whether any line covers the thing; one that says it is left out covers nothing. */
export function covers(document: ParsedDocument, words: RegExp): boolean {
  return textOf(document).some(
    ({ text }) => words.test(text) && !/\b(not|never|no)\b.{0,30}\b(cover|touch|roll|includ|revert|restor)/i.test(text),
  );
}

function linesAbout(document: ParsedDocument, kinds: SectionKind[]): TextLine[] {
  const isTrigger = kinds.includes('trigger');
  const sections = sectionsAbout(document, kinds).filter(
    (section) => !isTrigger || !isOtherDecision(document, section),
  );
  const labels = isTrigger ? document.labels.filter(({ label }) => TRIGGER.test(label) && !NEGATIVE.test(label)) : [];
  return [
    ...sections.flatMap((section) => spanLines(document, section)),
    ...labels.map(({ line, label, value }) => ({ line, text: `${label}: ${value}` })),
  ];
}

function isOtherDecision(document: ParsedDocument, section: ParsedDocument['sections'][number]): boolean {
  if (NEGATIVE.test(section.title)) return true;
  if (TRIGGER.test(section.title) || !AUTHORITY.test(section.title)) return false;
  return spanLines(document, section).some(({ text }) => peopleIn(text).length > 0);
}

function spanLines(document: ParsedDocument, section: ParsedDocument['sections'][number]): TextLine[] {
  const span = spanOf(document, section);
  return byLine([...span.lines, ...span.items, ...span.commands]);
}

function byLine(lines: TextLine[]): TextLine[] {
  const known = new Map(
    lines.filter(({ text }) => text.trim() !== '').map(({ line, text }) => [`${line} ${text}`, { line, text }]),
  );
  return [...known.values()].sort((a, b) => a.line - b.line);
}
