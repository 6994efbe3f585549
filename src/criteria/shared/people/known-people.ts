import { type Finding, unmet } from '../../../domain/finding.ts';
import type { Statement } from '../../../domain/message.ts';
import type { Place } from '../../../domain/observation.ts';
import { type Person, parsePerson } from '../../../domain/people/person.ts';
import type { PersonFact } from '../../../engine/fact-answers.ts';
import { messages } from './messages.ts';

/** Somebody that evidence names for something. */
export interface NamedPerson {
  /** What the person is named for, as it begins a sentence: `The owner of the flag`. */
  what: string;
  written: string;
  place: Place;
  part?: string;
  /** Where the person is not simply what `written` parses to. */
  person?: Person;
}

const personOf = ({ person, written }: NamedPerson): Person => person ?? parsePerson(written);
const partOf = ({ part }: NamedPerson): { part?: string } => (part === undefined ? {} : { part });
const subjectOf = ({ what, written }: NamedPerson): Statement => messages.personFor({ what, written });

/** Accounts and teams to look up; a placeholder is none. */
export function accountsOf(named: NamedPerson[]): string[] {
  return named.flatMap((one) => {
    const { placeholder, handle, team } = personOf(one);
    return placeholder ? [] : (handle ?? team ?? []);
  });
}

/** People who are only a placeholder or a role word, or (unless a declared name is enough) have no account. */
export function unnamedPeople(named: NamedPerson[], declaredWillDo: boolean): Finding[] {
  return named.flatMap((one) => {
    const { what, written, place } = one;
    const { placeholder, handle, team } = personOf(one);
    if (placeholder) return [unmet(messages.namesNobody({ what, written }), place, partOf(one))];
    if (declaredWillDo || handle !== undefined || team !== undefined) return [];
    return [unmet(messages.noAccount({ who: subjectOf(one) }), place, partOf(one))];
  });
}

/** Accounts that do not exist, are not people, or are not members; people without an account are left out. */
export function missingPeople(named: NamedPerson[], facts: PersonFact[]): Finding[] {
  return named.flatMap((one) => {
    const { handle, team } = personOf(one);
    const problem = accountProblem(handle ?? team, facts);
    return problem === undefined ? [] : [unmet(problem({ who: subjectOf(one) }), one.place, partOf(one))];
  });
}

/** The message for an account that is no person, or team of people, who can act; undefined when it is one. */
export function accountProblem(account: string | undefined, facts: PersonFact[]) {
  if (account === undefined) return undefined;
  const fact = facts.find(({ who }) => who.toLowerCase() === account);
  if (fact === undefined || !fact.exists) return messages.unknownAccount;
  if (fact.kind === 'bot') return messages.botAccount;
  if (fact.kind === 'organization') return messages.organizationAccount;
  if (fact.suspended) return messages.suspendedAccount;
  if (fact.humans < 1) return messages.emptyTeam;
  return fact.member ? undefined : messages.notAMember;
}
