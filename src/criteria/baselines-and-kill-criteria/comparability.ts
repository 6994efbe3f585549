import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Metric, Metrics } from '../../evidence/schema/metrics.ts';
import { type Baseline, definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
import { messages } from './messages.ts';

/** Whether baseline and pilot measure the same thing: unit, method and population, as both declare them. */
export function judgeComparability(metrics: Located<Metrics>): Finding[] {
  const defined = definedMetrics(metrics);
  const compared = (metrics.value.baselines ?? []).flatMap((baseline, index) => {
    const found = findMetric(baseline.metric, defined);
    return found === undefined ? [] : [{ baseline, found, before: metrics.at('baselines', index) }];
  });
  if (compared.length === 0) return [unmet(messages.nothingToCompare(), metrics.at('baselines'))];
  return compared.flatMap(({ baseline, found: { metric, place }, before }): Finding[] => {
    const places = [before, place];
    const extra = { part: metric.id };
    const differences = differencesOf(baseline, metric);
    return differences.length === 0
      ? [met(messages.comparable({ metric: metric.id }), places, extra)]
      : [unmet(messages.notComparable({ metric: metric.id, differences }), places, extra)];
  });
}

function differencesOf(baseline: Baseline, pilot: Metric) {
  const described = (['method', 'population'] as const).flatMap((what) => {
    const [before, now] = [baseline[what], pilot[what]];
    if (before === undefined)
      return [now === undefined ? messages.notDescribed({ what }) : messages.onlyInPilot({ what })];
    if (now === undefined) return [messages.onlyInBaseline({ what })];
    return normal(before) === normal(now) ? [] : [messages.descriptionsDiffer({ what, before, pilot: now })];
  });
  if (baseline.unit === pilot.unit) return described;
  return [messages.unitsDiffer({ before: baseline.unit, pilot: pilot.unit }), ...described];
}

function normal(words: string): string {
  return words.toLowerCase().replace(/\s+/g, ' ').trim();
}
