import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Approval, Approvals } from '../../engine/fact-requests.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { EffectivePolicy } from '../../engine/policy/effective.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';
import { confirmBinding, judgeBinding } from '../shared/controls/binding.ts';
import { againstApproval, type ControlCase, controlCase, FINANCE } from '../shared/controls/cases.ts';
import { confirmProof } from '../shared/controls/proof.ts';
import { confirmSigners, judgeSigners } from '../shared/controls/signers.ts';
import { endOf, whoCan } from '../shared/controls/validity.ts';

/** Everything that bears on the approval of Finance. */
export interface FinanceQuestion {
  economics: Located<Economics>;
  records: RecordSet<ControlRecord>;
  tree: Tree;
  policy: EffectivePolicy;
  validDays: number;
}

/** The control `finance` with what a signature of it covers: the economics. */
export function financeCase({ policy, records, tree, validDays }: Omit<FinanceQuestion, 'economics'>): ControlCase {
  return controlCase(FINANCE, policy, records, tree, validDays);
}

/** Whether a record of Finance covers the economics as they are, by somebody the policy names, in time. */
export function judgeFinance(question: FinanceQuestion, now: number): Finding[] {
  const { economics, records } = question;
  const one = financeCase(question);
  const { path } = economics.at();
  if (!one.list.some((entry) => entry.path === path))
    return [
      unmet(`A signature of Finance would not cover ${path}, where the economics stand`, economics.at(), {
        part: FINANCE,
        remedy: `Move the economics into ${question.policy.evidence.root}/economics.yaml, or name ${path} under controls.finance.covers in the policy.`,
      }),
    ];
  const signers = [judgeSigners([one], records.folder, now)].flat();
  const { approver } = one.record?.located.value ?? {};
  const held = approver === undefined ? undefined : otherControlOf(approver, records);
  const open = [
    ...signers,
    ...[judgeBinding([one], records.folder)].flat(),
    ...(held === undefined ? [] : [{ ...heldTwice(one, approver ?? '', held), facts: 'can-overturn' as const }]),
  ].filter(({ outcome }) => outcome !== 'met');
  return open.length > 0 ? onlyOnce(open) : signers;
}

/** Whether GitHub shows one approval that is all of it: in time, independent, for the economics as they are today. */
export function confirmFinance(question: FinanceQuestion, answers: Approvals[], now: number): Finding[] {
  const one = financeCase(question);
  const { records, economics } = question;
  const { folder } = records;
  const timely = answers.map((answer) => ({
    ...answer,
    approvals: answer.approvals.filter(({ at }) => now < endOf(at, one.validDays)),
  }));
  const all = answers.flatMap(({ approvals }) => approvals).filter((approval) => !againstApproval(approval));
  const good = timely.flatMap(({ approvals }) => approvals).filter((approval) => !againstApproval(approval));
  const [old] = [...all].sort((a, b) => (a.at < b.at ? 1 : -1));
  const declined = answers.some((answer) => answer.declined !== undefined);
  if (!declined && good.length === 0 && old !== undefined) return [ended(one, old)];
  const signers = [confirmSigners([one], timely, folder, now)].flat();
  const others = good.map(({ by }) => otherControlOf(by, records));
  const held = others.length > 0 && others.every((control) => control !== undefined) ? others[0] : undefined;
  const open = [
    ...signers,
    ...[confirmProof([one], timely, folder), confirmBinding([one], timely, folder, now)].flat(),
    ...(held === undefined ? [] : [heldTwice(one, good[0]?.by ?? '', held)]),
  ].filter(({ outcome }) => outcome !== 'met');
  if (open.length > 0) return onlyOnce(open);
  const until = signers.flatMap((finding) => finding.until ?? []);
  return [
    met(
      'Finance approved the economics as they are today',
      economics.at(),
      until.length > 0 ? { until: Math.min(...until) } : {},
    ),
  ];
}

function ended(one: ControlCase, approval: Approval): Finding {
  return stale(
    `${FINANCE}: @${approval.by} approved on ${approval.at.slice(0, 10)}; after ${one.validDays} days that has ended`,
    { path: one.record?.path ?? one.list[0]?.path ?? '' },
    {
      part: FINANCE,
      cause: `stale-signoff:${FINANCE}`,
      actors: [`control:${FINANCE}`],
      remedy: `Have ${whoCan(one)} sign ${FINANCE} again.`,
    },
  );
}

/** Another control whose record names this person: one person holds one control. */
function otherControlOf(written: string, records: RecordSet<ControlRecord>): string | undefined {
  const same = (approver: string): boolean =>
    approver.replace(/^@/, '').toLowerCase() === written.replace(/^@/, '').toLowerCase();
  return records.items.find(
    ({ record: { value } }) => value.control !== FINANCE && value.decision === 'approved' && same(value.approver),
  )?.record.value.control;
}

function heldTwice(one: ControlCase, by: string, control: string): Finding {
  return unmet(
    `${FINANCE}: @${by.replace(/^@/, '')} already holds ${control} of this promotion`,
    { path: one.record?.path ?? one.list[0]?.path ?? '' },
    {
      part: FINANCE,
      actors: [`control:${FINANCE}`],
      remedy: `Have another approver sign ${FINANCE}: one person holds one control.`,
    },
  );
}

/** A missing signature is found missing by each question about it: people see it once. */
function onlyOnce(findings: Finding[]): Finding[] {
  return findings.filter(
    (finding, index) =>
      finding.cause === undefined || findings.findIndex(({ cause }) => cause === finding.cause) === index,
  );
}
