import type {
  DocumentLabel,
  DocumentSection,
  DocumentSet,
  ParsedDocument,
  SectionKind,
} from '../../domain/document.ts';
import { type Finding, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import { hasSubstance, peopleIn } from '../shared/documents/content.ts';
import { sectionsAbout, spanOf, type TextLine, textOf } from '../shared/documents/section-span.ts';

/** One thing a stranger on call looks for in a runbook. */
interface RunbookPart {
  id: string;
  kinds: SectionKind[];
  /** Labels and front matter keys that answer it without a heading. */
  labels: RegExp;
  /** Links that answer it without a heading. */
  links?: RegExp;
  what: string;
  heading: string;
  example: string;
  /** May be answered "not applicable", with a reason. */
  optional?: boolean;
}

export const RUNBOOK_PARTS: RunbookPart[] = [
  {
    id: 'overview',
    kinds: ['overview'],
    labels: /^(purpose|summary|overview|about|description|objetivo|zweck|objectif)$/i,
    what: 'what the service does and for whom',
    heading: 'Overview',
    example: 'Reads incoming tickets and proposes the team that answers them; agents see the proposal in the queue.',
  },
  {
    id: 'owner',
    kinds: ['owner'],
    labels: /\b(owners?|contacts?|maintainers?|on-?call|responsable|verantwortlich\w*|propriétaire)\b/i,
    what: 'who owns it and how to reach them',
    heading: 'Owner and contacts',
    example: '@ravi runs it, weekdays 8 to 18; outside these hours the on-call phone in the staff directory.',
  },
  {
    id: 'escalation',
    kinds: ['escalation'],
    labels: /escalat|escalad|escalonamento|eskalation/i,
    what: 'whom to call next and after how many minutes',
    heading: 'Escalation',
    example: '1. @ravi at once · 2. @lea after 15 minutes · 3. @dana after 60 minutes.',
  },
  {
    id: 'dependencies',
    kinds: ['dependencies'],
    labels: /\b(depend\w*|abhängig\w*|dépend\w*)\b/i,
    what: 'which systems it needs and what happens without them',
    heading: 'Dependencies',
    example:
      'The ticket system (without it nothing arrives) and the model provider (without it tickets stay unsorted).',
    optional: true,
  },
  {
    id: 'monitoring',
    kinds: ['monitoring', 'health-check'],
    labels: /\b(monitoring|dashboards?|alerts?|health( ?check)?|logs?)\b/i,
    what: 'how to see whether it is healthy',
    heading: 'Health check',
    example:
      '`curl -f https://triage.acme.example/health` answers 200; the error rate on the dashboard stays below 2 %.',
  },
  {
    id: 'rollback',
    kinds: ['rollback'],
    labels: /roll-?back|back-?out/i,
    links: /roll-?back|back-?out/i,
    what: 'the way back, or a link to the rollback plan',
    heading: 'Rollback',
    example: 'See [rollback plan](rollback.md).',
  },
  {
    id: 'kill-switch',
    kinds: ['kill-switch'],
    labels: /kill|stop|turn(ing)? (it )?off|shut-?down/i,
    links: /kill|stop|shut-?down|turn-?off/i,
    what: 'how to stop it at once, or a link to that',
    heading: 'Kill switch',
    example: 'Run the workflow `.github/workflows/stop.yml`; all tickets then go to people.',
  },
  {
    id: 'verification',
    kinds: ['verification'],
    labels: /\b(verif\w*|validation|expected|überprüf\w*|vérif\w*)/i,
    what: 'how to tell that a repair worked',
    heading: 'Verification',
    example: 'Send the test ticket `make smoke`; it is sorted within 60 seconds and the queue stops growing.',
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

/** Finds the answer to a part; `names` are words that answer it wherever they stand (the path of the kill switch). */
function answerTo(set: DocumentSet, part: RunbookPart, names: string[], pages: ParsedDocument[]): Answer {
  const { document } = set;
  const matter = Object.entries(document.frontMatter).map(([label, value]) => ({ line: 1, label, value }));
  const labels = [...document.labels, ...matter].filter(
    ({ label, value }) => part.labels.test(label.replace(/_/g, ' ')) && value.trim() !== '',
  );
  const links = document.links.filter(({ text, target }) => part.links?.test(text) || part.links?.test(target));
  const named = textOf(document).filter(({ text }) => names.some((name) => text.includes(name)));
  const lead = part.id === 'overview' ? leadLine(set) : [];
  const sections = sectionsAbout(document, part.kinds);
  const here = [...links, ...named, ...lead];
  const elsewhere =
    sections.length + labels.length + here.length > 0 ? [] : pages.filter((page) => answersPart(page, part));
  return { part, sections, labels, pointers: [...here, ...elsewhere.map(({ path }) => ({ line: 1, text: path }))] };
}

/** A runbook may be split over pages; a part that stands on another one must be filled there. */
function answersPart(page: ParsedDocument, part: RunbookPart): boolean {
  return sectionsAbout(page, part.kinds).some(
    ({ words, commands, pointerOnly, notApplicable, line, endLine }) =>
      words + commands.length > 0 &&
      !pointerOnly &&
      notApplicable === undefined &&
      !page.blanks.some((blank) => blank.line >= line && blank.line <= endLine),
  );
}

/** The paragraph under the title is an overview too. */
function leadLine({ document }: DocumentSet): TextLine[] {
  const title = document.sections.find((section) => section.title === document.title);
  const next = document.sections.find((section) => section !== title)?.line ?? Number.POSITIVE_INFINITY;
  const lead = (title?.lines ?? []).filter(({ line, text }) => line < next && text.trim() !== '');
  const words = lead.flatMap(({ text }) => text.split(/\s+/).filter(Boolean)).length;
  return words >= 8 ? lead.slice(0, 1) : [];
}

/** RB-1, one part: there, or answered "not applicable" where that is an answer. */
export function missingPart(set: DocumentSet, answer: Answer): Finding[] {
  const { part, sections, labels, pointers } = answer;
  const { path } = set.document;
  const remedy = `Add the heading "## ${part.heading}" to ${path}, for example: ${part.example}`;
  const real = sections.filter((section) => section.notApplicable === undefined);
  if (real.length + labels.length + pointers.length > 0) return [];
  const excused = sections[0];
  if (excused === undefined) {
    return [
      unmet(
        `${path} does not say ${part.what} (no section "${part.heading}")`,
        { ...set.place, line: 1 },
        { remedy, part: part.id },
      ),
    ];
  }
  const reason = excused.notApplicable?.reason.trim() ?? '';
  if (part.optional === true && reason !== '') return [];
  const why = part.optional === true ? 'without a reason' : `, but every service needs ${part.what}`;
  return [
    unmet(
      `${path}:${excused.line} ${quote(excused.title)} is answered not applicable${part.optional === true ? ' ' : ''}${why}`,
      { ...set.place, line: excused.line },
      {
        remedy: part.optional === true ? `Give the reason after "not applicable" in line ${excused.line}.` : remedy,
        part: part.id,
      },
    ),
  ];
}

/** RB-2, one part: a heading alone is no answer. A name to call is one for the parts about people. */
export function emptyPart(set: DocumentSet, answer: Answer, minWords: number, tree: Tree): Finding[] {
  const { part, sections, labels, pointers } = answer;
  const { document } = set;
  const real = sections.filter((section) => section.notApplicable === undefined);
  const first = real[0];
  if (first === undefined || labels.length + pointers.length > 0) return [];
  const isAboutPeople = part.id === 'owner' || part.id === 'escalation';
  const filled = real.some(
    (section) =>
      hasSubstance(document, section, minWords, tree) ||
      (isAboutPeople && spanOf(document, section).lines.some(({ text }) => peopleIn(text).length > 0)),
  );
  if (filled) return [];
  const words = spanOf(document, first).words;
  const holds = words === 0 ? 'holds no text' : `holds only ${words} ${words === 1 ? 'word' : 'words'}`;
  return [
    unmet(
      `${document.path}:${first.line} ${quote(first.title)} ${holds}, no command and no link that resolves; ${minWords} words say something`,
      { ...set.place, line: first.line },
      { remedy: `Write under "${first.title}" ${part.what}, for example: ${part.example}`, part: part.id },
    ),
  ];
}

/**
 * The answers to all parts. The file of the kill switch answers that part wherever it is named; the rollback plan is a
 * page of its own and answers none but the rollback.
 */
export function answers(
  set: DocumentSet,
  guardrails: Observation<Located<Guardrails>>,
  rollback: Observation<DocumentSet>,
): Answer[] {
  const how =
    guardrails.state === 'seen' ? guardrails.value.value.killSwitch?.how.replace(/^(flag|policy):/, '') : undefined;
  // People name the workflow by its file alone.
  const names = how === undefined ? [] : [how.split('/').at(-1) ?? how];
  const plan = rollback.state === 'seen' ? rollback.value.document.path : undefined;
  const pages = Object.values(set.linked).filter((page) => page.path !== plan && !page.isTemplate);
  return RUNBOOK_PARTS.map((part) => answerTo(set, part, part.id === 'kill-switch' ? names : [], pages));
}
