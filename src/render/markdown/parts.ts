import type { Report } from '../../domain/report.ts';
import { dayWords } from '../model/days.ts';
import { gateWords, otherReporterWords } from '../model/enforcement-words.ts';
import { limitsSection } from '../model/limits.ts';
import { stepProse, taskItem, taskTable } from '../model/rows.ts';
import { waiverWarnings } from '../model/surroundings.ts';
import { type Task, tasks } from '../model/tasks.ts';
import { cut, forMarkdown, forMarkdownCode, plain, proseForMarkdown } from '../model/text.ts';
import { verdictTitle } from '../model/titles.ts';
import { floorWords, halfWords, moment, outcomeWords, shortCommit } from '../model/words.ts';
import type { DetailsSection } from './details-sections.ts';
import {
  evidenceLinks,
  type Links,
  namedLink,
  type PullRequestOptions,
  placeLink,
  policyLinks,
} from './pull-request.ts';
import { exceptionSection, passedSection } from './report.ts';

/** The parts that the comment, the check run and the job summary are made of. */
export interface Parts {
  all: Task[];
  /** What has to be said before the table: what it would be as a promotion, what would settle it. */
  lead: string[];
  table: string[];
  /** What it means for the merge, and what else the reader should know. */
  closing: string[];
  sections: DetailsSection[];
  foot: string;
}

/** The parts of a report, with at most `rows` tasks in the table. */
export function partsOf(report: Report, options: PullRequestOptions, rows: number): Parts {
  const all = tasks(report);
  const blocking = all.filter((task) => task.level === 'blocking');
  const links = evidenceLinks(report, options.serverUrl);
  const rest = blocking.slice(rows);
  const more = rest.length > 0 ? [`and ${rest.length} more`] : [];
  return {
    all,
    lead: leadOf(report, all, options),
    table: [...taskTable(blocking.slice(0, rows), links, options), ...more],
    closing: [
      closingLine(report, all, options),
      ...warningsOf(report),
      ...otherReporterWords(options),
      ...notesOf(report),
    ],
    sections: [
      restSection(rest, links, options),
      passedSection(report),
      exceptionSection(report),
      adviceSection(all, links, options),
      limitsSection(report),
      whySection(report, blocking, options),
    ],
    foot: footOf(report, options),
  };
}

/** ✅, ⛔ or ⚠️: only an enforced promotion is shown as blocked. */
export function markOf(report: Report): string {
  if (!report.subject.promotion.is) return '⚪';
  if (report.verdict === 'ready') return '✅';
  return report.verdict === 'not-ready' && report.mode === 'enforce' ? '⛔' : '⚠️';
}

function leadOf(report: Report, all: Task[], options: PullRequestOptions): string[] {
  const isPromotion = report.subject.promotion.is;
  const title = forMarkdown(verdictTitle(report, all));
  const lead = isPromotion ? [] : [`As a promotion it would be: ${title}.`];
  if (report.verdict === 'undetermined' && report.summary.unknown > 0) {
    const counts = isPromotion ? `${title.replace(/^[^:]*: /, '')}; nothing is known to be missing. ` : '';
    lead.push(`${counts}What could not be looked at counts as not proven. ${settling(all, options)}`);
  }
  return lead;
}

/** What would settle an undetermined verdict, for the hardest of its reasons. */
function settling(all: Task[], { commands }: PullRequestOptions): string {
  const needed = new Set(all.filter((task) => task.level === 'blocking').map((task) => task.resolvableBy ?? 'retry'));
  const again = commands === 'app' ? 'comment `/readiness`' : 'run the job again';
  if (needed.has('github')) return `To settle it, grant what the rows name, then ${again}.`;
  if (needed.has('history')) return `To settle it, make the whole history readable, then ${again}.`;
  return commands === 'app' ? 'It is tried again by itself; `/readiness` tries at once.' : `To settle it, ${again}.`;
}

function closingLine(report: Report, all: Task[], options: PullRequestOptions): string {
  const gate = gateWords(report, options);
  if (report.verdict === 'ready') {
    if (report.validUntil === null) return gate;
    return `Good until ${forMarkdown(dayWords(report.validUntil))} unless something changes before. ${gate}`;
  }
  return `Technical: ${halfWords(report, all, 'technical')} · Organizational: ${halfWords(report, all, 'organizational')} · ${gate}`;
}

/** What is about to end stands in the open, not in a fold. */
function warningsOf(report: Report): string[] {
  return waiverWarnings(report).map((words) => `⚠️ ${stepProse(words)}.`);
}

function notesOf(report: Report): string[] {
  const notes = report.notes.slice(0, 3).map((note) => `- ${proseForMarkdown(cut(note, 300))}`);
  if (report.notes.length > notes.length) notes.push(`- and ${report.notes.length - notes.length} more notes`);
  return notes.length === 0 ? [] : [notes.join('\n')];
}

function restSection(rest: Task[], links: Links, options: PullRequestOptions): DetailsSection {
  return {
    name: 'what else is left',
    summary: (shown) => `What else is left (${shown < rest.length ? `${shown} of ${rest.length} shown` : rest.length})`,
    items: rest.map((task) => taskItem(task, links, options)),
    keep: 1,
  };
}

function adviceSection(all: Task[], links: Links, options: PullRequestOptions): DetailsSection {
  const advised = all.filter((task) => task.level === 'advisory' && task.outcome !== 'unknown');
  return {
    name: 'advice',
    summary: (shown) =>
      `Advice, never blocking (${shown < advised.length ? `${shown} of ${advised.length} shown` : advised.length})`,
    items: advised.slice(0, 3).map((task) => taskItem(task, links, options)),
    keep: 0,
  };
}

function whySection(report: Report, blocking: Task[], options: PullRequestOptions): DetailsSection {
  const because = report.subject.promotion.because.slice(0, 5).map((one) => proseForMarkdown(cut(one, 200)));
  const { profile, rule } = report.policy;
  const place = rule.line === undefined ? 'built in' : placeLink(rule, policyLinks(report, options.serverUrl));
  const floor = floorWords(report);
  const isStale = blocking.some((task) => task.outcome === 'stale') || report.summary.stale > 0;
  return {
    name: 'why this is asked',
    summary: () => 'Why am I asked this? Commands',
    items: [
      ...(because.length > 0 ? [`- because of ${because.join(', ')}`] : []),
      `- profile ${forMarkdownCode(profile)} (${place})`,
      ...(floor === undefined ? [] : [`- ${proseForMarkdown(floor)}`]),
      ...(isStale ? [`- ${outcomeWords('stale')} means: it was proven once and no longer is`] : []),
      ...commandItems(blocking, options),
    ],
    keep: 0,
  };
}

const CODE = /^[A-Z]{2}-\d{1,3}$/;
const CONTROL = /^control:[a-z][a-z-]*$/;

/** Only what works here, with the codes and controls of this very report. */
function commandItems(blocking: Task[], { commands }: PullRequestOptions): string[] {
  const coded = (tasks: Task[]): string | undefined =>
    tasks.flatMap((task) => task.codes).find((one) => CODE.test(one));
  const first = coded(blocking);
  // What was closed by command is not waived, it is taken back.
  const open = coded(blocking.filter((task) => task.outcome !== 'unknown' && !task.closes));
  const control = blocking.flatMap((task) => task.who).find((actor) => CONTROL.test(actor));
  const explain = first === undefined ? '`/readiness explain` with a code' : `\`/readiness explain ${first}\``;
  const items = [`- ${explain} says what is asked, by which line of the policy, and what was seen`];
  if (control !== undefined) {
    const sign = `\`/readiness sign-off ${control.slice('control:'.length)}\``;
    items.push(
      commands === 'app'
        ? `- ${sign} signs, for its approvers, as a comment or in an approving review`
        : `- ${sign} in an approving review signs, for its approvers`,
    );
  }
  if (commands === 'app' && open !== undefined)
    items.push(`- \`/readiness waive ${open} until <date> because <reason>\` asks for a waiver, where one is allowed`);
  items.push('- `/readiness` judges again · `/readiness help` lists all commands');
  return items;
}

function footOf(report: Report, options: PullRequestOptions): string {
  const { commit } = report.subject;
  const evaluated = commit === null ? 'plain files' : forMarkdownCode(shortCommit(plain(commit)));
  const parts = [
    `Judged ${evaluated}, ${moment(plain(report.evaluatedAt))}`,
    ...namedLink('full report', options.reportUrl),
    ...namedLink('one page for sponsors', options.sponsorsUrl),
  ];
  return `<sub>${parts.join(' · ')}</sub>`;
}
