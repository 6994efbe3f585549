/** The check run conclusion and exit code of each verdict. */
export const VERDICTS = ['ready', 'not-ready', 'undetermined'] as const;
export type Verdict = (typeof VERDICTS)[number];
export type OutcomeKind = Verdict | 'invalid-policy';
export type Mode = 'enforce' | 'observe';
export type Conclusion = 'success' | 'failure' | 'neutral' | 'action_required';

/**
 * `neutral` and `skipped` satisfy a required check on GitHub, so neither may ever mean "not verified":
 * under enforce only `ready` opens the gate.
 */
const ENDINGS: Record<OutcomeKind, { enforced: Conclusion; observed: Conclusion; exit: 0 | 1 | 2 | 3 }> = {
  ready: { enforced: 'success', observed: 'neutral', exit: 0 },
  'not-ready': { enforced: 'failure', observed: 'neutral', exit: 1 },
  undetermined: { enforced: 'failure', observed: 'neutral', exit: 2 },
  'invalid-policy': { enforced: 'action_required', observed: 'action_required', exit: 3 },
};

/** The check run conclusion of an outcome. A preview (not a promotion) concludes as under observe. */
export function conclusionOf(outcome: OutcomeKind, mode: Mode | 'preview'): Conclusion {
  return mode === 'enforce' ? ENDINGS[outcome].enforced : ENDINGS[outcome].observed;
}

export function exitCodeOf(outcome: OutcomeKind): 0 | 1 | 2 | 3 {
  return ENDINGS[outcome].exit;
}

/** Exit code of wrong usage: the same as an unusable policy, a person must act before anything can be evaluated. */
export const USAGE_EXIT_CODE = 3;
