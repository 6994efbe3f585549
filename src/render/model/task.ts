import type { ReportCheck, ReportCriterion, ReportPlace } from '../../domain/report.ts';
import { placeWords } from './words.ts';

/** One thing a person has to do or verify: everything in the report that follows from one cause. */
export interface Task {
  /** What is missing; for what could not be verified, what the check requires. Plain text. */
  title: string;
  nextStep: string;
  /** What else the same cause requires, besides the next step. */
  further: string[];
  /** For unknown: why it could not be verified. */
  reason?: string;
  where?: ReportPlace;
  places: ReportPlace[];
  /** What else its checks found wrong, worst first. */
  also: { summary: string; where?: ReportPlace }[];
  who: string[];
  codes: string[];
  criteria: string[];
  halves: ReportCriterion['half'][];
  level: 'blocking' | 'advisory';
  outcome: 'unmet' | 'stale' | 'unknown';
  resolvableBy?: NonNullable<ReportCheck['resolvableBy']>;
  /** Unknown because it could not be looked up; otherwise the evidence leaves it open and a person can act. */
  unseen: boolean;
  /** Who acts next: the author can fix it here, other people must act, or somebody has to look again. */
  turn: 'author' | 'people' | 'look';
  /** Closes the gate by command, whatever the evidence says: comes before everything else. */
  closes?: true;
}

/** The place follows every title, so a title does not have to begin with it. */
export function withoutPlace(title: string, where: Pick<ReportPlace, 'path' | 'line'> | undefined): string {
  if (where?.line === undefined) return title;
  const place = `${where.path}:${where.line}`;
  if (!title.startsWith(place)) return title;
  const rest = title.slice(place.length).replace(/^(?::\d+)?:? /, '');
  return /^\S/.test(rest) && rest.length < title.length - place.length ? rest : title;
}

/** `docs/rollback.md:14`, unless the title names the file and there is no line to add. */
export function whereWords({ where, title }: Task): string {
  if (where === undefined || (where.line === undefined && title.includes(where.path))) return '';
  return placeWords(where);
}

/** A summary that only states that something was not looked up. */
export function isNotVerified(summary: string): boolean {
  return summary.startsWith('Not verified: ');
}

/** What has to happen before the check can be evaluated. */
export function verifyStep({ resolvableBy }: Pick<ReportCheck, 'resolvableBy'>): string {
  if (resolvableBy === 'history') return 'Fetch the full history (git fetch --unshallow) and check again';
  if (resolvableBy === 'github') return 'Evaluate it with access to GitHub';
  return 'Evaluate it again later';
}

export function isBlocking({ level }: Task): boolean {
  return level === 'blocking';
}

/** Blocking tasks that people can work on, without those that only have to be verified. */
export function isOpen(task: Task): boolean {
  return isBlocking(task) && task.outcome !== 'unknown';
}

export function isAdvice(task: Task): boolean {
  return task.level === 'advisory' && task.outcome !== 'unknown';
}
