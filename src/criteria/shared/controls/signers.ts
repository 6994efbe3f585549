import { type Finding, met, unknown, unmet } from '../../../domain/finding.ts';
import { untilEarliest } from '../../../domain/until.ts';
import type { Approval, Approvals } from '../../../engine/fact-answers.ts';
import { againstApproval, bestApproval, type ControlCase, isUndecided, withoutOwnSigner } from './cases.ts';
import { messages } from './messages.ts';
import {
  about,
  answerFor,
  approvalsInTime,
  countingApprovals,
  endOf,
  recordEnd,
  recordPlaces,
  recordState,
  sharedSigners,
  unsigned,
  whoCan,
} from './validity.ts';

/** Whether each record names an approver of the policy and has not expired, and no person signed two controls. */
export function judgeSigners(cases: ControlCase[], now: number): Finding[] {
  const findings = [
    ...cases.flatMap((one) => recordState(one, now)),
    ...sharedSigners(cases),
    ...cases.filter((one) => one.record === undefined).map(unsigned),
  ];
  const ends = cases.flatMap((one) => recordEnd(one) ?? []);
  return findings.length > 0 ? findings : [met(messages.recordsInTime(), recordPlaces(cases), untilEarliest(ends))];
}

/** Whether GitHub shows an independent approver in time for each control, a different person for each. */
export function checkSigners(cases: ControlCase[], answers: Approvals[], now: number): Finding[] {
  const findings: Finding[] = [];
  const signers = new Map<string, string[]>();
  const ends: number[] = [];
  const plain: string[] = [];
  for (const one of cases) {
    const answer = answerFor(one, answers);
    if (answer?.declined) {
      findings.push(declined(one, answer.declined));
      continue;
    }
    const counting = countingApprovals(one, answer, now);
    if (counting.length === 0) {
      const timely = approvalsInTime(one, answer, now);
      const best = bestApproval({ control: one.control, approvals: timely }, one.list);
      findings.push(best === undefined ? unsigned(one) : doesNotCount(one, best));
      continue;
    }
    signers.set(one.control, [...new Set(counting.map(({ by }) => by.toLowerCase()))]);
    ends.push(Math.max(...counting.map(({ at }) => endOf(at, one.validDays))));
    const [first] = counting;
    if (first && counting.every((approval) => approval.plain)) plain.push(`${one.control} (@${first.by})`);
  }
  const shared = withoutOwnSigner(signers);
  for (const { control, path } of cases.filter((one) => shared.includes(one.control))) {
    const people = (signers.get(control) ?? []).map((one) => `@${one}`);
    findings.push(unmet(messages.signerShared({ control, people }), { path }, about(control)));
  }
  if (findings.length > 0) return findings;
  const count = cases.length;
  const statement = plain.length > 0 ? messages.signedByPlainApproval({ count, plain }) : messages.signed({ count });
  return [met(statement, [], untilEarliest(ends))];
}

function declined({ control, path }: ControlCase, given: NonNullable<Approvals['declined']>): Finding {
  const { by, at, reason, source } = given;
  return unmet(
    messages.declined({ control, by, date: at.slice(0, 10), reason }),
    { path },
    {
      ...about(control),
      // A decline by command also closes the gate itself; with the same cause, people see it once.
      ...(source === 'ledger' ? { cause: `declined:${control}` } : {}),
    },
  );
}

function doesNotCount(one: ControlCase, approval: Approval): Finding {
  const { control, path } = one;
  const against = againstApproval(approval);
  if (against === undefined) return unsigned(one);
  const commits = Array.isArray(approval.authored) ? approval.authored.slice(0, 3).map((id) => id.slice(0, 7)) : [];
  const { commit = '', named = '' } = approval.doubt ?? {};
  const doubt = { commit: commit.slice(0, 7), named };
  const statement = messages[against]({ control, by: approval.by, commits, ...doubt, who: whoCan(one) });
  return isUndecided(against)
    ? unknown(statement, { path }, { ...about(control), resolvableBy: 'github' })
    : unmet(statement, { path }, about(control));
}
