import { type Finding, met, unmet } from '../../domain/finding.ts';
import { kebab } from '../../domain/kebab.ts';
import { quote } from '../../domain/message.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Located } from '../../engine/inputs.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { escalationPath } from '../shared/support/tiers.ts';
import { messages } from './messages.ts';

type Sla = NonNullable<OperatingModel['sla']>[number];

const EXAMPLE = '{ name: triage, availability: 99.5, response-minutes: 30, restore-minutes: 240, owner: "@ravi" }';

/** Whether the service is promised in numbers, and a vendor shares a promise and is on the escalation path. */
export function judgeSla(model: Located<OperatingModel>, pilot: Observation<Located<Pilot>>): Finding[] {
  const rows = model.value.sla ?? [];
  const [first] = rows;
  if (first === undefined) return [unmet(messages.noSla({ example: EXAMPLE }), model.at('sla'), { cause: 'no-sla' })];
  const found = [...rows.flatMap((row, index) => judgeRow(row, index, model)), ...judgeVendor(model, pilot)];
  if (found.length > 0) return found;
  const { availability = 0, responseMinutes: response = 0, restoreMinutes: restore = 0 } = first;
  return [met(messages.slaPromised({ count: rows.length, availability, response, restore }), model.at('sla'))];
}

/** The person accountable for each service level. */
export function slaOwners(model: Located<OperatingModel>): NamedPerson[] {
  return (model.value.sla ?? []).map(({ name, owner }, index) => ({
    what: `The owner of the service level ${quote(name)}`,
    written: owner,
    place: model.at('sla', index, 'owner'),
  }));
}

function judgeRow(row: Sla, index: number, model: Located<OperatingModel>): Finding[] {
  const missing = (['availability', 'responseMinutes', 'restoreMinutes'] as const).filter((key) => !row[key]);
  const [first] = missing;
  if (first === undefined) return [];
  const words = { name: row.name, missing: missing.map(kebab) };
  return [unmet(messages.incompleteSla(words), model.at('sla', index, first))];
}

function judgeVendor(model: Located<OperatingModel>, pilot: Observation<Located<Pilot>>): Finding[] {
  const { vendor, tiers = [], sla = [] } = model.value;
  if (vendor === undefined)
    return pilot.state === 'seen' && pilot.value.value.vendor === true
      ? [unmet(messages.noVendorNamed(), model.at('vendor'), { cause: 'vendor-unnamed' })]
      : [];
  const { name, contact } = vendor;
  const isVendor = (party: string): boolean => party.trim().toLowerCase() === name.trim().toLowerCase();
  const isJoint = sla.some(({ parties = [] }) => parties.some(isVendor) && !parties.every(isVendor));
  const isOnPath = escalationPath(tiers)?.some((tier) => samePerson(parsePerson(tier.contact), parsePerson(contact)));
  return [
    ...(isJoint ? [] : [unmet(messages.noJointSla({ vendor: name }), model.at('sla'))]),
    ...(isOnPath ? [] : [unmet(messages.vendorNotOnPath({ vendor: name, contact }), model.at('vendor', 'contact'))]),
  ];
}
