import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import { plain, within } from '../shared/metrics/figures.ts';
import { costModel, runRateAt } from './model.ts';

/** Whether run rate, one-off costs, unit cost and margin are what the entries add up to. */
export function judgeTotals(economics: Located<Economics>, tolerance: number): Finding[] {
  const built = costModel(economics);
  if ('open' in built) return [built.open];
  const { model } = built;
  const { totals, benefits = [], currency } = economics.value;
  if (benefits.length === 0)
    return [
      unmet('No benefit is stated', economics.at('benefits'), {
        remedy: 'List under benefits what it brings a year at the target volume: metric, amount and basis.',
        cause: 'no-benefits',
      }),
    ];
  const benefit = benefits.reduce((sum, { amount }) => sum + amount, 0);
  const runRate = runRateAt(model, model.target.units);
  const unitCost = runRate / model.target.units;
  const margin = benefit - runRate;
  const figures = `run-rate: ${exact(runRate)}, one-off: ${exact(model.oneOff)}, unit-cost: ${exact(unitCost)}, margin: ${exact(margin)}`;
  if (totals === undefined)
    return [
      unmet('The totals are not stated', economics.at('totals'), {
        remedy: `The entries add up to totals: { ${figures} }; write them down once somebody has agreed to them.`,
      }),
    ];
  const findings: Finding[] = [];
  const compare = (what: string, declared: number | undefined, computed: number, place: Place): void => {
    if (declared === undefined)
      findings.push(
        unmet(`${what} is not stated; the entries give ${plain(computed)} ${currency}`, place, {
          remedy: `Add it; the entries give ${figures}.`,
        }),
      );
    else if (!within(declared, computed, tolerance))
      findings.push(
        unmet(
          `${what} is stated as ${plain(declared)} ${currency}, but the entries give ${plain(computed)}; more than ${plain(tolerance * 100)} % apart`,
          place,
          { remedy: 'Correct the total, or the entries it is made of.' },
        ),
      );
  };
  const at = (key: string): Place => economics.at('volumes', model.targetIndex, key);
  compare('The benefit at the target volume', model.target.benefit, benefit, at('benefit'));
  if (model.target.cost !== undefined) compare('The cost at the target volume', model.target.cost, runRate, at('cost'));
  compare('The run rate a year', totals.runRate, runRate, economics.at('totals', 'runRate'));
  if (model.oneOff > 0 || totals.oneOff !== undefined)
    compare('The one-off cost', totals.oneOff, model.oneOff, economics.at('totals', 'oneOff'));
  compare('The cost of one case', totals.unitCost, unitCost, economics.at('totals', 'unitCost'));
  compare('The margin a year', totals.margin, margin, economics.at('totals', 'margin'));
  return findings.length > 0
    ? findings
    : [
        met(
          `At ${plain(model.target.units)} cases a year: costs ${plain(runRate)}, brings ${plain(benefit)}, leaves ${plain(margin)} ${currency}; one case costs ${plain(unitCost)}`,
          economics.at('totals'),
        ),
      ];
}

/** A figure to copy: as precise as money needs to be. */
function exact(value: number): string {
  return String(Number(value.toFixed(Math.abs(value) < 10 ? 4 : 2)));
}
