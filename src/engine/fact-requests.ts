import { defined } from '../domain/defined.ts';
import type { Condition } from './decisions/control-statements.ts';
import type { Requirement } from './enforcement/requirement.ts';

/**
 * Facts about people and history that a criterion requests, as data, once the files are read. Each request is answered
 * whole; what cannot be answered is `unavailable` and makes the checks that need it unknown.
 */

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
  /** Commits to covered paths by this person in the range that independence depends on; `unknown` when one has no account. */
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

/** What the approvals of one control are requested with: who may sign, what a signature covers, the record's pull request. */
export interface ControlQuestion {
  control: string;
  approvers: string[];
  covers: string[];
  recordPr?: number;
  /** A plain approving review signs, if its author is eligible for exactly one open control. */
  plainApproval?: true;
  /** Days for which a signature is good, where the criterion that requests it has a limit of its own. */
  validDays?: number;
}

/** Every kind of fact: what a request of that kind carries and what its answer is. */
interface FactTable {
  /** Existence, kind and membership of handles and teams. */
  people: { args: { who: string[] }; answer: PersonFact[] };
  /** Versions of each path (globs allowed), following no renames. */
  history: { args: { paths: string[] }; answer: FileHistory[] };
  'value-history': { args: { path: string; pointer: string }; answer: ValueHistory };
  'changed-since': {
    args: { globs: string[]; commit: string; substantive: boolean; except: string[] };
    answer: ChangedSince;
  };
  authorship: { args: { globs: string[]; from?: string; to?: string; except: string[] }; answer: Authorship };
  ancestry: { args: { a: string[]; b: string[]; substantive: boolean; except: string[] }; answer: Ancestry };
  /** Approvals of several controls, one answer per control in the order requested. */
  approvals: { args: { controls: ControlQuestion[] }; answer: Approvals[] };
  acceptance: { args: { subject: string; who: string[]; link?: string }; answer: Acceptance };
  'waiver-proof': { args: { pr: number; by: string; teams?: string[] }; answer: Acceptance };
  'grant-proof': { args: { pr: number; by: string; approvers: string[] }; answer: Acceptance };
  'no-part': { args: { by: string }; answer: Acceptance };
  'required-check': { args: { context: string }; answer: RequiredCheck };
  /** The newest check run of that name, pinned to its app. */
  'check-run': { args: { context: string; app?: string }; answer: RunFact };
  'workflow-run': { args: { url: string }; answer: RunFact };
  /** The newest completed run of a workflow file on the default branch. */
  'newest-run': { args: { workflow: string }; answer: RunFact };
  releases: { args: object; answer: ReleaseFact };
  /** State of each linked issue. */
  issues: { args: { links: string[] }; answer: Record<string, IssueFact> };
  'last-promotion': { args: object; answer: LastPromotion };
  /** How many lines of the evaluated file differ from the blob given by its whole id. */
  'line-change': { args: { path: string; blob: string }; answer: LineChange };
  /** Merged pull requests and approvals of one account before an instant. */
  'part-taken': { args: { who: string; before: string }; answer: PartTaken };
}

export type FactKind = keyof FactTable;
/** A fact that is requested, as data. Requests with the same `factKey` are answered once. */
export type FactRequest<K extends FactKind = FactKind> = {
  [N in K]: { readonly kind: N } & Readonly<FactTable[N]['args']>;
}[K];
/** What the answer to a request of that kind is. */
export type FactAnswer<K extends FactKind = FactKind> = FactTable[K]['answer'];

const sorted = (words: string[]): string[] => [...words].sort();
const distinct = (words: string[]): string[] => [...new Set(words)].sort();

export const people = (who: string[]): FactRequest<'people'> => ({ kind: 'people', who: distinct(who) });
export const history = (paths: string[]): FactRequest<'history'> => ({ kind: 'history', paths: distinct(paths) });
export const valueHistory = (path: string, pointer: string): FactRequest<'value-history'> => ({
  kind: 'value-history',
  path,
  pointer,
});
/** `substantive` leaves out changes of white space and links only. */
export const changedSince = (
  globs: string[],
  commit: string,
  options: { substantive?: boolean; except?: string[] } = {},
): FactRequest<'changed-since'> => ({
  kind: 'changed-since',
  globs: sorted(globs),
  commit,
  substantive: options.substantive ?? false,
  except: sorted(options.except ?? []),
});
/**
 * Who changed these paths; `from`/`to` are days, `except` globs are left out. Requested for everything (`**` and no
 * `except`), commits come without their paths.
 */
export const authorship = (
  globs: string[],
  { from, to, except = [] }: { from?: string; to?: string; except?: string[] } = {},
): FactRequest<'authorship'> => ({
  kind: 'authorship',
  globs: sorted(globs),
  ...defined({ from, to }),
  except: sorted(except),
});
/** `substantive` leaves out commits that only change white space or links. */
export const ancestry = (
  a: string[],
  b: string[],
  options: { substantive?: boolean; except?: string[] } = {},
): FactRequest<'ancestry'> => ({
  kind: 'ancestry',
  a: sorted(a),
  b: sorted(b),
  substantive: options.substantive ?? false,
  except: sorted(options.except ?? []),
});
export const approvals = (controls: ControlQuestion[]): FactRequest<'approvals'> => ({ kind: 'approvals', controls });
/** Whether `who` accepted `subject` (a check code, or `role:sponsor`) by review, comment or ledger. */
export const acceptance = (subject: string, who: string[], link?: string): FactRequest<'acceptance'> => ({
  kind: 'acceptance',
  subject,
  who: sorted(who),
  ...defined({ link }),
});
/**
 * Whether that person, one of these approvers now, contributed neither to the pull request in which they granted
 * something by command, nor to the evaluated one.
 */
export const grantProof = (pr: number, by: string, approvers: string[]): FactRequest<'grant-proof'> => ({
  kind: 'grant-proof',
  pr,
  by,
  approvers: sorted(approvers),
});
/** Whether that person neither opened the evaluated pull request nor wrote its commits. */
export const noPart = (by: string): FactRequest<'no-part'> => ({ kind: 'no-part', by });
/**
 * Whether that person approved that pull request and neither opened it nor wrote its commits; who is not named by account
 * has to be in one of the teams.
 */
export const waiverProof = (pr: number, by: string, teams: string[] = []): FactRequest<'waiver-proof'> => ({
  kind: 'waiver-proof',
  pr,
  by,
  ...(teams.length === 0 ? {} : { teams: sorted(teams) }),
});
export const requiredCheck = (context: string): FactRequest<'required-check'> => ({ kind: 'required-check', context });
export const checkRun = (context: string, app?: string): FactRequest<'check-run'> => ({
  kind: 'check-run',
  context,
  ...defined({ app }),
});
export const workflowRun = (url: string): FactRequest<'workflow-run'> => ({ kind: 'workflow-run', url });
export const newestRun = (workflow: string): FactRequest<'newest-run'> => ({ kind: 'newest-run', workflow });
export const releases = (): FactRequest<'releases'> => ({ kind: 'releases' });
export const issueStates = (links: string[]): FactRequest<'issues'> => ({ kind: 'issues', links: distinct(links) });
export const lastPromotion = (): FactRequest<'last-promotion'> => ({ kind: 'last-promotion' });
export const lineChange = (path: string, blob: string): FactRequest<'line-change'> => ({
  kind: 'line-change',
  path,
  blob,
});
export const partTaken = (who: string, before: string): FactRequest<'part-taken'> => ({
  kind: 'part-taken',
  who,
  before,
});

/** Canonical text of a request: the same fact requested twice is answered once. */
export function factKey({ kind, ...args }: FactRequest): string {
  const entries = Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${kind} ${JSON.stringify(Object.fromEntries(entries))}`;
}
