import type { CommandRef, CoveredFile } from '../engine/decisions/decision.ts';
import type { DecisionState } from '../engine/decisions/state.ts';
import type { AuthorDoubt, Lacks } from '../engine/fact-answers.ts';
import type { EffectivePolicy } from '../engine/policy/effective.ts';

/** A fact, or why it could not be read and from when (ISO) a retry may succeed. */
export type Lookup<T> = { known: true; value: T } | { known: false; reason: string; again?: string };

/** A control in the policy in force. */
export interface ControlRow {
  control: string;
  approvers: string[];
  /** The approvers come from CODEOWNERS, so they need write access. */
  needsWrite?: true;
  /** Globs that a signature covers. */
  covers: string[];
  validDays: number;
  /** Required by the profile or the policy. */
  required: boolean;
}

export interface CheckRow {
  code: string;
  waivable: boolean;
}

/** A contributor of a commit; without a login it could be anyone. */
export interface Contributor {
  commit: string;
  login?: string;
  /** Why it is not known who that is. */
  doubt?: AuthorDoubt;
}

/**
 * What commands need to know. Everything is read live; a fact that cannot be read is returned as such, never guessed.
 * Logins are lower case. A thrown `UnavailableError` is treated like `known: false`.
 */
export interface CommandTools {
  /** The moment (ms) at which commands are answered. */
  now: number;
  pullRequest: { number: number; isOpen: boolean; opener?: string };
  policy: Pick<EffectivePolicy, 'waivers'>;
  controls: ControlRow[];
  checks: CheckRow[];
  /** The head when the comment arrived, as recorded then. */
  headAtArrival: Lookup<string>;
  /** The head of the newest report that was published on this pull request; undefined before the first. */
  lastReportedHead: string | undefined;
  /** When the newest push arrived (ISO); undefined when none was received. */
  lastPush: () => Promise<Lookup<string | undefined>>;
  headNow: () => Promise<Lookup<string>>;
  /** Whether a person is one of these accounts or in one of these teams, and has the access that this needs, now. */
  isAmong: (login: string, approvers: string[], needsWrite?: boolean) => Promise<boolean | 'unknown' | Lacks>;
  /** Authors, co-authors and committers of the commits of this pull request. */
  authors: () => Promise<Lookup<Contributor[]>>;
  /** Commits of this person to the files that the control covers at the commit, over the whole history of each file. */
  wroteCovered: (login: string, control: string, sha: string) => Promise<Lookup<{ path: string; commit: string }[]>>;
  /** The files that a control, or the acceptance of a code, covers at the commit. */
  coveredAt: (subject: string, sha: string) => Promise<Lookup<CoveredFile[]>>;
  /** Who validly holds each control of this promotion now, from reviews and ledger together. */
  signers: () => Promise<Lookup<Map<string, string[]>>>;
  /** Who may accept a code or `role:<role>`: the holder of the role at the merge base. Undefined when it cannot be accepted. */
  holdersOf: (subject: string) => Promise<Lookup<{ role: string; who: string[] } | undefined>>;
}

/** One command, with what was decided before it. */
export interface Call {
  by: string;
  /** When it was written (ISO), by GitHub's clock. */
  at: string;
  comment: CommandRef;
  /** Set for a command in the body of a review. `commit` is what was reviewed; gone when the commit is. */
  review?: { state: string; commit?: string };
  tools: CommandTools;
  decisionState: DecisionState;
  /** Controls that the same comment signed on earlier lines. */
  signedHere: string[];
}
