import type { Place } from '../../../domain/observation.ts';
import type { Located } from '../../../engine/inputs.ts';
import { MEASURES, type Measure, type Metric, type Metrics } from '../../../evidence/schema/metrics.ts';

/** What `metrics.yaml` defines, with its place and what it measures. */

export const LAYERS = ['process', 'outcome', 'leading'] as const;
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

/** The measure an id says by itself: `cycle_time` is cycle-time; anything else is `other`. */
export function measureNamed(id: string): Measure {
  const name = id.replaceAll('_', '-').replaceAll('.', '-');
  return MEASURES.find((measure) => measure === name) ?? 'other';
}

/** What a metric id measures: as its definition says, else as the id says. */
export function measureOf(id: string, defined: DefinedMetric[]): Measure {
  return defined.find(({ metric }) => metric.id === id)?.measure ?? measureNamed(id);
}

export function findMetric(id: string, defined: DefinedMetric[]): DefinedMetric | undefined {
  return defined.find(({ metric }) => metric.id === id);
}

/** The dot path of a key of a section, for its history: sections may stand inline in the manifest. */
export function pointerTo(section: string, located: Located<unknown>, key: string): { path: string; pointer: string } {
  const { path } = located.at();
  const inline = section !== 'pilot' && /(^|\/)pilot\.ya?ml$/.test(path);
  return { path, pointer: inline ? `${section}.${key}` : key };
}
