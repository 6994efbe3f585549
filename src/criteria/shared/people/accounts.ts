import { type Finding, quote, unmet } from '../../../domain/finding.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Person } from '../../../domain/people/person.ts';
import type { PersonFact } from '../../../engine/fact-requests.ts';

/** What to ask GitHub by: logins and `organization/team`. People known by mail alone have no account to ask for. */
export function accountsOf(people: Person[]): string[] {
  return people.flatMap((person) => person.handle ?? person.team ?? []);
}

/** One finding for each account that is no living human (or team of such): unknown, bot, suspended, empty, left. */
export function absentAccounts(people: Person[], facts: PersonFact[], place: Place, role: string): Finding[] {
  return people.flatMap((person) => {
    const account = person.handle ?? person.team;
    const fact = facts.find((one) => one.who === account);
    const why = account === undefined ? 'has no account' : whyUnusable(fact);
    if (why === undefined) return [];
    return [
      unmet(`${quote(person.written)}, named as ${role}, ${why}`, place, {
        remedy: `Name somebody who is there today as ${role}.`,
      }),
    ];
  });
}

/** How many humans stand behind these accounts; one person named twice counts once, a person inside a named team is not told apart. */
export function humansBehind(people: Person[], facts: PersonFact[]): number {
  const accounts = new Set(accountsOf(people));
  const known = facts.filter((fact) => accounts.has(fact.who) && whyUnusable(fact) === undefined);
  const users = known.filter((fact) => fact.kind === 'user').length;
  const team = Math.max(0, ...known.filter((fact) => fact.kind === 'team').map((fact) => fact.humans));
  return Math.max(users, team);
}

function whyUnusable(fact: PersonFact | undefined): string | undefined {
  if (fact === undefined || !fact.exists) return 'is not an account on GitHub';
  if (fact.kind === 'bot' || fact.kind === 'organization')
    return `is ${fact.kind === 'bot' ? 'a bot' : 'an organization'}, not a person`;
  if (fact.suspended) return 'is suspended';
  if (fact.humans < 1) return 'is a team with nobody in it';
  return fact.member ? undefined : 'is no longer a member here';
}
