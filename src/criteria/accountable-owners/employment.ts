import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Located } from '../../engine/inputs.ts';
import { roleHolders } from '../../engine/role-holders.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';

/** Whether the production owner is employed by the organization that adopts the pilot and stands outside its team. */
export function judgeEmployment(pilot: Found<Located<Pilot>>): Finding {
  const holder = roleHolders(pilot.value).find((one) => one.role === 'production');
  const { organization, pilotTeam } = pilot.value.value;
  if (holder === undefined) return unmet('There is no production owner', pilot.place);
  if (holder.more.employer === undefined || organization === undefined)
    return unmet(
      'Who employs the production owner, or which organization adopts the pilot, is not stated',
      holder.place,
      { remedy: 'Write `organization:` in pilot.yaml and `employer:` in the long form of owners.production.' },
    );
  if (holder.more.employer.trim().toLowerCase() !== organization.trim().toLowerCase())
    return unmet(
      `The production owner is employed by ${quote(holder.more.employer)}, not by ${quote(organization)}`,
      pilot.value.at('owners', 'production', 'employer'),
    );
  if (pilotTeam === undefined)
    return unmet('Who is in the pilot team is not stated', holder.place, {
      remedy:
        'List the pilot team as `pilot-team:` in pilot.yaml, so that the production owner can be seen to stand outside it.',
    });
  if (pilotTeam.some((member) => samePerson(parsePerson(member), holder.person)))
    return unmet(`${holder.person.written} is in the pilot team`, pilot.value.at('pilotTeam'));
  return met('Employed by the adopting organization, outside the pilot team', holder.place);
}
