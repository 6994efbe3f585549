import { type Finding, met, stale } from '../../../domain/finding.ts';
import type { Approvals } from '../../../engine/fact-requests.ts';
import { bestApproval, type ControlCase } from './cases.ts';
import { counting } from './counting.ts';
import { coverDifference } from './cover-difference.ts';
import { unsigned } from './validity.ts';

/** Whether each record names the files as they are today. */
export function judgeBinding(cases: ControlCase[], folder: string): Finding | Finding[] {
  const findings = cases.flatMap((one): Finding[] => {
    if (one.record === undefined) return [unsigned(one, folder)];
    const changes = coverDifference(one.record.located.value.subject, one.list);
    if (changes.length === 0) return [];
    return [
      stale(
        `${one.control}: ${changes
          .map((change) => `${change.path} was ${change.how}`)
          .slice(0, 4)
          .join(', ')}${changes.length > 4 ? ` and ${changes.length - 4} more` : ''} since it was signed`,
        [
          one.record.located.at('subject'),
          ...changes
            .filter((change) => change.how !== 'removed')
            .slice(0, 4)
            .map((change) => ({ path: change.path })),
        ],
        {
          part: one.control,
          facts: 'can-overturn',
          actors: [`control:${one.control}`],
          cause: `stale-signoff:${one.control}`,
        },
      ),
    ];
  });
  return findings.length > 0
    ? findings
    : met(
        "Every record names today's files",
        cases.flatMap((one) => (one.record ? [one.record.located.at('subject')] : [])),
      );
}

/**
 * Whether the approval that speaks best for each control was given for the files as they are today: one that counts, where
 * there is one.
 */
export function confirmBinding(
  cases: ControlCase[],
  answers: Approvals[],
  folder: string,
  now: number,
): Finding | Finding[] {
  const findings = cases.flatMap((one): Finding[] => {
    const answer = answers.find(({ control }) => control === one.control);
    const counted = counting(one, answer, now);
    const best = bestApproval(counted.length > 0 ? { control: one.control, approvals: counted } : answer, one.list);
    if (best === undefined) return [unsigned(one, folder)];
    const changes = coverDifference(best.covered, one.list);
    return changes.length === 0
      ? []
      : [
          stale(
            `${one.control}: @${best.by} signed at ${best.commit.slice(0, 7)}; since then ${changes
              .map((change) => `${change.path} was ${change.how}`)
              .slice(0, 4)
              .join(', ')}`,
            changes.filter((change) => change.how !== 'removed').map((change) => ({ path: change.path })),
            { part: one.control, actors: [`control:${one.control}`], cause: `stale-signoff:${one.control}` },
          ),
        ];
  });
  return findings.length > 0 ? findings : met("Every signature covers today's files", []);
}
