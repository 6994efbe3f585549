import { type Finding, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import { type Cost, noCosts } from './costs.ts';
import { messages } from './messages.ts';

/** What the costs add up to. Every figure is for a year, in the currency of the economics. */

export type Volume = NonNullable<Economics['volumes']>[number];

export interface CostModel {
  /** Recurring costs a year that do not depend on the number of cases. */
  fixed: number;
  perUnit: number;
  oneOff: number;
  target: Volume;
  targetIndex: number;
}

/** The yearly total of recurring costs at a number of cases a year; one-off costs are left out. */
export function yearly(costs: Cost[], units: number): number {
  return costs.reduce((sum, { basis, amount }) => {
    if (basis === 'per-month') return sum + 12 * amount;
    if (basis === 'per-year') return sum + amount;
    return basis === 'per-unit' ? sum + amount * units : sum;
  }, 0);
}

/** Adds up the costs at the target volume; an open finding where something is missing for that. */
export function costModel(economics: Located<Economics>): { model: CostModel } | { open: Finding } {
  const none = noCosts(economics);
  if (none) return { open: none };
  const { costs = [], volumes = [] } = economics.value;
  const targetIndex = volumes.findIndex(({ name, units }) => name === 'target' && units > 0);
  const target = volumes[targetIndex];
  if (target === undefined)
    return { open: unmet(messages.noTargetVolume(), economics.at('volumes'), { cause: 'no-target-volume' }) };
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

/** What running the service costs a year at a number of cases. */
export function runRateAt(model: CostModel, units: number): number {
  return model.fixed + model.perUnit * units;
}
