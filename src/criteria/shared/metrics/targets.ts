import type { Metric, Metrics } from '../../../evidence/schema/metrics.ts';
import type { Op } from './figures.ts';

/** The target a kill line stands against: the metric's own, else the trigger's. */
export function targetOf(metric: Metric, metrics: Metrics): { op: Op; value: number } | undefined {
  if (metric.target) return metric.target;
  const { successTrigger } = metrics;
  return successTrigger?.metric === metric.id ? { op: successTrigger.op, value: successTrigger.threshold } : undefined;
}
