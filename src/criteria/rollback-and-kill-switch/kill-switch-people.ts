import { type Finding, quote, unknown, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { shareOf } from '../../engine/contributors.ts';
import type { Authorship, PersonFact } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { absentAccounts, humansBehind } from '../shared/people/accounts.ts';
import { pullers } from './kill-switch.ts';

type KillSwitch = NonNullable<Guardrails['killSwitch']>;

/** Whether those who may pull it are there, and are enough. */
export function pullersThere(
  guardrails: Located<Guardrails>,
  kill: KillSwitch,
  facts: PersonFact[],
  wanted: number,
): Finding[] {
  const at = guardrails.at('killSwitch', 'who');
  const people = pullers(kill);
  const absent = absentAccounts(people, facts, at, 'who may pull the kill switch');
  const humans = humansBehind(people, facts);
  if (humans >= wanted || absent.length > 0) return absent;
  return [
    unmet(
      `Only ${humans} people stand behind ${people.map(({ written }) => quote(written)).join(', ')}; ${wanted} must be able to pull the kill switch`,
      at,
      {
        part: 'who',
        remedy: 'Name another person under kill-switch.who.',
      },
    ),
  ];
}

/** Whether somebody who did not build it may pull it. Commits without an account could be anybody's. */
export function outsiderAmong(
  guardrails: Located<Guardrails>,
  kill: KillSwitch,
  pilot: Observation<Located<Pilot>>,
  authorship: Authorship,
): Finding[] {
  const at = guardrails.at('killSwitch', 'who');
  const team = (pilot.state === 'seen' ? (pilot.value.value.pilotTeam ?? []) : []).map(
    (who) => parsePerson(who).handle,
  );
  const handles = pullers(kill).flatMap((person) => person.handle ?? []);
  const candidates = handles.filter((handle) => !team.includes(handle));
  const shares = candidates.map((handle) => ({ handle, ...shareOf(handle, authorship) }));
  if (shares.some(({ own, unresolved }) => own === 0 && unresolved === 0)) return [];
  const unsure = shares.find(({ own }) => own === 0);
  if (unsure !== undefined) {
    return [
      unknown(
        `Whether @${unsure.handle} built this is unknown: ${unsure.unresolved} commits belong to no account`,
        at,
        {
          resolvableBy: 'github',
          part: 'non-builder',
          remedy:
            'Map these authors to accounts in .mailmap (their GitHub noreply address), or have them add the address to their account.',
        },
      ),
    ];
  }
  return [
    unmet(
      `Everybody who may pull the kill switch built the service (${handles.map((handle) => `@${handle}`).join(', ')})`,
      at,
      {
        part: 'non-builder',
        remedy:
          'Add somebody to kill-switch.who who never committed here, for example the production owner or the service desk.',
      },
    ),
  ];
}
