import { addDays, day, daysBetween, endOfDay, parseInstant } from '../../../domain/dates.ts';
import { type Finding, stale, unmet } from '../../../domain/finding.ts';
import type { Statement } from '../../../domain/message.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Tree } from '../../../domain/tree.ts';
import type { CheckContext, Found } from '../../../engine/criterion.ts';
import type { Approval, Approvals } from '../../../engine/fact-answers.ts';
import type { RecordSet } from '../../../engine/inputs.ts';
import type { ControlRecord } from '../../../evidence/schema/records.ts';
import { againstApproval, type ControlCase, controlCases, mayBeApprover, withoutOwnSigner } from './cases.ts';
import { type CoverChange, coverDifference } from './cover-difference.ts';
import { messages } from './messages.ts';

const MAX_CHANGES = 4;

export interface ControlDays {
  validDays: number;
  accessReviewDays: number;
}

/** The controls to sign, for a check that has seen the records and the tree. */
export function casesOf(
  seen: { controls: Found<RecordSet<ControlRecord>>; tree: Found<Tree> },
  context: Pick<CheckContext<ControlDays>, 'profile' | 'policy' | 'params'>,
): ControlCase[] {
  return controlCases(context.profile, context.policy, seen.controls.value, seen.tree.value, daysFor(context.params));
}

/** For how many days a sign-off of a control is valid. */
export function daysFor(params: ControlDays): (control: string) => number {
  return (control) => (control === 'access-review' ? params.accessReviewDays : params.validDays);
}

/** What findings about one control share: its approvers can act. */
export function about(control: string): { part: string; actors: [`control:${string}`] } {
  return { part: control, actors: [`control:${control}`] };
}

/** Who may sign a control, as part of a remedy; without approvers, that somebody has to be named. */
export function whoCan({ control, approvers }: ControlCase): string | Statement {
  return approvers.length > 0 ? approvers.join(' or ') : messages.approverToName({ control });
}

/** A control without a sign-off; facts may still show one. */
export function unsigned(one: ControlCase): Finding {
  const { control, path } = one;
  const [document] = one.artifacts;
  const words = { control, path, how: howToSign(one) };
  return unmet(
    one.record ? messages.recordNotApproved(words) : messages.recordMissing(words),
    // What approvers read before they sign comes first.
    [...(document ? [{ path: document.path }] : []), { path }],
    { ...about(control), cause: `unsigned:${control}`, facts: 'can-overturn' },
  );
}

/** What an approver does to sign: read first, then approve. */
export function howToSign(one: ControlCase): Statement {
  const [document] = one.artifacts;
  const words = { who: whoCan(one), control: one.control };
  return document ? messages.readAndSign({ ...words, document: document.path }) : messages.sign(words);
}

/** The files of the records that exist. */
export function recordPlaces(cases: ControlCase[]): Place[] {
  return cases.filter(({ record }) => record !== undefined).map(({ path }) => ({ path }));
}

/** What speaks against a record from the files alone. */
export function recordState(one: ControlCase, now: number): Finding[] {
  const { control, approvers, record } = one;
  if (approvers.length === 0)
    return [
      unmet(messages.noApprovers({ control }), record?.at('approver') ?? { path: '.github/pilot-readiness.yml' }, {
        part: control,
        cause: `no-approvers:${control}`,
        actors: ['repository-admin'],
      }),
    ];
  if (record === undefined) return [];
  const { approver, date, decision } = record.value;
  if (decision === 'declined')
    return [unmet(messages.recordDeclined({ control, approver, date }), record.at('decision'), about(control))];
  const signed = parseInstant(date);
  if (signed === undefined || signed > now)
    return [unmet(messages.recordInFuture({ control, date }), record.at('date'), about(control))];
  const end = recordEnd(one) ?? 0;
  const overturnable = { ...about(control), facts: 'can-overturn' as const };
  if (now >= end) {
    const words = { control, date, days: daysBetween(signed, now), expiredOn: day(end - 1), who: whoCan(one) };
    const cause = `stale-signoff:${control}`;
    return [stale(messages.recordExpired(words), record.at('date'), { ...overturnable, cause })];
  }
  return mayBeApprover(approvers, approver)
    ? []
    : [unmet(messages.recordByOther({ control, approver, approvers }), record.at('approver'), overturnable)];
}

/** When a record expires: some days after it was signed, or on the day that it names itself. */
export function recordEnd({ record, validDays }: ControlCase): number | undefined {
  if (record === undefined) return undefined;
  const { date, expires } = record.value;
  const own = expires === undefined ? undefined : endOfDay(expires);
  return Math.min(endOf(date, validDays), own ?? Number.POSITIVE_INFINITY);
}

/** When a sign-off expires that is valid for some days. */
export function endOf(signedAt: string, validDays: number): number {
  const signed = parseInstant(signedAt.slice(0, 10)) ?? 0;
  return addDays(signed, validDays + 1);
}

/** Controls whose signer, by the records, already signed another one. */
export function sharedSigners(cases: ControlCase[]): Finding[] {
  const recorded = cases.flatMap(({ control, record }) => (record ? [{ control, record }] : []));
  const bySigner = new Map(
    recorded.map(({ control, record }) => [control, [record.value.approver.replace(/^@/, '').toLowerCase()]]),
  );
  const without = withoutOwnSigner(bySigner);
  return recorded
    .filter(({ control }) => without.includes(control))
    .map(({ control, record }) =>
      unmet(messages.recordSharesSigner({ control, approver: record.value.approver }), record.at('approver'), {
        ...about(control),
        facts: 'can-overturn',
      }),
    );
}

/** What GitHub shows for a control. */
export function answerFor(one: ControlCase, answers: Approvals[]): Approvals | undefined {
  return answers.find(({ control }) => control === one.control);
}

/**
 * The approvals that count for a control: in time, and nothing speaks against them. Where some of them are for the files as
 * they are now, only those: an expired one and an outdated one do not make a sign-off together.
 */
export function countingApprovals(one: ControlCase, answer: Approvals | undefined, now: number): Approval[] {
  const good = approvalsInTime(one, answer, now).filter((approval) => againstApproval(approval) === undefined);
  const bound = good.filter((approval) => coverDifference(approval.covered, one.list).length === 0);
  return bound.length > 0 ? bound : good;
}

/** The approvals of a control that have not expired. */
export function approvalsInTime(one: ControlCase, answer: Approvals | undefined, now: number): Approval[] {
  return (answer?.approvals ?? []).filter((approval) => now < endOf(approval.at, one.validDays));
}

/** The first changes of covered files, as a list in a sentence. */
export function changeWords(changes: CoverChange[]): string[] {
  const shown = changes.slice(0, MAX_CHANGES).map(({ path, how }) => `${path} (${how})`);
  return changes.length > MAX_CHANGES ? [...shown, '…'] : shown;
}
