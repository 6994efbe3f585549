import { addDays, daysBetween } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import { stallSign } from '../../domain/stall-sign.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import { dayNumber } from '../shared/automation/no-touch.ts';
import type { RunLog } from '../shared/automation/run-log.ts';
import { agrees, plain } from '../shared/metrics/figures.ts';
import { existingPath } from '../shared/shape-checks.ts';
import { missingColumns, openTable, unreadableRows } from '../shared/tables/named-rows.ts';
import { recompute } from '../shared/tables/recompute.ts';
import { messages } from './messages.ts';

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

/** Whether a file enforces the ceiling of what running the service costs, and the real cost is below it and near the model. */
export function judgeCeiling(question: CeilingQuestion): Finding[] {
  const { economics, tree, tolerance } = question;
  const { costCeiling, currency } = economics.value;
  if (costCeiling === undefined)
    return [unmet(messages.noCostCeiling(), economics.at('costCeiling'), { cause: 'no-cost-ceiling' })];
  const { amount, per, enforcedBy } = costCeiling;
  if (amount === 0) return [unmet(messages.zeroCostCeiling(), economics.at('costCeiling', 'amount'))];
  const enforced = { what: 'The cost ceiling', place: economics.at('costCeiling', 'enforcedBy') };
  const unenforced = existingPath(tree, enforcedBy, enforced);
  if (unenforced.length > 0) return unenforced;
  const spent = spending(question);
  if ('open' in spent) return [spent.open];
  const { total, busiest, until, places } = spent;
  const words = { days: DAYS, total: plain(total), currency, ceiling: plain(amount) };
  const cost = per === 'day' ? messages.dailyCost({ ...words, busiest: plain(busiest) }) : messages.monthlyCost(words);
  if ((per === 'day' ? busiest : total) > amount) return [unmet(messages.ceilingExceeded({ cost }), places)];
  const model = expectedCost(question, spent.from, spent.to);
  if ('open' in model) return [model.open];
  const expected = plain(model.cost);
  const apart = Math.abs(total - model.cost) / model.cost;
  if (apart <= tolerance + 1e-9) return [met(messages.costInModel({ cost, expected }), places, { until })];
  const sign = { cost: `${plain(total)} ${currency}`, model: `${expected} ${currency}` };
  return [
    unmet(
      messages.costOffModel({ cost, expected, apart: plain(apart * 100), allowed: plain(tolerance * 100) }),
      [...places, economics.at('costCeiling', 'model')],
      total > OVER_MODEL * model.cost
        ? { stall: stallSign('cost-over-model', ['EC-1', 'EC-4', 'EC-8'], places, sign) }
        : {},
    ),
  ];
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

/** The real cost of the newest thirty days, added up from its rows. */
function spending({ economics, files, maxAgeDays, now }: CeilingQuestion): Spending | { open: Finding } {
  const { observations: file, actual30Days } = economics.value.costCeiling ?? {};
  const place = economics.at('costCeiling', 'observations');
  if (file === undefined) return { open: unmet(messages.noObservedCosts(), place) };
  const what = 'The real cost';
  const opened = openTable(what, file, files, place);
  if ('open' in opened) return opened;
  const { table } = opened;
  const lacking = missingColumns(table, ['day', 'cost']);
  if (lacking.length > 0) return { open: unreadableRows(what, file, lacking) };
  const sum = (span: { from?: number; to?: number }) =>
    recompute(table, { file, at: 'day', value: 'cost' }, { type: 'total' }, span, now);
  const all = sum({});
  const places = [place, { path: file }];
  if (all.faults.length > 0) return { open: unreadableRows(what, file, all.faults) };
  if (all.from === undefined || all.to === undefined) return { open: unmet(messages.costFileEmpty({ file }), places) };
  const [first, last] = [dayNumber(Date.parse(all.from)), dayNumber(Date.parse(all.to))];
  const from = last - DAYS + 1;
  if (first > from)
    return { open: unmet(messages.tooFewCostDays({ file, found: last - first + 1, needed: DAYS }), places) };
  const end = (last + 1) * DAY_MS;
  const until = addDays(end, maxAgeDays);
  if (now >= until) {
    const words = { day: all.to, days: daysBetween(end, now) + 1, limit: maxAgeDays, file };
    return { open: stale(messages.costsTooOld(words), places) };
  }
  const total = sum({ from: from * DAY_MS, to: end }).value ?? 0;
  if (actual30Days !== undefined && !agrees(actual30Days, total)) {
    const words = { days: DAYS, stated: plain(actual30Days), computed: plain(total) };
    return {
      open: unmet(messages.actualDiffers(words), [economics.at('costCeiling', 'actual30Days'), { path: file }]),
    };
  }
  const days = Array.from({ length: DAYS }, (_, index) => (from + index) * DAY_MS);
  const busiest = Math.max(...days.map((on) => sum({ from: on, to: on + DAY_MS }).value ?? 0));
  return { total, busiest, from, to: last, until, places };
}

/**
 * What the model gives for these days. Where the cloud costs are stated for each case only, it is computed from the cases of
 * the log; otherwise it is declared. A declared figure is compared with the computed one and never replaces it.
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
  if (cases === 0 || cloud.length === 0 || cloud.some(({ basis }) => basis !== 'per-unit'))
    return declared ? { cost: declared } : { open: unmet(messages.noExpectedCost({ days: DAYS }), place) };
  const computed = cloud.reduce((sum, { amount }) => sum + amount, 0) * cases;
  if (declared === undefined || Math.abs(declared - computed) <= tolerance * computed) return { cost: computed };
  const words = { declared: plain(declared), currency, days: DAYS, cases, computed: plain(computed) };
  return { open: unmet(messages.modelDiffers(words), place) };
}
