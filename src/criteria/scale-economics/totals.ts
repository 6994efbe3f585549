import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import { plain, within } from '../shared/metrics/figures.ts';
import { messages } from './messages.ts';
import { costModel, runRateAt } from './model.ts';

/** Whether run rate, one-off costs, unit cost and margin are what the entries add up to. */
export function judgeTotals(economics: Located<Economics>, tolerance: number): Finding[] {
  const built = costModel(economics);
  if ('open' in built) return [built.open];
  const { model } = built;
  const { totals, benefits = [], currency } = economics.value;
  if (benefits.length === 0) return [unmet(messages.noBenefits(), economics.at('benefits'), { cause: 'no-benefits' })];
  const { target, targetIndex, oneOff } = model;
  const benefit = benefits.reduce((sum, { amount }) => sum + amount, 0);
  const runRate = runRateAt(model, target.units);
  const unitCost = runRate / target.units;
  const margin = benefit - runRate;
  const figures = `run-rate: ${exact(runRate)}, one-off: ${exact(oneOff)}, unit-cost: ${exact(unitCost)}, margin: ${exact(margin)}`;
  if (totals === undefined) return [unmet(messages.noTotals({ figures }), economics.at('totals'))];
  const compare = (what: string, declared: number | undefined, computed: number, place: Place): Finding[] => {
    const words = { what, computed: plain(computed), currency };
    if (declared === undefined) return [unmet(messages.totalMissing({ ...words, figures }), place)];
    if (within(declared, computed, tolerance)) return [];
    const differs = { ...words, declared: plain(declared), tolerance: plain(tolerance * 100) };
    return [unmet(messages.totalDiffers(differs), place)];
  };
  const volume = (key: string): Place => economics.at('volumes', targetIndex, key);
  const total = (key: string): Place => economics.at('totals', key);
  const findings = [
    ...compare('The benefit at the target volume', target.benefit, benefit, volume('benefit')),
    ...(target.cost === undefined
      ? []
      : compare('The cost at the target volume', target.cost, runRate, volume('cost'))),
    ...compare('The yearly run rate', totals.runRate, runRate, total('runRate')),
    ...(oneOff > 0 || totals.oneOff !== undefined
      ? compare('The one-off cost', totals.oneOff, oneOff, total('oneOff'))
      : []),
    ...compare('The cost of one case', totals.unitCost, unitCost, total('unitCost')),
    ...compare('The yearly margin', totals.margin, margin, total('margin')),
  ];
  if (findings.length > 0) return findings;
  return [
    met(
      messages.totalsAgree({
        units: plain(target.units),
        cost: plain(runRate),
        benefit: plain(benefit),
        margin: plain(margin),
        unitCost: plain(unitCost),
        currency,
      }),
      economics.at('totals'),
    ),
  ];
}

/** A figure to copy, as precise as money needs to be. */
function exact(value: number): string {
  return String(Number(value.toFixed(Math.abs(value) < 10 ? 4 : 2)));
}
