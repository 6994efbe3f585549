import { covered } from '../../../domain/cover.ts';
import { defined } from '../../../domain/defined.ts';
import type { Profile } from '../../../domain/levels.ts';
import { parsePerson } from '../../../domain/people/person.ts';
import { EMPTY_BLOBS, LINK_MODE, type Tree, type TreeEntry } from '../../../domain/tree.ts';
import type { Approval, Approvals, AuthorDoubt } from '../../../engine/fact-answers.ts';
import type { ControlQuestion } from '../../../engine/fact-requests.ts';
import type { Located, RecordSet } from '../../../engine/inputs.ts';
import { approversOf } from '../../../engine/policy/approvers.ts';
import type { EffectivePolicy } from '../../../engine/policy/effective.ts';
import type { ControlRecord } from '../../../evidence/schema/records.ts';
import { coverDifference } from './cover-difference.ts';

const STANDARD = [
  'security',
  'privacy',
  'threat-model',
  'dpia',
  'records-retention',
  'access-review',
  'vendor-risk',
  'legal',
  'procurement',
];
/** Controls that each profile requires; the policy adds those of its sector with `controls.<name>.required`. */
const REQUIRED: Record<Profile, string[]> = {
  minimal: ['security', 'privacy'],
  standard: STANDARD,
  regulated: [...STANDARD, 'model-risk'],
};

/** Evidence that every sign-off covers, except that of Finance, where it exists. */
const SHARED_EVIDENCE = ['workflow', 'data-sources', 'integration'];

/** The control whose document is the economics of the pilot. */
export const FINANCE = 'finance';

/** One control of the pilot with everything that bears on its sign-off. */
export interface ControlCase {
  control: string;
  approvers: string[];
  /** The approvers come from CODEOWNERS, so they need write access. */
  needsWrite?: true | undefined;
  /** Days for which a sign-off is valid. */
  validDays: number;
  plainApproval: boolean;
  /** Globs that a sign-off covers, and the files that they match now. */
  covers: string[];
  list: TreeEntry[];
  /** The control's own documents with content; evidence shared with other controls does not count. */
  artifacts: TreeEntry[];
  /** Where its record is, or would be. */
  path: string;
  record: Located<ControlRecord> | undefined;
}

/** The controls to sign, in a fixed order: those of the profile and those that the policy adds. */
export function controlCases(
  profile: Profile,
  policy: EffectivePolicy,
  records: RecordSet<ControlRecord>,
  tree: Tree,
  validDays: (control: string) => number,
): ControlCase[] {
  const added = Object.entries(policy.controls).flatMap(([name, rule]) => (rule.required ? [name] : []));
  return [...new Set([...REQUIRED[profile], ...added])].map((control) =>
    controlCase(control, policy, records, tree, validDays(control)),
  );
}

/** One control by its name, whether a profile requires it or not. */
export function controlCase(
  control: string,
  policy: EffectivePolicy,
  records: RecordSet<ControlRecord>,
  tree: Tree,
  validDays: number,
): ControlCase {
  const rule = policy.controls[control];
  const item = records.items.find((one) => one.record.value.control === control);
  const { root } = policy.evidence;
  const covers = coversOf(control, rule?.covers ?? [], item?.record.value, root);
  const { approvers, needsWrite } = approversOf(policy, control);
  return {
    control,
    approvers,
    needsWrite,
    validDays: Math.min(validDays, rule?.validDays ?? Number.POSITIVE_INFINITY),
    plainApproval: rule?.plainApproval ?? false,
    covers,
    list: covered(tree, covers),
    artifacts: covered(tree, artifactsOf(control, item?.record.value, root)).filter(
      (entry) => !EMPTY_BLOBS.includes(entry.blob) && entry.mode !== LINK_MODE,
    ),
    path: item?.path ?? `${records.folder}/${control}.yaml`,
    record: item?.record,
  };
}

/** What the approvals of a control are requested with. */
export function questionOf({ control, approvers, needsWrite, covers, record }: ControlCase): ControlQuestion {
  return { control, approvers, covers, ...defined({ needsWrite, recordPr: record?.value.pr }) };
}

/**
 * What a sign-off of this control covers: its documents at the usual paths, the one its record names besides, the
 * workflow, data and integration of the pilot, and what the policy adds. Finance covers the economics instead. A record
 * is part of the pull request, so it adds to what is covered and never takes a file out. The record itself is never
 * covered.
 */
export function coversOf(control: string, added: string[], record: ControlRecord | undefined, root: string): string[] {
  const shared = control === FINANCE ? [] : SHARED_EVIDENCE.flatMap((name) => sectionFile(name, root));
  return [...new Set([...artifactsOf(control, record, root), ...shared, ...added])].sort();
}

function artifactsOf(control: string, record: ControlRecord | undefined, root: string): string[] {
  const usual = [`docs/${control}.md`, `docs/${control}-*.md`, `docs/**/${control}.md`];
  const own = record?.artifact ? [...usual, record.artifact] : usual;
  return control === FINANCE ? [...own, ...sectionFile('economics', root)] : own;
}

function sectionFile(name: string, root: string): string[] {
  return [`${root}/${name}.yaml`, `${root}/${name}.yml`];
}

/** Why an approval does not count, as the key of its message. */
type AgainstApproval =
  | 'notAPerson'
  | 'withdrawn'
  | 'edited'
  | 'notAnApprover'
  | 'noMembership'
  | 'noWriteAccess'
  | 'wroteWhatItCovers'
  | 'openedIt'
  | 'editsUnknown'
  | 'membershipUnknown'
  | Undecided;
type Undecided = 'authorUnknown' | 'authorHasNoAccount' | 'authorIsBot' | 'authorUnverified';

/** Why an approval of a control does not count; undefined when nothing speaks against it. */
export function againstApproval(approval: Approval): AgainstApproval | undefined {
  if (!approval.human) return 'notAPerson';
  if (approval.withdrawn) return 'withdrawn';
  if (approval.eligible === false) return approval.lacks ?? 'notAnApprover';
  if (approval.edited === true) return 'edited';
  if (Array.isArray(approval.authored) && approval.authored.length > 0) return 'wroteWhatItCovers';
  if (approval.opened) return 'openedIt';
  if (approval.edited === 'unknown') return 'editsUnknown';
  if (approval.eligible === 'unknown') return 'membershipUnknown';
  return approval.authored === 'unknown' ? DOUBTS[approval.doubt?.because ?? 'none'] : undefined;
}

const DOUBTS: Record<AuthorDoubt['because'] | 'none', Undecided> = {
  'no-account': 'authorHasNoAccount',
  bot: 'authorIsBot',
  unverified: 'authorUnverified',
  none: 'authorUnknown',
};

/** Whether it is not known that an approval does not count. */
export function isUndecided(against: AgainstApproval): boolean {
  return against === 'editsUnknown' || against === 'membershipUnknown' || against.startsWith('author');
}

/** The best approval of a control: one that counts, else one that may count, else any; the newest of equal ones. */
export function bestApproval(answer: Approvals | undefined, today: TreeEntry[]): Approval | undefined {
  const rank = (approval: Approval): number => {
    const against = againstApproval(approval);
    const bound = coverDifference(approval.covered, today).length === 0 ? 0 : 1;
    return (against === undefined ? 0 : isUndecided(against) ? 10 : 20) + bound;
  };
  const newestFirst = [...(answer?.approvals ?? [])].sort((a, b) => (a.at < b.at ? 1 : -1));
  return newestFirst.sort((a, b) => rank(a) - rank(b))[0];
}

/**
 * Assigns each control a person of its own, where possible: a maximum bipartite matching by augmenting paths (Kuhn 1955).
 * `candidates` maps a control to the people who validly signed it. Returns the controls that remain without one.
 */
export function withoutOwnSigner(candidates: Map<string, string[]>): string[] {
  const holder = new Map<string, string>();
  const place = (control: string, tried: Set<string>): boolean => {
    for (const person of candidates.get(control) ?? []) {
      if (tried.has(person)) continue;
      tried.add(person);
      const current = holder.get(person);
      if (current === undefined || place(current, tried)) {
        holder.set(person, control);
        return true;
      }
    }
    return false;
  };
  return [...candidates.keys()].filter((control) => !place(control, new Set()));
}

/** Whether a record's approver may be one of the approvers; only GitHub knows who is in a team. */
export function mayBeApprover(approvers: string[], written: string): boolean {
  const { handle } = parsePerson(written);
  return approvers
    .map(parsePerson)
    .some((one) => one.team !== undefined || (handle !== undefined && one.handle === handle));
}
