import { addDays, day, daysBetween, durationDays, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { stallSign } from '../../domain/stall-sign.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Metric, Metrics } from '../../evidence/schema/metrics.ts';
import { type DefinedMetric, definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
import { figure, lineWords, metricName, reaches } from '../shared/metrics/figures.ts';
import { headlineOf } from '../shared/metrics/headline.ts';
import { dayOf, lookAt, type Observed, type Wanted } from '../shared/metrics/observed.ts';
import { beginning, judgeOrder, since } from '../shared/order.ts';

export type Trigger = NonNullable<Metrics['successTrigger']>;

/** The trigger with the metric it is about, or what is wrong with it as it is written. */
export function triggerIn(metrics: Located<Metrics>): { trigger: Trigger; defined: DefinedMetric } | { open: Finding } {
  const trigger = metrics.value.successTrigger;
  if (trigger === undefined)
    return {
      open: unmet('There is no success trigger: no number would decide', metrics.at('successTrigger'), {
        remedy:
          'Add success-trigger to readiness/metrics.yaml: metric, op, threshold, window, min-n and decision-by, and choose a window (from) that begins after it is merged.',
        cause: 'no-success-trigger',
      }),
    };
  const place = metrics.at('successTrigger', 'metric');
  const defined = findMetric(trigger.metric, definedMetrics(metrics));
  if (defined === undefined)
    return {
      open: unmet(`The success trigger names the metric ${trigger.metric}, which is not defined`, place, {
        remedy: `Define ${trigger.metric} under outcome, with observations.`,
        cause: 'trigger-metric-undefined',
      }),
    };
  if (defined.measure === 'activity' || defined.measure === 'satisfaction')
    return {
      open: unmet(
        `The success trigger is on ${trigger.metric}, which measures ${defined.measure}, not a result`,
        place,
        {
          remedy: 'Put the trigger on an outcome metric: revenue, cost, time, error or risk.',
        },
      ),
    };
  return { trigger, defined };
}

/** What a later change of the trigger may not touch; the day of decision and the decision may be written later. */
export function decidingFields(value: unknown): unknown {
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
  history: ValueHistory;
  start: { day: string; end: number };
  acceptance: Observation<Acceptance>;
  /** Minimal asks only that the trigger came before the window it is judged on. */
  beforeWindowOnly: boolean;
  now: number;
}

/** Whether the trigger was set in advance. */
export function judgePreset(question: PresetQuestion): Finding {
  const { metrics, files, history, start, acceptance, now } = question;
  const found = triggerIn(metrics);
  if ('open' in found) return found.open;
  const { trigger, defined } = found;
  const place = metrics.at('successTrigger');
  const introduced = since(history, decidingFields, decidingFields(trigger));
  const window = question.beforeWindowOnly ? windowStart(trigger, defined, files, now) : undefined;
  return judgeOrder({
    what: 'The success trigger',
    moment: window === undefined ? beginning(start) : `its window began on ${dayOf(window)}`,
    introduced,
    end: window ?? start.end,
    acceptance,
    place,
    remedy:
      'Set `success-trigger.from` to a day after it is merged and judge on that window, or have the sponsor comment `/readiness accept OM-2 because <reason>`.',
  });
}

function windowStart(trigger: Trigger, defined: DefinedMetric, files: Named, now: number): number | undefined {
  if (trigger.from !== undefined) return parseInstant(trigger.from);
  const rows = lookAt(defined.metric, files, defined.place, windowOf(trigger), now);
  return 'seen' in rows ? rows.seen.span.from : undefined;
}

/** Whether the rows reach the trigger, over a whole window, with enough cases, lately. */
export function judgeTrigger(
  metrics: Located<Metrics>,
  files: Named,
  limits: { maxAgeDays: number; undecidedDays: number },
  now: number,
): Finding {
  const found = triggerIn(metrics);
  if ('open' in found) return found.open;
  const { trigger, defined } = found;
  const { metric } = defined;
  const rows = lookAt(metric, files, defined.place, windowOf(trigger), now);
  if ('open' in rows) return rows.open;
  const goal = { op: trigger.op, value: trigger.threshold };
  const figure = { ...headlineOf(metric, rows.seen, metrics), goal, decisive: true as const };
  return { ...judgeRows(found, rows.seen, metrics, files, limits, now), figure };
}

function judgeRows(
  { trigger, defined }: { trigger: Trigger; defined: DefinedMetric },
  seen: Observed,
  metrics: Located<Metrics>,
  files: Named,
  limits: { maxAgeDays: number; undecidedDays: number },
  now: number,
): Finding {
  const { metric } = defined;
  const place = metrics.at('successTrigger');
  const places = [place, seen.place];
  const line = lineWords(trigger.op, trigger.threshold, metric);
  const says = `${metricName(metric)} is ${figure(seen.value, metric)} (${seen.n} cases, ${seen.from} to ${seen.to}), the trigger is ${line}`;
  const lastDay = addDays(seen.span.to, -1);
  if (!seen.whole)
    return unmet(
      seen.span.to > now
        ? `${says}; its window of ${trigger.window} runs until ${day(lastDay)}`
        : `${says}; its window of ${trigger.window} begins on ${dayOf(seen.span.from)}, the rows only on ${seen.from}`,
      places,
      {
        remedy:
          seen.span.to > now
            ? `Wait until ${day(lastDay)} and judge again.`
            : `Record ${metric.id} for a whole window of ${trigger.window}.`,
      },
    );
  if (seen.n < trigger.minN)
    return unmet(
      `${says}; at least ${trigger.minN} cases are needed`,
      [...places, metrics.at('successTrigger', 'minN')],
      {
        remedy: `Observe ${trigger.minN - seen.n} more cases inside a window of ${trigger.window}.`,
      },
    );
  if (!reaches(seen.value, trigger.op, trigger.threshold))
    return unmet(`${says}; it is not reached`, places, {
      remedy: `The number decides: improve ${metric.id} until a window of ${trigger.window} reaches ${line}, or stop.`,
    });
  const end = Math.min(seen.span.to, endOfDay(seen.to) ?? seen.span.to);
  const until = addDays(end, limits.maxAgeDays);
  if (now >= until)
    return stale(
      `${says}; that was ${daysBetween(end, now)} days ago, at most ${limits.maxAgeDays} are allowed`,
      places,
      {
        remedy: trigger.from
          ? 'Judge on the newest window: remove success-trigger.from, or have the sponsor accept a new one.'
          : `Add the newest rows to ${seen.place.path}.`,
      },
    );
  const decision = undecided(trigger, metric, files, defined, seen, limits.undecidedDays, now);
  const since = decision.reachedBy;
  return met(`${says}: reached${decision.words}`, places, {
    until,
    ...(since === undefined
      ? {}
      : { stall: stallSign('undecided', ['OM-3', 'RS-6'], place, { metric: metricName(metric), since }) }),
  });
}

/** A number that was reached long ago while nobody decided: pilots die of that, so it is said. */
function undecided(
  trigger: Trigger,
  metric: Metric,
  files: Named,
  defined: DefinedMetric,
  seen: Observed,
  undecidedDays: number,
  now: number,
): { words: string; reachedBy?: string } {
  if (trigger.decided)
    return { words: `; decided on ${trigger.decided.on} by ${trigger.decided.by}: ${trigger.decided.decision}` };
  const due = endOfDay(trigger.decisionBy);
  const overdue = due !== undefined && due <= now ? `; the decision was due on ${trigger.decisionBy}` : '';
  const windowDays = durationDays(trigger.window) ?? 1;
  const earlier = { days: windowDays, from: dayOf(addDays(seen.span.from, -undecidedDays)) };
  const before = lookAt(metric, files, defined.place, trigger.from === undefined ? earlier : windowOf(trigger), now);
  const longAgo =
    'seen' in before &&
    before.seen.whole &&
    before.seen.n >= trigger.minN &&
    reaches(before.seen.value, trigger.op, trigger.threshold) &&
    addDays(before.seen.span.to, undecidedDays) <= now;
  if (!longAgo) return { words: overdue && `; warning${overdue.replace(';', ':')} and nobody has decided` };
  const days = daysBetween(before.seen.span.to, now);
  return {
    words: `; warning: it was already reached ${days} days ago and nobody has decided${overdue}`,
    reachedBy: dayOf(addDays(before.seen.span.to, -1)),
  };
}
