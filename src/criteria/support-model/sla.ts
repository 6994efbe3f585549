import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Located } from '../../engine/inputs.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { escalationPath } from '../shared/support/tiers.ts';

type Sla = NonNullable<OperatingModel['sla']>[number];

/** Whether the service is promised in numbers, and a vendor's part belongs to the same promise and the same path. */
export function judgeSla(model: Located<OperatingModel>, pilot: Observation<Located<Pilot>>): Finding[] {
  const rows = model.value.sla ?? [];
  if (rows.length === 0)
    return [
      unmet('Nothing is promised to the users in numbers', model.at('sla'), {
        remedy:
          'Add it under sla in readiness/operating-model.yaml, for example { name: triage, availability: 99.5, response-minutes: 30, restore-minutes: 240, owner: "@ravi" }.',
        cause: 'no-sla',
      }),
    ];
  const found = [...rows.flatMap((row, index) => rowFaults(row, index, model)), ...vendorFaults(model, pilot)];
  if (found.length > 0) return found;
  const [first] = rows;
  return [
    met(
      `Promised: ${first?.availability} % available, an answer within ${first?.responseMinutes} minutes, restored within ${first?.restoreMinutes}${rows.length > 1 ? `; and ${rows.length - 1} more promises` : ''}`,
      model.at('sla'),
    ),
  ];
}

/** Who answers for each promise. */
export function slaOwners(model: Located<OperatingModel>): NamedPerson[] {
  return (model.value.sla ?? []).map(({ name, owner }, index) => ({
    what: `The owner of the promise ${quote(name)}`,
    written: owner,
    place: model.at('sla', index, 'owner'),
  }));
}

function rowFaults(row: Sla, index: number, model: Located<OperatingModel>): Finding[] {
  const numbers = [
    { key: 'availability', words: 'availability (per cent)', value: row.availability },
    { key: 'responseMinutes', words: 'response-minutes', value: row.responseMinutes },
    { key: 'restoreMinutes', words: 'restore-minutes', value: row.restoreMinutes },
  ];
  const bad = numbers.filter(({ value }) => value === undefined || value <= 0);
  if (bad.length === 0) return [];
  return [
    unmet(
      `The promise ${quote(row.name)} has no ${bad.map(({ words }) => words).join(', no ')}`,
      model.at('sla', index, bad[0]?.key ?? 'name'),
      { remedy: `Add ${bad.map(({ words }) => words).join(' and ')} above zero to ${quote(row.name)}.` },
    ),
  ];
}

function vendorFaults(model: Located<OperatingModel>, pilot: Observation<Located<Pilot>>): Finding[] {
  const { vendor, tiers = [], sla = [] } = model.value;
  const declared = pilot.state === 'seen' ? pilot.value.value : undefined;
  if (vendor === undefined && declared?.vendor !== true) return [];
  if (vendor === undefined)
    return [
      unmet('A vendor takes part, but the support model does not name it', model.at('vendor'), {
        remedy: 'Add vendor: { name, contact } to readiness/operating-model.yaml.',
        cause: 'vendor-unnamed',
      }),
    ];
  const found: Finding[] = [];
  const isVendor = (party: string): boolean => same(party, vendor.name);
  const joint = sla.some(({ parties = [] }) => parties.some(isVendor) && parties.some((party) => !isVendor(party)));
  if (!joint)
    found.push(
      unmet(`No promise is made together with ${quote(vendor.name)}`, model.at('sla'), {
        remedy: `Name both sides in one row: parties: ["${declared?.organization ?? 'your organization'}", "${vendor.name}"].`,
      }),
    );
  const contact = parsePerson(vendor.contact);
  const onPath = (escalationPath(tiers) ?? []).some((tier) => samePerson(parsePerson(tier.contact), contact));
  if (!onPath)
    found.push(
      unmet(
        `${quote(vendor.name)} does not stand on the path on which a case is handed up`,
        model.at('vendor', 'contact'),
        {
          remedy: `Make ${vendor.contact} the contact of a tier (with vendor: true): one path, no second one beside it.`,
        },
      ),
    );
  return found;
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
