import { type Person, parsePerson, samePerson } from '../../../domain/people/person.ts';
import { contributorsOf, shareOf } from '../../../engine/contributors.ts';
import type { Authorship } from '../../../engine/fact-answers.ts';
import type { Pilot } from '../../../evidence/schema/pilot.ts';

/** `unsure`: commits that resolve to no account could be this person's. */
export type Built = 'yes' | 'no' | 'unsure';

/** Who built the pilot: its declared team, its commits, and the share of them that makes a contributor a builder. */
export interface Builders {
  team: NonNullable<Pilot['pilotTeam']>;
  commits: Authorship;
  share: number;
}

/** Whether a person built the pilot: is in its team, or contributed to at least that share of its commits. */
export function isContributor(person: Person, { team, commits, share }: Builders): Built {
  if (team.some((member) => samePerson(parsePerson(member), person))) return 'yes';
  if (person.handle === undefined) return 'no';
  const { own, unresolved, total } = shareOf(person.handle, commits);
  if (total === 0) return 'no';
  if (own / total >= share) return 'yes';
  return (own + unresolved) / total >= share ? 'unsure' : 'no';
}

/** Accounts of the declared team and of everybody who contributed to one of these commits; bots are left out. */
export function anyContributor(team: Builders['team'], { commits }: Authorship): Set<string> {
  const members = team.flatMap((member) => parsePerson(member).handle ?? []);
  const authors = commits.flatMap((commit) =>
    contributorsOf(commit).flatMap(({ handle }) => handle?.toLowerCase() ?? []),
  );
  return new Set([...members, ...authors.filter((author) => !author.endsWith('[bot]'))]);
}
