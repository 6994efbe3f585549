import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import { shareOf } from '../../engine/contributors.ts';
import type { Authorship } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { messages } from './messages.ts';
import { holderOf } from './roles.ts';

/** Whether the production owner is employed by the organization that adopts the pilot, and is not in the pilot team. */
export function judgeEmployment(pilot: Located<Pilot>): Finding {
  const { person, more, place } = holderOf(pilot, 'production');
  const { organization, pilotTeam } = pilot.value;
  const { employer } = more;
  if (employer === undefined || organization === undefined) return unmet(messages.noEmployer(), place);
  if (employer.trim().toLowerCase() !== organization.trim().toLowerCase())
    return unmet(messages.otherEmployer({ employer, organization }), pilot.at('owners', 'production', 'employer'));
  if (pilotTeam === undefined) return unmet(messages.noPilotTeam(), place);
  if (pilotTeam.some((member) => samePerson(parsePerson(member), person)))
    return unmet(messages.inPilotTeam({ person: person.written }), pilot.at('pilotTeam'));
  return met(messages.outsidePilotTeam({ person: person.written, organization }), place);
}

/** Objects when the production owner contributed to `limit` of the pilot's commits or more, or may have. */
export function checkPilotShare(pilot: Located<Pilot>, commits: Authorship, limit: number): Finding[] {
  const { person, place } = holderOf(pilot, 'production');
  if (person.handle === undefined) return [];
  const { own, unresolved, total } = shareOf(person.handle, commits);
  if (total === 0) return [];
  const least = own / total;
  const most = (own + unresolved) / total;
  const words = { person: person.written, total };
  if (least >= limit)
    return [unmet(messages.shareTooLarge({ ...words, own, share: percent(least), limit: percent(limit) }), place)];
  if (most < limit) return [];
  const open = messages.shareNotKnown({ ...words, unresolved, least: percent(least), most: percent(most) });
  return [unknown(open, place, { resolvableBy: 'github' })];
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
