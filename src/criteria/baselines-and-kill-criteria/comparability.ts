import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { definedMetrics, findMetric } from '../shared/metrics/definitions.ts';

/** Whether baseline and pilot measure the same thing: unit, method and population, as both declare them. */
export function judgeSameness(metrics: Located<Metrics>): Finding[] {
  const defined = definedMetrics(metrics);
  const compared = (metrics.value.baselines ?? []).flatMap((baseline, index) => {
    const metric = findMetric(baseline.metric, defined);
    return metric === undefined ? [] : [{ baseline, index, metric }];
  });
  if (compared.length === 0)
    return [
      unmet(
        'No baseline belongs to a metric that the pilot observes: nothing can be compared',
        metrics.at('baselines'),
        {
          remedy: 'Define the metric of at least one baseline under process or outcome, under the same id.',
        },
      ),
    ];
  return compared.map(({ baseline, index, metric }): Finding => {
    const part = baseline.metric;
    const different: string[] = [];
    if (baseline.unit !== metric.metric.unit)
      different.push(`unit ${baseline.unit} before, ${metric.metric.unit} in the pilot`);
    for (const what of ['method', 'population'] as const) {
      const [before, pilot] = [baseline[what], metric.metric[what]];
      if (before === undefined && pilot === undefined) different.push(`${what} stated on neither side`);
      else if (before === undefined || pilot === undefined)
        different.push(`${what} stated only ${before === undefined ? 'in the pilot' : 'before'}`);
      else if (normal(before) !== normal(pilot))
        different.push(`another ${what}: "${before}" before, "${pilot}" in the pilot`);
    }
    const places = [metrics.at('baselines', index), metric.place];
    return different.length === 0
      ? met(`${part}: same unit, method and population before and in the pilot`, places, { part })
      : unmet(`${part}: ${different.join('; ')}`, places, {
          part,
          remedy: `Measure ${part} the same way on both sides, then state unit, method and population in the same words at the baseline and at the metric.`,
        });
  });
}

function normal(words: string): string {
  return words.toLowerCase().replace(/\s+/g, ' ').trim();
}
