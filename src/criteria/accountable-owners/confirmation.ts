import { addDays, day, daysBetween, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import { roleWords } from '../../domain/people/roles.ts';
import type { PersonFact } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import { roleHolders } from '../../engine/role-holders.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { factOf } from './presence.ts';

/** Whether the roles were confirmed within so many days; the start of the pilot counts as the first time. */
export function judgeConfirmation(pilot: Located<Pilot>, withinDays: number, now: number): Finding {
  const { ownersConfirmedOn, startedOn } = pilot.value;
  const on = parseInstant(ownersConfirmedOn ?? startedOn);
  const at = pilot.at(ownersConfirmedOn === undefined ? 'owners' : 'ownersConfirmedOn');
  const what =
    ownersConfirmedOn === undefined
      ? `named for the pilot's start on ${startedOn}`
      : `confirmed on ${ownersConfirmedOn}`;
  if (on === undefined || on > now) return unmet(`The roles were ${what}, which lies in the future`, at);
  const end = addDays(on, withinDays + 1);
  if (now >= end) return unmet(`The roles were ${what}, ${daysBetween(on, now)} days ago; ${withinDays} allowed`, at);
  return met(`The roles were ${what}; good until ${day(end)}`, at, { until: end });
}

/** Whether everybody whose role was confirmed is still a member of the organization. */
export function confirmMembers(pilot: Located<Pilot>, facts: PersonFact[], withinDays: number): Finding | Finding[] {
  const holders = roleHolders(pilot).filter((holder) => !holder.byDefault);
  const gone = holders.flatMap((holder) => {
    const fact = factOf(holder, facts);
    return fact && !fact.member
      ? [
          unmet(
            `${holder.person.written}, ${roleWords(holder.role)}, is no longer a member of the organization`,
            holder.place,
            { remedy: `Name the new ${roleWords(holder.role)} in readiness/pilot.yaml.` },
          ),
        ]
      : [];
  });
  const on = parseInstant(pilot.value.ownersConfirmedOn ?? pilot.value.startedOn) ?? 0;
  return gone.length > 0
    ? gone
    : met(
        'All are members, confirmed lately',
        holders.map((holder) => holder.place),
        { until: addDays(on, withinDays + 1) },
      );
}
