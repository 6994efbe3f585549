import type { Approval, Approvals } from '../../../engine/fact-requests.ts';
import { againstApproval, type ControlCase } from './cases.ts';
import { coverDifference } from './cover-difference.ts';
import { endOf } from './validity.ts';

/**
 * The approvals that count for a control: in time, and nothing speaks against them. Where some of them are for the files as
 * they are today, only those: else one that ended and one that is out of date would make a signature together.
 */
export function counting(one: ControlCase, answer: Approvals | undefined, now: number): Approval[] {
  const good = inTime(one, answer, now).filter((approval) => againstApproval(approval) === undefined);
  const bound = good.filter((approval) => coverDifference(approval.covered, one.list).length === 0);
  return bound.length > 0 ? bound : good;
}

/** The approvals of a control that have not ended. */
export function inTime(one: ControlCase, answer: Approvals | undefined, now: number): Approval[] {
  return (answer?.approvals ?? []).filter((approval) => now < endOf(approval.at, one.validDays));
}
