import type * as z from 'zod';
import type { Actor, Finding } from '../domain/finding.ts';
import type { LevelTriplet, Profile, Stricter } from '../domain/levels.ts';
import type { Observation, Place } from '../domain/observation.ts';
import type { StallSign } from '../domain/stall-sign.ts';
import type { FactAnswer, FactKind, FactRequest } from './fact-requests.ts';
import type { Input } from './inputs.ts';
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

export type Inputs = Record<string, Input<unknown>>;
/** The facts a criterion may request, each with the kind, or kinds, of its request. */
export type FactKinds = Readonly<Record<string, FactKind | readonly FactKind[]>>;
type KindOf<F> = F extends readonly (infer K extends FactKind)[] ? K : F extends FactKind ? F : never;
/**
 * A request left undefined has nothing to find out: no evidence names anything to look up. A list requests the same of
 * several things and is answered in its order.
 */
export type FactRequests = Record<string, FactRequest | FactRequest[] | undefined>;
type RequestsFor<K extends FactKinds> = {
  [N in keyof K]: FactRequest<KindOf<K[N]>> | FactRequest<KindOf<K[N]>>[] | undefined;
};
type ValueOf<I> = I extends Input<infer T> ? T : never;
type AnswerOf<R> = R extends FactRequest[]
  ? FactAnswer<R[number]['kind']>[]
  : R extends FactRequest
    ? FactAnswer<R['kind']>
    : undefined;

/** Evidence or a fact that was found, with its place. */
export interface Found<T> {
  value: T;
  place: Place;
}
type ObservedInputs<I> = { [K in keyof I]: Observation<ValueOf<I[K]>> };
type FoundInputs<I, K extends keyof I> = { [N in K]: Found<ValueOf<I[N]>> };
/** A fact that a check needs: undefined where there was nothing to request. */
type FoundFacts<R, K extends keyof R> = {
  [N in K]: undefined extends R[N]
    ? Found<AnswerOf<NonNullable<R[N]>>> | undefined
    : Found<AnswerOf<NonNullable<R[N]>>>;
};
type ObservedFacts<R, K extends keyof R> = { [N in K]: Observation<AnswerOf<NonNullable<R[N]>>> };

/** What a check gets besides evidence. The clock is data. */
export interface CheckContext<P> {
  params: P;
  profile: Profile;
  now: number;
  subject: Subject;
  policy: EffectivePolicy;
}

interface CheckText {
  title: string;
  levels: LevelTriplet;
  /** Marked ‡ in the catalog when false: it cannot be waived, nor lowered by a repository. */
  waivable?: boolean;
  /** What a person does next; possible today. */
  remedy: string;
  /** For checks about the past: the declared way out when history cannot be changed. */
  alternativeRemedy?: string;
  actors?: Actor[];
  /** What this check depends on and no check can verify; reports show it when the check is met. */
  limit?: string;
  /** Why `init` asks people to begin with this at once: a sentence. */
  startEarly?: string;
  /** The sign of a stalling pilot that this check is when it is unmet. */
  stallSign?: StallSign['sign'];
}

/**
 * Something that must hold before a check can be evaluated, shared by many checks: a document is not a template, a person
 * exists, a proof can be read. A check names it; the engine judges it and looks its facts up.
 */
export interface Precondition {
  /** Findings from the files alone; an empty list when it holds so far. */
  findings: Finding[];
  /** True when a finding of it makes judging the check itself pointless: only the precondition is then reported. */
  decisive: boolean;
  /** Facts it needs, in the order in which `objections` gets their answers. */
  requests: FactRequest[];
  /** Findings that the answers add; an empty list when it holds. */
  objections: (answers: FactAnswer[]) => Finding[];
}

/**
 * One check. Every input of `requires` must have been found, or the check is unmet (missing, not readable) or unknown
 * (could not be looked up); an input of `optional` may be absent. `judge` decides from the files alone. When it finds
 * nothing unmet and the check names `facts`, these are needed too: without them the check is unknown; with them
 * `objections` may overrule, and an empty list keeps what `judge` said. `optionalFacts` may be missing: an acceptance
 * only counts where history does not prove the same.
 */
interface CheckSpec<P, I, R, N extends keyof I, L extends keyof I, F extends keyof R, H extends keyof R>
  extends CheckText {
  requires: readonly N[];
  optional?: readonly L[];
  preconditions?: (
    evidence: FoundInputs<I, N> & Pick<ObservedInputs<I>, L>,
    context: RequestContext & { params: P },
  ) => Precondition[];
  /** The kinds of fact that the preconditions request. */
  preconditionFacts?: readonly FactKind[];
  judge: (evidence: FoundInputs<I, N> & Pick<ObservedInputs<I>, L>, context: CheckContext<P>) => Finding | Finding[];
  facts?: readonly F[];
  optionalFacts?: readonly H[];
  objections?: (
    found: FoundInputs<I, N> & Pick<ObservedInputs<I>, L> & FoundFacts<R, F> & Pick<ObservedFacts<R, keyof R>, H>,
    context: CheckContext<P>,
  ) => Finding[];
}

/** A check with its types erased, as the engine runs it. */
export interface Check extends CheckText {
  code: string;
  requires: readonly string[];
  optional: readonly string[];
  preconditions?: (evidence: Record<string, unknown>, context: RequestContext & { params: unknown }) => Precondition[];
  preconditionFacts: readonly FactKind[];
  facts: readonly string[];
  optionalFacts: readonly string[];
  judge: (evidence: Record<string, unknown>, context: CheckContext<unknown>) => Finding | Finding[];
  objections?: (found: Record<string, unknown>, context: CheckContext<unknown>) => Finding[];
}

type CheckMaker<P, I, R> = <
  const N extends keyof I,
  const L extends keyof I = never,
  const F extends keyof R = never,
  const H extends keyof R = never,
>(
  code: string,
  spec: CheckSpec<P, I, R, N, L, F, H>,
) => Check;

export type Half = 'technical' | 'organizational';
/** The four questions shown first, and the check that answers each. */
export type Question = 'ownership' | 'data' | 'buyIn' | 'metrics';

/** Signs of a stalling pilot that are there now, and the moments (ms) at which time alone would make one. */
export interface StallSigns {
  signs: StallSign[];
  due: number[];
}

interface CriterionText {
  id: string;
  /** A name: `Ownership`. */
  title: string;
  /** The name as a sentence: what is true when the criterion is met. */
  subtitle: string;
  half: Half;
  /** People besides the author must agree or decide: `init` lists it under whom to ask. */
  needsOthers?: true;
  why: string;
  /** Where the demand comes from; docs/criteria/README.md lists the sources. */
  sources: string[];
  /** Checks whose answer is one of the four questions. */
  questions?: Partial<Record<Question, string>>;
}

/** A criterion with its types erased, as the engine runs it. */
export interface Criterion extends CriterionText {
  params: ParamSpecs;
  inputs: (params: Record<string, unknown>) => Inputs;
  facts: FactKinds;
  requests: (
    params: Record<string, unknown>,
    inputs: Record<string, Observation<unknown>>,
    context: RequestContext,
  ) => FactRequests;
  checks: Check[];
  stallSigns?: (inputs: Record<string, Observation<unknown>>, now: number) => StallSigns;
}

/** What requests may depend on besides the files. */
export interface RequestContext {
  profile: Profile;
  now: number;
  policy: EffectivePolicy;
}

/**
 * Declares one criterion: a question of the catalog with its numbered checks. It can only see what it declared: a check
 * that reads anything outside `requires`, `optional`, `facts` and `optionalFacts` does not compile.
 */
export function defineCriterion<
  P extends ParamSpecs,
  I extends Inputs,
  const K extends FactKinds,
  R extends RequestsFor<K>,
>(
  spec: CriterionText & {
    params: P;
    inputs: (params: ParamValues<P>) => I;
    facts: K;
    requests: (params: ParamValues<P>, inputs: ObservedInputs<I>, context: RequestContext) => R;
    checks: (check: CheckMaker<ParamValues<P>, I, R>) => Check[];
    /** Signs measured from the inputs, whatever the checks say. */
    stallSigns?: (inputs: ObservedInputs<I>, now: number) => StallSigns;
  },
): Criterion {
  const erase: CheckMaker<ParamValues<P>, I, R> = (code, check) =>
    ({
      ...check,
      code,
      optional: check.optional ?? [],
      preconditionFacts: check.preconditionFacts ?? [],
      facts: check.facts ?? [],
      optionalFacts: check.optionalFacts ?? [],
    }) as unknown as Check;
  return { ...spec, checks: spec.checks(erase) } as unknown as Criterion;
}

/** The kinds of fact that a check may request, those of its preconditions included; `optional` ones only on demand. */
export function factKindsOf(criterion: Criterion, check: Check, withOptional = true): FactKind[] {
  const names = withOptional ? [...check.facts, ...check.optionalFacts] : check.facts;
  const own = names.flatMap((name) => criterion.facts[name] ?? []);
  return [...new Set([...own, ...check.preconditionFacts])].sort();
}
