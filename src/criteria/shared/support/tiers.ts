import { type Finding, met, unmet } from '../../../domain/finding.ts';
import type { Place } from '../../../domain/observation.ts';
import { parsePerson, samePerson } from '../../../domain/people/person.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { OperatingModel } from '../../../evidence/schema/operating-model.ts';
import type { NamedPerson } from '../people/known-people.ts';
import { filled } from '../shape-checks.ts';
import { messages } from './messages.ts';

export type Tier = NonNullable<OperatingModel['tiers']>[number];

const EXAMPLE =
  '{ tier: 1, contact: "@acme/service-desk", hours: "Mon-Fri 08:00-18:00", response-minutes: 15, hand-up: not solved in 30 minutes }';

/** The tiers in the order in which a case is escalated; undefined where the rows give no single path. */
export function escalationPath(tiers: Tier[]): Tier[] | undefined {
  const by = new Map(tiers.map((tier) => [tier.tier, tier]));
  const path: Tier[] = [];
  let current = by.get(1);
  while (current !== undefined) {
    if (path.includes(current)) return undefined;
    path.push(current);
    const next: number = current.handUpTo ?? current.tier + 1;
    if (current.handUpTo !== undefined && !by.has(next)) return undefined;
    current = by.get(next);
  }
  return path.length === tiers.length ? path : undefined;
}

/** Whether the support tiers 1, 2 and 3 are there, each with what a caller needs, on one path that ends. */
export function judgeTiers(model: Located<OperatingModel>): Finding[] {
  const tiers = model.value.tiers ?? [];
  const place = model.at('tiers');
  if (tiers.length === 0) return [unmet(messages.noTiers({ example: EXAMPLE }), place, { cause: 'no-tiers' })];
  const found = [...judgeNumbers(tiers, place), ...tiers.flatMap((tier, index) => judgeTier(tier, index, model))];
  const path = escalationPath(tiers) ?? [];
  if (found.length === 0 && path.length === 0) found.push(unmet(messages.brokenPath(), place));
  for (const [index, tier] of path.entries()) {
    const above = path[index + 1];
    if (above === undefined || !samePerson(parsePerson(tier.contact), parsePerson(above.contact))) continue;
    const words = { tier: tier.tier, above: above.tier, contact: tier.contact };
    const places = [tier, above].map((one) => model.at('tiers', tiers.indexOf(one), 'contact'));
    found.push(unmet(messages.sameContactAbove(words), places));
  }
  if (found.length > 0) return found;
  return [met(messages.escalationPath({ path: path.map(({ contact }) => contact).join(' → ') }), place)];
}

function judgeNumbers(tiers: Tier[], place: Place): Finding[] {
  const numbers = tiers.map(({ tier }) => tier).sort((a, b) => a - b);
  const twice = numbers.find((tier, index) => numbers[index - 1] === tier);
  if (twice !== undefined) return [unmet(messages.duplicateTier({ tier: twice }), place)];
  const wanted = Array.from({ length: Math.max(3, numbers.at(-1) ?? 0) }, (_none, index) => index + 1);
  const missing = wanted.filter((tier) => !numbers.includes(tier));
  return missing.length === 0 ? [] : [unmet(messages.missingTiers({ tiers: missing }), place)];
}

function judgeTier({ tier, hours, handUp, responseMinutes }: Tier, index: number, model: Located<OperatingModel>) {
  const at = (key: string): Place => model.at('tiers', index, key);
  const isLast = !(model.value.tiers ?? []).some((other) => other.tier > tier);
  return [
    ...filled(hours, { what: `The hours field of tier ${tier}`, place: at('hours') }),
    ...(responseMinutes > 0
      ? []
      : [unmet(messages.noResponseTime({ tier, minutes: responseMinutes }), at('responseMinutes'))]),
    ...(isLast ? [] : filled(handUp, { what: `The hand-up field of tier ${tier}`, place: at('handUp') })),
  ];
}

/** The contact of each tier. The vendor's own contact is no member of the organization and is not looked up. */
export function tierContacts(model: Located<OperatingModel>): NamedPerson[] {
  const { tiers = [], vendor } = model.value;
  const outside = vendor === undefined ? undefined : parsePerson(vendor.contact);
  return tiers.flatMap((tier, index) => {
    const contact = parsePerson(tier.contact);
    const isVendor = tier.vendor === true && outside !== undefined && samePerson(contact, outside);
    // A placeholder is reported even where it is the vendor's.
    if (isVendor && !contact.placeholder) return [];
    return [
      { what: `The contact of tier ${tier.tier}`, written: tier.contact, place: model.at('tiers', index, 'contact') },
    ];
  });
}
