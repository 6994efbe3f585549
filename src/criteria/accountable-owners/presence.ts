import { type Finding, met, unmet } from '../../domain/finding.ts';
import { roleWords } from '../../domain/people/roles.ts';
import type { PersonFact } from '../../engine/fact-requests.ts';
import type { RoleHolder } from '../../engine/role-holders.ts';

/** Whether everybody who holds a role exists, is a person or a team of people, and belongs to the organization. */
export function judgePresence(all: RoleHolder[], facts: PersonFact[]): Finding | Finding[] {
  const holders = all.filter((holder) => !holder.byDefault);
  const findings = holders.flatMap((holder) => missingPeople(holder, facts));
  const declared = holders
    .filter((holder) => holder.person.mail !== undefined)
    .map((holder) => `${roleWords(holder.role)} ${holder.person.name} as declared`);
  return findings.length > 0
    ? findings
    : met(
        `Every role is filled by somebody who exists${declared.length ? ` (${declared.join(', ')})` : ''}`,
        holders.map((holder) => holder.place),
      );
}

/** What GitHub says of the account that holds a role; undefined when it was not asked or has no account. */
export function factOf(holder: RoleHolder, facts: PersonFact[]): PersonFact | undefined {
  const who = holder.person.handle ?? holder.person.team;
  return facts.find((fact) => fact.who === who);
}

/** Why the account in a role is nobody who can act; empty when it is somebody, or has no account to ask about. */
export function missingPeople(holder: RoleHolder, facts: PersonFact[], prefix = ''): Finding[] {
  if (holder.person.handle === undefined && holder.person.team === undefined) return [];
  const fact = factOf(holder, facts);
  const who = `The ${prefix}${roleWords(holder.role)} ${holder.person.written}`;
  const say = (what: string): Finding[] => [
    unmet(`${who} ${what}`, holder.place, {
      remedy: `Name somebody who is here as ${prefix}${roleWords(holder.role)}.`,
    }),
  ];
  if (fact === undefined || !fact.exists) return say('does not exist on GitHub');
  if (fact.kind === 'bot') return say('is a bot');
  if (fact.kind === 'organization') return say('is an organization, not a person');
  if (fact.suspended) return say('is suspended');
  if (fact.humans < 1) return say('is a team with nobody in it');
  return fact.member ? [] : say('is not a member of the organization');
}
