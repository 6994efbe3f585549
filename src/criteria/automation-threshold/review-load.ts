import { day, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { dayNumber, newestShare } from '../shared/automation/no-touch.ts';
import type { RunLog } from '../shared/automation/run-log.ts';
import { definedMetrics } from '../shared/metrics/definitions.ts';
import { figure, plain } from '../shared/metrics/figures.ts';
import { lookAt } from '../shared/metrics/observed.ts';
import { messages } from './messages.ts';

/** Whether the exception rate is among the metrics, with rows. */
export function judgeExceptionRate(
  metrics: Located<Metrics>,
  files: Named,
  now: number,
): { rate: Statement } | { open: Finding } {
  const defined = definedMetrics(metrics).find(({ measure }) => measure === 'exception-rate');
  if (defined === undefined)
    return {
      open: unmet(messages.noExceptionRate(), metrics.at('process'), { cause: 'no-exception-rate' }),
    };
  const rows = lookAt(defined.metric, files, defined.place, { newestDays: 28 }, now);
  if ('open' in rows) return rows;
  return {
    rate: messages.exceptionRate({
      rate: figure(rows.seen.value, defined.metric),
      from: rows.seen.from,
      to: rows.seen.to,
    }),
  };
}

/** Whether the people who review can take the exceptions of the busiest day: automatic decisions that were touched. */
export function judgeReviewLoad(
  log: RunLog,
  model: Located<SectionValue<'operating-model'>>,
  limits: { minDays: number; minRuns: number },
): Finding {
  const capacity = model.value.staffing?.reviewsPerDay;
  if (capacity === undefined) return unmet(messages.noReviewCapacity(), model.at('staffing'));
  const places = [model.at('staffing', 'reviewsPerDay'), log.place];
  const automatic = log.decisions.filter(({ mode }) => mode === 'auto');
  const window = newestShare(automatic, limits.minDays, limits.minRuns);
  if (window === undefined) return met(messages.nothingToReview(), places);
  const perDay = new Map<string, number>();
  for (const { at, touched } of automatic) {
    const on = day(at);
    if (touched && on >= window.from) perDay.set(on, (perDay.get(on) ?? 0) + 1);
  }
  const [busiest, most] = [...perDay].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? [window.to, 0];
  const days = dayNumber(window.end) - dayNumber(parseInstant(window.from) ?? window.end);
  const average = [...perDay.values()].reduce((sum, count) => sum + count, 0) / days;
  const words = { most, day: busiest, average: plain(average), capacity: plain(capacity) };
  return most <= capacity ? met(messages.reviewLoad(words), places) : unmet(messages.reviewLoadTooHigh(words), places);
}
