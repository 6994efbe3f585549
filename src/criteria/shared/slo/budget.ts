import { addDays, day, durationDays } from '../../../domain/dates.ts';
import { type Finding, met, unmet } from '../../../domain/finding.ts';
import { summaryOf } from '../../../domain/message.ts';
import type { Located, Named } from '../../../engine/inputs.ts';
import type { Metrics } from '../../../evidence/schema/metrics.ts';
import { freshness, look } from '../metrics/observed.ts';
import type { NamedPerson } from '../people/known-people.ts';
import { messages } from './messages.ts';
import { type Objective, objectivesOf, percentWords, targetWords } from './objective.ts';

/** Whether something happens, and somebody decides, when the error budget runs out. */
export function judgeBudgetPolicy(metrics: Located<Metrics>): Finding {
  const policy = metrics.value.errorBudget?.policy ?? [];
  const place = metrics.at('errorBudget');
  if (policy.length === 0) return unmet(messages.noBudgetPolicy(), place, { cause: 'no-error-budget' });
  if (policy.every(({ consequence }) => consequence === 'review'))
    return unmet(messages.onlyReviews(), metrics.at('errorBudget', 'policy'));
  const steps = policy.map(({ remainingBelow, consequence, decider }) =>
    summaryOf(messages.budgetStep({ consequence, decider, remaining: percentWords(remainingBelow) })),
  );
  return met(messages.budgetPolicy({ steps }), place);
}

/** Who decides at each step. */
export function budgetDeciders(metrics: Located<Metrics>): NamedPerson[] {
  return (metrics.value.errorBudget?.policy ?? []).map(({ decider, consequence }, index) => ({
    what: `The decider of error-budget.policy[${index}] (${consequence})`,
    written: decider,
    place: metrics.at('errorBudget', 'policy', index, 'decider'),
  }));
}

export interface BudgetDemand {
  /** Shortest window that is long enough, in days. */
  windowDays: number;
  maxAgeDays: number;
  /** Share of the error budget that has to be left. */
  remaining: number;
  now: number;
  /** Evaluates what was left at that midnight instead of now. */
  at?: number;
}

/** What is left of each error budget, recomputed from the rows over a whole window. */
export function judgeBudgets(metrics: Located<Metrics>, files: Named, demand: BudgetDemand): Finding[] {
  const all = objectivesOf(metrics);
  if (all.length === 0) return [unmet(messages.noObjectives(), metrics.at('slos'), { cause: 'no-objectives' })];
  return all.map((objective) => ({ ...judgeBudget(objective, files, demand), part: objective.slo.id }));
}

function judgeBudget(objective: Objective, files: Named, demand: BudgetDemand): Finding {
  const { slo, place, target, rising } = objective;
  const { id, window } = slo;
  const days = durationDays(window) ?? 0;
  if (days < demand.windowDays) return unmet(messages.windowTooShort({ id, window, days: demand.windowDays }), place);
  const rows = look(
    id,
    slo.observations,
    { type: 'proportion', unit: '1' },
    files,
    place,
    demand.at === undefined ? { newestDays: days } : { days, from: day(addDays(demand.at, -days)) },
    demand.now,
  );
  if ('open' in rows) return rows.open;
  const { seen } = rows;
  const places = [place, seen.place];
  const age = freshness(id, seen, demand.maxAgeDays, demand.at ?? demand.now);
  if (age.finding) return age.finding;
  const { n, from, to } = seen;
  const share = percentWords(Number(seen.value.toFixed(6)));
  const measured = messages.measured({ id, share, n, from, to, target: targetWords(objective) });
  if (!seen.whole) return unmet(messages.windowNotCovered({ measured, id, window }), places);
  const allowed = rising ? 1 - target : target;
  const spent = rising ? 1 - seen.value : seen.value;
  // A target that allows no bad case has no budget to spend.
  const left = allowed === 0 ? (spent <= 1e-12 ? 1 : -1) : 1 - spent / allowed;
  const words = {
    measured,
    left: percentWords(Number(left.toFixed(3))),
    needed: percentWords(demand.remaining),
  };
  if (left + 1e-9 >= demand.remaining) return met(messages.budgetLeft(words), places, { until: age.until });
  return unmet(left < 0 ? messages.budgetSpent(words) : messages.budgetLow(words), places);
}
