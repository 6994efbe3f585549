import type { Condition } from './decisions/control-statements.ts';
import type { Requirement } from './enforcement/requirement.ts';

/**
 * Round two of a criterion: facts about people and history, asked as data once the files are read.
 * Each ask is answered whole; what cannot be answered is `unavailable` and makes the checks that need it unknown.
 */

declare const answered: unique symbol;

export interface Ask<T> {
  readonly kind: AskKind;
  readonly args: Readonly<Record<string, unknown>>;
  readonly [answered]?: T;
}
export type AskKind =
  | 'people'
  | 'history'
  | 'value-history'
  | 'changed-since'
  | 'authorship'
  | 'ancestry'
  | 'approvals'
  | 'acceptance'
  | 'waiver-proof'
  | 'required-check'
  | 'check-run'
  | 'workflow-run'
  | 'releases'
  | 'issues'
  | 'last-promotion'
  | 'line-change'
  | 'part-taken';

/** What GitHub says of one handle or team. */
export interface PersonFact {
  /** As asked: lower-cased login or `organization/team`. */
  who: string;
  exists: boolean;
  kind: 'user' | 'team' | 'bot' | 'organization';
  suspended: boolean;
  /** Humans behind it: 1 for a user, the member count for a team. */
  humans: number;
  /** Member of the organization that owns the repository; for a personal repository, a collaborator. */
  member: boolean;
}

/** One version of a file on the way from its introduction to the judged commit, oldest first. */
export interface Version {
  commit: string;
  blob: string;
  /** The commit's own date: declared by whoever made it, never proof of order. */
  declaredAt: string;
  /** When the pull request that introduced the commit was merged; only GitHub knows. */
  mergedAt?: string;
  /** GitHub was asked, and no merged pull request has brought the commit to the default branch. */
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

/** Values that one key of one YAML file held over time, oldest first; consecutive equal values are folded. */
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
  /** False when the commit is not an ancestor of the judged one. */
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
  /** `a` relative to `b` at the judged commit. */
  relation: 'same' | 'a-newer' | 'b-newer' | 'diverged' | 'neither';
}

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
  /** Commits to covered paths by this person in the range that independence looks at; `unknown` when one has no account. */
  authored: string[] | 'unknown';
  human: boolean;
  withdrawn: boolean;
  /** Signed by a plain approval, without a line that says so. */
  plain?: true;
}

export interface Approvals {
  control: string;
  approvals: Approval[];
  declined?: { by: string; at: string; reason: string; source?: 'ledger'; link?: string };
  /** Conditions of signatures in the ledger, by people who may still sign: met or not, their day tells. */
  conditions?: Condition[];
}

/** Whether the holder of a role accepted something in their own name. */
export interface Acceptance {
  accepted: boolean;
  by?: string;
  at?: string;
  link?: string;
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

function ask<T>(kind: AskKind, args: Record<string, unknown>): Ask<T> {
  return { kind, args };
}

/** Existence, kind and membership of handles and teams. */
export const people = (who: string[]): Ask<PersonFact[]> => ask('people', { who: [...new Set(who)].sort() });
/** Versions of each path (globs allowed), following no renames. */
export const history = (paths: string[]): Ask<FileHistory[]> => ask('history', { paths: [...new Set(paths)].sort() });
export const valueHistory = (path: string, pointer: string): Ask<ValueHistory> =>
  ask('value-history', { path, pointer });
export const changedSince = (
  globs: string[],
  commit: string,
  options: { substantive?: boolean; except?: string[] } = {},
): Ask<ChangedSince> =>
  ask('changed-since', {
    globs: [...globs].sort(),
    commit,
    substantive: options.substantive ?? false,
    except: [...(options.except ?? [])].sort(),
  });
/**
 * Who changed these paths; `from`/`to` are days, `except` globs are left out. Asked for everything (`**` and no
 * `except`), commits come without their paths.
 */
export const authorship = (
  globs: string[],
  options: { from?: string; to?: string; except?: string[] } = {},
): Ask<Authorship> =>
  ask('authorship', {
    globs: [...globs].sort(),
    from: options.from ?? null,
    to: options.to ?? null,
    except: [...(options.except ?? [])].sort(),
  });
/** `substantive` leaves out commits that only change white space or links. */
export const ancestry = (
  a: string[],
  b: string[],
  options: { substantive?: boolean; except?: string[] } = {},
): Ask<Ancestry> =>
  ask('ancestry', {
    a: [...a].sort(),
    b: [...b].sort(),
    substantive: options.substantive ?? false,
    except: [...(options.except ?? [])].sort(),
  });
/** What the approvals of one control are asked with: who may sign, what a signature covers, the record's pull request. */
export interface ControlQuestion {
  control: string;
  approvers: string[];
  covers: string[];
  recordPr?: number;
  /** The policy lets a plain approving review sign, by somebody who is eligible for exactly one open control. */
  plainApproval?: true;
  /** Days for which a signature is good, where the criterion that asks has a limit of its own. */
  validDays?: number;
}
/** Approvals of several controls, one answer per control in the order asked. */
export const approvals = (controls: ControlQuestion[]): Ask<Approvals[]> => ask('approvals', { controls });
/** Whether `who` accepted `subject` (a check code, or `role:sponsor`) by review, comment or ledger. */
export const acceptance = (subject: string, who: string[], link?: string): Ask<Acceptance> =>
  ask('acceptance', { subject, who: [...who].sort(), link: link ?? null });
/**
 * Whether that person, one of these approvers now, has no hand in the pull request in which they granted something by
 * command, nor in the judged one.
 */
export const grantProof = (pr: number, by: string, approvers: string[]): Ask<Acceptance> =>
  ask('waiver-proof', { pr, by, approvers: [...approvers].sort() });
/** Whether that person has no part in the judged pull request: neither opened it nor wrote its commits. */
export const noPart = (by: string): Ask<Acceptance> => ask('waiver-proof', { by, evaluated: true });
/**
 * Whether that person approved that pull request and neither opened it nor wrote its commits; who is not named by account
 * has to be in one of the teams.
 */
export const waiverProof = (pr: number, by: string, teams: string[] = []): Ask<Acceptance> =>
  ask('waiver-proof', { pr, by, teams: teams.length === 0 ? null : [...teams].sort() });
export const requiredCheck = (context: string): Ask<RequiredCheck> => ask('required-check', { context });
/** The newest check run of that name, pinned to its app. */
export const checkRun = (context: string, app?: string): Ask<RunFact> =>
  ask('check-run', { context, app: app ?? null });
export const workflowRun = (url: string): Ask<RunFact> => ask('workflow-run', { url });
/** The newest run that ended of a workflow file, on the default branch. */
export const newestRun = (workflow: string): Ask<RunFact> => ask('workflow-run', { workflow });
export const releases = (): Ask<ReleaseFact> => ask('releases', {});
/** State of each linked issue. */
export const issueStates = (links: string[]): Ask<Record<string, IssueFact>> =>
  ask('issues', { links: [...new Set(links)].sort() });
export const lastPromotion = (): Ask<LastPromotion> => ask('last-promotion', {});

/** How many lines of the judged file differ from the blob given by its whole id. */
export const lineChange = (path: string, blob: string): Ask<LineChange> => ask('line-change', { path, blob });
/** Merged pull requests and approvals of one account before an instant. */
export const partTaken = (who: string, before: string): Ask<PartTaken> => ask('part-taken', { who, before });

/** Canonical text of an ask: the same question asked twice is asked once. */
export function askKey(request: Ask<unknown>): string {
  const args = Object.entries(request.args)
    .filter(([, value]) => value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${request.kind} ${JSON.stringify(Object.fromEntries(args))}`;
}
