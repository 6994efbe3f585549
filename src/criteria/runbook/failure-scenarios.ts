import type { DocumentSection, DocumentSet, ParsedDocument, SectionKind } from '../../domain/document.ts';
import { type Finding, unmet } from '../../domain/finding.ts';
import { quote } from '../../domain/message.ts';
import { childrenOf, isRow, proseOf, type TextLine } from '../shared/documents/section-span.ts';
import { messages } from './messages.ts';

/** A way in which the service fails, with its symptoms and what to do about it. */
interface FailureScenario extends TextLine {
  path: string;
}

// Words that describe symptoms and actions, in the languages that the parser recognizes.
const DIAGNOSIS =
  /\b(symptoms?|diagnos\w*|causes?|checks?|look|see|inspect|logs?|quer(y|ies)|verify|confirm|if|when|shows?|alerts?|because|vérifi\w*|prüf\w*|wenn|comprob\w*|verific\w*|sintomas?|síntomas?|se|si)\b/i;
const ACTION =
  /\b(actions?|mitigat\w*|resolutions?|resolve|fix|restart\w*|roll\w* back|revert|scale|switch|stop|disable|turn|re-?run|retry|replay|drain|page|call|tell|wait|fail(ed)? over|increase|raise|reduce|delete|remove|rotate|restore|re-?queue|resend|kill|pause|dispatch|apply|run|redémarr\w*|arrêt\w*|neu ?start\w*|stoppen|reinici\w*|parar|detener)\b/i;
const FAILURE_TITLE =
  /fail|incident|troubleshoot|problem|error|outage|scenario|stuck|down|slow|restart|time-?out|unavailable|high|lost|missing|wrong|stale|late\b|breaks?|broken|falla|panne|stör|erro/i;
/** A heading that groups scenarios and is not one itself. */
const COLLECTION_TITLE =
  /^(\W|\d)*(quick reference|troubleshooting.*|diagnostics?.*|failures?( (modes?|scenarios?))?|incidents?( (response|scenarios?|handling))?|(common |known )?(issues|problems|failures|errors))\W*$/i;
/** Sections about communication and people, which mention failures without describing one. */
const ASIDE: SectionKind[] = ['communication', 'escalation', 'owner', 'post-incident', 'review', 'monitoring'];
/** A heading that is a step of a scenario, not a scenario. */
const STEP_TITLE =
  /^(\W|\d)*(diagnos\w*|diagnóstico|symptoms?|sintomas.*|meaning|impact|causes?|checks?|possible checks|steps( to check)?|mitigat\w*|mitigação|resolutions?|solutions?|fix|(immediate |recommended )?actions?|remediation|verification|what to do)\W*$/i;

/** Distinct failure scenarios with diagnosis and action, in the document and in the pages it links. */
export function findScenarios(set: DocumentSet, except: string[] = []): FailureScenario[] {
  const pages = [set.document, ...Object.values(set.linked).filter(({ path }) => !except.includes(path))];
  return pages.flatMap((page) => findOnPage(page).map((found) => ({ ...found, path: page.path })));
}

function findOnPage(document: ParsedDocument): TextLine[] {
  const found = new Map<string, TextLine>();
  const taken: DocumentSection[] = [];
  for (const section of document.sections) {
    if (section.title === document.title || !isAboutFailure(section)) continue;
    if (taken.some((outer) => section.line > outer.line && section.line <= outer.endLine)) continue;
    const scenarios = findBelow(document, section);
    if (scenarios.length > 0) taken.push(section);
    for (const one of scenarios) if (!found.has(one.text.toLowerCase())) found.set(one.text.toLowerCase(), one);
  }
  if (found.size > 0) return [...found.values()];
  return findWholePage(document);
}

function isAboutFailure(section: DocumentSection): boolean {
  return (
    section.kinds.includes('diagnosis') || section.kinds.includes('mitigation') || FAILURE_TITLE.test(section.title)
  );
}

function findBelow(document: ParsedDocument, section: DocumentSection): TextLine[] {
  const children = childrenOf(document, section).filter(
    (child) => !STEP_TITLE.test(child.title) && !child.kinds.some((kind) => ASIDE.includes(kind)),
  );
  const named = children
    .filter((child) => describesBoth(document, child))
    .map(({ line, title }) => ({ line, text: title }));
  if (named.length > 0) return named;
  const rows = listRows(section).filter((row) => DIAGNOSIS.test(row.text) && ACTION.test(row.text));
  if (rows.length > 1) return rows;
  const isOne = !STEP_TITLE.test(section.title) && !COLLECTION_TITLE.test(section.title);
  return isOne && describesBoth(document, section) ? [{ line: section.line, text: section.title }] : rows;
}

/** An alert page with headings for diagnosis and mitigation is one scenario; so is one paragraph with both. */
function findWholePage(document: ParsedDocument): TextLine[] {
  const filled = (kind: 'diagnosis' | 'mitigation') =>
    document.sections.find((section) => section.kinds.includes(kind) && section.words + section.commands.length > 0);
  const diagnosis = filled('diagnosis');
  if (diagnosis !== undefined && filled('mitigation') !== undefined) {
    return [{ line: diagnosis.line, text: document.title ?? document.path }];
  }
  const prose = document.sections.find(
    (section) => COLLECTION_TITLE.test(section.title) && describesBoth(document, section),
  );
  return prose === undefined ? [] : [{ line: prose.line, text: prose.title }];
}

function describesBoth(document: ParsedDocument, section: DocumentSection): boolean {
  if (section.words < 4) return false;
  const titles = childrenOf(document, section).map(({ title }) => ({ text: title }));
  const text = [...proseOf(section), ...section.items, ...titles].map((line) => line.text).join('\n');
  return DIAGNOSIS.test(text) && (ACTION.test(text) || section.commands.length > 0);
}

/** List items and table rows. */
export function listRows(section: DocumentSection): TextLine[] {
  const lines = new Set(section.items.map((item) => item.line));
  return [...section.items, ...proseOf(section).filter(({ line, text }) => isRow(text) && !lines.has(line))];
}

/** Fewer scenarios than needed, with those that were recognized, so that people see what did not count. */
export function judgeScenarios(set: DocumentSet, found: TextLine[], needed: number): Finding[] {
  const { path } = set.document;
  if (found.length >= needed) return [];
  const extra = { part: 'failures' };
  if (found.length === 0) return [unmet(messages.noFailures({ path, needed }), { ...set.place, line: 1 }, extra)];
  const titles = found.map(({ text }) => quote(text, 40));
  const places = found.map(({ line }) => ({ ...set.place, line }));
  return [unmet(messages.tooFewFailures({ path, found: found.length, needed, titles }), places, extra)];
}
