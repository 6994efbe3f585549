export const PROFILES = ['minimal', 'standard', 'regulated'] as const;
export type Profile = (typeof PROFILES)[number];
export type Level = 'blocking' | 'advisory' | 'off';

/** `minimal/standard/regulated`, each B (blocking), a (advisory) or - (not in the profile). */
export type LevelTriplet = `${'B' | 'a' | '-'}/${'B' | 'a' | '-'}/${'B' | 'a' | '-'}`;

/** Which way a setting is stricter; a floor may only be moved that way. */
export type Stricter = 'higher' | 'lower' | 'superset' | 'subset' | 'fixed';

/** The level a triplet gives a profile. */
export function levelIn(levels: LevelTriplet, profile: Profile): Level {
  const letter = levels.split('/')[PROFILES.indexOf(profile)];
  return letter === 'B' ? 'blocking' : letter === 'a' ? 'advisory' : 'off';
}
