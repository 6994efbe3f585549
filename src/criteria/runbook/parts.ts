import type {
  DocumentLabel,
  DocumentSection,
  DocumentSet,
  ParsedDocument,
  SectionKind,
} from '../../domain/document.ts';
import { type Finding, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import { findPeople, hasSubstance } from '../shared/documents/content.ts';
import { proseOf, sectionsAbout, type TextLine, textOf } from '../shared/documents/section-span.ts';
import { messages, PART_WORDS } from './messages.ts';

/** One part that the person on call looks for in a runbook; its words are in the messages. */
interface RunbookPart {
  id: keyof typeof PART_WORDS;
  kinds: SectionKind[];
  /** Labels and front matter keys that answer it without a heading. */
  labels: RegExp;
  /** Links that answer it without a heading. */
  links?: RegExp;
  /** May be answered "not applicable", with a reason. */
  optional?: boolean;
}

export const RUNBOOK_PARTS: RunbookPart[] = [
  {
    id: 'overview',
    kinds: ['overview'],
    labels: /^(purpose|summary|overview|about|description|objetivo|zweck|objectif)$/i,
  },
  {
    id: 'owner',
    kinds: ['owner'],
    labels: /\b(owners?|contacts?|maintainers?|on-?call|responsable|verantwortlich\w*|propriétaire)\b/i,
  },
  { id: 'escalation', kinds: ['escalation'], labels: /escalat|escalad|escalonamento|eskalation/i },
  {
    id: 'dependencies',
    kinds: ['dependencies'],
    labels: /\b(depend\w*|abhängig\w*|dépend\w*)\b/i,
    optional: true,
  },
  {
    id: 'monitoring',
    kinds: ['monitoring', 'health-check'],
    labels: /\b(monitoring|dashboards?|alerts?|health( ?check)?|logs?)\b/i,
  },
  { id: 'rollback', kinds: ['rollback'], labels: /roll-?back|back-?out/i, links: /roll-?back|back-?out/i },
  {
    id: 'kill-switch',
    kinds: ['kill-switch'],
    labels: /kill|stop|turn(ing)? (it )?off|shut-?down/i,
    links: /kill|stop|shut-?down|turn-?off/i,
  },
  {
    id: 'verification',
    kinds: ['verification'],
    labels: /\b(verif\w*|validation|expected|überprüf\w*|vérif\w*)/i,
  },
];

/** Where a runbook answers a part. */
export interface Answer {
  part: RunbookPart;
  sections: DocumentSection[];
  labels: DocumentLabel[];
  /** A link, or a line that names the thing itself. */
  pointers: TextLine[];
}

/** Finds the answer to a part; `names` are words that answer it wherever they are (the path of the kill switch). */
function findAnswer(set: DocumentSet, part: RunbookPart, names: string[], pages: ParsedDocument[]): Answer {
  const { document } = set;
  const matter = Object.entries(document.frontMatter).map(([label, value]) => ({ line: 1, label, value }));
  const labels = [...document.labels, ...matter].filter(
    ({ label, value }) => part.labels.test(label.replace(/_/g, ' ')) && value.trim() !== '',
  );
  const links = document.links.filter(({ text, target }) => part.links?.test(text) || part.links?.test(target));
  const named = textOf(document).filter(({ text }) => names.some((name) => text.includes(name)));
  const lead = part.id === 'overview' ? findLead(set) : [];
  const sections = sectionsAbout(document, part.kinds);
  const here = [...links, ...named, ...lead];
  const elsewhere =
    sections.length + labels.length + here.length > 0 ? [] : pages.filter((page) => isAnsweredOn(page, part));
  return { part, sections, labels, pointers: [...here, ...elsewhere.map(({ path }) => ({ line: 1, text: path }))] };
}

/** A runbook may be split over pages; a part that is on another one must be filled in there. */
function isAnsweredOn(page: ParsedDocument, part: RunbookPart): boolean {
  return sectionsAbout(page, part.kinds).some(
    ({ words, commands, pointerOnly, notApplicable, line, endLine }) =>
      words + commands.length > 0 &&
      !pointerOnly &&
      notApplicable === undefined &&
      !page.blanks.some((blank) => blank.line >= line && blank.line <= endLine),
  );
}

/** The paragraph under the title is an overview too. */
function findLead({ document }: DocumentSet): TextLine[] {
  const title = document.sections.find((section) => section.title === document.title);
  const next = document.sections.find((section) => section !== title)?.line ?? Number.POSITIVE_INFINITY;
  const lead = (title?.lines ?? []).filter(({ line, text }) => line < next && text.trim() !== '');
  const words = lead.flatMap(({ text }) => text.split(/\s+/).filter(Boolean)).length;
  return words >= 8 ? lead.slice(0, 1) : [];
}

/** RB-1, one part: there, or answered "not applicable" where that is an answer. */
export function judgePresence(set: DocumentSet, { part, sections, labels, pointers }: Answer): Finding[] {
  const { path } = set.document;
  const { what, heading, example } = PART_WORDS[part.id];
  const extra = { part: part.id };
  const real = sections.filter((section) => section.notApplicable === undefined);
  if (real.length + labels.length + pointers.length > 0) return [];
  const [excused] = sections;
  if (excused === undefined)
    return [unmet(messages.missingPart({ path, what, heading, example }), { ...set.place, line: 1 }, extra)];
  const { line, title, notApplicable } = excused;
  const place = { ...set.place, line };
  if (part.optional !== true)
    return [unmet(messages.partNotApplicable({ path, line, title, what, example }), place, extra)];
  if (notApplicable?.reason.trim()) return [];
  return [unmet(messages.notApplicableWithoutReason({ path, line, title }), place, extra)];
}

/** RB-2, one part: a heading alone is no answer. For the parts about people, a name to call is one. */
export function judgeContent(
  set: DocumentSet,
  { part, sections, labels, pointers }: Answer,
  minWords: number,
  tree: Tree,
): Finding[] {
  const { document } = set;
  const real = sections.filter((section) => section.notApplicable === undefined);
  const [first] = real;
  if (first === undefined || labels.length + pointers.length > 0) return [];
  const isAboutPeople = part.id === 'owner' || part.id === 'escalation';
  const isFilled = real.some(
    (section) =>
      hasSubstance(document, section, minWords, tree) ||
      (isAboutPeople && proseOf(section).some(({ text }) => findPeople(text).length > 0)),
  );
  if (isFilled) return [];
  const { line, title, words } = first;
  const { what, example } = PART_WORDS[part.id];
  const data = { path: document.path, line, title, words, needed: minWords, what, example };
  return [unmet(messages.emptyPart(data), { ...set.place, line }, { part: part.id })];
}

/**
 * The answers to all parts. The file of the kill switch answers that part wherever it is named; the rollback plan is a
 * page of its own and answers only the rollback.
 */
export function findAnswers(
  set: DocumentSet,
  guardrails: Observation<Located<Guardrails>>,
  rollback: Observation<DocumentSet>,
): Answer[] {
  const how =
    guardrails.state === 'seen' ? guardrails.value.value.killSwitch?.how.replace(/^(flag|policy):/, '') : undefined;
  // People usually name the workflow by its file name alone.
  const names = how === undefined ? [] : [how.split('/').at(-1) ?? how];
  const plan = rollback.state === 'seen' ? rollback.value.document.path : undefined;
  const pages = Object.values(set.linked).filter((page) => page.path !== plan && !page.isTemplate);
  return RUNBOOK_PARTS.map((part) => findAnswer(set, part, part.id === 'kill-switch' ? names : [], pages));
}
