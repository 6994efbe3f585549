/**
 * domain/ holds plain types and facts. It must not use Node built-ins, a clock, randomness, the network or the console.
 */

/** A spot in a file of the pilot: lines and columns are 1-based, `blob` is the git blob id of what was read. */
export interface Place {
  path: string;
  line?: number;
  column?: number;
  blob?: string;
}

/** One fault in a file a person wrote, with everything needed to fix it. `key` is the path of keys as written. */
export interface Fault {
  path: string;
  /** The repository of the file when it is not the evaluated one; then `path` begins with it. */
  repository?: string;
  line: number;
  column: number;
  key: string;
  problem: string;
  allowed?: string;
  remedy: string;
}

/**
 * Who could resolve what could not be verified: GitHub (a person runs it with a token), a complete clone
 * (`git fetch --unshallow`), or a later try of the same thing.
 */
export type ResolvableBy = 'github' | 'history' | 'retry';

/**
 * The result of a read. `absent`: it does not exist; `invalid`: it exists but cannot be parsed as what it must be;
 * `unavailable`: it could not be read, which never counts as a pass.
 */
export type Observation<T> =
  | { state: 'seen'; value: T; place: Place }
  | { state: 'absent'; place: Place; why?: string }
  | { state: 'invalid'; place: Place; faults: Fault[] }
  | { state: 'unavailable'; reason: string; resolvableBy: ResolvableBy };

export function seen<T>(value: T, place: Place): Observation<T> {
  return { state: 'seen', value, place };
}

export function absent(place: Place, why?: string): Observation<never> {
  return why === undefined ? { state: 'absent', place } : { state: 'absent', place, why };
}

export function invalid(place: Place, faults: Fault[]): Observation<never> {
  return { state: 'invalid', place, faults };
}

export function unavailable(reason: string, resolvableBy: ResolvableBy): Observation<never> {
  return { state: 'unavailable', reason, resolvableBy };
}
