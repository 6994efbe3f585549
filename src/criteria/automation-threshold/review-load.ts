import { day, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { dayNumber, newestShare } from '../shared/automation/no-touch.ts';
import type { RunLog } from '../shared/automation/run-log.ts';
import { definedMetrics } from '../shared/metrics/definitions.ts';
import { figure, plain } from '../shared/metrics/figures.ts';
import { lookAt } from '../shared/metrics/observed.ts';

/** Whether the exception rate is among the metrics, with rows. */
export function judgeExceptionRate(
  metrics: Located<Metrics>,
  files: Named,
  now: number,
): { says: string } | { open: Finding } {
  const defined = definedMetrics(metrics).find(({ measure }) => measure === 'exception-rate');
  if (defined === undefined)
    return {
      open: unmet('No metric says how many cases are exceptions', metrics.at('process'), {
        remedy: 'Add a process metric that measures exception-rate, with its observations.',
        cause: 'no-exception-rate',
      }),
    };
  const rows = lookAt(defined.metric, files, defined.place, { newestDays: 28 }, now);
  if ('open' in rows) return rows;
  return {
    says: `The exception rate is ${figure(rows.seen.value, defined.metric)} (${rows.seen.from} to ${rows.seen.to})`,
  };
}

/** Whether the people who review can take the exceptions of the busiest day: automatic decisions that were touched. */
export function judgeReviewLoad(
  log: RunLog,
  model: Located<SectionValue<'operating-model'>>,
  limits: { minDays: number; minRuns: number },
): Finding {
  const capacity = model.value.staffing?.reviewsPerDay;
  if (capacity === undefined)
    return unmet('How many cases a day people can review is not said', model.at('staffing'), {
      remedy: 'Add staffing.reviews-per-day to readiness/operating-model.yaml.',
    });
  const places = [model.at('staffing', 'reviewsPerDay'), log.place];
  const automatic = log.decisions.filter(({ mode }) => mode === 'auto');
  const window = newestShare(automatic, limits.minDays, limits.minRuns);
  if (window === undefined) return met('No decision is automatic, so there is no exception to review', places);
  const perDay = new Map<string, number>();
  for (const { at, touched } of automatic) {
    const on = day(at);
    if (touched && on >= window.from) perDay.set(on, (perDay.get(on) ?? 0) + 1);
  }
  const [busiest, most] = [...perDay].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? [window.to, 0];
  const days = dayNumber(window.end) - dayNumber(parseInstant(window.from) ?? window.end);
  const average = [...perDay.values()].reduce((sum, count) => sum + count, 0) / days;
  const says = `${most} exceptions on the busiest day (${busiest}), ${plain(average)} on average; people can review ${plain(capacity)} a day`;
  return most <= capacity
    ? met(says, places)
    : unmet(says, places, {
        remedy: 'Staff the review for the busiest day, or bring the exceptions down, and state the new capacity.',
      });
}
