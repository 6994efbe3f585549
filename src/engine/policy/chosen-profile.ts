import { PROFILES, type Profile } from '../../domain/levels.ts';
import type { ChosenProfile } from './criterion-layers.ts';
import type { Origin, Refusal } from './effective.ts';
import { isFreed } from './keys.ts';
import { type Layers, originIn } from './layers.ts';
import { matchesProperties, type Properties } from './pilot-lists.ts';

/**
 * The profile in force: the strictest of what the organization sets (by name, or by a custom property of the repository),
 * what the repository sets and what the command line or an input requests.
 */
export function chosenProfile(
  layers: Layers,
  options: { profile?: Profile | undefined; properties?: Properties | undefined },
): { chosen: ChosenProfile; refused: Refusal[] } {
  const { organization, repository } = layers;
  const baseline = baselineOf(layers, options.properties);
  const own = repository?.file.profile;
  const isFree = isFreed(organization?.file.allow ?? [], ['profile']);
  const isBelow = own !== undefined && baseline !== undefined && isHigher(baseline.profile, own) && !isFree;
  const refused: Refusal[] =
    isBelow && repository !== undefined
      ? [
          {
            ...{ key: 'profile', asked: own, askedAt: originIn(repository, ['profile']) },
            ...{ held: baseline.profile, heldAt: baseline.origin },
          },
        ]
      : [];
  const isOwn = own !== undefined && !isBelow && (baseline === undefined || isFree || isHigher(own, baseline.profile));
  const written = isOwn ? { profile: own, origin: originIn(repository, ['profile']) } : baseline;
  const least = written ?? { profile: 'minimal' as const, origin: { path: 'profile minimal' } };
  const { profile: requestedProfile } = options;
  const strongest =
    requestedProfile !== undefined && isHigher(requestedProfile, least.profile)
      ? { profile: requestedProfile, origin: { path: `profile ${requestedProfile}` } }
      : least;
  // A freed profile is not a minimum: the repository chose a lower one.
  const isBaseline = baseline !== undefined && !(isFree && own !== undefined && isHigher(baseline.profile, own));
  return { chosen: { ...strongest, ...(isBaseline ? { baseline } : {}) }, refused };
}

function baselineOf(
  { organization }: Layers,
  properties: Properties | undefined,
): { profile: Profile; origin: Origin } | undefined {
  if (organization === undefined) return undefined;
  const { profile, profiles = {} } = organization.file;
  const byProperty = PROFILES.filter((name) => matchesProperties(profiles[name]?.properties, properties)).at(-1);
  if (byProperty !== undefined && (profile === undefined || isHigher(byProperty, profile)))
    return { profile: byProperty, origin: originIn(organization, ['profiles', byProperty]) };
  return profile === undefined ? undefined : { profile, origin: originIn(organization, ['profile']) };
}

function isHigher(one: Profile, other: Profile): boolean {
  return PROFILES.indexOf(one) > PROFILES.indexOf(other);
}
