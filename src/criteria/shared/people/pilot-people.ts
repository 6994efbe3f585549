import type { Observation } from '../../../domain/observation.ts';
import type { Person } from '../../../domain/people/person.ts';
import type { Located } from '../../../engine/inputs.ts';
import { personOf } from '../../../engine/role-holders.ts';
import type { Pilot } from '../../../evidence/schema/pilot.ts';

/** Names a document may use for the service: the pilot's name and id, and the name of the repository. */
export function serviceNames(pilot: Observation<Located<Pilot>>, repository: string): string[] {
  const own = pilot.state === 'seen' ? [pilot.value.value.name, pilot.value.value.id ?? ''] : [];
  return [...own, repository.split('/').at(-1) ?? ''].filter((name) => name.length > 1);
}

/** Everybody the manifest names: owners, their deputies, the pilot team and the contacts for escalation. */
export function pilotPeople(pilot: Observation<Located<Pilot>>): Person[] {
  if (pilot.state !== 'seen') return [];
  const { owners, pilotTeam = [], governance } = pilot.value.value;
  const declared = Object.values(owners).filter((owner) => owner !== undefined);
  const deputies = declared.flatMap((owner) => (typeof owner === 'string' || !owner.deputy ? [] : [owner.deputy]));
  return [...declared, ...deputies, ...pilotTeam, ...(governance?.escalation ?? [])].map(personOf);
}
