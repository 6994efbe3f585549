import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { CheckContext, Found } from '../../engine/criterion.ts';
import type { Approval, Approvals } from '../../engine/fact-answers.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';
import { checkBinding, judgeBinding } from '../shared/controls/binding.ts';
import { againstApproval, type ControlCase, controlCase, FINANCE } from '../shared/controls/cases.ts';
import { checkProof } from '../shared/controls/proof.ts';
import { checkSigners, judgeSigners } from '../shared/controls/signers.ts';
import { about, approvalsInTime, whoCan } from '../shared/controls/validity.ts';
import { messages } from './messages.ts';

/** The evidence that bears on the approval of Finance. */
interface FinanceEvidence {
  economics: Found<Located<Economics>>;
  controls: Found<RecordSet<ControlRecord>>;
  tree: Found<Tree>;
}
type FinanceContext = Pick<CheckContext<{ financeDays: number }>, 'params' | 'policy' | 'now'>;

/** The control `finance`, whose sign-off covers the economics. */
export function financeCase(
  { controls, tree }: Omit<FinanceEvidence, 'economics'>,
  { params, policy }: Omit<FinanceContext, 'now'>,
): ControlCase {
  return controlCase(FINANCE, policy, controls.value, tree.value, params.financeDays);
}

/** Whether a record of Finance covers the economics as they are, by somebody the policy names, and has not expired. */
export function judgeFinance(seen: FinanceEvidence, context: FinanceContext): Finding[] {
  const economics = seen.economics.value;
  const one = financeCase(seen, context);
  const { path } = economics.at();
  if (!one.list.some((entry) => entry.path === path)) {
    const words = { path, root: context.policy.evidence.root };
    return [unmet(messages.economicsNotCovered(words), economics.at(), { part: FINANCE })];
  }
  const signers = judgeSigners([one], context.now);
  const approver = one.record?.value.approver ?? '';
  const other = otherControlOf(approver, seen.controls.value);
  const open = [
    ...signers,
    ...judgeBinding([one]),
    ...(other === undefined ? [] : [{ ...holdsOther(one, approver, other), facts: 'can-overturn' as const }]),
  ].filter(({ outcome }) => outcome !== 'met');
  return open.length > 0 ? withoutRepeats(open) : signers;
}

/** Whether GitHub shows one approval that is all of this: in time, independent, for the economics as they are now. */
export function checkFinance(seen: FinanceEvidence, answers: Approvals[], context: FinanceContext): Finding[] {
  const { now } = context;
  const one = financeCase(seen, context);
  const valid = answers.flatMap(({ approvals }) => approvals).filter((approval) => !againstApproval(approval));
  const timely = answers.map((answer) => ({ ...answer, approvals: approvalsInTime(one, answer, now) }));
  const validNow = timely.flatMap(({ approvals }) => approvals).filter((approval) => !againstApproval(approval));
  const [old] = [...valid].sort((a, b) => (a.at < b.at ? 1 : -1));
  const isDeclined = answers.some(({ declined }) => declined !== undefined);
  if (!isDeclined && validNow.length === 0 && old !== undefined) return [expired(one, old)];
  const signers = checkSigners([one], timely, now);
  const others = validNow.map(({ by }) => otherControlOf(by, seen.controls.value));
  const other = others.every((control) => control !== undefined) ? others[0] : undefined;
  const open = [
    ...signers,
    ...checkProof([one], timely),
    ...checkBinding([one], timely, now),
    ...(other === undefined ? [] : [holdsOther(one, validNow[0]?.by ?? '', other)]),
  ].filter(({ outcome }) => outcome !== 'met');
  if (open.length > 0) return withoutRepeats(open);
  const [end] = signers.flatMap(({ until }) => until ?? []);
  return [met(messages.financeApproved(), seen.economics.value.at(), end === undefined ? {} : { until: end })];
}

function expired(one: ControlCase, { by, at }: Approval): Finding {
  const words = { by, date: at.slice(0, 10), limit: one.validDays, who: whoCan(one) };
  const cause = `stale-signoff:${FINANCE}`;
  return stale(messages.financeExpired(words), placeOf(one), { ...about(FINANCE), cause });
}

/** Another control whose record names this person: each person may sign only one control. */
function otherControlOf(written: string, records: RecordSet<ControlRecord>): string | undefined {
  const bare = (approver: string): string => approver.replace(/^@/, '').toLowerCase();
  const values = records.items.map(({ record }) => record.value);
  return values.find(
    ({ control, decision, approver }) =>
      control !== FINANCE && decision === 'approved' && bare(approver) === bare(written),
  )?.control;
}

function holdsOther(one: ControlCase, by: string, control: string): Finding {
  const words = { approver: `@${by.replace(/^@/, '')}`, control };
  return unmet(messages.financeHoldsOther(words), placeOf(one), about(FINANCE));
}

/** The record, or the economics where there is none. */
function placeOf({ record, path, list }: ControlCase): Place {
  return { path: record ? path : (list[0]?.path ?? '') };
}

/** A missing signature is found by each question about it: people see it once. */
function withoutRepeats(findings: Finding[]): Finding[] {
  return findings.filter(
    (finding, index) =>
      finding.cause === undefined || findings.findIndex(({ cause }) => cause === finding.cause) === index,
  );
}
