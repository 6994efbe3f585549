import type { Report, ReportCriterion } from '../../../domain/report.ts';
import { dayWords } from '../../model/days.ts';
import { expiringWaivers } from '../../model/surroundings.ts';
import type { Task } from '../../model/task.ts';
import { cut, plain } from '../../model/text.ts';
import { actorWords, many, moment, profileWords, shortCommit } from '../../model/words.ts';

/** What the page for sponsors says, without codes and without the words of programmers. Plain text. */

export type Tone = 'good' | 'bad' | 'open' | 'mute';

/** Who or what settles what could not be looked at, as a thing one waits for. */
const LOOKING: Record<NonNullable<Task['resolvableBy']>, string> = {
  github: 'an answer from GitHub',
  history: 'the whole history',
  retry: 'another try',
};
const NAMES = 3;

/** The first line: can it go live, and if not, who is it waiting for? */
export function answerLine(report: Report, all: Task[]): string {
  if (report.verdict === 'ready') return 'Yes. Everything that was asked for is proven.';
  const blocking = all.filter((task) => task.level === 'blocking');
  const open = blocking.filter((task) => task.outcome !== 'unknown');
  if (report.verdict === 'not-ready') return `Not yet. It waits for ${waitsFor(open)}.`;
  if (blocking.length > 0) return `Nobody can say yet. It waits for ${waitsFor(blocking)}.`;
  return report.criteria.some((criterion) => criterion.status !== 'not-asked')
    ? 'Nobody can say yet. Not everything was judged.'
    : 'Nobody can say. Nothing is asked for here, so nothing is proven.';
}

export function verdictTone(verdict: Report['verdict']): Tone {
  return verdict === 'ready' ? 'good' : verdict === 'not-ready' ? 'bad' : 'open';
}

/** Those who are waited for, the ones with the most to do first. */
function waitsFor(tasks: Task[]): string {
  const counts = new Map<string, number>();
  for (const name of tasks.flatMap(waitedFor)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  if (names.length === 0) return 'somebody who is not named yet';
  const more = names.length - NAMES;
  return more > 0 ? `${names.slice(0, NAMES).join(', ')} and ${many(more, 'other')}` : joined(names);
}

function waitedFor(task: Task): string[] {
  if (task.unseen) return [LOOKING[task.resolvableBy ?? 'retry']];
  return task.who.map(personWords).filter((name) => name !== '');
}

/** `@dana`, `the privacy approvers`, `the author of the change`. */
function personWords(actor: string): string {
  if (actor === 'author') return 'the author of the change';
  const words = cut(plain(actorWords(actor)), 60);
  return words === '' || /^@/.test(words) ? words : `the ${words}`;
}

function joined(names: string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** "4 of 7 exit criteria are met · 3 things left · 2 facts not known". */
export function countLine(report: Report, all: Task[]): string {
  const asked = report.criteria.filter((criterion) => criterion.status !== 'not-asked');
  const met = asked.filter((criterion) => criterion.status === 'met').length;
  const left = all.filter((task) => task.level === 'blocking' && task.outcome !== 'unknown').length;
  const { unknown } = report.summary;
  return [
    asked.length === 0 ? '' : `${met} of ${many(asked.length, 'exit criterion is met', 'exit criteria are met')}`,
    left > 0 ? `${many(left, 'thing')} left` : '',
    unknown > 0 ? `${many(unknown, 'fact')} not known` : '',
    report.verdict === 'ready' && report.validUntil !== null
      ? `Good until ${dayWords(report.validUntil)} unless something changes`
      : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Waivers that are about to end, the soonest first: each is something that will stand in the way again. */
export function expiryLines(report: Report): string[] {
  return expiringWaivers(report).map(
    ({ title, until }) => `A waiver ends soon: after ${dayWords(until)} this stands in the way again: ${title}.`,
  );
}

/** What limits the verdict: nobody asked yet, nothing is blocked, files that are in no commit. */
export function stanceLines(report: Report): string[] {
  const { promotion, dirty, commit } = report.subject;
  const from = report.policy.enforceFrom;
  return [
    ...(promotion.is ? [] : ['A preview: nobody has asked yet for this to go live.']),
    ...(report.mode === 'observe'
      ? [`Only observed: nothing is blocked${from === undefined ? '' : ` before ${dayWords(from)}`}.`]
      : []),
    ...(commit === null
      ? ['Judged on files that are in no commit: somebody else cannot see the same.']
      : dirty
        ? ['Judged with local changes that are in no commit: somebody else cannot see the same.']
        : []),
  ];
}

const STATUS: Record<ReportCriterion['status'], { tone: Tone; words: string }> = {
  met: { tone: 'good', words: 'met' },
  unmet: { tone: 'bad', words: 'open' },
  unknown: { tone: 'open', words: 'not known' },
  'not-asked': { tone: 'mute', words: 'advice only' },
};

/** How one criterion stands: `met`, `met, 1 waived`, `2 left`, `not known`, `advice only`. */
export function stanceOf(criterion: ReportCriterion, all: Task[]): { tone: Tone; words: string } {
  const { tone, words } = STATUS[criterion.status];
  const waived = criterion.checks.filter((check) => check.level === 'blocking' && check.outcome === 'waived').length;
  const left = all.filter(
    (task) => task.level === 'blocking' && task.outcome !== 'unknown' && task.criteria.includes(criterion.id),
  ).length;
  const state = criterion.status === 'unmet' && left > 0 ? `${left} left` : words;
  return { tone, words: waived > 0 ? `${state}, ${waived} waived` : state };
}

export function whoWords(task: Task): string {
  if (task.unseen)
    return { github: 'GitHub', history: 'whoever has the whole history', retry: 'nobody: try again' }[
      task.resolvableBy ?? 'retry'
    ];
  const names = task.who.slice(0, NAMES).map((actor) => cut(plain(actorWords(actor)), 60));
  const more = task.who.length > NAMES ? ` and ${task.who.length - NAMES} more` : '';
  return `${names.join(', ')}${more}` || 'nobody is named yet';
}

/** What stands at the foot: when, which state, by which policy. */
export function provenance(report: Report): string {
  const { repository, pullRequest, commit } = report.subject;
  const name = cut(plain(repository), 80);
  const { profile, layers } = report.policy;
  const files = layers.slice(0, 2).map((layer) => {
    const at = layer.commit === undefined ? '' : ` at ${shortCommit(plain(layer.commit))}`;
    return `${cut(plain(layer.path), 60)}${at}`;
  });
  return [
    `Judged ${dayWords(report.evaluatedAt)}, ${moment(plain(report.evaluatedAt)).slice(11)}`,
    pullRequest === undefined ? name : `${name}, pull request ${pullRequest}`,
    commit === null ? 'no commit' : `commit ${shortCommit(plain(commit))}`,
    `policy: ${profile}, ${profileWords(profile)} (${files.length === 0 ? 'built in' : files.join(', ')})`,
    `pilot-readiness ${cut(plain(report.tool.version), 20)}`,
  ].join(' · ');
}
