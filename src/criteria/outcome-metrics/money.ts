import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
import { differenceFigure, plain, within } from '../shared/metrics/figures.ts';
import { besideBaseline } from './improvement.ts';
import { messages } from './messages.ts';

/** Whether the claimed value is the improvement times the volume, and the amount that the economics count on. */
export function judgeMoney(
  metrics: Located<Metrics>,
  economics: Located<SectionValue<'economics'>>,
  files: Named,
  options: { startedOn: string; tolerance: number; now: number },
): Finding[] {
  const { value } = metrics.value;
  const place = metrics.at('value');
  if (value === undefined) return [unmet(messages.noValue(), place)];
  const { metric, perUnit, volume, currency } = value;
  const defined = findMetric(metric, definedMetrics(metrics));
  if (defined?.layer !== 'outcome')
    return [unmet(messages.valueNotOnOutcome({ metric }), metrics.at('value', 'metric'))];
  const beside = besideBaseline(defined, metrics, files, options.startedOn, options.now);
  if ('open' in beside) return [beside.open];
  const { gain } = beside.seen;
  const result = gain * perUnit * volume;
  const computed = plain(result);
  const sum = messages.valueComputed({
    gain: differenceFigure(gain, defined.metric),
    perUnit: plain(perUnit),
    volume: plain(volume),
    computed,
    currency,
  });
  const amount = plain(value.amount);
  const tolerance = `${plain(options.tolerance * 100)}%`;
  const places = [place, ...beside.seen.places];
  const findings: Finding[] = [];
  if (gain <= 0) findings.push(unmet(messages.noGain({ metric }), places));
  else if (!within(value.amount, result, options.tolerance))
    findings.push(
      unmet(messages.valueDisagrees({ amount, sum, computed, tolerance }), [metrics.at('value', 'amount'), ...places]),
    );
  if (economics.value.currency !== currency)
    findings.push(
      unmet(messages.currenciesDiffer({ value: currency, economics: economics.value.currency }), [
        metrics.at('value', 'currency'),
        economics.at('currency'),
      ]),
    );
  const { benefits = [] } = economics.value;
  const index = benefits.findIndex((benefit) => benefit.metric === metric);
  const line = benefits[index];
  if (line === undefined) findings.push(unmet(messages.noBenefit({ metric }), economics.at('benefits')));
  else if (!within(line.amount, value.amount, options.tolerance))
    findings.push(
      unmet(messages.benefitDisagrees({ benefit: plain(line.amount), metric, amount, tolerance }), [
        economics.at('benefits', index, 'amount'),
        metrics.at('value', 'amount'),
      ]),
    );
  return findings.length > 0 ? findings : [met(messages.valueAgrees({ sum }), places)];
}
