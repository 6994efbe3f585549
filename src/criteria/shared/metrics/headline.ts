import type { HeadlineFigure } from '../../../domain/headline-figure.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { Metric, Metrics } from '../../../evidence/schema/metrics.ts';
import { targetOf } from './definitions.ts';
import { metricName } from './figures.ts';
import type { Observed } from './observed.ts';

/**
 * What was observed of a metric beside its baseline, its target and its stop line. A baseline in another unit cannot be
 * compared and is left out.
 */
export function headlineOf(metric: Metric, seen: Observed, metrics: Located<Metrics>): HeadlineFigure {
  const { baselines = [], killCriteria = [] } = metrics.value;
  const before = baselines.find((one) => one.metric === metric.id && one.unit === metric.unit)?.value;
  const goal = targetOf(metric, metrics.value);
  const kill = killCriteria.find((one) => one.metric === metric.id);
  return {
    metric: metric.id,
    name: metricName(metric),
    type: metric.type,
    unit: metric.unit,
    ...(before === undefined ? {} : { before }),
    ...(goal && { goal: { op: goal.op, value: goal.value } }),
    ...(kill && { stop: { op: kill.op, value: kill.threshold } }),
    now: seen.value,
    cases: seen.n,
    from: seen.from,
    to: seen.to,
  };
}
