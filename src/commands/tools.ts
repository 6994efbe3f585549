import type { CoveredFile, StatementKind } from '../engine/decisions/decision.ts';
import type { DecisionState } from '../engine/decisions/state.ts';
import type { EffectivePolicy } from '../engine/policy/effective.ts';

/** What looking gave, or why it could not be looked at and from when on it is worth trying again (ISO). */
export type Looked<T> = { known: true; value: T } | { known: false; reason: string; again?: string };

/** A control as the policy in force has it. */
export interface ControlRow {
  control: string;
  approvers: string[];
  /** Globs a signature covers. */
  covers: string[];
  validDays: number;
  /** Asked for by the profile or the policy. */
  required: boolean;
}

export interface CheckRow {
  code: string;
  waivable: boolean;
}

/** Somebody's hand in a commit; without an account it could be anybody's. */
export interface Contributor {
  commit: string;
  login?: string;
}

/**
 * What commands ask of the world. Everything is asked live; what cannot be looked at is said, never guessed. Logins are
 * lower case. An `UnavailableError` that is thrown is answered like `known: false`.
 */
export interface CommandTools {
  /** The moment (ms) at which commands are answered. */
  now: number;
  pullRequest: { number: number; isOpen: boolean; opener?: string };
  policy: Pick<EffectivePolicy, 'waivers'>;
  controls: ControlRow[];
  checks: CheckRow[];
  /** The head when the comment arrived, as it was written down then. */
  headAtArrival: Looked<string>;
  /** The head of the newest report that was published on this pull request; undefined before the first. */
  lastReportedHead: string | undefined;
  /** When the newest push arrived (ISO); undefined when none was ever seen. */
  lastPush: () => Promise<Looked<string | undefined>>;
  headNow: () => Promise<Looked<string>>;
  /** Whether a person is one of these handles or in one of these teams, now. */
  isAmong: (login: string, approvers: string[]) => Promise<boolean | 'unknown'>;
  /** Everybody who had a hand in the commits of this pull request: authors, co-authors, committers. */
  authors: () => Promise<Looked<Contributor[]>>;
  /** What this person wrote of the files that the control covers at the commit, over the whole history of each. */
  wroteCovered: (login: string, control: string, sha: string) => Promise<Looked<{ path: string; commit: string }[]>>;
  /** The files that a control covers, or that an acceptance of a code speaks of, at the commit. */
  coveredAt: (subject: string, sha: string) => Promise<Looked<CoveredFile[]>>;
  /** Who validly holds each control of this promotion now, by reviews and ledger together. */
  signers: () => Promise<Looked<Map<string, string[]>>>;
  /** Who may accept a code or `role:<role>`: the holder of the role at the merge base. Undefined when nobody accepts it. */
  holdersOf: (subject: string) => Promise<Looked<{ role: string; who: string[] } | undefined>>;
}

/** One command as it arrived, with what was decided before it. */
export interface Call {
  by: string;
  /** When it was written (ISO), by GitHub's clock. */
  at: string;
  comment: StatementKind;
  /** Set for a command in the body of a review. `commit` is what was reviewed; gone when the commit is. */
  review?: { state: string; commit?: string };
  tools: CommandTools;
  decisionState: DecisionState;
  /** Controls that this very comment signed before this line. */
  signedHere: string[];
}
