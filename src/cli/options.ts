import { parseInstant } from '../domain/dates.ts';
import { UserError } from '../domain/errors.ts';
import { PROFILES, type Profile } from '../domain/levels.ts';
import type { World } from './verb.ts';

/** Options that several verbs share, with one meaning. */
export const AS_OF = { 'as-of': { value: 'DATE', summary: 'Evaluate as of this date (default: now)' } } as const;
export const POLICY = {
  policy: { value: 'FILE', summary: 'Use this policy file instead of the one on the default branch' },
} as const;
export const ORG_POLICY = {
  'org-policy': {
    value: 'FILE',
    summary: "Use this file as the organization's policy, the minimum for the pilot's own",
  },
} as const;
export const GITHUB = {
  github: { value: 'REPO#N', summary: 'Verify people and approvals on GitHub; requires GITHUB_TOKEN' },
} as const;
export const OUTPUT = {
  output: { value: 'FILE', summary: 'Write the result to a file instead of the terminal' },
} as const;
export const APP_ID = {
  'app-id': { value: 'N', summary: 'The ID of your GitHub App; only a check bound to it counts as yours' },
} as const;

/** The clock: now, or the moment given by `--as-of`. A bare day means its last second, so that it includes that day. */
export function clockOf(asOf: string | undefined, now: number): number {
  if (asOf === undefined) return now;
  const at = parseInstant(asOf);
  if (at === undefined)
    throw new UserError(
      `--as-of ${asOf} is not a date`,
      'Write a day (2026-11-20) or an instant with a time zone (2026-11-20T14:02:00Z).',
    );
  return /^\d{4}-\d{2}-\d{2}$/.test(asOf) ? at + 86_399_000 : at;
}

export function profileOf(given: string | undefined): Profile | undefined {
  return given === undefined ? undefined : oneOf('profile', given, PROFILES, 'minimal');
}

/** The value of an option that has a fixed list. Throws UserError for any other value. */
export function oneOf<T extends string>(
  name: string,
  given: string | undefined,
  allowed: readonly T[],
  fallback: T,
): T {
  if (given === undefined) return fallback;
  const value = allowed.find((one) => one === given);
  if (value === undefined)
    throw new UserError(`--${name} ${given} is not a known value`, `Choose one of ${allowed.join(', ')}.`);
  return value;
}

/** The number given with `--app-id`. */
export function appIdOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^[1-9]\d{0,11}$/.test(given)) return Number(given);
  throw new UserError(`--app-id ${given} is not an App ID`, 'Copy the App ID from the settings page of the App.');
}

/** The name given with `--org`. */
export function organizationOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (/^[A-Za-z0-9][\w-]{0,38}$/.test(given)) return given;
  throw new UserError(`--org ${given} is not an organization`, 'Write the name as in its GitHub address.');
}

/** The token of the environment. Throws UserError when there is none; `verb` is the command that needs it. */
export function tokenOf(verb: string, world: World): string {
  const token = world.env.GITHUB_TOKEN ?? world.env.GH_TOKEN;
  if (!token)
    throw new UserError(
      `${verb} needs a token`,
      'Set GITHUB_TOKEN to a token that can read the repositories: GITHUB_TOKEN=$(gh auth token).',
    );
  return token;
}
