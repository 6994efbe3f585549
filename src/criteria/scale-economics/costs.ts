import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import { COST_CLASSES, type Economics } from '../../evidence/schema/economics.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { plain } from '../shared/metrics/figures.ts';
import { filled } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

export type Cost = NonNullable<Economics['costs']>[number];

const CURRENCY = /\b(USD|EUR|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|INR|BRL|CNY|ZAR)\b/g;
const PERIODS: [Cost['basis'] | undefined, RegExp][] = [
  ['per-month', /(\/|\bper )\s*(mo|months?)\b|\bmonthly\b/i],
  ['per-year', /(\/|\bper )\s*(yr|years?|annum)\b|\b(yearly|annually)\b/i],
  [undefined, /(\/|\bper )\s*(hours?|days?|weeks?|quarters?)\b|\b(hourly|daily|weekly|quarterly)\b/i],
];
/** Costs that recur for as long as the service runs and cannot be paid once. */
const RECURRING = ['support', 'cloud', 'human-review'];

/** Without costs, every check that adds them up reports the same finding. */
export function noCosts(economics: Located<Economics>): Finding | undefined {
  if ((economics.value.costs ?? []).length > 0) return undefined;
  return unmet(messages.noCosts({ classes: COST_CLASSES }), economics.at('costs'), { cause: 'no-costs' });
}

/** Whether every class of cost has a number, a unit and a source, at list price; one finding for each class. */
export function judgeCosts(economics: Located<Economics>): Finding[] {
  const none = noCosts(economics);
  if (none) return [none];
  const { currency, discounts = [] } = economics.value;
  const each = COST_CLASSES.map((name) => judgeClass(name, economics));
  if (each.some(({ outcome }) => outcome !== 'met')) return each;
  const count = COST_CLASSES.length;
  const aside = discounts.reduce((sum, { amount }) => sum + amount, 0);
  const statement =
    aside > 0
      ? messages.costsStatedWithoutDiscounts({ count, discounts: plain(aside), currency })
      : messages.costsStated({ count });
  return [met(statement, economics.at('costs'))];
}

function judgeClass(name: string, economics: Located<Economics>): Finding {
  const { costs = [], currency } = economics.value;
  const words = name.replace('-', ' ');
  const what = words.charAt(0).toUpperCase() + words.slice(1);
  const part = { part: name };
  const own = costs.flatMap((cost, index) => (cost.class === name ? [{ cost, index }] : []));
  const [first] = own;
  if (first === undefined) return unmet(messages.classNotCosted({ what, class: name }), economics.at('costs'), part);
  const at = (index: number) => (key: keyof Cost) => economics.at('costs', index, key);
  const [fault] = own.flatMap(({ cost, index }) => faultsOf(cost, currency, what, at(index)));
  if (fault) return { ...fault, ...part };
  const paidOnce = own.every(({ cost }) => cost.basis === 'once') && own.some(({ cost }) => cost.amount > 0);
  return RECURRING.includes(name) && paidOnce
    ? unmet(messages.recurringCostedOnce({ what, class: name }), at(first.index)('basis'), part)
    : met(messages.classCosted({ what }), economics.at('costs', first.index), part);
}

/** What is wrong with one entry, the most important first. */
function faultsOf(cost: Cost, currency: string, what: string, at: (key: keyof Cost) => Place): Finding[] {
  const { amount, unit, basis, source, zeroReason = '' } = cost;
  const other = (unit.match(CURRENCY) ?? []).find((code) => code !== currency.toUpperCase()) ?? '';
  const isPerSeat = /^[^/]+\/[^/]+\/[^/]+$/.test(unit);
  const period = PERIODS.find(([, words]) => words.test(unit));
  const isDiscounted = cost.class === 'licenses' && amount > 0 && cost.listPrice !== true;
  const faultIf = (isFault: boolean | undefined, statement: Statement, key: keyof Cost): Finding[] =>
    isFault ? [unmet(statement, at(key))] : [];
  return [
    ...faultIf(amount < 0, messages.negativeCost({ what, amount: plain(amount) }), 'amount'),
    ...filled(unit, { what: `${what}: the unit`, place: at('unit') }),
    ...faultIf(other !== '' && currency.length === 3, messages.otherCurrency({ what, other, currency }), 'unit'),
    ...faultIf(isPerSeat, messages.pricePerSeat({ what, unit }), 'unit'),
    ...faultIf(period && period[0] !== basis, messages.unitAndBasisDiffer({ what, unit, basis }), 'basis'),
    ...filled(source, { what: `${what}: the source`, place: at('source') }),
    ...faultIf(amount === 0 && isBlankText(zeroReason), messages.zeroWithoutReason({ what }), 'amount'),
    ...faultIf(isDiscounted, messages.noListPrice({ what }), 'amount'),
  ];
}
