import type { Fault } from '../../domain/observation.ts';
import type { Report, ReportPlace } from '../../domain/report.ts';
import type { Task } from '../model/task.ts';
import { cut, plain } from '../model/text.ts';
import { peopleWords, placeWords, withPeriod } from '../model/words.ts';
import type { PullRequestOptions } from './pull-request.ts';

/** An annotation at a line of a file, as the checks API of GitHub takes it. */
export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  /** GitHub takes columns for a single line only, so both lines are the same here. */
  start_column?: number;
  end_column?: number;
  annotation_level: 'failure' | 'warning' | 'notice';
  title: string;
  message: string;
}

const LEVELS: Annotation['annotation_level'][] = ['failure', 'warning', 'notice'];
const MAX_ANNOTATIONS = 200;
/** GitHub takes 255 characters of title and 64 kB of message, which is more than people read. */
const MAX_TITLE = 120;
const MAX_MESSAGE = 2000;

/** The annotations of a pull request, and how many more places there were. */
export interface Annotated {
  annotations: Annotation[];
  left: number;
}

/** Annotations at the places of the tasks: the first place of each task before the second of any, in the order of the tasks. */
export function annotationsOf(report: Report, all: Task[], options: PullRequestOptions): Annotated {
  const isBlocked = report.mode === 'enforce' && report.subject.promotion.is;
  const found = all.flatMap((task) => {
    const level = levelOf(task, isBlocked);
    const places = task.places.filter((place) => isAtHead(place, report, options));
    return places.map((place, turn) => ({ task, place, level, turn }));
  });
  found.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || a.turn - b.turn);
  const annotations = found.slice(0, MAX_ANNOTATIONS).map(({ task, place, level }) => annotate(task, place, level));
  return { annotations, left: found.length - annotations.length };
}

/** Annotations at the faulty lines of a policy file; a file of another repository has no lines here. */
export function faultAnnotations(faults: Fault[]): Annotated {
  const found = faults.filter((fault) => fault.repository === undefined && isPath(fault.path));
  const annotations = found.slice(0, MAX_ANNOTATIONS).map((fault): Annotation => {
    const allowed = fault.allowed === undefined ? '' : `Allowed: ${plain(fault.allowed)}`;
    const problem = [plain(fault.key), plain(fault.problem)].filter(Boolean).join(' ');
    return {
      path: fault.path,
      ...spot(fault.line, fault.column),
      annotation_level: 'failure',
      title: cut(problem, MAX_TITLE),
      message: cut([problem, allowed, plain(fault.remedy)].map(withPeriod).filter(Boolean).join(' '), MAX_MESSAGE),
    };
  });
  return { annotations, left: found.length - annotations.length };
}

function annotate(task: Task, place: ReportPlace, level: Annotation['annotation_level']): Annotation {
  const here = task.also.find((one) => one.where !== undefined && placeWords(one.where) === placeWords(place));
  const title = here?.summary ?? task.title;
  const who = task.outcome === 'unknown' ? '' : `Who can act: ${peopleWords(task.who)}`;
  const words = [title, task.reason ?? '', task.nextStep, ...task.further, who].map(withPeriod).filter(Boolean);
  return {
    path: place.path,
    ...spot(place.line ?? 1, place.column),
    annotation_level: level,
    title: cut(plain(title), MAX_TITLE),
    message: cut([...words, `(${task.codes.map(plain).join(', ')})`].join(' '), MAX_MESSAGE),
  };
}

function levelOf(task: Task, isBlocked: boolean): Annotation['annotation_level'] {
  if (task.level === 'advisory') return 'notice';
  return isBlocked && task.outcome !== 'unknown' ? 'failure' : 'warning';
}

function spot(line: number, column: number | undefined) {
  const columns = column === undefined ? {} : { start_column: column, end_column: column };
  return { start_line: line, end_line: line, ...columns };
}

/** The policy is read from the default branch, where the same line may differ. */
function isAtHead(place: ReportPlace, report: Report, { isInHead }: PullRequestOptions): boolean {
  if (place.line === undefined || !isPath(place.path)) return false;
  return isInHead === undefined
    ? !report.policy.layers.some((layer) => layer.path === place.path)
    : isInHead(place.path);
}

/** Whether a path can be named as it is. Most are plain ASCII, which is quick to check. */
function isPath(path: string): boolean {
  return /^[!-.0-~][!-~]*$/.test(path) || (path !== '' && path === plain(path) && !path.startsWith('/'));
}
