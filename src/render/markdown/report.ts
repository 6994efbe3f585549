import type { Report, ReportPlace } from '../../domain/report.ts';
import { limitsSection } from '../model/limits.ts';
import { questionTable } from '../model/questions.ts';
import { stepProse } from '../model/rows.ts';
import { exceptionPlace, exceptionsOf, expiries, waiverWarnings } from '../model/surroundings.ts';
import { type Task, tasks } from '../model/tasks.ts';
import { cut, forMarkdown, forMarkdownCode, linkTarget, plain, withinBytes } from '../model/text.ts';
import {
  actorWords,
  floorWords,
  halfWords,
  headline,
  many,
  modeWords,
  moment,
  outcomeWords,
  placeWords,
  policyWords,
  shortCommit,
  validityWords,
  whereWords,
} from '../model/words.ts';
import { type DetailsSection, fitDetailsSections } from './details-sections.ts';

export interface MarkdownOptions {
  /** Address of a place at the judged commit; without one a place is plain code. */
  links?: (place: ReportPlace) => string | undefined;
}

type Links = NonNullable<MarkdownOptions['links']>;

/** Below every reading of GitHub's limit for a comment or an issue, in UTF-8 bytes. */
export const MARKDOWN_BUDGET = 60_000;
const ROWS = 5;

/** The report as GitHub Markdown: verdict, at most five rows, folds, footer. Detail is dropped before the budget, never the verdict. */
export function renderMarkdown(report: Report, options: MarkdownOptions = {}): string {
  const links = options.links ?? (() => undefined);
  const all = tasks(report);
  const blocking = all.filter((task) => task.level === 'blocking');
  const warnings = waiverWarnings(report).map((words) => `⚠️ ${stepProse(words)}.`);
  const asked = questionTable(report);
  const parts = [
    title(report, all),
    stance(report),
    ...asked,
    ...table(blocking, links),
    counts(report, all),
    ...warnings,
  ];
  const head = parts.filter(Boolean);
  const sections = [
    remainingSection(blocking.slice(ROWS), links),
    passedSection(report),
    exceptionSection(report),
    adviceSection(all, links),
    limitsSection(report),
    whySection(report),
  ];
  const foot = footer(report);
  const fitted = fitDetailsSections(`${head.join('\n\n')}\n\n`, sections, `${foot}\n`, MARKDOWN_BUDGET);
  return withinBytes(fitted, MARKDOWN_BUDGET);
}

function title(report: Report, all: Task[]): string {
  const blocks = report.mode === 'enforce' && report.subject.promotion.is;
  const mark = report.verdict === 'ready' ? '✅' : report.verdict === 'not-ready' && blocks ? '⛔' : '⚠️';
  return `### ${mark} ${forMarkdown(headline(report, all))}`;
}

function stance(report: Report): string {
  const mode = modeWords(report);
  return mode === undefined ? '' : `${forMarkdown(mode)}.`;
}

function table(blocking: Task[], links: Links): string[] {
  if (blocking.length === 0) return [];
  const heading = blocking.some((task) => task.outcome !== 'unknown') ? 'Missing' : 'Not known';
  const rows = blocking.slice(0, ROWS).map((task, index) => {
    return `| ${index + 1} | ${missing(task, links)} | ${step(task)} | ${who(task)} |`;
  });
  const more = blocking.length > ROWS ? [`and ${blocking.length - ROWS} more`] : [];
  return [[`| | ${heading} | Next step | Who |`, '|-|-|-|-|', ...rows].join('\n'), ...more];
}

function missing(task: Task, links: Links): string {
  const isNamed = whereWords(task) === '' && (task.where === undefined || links(task.where) === undefined);
  const where = isNamed || task.where === undefined ? '' : ` (${placeLink(task.where, links)}${morePlaces(task)})`;
  const reason = task.reason === undefined ? '' : `: ${forMarkdown(cut(task.reason, 200))}`;
  return `**${forMarkdown(cut(task.title, 200))}**${reason}${where}`;
}

function morePlaces(task: Task): string {
  return task.places.length > 1 ? ` and ${many(task.places.length - 1, 'more place')}` : '';
}

function step(task: Task): string {
  const words = stepProse(cut([task.nextStep, ...task.further].join('. '), 400));
  const codes = task.codes.slice(0, 8).map((code) => forMarkdownCode(cut(code, 20)));
  const more = task.codes.length > 8 ? [`and ${task.codes.length - 8} more`] : [];
  return [words, ...codes, ...more].filter(Boolean).join(' ');
}

function who(task: Task): string {
  if (task.turn === 'look')
    return task.resolvableBy === 'github'
      ? 'GitHub'
      : task.resolvableBy === 'history'
        ? 'a full clone'
        : 'pilot-readiness';
  return task.who.map((actor) => forMarkdown(cut(actorWords(actor), 60))).join(', ') || 'nobody is named';
}

function placeLink(place: ReportPlace, links: Links): string {
  const words = cut(placeWords(place), 160);
  const target = linkTarget(links(place));
  if (target === undefined || target.length > 1000) return forMarkdownCode(words);
  return `[${forMarkdown(words)}](${target})`;
}

function counts(report: Report, all: Task[]): string {
  const halves = `Technical: ${halfWords(report, all, 'technical')} · Organizational: ${halfWords(report, all, 'organizational')}`;
  const validity = validityWords(report);
  const notes = report.notes.slice(0, 5).map((note) => `- ${forMarkdown(cut(note, 300))}`);
  const line = `${halves}.${validity === undefined ? '' : ` ${forMarkdown(validity)}.`}`;
  return notes.length === 0 ? line : `${line}\n\n${notes.join('\n')}`;
}

function remainingSection(rest: Task[], links: Links): DetailsSection {
  return {
    name: 'what else is left',
    summary: () => `What else is left (${rest.length})`,
    items: rest.map((task) => `- ${missing(task, links)}. ${step(task)} (${who(task)})`),
    keep: 1,
  };
}

/** The criteria that pass, behind what ends next. */
export function passedSection(report: Report): DetailsSection {
  const passed = report.criteria.filter((criterion) => criterion.status === 'met');
  const next = expiries(report).slice(0, 3);
  const ends = next.map(
    (one) => `- Ends ${forMarkdown(cut(one.on, 30))}: ${forMarkdown(cut(one.text, 160))} ${forMarkdownCode(one.code)}`,
  );
  return {
    name: 'what passed',
    summary: () => `What passed (${passed.length})${next.length > 0 ? ' and what expires next' : ''}`,
    items: [...ends, ...passed.map((criterion) => `- ${forMarkdown(cut(criterion.title, 160))}`)],
    keep: 0,
  };
}

/** Everything that is displayed beside the verdict like a waiver. */
export function exceptionSection(report: Report): DetailsSection {
  const found = exceptionsOf(report);
  return {
    name: 'what was accepted, waived, switched off or lowered',
    summary: (shown) =>
      `Accepted, waived, switched off or lowered (${shown < found.length ? `${shown} of ` : ''}${found.length})`,
    items: found.map((exception) => {
      const place = exceptionPlace(exception);
      const code = exception.code === undefined ? '' : ` ${forMarkdownCode(exception.code)}`;
      return `- ${stepProse(cut(exception.text, 400))}${place === '' ? '' : ` (${forMarkdownCode(cut(place, 160))})`}${code}`;
    }),
    // Exceptions are always displayed: they are the last to give way, and never wholly.
    keep: 3,
  };
}

function adviceSection(all: Task[], links: Links): DetailsSection {
  const advised = all.filter((task) => task.level === 'advisory' && task.outcome !== 'unknown');
  return {
    name: 'advice',
    summary: (shown) =>
      `Advice, never blocking (${shown < advised.length ? `${shown} of ${advised.length} shown` : advised.length})`,
    items: advised.slice(0, 3).map((task) => `- ${missing(task, links)}. ${step(task)}`),
    keep: 0,
  };
}

function whySection(report: Report): DetailsSection {
  const because = report.subject.promotion.because.slice(0, 5).map((one) => forMarkdown(cut(one, 200)));
  const floor = floorWords(report);
  const stale =
    report.summary.stale > 0 ? [`- ${outcomeWords('stale')} means: it was proven once and no longer is`] : [];
  return {
    name: 'why this is asked',
    summary: () => 'Why am I asked this?',
    items: [
      ...(because.length > 0 ? [`- because of ${because.join(', ')}`] : []),
      `- ${forMarkdown(policyWords(report))}`,
      ...(floor === undefined ? [] : [`- ${forMarkdown(floor)}`]),
      ...stale,
      '- `pilot-readiness explain` with a code says what a check asks, what it reads and how to meet it',
    ],
    keep: 0,
  };
}

function footer(report: Report): string {
  const { commit, dirty, repository } = report.subject;
  const evaluated = commit === null ? 'plain files' : forMarkdownCode(shortCommit(commit));
  const changed = dirty && commit !== null ? ' with local changes' : '';
  const tool = `pilot-readiness ${cut(plain(report.tool.version), 40)}`;
  return `<sub>Judged ${evaluated}${changed} of ${forMarkdownCode(cut(repository, 160))}, ${moment(report.evaluatedAt)} · ${forMarkdown(tool)}</sub>`;
}
