import { addDays, day, daysBetween } from '../../../domain/dates.ts';
import { type Finding, met, notApplicable, stale, unmet } from '../../../domain/finding.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { Workflow } from '../../../evidence/schema/workflow.ts';
import { reaches } from '../metrics/figures.ts';
import type { LoggedDecision, RunLog } from './run-log.ts';

const DAY_MS = 86_400_000;

/** How many decisions ran untouched over the newest days of a log. */
export interface NoTouch {
  n: number;
  untouched: number;
  share: number;
  /** First and last day of the window. */
  from: string;
  to: string;
  /** End of its last day, in milliseconds. */
  end: number;
}

/**
 * The newest `days` days that hold decisions, reaching further back until `atLeast` decisions stand in them. Fewer are
 * returned when the list has no more.
 */
export function newestShare(decisions: LoggedDecision[], days: number, atLeast: number): NoTouch | undefined {
  const newestFirst = [...decisions].sort((a, b) => b.at - a.at);
  const [newest] = newestFirst;
  if (newest === undefined) return undefined;
  const lastDay = dayNumber(newest.at);
  const enough = newestFirst[Math.min(atLeast, newestFirst.length) - 1] ?? newest;
  const firstDay = Math.min(lastDay - days + 1, dayNumber(enough.at));
  const inside = newestFirst.filter(({ at }) => dayNumber(at) >= firstDay);
  const untouched = inside.filter(({ touched }) => !touched).length;
  return {
    n: inside.length,
    untouched,
    share: untouched / inside.length,
    from: day(firstDay * DAY_MS),
    to: day(lastDay * DAY_MS),
    end: (lastDay + 1) * DAY_MS,
  };
}

export function dayNumber(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** That no decision is the system's alone: people confirm or make each of them by design, so nothing has to run untouched. */
export function nothingAutomatic(workflow: Located<Workflow>): Finding | undefined {
  const { decisions = [] } = workflow.value;
  if (decisions.length === 0 || decisions.some(({ mode }) => mode === 'auto')) return undefined;
  return notApplicable(
    'No decision is automatic: people confirm or make each of them, as the workflow declares',
    workflow.at('decisions'),
  );
}

/** `93.3% of 120 automatic decisions ran untouched`. */
export function shareWords({ share, n, from, to }: NoTouch, what = 'automatic decisions'): string {
  return `${percent(share)} of ${n} ${what} ran untouched (${from} to ${to})`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

export interface NoTouchLimits {
  minShare: number;
  minDays: number;
  minRuns: number;
  maxAgeDays: number;
}

/** Whether enough of the automatic decisions ran untouched, over enough days and runs, lately. */
export function judgeNoTouch(log: RunLog, limits: NoTouchLimits, now: number): Finding {
  const { minShare, minDays, minRuns, maxAgeDays } = limits;
  const automatic = log.decisions.filter(({ mode }) => mode === 'auto');
  const window = newestShare(automatic, minDays, minRuns);
  if (window === undefined || window.n < minRuns)
    return unmet(`The log holds ${automatic.length} automatic decisions, at least ${minRuns} are needed`, log.place, {
      remedy: `Go on until ${minRuns - automatic.length} more automatic decisions were made, then export the log again.`,
    });
  const first = Math.min(...log.decisions.map(({ at }) => dayNumber(at)));
  const covered = dayNumber(window.end) - first;
  if (covered < minDays)
    return unmet(`The log covers ${covered} days, at least ${minDays} are needed`, log.place, {
      remedy: `Go on for ${minDays - covered} more days, then export the log again.`,
    });
  const says = `${shareWords(window)}, at least ${percent(minShare)} needed; ${allWords(log, window)}`;
  if (!reaches(window.share, 'gte', minShare))
    return unmet(says, log.place, {
      remedy:
        'See in the log which kind of touch is the most frequent and remove its cause; or, where people should decide, set that decision to confirm or human-only.',
    });
  const until = addDays(window.end, maxAgeDays);
  if (now >= until)
    return stale(
      `${says}; the newest run is ${daysBetween(window.end, now) + 1} days old, at most ${maxAgeDays} are allowed`,
      log.place,
      {
        remedy: `Add the runs since ${window.to} to ${log.path}.`,
      },
    );
  return met(says, log.place, { until });
}

/** Both shares are told: of what is automatic, and of everything, decisions of people included. */
function allWords(log: RunLog, window: NoTouch): string {
  const everything = log.decisions.filter(({ at }) => dayNumber(at) * DAY_MS < window.end && day(at) >= window.from);
  const untouched = everything.filter(({ touched, mode }) => mode === 'auto' && !touched).length;
  return `${percent(untouched / everything.length)} of all ${everything.length} decisions, those that people confirm or make included`;
}
