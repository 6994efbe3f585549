import { parseArgs } from 'node:util';
import { parseInstant } from '../domain/dates.ts';
import { UserError } from '../domain/errors.ts';
import { PROFILES, type Profile } from '../domain/levels.ts';

/** What every verb gets: its words, its options, and the world as the door found it. */
export interface Invocation {
  positionals: string[];
  options: Record<string, string | boolean | undefined>;
  world: World;
}

/** The world outside, handed in by the door so that verbs can be tested without a process. */
export interface World {
  cwd: string;
  env: Record<string, string | undefined>;
  /** Milliseconds since the epoch; `--as-of` replaces it. */
  now: number;
  columns: number;
  color: boolean;
  write: (text: string) => void;
  warn: (text: string) => void;
}

type OptionTypes = Record<string, 'string' | 'boolean'>;

/** Parses the words after a verb. Unknown options and stray words are a UserError that names the nearest option. */
export function readArguments(
  verb: string,
  words: string[],
  types: OptionTypes,
  maxPositionals: number,
): Pick<Invocation, 'positionals' | 'options'> {
  const options = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));
  try {
    const parsed = parseArgs({ args: words, options, allowPositionals: true, strict: true });
    if (parsed.positionals.length > maxPositionals) {
      throw new UserError(
        `${verb}: one word too many: ${parsed.positionals[maxPositionals]}`,
        `Run: pilot-readiness help ${verb}`,
      );
    }
    return { positionals: parsed.positionals, options: parsed.values as Record<string, string | boolean | undefined> };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error);
    throw new UserError(
      `${verb}: ${message}`,
      `Known options: ${Object.keys(types)
        .map((name) => `--${name}`)
        .join(' ')}`,
    );
  }
}

/** The clock: now, or the moment given by `--as-of`. A bare day means its last second, so that it includes that day. */
export function clockOf(asOf: string | boolean | undefined, now: number): number {
  if (asOf === undefined) return now;
  const at = typeof asOf === 'string' ? parseInstant(asOf) : undefined;
  if (at === undefined)
    throw new UserError(
      `--as-of ${String(asOf)} is not a date`,
      'Write a day (2026-11-20) or an instant with zone (2026-11-20T14:02:00Z).',
    );
  return typeof asOf === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(asOf) ? at + 86_399_000 : at;
}

export function profileOf(given: string | boolean | undefined): Profile | undefined {
  if (given === undefined) return undefined;
  const profile = PROFILES.find((name) => name === given);
  if (profile === undefined)
    throw new UserError(`--profile ${String(given)} is not a profile`, `Choose one of ${PROFILES.join(', ')}.`);
  return profile;
}

export function oneOf<T extends string>(
  name: string,
  given: string | boolean | undefined,
  allowed: readonly T[],
  fallback: T,
): T {
  if (given === undefined) return fallback;
  const value = allowed.find((one) => one === given);
  if (value === undefined)
    throw new UserError(`--${name} ${String(given)} is not known`, `Choose one of ${allowed.join(', ')}.`);
  return value;
}
