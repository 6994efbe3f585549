import type * as z from 'zod';
import type { Actor, Finding } from '../domain/finding.ts';
import type { LevelTriplet, Profile, Stricter } from '../domain/levels.ts';
import type { Observation, Place } from '../domain/observation.ts';
import type { Ask } from './fact-requests.ts';
import type { Read } from './inputs.ts';
import type { EffectivePolicy } from './policy/effective.ts';
import type { Subject } from './ports.ts';

export interface ParamSpec<T> {
  schema: z.ZodType<T>;
  defaults: Record<Profile, T>;
  stricter: Stricter;
  doc: string;
}

/** A setting of a criterion, with its default in each profile and the direction in which it is stricter. */
export function param<T>(
  schema: z.ZodType<T>,
  defaults: T | Record<Profile, T>,
  stricter: Stricter,
  doc: string,
): ParamSpec<T> {
  const perProfile =
    typeof defaults === 'object' && defaults !== null && 'minimal' in defaults
      ? (defaults as Record<Profile, T>)
      : { minimal: defaults as T, standard: defaults as T, regulated: defaults as T };
  return { schema, defaults: perProfile, stricter, doc };
}

export type ParamSpecs = Record<string, ParamSpec<unknown>>;
export type ParamValues<P extends ParamSpecs> = { [K in keyof P]: P[K] extends ParamSpec<infer T> ? T : never };

export type Reads = Record<string, Read<unknown>>;
/**
 * An ask left undefined was not worth asking: its evidence is missing, which the check says anyway. A list asks the
 * same of several things and is answered in its order; an empty list has nothing to ask, because files proved it.
 */
export type Asks = Record<string, Ask<unknown> | Ask<unknown>[] | undefined>;
type Answer<W> = W extends Read<infer T> ? T : W extends Ask<infer T> ? T : W extends Ask<infer T>[] ? T[] : never;

/** Evidence or a fact that was really seen. */
export interface Sight<T> {
  value: T;
  place: Place;
}
type Observations<R> = { [K in keyof R]: Observation<Answer<NonNullable<R[K]>>> };
type Sights<R, K extends keyof R> = { [N in K]: Sight<Answer<NonNullable<R[N]>>> };

/** What `judge` and `confirm` know besides evidence. The clock is data. */
export interface CheckContext<P> {
  params: P;
  profile: Profile;
  now: number;
  subject: Subject;
  policy: EffectivePolicy;
}

interface CheckWords {
  title: string;
  levels: LevelTriplet;
  /** Marked ‡ in the catalog when false: it cannot be waived, nor lowered by a repository. */
  waivable?: boolean;
  /** What a person does next; possible today. */
  remedy: string;
  /** For checks about the past: the declared way out when history cannot be changed. */
  alternativeRemedy?: string;
  actors?: Actor[];
}

/**
 * One check. `needs` must have been seen, or the check is unmet (not there, not readable) or unknown (could not look).
 * `looks` may be absent. `judge` speaks from the files alone; when it finds nothing unmet and the check has `facts`,
 * those are needed too: without them it is unknown, with them `confirm` has the last word. `hears` are facts that may be
 * missing: an acceptance only counts where history does not prove the same.
 */
interface CheckSpec<P, R, A, N extends keyof R, L extends keyof R, F extends keyof A, H extends keyof A>
  extends CheckWords {
  needs: readonly N[];
  looks?: readonly L[];
  judge: (evidence: Sights<R, N> & Pick<Observations<R>, L>, context: CheckContext<P>) => Finding | Finding[];
  facts?: readonly F[];
  optionalFacts?: readonly H[];
  confirm?: (
    seen: Sights<R, N> & Pick<Observations<R>, L> & Sights<A, F> & Pick<Observations<A>, H>,
    context: CheckContext<P>,
  ) => Finding | Finding[];
}

/** A check with its types erased, as the engine runs it. */
export interface Check extends CheckWords {
  code: string;
  needs: readonly string[];
  looks: readonly string[];
  facts: readonly string[];
  optionalFacts: readonly string[];
  judge: (evidence: Record<string, unknown>, context: CheckContext<unknown>) => Finding | Finding[];
  confirm?: (seen: Record<string, unknown>, context: CheckContext<unknown>) => Finding | Finding[];
}

type CheckMaker<P, R, A> = <
  const N extends keyof R,
  const L extends keyof R = never,
  const F extends keyof A = never,
  const H extends keyof A = never,
>(
  code: string,
  spec: CheckSpec<P, R, A, N, L, F, H>,
) => Check;

export type Half = 'technical' | 'organizational';
/** The four questions shown first, and the check that answers each. */
export type Question = 'ownership' | 'data' | 'buyIn' | 'metrics';

interface CriterionWords {
  id: string;
  title: string;
  half: Half;
  why: string;
  sources: string[];
  /** Checks whose answer is one of the four questions. */
  questions?: Partial<Record<Question, string>>;
}

/** A criterion with its types erased, as the engine runs it. */
export interface Criterion extends CriterionWords {
  params: ParamSpecs;
  reads: (params: Record<string, unknown>) => Reads;
  asks: (params: Record<string, unknown>, read: Record<string, Observation<unknown>>, context: AskContext) => Asks;
  checks: Check[];
}

/** What asking may depend on besides the files. */
export interface AskContext {
  profile: Profile;
  now: number;
  policy: EffectivePolicy;
}

/**
 * Declares one criterion: a question of the catalog with its numbered checks. It can only see what it declared:
 * a check that reads anything outside `needs`, `looks` and `facts` does not compile.
 */
export function defineCriterion<P extends ParamSpecs, R extends Reads, A extends Asks>(
  spec: CriterionWords & {
    params: P;
    reads: (params: ParamValues<P>) => R;
    asks: (params: ParamValues<P>, read: Observations<R>, context: AskContext) => A;
    checks: (check: CheckMaker<ParamValues<P>, R, A>) => Check[];
  },
): Criterion {
  const erase: CheckMaker<ParamValues<P>, R, A> = (code, check) =>
    ({
      ...check,
      code,
      looks: check.looks ?? [],
      facts: check.facts ?? [],
      optionalFacts: check.optionalFacts ?? [],
    }) as unknown as Check;
  return { ...spec, checks: spec.checks(erase) } as unknown as Criterion;
}
