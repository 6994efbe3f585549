import { type Finding, unmet } from '../../../domain/finding.ts';
import type { Place } from '../../../domain/observation.ts';
import { parsePerson } from '../../../domain/people/person.ts';
import type { PersonFact } from '../../../engine/fact-requests.ts';

/** Somebody named for something, to be found among people who exist. */
export interface NamedPerson {
  what: string;
  written: string;
  place: Place;
  part?: string;
}

/** Accounts and teams to ask about, as the facts name them. */
export function accountsOf(named: NamedPerson[]): string[] {
  return named.flatMap(({ written }) => {
    const person = parsePerson(written);
    return person.placeholder ? [] : (person.handle ?? person.team ?? []);
  });
}

/** People who are only a role word, or (unless declared names will do) have no account. */
export function unnamedPeople(named: NamedPerson[], declaredWillDo: boolean): Finding[] {
  return named.flatMap(({ what, written, place, part }) => {
    const person = parsePerson(written);
    const extra = part === undefined ? {} : { part };
    if (person.placeholder)
      return [
        unmet(`${what} is "${written}", which names nobody`, place, {
          remedy: 'Name a person as "@handle" or a team as "@organization/team".',
          ...extra,
        }),
      ];
    if (!declaredWillDo && person.handle === undefined && person.team === undefined)
      return [
        unmet(`${what} is ${written}, who has no account to be checked`, place, {
          remedy: 'Name the account: "@handle" or "@organization/team".',
          ...extra,
        }),
      ];
    return [];
  });
}

/** Accounts that do not exist, are no humans, or left. */
export function missingPeople(named: NamedPerson[], facts: PersonFact[]): Finding[] {
  return named.flatMap(({ what, written, place, part }) => {
    const person = parsePerson(written);
    const account = person.handle ?? person.team;
    if (account === undefined) return [];
    const fact = facts.find(({ who }) => who.toLowerCase() === account);
    const problem =
      fact === undefined || !fact.exists
        ? 'does not exist'
        : fact.kind === 'bot' || fact.kind === 'organization'
          ? `is a ${fact.kind}`
          : fact.suspended
            ? 'is suspended'
            : fact.humans < 1
              ? 'has no members'
              : !fact.member
                ? 'is not in the organization any more'
                : undefined;
    if (problem === undefined) return [];
    return [
      unmet(`${what} is ${written}, who ${problem}`, place, {
        remedy: 'Name somebody who works here.',
        ...(part === undefined ? {} : { part }),
      }),
    ];
  });
}
