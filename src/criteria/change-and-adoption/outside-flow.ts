import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import { reaches } from '../shared/metrics/figures.ts';
import { freshness, look } from '../shared/metrics/observed.ts';

const DAYS = 28;

/** Whether the share of cases that people handle beside the new flow is known, and small. */
export function judgeOutsideFlow(plan: Located<ChangePlan>, files: Named, maxAgeDays: number, now: number): Finding {
  const { outsideFlow } = plan.value;
  const place = plan.at('outsideFlow');
  if (outsideFlow === undefined)
    return unmet('How many cases people handle beside the new flow is not observed', place, {
      remedy: 'Add outside-flow to readiness/change-plan.yaml: file (week, outside, total) and limit.',
    });
  const { file, limit } = outsideFlow;
  if (limit >= 1)
    return unmet('The limit for cases beside the new flow is all of them', plan.at('outsideFlow', 'limit'), {
      remedy: 'Set the share at which you would look for the reason, such as 0.1.',
    });
  const what = 'The share of cases beside the new flow';
  const spec = { file, at: 'week', value: 'outside', total: 'total' };
  const rows = look(what, spec, { type: 'proportion', unit: '1' }, files, place, { newestDays: DAYS }, now);
  if ('open' in rows) return rows.open;
  const { value, events, total, from, to } = rows.seen;
  const says = `${events} of ${total} cases were handled beside the new flow (${from} to ${to}), at most ${(limit * 100).toFixed(0)}% allowed`;
  if (!reaches(value, 'lte', limit))
    return unmet(says, [place, rows.seen.place], {
      remedy: 'Ask the people who go round it what it lacks: a workaround is a requirement that nobody wrote down.',
    });
  const fresh = freshness(what.toLowerCase(), rows.seen, maxAgeDays, now);
  return fresh.finding ?? met(says, [place, rows.seen.place], { until: fresh.until });
}
