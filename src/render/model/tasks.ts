import type { Report, ReportCheck, ReportCriterion, ReportPlace } from '../../domain/report.ts';
import { closureTasks } from './closures.ts';
import { capital, isNotVerified, withoutPlace } from './phrases.ts';
import { stallTasks } from './stalls.ts';
import type { Task } from './task.ts';
import { cut, plain } from './text.ts';

export type { Task } from './task.ts';

const TURNS: Task['turn'][] = ['author', 'people', 'look'];
const OUTCOMES: Task['outcome'][] = ['unmet', 'stale', 'unknown'];

/** One open thing of one check: the check itself, or one of its findings when it has several. */
interface Open {
  criterion: ReportCriterion;
  check: ReportCheck;
  outcome: Task['outcome'];
  cause: string;
  summary: string;
  places: ReportPlace[];
  remedy: string;
  actors: string[];
}

/**
 * What is left to do, one task per cause (a check without one is its own): what closes the gate by command, then blocking before advisory, what the author
 * can do alone before what needs others too, before what others must, then what nobody could look at; otherwise in the
 * order of the catalog.
 */
export function tasks(report: Report): Task[] {
  const groups = new Map<string, Open[]>();
  for (const open of report.criteria.flatMap((criterion) =>
    criterion.checks.flatMap((check) => openOf(criterion, check)),
  )) {
    const group = groups.get(open.cause);
    if (group) group.push(open);
    else groups.set(open.cause, [open]);
  }
  const closing = closureTasks(report).map(({ cause, task }) => {
    const same = groups.get(cause);
    groups.delete(cause);
    return same === undefined ? task : alsoAsked(task, taskOf(same));
  });
  const open = [...groups.values()].map(taskOf).sort((a, b) => rank(a) - rank(b));
  const blocking = open.filter((task) => task.level === 'blocking');
  // Signs of stalling come before other advice: they say what the rest of it leads to.
  return [...closing, ...blocking, ...stallTasks(report), ...open.filter((task) => task.level === 'advisory')];
}

/** What a check says of the same thing gives the place and the code; the words are those of the command. */
function alsoAsked(task: Task, { codes, criteria, places, where }: Task): Task {
  return { ...task, codes, criteria, places, ...(where === undefined ? {} : { where }) };
}

function openOf(criterion: ReportCriterion, check: ReportCheck): Open[] {
  const { outcome, level } = check;
  if (level === 'off' || (outcome !== 'unmet' && outcome !== 'stale' && outcome !== 'unknown')) return [];
  const whole = {
    criterion,
    check,
    outcome,
    summary: check.summary,
    places: check.places,
    remedy: check.remedy ?? '',
    actors: check.actors,
  };
  // A fact that could not be looked at stays one of its own: the count of facts must be the count of checks.
  if (outcome === 'unknown') return [{ ...whole, cause: `?${check.code}` }];
  const several = (check.findings ?? []).flatMap((finding): Open[] =>
    finding.outcome === 'unmet' || finding.outcome === 'stale'
      ? [
          {
            criterion,
            check,
            outcome: finding.outcome,
            cause: finding.cause ?? check.code,
            summary: finding.summary,
            places: finding.places,
            remedy: finding.remedy ?? check.remedy ?? '',
            actors: finding.actors,
          },
        ]
      : [],
  );
  return several.length > 0 ? several : [{ ...whole, cause: check.cause ?? check.code }];
}

function taskOf(group: Open[]): Task {
  const blocking = group.filter((open) => open.check.level === 'blocking');
  const speaking = blocking.length > 0 ? blocking : group;
  const [first] = speaking as [Open, ...Open[]];
  const outcome = OUTCOMES.find((one) => speaking.some((open) => open.outcome === one)) ?? first.outcome;
  const places = uniquePlaces(group.flatMap((open) => open.places));
  const who = [...new Set(group.flatMap((open) => open.actors))];
  const { check } = first;
  const where = places.find((place) => place.path !== '');
  const remedy = sentence(first.remedy);
  const unseen = outcome === 'unknown' && (first.remedy === '' || isNotVerified(first.summary));
  const others = group.slice(1).filter((open) => open.check === check && open.summary !== first.summary);
  return {
    title: outcome === 'unknown' ? check.title : capital(withoutPlace(sentence(first.summary), where)),
    nextStep: unseen ? settlingStep(check) : remedy,
    further: outcome === 'unknown' ? [] : furtherSteps(remedy, group),
    ...(outcome === 'unknown' ? { reason: sentence(first.summary) } : {}),
    ...(where === undefined ? {} : { where }),
    places,
    also: others.map((open) => ({
      summary: sentence(open.summary),
      ...(open.places[0] === undefined ? {} : { where: open.places[0] }),
    })),
    who,
    codes: [...new Set(group.map((open) => open.check.code))],
    criteria: [...new Set(group.map((open) => open.criterion.id))],
    halves: [...new Set(group.map((open) => open.criterion.half))],
    level: blocking.length > 0 ? 'blocking' : 'advisory',
    outcome,
    ...(check.resolvableBy === undefined ? {} : { resolvableBy: check.resolvableBy }),
    unseen,
    turn: outcome === 'unknown' ? 'look' : who.includes('author') ? 'author' : 'people',
  };
}

/** Remedies of one cause begin alike ("Write readiness/metrics.yaml. …"); what they share is said once. */
function furtherSteps(first: string, group: Open[]): string[] {
  const steps = group.map((open) => {
    const step = sentence(open.remedy);
    const shared = step.lastIndexOf('. ', commonLength(first, step) - 1);
    return step === first || shared < 0 ? step : step.slice(shared + 2);
  });
  return [...new Set(steps)].filter((step) => step !== '' && !first.endsWith(step));
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** What has to happen before anybody can know. */
export function settlingStep(check: Pick<ReportCheck, 'resolvableBy'>): string {
  if (check.resolvableBy === 'history') return 'Fetch the full history (git fetch --unshallow) and check again';
  if (check.resolvableBy === 'github') return 'Have it judged with access to GitHub';
  return 'Judge it again later';
}

function rank(task: Task): number {
  const isShared = task.turn === 'author' && task.who.length > 1;
  return (task.level === 'blocking' ? 0 : TURNS.length) + TURNS.indexOf(task.turn) + (isShared ? 0.5 : 0);
}

/** Without its full stop, so that a mouth may go on after it; and no longer than anybody reads. */
function sentence(text: string): string {
  return cut(plain(text), 400).replace(/(?<!\.)\.$/, '');
}

function uniquePlaces(places: ReportPlace[]): ReportPlace[] {
  return [...new Map(places.map((place) => [placeKey(place), place])).values()];
}

function placeKey(place: ReportPlace): string {
  return `${place.path}:${place.line ?? ''}:${place.column ?? ''}`;
}
