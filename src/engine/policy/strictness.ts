import type { Level } from '../../domain/levels.ts';
import type { Criterion } from '../criterion.ts';
import type { CheckRule, CriterionRule, EffectivePolicy } from './effective.ts';

export const STRENGTH: Record<Level, number> = { off: 0, advisory: 1, blocking: 2 };

/** Whether the level of a check is below that of its profile. */
export function isLowered(rule: CheckRule): boolean {
  return STRENGTH[rule.level] < STRENGTH[rule.profileLevel];
}

/** The settings below the profile: shown beside the verdict, like waivers. */
export function loweredSettings(criterion: Criterion, rule: CriterionRule): EffectivePolicy['lowered'] {
  const checks = criterion.checks.flatMap((check) => {
    const own = rule.checks[check.code];
    if (!own || !isLowered(own)) return [];
    return [{ what: check.code, from: own.profileLevel, to: own.level, place: own.origin }];
  });
  const params = Object.entries(criterion.params).flatMap(([name, spec]) => {
    const given = rule.params[name];
    const usual = spec.defaults[rule.profile];
    const place = rule.paramOrigins[name] ?? { path: 'built-in' };
    return isWeaker(given, usual, spec.stricter)
      ? [{ what: `${criterion.id}.${name}`, from: String(usual), to: String(given), place }]
      : [];
  });
  return [...checks, ...params];
}

/** Whether `given` is weaker than `usual` in the declared direction; incomparable values are weaker. */
export function isWeaker(given: unknown, usual: unknown, stricter: string): boolean {
  if (given === usual) return false;
  if (typeof given === 'number' && typeof usual === 'number')
    return stricter === 'higher' ? given < usual : given > usual;
  if (Array.isArray(given) && Array.isArray(usual)) {
    return stricter === 'subset'
      ? given.some((item) => !usual.includes(item))
      : usual.some((item) => !given.includes(item));
  }
  if (typeof given === 'boolean' && typeof usual === 'boolean') return stricter === 'higher' ? !given : given;
  return given !== usual;
}
