import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Profile } from '../../domain/levels.ts';
import { samePerson } from '../../domain/people/person.ts';
import { roleWords } from '../../domain/people/roles.ts';
import type { RoleHolder } from '../../engine/role-holders.ts';

/** Whether every role names a person or team with an account, and the three that decide are not one person. */
export function judgeNaming(holders: RoleHolder[], profile: Profile): Finding | Finding[] {
  const findings = holders.filter((holder) => !holder.byDefault).flatMap((holder) => badlyNamed(holder, profile));
  const three = holders.filter((holder) => ['product', 'production', 'sponsor'].includes(holder.role));
  const [first] = three;
  if (first && three.every((holder) => samePerson(holder.person, first.person))) {
    findings.push(
      unmet(
        `${first.person.written} is product owner, production owner and sponsor at once`,
        three.map((holder) => holder.place),
        {
          remedy: 'Name at least a second person: the sponsor stands above the one who is judged on the result.',
        },
      ),
    );
  }
  return findings.length > 0
    ? findings
    : met(
        'Every role has a name',
        holders.map((holder) => holder.place),
      );
}

function badlyNamed(holder: RoleHolder, profile: Profile): Finding[] {
  const { person, role, place } = holder;
  const words = roleWords(role);
  const declaredSponsor =
    role === 'sponsor' && profile === 'minimal' && person.mail !== undefined && !person.placeholder;
  if (declaredSponsor) return [];
  if (person.placeholder)
    return [
      unmet(`The ${words} is ${quote(person.written || 'empty')}, which names nobody`, place, {
        remedy: `Write the ${words} as "@handle".`,
      }),
    ];
  if (person.handle === undefined && person.team === undefined)
    return [
      unmet(`The ${words} ${quote(person.written)} has no account`, place, {
        remedy: `Write the ${words} as "@handle"${role === 'sponsor' ? '; only the minimal profile accepts a name and mail' : ''}.`,
      }),
    ];
  return [];
}
