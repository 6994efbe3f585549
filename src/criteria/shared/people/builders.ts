import { type Person, parsePerson, samePerson } from '../../../domain/people/person.ts';
import { contributorsOf, shareOf } from '../../../engine/contributors.ts';
import type { Authorship } from '../../../engine/fact-requests.ts';
import type { Pilot } from '../../../evidence/schema/pilot.ts';

/** `unsure`: commits that belong to no account could make a builder of this person. */
export type Built = 'yes' | 'no' | 'unsure';

/** What is known of who built the pilot: its declared team, its commits, and the share of them that makes a builder. */
export interface Builders {
  team: NonNullable<Pilot['pilotTeam']>;
  commits: Authorship;
  share: number;
}

/** Whether somebody built the pilot: stands in its team, or had a hand in so large a share of its commits. */
export function isContributor(person: Person, { team, commits, share }: Builders): Built {
  if (team.some((member) => samePerson(parsePerson(member), person))) return 'yes';
  if (person.handle === undefined) return 'no';
  const { own, unresolved, total } = shareOf(person.handle, commits);
  if (total === 0) return 'no';
  if (own / total >= share) return 'yes';
  return (own + unresolved) / total >= share ? 'unsure' : 'no';
}

/**
 * Everybody who had any hand in it at all: the declared team and whoever made one of these commits, bots left out. Wider than
 * `builtIt`: for what nobody near the code may be called, such as a machine.
 */
export function anyContributor(team: Builders['team'], { commits }: Authorship): Set<string> {
  const members = team.flatMap((member) => parsePerson(member).handle ?? []);
  const authors = commits.flatMap((commit) =>
    contributorsOf(commit).flatMap(({ handle }) => handle?.toLowerCase() ?? []),
  );
  return new Set([...members, ...authors.filter((author) => !author.endsWith('[bot]'))]);
}
