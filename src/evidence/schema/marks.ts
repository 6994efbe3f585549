import type * as z from 'zod';
import type { Role } from '../../domain/people/roles.ts';

/**
 * A field of the evidence is one of two kinds. A definition says what is asked: over which files and cases, against which
 * limit, from when, by whom. Evidence is the answer. Whoever opens a promotion may bring evidence, but a looser definition
 * counts only once the person whom the base branch names for it has accepted it.
 *
 * `present`: may change, but not disappear. `reach` and `stop`: a limit whose direction its sibling `op` gives, which a
 * value must reach, or at which the pilot stops. `covers`: globs that must still match the same files. `subset`: what is
 * not listed is the stricter. `person`: the same account, however it is written. `fixed`: any change counts as looser,
 * because no direction is stricter. A list orders its values from the loosest to the strictest.
 */
export type Strictness =
  | 'higher'
  | 'lower'
  | 'shorter'
  | 'earlier'
  | 'superset'
  | 'subset'
  | 'covers'
  | 'present'
  | 'reach'
  | 'stop'
  | 'person'
  | 'fixed'
  | readonly string[];

/** Who accepts a looser definition: the holder of a role in pilot.yaml, or the approvers of the control it is about. */
export type Acceptor = Role | 'approvers';

export interface DefinitionRule {
  stricter: Strictness;
  acceptor: Acceptor;
}

/** What a field is; undefined for a field that has no mark of its own. */
export type Mark = { definition: DefinitionRule } | { evidence: true };

/** Marks a field as a definition. */
export function definition<S extends z.ZodType>(schema: S, stricter: Strictness, acceptor: Acceptor): S {
  return schema.meta({ ...schema.meta(), definition: { stricter, acceptor } });
}

/** Marks a field, and everything below it, as evidence. */
export function evidence<S extends z.ZodType>(schema: S): S {
  return schema.meta({ ...schema.meta(), evidence: true });
}

/** The mark of a schema, without looking at what it wraps. */
export function markOf(schema: z.ZodType): Mark | undefined {
  const { definition: rule, evidence: isEvidence } = (schema.meta() ?? {}) as {
    definition?: DefinitionRule;
    evidence?: true;
  };
  if (rule !== undefined) return { definition: rule };
  return isEvidence ? { evidence: true } : undefined;
}
