import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Profile } from '../../domain/levels.ts';
import { type Person, parsePerson, samePerson } from '../../domain/people/person.ts';
import { type Role, roleWords } from '../../domain/people/roles.ts';
import type { Located } from '../../engine/inputs.ts';
import { type RoleHolder, roleHolders } from '../../engine/role-holders.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { messages } from './messages.ts';

/** The holder of one role; every role has one. */
export function holderOf(pilot: Located<Pilot>, role: Role): RoleHolder {
  const holder = roleHolders(pilot).find((one) => one.role === role);
  if (holder === undefined) throw new Error(`the role ${role} has no holder`);
  return holder;
}

/** The holders that the manifest names, without those by default. */
export function declaredHolders(pilot: Located<Pilot>): RoleHolder[] {
  return roleHolders(pilot).filter((holder) => !holder.byDefault);
}

/** Everybody who needs an account: all holders, except a sponsor with a mail address in the minimal profile. */
export function peopleInRoles(pilot: Located<Pilot>, profile: Profile): NamedPerson[] {
  return declaredHolders(pilot)
    .filter(({ role, person }) => !(profile === 'minimal' && role === 'sponsor' && isKnownByMail(person)))
    .map(({ role, person, place }) => {
      return { what: `The ${roleWords(role)}`, written: person.written || 'empty', person, place };
    });
}

/** Whether product owner, production owner and sponsor are at least two people. */
export function judgeRoles(pilot: Located<Pilot>): Finding {
  const product = holderOf(pilot, 'product');
  const sponsor = holderOf(pilot, 'sponsor');
  const three = [product, holderOf(pilot, 'production'), sponsor];
  if (three.every(({ person }) => samePerson(person, product.person)))
    return unmet(
      messages.onePersonInAllRoles({ person: product.person.written }),
      three.map(({ place }) => place),
    );
  const places = declaredHolders(pilot).map(({ place }) => place);
  return isKnownByMail(sponsor.person)
    ? met(messages.everyRoleFilledSponsorDeclared({ sponsor: sponsor.person.written }), places)
    : met(messages.everyRoleFilled(), places);
}

function isKnownByMail({ mail, placeholder }: Person): boolean {
  return mail !== undefined && !placeholder;
}

/** The deputies of product owner and production owner. */
export function deputiesOf(pilot: Located<Pilot>): NamedPerson[] {
  return ownersWithDeputy(pilot).flatMap(({ role, more, place }) =>
    more.deputy === undefined ? [] : [{ what: `The deputy of the ${roleWords(role)}`, written: more.deputy, place }],
  );
}

/** Whether product owner and production owner each name somebody else as deputy. */
export function judgeDeputies(pilot: Located<Pilot>): Finding[] {
  const owners = ownersWithDeputy(pilot);
  const found = owners.flatMap(({ role, person, more, place }) => {
    const words = { role: roleWords(role) };
    if (more.deputy === undefined) return [unmet(messages.noDeputy(words), place)];
    return samePerson(parsePerson(more.deputy), person)
      ? [unmet(messages.ownDeputy({ ...words, person: person.written }), place)]
      : [];
  });
  if (found.length > 0) return found;
  return [
    met(
      messages.deputiesNamed(),
      owners.map(({ place }) => place),
    ),
  ];
}

function ownersWithDeputy(pilot: Located<Pilot>): RoleHolder[] {
  return [holderOf(pilot, 'product'), holderOf(pilot, 'production')];
}
