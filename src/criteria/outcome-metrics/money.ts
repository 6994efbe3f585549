import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
import { differenceFigure, plain, within } from '../shared/metrics/figures.ts';
import { besideBaseline } from './improvement.ts';

/** Whether the value claimed is what outcome difference times volume gives, and what the economics count on. */
export function judgeMoney(
  metrics: Located<Metrics>,
  economics: Located<SectionValue<'economics'>>,
  files: Named,
  options: { startedOn: string; tolerance: number; now: number },
): Finding[] {
  const { value } = metrics.value;
  const place = metrics.at('value');
  if (value === undefined)
    return [
      unmet('No outcome is put in money or risk', place, {
        remedy: 'Add value to readiness/metrics.yaml: metric, per-unit, currency, volume and amount.',
      }),
    ];
  const defined = findMetric(value.metric, definedMetrics(metrics));
  if (defined === undefined || defined.layer !== 'outcome')
    return [
      unmet(`value names ${value.metric}, which is not an outcome metric`, metrics.at('value', 'metric'), {
        remedy: 'Name an outcome metric that has a baseline and observations.',
      }),
    ];
  const beside = besideBaseline(defined, metrics, files, options.startedOn, options.now);
  if ('open' in beside) return [beside.open];
  const { gain } = beside.seen;
  const computed = gain * value.perUnit * value.volume;
  const sum = `${differenceFigure(gain, defined.metric)} better × ${plain(value.perUnit)} × ${plain(value.volume)} = ${plain(computed)} ${value.currency}`;
  const percent = `${plain(options.tolerance * 100)} %`;
  const places = [place, ...beside.seen.places];
  const findings: Finding[] = [];
  if (gain <= 0)
    findings.push(
      unmet(`${defined.metric.id} is not better than its baseline: there is no value to count`, places, {
        remedy: 'Count value only where the outcome improved.',
      }),
    );
  else if (!within(value.amount, computed, options.tolerance))
    findings.push(
      unmet(
        `value.amount is ${plain(value.amount)}, but ${sum}; more than ${percent} apart`,
        [metrics.at('value', 'amount'), ...places],
        {
          remedy: `State the amount that the rows give (${plain(computed)}), or correct per-unit and volume.`,
        },
      ),
    );
  const benefits = economics.value.benefits ?? [];
  const index = benefits.findIndex((benefit) => benefit.metric === value.metric);
  const line = benefits[index];
  if (economics.value.currency !== value.currency)
    findings.push(
      unmet(
        `value is in ${value.currency}, the economics are in ${economics.value.currency}`,
        [metrics.at('value', 'currency'), economics.at('currency')],
        { remedy: 'Use one currency.' },
      ),
    );
  if (line === undefined)
    findings.push(
      unmet(`The economics have no benefit line for ${value.metric}`, economics.at('benefits'), {
        remedy: `Add a benefit with metric: ${value.metric} and the same amount.`,
      }),
    );
  else if (!within(line.amount, value.amount, options.tolerance))
    findings.push(
      unmet(
        `The economics count on ${plain(line.amount)} from ${value.metric}, the metrics give ${plain(value.amount)}; more than ${percent} apart`,
        [economics.at('benefits', index, 'amount'), metrics.at('value', 'amount')],
        { remedy: 'Bring both to the same figure.' },
      ),
    );
  return findings.length > 0 ? findings : [met(`${sum}, as the economics count`, places)];
}
