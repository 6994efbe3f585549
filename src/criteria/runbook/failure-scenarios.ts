import type { DocumentSection, DocumentSet, ParsedDocument, SectionKind } from '../../domain/document.ts';
import { type Finding, quote, unmet } from '../../domain/finding.ts';
import { isRow, type SectionSpan, spanOf, type TextLine } from '../shared/documents/section-span.ts';

/** A way in which the service fails, with how to see it and what to do about it. */
interface FailureScenario extends TextLine {
  path: string;
}

// Words by which people tell how to see a failure and what they do about it, in the languages the reader knows.
const DIAGNOSIS =
  /\b(symptoms?|diagnos\w*|causes?|checks?|look|see|inspect|logs?|quer(y|ies)|verify|confirm|if|when|shows?|alerts?|because|vérifi\w*|prüf\w*|wenn|comprob\w*|verific\w*|sintomas?|síntomas?|se|si)\b/i;
const ACTION =
  /\b(actions?|mitigat\w*|resolutions?|resolve|fix|restart\w*|roll\w* back|revert|scale|switch|stop|disable|turn|re-?run|retry|replay|drain|page|call|tell|wait|fail(ed)? over|increase|raise|reduce|delete|remove|rotate|restore|re-?queue|resend|kill|pause|dispatch|apply|run|redémarr\w*|arrêt\w*|neu ?start\w*|stoppen|reinici\w*|parar|detener)\b/i;
const FAILURE_TITLE =
  /fail|incident|troubleshoot|problem|error|outage|scenario|stuck|down|slow|restart|time-?out|unavailable|high|lost|missing|wrong|stale|late\b|breaks?|broken|falla|panne|stör|erro/i;
/** A heading that collects scenarios, not one itself. */
const COLLECTION_TITLE =
  /^(\W|\d)*(quick reference|troubleshooting.*|diagnostics?.*|failures?( (modes?|scenarios?))?|incidents?( (response|scenarios?|handling))?|(common |known )?(issues|problems|failures|errors))\W*$/i;
/** Parts of a procedure for people, which mention failures without describing one. */
const ASIDE: SectionKind[] = ['communication', 'escalation', 'owner', 'post-incident', 'review', 'monitoring'];
/** A heading that is a step of a scenario, not a scenario. */
const STEP_TITLE =
  /^(\W|\d)*(diagnos\w*|diagnóstico|symptoms?|sintomas.*|meaning|impact|causes?|checks?|possible checks|steps( to check)?|mitigat\w*|mitigação|resolutions?|solutions?|fix|(immediate |recommended )?actions?|remediation|verification|what to do)\W*$/i;

/** Distinct failure scenarios with diagnosis and action, in the document and in the pages it sends its reader to. */
export function failureScenarios(set: DocumentSet, except: string[] = []): FailureScenario[] {
  const pages = [set.document, ...Object.values(set.linked).filter(({ path }) => !except.includes(path))];
  return pages.flatMap((page) => scenariosIn(page).map((found) => ({ ...found, path: page.path })));
}

function scenariosIn(document: ParsedDocument): TextLine[] {
  const found = new Map<string, TextLine>();
  const taken: DocumentSection[] = [];
  for (const section of document.sections) {
    if (section.title === document.title || !isAboutFailure(section)) continue;
    if (taken.some((outer) => section.line > outer.line && section.line <= outer.endLine)) continue;
    const scenarios = scenariosBelow(document, section);
    if (scenarios.length > 0) taken.push(section);
    for (const one of scenarios) if (!found.has(one.text.toLowerCase())) found.set(one.text.toLowerCase(), one);
  }
  if (found.size > 0) return [...found.values()];
  return wholePage(document);
}

function isAboutFailure(section: DocumentSection): boolean {
  return (
    section.kinds.includes('diagnosis') || section.kinds.includes('mitigation') || FAILURE_TITLE.test(section.title)
  );
}

function scenariosBelow(document: ParsedDocument, section: DocumentSection): TextLine[] {
  const span = spanOf(document, section);
  const children = span.children.filter(
    (child) => !STEP_TITLE.test(child.title) && !child.kinds.some((kind) => ASIDE.includes(kind)),
  );
  const named = children.flatMap((child) => {
    const deeper = spanOf(document, child);
    return describesBoth(deeper) ? [{ line: child.line, text: child.title }] : [];
  });
  if (named.length > 0) return named;
  const rows = rowsOf(span).filter((row) => DIAGNOSIS.test(row.text) && ACTION.test(row.text));
  if (rows.length > 1) return rows;
  const isOne = !STEP_TITLE.test(section.title) && !COLLECTION_TITLE.test(section.title);
  return isOne && describesBoth(span) ? [{ line: section.line, text: section.title }] : rows;
}

/** The alert page, whose own headings are diagnosis and mitigation, is one scenario; so is one paragraph of both. */
function wholePage(document: ParsedDocument): TextLine[] {
  const filled = (kind: 'diagnosis' | 'mitigation') =>
    document.sections.find((section) => section.kinds.includes(kind) && section.words + section.commands.length > 0);
  const diagnosis = filled('diagnosis');
  if (diagnosis !== undefined && filled('mitigation') !== undefined) {
    return [{ line: diagnosis.line, text: document.title ?? document.path }];
  }
  const prose = document.sections.find(
    (section) => COLLECTION_TITLE.test(section.title) && describesBoth(spanOf(document, section)),
  );
  return prose === undefined ? [] : [{ line: prose.line, text: prose.title }];
}

function describesBoth(span: SectionSpan): boolean {
  if (span.words < 4) return false;
  const text = [...span.lines, ...span.items, ...span.children.map(({ title }) => ({ text: title }))]
    .map((line) => line.text)
    .join('\n');
  return DIAGNOSIS.test(text) && (ACTION.test(text) || span.commands.length > 0);
}

/** List items and table rows. */
export function rowsOf(span: SectionSpan): TextLine[] {
  const lines = new Set(span.items.map((item) => item.line));
  return [...span.items, ...span.lines.filter(({ line, text }) => isRow(text) && !lines.has(line))];
}

/** Says which failures were found, so that people see what did not count. */
export function tooFewScenarios(set: DocumentSet, found: { line: number; text: string }[], wanted: number): Finding {
  const seen = found.map(({ line, text }) => `${quote(text, 40)} (line ${line})`).join(', ');
  return unmet(
    `${set.document.path} describes ${found.length} of ${wanted} failures with how to see it and what to do${seen ? `: ${seen}` : ''}`,
    found.length > 0 ? found.map(({ line }) => ({ ...set.place, line })) : { ...set.place, line: 1 },
    {
      part: 'failures',
      remedy: `Add to ${set.document.path} under "## Failures" a heading for each, for example "### The queue grows": how you see it, then what you do.`,
    },
  );
}
