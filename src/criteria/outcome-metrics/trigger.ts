import { addDays, day, daysBetween, durationDays, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Observation } from '../../domain/observation.ts';
import { stallSign } from '../../domain/stall-sign.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { type DefinedMetric, definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
import { lineWords, metricName, reaches } from '../shared/metrics/figures.ts';
import { headlineOf } from '../shared/metrics/headline.ts';
import { describeObserved, lookAt, type Observed, type Wanted } from '../shared/metrics/observed.ts';
import { beginning, judgeMovedStart, judgeOrder, pilotStart, since } from '../shared/order.ts';
import { messages } from './messages.ts';

type Trigger = NonNullable<Metrics['successTrigger']>;

/** The success trigger with its metric. */
interface DefinedTrigger {
  trigger: Trigger;
  defined: DefinedMetric;
}

/** The trigger with its metric, or what is wrong with it as it is written. */
export function triggerIn(metrics: Located<Metrics>): DefinedTrigger | { open: Finding } {
  const trigger = metrics.value.successTrigger;
  if (trigger === undefined)
    return { open: unmet(messages.noTrigger(), metrics.at('successTrigger'), { cause: 'no-success-trigger' }) };
  const { metric } = trigger;
  const place = metrics.at('successTrigger', 'metric');
  const defined = findMetric(metric, definedMetrics(metrics));
  if (defined === undefined)
    return { open: unmet(messages.triggerNotDefined({ metric }), place, { cause: 'trigger-metric-undefined' }) };
  const { measure } = defined;
  if (measure === 'activity' || measure === 'satisfaction')
    return { open: unmet(messages.triggerNotOnResult({ metric, measure }), place) };
  return { trigger, defined };
}

/** What a later change of the trigger must not affect; the day of the decision and the decision may be added later. */
function decidingFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const { metric, op, threshold, window, minN, from } = value as Partial<Record<keyof Trigger, unknown>>;
  return { metric, op, threshold, window, minN, from };
}

function windowOf(trigger: Trigger): Wanted {
  const days = durationDays(trigger.window) ?? 1;
  return trigger.from === undefined ? { newestDays: days } : { days, from: trigger.from };
}

export interface PresetQuestion {
  metrics: Located<Metrics>;
  files: Named;
  pilot: Located<Pilot>;
  history: ValueHistory;
  startHistory: ValueHistory;
  acceptance: Observation<Acceptance>;
  /** In the minimal profile the trigger only has to come before the window on which it is evaluated. */
  beforeWindowOnly: boolean;
  now: number;
}

/** What history shows against a trigger that was set in advance; an acceptance of it is always displayed. */
export function judgePreset(question: PresetQuestion): Finding[] {
  const { metrics, files, pilot, history, startHistory, acceptance, beforeWindowOnly, now } = question;
  const found = triggerIn(metrics);
  if ('open' in found) return [found.open];
  const { startedOn } = pilot.value;
  const start = pilotStart(startedOn, startHistory);
  const window = beforeWindowOnly ? windowStart(found, files, now) : undefined;
  const moved = beforeWindowOnly ? undefined : judgeMovedStart(start, startedOn, acceptance, pilot.at('startedOn'));
  const order = judgeOrder({
    what: 'The success trigger',
    moment: window === undefined ? beginning(start) : `its window began on ${day(window)}`,
    introduced: since(history, decidingFields, decidingFields(found.trigger)),
    end: window ?? start.end,
    acceptance,
    place: metrics.at('successTrigger'),
    remedy:
      'Set `success-trigger.from` to a day after it is merged and use that window, or have the sponsor comment `/readiness accept OM-2 because <reason>`.',
  });
  const wasInAdvance = order.outcome === 'met' && !order.accepted;
  return [...(moved === undefined ? [] : [moved]), ...(wasInAdvance ? [] : [order])];
}

function windowStart({ trigger, defined }: DefinedTrigger, files: Named, now: number): number | undefined {
  if (trigger.from !== undefined) return parseInstant(trigger.from);
  const rows = lookAt(defined.metric, files, defined.place, windowOf(trigger), now);
  return 'seen' in rows ? rows.seen.span.from : undefined;
}

export interface TriggerLimits {
  maxAgeDays: number;
  undecidedDays: number;
}

/** Whether the rows reach the trigger, over a whole window, with enough cases, and recently. */
export function judgeTrigger(metrics: Located<Metrics>, files: Named, limits: TriggerLimits, now: number): Finding {
  const found = triggerIn(metrics);
  if ('open' in found) return found.open;
  const { trigger, defined } = found;
  const rows = lookAt(defined.metric, files, defined.place, windowOf(trigger), now);
  if ('open' in rows) return rows.open;
  const goal = { op: trigger.op, value: trigger.threshold };
  const figure = { ...headlineOf(defined.metric, rows.seen, metrics), goal, decisive: true as const };
  return { ...judgeRows(found, rows.seen, metrics, files, limits, now), figure };
}

function judgeRows(
  found: DefinedTrigger,
  seen: Observed,
  metrics: Located<Metrics>,
  files: Named,
  limits: TriggerLimits,
  now: number,
): Finding {
  const { trigger, defined } = found;
  const { window, minN: needed } = trigger;
  const place = metrics.at('successTrigger');
  const places = [place, seen.place];
  const { id: metric } = defined.metric;
  const line = lineWords(trigger.op, trigger.threshold, defined.metric);
  const observed = describeObserved(defined.metric, seen);
  if (!seen.whole) {
    const until = day(addDays(seen.span.to, -1));
    const words = { observed, window, metric, from: day(seen.span.from), firstRow: seen.from };
    return unmet(
      seen.span.to > now ? messages.windowRunning({ observed, window, until }) : messages.windowNotCovered(words),
      places,
    );
  }
  if (seen.n < needed)
    return unmet(messages.tooFewCases({ observed, needed, missing: needed - seen.n, window }), [
      ...places,
      metrics.at('successTrigger', 'minN'),
    ]);
  if (!isReached(trigger, seen)) return unmet(messages.triggerNotReached({ observed, line, metric, window }), places);
  const reached = messages.triggerReached({ observed, line });
  const end = Math.min(seen.span.to, endOfDay(seen.to) ?? seen.span.to);
  const until = addDays(end, limits.maxAgeDays);
  if (now >= until) {
    const words = { reached, days: daysBetween(end, now), limit: limits.maxAgeDays };
    return stale(
      trigger.from
        ? messages.triggerWindowTooOld(words)
        : messages.triggerRowsTooOld({ ...words, file: seen.place.path }),
      places,
    );
  }
  const pending = trigger.decided ? undefined : reachedEarlier(found, seen, files, limits.undecidedDays, now);
  const since = pending && day(addDays(pending.span.to, -1));
  const days = pending && daysBetween(pending.span.to, now);
  return met(describeDecision(reached, trigger, days, now), places, {
    until,
    ...(since && {
      stall: stallSign('undecided', ['OM-3', 'RS-6'], place, { metric: metricName(defined.metric), since }),
    }),
  });
}

function isReached({ op, threshold }: Trigger, { value }: Observed): boolean {
  return reaches(value, op, threshold);
}

/** The rows of an earlier window that already reached the trigger, long enough ago for somebody to have decided. */
function reachedEarlier(
  { trigger, defined }: DefinedTrigger,
  seen: Observed,
  files: Named,
  undecidedDays: number,
  now: number,
): Observed | undefined {
  const earlier = { days: durationDays(trigger.window) ?? 1, from: day(addDays(seen.span.from, -undecidedDays)) };
  const wanted = trigger.from === undefined ? earlier : windowOf(trigger);
  const rows = lookAt(defined.metric, files, defined.place, wanted, now);
  if ('open' in rows) return undefined;
  const { whole, n, span } = rows.seen;
  const wasReached = whole && n >= trigger.minN && isReached(trigger, rows.seen);
  return wasReached && addDays(span.to, undecidedDays) <= now ? rows.seen : undefined;
}

/** A trigger that is reached while nobody decides stalls the pilot, so the report warns. */
function describeDecision(
  reached: Statement,
  { decided, decisionBy }: Trigger,
  reachedDaysAgo: number | undefined,
  now: number,
): Statement {
  if (decided) return messages.triggerDecided({ reached, ...decided });
  const due = endOfDay(decisionBy);
  const isOverdue = due !== undefined && due <= now;
  const words = { reached, days: reachedDaysAgo ?? 0, due: decisionBy };
  if (reachedDaysAgo === undefined) return isOverdue ? messages.decisionOverdue(words) : reached;
  return isOverdue ? messages.decisionPendingOverdue(words) : messages.decisionPending(words);
}
