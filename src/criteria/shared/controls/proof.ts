import { type Finding, met, unmet } from '../../../domain/finding.ts';
import type { Approvals } from '../../../engine/fact-requests.ts';
import type { ControlCase } from './cases.ts';
import { recordPlaces, signing, unsigned } from './validity.ts';

/** Whether each control has a record at all; what proves it stands on GitHub. */
export function judgeProof(cases: ControlCase[], folder: string): Finding | Finding[] {
  const without = cases.filter((one) => one.record === undefined);
  return without.length > 0
    ? without.map((one) => unsigned(one, folder))
    : met('Each control has a record; what proves it is on GitHub', recordPlaces(cases));
}

/** Whether a person approved each control on GitHub and did not withdraw it. */
export function confirmProof(cases: ControlCase[], answers: Approvals[], folder: string): Finding | Finding[] {
  const findings = cases.flatMap((one): Finding[] => {
    const found = answers.find((answer) => answer.control === one.control)?.approvals ?? [];
    const claimed = one.record?.located.value.approver.replace(/^@/, '').toLowerCase();
    const real = found.filter((approval) => approval.human && !approval.withdrawn);
    if (real.length > 0) return [];
    return [
      unmet(
        `${one.control}: ${claimed ? `nothing on GitHub shows that @${claimed} approved it` : 'nobody approved it on GitHub'}`,
        { path: one.record?.path ?? folder },
        {
          part: one.control,
          cause: `unsigned:${one.control}`,
          actors: [`control:${one.control}`],
          remedy: signing(one),
        },
      ),
    ];
  });
  return findings.length > 0 ? findings : met("Each signature was given in its approver's own name", []);
}
