import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import { COST_CLASSES, type Economics } from '../../evidence/schema/economics.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { plain } from '../shared/metrics/figures.ts';

export type Cost = NonNullable<Economics['costs']>[number];

const CURRENCY = /\b(USD|EUR|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|INR|BRL|CNY|ZAR)\b/g;
const PERIODS: [Cost['basis'] | undefined, RegExp][] = [
  ['per-month', /(\/|\bper )\s*(mo|months?)\b|\bmonthly\b/i],
  ['per-year', /(\/|\bper )\s*(yr|years?|annum)\b|\b(yearly|annually)\b/i],
  [undefined, /(\/|\bper )\s*(hours?|days?|weeks?|quarters?)\b|\b(hourly|daily|weekly|quarterly)\b/i],
];
/** What cannot be paid once and for all: it comes back for as long as the service runs. */
const RECURRING = ['support', 'cloud', 'human-review'];

/** That nothing is costed at all: every check that adds up costs says the same. */
export function noCosts(economics: Located<Economics>): Finding | undefined {
  if ((economics.value.costs ?? []).length > 0) return undefined;
  return unmet('No cost is stated', economics.at('costs'), {
    remedy: `List under costs in readiness/economics.yaml what it costs at full scale, one entry at least for each of ${COST_CLASSES.join(', ')}.`,
    cause: 'no-costs',
  });
}

/** Whether every class of cost has a number, a unit and a source, at list price; one finding a class. */
export function judgeCosts(economics: Located<Economics>): Finding[] {
  const none = noCosts(economics);
  if (none) return [none];
  const { costs = [], currency, discounts = [] } = economics.value;
  const each = COST_CLASSES.map((name): Finding => {
    const own = costs.flatMap((cost, index) => (cost.class === name ? [{ cost, index }] : []));
    const [first] = own;
    if (first === undefined)
      return unmet(`${classWords(name)} is not costed`, economics.at('costs'), {
        part: name,
        remedy: `Add an entry with class: ${name} to costs (amount, unit, basis, source); a true zero needs zero-reason.`,
      });
    for (const { cost, index } of own) {
      const fault = faultOf(cost, currency);
      if (fault)
        return unmet(`${classWords(name)} ${fault.says}`, economics.at('costs', index, fault.key), {
          part: name,
          remedy: fault.remedy,
        });
    }
    if (
      RECURRING.includes(name) &&
      own.every(({ cost }) => cost.basis === 'once') &&
      own.some(({ cost }) => cost.amount > 0)
    )
      return unmet(
        `${classWords(name)} is costed once, but comes back for as long as the service runs`,
        economics.at('costs', first.index, 'basis'),
        {
          part: name,
          remedy: `State what ${name} costs per-month, per-year or per-unit.`,
        },
      );
    return met(`${classWords(name)} is costed`, economics.at('costs', first.index), { part: name });
  });
  if (each.some(({ outcome }) => outcome !== 'met')) return each;
  const aside = discounts.reduce((sum, { amount }) => sum + amount, 0);
  return [
    met(
      `All ${COST_CLASSES.length} classes of cost are stated${aside > 0 ? `; discounts and credits of ${plain(aside)} ${currency} are left out` : ''}`,
      economics.at('costs'),
    ),
  ];
}

interface CostFault {
  says: string;
  key: keyof Cost;
  remedy: string;
}

function faultOf(cost: Cost, currency: string): CostFault | undefined {
  const { amount, unit, basis, source, zeroReason } = cost;
  if (amount < 0)
    return {
      says: `has the amount ${plain(amount)}: a discount or credit hides what it costs later`,
      key: 'amount',
      remedy: 'Move it to discounts, and state here the full price.',
    };
  if (isBlankText(unit))
    return {
      says: `has the unit ${quote(unit)}`,
      key: 'unit',
      remedy: `Write what the amount is in, such as ${currency}/month.`,
    };
  const other = (unit.match(CURRENCY) ?? []).find((code) => code !== currency.toUpperCase());
  if (other && currency.length === 3)
    return {
      says: `is in ${other}, the economics are in ${currency}`,
      key: 'unit',
      remedy: `Convert it to ${currency}.`,
    };
  if (/^[^/]+\/[^/]+\/[^/]+$/.test(unit))
    return {
      says: `is stated in ${quote(unit)}, which is not the whole sum`,
      key: 'unit',
      remedy: 'Multiply it out: the amount for all seats or users together, per month, year or case.',
    };
  const period = PERIODS.find(([, words]) => words.test(unit));
  if (period && period[0] !== basis)
    return {
      says: `is stated in ${quote(unit)} and counted ${basis}`,
      key: 'basis',
      remedy: 'Bring unit and basis together.',
    };
  if (isBlankText(source))
    return {
      says: `names ${quote(source)} as its source`,
      key: 'source',
      remedy: 'Name the quote, price list, invoice or time sheet it comes from.',
    };
  if (amount === 0 && (zeroReason === undefined || isBlankText(zeroReason)))
    return { says: 'costs nothing, and no reason is given', key: 'amount', remedy: 'Add zero-reason, or the amount.' };
  if (cost.class === 'licenses' && amount > 0 && cost.listPrice !== true)
    return {
      says: 'is not said to be the list price',
      key: 'amount',
      remedy: 'State the list price with list-price: true, and what the vendor takes off under discounts.',
    };
  return undefined;
}

function classWords(name: string): string {
  const words = name.replace('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
