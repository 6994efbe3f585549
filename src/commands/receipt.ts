import type { CoverChange } from '../criteria/shared/controls/cover-difference.ts';
import type { Decision } from '../engine/decisions/decision.ts';
import type { NotUnderstood } from './language/grammar.ts';
import type { Verb } from './language/verbs.ts';

/** Why a command was refused, as data: the words are those of whoever answers. Logins and teams are as the policy has them. */
export type Refusal =
  | { because: 'not-an-approver'; of: string; who: string[] }
  | { because: 'nobody-named'; of: string }
  | { because: 'opened-it'; who: string[] }
  | { because: 'wrote-commits'; commits: string[]; who: string[] }
  | { because: 'wrote-evidence'; wrote: { path: string; commit: string }[]; who: string[] }
  | { because: 'asked-for-it'; who: string[] }
  | { because: 'holds-another'; control: string; holds: string[]; who: string[] }
  | { because: 'could-not-look'; what: string; again?: string }
  | { because: 'not-known'; kind: 'control' | 'code' | 'part'; given: string; nearest?: string; known: string[] }
  | { because: 'never-waived'; code: string; what: 'waived' | 'not-applicable' }
  | { because: 'bad-end'; given: string; how: 'past' | 'too-far'; latest: string }
  | { because: 'not-reported'; line?: string }
  | { because: 'just-pushed'; at: string; line?: string }
  | { because: 'head-moved'; from: string; to: string; changed: CoverChange[] | 'unknown'; line?: string }
  | { because: 'another-commit'; given: string; line: string }
  | { because: 'nothing-to-sign'; control: string; covers: string[] }
  | { because: 'nothing-asked'; code: string }
  | { because: 'several-asked'; lines: string[] }
  | { because: 'just-asked'; by: string; at: string }
  | { because: 'just-held'; by: string; at: string }
  | { because: 'nothing-to-take-back'; of: string }
  | { because: 'stands-in-policy'; code: string; place: string }
  | { because: 'nothing-held' }
  | { because: 'nobody-accepts'; subject: string }
  | { because: 'not-approving' }
  | { because: 'needs-comment' }
  | { because: 'pull-request-closed' };

/** What an accepted sign-off says to its signer besides the decision. */
export interface SignedNotes {
  /** First moment at which it ends by itself. */
  until: string;
  /** Controls that still need a person of their own, and whether nobody is left who could. */
  open: { control: string; who: string[]; impossible: boolean }[];
}

/** The answer to one command. `recorded` means: put the decision into the ledger, then say so. */
export type Receipt = { by: string; line: number } & (
  | { kind: 'recorded'; decision: Decision; signed?: SignedNotes; who?: string[] }
  | { kind: 'already'; decision: Decision }
  | { kind: 'counts-as-review'; verb: Verb; subject: string }
  | { kind: 'judge' }
  | { kind: 'explain'; wanted: string }
  | { kind: 'help' }
  | { kind: 'refused'; verb: Verb; subject: string; refusal: Refusal }
  | { kind: 'not-understood'; fault: NotUnderstood }
);

/** One row of the help: what is written, who may, what it does, and what serves instead where there is no ledger. */
export interface CommandHelp {
  verb: Verb;
  aliases: string[];
  forms: string[];
  who: string;
  does: string;
  instead?: string;
}
