import type { Profile } from '../../domain/levels.ts';
import type { EffectivePolicy } from '../../engine/policy/effective.ts';

/** The limits that two other criteria set, and that had to be kept when a team was added. */
export interface ExpansionLimits {
  testedWithinDays: number;
  unattendedDays: number;
  logGapDays: number;
  windowDays: number;
  maxAgeDays: number;
  budgetLeft: number;
  lookBackDays: number;
  siteRatio: number;
}

/** Used where the policy states nothing about these criteria. */
const DEFAULTS: Record<Profile, ExpansionLimits> = {
  minimal: makeLimits(365, 14, 0),
  standard: makeLimits(180, 14, 0),
  regulated: makeLimits(90, 30, 0.25),
};

function makeLimits(testedWithinDays: number, unattendedDays: number, budgetLeft: number): ExpansionLimits {
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

/** The limits for an expansion: those of `handoff-test` and `slo-and-error-budget`, as the policy sets them. */
export function expansionLimits({ criteria }: EffectivePolicy, profile: Profile): ExpansionLimits {
  const params = { ...criteria['handoff-test']?.params, ...criteria['slo-and-error-budget']?.params };
  const limits = { ...DEFAULTS[profile] };
  for (const key of Object.keys(limits) as (keyof ExpansionLimits)[]) {
    const value = params[key];
    if (typeof value === 'number') limits[key] = value;
  }
  return limits;
}
