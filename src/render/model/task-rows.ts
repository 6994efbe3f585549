import { type Links, type PullRequestOptions, placeLink } from '../markdown/pull-request.ts';
import { type Block, type Item, line, type Piece } from './blocks.ts';
import { isAdvice, type Task, whereWords } from './task.ts';
import { cut } from './text.ts';
import { actorWords, many, NOBODY_NAMED, peopleWords } from './words.ts';

/** One task in a row of a table or an item of a list: what is missing, the next step, who acts. */

const MAX_LEAD = 120;
const MAX_REST = 160;
const MAX_STEP = 180;
const MAX_CODES = 3;
const MAX_PEOPLE = 5;

/** Where a report is read decides what can be done there. */
export type ReadAt = PullRequestOptions['commands'] | 'cli';

/** What verifies a check that could not be looked up, and who can do that. */
const VERIFYING: Record<ReadAt, Record<NonNullable<Task['resolvableBy']>, { step: string; who: string }>> = {
  app: {
    github: { step: 'Grant the App the missing access, then comment `/readiness`', who: 'organization owner' },
    history: { step: 'Make the full history readable, then comment `/readiness`', who: 'repository admin' },
    retry: { step: 'Nothing to do: it is retried. `/readiness` retries now', who: 'pilot-readiness' },
  },
  action: {
    github: { step: 'Give the job a `team-token` with read access to this, then rerun it', who: 'repository admin' },
    history: { step: 'Make the full history readable, then rerun the job', who: 'repository admin' },
    retry: { step: 'Rerun the job', who: 'author' },
  },
  cli: {
    github: { step: 'Run the check with access to GitHub', who: 'GitHub' },
    history: { step: 'Fetch the full history (`git fetch --unshallow`) and check again', who: 'a full clone' },
    retry: { step: 'Run the check again', who: 'pilot-readiness' },
  },
};

export interface RowOptions {
  readAt: ReadAt;
  links: Links;
  people?: PullRequestOptions['people'];
}

/** One task in one line: what is missing, where, who acts if other people have to, and its codes. */
export function taskLine(task: Task, isForOthers: boolean): Piece[] {
  const where = whereWords(task);
  const who = isForOthers ? ` · ${peopleWords(task.who)}` : '';
  return line`${cut(task.title, 160)}${where === '' ? '' : ` (${where})`}${who}${{ codes: task.codes }}`;
}

/** Tasks as a table of at most `max` rows. The first column is a number, so that people can refer to "the second one". */
export function taskTable(tasks: Task[], max: number, options: RowOptions): Block[] {
  if (tasks.length === 0) return [];
  const heading = tasks.some(({ outcome }) => outcome !== 'unknown') ? 'Missing' : 'Not verified';
  const rows = tasks.slice(0, max).map((task, index) => ({
    cells: [`${index + 1}`, whatIsMissing(task, options), nextStep(task, options), whoActs(task, options)],
  }));
  const table: Block = { kind: 'table', columns: ['', heading, 'Next step', 'Who'], rows };
  return tasks.length > max ? [table, { kind: 'paragraph', text: `and ${tasks.length - max} more` }] : [table];
}

const MAX_ADVICE = 3;

/** What advises without blocking, of which only a few are shown. */
export function adviceItems(all: Task[], options: RowOptions): { items: Item[]; total: number } {
  const advice = all.filter(isAdvice);
  return { items: advice.slice(0, MAX_ADVICE).map((task) => taskItem(task, options)), total: advice.length };
}

export function taskItem(task: Task, options: RowOptions): Item {
  return { text: line`${whatIsMissing(task, options)}. ${nextStep(task, options)} (${whoActs(task, options)})` };
}

/** What is missing and where: the beginning is short and bold, the rest follows in regular type. */
function whatIsMissing(task: Task, { links }: RowOptions): Piece[] {
  const { lead, rest } = splitTitle(task.title);
  const more = task.reason === undefined ? rest : `: ${cut(task.reason.replace(/^Not verified: /, ''), MAX_REST + 40)}`;
  return [{ strong: cut(lead, MAX_LEAD) }, more, ...where(task, links)];
}

/** "Eval results are older than the code" and ": 3 files in prompts/ changed since"; a short text is not split. */
function splitTitle(title: string): { lead: string; rest: string } {
  const match = /^(.{12,120}?)(: |; | \().*$/s.exec(title);
  const lead = match?.[1] ?? '';
  const isPhrase = lead.split(' ').length >= 3 && lead.split('`').length % 2 === 1 && lead.split('"').length < 2;
  return isPhrase ? { lead, rest: cut(title.slice(lead.length), MAX_REST) } : { lead: title, rest: '' };
}

function where(task: Task, links: Links): Piece[] {
  if (task.where === undefined) return [];
  const { path, line: at } = task.where;
  if (whereWords(task) === '' && links(task.where) === undefined) return [];
  const more = task.places.length > 1 ? ` and ${many(task.places.length - 1, 'more place')}` : '';
  return line` (${placeLink({ path, ...(at && { line: at }) }, links)}${more})`;
}

/** The first step toward it; what else the same cause requires is counted. */
function nextStep(task: Task, { readAt }: RowOptions): Piece[] {
  const more = task.codes.length > MAX_CODES ? ` and ${task.codes.length - MAX_CODES} more` : '';
  const further = task.further.length > 0 ? ` (then ${many(task.further.length, 'more step')})` : '';
  const step = task.unseen ? VERIFYING[readAt][task.resolvableBy ?? 'retry'].step : inBrief(task.nextStep) + further;
  return [step, { codes: task.codes.slice(0, MAX_CODES) }, more];
}

/** A long step ends with its first clauses. */
function inBrief(step: string): string {
  if (step.length <= MAX_STEP) return step;
  const end = Math.max(...['. ', '; '].map((sign) => step.lastIndexOf(sign, MAX_STEP)));
  return end >= 40 ? step.slice(0, end) : cut(step, MAX_STEP);
}

/** Accounts and teams are code, so that a report notifies nobody. */
function whoActs(task: Task, { readAt, people = {} }: RowOptions): Piece[] {
  if (task.unseen) return [VERIFYING[readAt][task.resolvableBy ?? 'retry'].who];
  const words = task.who.slice(0, MAX_PEOPLE).flatMap((actor, index): Piece[] => {
    const { names = [], reviewRequested = false } = (Object.hasOwn(people, actor) && people[actor]) || {};
    const handles = names.slice(0, 3).flatMap((name, at) => line`${at === 0 ? '' : ' or '}${handle(name)}`);
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    const who = handles.length > 0 ? handles : [actor.startsWith('@') ? handle(actor) : cut(actorWords(actor), 60)];
    return [index === 0 ? '' : ', ', ...who, more, reviewRequested ? ' (review requested)' : ''];
  });
  return words.length === 0 ? [NOBODY_NAMED] : words;
}

export function handle(name: string): Piece {
  return { code: cut(name.replace(/^@/, ''), 60) };
}
