import type { DocumentSection, DocumentSet, ParsedDocument, SectionKind } from '../../domain/document.ts';
import type { Place } from '../../domain/observation.ts';
import type { Person } from '../../domain/people/person.ts';
import { findPeople } from '../shared/documents/content.ts';
import {
  distinctLines,
  mentions,
  proseOf,
  sectionsAbout,
  type TextLine,
  textOf,
} from '../shared/documents/section-span.ts';

/** What a rollback plan states, found by words rather than by headings, because real plans use different headings. */

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

/** Lines about when to roll back; a "Decision" section counts only where it does not name who decides. */
export function findTriggers(document: ParsedDocument): TextLine[] {
  const own = findLines(document, ['trigger']);
  return own.length > 0 ? own : textOf(document).filter(({ text }) => TRIGGER.test(text) && !NEGATIVE.test(text));
}

/** Whether a line has a number that measures something, not one that counts steps, dates or versions. */
export function hasNumber(lines: TextLine[]): boolean {
  return lines.some(({ text }) => {
    const measured = text
      .replace(/https?:\/\/\S+/g, ' ')
      .replace(/#\d+|\bv?\d+\.\d+\.\d+\S*|\b\d{4}-\d{2}(-\d{2})?\b|^\s*\d+[.)]\s/g, ' ')
      .replace(/\b(step|phase|adr|path|option|p|sev|tier|level|trigger|l)[ -]?\d+\b/gi, ' ');
    return /\d/.test(measured);
  });
}

/** Whether a trigger names one of these metrics. */
export function namesMetric(lines: TextLine[], ids: string[]): boolean {
  return ids.some((id) => lines.some(({ text }) => mentions(text, id)));
}

/** Lines about who decides, and the people in them. */
export function findAuthority(document: ParsedDocument): { lines: TextLine[]; people: Person[] } {
  const titled = document.sections
    .filter((section) => section.title !== document.title && AUTHORITY.test(section.title))
    .flatMap((section) => listLines(section));
  const matter = Object.entries(document.frontMatter).map(([key, value]) => ({ line: 1, text: `${key}: ${value}` }));
  const lines = [...titled, ...[...textOf(document), ...matter].filter(({ text }) => AUTHORITY.test(text))];
  const people = lines.flatMap(({ text }) => findPeople(text));
  return {
    lines,
    people: [...new Map(people.map((person) => [person.handle ?? person.team ?? person.mail, person])).values()],
  };
}

/** Ordered steps, or commands where the plan gives those instead; the longer list of the two. */
export function findSteps(document: ParsedDocument): TextLine[] {
  const aside: SectionKind[] = ['trigger', 'post-incident', 'communication', 'owner', 'escalation', 'review'];
  const working = document.sections.filter((section) => !section.kinds.some((kind) => aside.includes(kind)));
  const items = working.flatMap((section) => section.items).filter((item) => item.ordered);
  const steps = sortLines(items.filter(({ text }) => text.trim().split(/\s+/).length > 1));
  const commands = sortLines(working.flatMap((section) => section.commands));
  return steps.length >= commands.length || steps.length > 1 ? steps : commands;
}

export function findVerification(document: ParsedDocument): TextLine[] {
  const own = findLines(document, ['verification', 'health-check']);
  return own.length > 0 ? own : textOf(document).filter(({ text }) => VERIFY.test(text));
}

/** How long the plan states that it takes, in minutes. The window of a trigger and the result of a drill do not count. */
export function readMinutes(document: ParsedDocument): number | undefined {
  const other = new Set([...findTriggers(document), ...findLines(document, ['drill'])].map(({ line }) => line));
  for (const section of document.sections) {
    for (const { line, text } of [{ line: section.line, text: section.title }, ...proseOf(section), ...section.items]) {
      const time = DURATION.exec(text);
      if (!time || other.has(line) || !(ESTIMATE.test(text) || ESTIMATE.test(section.title))) continue;
      const amount = Number((time[1] ?? '').replace(',', '.'));
      const unit = (time[2] ?? '').toLowerCase();
      return unit.startsWith('m') ? amount : /^(h|st)/.test(unit) ? amount * 60 : amount / 60;
    }
  }
  return undefined;
}

/** Whether the plan states how long it takes, as a promise or as the result of a drill. */
export function statesDuration(document: ParsedDocument): boolean {
  return readMinutes(document) !== undefined || findLines(document, ['drill']).some(({ text }) => DURATION.test(text));
}

/** Whether a section of these kinds, or any line outside the trigger, titles included, states this. */
export function states(document: ParsedDocument, words: RegExp, kinds: SectionKind[] = []): boolean {
  const trigger = new Set(findLines(document, ['trigger']).map(({ line }) => line));
  return (
    findLines(document, kinds).length > 0 ||
    textOf(document).some(({ line, text }) => !trigger.has(line) && words.test(text))
  );
}

/** Whether any line covers the thing; a line that excludes it does not count. */
export function covers(document: ParsedDocument, words: RegExp): boolean {
  return textOf(document).some(
    ({ text }) => words.test(text) && !/\b(not|never|no)\b.{0,30}\b(cover|touch|roll|includ|revert|restor)/i.test(text),
  );
}

function findLines(document: ParsedDocument, kinds: SectionKind[]): TextLine[] {
  const isTrigger = kinds.includes('trigger');
  const sections = sectionsAbout(document, kinds).filter((section) => !isTrigger || !isOtherDecision(section));
  const labels = isTrigger ? document.labels.filter(({ label }) => TRIGGER.test(label) && !NEGATIVE.test(label)) : [];
  return [
    ...sections.flatMap((section) => listLines(section)),
    ...labels.map(({ line, label, value }) => ({ line, text: `${label}: ${value}` })),
  ];
}

function isOtherDecision(section: DocumentSection): boolean {
  if (NEGATIVE.test(section.title)) return true;
  if (TRIGGER.test(section.title) || !AUTHORITY.test(section.title)) return false;
  return listLines(section).some(({ text }) => findPeople(text).length > 0);
}

function listLines(section: DocumentSection): TextLine[] {
  return sortLines([...proseOf(section), ...section.items, ...section.commands]);
}

function sortLines(lines: TextLine[]): TextLine[] {
  return distinctLines(lines.filter(({ text }) => text.trim() !== ''));
}

/** A drill that the plan only promises. */
export function findAnnouncedDrill({ document, place }: DocumentSet): { words: string; place: Place } | undefined {
  const [line] = sectionsAbout(document, ['drill']).flatMap((section) => [...proseOf(section), ...section.items]);
  if (line !== undefined) return { words: line.text, place: { path: place.path, line: line.line } };
  const label = document.labels.find((one) => /drill/i.test(one.label));
  return label && { words: `${label.label}: ${label.value}`, place: { path: place.path, line: label.line } };
}
