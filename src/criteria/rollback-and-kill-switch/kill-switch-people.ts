import { type Finding, unknown, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { shareOf } from '../../engine/contributors.ts';
import type { Authorship, PersonFact } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { absentAccounts, humansBehind } from '../shared/people/accounts.ts';
import { listPullers } from './kill-switch.ts';
import { messages } from './messages.ts';

/** Whether those who may use the kill switch exist, and are enough people. */
export function judgePullers(guardrails: Located<Guardrails>, facts: PersonFact[], needed: number): Finding[] {
  const at = guardrails.at('killSwitch', 'who');
  const people = listPullers(guardrails.value);
  const absent = absentAccounts(people, facts, at, 'user of the kill switch');
  const count = humansBehind(people, facts);
  if (count >= needed || absent.length > 0) return absent;
  const who = people.map(({ written }) => written);
  return [unmet(messages.tooFewHumans({ who, count, needed }), at, { part: 'who' })];
}

/** Whether somebody who did not build the service may stop it. A commit without an account may be anybody's. */
export function judgeOutsider(
  guardrails: Located<Guardrails>,
  pilot: Observation<Located<Pilot>>,
  authorship: Authorship,
): Finding[] {
  const at = guardrails.at('killSwitch', 'who');
  const { pilotTeam = [] } = pilot.state === 'seen' ? pilot.value.value : {};
  const team = pilotTeam.map((who) => parsePerson(who).handle);
  const handles = listPullers(guardrails.value).flatMap(({ handle }) => handle ?? []);
  const shares = handles
    .filter((handle) => !team.includes(handle))
    .map((handle) => ({ handle, ...shareOf(handle, authorship) }))
    .filter(({ own }) => own === 0);
  if (shares.some(({ unresolved }) => unresolved === 0)) return [];
  const part = 'non-builder';
  const [unsure] = shares;
  if (unsure === undefined)
    return [unmet(messages.onlyBuilders({ who: handles.map((handle) => `@${handle}`) }), at, { part })];
  const words = { account: unsure.handle, count: unsure.unresolved };
  return [unknown(messages.unresolvedCommits(words), at, { resolvableBy: 'github', part })];
}
