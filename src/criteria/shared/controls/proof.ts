import { type Finding, met, unknown, unmet } from '../../../domain/finding.ts';
import type { Approvals } from '../../../engine/fact-answers.ts';
import type { ControlCase } from './cases.ts';
import { messages } from './messages.ts';
import { about, answerFor, howToSign, recordPlaces, unsigned, whoCan } from './validity.ts';

/** Whether each control has a record at all; its proof is on GitHub. */
export function judgeProof(cases: ControlCase[]): Finding[] {
  const without = cases.filter((one) => one.record === undefined);
  return without.length > 0 ? without.map(unsigned) : [met(messages.recordsExist(), recordPlaces(cases))];
}

/** Whether a person approved each control on GitHub and did not withdraw it. */
export function checkProof(cases: ControlCase[], answers: Approvals[]): Finding[] {
  const findings = cases.flatMap((one): Finding[] => {
    const { control, path, record } = one;
    const approvals = answerFor(one, answers)?.approvals ?? [];
    const given = approvals.filter(({ human, withdrawn, edited }) => human && !withdrawn && edited !== true);
    if (given.some(({ edited }) => edited === undefined)) return [];
    const [unseen] = given;
    if (unseen !== undefined) {
      const statement = messages.editsUnknown({ control, by: unseen.by, who: whoCan(one) });
      return [unknown(statement, { path }, { ...about(control), resolvableBy: 'github' })];
    }
    const words = { control, how: howToSign(one) };
    const approver = record?.value.approver.replace(/^@/, '').toLowerCase();
    const statement = approver ? messages.recordUnproven({ ...words, approver }) : messages.noApproval(words);
    return [unmet(statement, { path }, { ...about(control), cause: `unsigned:${control}` })];
  });
  return findings.length > 0 ? findings : [met(messages.signaturesProven())];
}
