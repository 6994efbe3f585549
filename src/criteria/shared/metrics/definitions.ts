import type { Place } from '../../../domain/observation.ts';
import type { Located } from '../../../engine/inputs.ts';
import { MEASURES, type Measure, type Metric, type Metrics } from '../../../evidence/schema/metrics.ts';
import type { Op } from './figures.ts';

/** What `metrics.yaml` defines, with its place and what it measures. */

export type Baseline = NonNullable<Metrics['baselines']>[number];

const LAYERS = ['process', 'outcome', 'leading'] as const;
export type Layer = (typeof LAYERS)[number];

export interface DefinedMetric {
  metric: Metric;
  layer: Layer;
  index: number;
  measure: Measure;
  place: Place;
}

/** Every metric of the file, in the order process, outcome, leading. */
export function definedMetrics(metrics: Located<Metrics>): DefinedMetric[] {
  return LAYERS.flatMap((layer) =>
    (metrics.value[layer] ?? []).map((metric, index) => ({
      metric,
      layer,
      index,
      measure: metric.measures ?? measureNamed(metric.id),
      place: metrics.at(layer, index),
    })),
  );
}

/** The measure that an id names: `cycle_time` is cycle-time; anything else is `other`. */
function measureNamed(id: string): Measure {
  const name = id.replaceAll('_', '-').replaceAll('.', '-');
  return MEASURES.find((measure) => measure === name) ?? 'other';
}

/** What a metric id measures: as its definition states, otherwise as the id itself names it. */
export function measureOf(id: string, defined: DefinedMetric[]): Measure {
  return findMetric(id, defined)?.measure ?? measureNamed(id);
}

export function findMetric(id: string, defined: DefinedMetric[]): DefinedMetric | undefined {
  return defined.find(({ metric }) => metric.id === id);
}

/** The target of a metric: its own, otherwise that of the success trigger. */
export function targetOf(metric: Metric, metrics: Metrics): { op: Op; value: number } | undefined {
  if (metric.target) return metric.target;
  const { successTrigger } = metrics;
  return successTrigger?.metric === metric.id ? { op: successTrigger.op, value: successTrigger.threshold } : undefined;
}

/** The dot path of a key of a section, for its history: a section may be inline in the manifest. */
export function pointerTo(
  section: string,
  located: Located<unknown>,
  key: string,
): { section: string; path: string; pointer: string } {
  const { path } = located.at();
  const inline = section !== 'pilot' && /(^|\/)pilot\.ya?ml$/.test(path);
  return { section, path, pointer: inline ? `${section}.${key}` : key };
}
