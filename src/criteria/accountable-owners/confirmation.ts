import { day, daysBetween, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import { roleWords } from '../../domain/people/roles.ts';
import type { PersonFact } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { dated, validUntil } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';
import { declaredHolders } from './roles.ts';

/** Whether the roles were confirmed recently enough; the start of the pilot counts as the first confirmation. */
export function judgeConfirmation(pilot: Located<Pilot>, withinDays: number, now: number): Finding {
  const { ownersConfirmedOn, startedOn } = pilot.value;
  const [on, event, key] =
    ownersConfirmedOn === undefined
      ? [startedOn, 'The first confirmation of the roles, the start of the pilot,', 'owners']
      : [ownersConfirmedOn, 'The last confirmation of the roles', 'ownersConfirmedOn'];
  const place = pilot.at(key);
  const [inFuture] = dated(on, now, { what: event, place });
  if (inFuture !== undefined) return inFuture;
  const end = validUntil(on, withinDays);
  if (now < end) return met(messages.confirmationValid({ event, on, until: day(end) }), place, { until: end });
  const days = daysBetween(parseInstant(on) ?? now, now);
  return unmet(messages.confirmationTooOld({ event, on, days, limit: withinDays }), place);
}

/** Objects to everybody in a role who is no longer a member of the organization. */
export function checkMembers(pilot: Located<Pilot>, facts: PersonFact[]): Finding[] {
  return declaredHolders(pilot).flatMap(({ role, person, place }) => {
    const fact = facts.find(({ who }) => who === (person.handle ?? person.team));
    if (fact === undefined || fact.member) return [];
    return [unmet(messages.ownerLeft({ role: roleWords(role), person: person.written }), place)];
  });
}
