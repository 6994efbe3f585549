import { endOfDay } from '../../domain/dates.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Located } from '../../engine/inputs.ts';
import { roleHolders } from '../../engine/role-holders.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';

const NOT_BUSINESS =
  /\b(engineering|engineer|data( science)?|it|information technology|innovation|vendor|supplier|research|r&d|ml|ai)\b/i;

/** Whether the product owner is from the business and has an objective: an outcome metric, a number, a date to come. */
export function judgeObjective(pilot: Found<Located<Pilot>>, metrics: Located<Metrics>, now: number): Finding {
  const holder = roleHolders(pilot.value).find((one) => one.role === 'product');
  const { more, place } = holder ?? { more: {}, place: pilot.place };
  if (more.function === undefined) return unmet("The product owner's function is not stated", place);
  if (NOT_BUSINESS.test(more.function))
    return unmet(
      `The product owner's function is ${quote(more.function)}, which is not a business function`,
      pilot.value.at('owners', 'product', 'function'),
    );
  const { objective } = more;
  if (objective === undefined) return unmet('The product owner has no objective with a number and a date', place);
  const at = pilot.value.at('owners', 'product', 'objective');
  const outcome = metrics.value.outcome ?? [];
  if (!outcome.some((metric) => metric.id === objective.metric))
    return unmet(
      `The objective names ${quote(objective.metric)}, which is not an outcome metric (${outcome.map((metric) => metric.id).join(', ') || 'there is none'})`,
      at,
    );
  const due = endOfDay(objective.by);
  if (due === undefined || due <= now)
    return unmet(`The objective was due on ${objective.by}`, at, {
      remedy: 'Agree the next objective with the product owner and write its date.',
    });
  return met(
    `Judged on ${objective.metric} reaching ${objective.target} by ${objective.by}; declared by ${holder?.person.written}`,
    at,
    { until: due },
  );
}
