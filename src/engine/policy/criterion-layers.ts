import { PROFILES, type Profile } from '../../domain/levels.ts';
import type { Criterion } from '../criterion.ts';
import { criterionRule, profileOfEntry } from './criterion-rules.ts';
import type { CheckRule, CriterionRule, Origin, Refusal } from './effective.ts';
import type { CriterionEntry, PolicyLayer } from './file.ts';
import { dotted, isFreed, type Keys } from './keys.ts';
import { type Layers, originIn, shown } from './layers.ts';
import { isLowered, isWeaker, STRENGTH } from './strictness.ts';
import { stricterCheck, stricterValue } from './tighten.ts';

/** The profile in force, and what of it the organization set. */
export interface ChosenProfile {
  profile: Profile;
  origin: Origin;
  baseline?: { profile: Profile; origin: Origin };
}

type Entry = CriterionEntry | undefined;

/**
 * One criterion through all layers: the profile, over it the organization's settings, over them the repository's. A value
 * that is weaker than the organization's is refused, key by key, and the stricter one applies.
 */
export function layeredRule(
  criterion: Criterion,
  layers: Layers,
  chosen: ChosenProfile,
): { rule: CriterionRule; refused: Refusal[] } {
  const { organization, repository } = layers;
  const baseline = baselineOf(criterion, organization, chosen);
  const base = raised(criterion, baseline, chosen);
  const own = entryIn(repository, criterion);
  if (repository === undefined || own === undefined) return { rule: base, refused: [] };
  const repositoryRule = criterionRule(criterion, own, chosen.profile, chosen.origin, (...keys) =>
    originIn(repository, ['criteria', criterion.id, ...keys]),
  );
  const allow = organization?.file.allow ?? [];
  const refusals = refusalsOf(repository);
  const rule: CriterionRule = {
    ...base,
    params: { ...base.params },
    paramOrigins: { ...base.paramOrigins },
    checks: { ...base.checks },
  };

  for (const check of criterion.checks) {
    const wanted = repositoryRule.checks[check.code];
    const least = baseline.rule.checks[check.code];
    if (wanted === undefined || least === undefined || wanted.origin === chosen.origin) continue;
    const keys = checkKeys(criterion, own, check.code);
    const isFree = isFreed(allow, keys) && check.waivable !== false;
    const setAt = baseline.checkAt(check.code);
    if (setAt !== undefined && !isFree && STRENGTH[wanted.level] < STRENGTH[least.level])
      refusals.add(keys, writtenAt(own, keys), `${check.code} ${base.checks[check.code]?.level ?? least.level}`, setAt);
    else rule.checks[check.code] = wanted;
  }
  for (const [name, spec] of Object.entries(criterion.params)) {
    const keys = paramKeys(criterion, own, name);
    if (keys === undefined) continue;
    const [wanted, least] = [repositoryRule.params[name], baseline.rule.params[name]];
    const setAt = baseline.paramAt(name);
    const isBelow = setAt !== undefined && isWeaker(wanted, least, spec.stricter);
    if (isBelow && spec.stricter === 'superset') rule.params[name] = stricterValue(wanted, least, spec.stricter);
    else if (isBelow && !isFreed(allow, keys)) {
      refusals.add(keys, writtenAt(own, keys), `${dotted([name])} ${shown(base.params[name])}`, setAt);
      continue;
    } else rule.params[name] = wanted;
    rule.paramOrigins[name] = repositoryRule.paramOrigins[name] ?? originIn(repository, keys);
  }
  const named = profileOfEntry(own);
  if (named !== undefined) {
    const isBelow = baseline.isProfileSet && isHigher(baseline.rule.profile, named);
    if (!isBelow || isFreed(allow, profileKeys(criterion, own))) rule.profile = named;
  }
  return { rule, refused: refusals.all() };
}

interface Baseline {
  rule: CriterionRule;
  isProfileSet: boolean;
  /** Where the organization set it; undefined where it did not. */
  checkAt: (code: string) => Origin | undefined;
  paramAt: (name: string) => Origin | undefined;
}

function baselineOf(
  criterion: Criterion,
  organization: PolicyLayer | undefined,
  { baseline }: ChosenProfile,
): Baseline {
  const entry = entryIn(organization, criterion);
  const at = (...keys: Keys): Origin => originIn(organization, ['criteria', criterion.id, ...keys]);
  const unset: Origin = { path: 'built-in' };
  const profile = baseline?.profile ?? 'minimal';
  const rule = criterionRule(criterion, entry, profile, baseline?.origin ?? unset, at);
  const named = profileOfEntry(entry);
  const byProfile = named === undefined ? baseline?.origin : at(...(typeof entry === 'object' ? ['profile'] : []));
  return {
    rule,
    isProfileSet: byProfile !== undefined,
    checkAt: (code) => {
      const found = rule.checks[code]?.origin;
      return found === unset ? undefined : found;
    },
    paramAt: (name) => (isWritten(entry, name) ? at(name) : byProfile),
  };
}

/** The organization's rule, raised to the profile in force; what the organization lowered on purpose stays lowered. */
function raised(
  criterion: Criterion,
  baseline: Baseline,
  { profile, origin, baseline: set }: ChosenProfile,
): CriterionRule {
  const usual = criterionRule(criterion, undefined, profile, origin, () => origin);
  const checks: Record<string, CheckRule> = {};
  for (const [code, rule] of Object.entries(baseline.rule.checks)) {
    const own = usual.checks[code];
    const { profileLevel } = own ?? rule;
    const isKept =
      isLowered(rule) || (own !== undefined && own.level === rule.level && baseline.checkAt(code) !== undefined);
    checks[code] = { ...(isKept ? rule : own === undefined ? rule : stricterCheck(own, rule)), profileLevel };
  }
  const params: Record<string, unknown> = {};
  const paramOrigins: Record<string, Origin> = {};
  const before = set?.profile ?? 'minimal';
  for (const [name, spec] of Object.entries(criterion.params)) {
    const [given, own] = [baseline.rule.params[name], usual.params[name]];
    const isKept = isWeaker(given, spec.defaults[before], spec.stricter);
    params[name] = isKept ? given : stricterValue(given, own, spec.stricter);
    const isTheirs = isKept || (params[name] === given && baseline.rule.paramOrigins[name]?.line !== undefined);
    paramOrigins[name] = (isTheirs ? baseline.rule : usual).paramOrigins[name] ?? origin;
  }
  const isLower = isHigher(before, baseline.rule.profile);
  const used = isLower || isHigher(baseline.rule.profile, profile) ? baseline.rule.profile : profile;
  return { profile: used, params, paramOrigins, checks };
}

interface Refusals {
  add: (keys: Keys, asked: unknown, held: string, heldAt: Origin) => void;
  all: () => Refusal[];
}

/** One refusal for each written key, however many settings it represents. */
function refusalsOf(repository: PolicyLayer): Refusals {
  const byKey = new Map<string, { refusal: Refusal; held: string[] }>();
  return {
    add: (keys, asked, held, heldAt) => {
      const key = dotted(keys);
      const known = byKey.get(key);
      if (known !== undefined) known.held.push(held);
      else {
        const refusal = {
          key,
          asked: asked === false ? 'off' : shown(asked),
          askedAt: originIn(repository, keys),
          held,
          heldAt,
        };
        byKey.set(key, { refusal, held: [held] });
      }
    },
    // A key that names its setting need not have it named again.
    all: () =>
      [...byKey.values()].map(({ refusal, held: values }) => {
        const [first = ''] = values;
        const name = first.split(' ')[0] ?? '';
        const isNamed = values.length === 1 && refusal.key.endsWith(`.${name}`);
        return { ...refusal, held: isNamed ? first.slice(name.length + 1) : values.join(', ') };
      }),
  };
}

function entryIn(layer: PolicyLayer | undefined, criterion: Criterion): Entry {
  const criteria = layer?.file.criteria as Record<string, Entry> | undefined;
  return criteria !== undefined && Object.hasOwn(criteria, criterion.id) ? criteria[criterion.id] : undefined;
}

function isWritten(entry: Entry, name: string): boolean {
  return typeof entry === 'object' && entry[name] !== undefined;
}

function profileKeys(criterion: Criterion, entry: Entry): Keys {
  return ['criteria', criterion.id, ...(typeof entry === 'object' ? ['profile'] : [])];
}

/** The key by which an entry sets the level of a check. */
function checkKeys(criterion: Criterion, entry: Entry, code: string): Keys {
  if (typeof entry !== 'object') return ['criteria', criterion.id];
  const isOwn = entry.checks !== undefined && entry.checks[code] !== undefined;
  const key = isOwn ? ['checks', code] : entry.level !== undefined ? ['level'] : ['profile'];
  return ['criteria', criterion.id, ...key];
}

function paramKeys(criterion: Criterion, entry: Entry, name: string): Keys | undefined {
  if (isWritten(entry, name)) return ['criteria', criterion.id, name];
  return profileOfEntry(entry) === undefined ? undefined : profileKeys(criterion, entry);
}

function writtenAt(entry: Entry, [, , ...keys]: Keys): unknown {
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[String(key)], entry);
}

function isHigher(one: Profile, other: Profile): boolean {
  return PROFILES.indexOf(one) > PROFILES.indexOf(other);
}
