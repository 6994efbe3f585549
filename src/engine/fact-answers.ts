import type { Condition } from './decisions/control-statements.ts';
import type { PushGuard, Requirement } from './enforcement/requirement.ts';

/** Facts about people and history, in the shape in which a source answers them. */

/** GitHub's data about one handle or team. */
export interface PersonFact {
  /** As requested: lower-cased login or `organization/team`. */
  who: string;
  exists: boolean;
  kind: 'user' | 'team' | 'bot' | 'organization';
  suspended: boolean;
  /** Humans behind it: 1 for a user, the member count for a team. */
  humans: number;
  /** Member of the organization that owns the repository; for a personal repository, a collaborator. */
  member: boolean;
}

/** One version of a file on the way from its introduction to the evaluated commit, oldest first. */
export interface Version {
  commit: string;
  blob: string;
  /** The commit's own date: declared by its author, never proof of order. */
  declaredAt: string;
  /** When the pull request that introduced the commit was merged; only GitHub knows. */
  mergedAt?: string;
  /** According to GitHub no merged pull request brought the commit to the default branch. */
  unmerged?: true;
  author: Identity;
}

/** A commit identity; `handle` only when GitHub (or a noreply address) resolves it to an account. */
export interface Identity {
  name: string;
  mail: string;
  handle?: string;
}

export interface FileHistory {
  path: string;
  versions: Version[];
}

/** Values that one key of one YAML file held over time, oldest first; consecutive equal values are merged. */
export interface ValueHistory {
  path: string;
  pointer: string;
  values: {
    value: unknown;
    commit: string;
    declaredAt: string;
    mergedAt?: string;
    unmerged?: true;
    author: Identity;
  }[];
}

/** Files matching the globs whose content changed after the given commit, white space and link edits ignored on request. */
export interface ChangedSince {
  /** False when the commit is not an ancestor of the evaluated one. */
  ancestor: boolean;
  /** The full id the given prefix resolves to. */
  commit?: string;
  changed: string[];
}

export interface Authorship {
  commits: {
    commit: string;
    author: Identity;
    committer: Identity;
    coAuthors: Identity[];
    declaredAt: string;
    paths: string[];
  }[];
}

/** Which of two paths (or globs) changed last, by ancestry: the newest commit of each and how they relate. */
export interface Ancestry {
  a?: string;
  b?: string;
  /** `a` relative to `b` at the evaluated commit. */
  relation: 'same' | 'a-newer' | 'b-newer' | 'diverged' | 'neither';
}

/** A commit that may be by somebody else than it states. */
export interface AuthorDoubt {
  commit: string;
  /**
   * No account is known, a bot made it, or it names an account without a signature, and that account neither pushed it
   * nor opened its pull request.
   */
  because: 'no-account' | 'bot' | 'unverified';
  /** The account that it names. */
  named?: string;
}

/**
 * What a person lacks who is named as an approver: to belong to the organization or repository now or, for an owner from
 * CODEOWNERS, write access.
 */
export type Lacks = 'noMembership' | 'noWriteAccess';

/** One approval of a control as GitHub or the ledger knows it, with what was true when it was given. */
export interface Approval {
  by: string;
  at: string;
  source: 'review' | 'ledger' | 'record-pull-request' | 'signed-commit';
  commit: string;
  /** The members of the control's `covers` at that commit. */
  covered: { path: string; mode: string; blob: string }[];
  /** Asked live: whether the person is one of the control's approvers. */
  eligible: boolean | 'unknown';
  /** What a named approver lacks, who is therefore not eligible. */
  lacks?: Lacks;
  /**
   * Commits by which this person wrote what is covered, under whatever path it was then. `unknown` when it may have been
   * this person; `doubt` is why.
   */
  authored: string[] | 'unknown';
  doubt?: AuthorDoubt;
  /** Opened the evaluated pull request, and so brings what is covered. */
  opened?: true;
  human: boolean;
  withdrawn: boolean;
  /** Its review was edited after it was submitted, so these may not be the person's own words. */
  edited?: true | 'unknown';
  /** Signed by a plain approval, without a line that says so. */
  plain?: true;
}

export interface Approvals {
  control: string;
  approvals: Approval[];
  declined?: { by: string; at: string; reason: string; source?: 'ledger'; link?: string };
  /** Conditions of signatures in the ledger, by people who may still sign: open or overdue. */
  conditions?: Condition[];
}

/** Whether the holder of a role accepted something in their own name. */
export interface Acceptance {
  accepted: boolean;
  by?: string;
  at?: string;
  link?: string;
}

/** Somebody accepted the definitions of a commit in their own name. */
export interface DefinitionAcceptance {
  by: string;
  at: string;
  /** The commit whose definitions they accepted. */
  commit: string;
  link?: string;
  /** The requested handles and teams in whose name: their own handle, and teams they belong to. */
  as: string[];
}

/** The YAML files of the evidence, by path, after a commit that changed one of them. */
export interface DefinitionVersion {
  commit: string;
  files: Record<string, { blob: string; bytes: Uint8Array }>;
}

/** Who approved the pull request that merged a commit, by commit; left out for one that nobody approved. */
export type ApprovedChanges = Record<string, { by: string; pullRequest: number }>;

/** Whether an exception of the policy file was approved as it stands now, or what was wrong with its approval. */
export interface WaiverProof extends Acceptance {
  /** `other-terms`: these are not what was approved. `not-introduced`: that pull request did not bring these terms. */
  because?: 'other-terms' | 'not-introduced';
}

export interface RequiredCheck {
  required: boolean;
  boundToApp: boolean;
  source?: string;
  /** The App whose run counts, where only one's does. */
  appId?: number;
  /** Every rule that requires it, those bound to an App first; each of them has to be satisfied. */
  by?: Requirement[];
  /** Why rulesets or classic protection could not be read, where the other one requires it: there may be more rules. */
  unseen?: string;
  /** What its rulesets do against pushes past a pull request. */
  guards?: PushGuard[];
  /** Classic protection is on, which may close more ways; only administrators can read how. */
  hasClassic?: true;
  /** How a merge queue of the branch groups: every entry must pass, or only the last. */
  queue?: 'ALLGREEN' | 'HEADGREEN';
  /** Workflows that a rule above the repository runs on every pull request into the branch. */
  workflows?: string[];
}

export interface RunFact {
  found: boolean;
  conclusion?: string;
  headSha?: string;
  at?: string;
  app?: string;
  /** The file of the workflow, such as `.github/workflows/evals.yml`; only of workflow runs. */
  workflow?: string;
  /** The run belongs to another repository than the evaluated one. */
  foreign?: true;
  /** The digest of the requested files at the commit that ran. */
  treeHash?: string;
}

export interface ReleaseFact {
  releases: { tag: string; commit: string; at: string }[];
  /** `by`: the account that started it, where GitHub still knows it. */
  deployments: { environment: string; commit: string; at: string; by?: string }[];
}

export interface IssueFact {
  state: 'open' | 'closed' | 'missing';
  closedAt?: string;
  /** Only for a pull request that was merged. */
  mergedAt?: string;
}

export interface LastPromotion {
  commit?: string;
  at?: string;
}

/** How much of a file changed since it had the bytes of a blob. */
export interface LineChange {
  /** False when the repository never held that blob. */
  found: boolean;
  /** Lines with words, of the longer of the two. */
  lines: number;
  /** Of these, how many the other has not, or has elsewhere. */
  changed: number;
}

/** What one person did in the repository before a moment besides committing: only GitHub knows it. */
export interface PartTaken {
  /** Pull requests of theirs that were merged. */
  merged: { number: number; at: string }[];
  /** Pull requests that they approved. */
  approved: { number: number; at: string }[];
}
