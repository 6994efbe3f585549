import type { Report, ReportCheck, ReportCriterion, ReportPlace } from '../../domain/report.ts';
import { closureTasks } from './closures.ts';
import { definitionTasks } from './definitions.ts';
import { stallTasks } from './stalls.ts';
import { isBlocking, isNotVerified, type Task, verifyStep, withoutPlace } from './task.ts';
import { capital, placeWords, sentence } from './words.ts';

const TURNS: Task['turn'][] = ['author', 'people', 'look'];
const OUTCOMES: Task['outcome'][] = ['unmet', 'stale', 'unknown'];

/** One open point of one check: the check itself, or one of its findings when it has several. */
interface OpenPoint {
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
 * What is left to do, one task per cause (a check without a cause is its own). First what closes the gate by command, then
 * blocking before advisory; what the author can do alone, with others, what others must do, what could not be verified;
 * otherwise in the order of the catalog.
 */
export function tasks(report: Report): Task[] {
  const groups = new Map<string, OpenPoint[]>();
  for (const open of report.criteria.flatMap((criterion) =>
    criterion.checks.flatMap((check) => openPoints(criterion, check)),
  )) {
    const group = groups.get(open.cause);
    if (group) group.push(open);
    else groups.set(open.cause, [open]);
  }
  const closing = closureTasks(report).map(({ cause, task }) => {
    const same = groups.get(cause);
    groups.delete(cause);
    return same === undefined ? task : withCheck(task, taskOf(same));
  });
  const open = [...groups.values()].map(taskOf).sort((a, b) => rank(a) - rank(b));
  // Signs of stalling come before other advice, because they state what the rest of it leads to.
  return [
    ...definitionTasks(report),
    ...closing,
    ...open.filter(isBlocking),
    ...stallTasks(report),
    ...open.filter((task) => !isBlocking(task)),
  ];
}

/** A check for the same cause adds the place and the code; the words are those of the command. */
function withCheck(task: Task, { codes, criteria, places, where }: Task): Task {
  return { ...task, codes, criteria, places, ...(where && { where }) };
}

function openPoints(criterion: ReportCriterion, check: ReportCheck): OpenPoint[] {
  const { outcome, level } = check;
  if (level === 'off' || (outcome !== 'unmet' && outcome !== 'stale' && outcome !== 'unknown')) return [];
  const whole = { ...check, criterion, check, outcome, remedy: check.remedy ?? '', cause: check.cause ?? check.code };
  // What could not be verified stays a task of its own: the count of tasks must be the count of checks.
  if (outcome === 'unknown') return [{ ...whole, cause: `?${check.code}` }];
  const several = (check.findings ?? []).flatMap((finding): OpenPoint[] =>
    finding.outcome === 'unmet' || finding.outcome === 'stale'
      ? [
          {
            ...finding,
            criterion,
            check,
            outcome: finding.outcome,
            cause: finding.cause ?? check.code,
            remedy: finding.remedy ?? check.remedy ?? '',
          },
        ]
      : [],
  );
  return several.length > 0 ? several : [whole];
}

function taskOf(group: OpenPoint[]): Task {
  const blocking = group.filter((open) => open.check.level === 'blocking');
  const leading = blocking.length > 0 ? blocking : group;
  const [first] = leading as [OpenPoint, ...OpenPoint[]];
  const outcome = OUTCOMES.find((one) => leading.some((open) => open.outcome === one)) ?? first.outcome;
  const places = [...new Map(group.flatMap((open) => open.places).map((place) => [placeWords(place), place])).values()];
  const who = [...new Set(group.flatMap((open) => open.actors))];
  const { check } = first;
  const where = places.find((place) => place.path !== '');
  const remedy = sentence(first.remedy);
  const unseen = outcome === 'unknown' && (first.remedy === '' || isNotVerified(first.summary));
  const others = group.slice(1).filter((open) => open.check === check && open.summary !== first.summary);
  return {
    title: outcome === 'unknown' ? check.title : capital(withoutPlace(sentence(first.summary), where)),
    nextStep: unseen ? verifyStep(check) : remedy,
    further: outcome === 'unknown' ? [] : furtherSteps(remedy, group),
    ...(outcome === 'unknown' && { reason: sentence(first.summary) }),
    ...(where && { where }),
    places,
    also: others.map(({ summary, places: [place] }) => ({
      summary: sentence(summary),
      ...(place && { where: place }),
    })),
    who,
    codes: [...new Set(group.map((open) => open.check.code))],
    criteria: [...new Set(group.map((open) => open.criterion.id))],
    halves: [...new Set(group.map((open) => open.criterion.half))],
    level: blocking.length > 0 ? 'blocking' : 'advisory',
    outcome,
    ...(check.resolvableBy && { resolvableBy: check.resolvableBy }),
    unseen,
    turn: outcome === 'unknown' ? 'look' : who.includes('author') ? 'author' : 'people',
  };
}

/** Remedies of one cause begin alike ("Write readiness/metrics.yaml. …"); the shared beginning is written once. */
function furtherSteps(first: string, group: OpenPoint[]): string[] {
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

function rank(task: Task): number {
  const isShared = task.turn === 'author' && task.who.length > 1;
  return (isBlocking(task) ? 0 : TURNS.length) + TURNS.indexOf(task.turn) + (isShared ? 0.5 : 0);
}
