import { type Finding, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import { type Cost, noCosts } from './costs.ts';

/** What the costs add up to; everything is a year, in the currency of the economics. */

export type Volume = NonNullable<Economics['volumes']>[number];

export interface CostModel {
  /** Recurring costs a year that do not depend on the number of cases. */
  fixed: number;
  perUnit: number;
  oneOff: number;
  target: Volume;
  targetIndex: number;
}

/** A year's cost of a class or of everything, at so many cases a year; what is paid once is left out. */
export function yearly(costs: Cost[], units: number): number {
  return costs.reduce((sum, { basis, amount }) => {
    if (basis === 'per-month') return sum + 12 * amount;
    if (basis === 'per-year') return sum + amount;
    return basis === 'per-unit' ? sum + amount * units : sum;
  }, 0);
}

/** Adds up the costs at the target volume, or says what is missing to do so. */
export function costModel(economics: Located<Economics>): { model: CostModel } | { open: Finding } {
  const none = noCosts(economics);
  if (none) return { open: none };
  const { costs = [], volumes = [] } = economics.value;
  const targetIndex = volumes.findIndex(({ name, units }) => name === 'target' && units > 0);
  const target = volumes[targetIndex];
  if (target === undefined)
    return {
      open: unmet('No target volume is stated: nothing can be added up for full scale', economics.at('volumes'), {
        remedy: 'Add to volumes: { name: target, units: cases a year, benefit: what they bring a year }.',
        cause: 'no-target-volume',
      }),
    };
  return {
    model: {
      fixed: yearly(costs, 0),
      perUnit: costs.reduce((sum, { basis, amount }) => (basis === 'per-unit' ? sum + amount : sum), 0),
      oneOff: costs.reduce((sum, { basis, amount }) => (basis === 'once' ? sum + amount : sum), 0),
      target,
      targetIndex,
    },
  };
}

/** What running it costs a year at so many cases. */
export function runRateAt(model: CostModel, units: number): number {
  return model.fixed + model.perUnit * units;
}
