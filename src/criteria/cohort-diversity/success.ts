import { day } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import type { Metric, Metrics } from '../../evidence/schema/metrics.ts';
import type { CohortRows } from '../shared/cohorts/rows.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { type DefinedMetric, definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
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

interface Line {
  metric: Metric;
  op: Op;
  value: number;
}

/** The line every cohort has to reach: that of the success trigger; its own where there is none. */
function lineOf(cohorts: Located<Cohorts>, metrics: Located<Metrics>): Line | { open: Finding } {
  const { metric: own, success } = cohorts.value;
  const trigger = metrics.value.successTrigger;
  const place = cohorts.at(own === undefined ? 'success' : 'metric');
  const id = trigger?.metric ?? own;
  const op = trigger?.op ?? success?.op;
  const value = trigger?.threshold ?? success?.value;
  if (id === undefined || op === undefined || value === undefined)
    return {
      open: unmet('No line is drawn that each cohort has to reach', place, {
        cause: 'no-success-trigger',
        remedy: 'Add success-trigger to readiness/metrics.yaml: metric, op, threshold, window, min-n and decision-by.',
      }),
    };
  if (trigger !== undefined && own !== undefined && own !== trigger.metric)
    return {
      open: unmet(
        `The cohorts are judged by ${own}, the pilot by ${trigger.metric}`,
        [place, metrics.at('successTrigger', 'metric')],
        {
          remedy: `Take metric out of readiness/cohorts.yaml, or write ${trigger.metric}.`,
        },
      ),
    };
  if (
    trigger !== undefined &&
    success !== undefined &&
    (success.op !== trigger.op || success.value !== trigger.threshold)
  )
    return {
      open: unmet(
        'The cohorts have another line than the pilot',
        [cohorts.at('success'), metrics.at('successTrigger')],
        {
          remedy: 'Take success out of readiness/cohorts.yaml: the success trigger is the line.',
        },
      ),
    };
  const defined: DefinedMetric | undefined = findMetric(id, definedMetrics(metrics));
  if (defined === undefined)
    return {
      open: unmet(`The metric ${id}, by which cohorts are judged, is not defined`, place, {
        cause: 'trigger-metric-undefined',
        remedy: `Define ${id} under outcome in readiness/metrics.yaml.`,
      }),
    };
  return { metric: defined.metric, op, value };
}

/** Whether each cohort reached the line by its own rows, and none is far behind the best. */
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
  // One that still runs counts as soon as it is long enough: a cohort that fails is not left open for ever.
  const evaluated = all.filter(
    ({ completed, days, rows }) =>
      completed || (days >= limits.cohortDays && 'counted' in rows && rows.counted.rows >= limits.cohortUnits),
  );
  if (evaluated.length === 0)
    return [
      unmet('No cohort is far enough to be judged', cohorts.at('cohorts'), {
        cause: 'too-few-cohorts',
        remedy: 'Complete a cohort first.',
      }),
    ];
  const optional = evaluated.map((one) => ({ one, seen: figureOf(one, line.metric, files, now) }));
  const open = optional.flatMap(({ one, seen }) => ('open' in seen ? [{ ...seen.open, part: one.cohort.id }] : []));
  if (open.length > 0) return open;
  const values = optional.flatMap(({ one, seen }) =>
    'seen' in seen ? [{ one, value: seen.seen.value, n: seen.seen.n }] : [],
  );
  const words = lineWords(line.op, line.value, line.metric);
  const missed = values.flatMap(({ one, value, n }): Finding[] =>
    reaches(value, line.op, line.value)
      ? []
      : [
          unmet(`${one.cohort.id} gives ${figure(value, line.metric)} (${n} cases), ${words} is asked`, one.place, {
            part: one.cohort.id,
            remedy: `Find out what is different at ${one.cohort.site}, mend it, and run the cohort again: an average over cohorts does not count.`,
          }),
        ],
  );
  if (missed.length > 0) return missed;
  return [judgeGap(values, line, limits.maxGap)];
}

function figureOf({ cohort, place }: CohortRows, metric: Metric, files: Named, now: number) {
  const { observations, raw } = cohort;
  const spec =
    observations ??
    (raw === undefined || metric.observations === undefined ? undefined : { ...metric.observations, file: raw });
  const between: [string, string] = [cohort.startedOn, cohort.endedOn ?? day(now)];
  return look(`The cohort ${cohort.id}`, spec, metric, files, place, { between }, now);
}

function judgeGap(
  values: { one: CohortRows; value: number; n: number }[],
  { metric, op, value: threshold }: Line,
  maxGap: number,
): Finding {
  const better = op === 'lt' || op === 'lte' ? 1 : op === 'gt' || op === 'gte' ? -1 : metric.good === 'lower' ? 1 : -1;
  const sorted = [...values].sort((a, b) => (a.value - b.value) * better);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  const places = values.map(({ one }) => one.place);
  if (best === undefined || worst === undefined) return unmet('No cohort can be compared', places);
  // Shares differ in points; of anything else the larger figure is the measure.
  const size = isShare(metric) ? unitScale(metric) : Math.max(Math.abs(best.value), Math.abs(worst.value));
  const gap = size === 0 ? 0 : Math.abs(best.value - worst.value) / size;
  const says = `${best.one.cohort.id} gives ${figure(best.value, metric)}, ${worst.one.cohort.id} ${figure(worst.value, metric)} (${differenceFigure(Math.abs(best.value - worst.value), metric)} apart)`;
  const explained = worst.one.cohort.gapExplained;
  if (gap <= maxGap + 1e-9)
    return met(`Each of ${values.length} cohorts reaches ${lineWords(op, threshold, metric)}; ${says}`, places);
  if (explained !== undefined && !isBlankText(explained))
    return met(`Each cohort reaches the line; ${says}, explained as declared: ${explained.slice(0, 200)}`, places);
  return unmet(`${says}; more than ${Math.round(maxGap * 100)} % needs an explanation`, places, {
    part: worst.one.cohort.id,
    remedy: `Say in gap-explained of ${worst.one.cohort.id} why it lags and whether the next sites will, or close the gap.`,
  });
}
