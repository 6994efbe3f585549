import type { Report } from '../../domain/report.ts';
import {
  type Block,
  type DetailsBlock,
  firstItems,
  type Item,
  line,
  list,
  type Piece,
  paragraph,
  title,
} from '../model/blocks.ts';
import { gateWords, otherReporterWords } from '../model/enforcement-words.ts';
import { questionTable } from '../model/questions.ts';
import {
  ADVICE_TITLE,
  EXCEPTIONS_TITLE,
  exceptionItems,
  expiries,
  LIMITS_TITLE,
  limitItems,
  modeWords,
  policyItems,
  STALE_WORDS,
  validityWords,
  waiverWarnings,
} from '../model/surroundings.ts';
import { isBlocking, type Task } from '../model/task.ts';
import { adviceItems, type ReadAt, type RowOptions, taskItem, taskTable } from '../model/task-rows.ts';
import { tasks } from '../model/tasks.ts';
import { cut, plain } from '../model/text.ts';
import { halvesLine, headline, titleOf, verdictTitle } from '../model/titles.ts';
import { dayWords, moment, shortCommit } from '../model/words.ts';
import { renderCriteria } from './criteria-details.ts';
import { printMarkdown } from './print-blocks.ts';
import {
  evidenceLinks,
  type Links,
  namedLink,
  type PullRequestOptions,
  placeLink,
  policyLinks,
} from './pull-request.ts';

export interface MarkdownOptions {
  /** Address of a place at the evaluated commit; without one a place is plain code. */
  links?: Links;
}

/** Below every interpretation of GitHub's limit for a comment or an issue, in UTF-8 bytes. */
export const MARKDOWN_BUDGET = 60_000;
/** GitHub takes 1 MiB for one step and drops the whole summary when it is larger. */
export const SUMMARY_BUDGET = 1_000_000;
const MAX_OVERVIEW = 250_000;
const MAX_TITLE = 200;
export const MAX_ROWS = 5;
const MAX_SUMMARY_ROWS = 50;

/** The report as GitHub Markdown: verdict, at most five rows, details, footer. Details give way to the budget, never the verdict. */
export function renderMarkdown(report: Report, { links = () => undefined }: MarkdownOptions = {}): string {
  const reading: Reading = { readAt: 'cli', links, policyLinks: () => undefined };
  const { all, head, details, footer } = reportParts(report, reading, MAX_ROWS);
  const isBlocked = report.mode === 'enforce' && report.subject.promotion.is;
  const mark = report.verdict === 'ready' ? '✅' : report.verdict === 'not-ready' && isBlocked ? '⛔' : '⚠️';
  const heading = title(`${mark} ${headline(report, all)}`);
  return printMarkdown([heading, ...questionTable(report), ...head, ...details, footer], MARKDOWN_BUDGET);
}

/** The report for the summary of a job: everything the comment shows with more rows, then each criterion. @public */
export function renderJobSummary(report: Report, options: PullRequestOptions): string {
  const { all, head, details, footer } = reportParts(report, onGitHub(report, options), MAX_SUMMARY_ROWS);
  const overview = [reportTitle(report, all, options), ...questionTable(report), ...head, ...details];
  const criteria = renderCriteria(report, options, SUMMARY_BUDGET - MAX_OVERVIEW - 1000);
  return `${printMarkdown(overview, MAX_OVERVIEW)}\n${criteria}\n${printMarkdown([footer])}`;
}

export function reportTitle(report: Report, all: Task[], options: PullRequestOptions): Block {
  return title(`${markOf(report)} ${titleOf(report, all, options, MAX_TITLE)}`);
}

/** ✅, ⛔ or ⚠️: only an enforced promotion is shown as blocked. */
function markOf(report: Report): string {
  if (!report.subject.promotion.is) return '⚪';
  if (report.verdict === 'ready') return '✅';
  return report.verdict === 'not-ready' && report.mode === 'enforce' ? '⛔' : '⚠️';
}

/** Where a report is read, and what is known there. */
interface Reading {
  readAt: ReadAt;
  links: Links;
  policyLinks: Links;
  pullRequest?: PullRequestOptions;
}

export function onGitHub(report: Report, options: PullRequestOptions): Reading {
  return {
    readAt: options.commands,
    links: evidenceLinks(report, options.serverUrl),
    policyLinks: policyLinks(report, options.serverUrl),
    pullRequest: options,
  };
}

/** What every Markdown form of a report consists of, below its title. */
interface ReportParts {
  all: Task[];
  head: Block[];
  details: DetailsBlock[];
  footer: Block;
}

/** The parts of a report, with at most `rows` tasks in the table. */
export function reportParts(report: Report, reading: Reading, rows: number): ReportParts {
  const all = tasks(report);
  const blocking = all.filter(isBlocking);
  const { readAt, links, pullRequest } = reading;
  const options: RowOptions = { readAt, links, ...(pullRequest?.people && { people: pullRequest.people }) };
  const rest = blocking.slice(rows).map((task) => taskItem(task, options));
  const advice = adviceItems(all, options);
  const limits = limitItems(report);
  const exceptions = exceptionItems(report);
  return {
    all,
    head: [
      ...leadOf(report, all, reading),
      ...taskTable(blocking, rows, options),
      paragraph(closingLine(report, all, pullRequest)),
      ...waiverWarnings(report).map((words) => paragraph(`⚠️ ${words}`)),
      ...(pullRequest ? otherReporterWords(pullRequest) : []).map((words) => paragraph(words)),
      ...notesOf(report),
    ],
    details: [
      detailsOf('what else is left', 'What else is left', rest, 1),
      passedDetails(report),
      // Exceptions are always shown: they are the last to give way, and some of them stay.
      detailsOf('exceptions', EXCEPTIONS_TITLE, exceptions, 3),
      detailsOf('advice', ADVICE_TITLE, advice.items, 0, advice.total),
      detailsOf('limits', LIMITS_TITLE, limits, 0),
      whyDetails(report, blocking, reading),
    ],
    footer: { kind: 'footer', text: footerOf(report, pullRequest) },
  };
}

function leadOf(report: Report, all: Task[], { readAt }: Reading): Block[] {
  if (readAt === 'cli') return [modeWords(report) ?? []].flat().map((words) => paragraph(`${words}.`));
  const isPromotion = report.subject.promotion.is;
  const heading = verdictTitle(report, all);
  const lead = isPromotion ? [] : [paragraph(`As a promotion it would be: ${heading}.`)];
  if (report.verdict !== 'undetermined' || report.summary.unknown === 0) return lead;
  const counts = isPromotion ? `${heading.replace(/^[^:]*: /, '')}; nothing is known to be missing. ` : '';
  return [...lead, paragraph(`${counts}Checks that could not be verified do not pass. ${verifyWords(all, readAt)}`)];
}

/** How to resolve an undetermined verdict, for the hardest of its reasons. */
function verifyWords(all: Task[], readAt: ReadAt): string {
  const needed = new Set(all.filter(isBlocking).map((task) => task.resolvableBy ?? 'retry'));
  const again = readAt === 'app' ? 'comment `/readiness`' : 'rerun the job';
  if (needed.has('github')) return `To verify them, grant the access named below, then ${again}.`;
  if (needed.has('history')) return `To verify them, make the full history readable, then ${again}.`;
  return readAt === 'app' ? 'They are retried automatically; `/readiness` retries now.' : `To verify them, ${again}.`;
}

function closingLine(report: Report, all: Task[], options: PullRequestOptions | undefined): string {
  const validity = validityWords(report, options && dayWords);
  const halves = halvesLine(report, all);
  if (options === undefined) return `${halves}.${validity === undefined ? '' : ` ${validity}.`}`;
  const gate = gateWords(report, options);
  if (report.verdict !== 'ready') return `${halves} · ${gate}`;
  return validity === undefined ? gate : `${validity}. ${gate}`;
}

const MAX_NOTES = 5;

function notesOf(report: Report): Block[] {
  const items = report.notes.map((note): Item => ({ text: cut(note, 300) }));
  return list(firstItems(items, MAX_NOTES));
}

function detailsOf(name: string, heading: string, items: Item[], keep: number, total = items.length): DetailsBlock {
  return { kind: 'details', name, summary: heading, total, items, keep };
}

/** The criteria that pass, after what expires next. */
function passedDetails(report: Report): DetailsBlock {
  const passed = report.criteria.filter(({ status }) => status === 'met');
  const next = expiries(report).slice(0, 3);
  return {
    kind: 'details',
    name: 'what passed',
    summary: `What passed (${passed.length})${next.length > 0 ? ' and what expires next' : ''}`,
    items: [
      ...next.map(({ on, text, code }) => ({
        text: line`Expires ${cut(on, 30)}: ${cut(text, 160)}${{ codes: [code] }}`,
      })),
      ...passed.map((criterion) => ({ text: cut(criterion.title, 160) })),
    ],
    keep: 0,
  };
}

function whyDetails(report: Report, blocking: Task[], reading: Reading): DetailsBlock {
  const because = report.subject.promotion.because.slice(0, 5).map((one) => cut(one, 200));
  const { rule } = report.policy;
  const setIn = rule.line === undefined ? [] : [line`Profile set in ${placeLink(rule, reading.policyLinks)}`];
  const isStale = blocking.some((task) => task.outcome === 'stale') || report.summary.stale > 0;
  return {
    kind: 'details',
    name: 'the reasons and commands',
    summary: 'Why am I seeing this? Commands',
    items: [
      ...(because.length > 0 ? [{ text: `Recognized as a promotion by: ${because.join(', ')}` }] : []),
      ...policyItems(report),
      ...[...setIn, ...(isStale ? [STALE_WORDS] : []), ...commandItems(blocking, reading.readAt)].map((text) => ({
        text,
      })),
    ],
    keep: 0,
  };
}

const CODE = /^[A-Z]{2}-\d{1,3}$/;
const CONTROL = /^control:[a-z][a-z-]*$/;

/** Only what works here, with the codes and controls of this report. */
function commandItems(blocking: Task[], readAt: ReadAt): string[] {
  const firstCode = (some: Task[]): string | undefined =>
    some.flatMap(({ codes }) => codes).find((one) => CODE.test(one));
  const code = firstCode(blocking);
  if (readAt === 'cli') {
    const explain =
      code === undefined ? '`pilot-readiness explain` with a code' : `\`pilot-readiness explain ${code}\``;
    return [`${explain} explains what a check requires, what it reads and how to meet it`];
  }
  // What was closed by command is not waived but withdrawn.
  const open = firstCode(blocking.filter((task) => task.outcome !== 'unknown' && !task.closes));
  const control = blocking.flatMap((task) => task.who).find((actor) => CONTROL.test(actor));
  const explain = code === undefined ? '`/readiness explain` with a code' : `\`/readiness explain ${code}\``;
  const items = [`${explain} explains what a check requires, which policy line sets it, and what was found`];
  if (control !== undefined) {
    const signOff = `\`/readiness sign-off ${control.slice('control:'.length)}\``;
    items.push(
      readAt === 'app'
        ? `${signOff} signs off for its approvers, as a comment or in an approving review`
        : `${signOff} in an approving review signs off for its approvers`,
    );
  }
  if (readAt === 'app' && open !== undefined)
    items.push(`\`/readiness waive ${open} until <date> because <reason>\` requests a waiver, where one is allowed`);
  items.push('`/readiness` evaluates again · `/readiness help` lists all commands');
  return items;
}

function footerOf(report: Report, options: PullRequestOptions | undefined): Piece[] {
  const { commit, dirty, repository } = report.subject;
  const state: Piece = commit === null ? 'files outside a commit' : { code: shortCommit(plain(commit)) };
  const changed = dirty && commit !== null ? ' with local changes' : '';
  const at = moment(plain(report.evaluatedAt));
  if (options === undefined)
    return line`Evaluated ${state}${changed} of ${{ code: cut(repository, 160) }}, ${at} · pilot-readiness ${cut(plain(report.tool.version), 40)}`;
  return [
    ...line`Evaluated ${state}, ${at}`,
    ...namedLink('full report', options.reportUrl),
    ...namedLink('one page for sponsors', options.sponsorsUrl),
  ];
}
