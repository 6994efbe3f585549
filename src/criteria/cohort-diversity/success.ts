import { day } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import type { Metric, Metrics } from '../../evidence/schema/metrics.ts';
import type { CohortRows } from '../shared/cohorts/rows.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
import {
  differenceFigure,
  figure,
  isShare,
  lineWords,
  type Op,
  reaches,
  unitScale,
} from '../shared/metrics/figures.ts';
import { look } from '../shared/metrics/observed.ts';
import type { CohortLimits } from './enough.ts';
import { messages } from './messages.ts';

interface Line {
  metric: Metric;
  op: Op;
  value: number;
}

interface CohortFigure {
  one: CohortRows;
  value: number;
  n: number;
}

/** The threshold that every cohort has to reach: that of the success trigger; without one, that of the cohorts. */
function lineOf(cohorts: Located<Cohorts>, metrics: Located<Metrics>): Line | { open: Finding } {
  const { metric: own, success } = cohorts.value;
  const trigger = metrics.value.successTrigger;
  const place = cohorts.at(own === undefined ? 'success' : 'metric');
  const id = trigger?.metric ?? own;
  const op = trigger?.op ?? success?.op;
  const value = trigger?.threshold ?? success?.value;
  if (id === undefined || op === undefined || value === undefined)
    return { open: unmet(messages.noThreshold(), place, { cause: 'no-success-trigger' }) };
  if (own !== undefined && own !== id)
    return { open: unmet(messages.otherMetric({ own, metric: id }), [place, metrics.at('successTrigger', 'metric')]) };
  if (success !== undefined && (success.op !== op || success.value !== value))
    return { open: unmet(messages.otherThreshold(), [cohorts.at('success'), metrics.at('successTrigger')]) };
  const defined = findMetric(id, definedMetrics(metrics));
  return defined === undefined
    ? { open: unmet(messages.metricNotDefined({ metric: id }), place, { cause: 'trigger-metric-undefined' }) }
    : { metric: defined.metric, op, value };
}

/** Whether each cohort reached the threshold by its own rows, and none is far behind the best. */
export function judgeSuccess(
  cohorts: Located<Cohorts>,
  all: CohortRows[],
  metrics: Located<Metrics>,
  files: Named,
  limits: CohortLimits & { maxGap: number },
  now: number,
): Finding[] {
  const line = lineOf(cohorts, metrics);
  if ('open' in line) return [line.open];
  // A running cohort counts once it is long enough: otherwise one that fails could be kept running.
  const evaluated = all.filter(
    ({ completed, days, rows }) =>
      completed || (days >= limits.cohortDays && 'counted' in rows && rows.counted.rows >= limits.cohortUnits),
  );
  if (evaluated.length === 0)
    return [unmet(messages.noneLongEnough(), cohorts.at('cohorts'), { cause: 'too-few-cohorts' })];
  const open: Finding[] = [];
  const figures: CohortFigure[] = [];
  for (const one of evaluated) {
    const found = figureOf(one, line.metric, files, now);
    if ('open' in found) open.push({ ...found.open, part: one.cohort.id });
    else figures.push({ one, value: found.seen.value, n: found.seen.n });
  }
  if (open.length > 0) return open;
  const missed = figures.filter(({ value }) => !reaches(value, line.op, line.value));
  if (missed.length === 0) return [judgeGap(figures, line, limits.maxGap)];
  return missed.map(({ one: { cohort, place }, value, n }) => {
    const required = lineWords(line.op, line.value, line.metric);
    const words = { cohort: cohort.id, value: figure(value, line.metric), cases: n, line: required, site: cohort.site };
    return unmet(messages.thresholdMissed(words), place, { part: cohort.id });
  });
}

function figureOf({ cohort, place }: CohortRows, metric: Metric, files: Named, now: number) {
  const { observations, raw } = cohort;
  const spec =
    observations ??
    (raw === undefined || metric.observations === undefined ? undefined : { ...metric.observations, file: raw });
  const between: [string, string] = [cohort.startedOn, cohort.endedOn ?? day(now)];
  return look(`The figure of the cohort ${cohort.id}`, spec, metric, files, place, { between }, now);
}

function judgeGap(figures: CohortFigure[], { metric, op, value: threshold }: Line, maxGap: number): Finding {
  const better = op === 'lt' || op === 'lte' ? 1 : op === 'gt' || op === 'gte' ? -1 : metric.good === 'lower' ? 1 : -1;
  const sorted = [...figures].sort((a, b) => (a.value - b.value) * better);
  const [best, worst] = [sorted[0], sorted.at(-1)] as [CohortFigure, CohortFigure];
  const places = figures.map(({ one }) => one.place);
  const difference = Math.abs(best.value - worst.value);
  // Shares differ in points; any other figure is compared with the larger of the two.
  const size = isShare(metric) ? unitScale(metric) : Math.max(Math.abs(best.value), Math.abs(worst.value));
  const gap = size === 0 ? 0 : difference / size;
  const { id, gapExplained = '' } = worst.one.cohort;
  const extremes = messages.extremes({
    best: best.one.cohort.id,
    bestValue: figure(best.value, metric),
    worst: id,
    worstValue: figure(worst.value, metric),
    gap: differenceFigure(difference, metric),
  });
  const words = { count: figures.length, line: lineWords(op, threshold, metric), extremes };
  if (gap <= maxGap + 1e-9) return met(messages.thresholdReached(words), places);
  if (!isBlankText(gapExplained)) return met(messages.gapExplained({ ...words, reason: gapExplained }), places);
  const limit = Math.round(maxGap * 100);
  return unmet(messages.gapUnexplained({ extremes, limit, worst: id }), places, { part: id });
}
