import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Located } from '../../engine/inputs.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';

/** Whether a manager who is affected is measured on the outcome, and what pulls the other way is said. */
export function judgeIncentives(plan: Located<ChangePlan>, metrics: Located<Metrics>): Finding[] {
  const { managers = [], incentives = [], conflictingKpis } = plan.value;
  const outcomes = (metrics.value.outcome ?? []).map(({ id }) => id);
  const named = managers.map(({ person }) => parsePerson(person));
  const findings: Finding[] = [];
  const aligned = managers.flatMap(({ person, kpi }) => (kpi !== undefined && outcomes.includes(kpi) ? [person] : []));
  for (const [index, { manager, metric, kpi }] of incentives.entries()) {
    const place = plan.at('incentives', index);
    if (!named.some((person) => samePerson(person, parsePerson(manager))))
      findings.push(
        unmet(`The incentive of ${manager} concerns nobody under managers`, place, {
          remedy: `List ${manager} under managers, or name a manager who is affected.`,
        }),
      );
    else if (!outcomes.includes(metric))
      findings.push(
        unmet(`The incentive of ${manager} names ${metric}, which is no outcome metric`, place, {
          remedy: `Name one of the outcome metrics: ${outcomes.slice(0, 10).join(', ') || 'there is none yet'}.`,
        }),
      );
    else if (isBlankText(kpi))
      findings.push(
        unmet(`The incentive of ${manager} is ${quote(kpi)}`, plan.at('incentives', index, 'kpi'), {
          remedy: 'Write what this manager is measured by or rewarded for.',
        }),
      );
    else aligned.push(manager);
  }
  if (aligned.length === 0 && findings.length === 0)
    findings.push(
      unmet('No manager who is affected is measured on an outcome', plan.at('incentives'), {
        remedy:
          'Agree with at least one of them on a target that names an outcome metric, and write it as kpi or under incentives.',
        actors: ['sponsor', 'product-owner'],
      }),
    );
  if (conflictingKpis === undefined)
    findings.push(
      unmet('Which targets pull the other way is not said', plan.at('conflictingKpis'), {
        remedy:
          'List under conflicting-kpis what people are measured by that speaks against using it; write `[]` when there is nothing.',
      }),
    );
  return findings.length > 0
    ? findings
    : [
        met(
          `${[...new Set(aligned)].join(', ')} measured on an outcome; ${conflictingKpis?.length ?? 0} conflicting targets are known`,
          plan.at('incentives'),
        ),
      ];
}
