import type { Profile } from '../../domain/levels.ts';
import type { EffectivePolicy } from '../../engine/policy/effective.ts';
import type { ExpansionLimits } from './expansion.ts';

/** What the criteria about handoff and objectives ask for where the policy in force does not say it. */
const USUAL: Record<Profile, ExpansionLimits> = {
  minimal: limits(365, 14, 0),
  standard: limits(180, 14, 0),
  regulated: limits(90, 30, 0.25),
};

function limits(testedWithinDays: number, unattendedDays: number, budgetLeft: number): ExpansionLimits {
  return {
    testedWithinDays,
    unattendedDays,
    logGapDays: 3,
    windowDays: 14,
    maxAgeDays: 7,
    budgetLeft,
    lookBackDays: 90,
    siteRatio: 2,
  };
}

/** The limits by which an expansion is judged: those of the two criteria it refers to, as the policy sets them. */
export function expansionLimits({ criteria }: EffectivePolicy, profile: Profile): ExpansionLimits {
  const set = { ...criteria['handoff-test']?.params, ...criteria['slo-and-error-budget']?.params };
  const found = { ...USUAL[profile] };
  for (const key of Object.keys(found) as (keyof ExpansionLimits)[]) {
    const value = set[key];
    if (typeof value === 'number') found[key] = value;
  }
  return found;
}
