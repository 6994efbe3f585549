import { type Finding, unmet } from '../../../domain/finding.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Person } from '../../../domain/people/person.ts';
import type { PersonFact } from '../../../engine/fact-answers.ts';
import { accountProblem } from './known-people.ts';
import { messages } from './messages.ts';

/** Logins and `organization/team` to look up. People known by mail alone have no account. */
export function accountsOf(people: Person[]): string[] {
  return people.flatMap((person) => person.handle ?? person.team ?? []);
}

/** One finding for each person without an account, or whose account is no person, or team of people, who can act. */
export function absentAccounts(people: Person[], facts: PersonFact[], place: Place, role: string): Finding[] {
  return people.flatMap(({ written, handle, team }) => {
    const account = handle ?? team;
    const problem = account === undefined ? messages.noAccount : accountProblem(account, facts);
    return problem === undefined ? [] : [unmet(problem({ who: messages.personNamedAs({ written, role }) }), place)];
  });
}

/** How many people these accounts are; a user who may also be in a named team counts once. */
export function humansBehind(people: Person[], facts: PersonFact[]): number {
  const accounts = new Set(accountsOf(people));
  const known = facts.filter(({ who }) => accounts.has(who) && accountProblem(who, facts) === undefined);
  const users = known.filter((fact) => fact.kind === 'user').length;
  const team = Math.max(0, ...known.filter((fact) => fact.kind === 'team').map((fact) => fact.humans));
  return Math.max(users, team);
}
