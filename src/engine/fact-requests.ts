import type { Cover } from '../domain/cover.ts';
import { defined } from '../domain/defined.ts';
import type { Observation } from '../domain/observation.ts';
import type {
  Acceptance,
  Ancestry,
  Approvals,
  ApprovedChanges,
  Authorship,
  ChangedSince,
  DefinitionAcceptance,
  DefinitionVersion,
  FileHistory,
  IssueFact,
  LastPromotion,
  LineChange,
  PartTaken,
  PersonFact,
  ReleaseFact,
  RequiredCheck,
  RunFact,
  ValueHistory,
  WaiverProof,
} from './fact-answers.ts';

/**
 * Facts about people and history that a criterion requests, as data, once the files are read. Each request is answered
 * whole; what cannot be answered is `unavailable` and makes the checks that need it unknown.
 */

/** What the approvals of one control are requested with: who may sign, what a signature covers, the record's pull request. */
export interface ControlQuestion {
  control: string;
  approvers: string[];
  covers: string[];
  /** The approvers come from CODEOWNERS, so they need write access. */
  needsWrite?: true;
  recordPr?: number;
  /** A plain approving review signs, if its author is eligible for exactly one open control. */
  plainApproval?: true;
  /** Days for which a signature is good, where the criterion that requests it has a limit of its own. */
  validDays?: number;
}

/** What somebody approved: the words of a waiver or of a not-applicable entry in the policy file, without its `pr`. */
export interface ExceptionTerms {
  check: string;
  part?: string | undefined;
  askedBy?: string | undefined;
  by: string;
  on?: string | undefined;
  until?: string | undefined;
  reason: string;
}

/** Every kind of fact: what a request of that kind carries and what its answer is. */
interface FactTable {
  /** Existence, kind and membership of handles and teams. */
  people: { args: { who: string[] }; answer: PersonFact[] };
  /** Versions of each path (globs allowed), following no renames. */
  history: { args: { paths: string[] }; answer: FileHistory[] };
  /** Values of a key of a YAML file; with `section`, of that section in whatever file of the evidence it was. */
  'value-history': { args: { path: string; pointer: string; section?: string }; answer: ValueHistory };
  'changed-since': {
    args: { globs: string[]; commit: string; substantive: boolean; except: string[] };
    answer: ChangedSince;
  };
  authorship: { args: { globs: string[]; from?: string; to?: string; except: string[] }; answer: Authorship };
  ancestry: { args: { a: string[]; b: string[]; substantive: boolean; except: string[] }; answer: Ancestry };
  /** Approvals of several controls, one answer per control in the order requested. */
  approvals: { args: { controls: ControlQuestion[] }; answer: Approvals[] };
  acceptance: { args: { subject: string; who: string[]; link?: string }; answer: Acceptance };
  /** Who of these handles and teams accepted definitions, without the opener and authors of the pull request. */
  'definition-acceptances': { args: { who: string[] }; answer: DefinitionAcceptance[] };
  /** The evidence after each commit that changed it, oldest first. */
  'definition-versions': { args: { root: string }; answer: DefinitionVersion[] };
  /** Which commits a person other than the opener of their pull request approved. */
  'approved-changes': { args: { commits: string[] }; answer: ApprovedChanges };
  'waiver-proof': { args: { pr: number; by: string; terms: ExceptionTerms; teams?: string[] }; answer: WaiverProof };
  'grant-proof': { args: { pr: number; by: string; approvers: string[] }; answer: Acceptance };
  'no-part': { args: { by: string }; answer: Acceptance };
  'required-check': { args: { context: string }; answer: RequiredCheck };
  /** The newest check run of that name, pinned to its app. */
  'check-run': { args: { context: string; app?: string }; answer: RunFact };
  /** With `covers`, the answer has the digest of these files at the commit that ran. */
  'workflow-run': { args: { url: string; covers?: Cover }; answer: RunFact };
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
/** The history of a key of a section. `path` and `pointer` are where it is now; earlier files are found from there. */
export const sectionHistory = (at: {
  section: string;
  path: string;
  pointer: string;
}): FactRequest<'value-history'> => ({
  kind: 'value-history',
  path: at.path,
  pointer: at.pointer,
  section: at.section,
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
export const definitionAcceptances = (who: string[]): FactRequest<'definition-acceptances'> => ({
  kind: 'definition-acceptances',
  who: distinct(who),
});
export const definitionVersions = (root: string): FactRequest<'definition-versions'> => ({
  kind: 'definition-versions',
  root,
});
export const approvedChanges = (commits: string[]): FactRequest<'approved-changes'> => ({
  kind: 'approved-changes',
  commits: distinct(commits),
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
 * Whether that pull request introduced these very terms, and the person they name approved it with them and neither
 * opened it nor wrote its commits; who is not named by account has to be in one of the teams.
 */
export const waiverProof = (pr: number, terms: ExceptionTerms, teams: string[] = []): FactRequest<'waiver-proof'> => ({
  kind: 'waiver-proof',
  pr,
  by: terms.by,
  terms: exceptionTerms(terms),
  ...(teams.length === 0 ? {} : { teams: sorted(teams) }),
});
/** The terms of an entry, in one order and without its other keys. */
function exceptionTerms({ check, part, askedBy, by, on, until, reason }: ExceptionTerms): ExceptionTerms {
  return { check, ...defined({ part, askedBy }), by, ...defined({ on, until }), reason };
}
export const requiredCheck = (context: string): FactRequest<'required-check'> => ({ kind: 'required-check', context });
export const checkRun = (context: string, app?: string): FactRequest<'check-run'> => ({
  kind: 'check-run',
  context,
  ...defined({ app }),
});
export const workflowRun = (url: string, covers?: Cover): FactRequest<'workflow-run'> => ({
  kind: 'workflow-run',
  url,
  ...defined({ covers }),
});
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

/** The answer to a request among those of a source; undefined when it was not answered. */
export function answerOf<K extends FactKind>(
  answers: ReadonlyMap<string, Observation<unknown>>,
  request: FactRequest<K>,
): Observation<FactAnswer<K>> | undefined {
  return answers.get(factKey(request as FactRequest)) as Observation<FactAnswer<K>> | undefined;
}
