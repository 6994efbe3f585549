import type { Place } from '../domain/observation.ts';
import { type Person, parsePerson } from '../domain/people/person.ts';
import { ROLES, type Role } from '../domain/people/roles.ts';
import type { Owner, Pilot } from '../evidence/schema/pilot.ts';
import type { Located } from './inputs.ts';

type LongForm = Exclude<Owner, string>;

/** Who holds a role, as `pilot.yaml` says. */
export interface RoleHolder {
  role: Role;
  person: Person;
  /** The long form's further fields; empty for a bare handle. */
  more: Partial<LongForm>;
  place: Place;
  /** The workflow owner defaults to the product owner. */
  byDefault: boolean;
}

/** The holders of all roles, in the order of the catalog. */
export function roleHolders(pilot: Located<Pilot>): RoleHolder[] {
  return ROLES.map((role) => {
    const own = pilot.value.owners[role];
    const used = own ?? pilot.value.owners.product;
    return {
      role,
      person: personOf(used),
      more: typeof used === 'string' ? {} : used,
      place: pilot.at('owners', own === undefined ? 'product' : role),
      byDefault: own === undefined,
    };
  });
}

export function personOf(owner: Owner): Person {
  if (typeof owner === 'string') return parsePerson(owner);
  if (owner.github !== undefined) return { ...parsePerson(owner.github), ...(owner.name ? { name: owner.name } : {}) };
  if (owner.name !== undefined && owner.mail !== undefined) return parsePerson(`${owner.name} <${owner.mail}>`);
  return { written: owner.name ?? '', placeholder: true, ...(owner.name ? { name: owner.name } : {}) };
}

/** The same text for the same person, however they are written: their account, team, mail, or else their words. */
export function personKey(owner: unknown): string {
  const person = personOf(owner as Owner);
  return person.handle ?? person.team ?? person.mail ?? person.written.toLowerCase();
}
