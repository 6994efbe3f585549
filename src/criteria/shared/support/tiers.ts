import { type Finding, met, quote, unmet } from '../../../domain/finding.ts';
import type { Place } from '../../../domain/observation.ts';
import { parsePerson, samePerson } from '../../../domain/people/person.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { OperatingModel } from '../../../evidence/schema/operating-model.ts';
import { isBlankText } from '../documents/blank-text.ts';
import type { NamedPerson } from '../people/known-people.ts';

export type Tier = NonNullable<OperatingModel['tiers']>[number];

/** The tiers in the order in which a case is handed up; undefined where the rows give no single path. */
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
  const example =
    '{ tier: 1, contact: "@acme/service-desk", hours: "Mon-Fri 08:00-18:00", response-minutes: 15, hand-up: not solved in 30 minutes }';
  if (tiers.length === 0)
    return [
      unmet('Nothing says whom a user calls, and who helps the one who was called', place, {
        remedy: `Describe the support tiers 1, 2 and 3 under tiers in readiness/operating-model.yaml, for example ${example}.`,
        cause: 'no-tiers',
      }),
    ];
  const found = [...numbering(tiers, place), ...tiers.flatMap((tier, index) => tierFaults(tier, index, model))];
  const path = escalationPath(tiers);
  if (found.length === 0 && path === undefined)
    found.push(
      unmet('A case cannot be handed up from the first tier to the last on one path: it goes round or stops', place, {
        remedy: 'Let each tier hand up to the next one (hand-up-to), and the last to nobody.',
      }),
    );
  for (const [index, tier] of (path ?? []).entries()) {
    const above = path?.[index + 1];
    if (above === undefined || !samePerson(parsePerson(tier.contact), parsePerson(above.contact))) continue;
    found.push(
      unmet(
        `Tier ${tier.tier} hands up to tier ${above.tier}, which is the same contact (${tier.contact})`,
        [model.at('tiers', tiers.indexOf(tier), 'contact'), model.at('tiers', tiers.indexOf(above), 'contact')],
        { remedy: `Name somebody else for tier ${above.tier}: whoever could not help before cannot help now.` },
      ),
    );
  }
  if (found.length > 0) return found;
  return [met(`A case goes ${(path ?? []).map(({ contact }) => contact).join(' → ')}`, place)];
}

function numbering(tiers: Tier[], place: Place): Finding[] {
  const numbers = tiers.map(({ tier }) => tier).sort((a, b) => a - b);
  const twice = numbers.find((tier, index) => numbers[index - 1] === tier);
  if (twice !== undefined)
    return [
      unmet(`Tier ${twice} is there twice`, place, {
        remedy: 'Keep one entry for each tier; several people stand behind one team.',
      }),
    ];
  const wanted = Array.from({ length: Math.max(3, numbers.at(-1) ?? 0) }, (_none, index) => index + 1);
  const missing = wanted.filter((tier) => !numbers.includes(tier));
  if (missing.length === 0) return [];
  return [
    unmet(`Support has no tier ${missing.join(' and no tier ')}`, place, {
      remedy: `Add tier ${missing.join(' and tier ')}: contact, hours, response-minutes and when a case is handed up.`,
    }),
  ];
}

function tierFaults(tier: Tier, index: number, model: Located<OperatingModel>): Finding[] {
  const at = (key: string) => model.at('tiers', index, key);
  const found: Finding[] = [];
  const isLast = !(model.value.tiers ?? []).some((other) => other.tier > tier.tier);
  if (isBlankText(tier.hours))
    found.push(
      unmet(`The hours of tier ${tier.tier} are ${quote(tier.hours)}`, at('hours'), {
        remedy: 'Write when somebody answers, for example "Mon-Fri 08:00-18:00".',
      }),
    );
  if (tier.responseMinutes <= 0)
    found.push(
      unmet(`Tier ${tier.tier} promises to answer in ${tier.responseMinutes} minutes`, at('responseMinutes'), {
        remedy: 'Write the time within which a person really answers.',
      }),
    );
  if (isBlankText(tier.handUp) && !isLast)
    found.push(
      unmet(`When tier ${tier.tier} hands a case up is not said (${quote(tier.handUp)})`, at('handUp'), {
        remedy: 'Write the condition, for example "not solved in 30 minutes, or a wrong answer reached a customer".',
      }),
    );
  return found;
}

/** The contact of each tier. The vendor's own is no member of the organization; a name that is none is told all the same. */
export function tierContacts(model: Located<OperatingModel>): NamedPerson[] {
  const { tiers = [], vendor } = model.value;
  const outside = vendor === undefined ? undefined : parsePerson(vendor.contact);
  return tiers.flatMap((tier, index) => {
    const contact = parsePerson(tier.contact);
    if (tier.vendor === true && outside !== undefined && !contact.placeholder && samePerson(contact, outside))
      return [];
    return [
      {
        what: `The contact of tier ${tier.tier}`,
        written: tier.contact,
        place: model.at('tiers', index, 'contact'),
      },
    ];
  });
}
