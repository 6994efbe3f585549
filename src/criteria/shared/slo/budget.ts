import { addDays, day, durationDays } from '../../../domain/dates.ts';
import { type Finding, met, quote, unmet } from '../../../domain/finding.ts';
import type { Located, Named } from '../../../engine/inputs.ts';
import type { Metrics } from '../../../evidence/schema/metrics.ts';
import { freshness, look } from '../metrics/observed.ts';
import type { NamedPerson } from '../people/known-people.ts';
import { type Objective, objectivesOf, percentWords } from './objective.ts';

/** Whether something happens, and somebody decides, when the error budget runs out. */
export function judgeBudgetPolicy(metrics: Located<Metrics>): Finding[] {
  const policy = metrics.value.errorBudget?.policy ?? [];
  const place = metrics.at('errorBudget');
  if (policy.length === 0)
    return [
      unmet('Nothing happens when the service is worse than promised', place, {
        remedy:
          'Add error-budget to readiness/metrics.yaml, for example { policy: [{ remaining-below: 0.25, consequence: freeze, decider: "@ravi" }] }.',
        cause: 'no-error-budget',
      }),
    ];
  if (!policy.some(({ consequence }) => consequence !== 'review'))
    return [
      unmet('When the service is worse than promised people only talk about it', metrics.at('errorBudget', 'policy'), {
        remedy: 'Give at least one step the consequence freeze (no more changes) or roll-back.',
      }),
    ];
  const steps = policy.map(
    ({ remainingBelow, consequence, decider }) =>
      `below ${percentWords(remainingBelow)} of the budget ${decider} decides to ${consequence.replace('-', ' ')}`,
  );
  return [met(`${steps.join('; ')}`, place)];
}

/** Who decides at each step. */
export function budgetDeciders(metrics: Located<Metrics>): NamedPerson[] {
  return (metrics.value.errorBudget?.policy ?? []).map(({ decider, consequence }, index) => ({
    what: `Who decides to ${consequence.replace('-', ' ')}`,
    written: decider,
    place: metrics.at('errorBudget', 'policy', index, 'decider'),
  }));
}

export interface BudgetDemand {
  /** Shortest window that says anything, in days. */
  windowDays: number;
  maxAgeDays: number;
  /** Share of the error budget that has to be left. */
  remaining: number;
  now: number;
  /** Judges what was left at that midnight instead of now. */
  at?: number;
}

/** What is left of each error budget, recomputed from the rows over a whole window. */
export function judgeBudgets(metrics: Located<Metrics>, files: Named, demand: BudgetDemand): Finding[] {
  const all = objectivesOf(metrics);
  if (all.length === 0)
    return [
      unmet('No objective is declared, so nothing can be kept', metrics.at('slos'), {
        remedy: 'Declare objectives under slos in readiness/metrics.yaml, with observations.',
        cause: 'no-objectives',
      }),
    ];
  return all.map((objective) => ({ ...judgeBudget(objective, files, demand), part: objective.slo.id }));
}

function judgeBudget({ slo, place, target, rising }: Objective, files: Named, demand: BudgetDemand): Finding {
  const days = durationDays(slo.window) ?? 0;
  if (days < demand.windowDays)
    return unmet(`The window of ${slo.id}, ${quote(slo.window)}, is shorter than ${demand.windowDays} days`, place, {
      remedy: `Judge ${slo.id} over ${demand.windowDays} days or more: a short window forgets every bad week.`,
    });
  const rows = look(
    slo.id,
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
  const age = freshness(slo.id, seen, demand.maxAgeDays, demand.at ?? demand.now);
  if (age.finding) return age.finding;
  const says = `${slo.id} was ${percentWords(Number(seen.value.toFixed(6)))} of ${seen.n} cases (${seen.from} to ${seen.to}), the target is ${rising ? 'at least' : 'at most'} ${percentWords(target)}`;
  if (!seen.whole)
    return unmet(`${says}; the rows do not cover the whole window of ${slo.window}`, places, {
      remedy: `Record ${slo.id} for a whole window of ${slo.window}.`,
    });
  const allowed = rising ? 1 - target : target;
  const spent = rising ? 1 - seen.value : seen.value;
  const left = allowed === 0 ? (spent <= 1e-12 ? 1 : Number.NEGATIVE_INFINITY) : 1 - spent / allowed;
  const leftWords = Number.isFinite(left) ? percentWords(Number(left.toFixed(3))) : 'nothing';
  if (left + 1e-9 < demand.remaining)
    return unmet(
      `${says}: ${left < 0 ? 'the error budget is spent' : `${leftWords} of the error budget is left`}, ${percentWords(demand.remaining)} is needed`,
      places,
      { remedy: 'Stop changing, mend what fails, and come back when a whole window is good enough.' },
    );
  return met(`${says}: ${leftWords} of the error budget is left`, places, { until: age.until });
}
