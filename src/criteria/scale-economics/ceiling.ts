import { addDays, daysBetween } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import { stallSign } from '../../domain/stall-sign.ts';
import { fileProblem, type Tree } from '../../domain/tree.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import { dayNumber } from '../shared/automation/no-touch.ts';
import type { RunLog } from '../shared/automation/run-log.ts';
import { agrees, plain } from '../shared/metrics/figures.ts';
import { missingColumns, openTable, unreadableRows } from '../shared/tables/named-rows.ts';
import { recompute } from '../shared/tables/recompute.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;
/** Real cost over the model's, above which it is a sign of a stalling pilot. */
const OVER_MODEL = 1.2;

export interface CeilingQuestion {
  economics: Located<Economics>;
  files: Named;
  tree: Tree;
  /** Undefined when there is no log of runs. */
  log: RunLog | undefined;
  tolerance: number;
  maxAgeDays: number;
  now: number;
}

/** Whether running it has a ceiling that something enforces, and stays under it and near the model. */
export function judgeCeiling(question: CeilingQuestion): Finding[] {
  const { economics, tree } = question;
  const { costCeiling, currency } = economics.value;
  const place = economics.at('costCeiling');
  if (costCeiling === undefined)
    return [
      unmet('There is no ceiling for what running it may cost', place, {
        remedy:
          'Add cost-ceiling to readiness/economics.yaml: amount, per (day or month), enforced-by (the file with the quota or budget alert), observations (daily costs) and model.',
        cause: 'no-cost-ceiling',
      }),
    ];
  const { amount, per, enforcedBy } = costCeiling;
  if (amount === 0)
    return [
      unmet('The ceiling is 0, which nothing can keep', economics.at('costCeiling', 'amount'), {
        remedy: 'State the largest amount that running it may cost.',
      }),
    ];
  const missingPeople = fileProblem(tree, enforcedBy);
  if (missingPeople)
    return [
      unmet(`What enforces the ceiling, ${enforcedBy}, ${missingPeople}`, economics.at('costCeiling', 'enforcedBy'), {
        remedy: 'Name the file that sets the quota or the budget alert, and commit it.',
      }),
    ];
  const spent = spending(question);
  if ('open' in spent) return [spent.open];
  const { total, busiest, until, places } = spent;
  const highest = per === 'day' ? busiest : total;
  const says = `It cost ${plain(total)} ${currency} in ${DAYS} days${per === 'day' ? `, ${plain(busiest)} on the dearest day` : ''}; the ceiling is ${plain(amount)} a ${per}`;
  if (highest > amount)
    return [
      unmet(`${says}: it is broken`, places, {
        remedy: 'Find out why the ceiling did not hold, bring the cost down, and add the newest days.',
      }),
    ];
  const expected = expectedCost(question, spent.from, spent.to);
  if ('open' in expected) return [expected.open];
  const apart = Math.abs(total - expected.cost) / expected.cost;
  if (apart > question.tolerance + 1e-9)
    return [
      unmet(
        `${says}; the model gives ${plain(expected.cost)}, ${plain(apart * 100)} % apart, at most ${plain(question.tolerance * 100)} % are allowed`,
        [...places, economics.at('costCeiling', 'model')],
        {
          remedy: 'Correct the costs of the model from what was really paid, and have Finance look again.',
          ...(total > OVER_MODEL * expected.cost
            ? {
                stall: stallSign('cost-over-model', ['EC-1', 'EC-4', 'EC-8'], places, {
                  cost: `${plain(total)} ${currency}`,
                  model: `${plain(expected.cost)} ${currency}`,
                }),
              }
            : {}),
        },
      ),
    ];
  return [met(`${says}, the model gives ${plain(expected.cost)}`, places, { until })];
}

interface Spending {
  total: number;
  busiest: number;
  /** Day numbers: the first of the thirty days, and the last. */
  from: number;
  to: number;
  until: number;
  places: Finding['places'];
}

/** What was really paid over the newest thirty days, added up from its rows. */
function spending({ economics, files, maxAgeDays, now }: CeilingQuestion): Spending | { open: Finding } {
  const { observations: file, actual30Days } = economics.value.costCeiling ?? {};
  const place = economics.at('costCeiling', 'observations');
  if (file === undefined)
    return {
      open: unmet('What it really cost is not observed', place, {
        remedy:
          'Export the daily costs to a file with the columns day and cost, and name it as cost-ceiling.observations.',
      }),
    };
  const opened = openTable('What it really cost', file, files, place);
  if ('open' in opened) return opened;
  const { table } = opened;
  const lacking = missingColumns(table, ['day', 'cost']);
  if (lacking.length > 0) return { open: unreadableRows('What it really cost', file, lacking) };
  const sum = (span: { from?: number; to?: number }) =>
    recompute(table, { file, at: 'day', value: 'cost' }, { type: 'total' }, span, now);
  const all = sum({});
  if (all.faults.length > 0) return { open: unreadableRows('What it really cost', file, all.faults) };
  if (all.from === undefined || all.to === undefined)
    return { open: unmet(`${file} holds no costs`, [place, { path: file }], { remedy: 'Export the daily costs.' }) };
  const [first, last] = [dayNumber(Date.parse(all.from)), dayNumber(Date.parse(all.to))];
  const from = last - DAYS + 1;
  const places = [place, { path: file }];
  if (first > from)
    return {
      open: unmet(`The costs of ${last - first + 1} days are there, ${DAYS} are needed`, places, {
        remedy: `Export the costs of ${DAYS} days, or wait until there are so many.`,
      }),
    };
  const end = (last + 1) * DAY_MS;
  const until = addDays(end, maxAgeDays);
  if (now >= until)
    return {
      open: stale(
        `The newest cost is from ${all.to}, ${daysBetween(end, now) + 1} days ago; at most ${maxAgeDays} are allowed`,
        places,
        {
          remedy: `Add the costs since ${all.to} to ${file}.`,
        },
      ),
    };
  const total = sum({ from: from * DAY_MS, to: end }).value ?? 0;
  if (actual30Days !== undefined && !agrees(actual30Days, total))
    return {
      open: unmet(
        `${plain(actual30Days)} are stated for the last ${DAYS} days, but the rows give ${plain(total)}`,
        [economics.at('costCeiling', 'actual30Days'), { path: file }],
        { remedy: 'State what the rows give, or leave actual-30-days out.' },
      ),
    };
  const days = Array.from({ length: DAYS }, (_, index) => (from + index) * DAY_MS);
  const busiest = Math.max(...days.map((on) => sum({ from: on, to: on + DAY_MS }).value ?? 0));
  return { total, busiest, from, to: last, until, places };
}

/**
 * What the model gives for these days: cloud costs by the case times the cases of the log, where they are only by the
 * case; otherwise as declared. A declared figure is compared with the computed one and never replaces it.
 */
function expectedCost(
  { economics, log, tolerance }: CeilingQuestion,
  from: number,
  to: number,
): { cost: number } | { open: Finding } {
  const { costs = [], costCeiling, currency } = economics.value;
  const declared = costCeiling?.model;
  const place = economics.at('costCeiling', 'model');
  const cloud = costs.filter((cost) => cost.class === 'cloud' && cost.basis !== 'once' && cost.amount > 0);
  const recent = (log?.decisions ?? []).filter(({ at }) => dayNumber(at) >= from && dayNumber(at) <= to);
  const cases = new Set(recent.map(({ run }) => run)).size;
  const computed =
    cases > 0 && cloud.length > 0 && cloud.every(({ basis }) => basis === 'per-unit')
      ? cloud.reduce((sum, { amount }) => sum + amount, 0) * cases
      : undefined;
  if (computed === undefined) {
    if (declared !== undefined && declared > 0) return { cost: declared };
    return {
      open: unmet(`What the model of costs gives for the last ${DAYS} days is not stated`, place, {
        remedy:
          'Add cost-ceiling.model, or state the cloud costs per-unit and name the log of runs: then it is computed.',
      }),
    };
  }
  if (declared !== undefined && Math.abs(declared - computed) > tolerance * computed)
    return {
      open: unmet(
        `The model is stated as ${plain(declared)} ${currency} for ${DAYS} days, but ${plain(cases)} cases of the log give ${plain(computed)}`,
        place,
        { remedy: 'Leave model out, or correct the cloud costs.' },
      ),
    };
  return { cost: computed };
}
