import { covered } from '../../../domain/cover.ts';
import type { Profile } from '../../../domain/levels.ts';
import { parsePerson } from '../../../domain/people/person.ts';
import { EMPTY_BLOBS, type Tree, type TreeEntry } from '../../../domain/tree.ts';
import type { Approval, Approvals } from '../../../engine/fact-requests.ts';
import type { Located, RecordSet } from '../../../engine/inputs.ts';
import { approversOf } from '../../../engine/policy/approvers.ts';
import type { EffectivePolicy, Origin } from '../../../engine/policy/effective.ts';
import type { ControlRecord } from '../../../evidence/schema/records.ts';
import { coverDifference } from './cover-difference.ts';

/** Controls a profile demands; regulated adds the sector's own through `controls.<c>.required`. */
const REQUIRED: Record<Profile, string[]> = {
  minimal: ['security', 'privacy'],
  standard: [
    'security',
    'privacy',
    'threat-model',
    'dpia',
    'records-retention',
    'access-review',
    'vendor-risk',
    'legal',
    'procurement',
  ],
  regulated: [
    'security',
    'privacy',
    'threat-model',
    'dpia',
    'records-retention',
    'access-review',
    'vendor-risk',
    'legal',
    'procurement',
    'model-risk',
  ],
};

/** What every signer of these controls is taken to have read, where it exists. */
const SHARED_EVIDENCE = ['workflow', 'data-sources', 'integration'];

/** The control whose document is the economics of the pilot. */
export const FINANCE = 'finance';

/** One control of the pilot with everything that bears on its sign-off. */
export interface ControlCase {
  control: string;
  approvers: string[];
  approversOrigin?: Origin;
  validDays: number;
  plainApproval: boolean;
  /** Globs a signature covers, and what they match today. */
  covers: string[];
  list: TreeEntry[];
  /** The control's own document with something in it; evidence shared with other controls does not stand in for it. */
  artifacts: TreeEntry[];
  record?: { path: string; located: Located<ControlRecord> };
}

/** The controls in question, in a fixed order: those of the profile and those the policy adds. */
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

/** One control by its name, whether a profile demands it or not. */
export function controlCase(
  control: string,
  policy: EffectivePolicy,
  records: RecordSet<ControlRecord>,
  tree: Tree,
  validDays: number,
): ControlCase {
  const rule = policy.controls[control];
  const item =
    records.items.find((one) => one.record.value.control === control) ??
    records.items.find((one) => one.name === control);
  const { root } = policy.evidence;
  const covers = coversOf(control, rule?.covers ?? [], item?.record.value, root);
  const { approvers, origin } = approversOf(policy, control);
  return {
    control,
    approvers,
    ...(origin ? { approversOrigin: origin } : {}),
    validDays: Math.min(validDays, rule?.validDays ?? Number.POSITIVE_INFINITY),
    plainApproval: rule?.plainApproval ?? false,
    covers,
    list: covered(tree, covers),
    artifacts: covered(tree, artifactsOf(control, item?.record.value, root)).filter(
      (entry) => !EMPTY_BLOBS.includes(entry.blob),
    ),
    ...(item ? { record: { path: item.path, located: item.record } } : {}),
  };
}

/**
 * What a signature of this control covers: its artifact (as the record names it, else where such documents usually
 * stand), the workflow, data and integration of the pilot, and what the policy adds. Finance reads the economics instead.
 * The record itself is never covered.
 */
export function coversOf(control: string, added: string[], record: ControlRecord | undefined, root: string): string[] {
  const shared = control === FINANCE ? [] : SHARED_EVIDENCE.flatMap((name) => sectionFile(name, root));
  return [...new Set([...artifactsOf(control, record, root), ...shared, ...added])].sort();
}

function artifactsOf(control: string, record: ControlRecord | undefined, root: string): string[] {
  const own = record?.artifact
    ? [record.artifact]
    : [`docs/${control}.md`, `docs/${control}-*.md`, `docs/**/${control}.md`];
  return control === FINANCE ? [...own, ...sectionFile('economics', root)] : own;
}

function sectionFile(name: string, root: string): string[] {
  return [`${root}/${name}.yaml`, `${root}/${name}.yml`];
}

/** Why an approval of a control cannot count; undefined when nothing speaks against it. */
export function againstApproval(approval: Approval): { because: string; unknown: boolean } | undefined {
  const no = (because: string) => ({ because, unknown: false });
  if (!approval.human) return no(`@${approval.by} is not a person`);
  if (approval.withdrawn) return no(`@${approval.by} withdrew it`);
  if (approval.eligible === false) return no(`@${approval.by} is not among the approvers`);
  if (Array.isArray(approval.authored) && approval.authored.length > 0) {
    return no(
      `@${approval.by} wrote what it covers (${approval.authored
        .map((commit) => commit.slice(0, 7))
        .slice(0, 3)
        .join(', ')})`,
    );
  }
  if (approval.eligible === 'unknown')
    return { because: `whether @${approval.by} is among the approvers could not be read`, unknown: true };
  if (approval.authored === 'unknown') {
    return {
      because: `a covered commit resolves to no account, so whether @${approval.by} wrote it is unknown`,
      unknown: true,
    };
  }
  return undefined;
}

/** The approval that speaks best for a control: one nothing speaks against, else one that is only unknown, else any. */
export function bestApproval(answer: Approvals | undefined, today: TreeEntry[]): Approval | undefined {
  const rank = (approval: Approval): number => {
    const against = againstApproval(approval);
    const bound = coverDifference(approval.covered, today).length === 0 ? 0 : 1;
    return (against === undefined ? 0 : against.unknown ? 10 : 20) + bound;
  };
  const newestFirst = [...(answer?.approvals ?? [])].sort((a, b) => (a.at < b.at ? 1 : -1));
  return newestFirst.sort((a, b) => rank(a) - rank(b))[0];
}

/**
 * Gives each control a person of its own, when that is possible: a maximum bipartite matching by augmenting paths
 * (Kuhn 1955). `candidates` maps a control to the people who validly signed it. Returns the controls left without one.
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

/** Whether somebody is named as approver; a team's members are only known to GitHub. */
export function namedApprover(approvers: string[], written: string): 'yes' | 'no' | 'team' {
  const person = parsePerson(written);
  const list = approvers.map(parsePerson);
  if (list.some((one) => one.handle !== undefined && one.handle === person.handle)) return 'yes';
  return list.some((one) => one.team !== undefined) ? 'team' : 'no';
}
