import { defined } from '../../domain/defined.ts';
import { type Level, PROFILES, type Profile, type Stricter } from '../../domain/levels.ts';
import type { Criterion } from '../criterion.ts';
import type { CheckRule, ControlRule, CriterionRule, EffectivePolicy } from './effective.ts';
import { isWeaker, loweredSettings, STRENGTH } from './strictness.ts';

/**
 * The first policy, made at least as strict as the second in every setting: levels, options, profile, mode, what controls
 * ask, how long a waiver may live, and what recognizes a promotion. Whom it trusts (approvers, granted waivers,
 * exceptions) stays that of the first.
 */
export function tightened(catalog: Criterion[], policy: EffectivePolicy, by: EffectivePolicy): EffectivePolicy {
  const criteria = Object.fromEntries(
    catalog.map((criterion): [string, CriterionRule] => {
      const [own, other] = [policy.criteria[criterion.id], by.criteria[criterion.id]];
      if (own === undefined || other === undefined) return [criterion.id, own ?? other ?? missing(criterion)];
      return [criterion.id, stricterRule(criterion, own, other)];
    }),
  );
  const { enforceFrom: _own, ...rest } = policy;
  const profiled = isHigher(by.profile, policy.profile) ? by : policy;
  const enforcing = policy.mode === 'enforce' || by.mode === 'observe' ? policy : by;
  const enforceFrom =
    enforcing.mode === 'enforce' ? enforcing.enforceFrom : earliest(policy.enforceFrom, by.enforceFrom);
  const { profile } = profiled;
  return {
    ...rest,
    profile,
    profileOrigin: profiled.profileOrigin,
    mode: enforcing.mode,
    modeOrigin: enforcing.modeOrigin,
    ...defined({ enforceFrom }),
    report: policy.report === 'all' ? 'all' : by.report,
    promotion: joinedPromotion(policy.promotion, by.promotion),
    criteria,
    controls: joinedControls(policy.controls, by.controls),
    waivers: { ...policy.waivers, maxDays: Math.min(policy.waivers.maxDays, by.waivers.maxDays) },
    lowered: loweredIn(catalog, criteria, profile, [...policy.lowered, ...by.lowered]),
    layers: [...policy.layers, ...by.layers.filter((layer) => !policy.layers.some((own) => own.path === layer.path))],
    digest: `${policy.digest.slice(0, 32)}${by.digest.slice(0, 32)}`,
  };
}

function stricterRule(criterion: Criterion, own: CriterionRule, other: CriterionRule): CriterionRule {
  const checks = { ...other.checks, ...own.checks };
  for (const [code, rule] of Object.entries(own.checks)) checks[code] = stricterCheck(rule, other.checks[code]);
  const params = { ...own.params };
  const paramOrigins = { ...own.paramOrigins };
  for (const [name, spec] of Object.entries(criterion.params)) {
    const value = stricterValue(own.params[name], other.params[name], spec.stricter);
    if (value === own.params[name]) continue;
    params[name] = value;
    const origin = other.paramOrigins[name];
    if (origin) paramOrigins[name] = origin;
  }
  return { profile: isHigher(other.profile, own.profile) ? other.profile : own.profile, params, paramOrigins, checks };
}

export function stricterCheck(own: CheckRule, other: CheckRule | undefined): CheckRule {
  if (other === undefined) return own;
  const profileLevel = isStronger(other.profileLevel, own.profileLevel) ? other.profileLevel : own.profileLevel;
  return { ...(isStronger(other.level, own.level) ? other : own), profileLevel };
}

/** Lists are joined, because neither of two lists need be the stricter one. What has no stricter side stays. */
export function stricterValue(own: unknown, other: unknown, stricter: Stricter): unknown {
  if (other === undefined || (stricter === 'fixed' && own !== undefined)) return own;
  if (!isWeaker(own, other, stricter)) return own;
  if (!Array.isArray(own) || !Array.isArray(other)) return other;
  return stricter === 'subset' ? own.filter((item) => other.includes(item)) : [...new Set([...own, ...other])];
}

function joinedPromotion(
  own: EffectivePolicy['promotion'],
  other: EffectivePolicy['promotion'],
): EffectivePolicy['promotion'] {
  const lifecycles = union([own.catalogLifecycle ?? []].flat(), [other.catalogLifecycle ?? []].flat());
  const [first, ...more] = lifecycles;
  return {
    labels: union(own.labels, other.labels),
    branches: union(own.branches, other.branches),
    paths: union(own.paths, other.paths),
    ...(first === undefined ? {} : { catalogLifecycle: more.length === 0 ? first : lifecycles }),
  };
}

/** A control that only the second policy names is required by it, and signed by the approvers of the first. */
function joinedControls(
  own: EffectivePolicy['controls'],
  other: EffectivePolicy['controls'],
): EffectivePolicy['controls'] {
  const joined = { ...own };
  for (const [name, theirs] of Object.entries(other)) {
    const ours: ControlRule = own[name] ?? { approvers: [], covers: [], plainApproval: false, required: false };
    const days = [ours.validDays, theirs.validDays].filter((one) => one !== undefined);
    joined[name] = {
      ...ours,
      covers: union(ours.covers, theirs.covers),
      ...(days.length === 0 ? {} : { validDays: Math.min(...days) }),
      plainApproval: ours.plainApproval && theirs.plainApproval,
      required: ours.required || theirs.required,
    };
  }
  return joined;
}

/** The settings that are still below the profile in the merged policy. */
function loweredIn(
  catalog: Criterion[],
  criteria: EffectivePolicy['criteria'],
  profile: Profile,
  before: EffectivePolicy['lowered'],
): EffectivePolicy['lowered'] {
  return catalog.flatMap((criterion) => {
    const rule = criteria[criterion.id];
    if (rule === undefined) return [];
    const earlier = before.find((one) => one.what === criterion.id && one.to === rule.profile);
    const whole = earlier && isHigher(profile, rule.profile) ? [{ ...earlier, from: profile }] : [];
    return [...whole, ...loweredSettings(criterion, rule)];
  });
}

function isHigher(one: Profile, other: Profile): boolean {
  return PROFILES.indexOf(one) > PROFILES.indexOf(other);
}

function isStronger(one: Level, other: Level): boolean {
  return STRENGTH[one] > STRENGTH[other];
}

/** Days are written year first, so the earlier one sorts first. */
function earliest(...days: (string | undefined)[]): string | undefined {
  return days.filter((day) => day !== undefined).sort()[0];
}

function missing(criterion: Criterion): CriterionRule {
  throw new Error(`no rule for ${criterion.id}`);
}

function union(a: string[], b: string[]): string[] {
  return [...new Set([...a, ...b])];
}
