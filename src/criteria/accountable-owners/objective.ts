import { endOfDay } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { messages } from './messages.ts';
import { holderOf } from './roles.ts';

const NOT_BUSINESS =
  /\b(engineering|engineer|data( science)?|it|information technology|innovation|vendor|supplier|research|r&d|ml|ai)\b/i;

/** Whether the product owner is from the business and has an objective: an outcome metric, a number, a date to come. */
export function judgeObjective(pilot: Located<Pilot>, metrics: Located<Metrics>, now: number): Finding {
  const { person, more, place } = holderOf(pilot, 'product');
  if (more.function === undefined) return unmet(messages.noFunction(), place);
  if (NOT_BUSINESS.test(more.function))
    return unmet(messages.notBusinessFunction({ function: more.function }), pilot.at('owners', 'product', 'function'));
  const { objective } = more;
  if (objective === undefined) return unmet(messages.noObjective(), place);
  const at = pilot.at('owners', 'product', 'objective');
  const { metric, target, by } = objective;
  const outcomes = (metrics.value.outcome ?? []).map(({ id }) => id);
  if (!outcomes.includes(metric))
    return unmet(
      messages.objectiveWithoutOutcome({ metric, outcomes: outcomes.length === 0 ? 'none is defined' : outcomes }),
      at,
    );
  const due = endOfDay(by);
  if (due === undefined || due <= now) return unmet(messages.objectiveOverdue({ by }), at);
  return met(messages.objectiveSet({ person: person.written, metric, target, by }), at, { until: due });
}
