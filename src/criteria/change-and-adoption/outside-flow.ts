import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import { reaches } from '../shared/metrics/figures.ts';
import { freshness, look } from '../shared/metrics/observed.ts';
import { messages } from './messages.ts';
import { percent } from './weeks.ts';

const DAYS = 28;

/** Whether the share of cases that people handle outside the new flow is known, and small. */
export function judgeOutsideFlow(plan: Located<ChangePlan>, files: Named, maxAgeDays: number, now: number): Finding {
  const { outsideFlow } = plan.value;
  const place = plan.at('outsideFlow');
  if (outsideFlow === undefined) return unmet(messages.outsideFlowNotObserved(), place);
  const { file, limit } = outsideFlow;
  if (limit >= 1) return unmet(messages.outsideFlowUnlimited(), plan.at('outsideFlow', 'limit'));
  const what = 'The share of cases outside the new flow';
  const spec = { file, at: 'week', value: 'outside', total: 'total' };
  const rows = look(what, spec, { type: 'proportion', unit: '1' }, files, place, { newestDays: DAYS }, now);
  if ('open' in rows) return rows.open;
  const { value, events = 0, total = 0, from, to } = rows.seen;
  const words = { outside: events, total, from, to, limit: percent(limit) };
  const places = [place, rows.seen.place];
  if (!reaches(value, 'lte', limit)) return unmet(messages.outsideFlowTooHigh(words), places);
  const fresh = freshness(what.toLowerCase(), rows.seen, maxAgeDays, now);
  return fresh.finding ?? met(messages.outsideFlow(words), places, { until: fresh.until });
}
