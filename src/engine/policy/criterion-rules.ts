import { type Level, levelIn, PROFILES, type Profile } from '../../domain/levels.ts';
import type { Criterion } from '../criterion.ts';
import type { CheckRule, CriterionRule, Origin } from './effective.ts';
import type { CriterionEntry } from './file.ts';

/** The levels and settings of one criterion: those of the profile, and over them what its entry says, each with its origin. */
export function criterionRule(
  criterion: Criterion,
  entry: CriterionEntry | undefined,
  profile: Profile,
  profileOrigin: Origin,
  from: (...keys: (string | number)[]) => Origin,
): CriterionRule {
  const word = typeof entry === 'string' ? entry : entry === false ? 'off' : undefined;
  const detail = typeof entry === 'object' ? entry : {};
  const ownProfile = profileOfEntry(entry);
  const used = ownProfile ?? profile;
  const wholeLevel = word === 'off' ? 'off' : levelOf(detail.level);

  const checks: Record<string, CheckRule> = {};
  for (const check of criterion.checks) {
    const profileLevel = levelIn(check.levels, profile);
    const ownLevel = levelOf(detail.checks?.[check.code]);
    if (ownLevel !== undefined)
      checks[check.code] = { level: ownLevel, profileLevel, origin: from('checks', check.code) };
    else if (wholeLevel !== undefined && levelIn(check.levels, used) !== 'off')
      checks[check.code] = { level: wholeLevel, profileLevel, origin: word === 'off' ? from() : from('level') };
    else if (ownProfile !== undefined)
      checks[check.code] = {
        level: levelIn(check.levels, used),
        profileLevel,
        origin: from(...(word ? [] : ['profile'])),
      };
    else checks[check.code] = { level: profileLevel, profileLevel, origin: profileOrigin };
  }

  const params: Record<string, unknown> = {};
  const paramOrigins: Record<string, Origin> = {};
  for (const [name, spec] of Object.entries(criterion.params)) {
    const given = detail[name];
    params[name] = given === undefined ? spec.defaults[used] : given;
    paramOrigins[name] = given === undefined ? { path: `profile ${used}` } : from(name);
  }
  return { profile: used, params, paramOrigins, checks };
}

/** The profile that an entry takes its levels and defaults from, when it names one. */
export function profileOfEntry(entry: CriterionEntry | undefined): Profile | undefined {
  const written = typeof entry === 'object' ? entry.profile : entry;
  return PROFILES.find((name) => name === written);
}

function levelOf(written: unknown): Level | undefined {
  if (written === false || written === 'off') return 'off';
  return written === 'advisory' || written === 'blocking' ? written : undefined;
}
