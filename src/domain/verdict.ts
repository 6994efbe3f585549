/** The one table of what a verdict means outside: conclusions of the check run and exit codes. */
export const VERDICTS = ['ready', 'not-ready', 'undetermined'] as const;
export type Verdict = (typeof VERDICTS)[number];
export type OutcomeKind = Verdict | 'invalid-policy';
export type Mode = 'enforce' | 'observe';
export type Conclusion = 'success' | 'failure' | 'neutral' | 'action_required';

/**
 * `neutral` and `skipped` satisfy a required check on GitHub, so neither may ever stand for "could not look":
 * under enforce only `ready` opens the gate.
 */
const ENDINGS: Record<OutcomeKind, { enforced: Conclusion; observed: Conclusion; exit: 0 | 1 | 2 | 3 }> = {
  ready: { enforced: 'success', observed: 'neutral', exit: 0 },
  'not-ready': { enforced: 'failure', observed: 'neutral', exit: 1 },
  undetermined: { enforced: 'failure', observed: 'neutral', exit: 2 },
  'invalid-policy': { enforced: 'action_required', observed: 'action_required', exit: 3 },
};

/** Conclusion of the check run for an ending. A preview (not a promotion) concludes as under observe. @public */
export function conclusionOf(outcome: OutcomeKind, mode: Mode | 'preview'): Conclusion {
  return mode === 'enforce' ? ENDINGS[outcome].enforced : ENDINGS[outcome].observed;
}

export function exitCodeOf(outcome: OutcomeKind): 0 | 1 | 2 | 3 {
  return ENDINGS[outcome].exit;
}

/** Exit code of wrong usage: the same as an unusable policy, a person has to act before anything can be judged. */
export const USAGE_EXIT_CODE = 3;
