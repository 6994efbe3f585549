import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import { roleWords } from '../../domain/people/roles.ts';
import type { PersonFact } from '../../engine/fact-requests.ts';
import type { RoleHolder } from '../../engine/role-holders.ts';
import { missingPeople } from './presence.ts';

/** Whether product and production owner each name somebody else as deputy. */
export function judgeDeputies(all: RoleHolder[]): Finding | Finding[] {
  const holders = all.filter(needsDeputy);
  const findings = holders.flatMap((holder) => {
    if (holder.more.deputy === undefined) return [unmet(`The ${roleWords(holder.role)} has no deputy`, holder.place)];
    const deputy = parsePerson(holder.more.deputy);
    if (deputy.placeholder)
      return [
        unmet(
          `The deputy of the ${roleWords(holder.role)} is ${quote(holder.more.deputy)}, which names nobody`,
          holder.place,
        ),
      ];
    return samePerson(deputy, holder.person)
      ? [unmet(`The ${roleWords(holder.role)} ${holder.person.written} is their own deputy`, holder.place)]
      : [];
  });
  return findings.length > 0
    ? findings
    : met(
        'Both have a deputy',
        holders.map((holder) => holder.place),
      );
}

/** Whether those deputies exist and belong to the organization. */
export function confirmDeputies(all: RoleHolder[], facts: PersonFact[]): Finding | Finding[] {
  const holders = all.filter(needsDeputy);
  const findings = holders.flatMap((holder) =>
    holder.more.deputy
      ? missingPeople({ ...holder, person: parsePerson(holder.more.deputy) }, facts, 'deputy of the ')
      : [],
  );
  return findings.length > 0
    ? findings
    : met(
        'Both have a deputy who exists',
        holders.map((holder) => holder.place),
      );
}

function needsDeputy({ role }: RoleHolder): boolean {
  return role === 'product' || role === 'production';
}
