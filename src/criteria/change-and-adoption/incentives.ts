import { type Finding, met, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Located } from '../../engine/inputs.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { filled } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

const MAX_OUTCOMES = 10;

/** Whether an affected manager is measured by an outcome metric, and conflicting targets are stated. */
export function judgeIncentives(plan: Located<ChangePlan>, metrics: Located<Metrics>): Finding[] {
  const { managers = [], incentives = [], conflictingKpis } = plan.value;
  const outcomes = (metrics.value.outcome ?? []).map(({ id }) => id);
  const named = managers.map(({ person }) => parsePerson(person));
  const aligned = managers.flatMap(({ person, kpi }) => (kpi !== undefined && outcomes.includes(kpi) ? [person] : []));
  const found: Finding[] = [];
  for (const [index, { manager, metric, kpi }] of incentives.entries()) {
    const place = plan.at('incentives', index);
    const blank = filled(kpi, {
      what: `The incentive of ${manager}`,
      place: plan.at('incentives', index, 'kpi'),
    });
    if (!named.some((person) => samePerson(person, parsePerson(manager))))
      found.push(unmet(messages.incentiveOfUnknownManager({ manager }), place));
    else if (!outcomes.includes(metric)) {
      const shown = outcomes.length === 0 ? 'none is defined yet' : outcomes.slice(0, MAX_OUTCOMES);
      found.push(unmet(messages.incentiveWithoutOutcome({ manager, metric, outcomes: shown }), place));
    } else if (blank.length > 0) found.push(...blank);
    else aligned.push(manager);
  }
  if (aligned.length === 0 && found.length === 0)
    found.push(unmet(messages.noIncentive(), plan.at('incentives'), { actors: ['sponsor', 'product-owner'] }));
  if (conflictingKpis === undefined) found.push(unmet(messages.conflictsNotStated(), plan.at('conflictingKpis')));
  if (found.length > 0) return found;
  const words = { managers: [...new Set(aligned)], conflicts: conflictingKpis?.length ?? 0 };
  return [met(messages.incentivesAligned(words), plan.at('incentives'))];
}
