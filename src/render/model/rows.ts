import { type Links, type PullRequestOptions, placeLink } from '../markdown/pull-request.ts';
import type { Task } from './tasks.ts';
import { cut, forMarkdown, forMarkdownCode, proseForMarkdown } from './text.ts';
import { actorWords, many, whereWords } from './words.ts';

/** One task in the few words of a table cell or a list item. */

const LEAD = 120;
const REST = 160;
const STEP = 180;
const TYPED =
  /\/readiness(?: (?:sign-off|accept|decline|withdraw|waive|grant|explain)(?: [\w-]+)?)?|(?<![\w`/.])@\w[\w-]*(?:\/\w[\w.-]*\w)?/g;

/** Who and what settles what could not be looked at, by the door that speaks. */
const SETTLING = {
  app: {
    github: { step: 'Give the App the access it lacks, then comment `/readiness`', who: 'organization owner' },
    history: { step: 'Comment `/readiness` when the whole history can be read', who: 'repository admin' },
    retry: { step: 'Nothing to do: it is tried again; `/readiness` tries at once', who: 'pilot-readiness' },
  },
  action: {
    github: { step: 'Give the job a `team-token` that may read this, then run it again', who: 'repository admin' },
    history: { step: 'Run the job again when the whole history can be read', who: 'repository admin' },
    retry: { step: 'Run the job again', who: 'author' },
  },
} as const;

/** What is missing and where: what catches the eye first is short, the rest follows in plain type. */
export function whatIsMissing(task: Task, links: Links): string {
  const { lead, rest } = parted(task.title);
  const more = task.reason === undefined ? rest : `: ${cut(task.reason, REST + 40)}`;
  return `**${stepProse(cut(lead, LEAD))}**${afterLead(more)}${where(task, links)}`;
}

/** The first step toward it, in one go; what else the same cause asks for is counted. */
export function nextStep(task: Task, options: PullRequestOptions): string {
  const codes = task.codes.slice(0, 3).map((code) => forMarkdownCode(cut(code, 20)));
  const others = task.codes.length > 3 ? [`and ${task.codes.length - 3} more`] : [];
  return [stepWords(task, options), ...codes, ...others].filter(Boolean).join(' ');
}

function stepWords(task: Task, options: PullRequestOptions): string {
  if (task.unseen) return SETTLING[options.commands][task.resolvableBy ?? 'retry'].step;
  const words = stepProse(inBrief(task.nextStep));
  const further = task.further.length > 0 ? ` (then ${many(task.further.length, 'more step')})` : '';
  return `${words}${further}`;
}

/** Who has to move, in words; accounts and teams as code, so that nobody is pinged by a report. */
export function whoActs(task: Task, options: PullRequestOptions): string {
  if (task.unseen) return SETTLING[options.commands][task.resolvableBy ?? 'retry'].who;
  const words = task.who.slice(0, 5).map((actor) => {
    const people = Object.hasOwn(options.people ?? {}, actor) ? options.people?.[actor] : undefined;
    if (people === undefined || people.names.length === 0)
      return actor.startsWith('@') ? forMarkdownCode(cut(actor.slice(1), 60)) : forMarkdown(cut(actorWords(actor), 60));
    const names = people.names.slice(0, 3).map((name) => forMarkdownCode(cut(name.replace(/^@/, ''), 60)));
    const more = people.names.length > 3 ? ` and ${people.names.length - 3} more` : '';
    return `${names.join(' or ')}${more}${people.reviewRequested ? ' (review requested)' : ''}`;
  });
  return words.join(', ') || 'nobody is named';
}

/** The rows as a table. The first column counts, so that people can speak of "the second one". */
export function taskTable(tasks: Task[], links: Links, options: PullRequestOptions): string[] {
  if (tasks.length === 0) return [];
  const heading = tasks.some((task) => task.outcome !== 'unknown') ? 'Missing' : 'Not known';
  const rows = tasks.map(
    (task, index) =>
      `| ${index + 1} | ${whatIsMissing(task, links)} | ${nextStep(task, options)} | ${whoActs(task, options)} |`,
  );
  return [[`| | ${heading} | Next step | Who |`, '|-|-|-|-|', ...rows].join('\n')];
}

/** The same as one list item. */
export function taskItem(task: Task, links: Links, options: PullRequestOptions): string {
  return `- ${whatIsMissing(task, links)}. ${nextStep(task, options)} (${whoActs(task, options)})`;
}

/** "Eval results are older than the code" and ": 3 files in prompts/ changed since"; a short text is not parted. */
function parted(title: string): { lead: string; rest: string } {
  const match = /^(.{12,120}?)(: |; | \().*$/s.exec(title);
  const lead = match?.[1] ?? '';
  const isPhrase = lead.split(' ').length >= 3 && lead.split('`').length % 2 === 1 && lead.split('"').length < 2;
  return isPhrase ? { lead, rest: cut(title.slice(lead.length), REST) } : { lead: title, rest: '' };
}

function afterLead(rest: string): string {
  const sign = /^[:;] |^ /.exec(rest)?.[0] ?? '';
  return rest === '' ? '' : `${sign}${stepProse(rest.slice(sign.length))}`;
}

function where(task: Task, links: Links): string {
  if (task.where === undefined) return '';
  const isNamed = whereWords(task) === '' && links(task.where) === undefined;
  if (isNamed) return '';
  const more = task.places.length > 1 ? ` and ${many(task.places.length - 1, 'more place')}` : '';
  return ` (${placeLink({ path: task.where.path, ...(task.where.line ? { line: task.where.line } : {}) }, links)}${more})`;
}

/** The step without what is told after its first clauses, when it is long. */
function inBrief(step: string): string {
  if (step.length <= STEP) return step;
  const end = Math.max(...['. ', '; '].map((sign) => step.lastIndexOf(sign, STEP)));
  return end >= 40 ? step.slice(0, end) : cut(step, STEP);
}

/**
 * A remedy as Markdown. A command that stands bare in it is shown as something to type, and a person or team as code, so
 * that nobody is pinged; that is done before escaping, which has the last word.
 */
export function stepProse(text: string): string {
  const typed = text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(TYPED, '`$&`')))
    .join('');
  return proseForMarkdown(typed);
}
