import { addDays, day, daysBetween } from '../../../domain/dates.ts';
import { type Finding, met, notApplicable, stale, unmet } from '../../../domain/finding.ts';
import type { Statement } from '../../../domain/message.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { Workflow } from '../../../evidence/schema/workflow.ts';
import { reaches } from '../metrics/figures.ts';
import { messages } from './messages.ts';
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
 * The share over the newest `days` days, or over more days where these hold fewer than `atLeast` decisions. The result
 * rests on fewer when the list has no more.
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

/** Not applicable where people confirm or make every decision by design: then nothing has to run untouched. */
export function nothingAutomatic(workflow: Located<Workflow>): Finding | undefined {
  const { decisions = [] } = workflow.value;
  if (decisions.length === 0 || decisions.some(({ mode }) => mode === 'auto')) return undefined;
  return notApplicable(messages.nothingAutomatic(), workflow.at('decisions'));
}

/** `93.3% of 120 automatic decisions ran untouched`, with the days. */
export function shareWords({ share, n, from, to }: NoTouch): Statement {
  return messages.share({ share: percent(share), count: n, from, to });
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

/** Whether enough of the automatic decisions ran untouched, over enough days and runs, and recently. */
export function judgeNoTouch(log: RunLog, limits: NoTouchLimits, now: number): Finding {
  const { minShare, minDays, minRuns, maxAgeDays } = limits;
  const automatic = log.decisions.filter(({ mode }) => mode === 'auto');
  const found = automatic.length;
  const window = newestShare(automatic, minDays, minRuns);
  if (window === undefined || window.n < minRuns)
    return unmet(messages.tooFewRuns({ found, needed: minRuns, missing: minRuns - found }), log.place);
  const first = Math.min(...log.decisions.map(({ at }) => dayNumber(at)));
  const days = dayNumber(window.end) - first;
  if (days < minDays)
    return unmet(messages.tooFewLoggedDays({ found: days, needed: minDays, missing: minDays - days }), log.place);
  const share = shareWords(window);
  const words = { share, needed: percent(minShare), ...shareOfAll(log, window) };
  if (!reaches(window.share, 'gte', minShare)) return unmet(messages.shareTooLow(words), log.place);
  const until = addDays(window.end, maxAgeDays);
  if (now < until) return met(messages.shareReached(words), log.place, { until });
  const age = { days: daysBetween(window.end, now) + 1, limit: maxAgeDays };
  return stale(messages.runLogTooOld({ share, ...age, to: window.to, path: log.path }), log.place);
}

/** The share of everything, decisions of people included: it is shown beside that of the automatic ones. */
function shareOfAll(log: RunLog, window: NoTouch): { shareOfAll: string; all: number } {
  const all = log.decisions.filter(({ at }) => dayNumber(at) * DAY_MS < window.end && day(at) >= window.from);
  const untouched = all.filter(({ touched, mode }) => mode === 'auto' && !touched).length;
  return { shareOfAll: percent(untouched / all.length), all: all.length };
}
