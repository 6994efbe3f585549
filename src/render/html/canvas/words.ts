import type { Report, ReportCriterion } from '../../../domain/report.ts';
import type { Tone } from '../../model/blocks.ts';
import { expiringWaivers } from '../../model/surroundings.ts';
import { isBlocking, isOpen, type Task } from '../../model/task.ts';
import { cut, plain } from '../../model/text.ts';
import { actorWords, dayWords, many, moment, NOBODY_NAMED, profileWords, shortCommit } from '../../model/words.ts';

/** The sentences of the page for sponsors, without codes and without technical terms. Plain text. */

/** What is waited for where something could not be verified. */
const WAITING: Record<NonNullable<Task['resolvableBy']>, string> = {
  github: 'an answer from GitHub',
  history: 'the full history',
  retry: 'another attempt',
};
const VERIFIERS: Record<NonNullable<Task['resolvableBy']>, string> = {
  github: 'GitHub',
  history: 'anyone with the full history',
  retry: 'nobody, try again',
};
const MAX_NAMES = 3;

/** The first line: can it go live, and if not, who is it waiting for? */
export function answerLine(report: Report, all: Task[]): string {
  if (report.verdict === 'ready') return 'Yes. Everything that is required is verified.';
  const blocking = all.filter(isBlocking);
  if (report.verdict === 'not-ready') return `Not yet. It is waiting for ${waitsFor(blocking.filter(isOpen))}.`;
  if (blocking.length > 0) return `Not known yet. It is waiting for ${waitsFor(blocking)}.`;
  return report.criteria.some((criterion) => criterion.status !== 'not-asked')
    ? 'Not known yet. Not everything was evaluated.'
    : 'Not known. Nothing is required here, so nothing is verified.';
}

export function verdictTone(verdict: Report['verdict']): Tone {
  return verdict === 'ready' ? 'good' : verdict === 'not-ready' ? 'bad' : 'open';
}

/** Who is waited for, those with the most to do first. */
function waitsFor(tasks: Task[]): string {
  const counts = new Map<string, number>();
  for (const name of tasks.flatMap(waitedFor)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  if (names.length === 0) return 'someone who is not named yet';
  if (names.length > MAX_NAMES)
    return `${names.slice(0, MAX_NAMES).join(', ')} and ${many(names.length - MAX_NAMES, 'other')}`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function waitedFor(task: Task): string[] {
  if (task.unseen) return [WAITING[task.resolvableBy ?? 'retry']];
  return task.who.map(personWords).filter((name) => name !== '');
}

/** `@dana`, `the privacy approvers`, `the author of the change`. */
function personWords(actor: string): string {
  if (actor === 'author') return 'the author of the change';
  const words = cut(plain(actorWords(actor)), 60);
  return words === '' || words.startsWith('@') ? words : `the ${words}`;
}

/** Waivers that are about to expire, the soonest first. */
export function expiryLines(report: Report): string[] {
  return expiringWaivers(report).map(
    ({ title, until }) => `A waiver expires soon: after ${dayWords(until)} this blocks again: ${title}.`,
  );
}

/** What limits the verdict: nobody requested it yet, nothing is blocked, files that are in no commit. */
export function limitingLines(report: Report): string[] {
  const { promotion, dirty, commit } = report.subject;
  const from = report.policy.enforceFrom;
  const state = commit === null ? 'files outside a commit' : dirty ? 'local changes outside a commit' : undefined;
  return [
    ...(promotion.is ? [] : ['Preview: nobody has requested yet that this goes live.']),
    ...(report.mode === 'observe'
      ? [`Observe only: nothing is blocked${from === undefined ? '' : ` before ${dayWords(from)}`}.`]
      : []),
    ...(state === undefined ? [] : [`Includes ${state}: others cannot reproduce this result.`]),
  ];
}

const STATUS: Record<ReportCriterion['status'], { tone: Tone; words: string }> = {
  met: { tone: 'good', words: 'met' },
  unmet: { tone: 'bad', words: 'not met' },
  unknown: { tone: 'open', words: 'not verified' },
  'not-asked': { tone: 'mute', words: 'advice only' },
};

/** The state of one criterion: `met`, `met, 1 waived`, `2 left`, `not verified`, `advice only`. */
export function criterionState(criterion: ReportCriterion, all: Task[]): { tone: Tone; words: string } {
  const { tone, words } = STATUS[criterion.status];
  const waived = criterion.checks.filter(({ level, outcome }) => level === 'blocking' && outcome === 'waived').length;
  const left = all.filter((task) => isOpen(task) && task.criteria.includes(criterion.id)).length;
  const state = criterion.status === 'unmet' && left > 0 ? `${left} left` : words;
  return { tone, words: waived > 0 ? `${state}, ${waived} waived` : state };
}

export function whoWords(task: Task): string {
  if (task.unseen) return VERIFIERS[task.resolvableBy ?? 'retry'];
  const names = task.who.slice(0, MAX_NAMES).map((actor) => cut(plain(actorWords(actor)), 60));
  const more = task.who.length > MAX_NAMES ? ` and ${task.who.length - MAX_NAMES} more` : '';
  return `${names.join(', ')}${more}` || NOBODY_NAMED;
}

/** The footer: when, which state, with which policy. */
export function provenance(report: Report): string {
  const { repository, pullRequest, commit } = report.subject;
  const { profile, layers } = report.policy;
  const name = cut(plain(repository), 80);
  const files = layers.slice(0, 2).map((layer) => {
    const at = layer.commit === undefined ? '' : ` at ${shortCommit(plain(layer.commit))}`;
    return `${cut(plain(layer.path), 60)}${at}`;
  });
  return [
    `Evaluated ${dayWords(report.evaluatedAt)}, ${moment(plain(report.evaluatedAt)).slice(11)}`,
    pullRequest === undefined ? name : `${name}, pull request ${pullRequest}`,
    commit === null ? 'no commit' : `commit ${shortCommit(plain(commit))}`,
    `policy: ${profile}, ${profileWords(profile)} (${files.length === 0 ? 'built in' : files.join(', ')})`,
    `pilot-readiness ${cut(plain(report.tool.version), 20)}`,
  ].join(' · ');
}
