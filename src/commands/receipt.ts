import type { CoverChange } from '../criteria/shared/controls/cover-difference.ts';
import type { Decision } from '../engine/decisions/decision.ts';
import type { Lacks } from '../engine/fact-answers.ts';
import type { NotUnderstood } from './language/grammar.ts';
import type { Verb } from './language/verbs.ts';

/** Why a command was refused, as data; the renderer words it. Logins and teams are written as in the policy. */
export type Refusal =
  | { because: 'not-an-approver'; of: string; who: string[]; lacks?: Lacks }
  | { because: 'no-approvers'; of: string }
  | { because: 'opened-it'; who: string[] }
  | { because: 'wrote-commits'; commits: string[]; who: string[] }
  | { because: 'wrote-evidence'; wrote: { path: string; commit: string }[]; who: string[] }
  | { because: 'requested-it'; who: string[] }
  | { because: 'holds-another'; control: string; holds: string[]; who: string[] }
  | { because: 'not-verified'; what: string; again?: string }
  | { because: 'not-known'; kind: 'control' | 'code' | 'part'; given: string; nearest?: string; known: string[] }
  | { because: 'never-waived'; code: string; what: 'waived' | 'not-applicable' }
  | { because: 'invalid-expiry'; given: string; how: 'past' | 'too-far'; latest: string }
  | { because: 'not-reported'; line?: string }
  | { because: 'just-pushed'; at: string; line?: string }
  | { because: 'head-moved'; from: string; to: string; changed: CoverChange[] | 'unknown'; line?: string }
  | { because: 'another-commit'; given: string; line: string }
  | { because: 'nothing-to-sign'; control: string; covers: string[] }
  | { because: 'covers-link'; control: string; links: string[] }
  | { because: 'nothing-requested'; code: string }
  | { because: 'several-requested'; lines: string[] }
  | { because: 'just-requested'; by: string; at: string }
  | { because: 'just-held'; by: string; at: string }
  | { because: 'nothing-to-revoke'; of: string }
  | { because: 'granted-in-policy'; code: string; place: string }
  | { because: 'nothing-held' }
  | { because: 'not-acceptable'; subject: string }
  | { because: 'not-approving' }
  | { because: 'needs-comment' }
  | { because: 'pull-request-closed' };

/** What a signer sees besides the decision. */
export interface SignedNotes {
  /** The first moment (ISO) at which it is expired. */
  until: string;
  /** Controls that still need a signer of their own; `impossible` when no eligible person is left. */
  open: { control: string; who: string[]; impossible: boolean }[];
}

/** The answer to one command. `recorded`: the decision must be in the ledger before the answer is published. */
export type Receipt = { by: string; line: number } & (
  | { kind: 'recorded'; decision: Decision; signed?: SignedNotes; who?: string[] }
  | { kind: 'already'; decision: Decision }
  | { kind: 'counts-as-review'; verb: Verb; subject: string }
  | { kind: 'evaluate' }
  | { kind: 'explain'; wanted: string }
  | { kind: 'help' }
  | { kind: 'refused'; verb: Verb; subject: string; refusal: Refusal }
  | { kind: 'not-understood'; fault: NotUnderstood }
);

/** One row of the help: the forms, who may use it, what it does, and the alternative where there is no ledger. */
export interface CommandHelp {
  verb: Verb;
  aliases: string[];
  forms: string[];
  who: string;
  does: string;
  instead?: string;
}
