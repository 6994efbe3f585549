import { addDays, daysBetween, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import { quote } from '../../domain/message.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import { untilEarliest } from '../../domain/until.ts';
import type { Located } from '../../engine/inputs.ts';
import { personOf } from '../../engine/role-holders.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { begunCohorts, untilNextCohort } from '../shared/cohorts/starts.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { dated } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

type Blocker = NonNullable<ChangePlan['blockers']>[number];

/** Champions and the owners of blockers, as written. */
export function supportersOf(plan: Located<ChangePlan>): NamedPerson[] {
  const { champions = [], blockers = [] } = plan.value;
  return [
    ...champions.map(({ person, cohort }, index) => ({
      what: `The champion of ${cohort}`,
      written: person,
      place: plan.at('champions', index),
    })),
    ...blockers.map(({ owner, what }, index) => ({
      what: `The owner of ${quote(what)}`,
      written: owner,
      place: plan.at('blockers', index, 'owner'),
    })),
  ];
}

/** Each person once, by account or mail address. */
export function distinctPeople(written: string[]): string[] {
  const keys = written.map((one) => {
    const { handle, team, mail } = parsePerson(one);
    return handle ?? team ?? mail ?? one;
  });
  return [...new Set(keys)];
}

/** Whether each cohort that has begun has a champion, and old blockers have reached the sponsor. */
export function judgeChampions(
  plan: Located<ChangePlan>,
  cohorts: Located<Cohorts>,
  pilot: Located<Pilot>,
  limits: { minChampions: number; escalateDays: number },
  now: number,
): Finding[] {
  const { champions = [], blockers } = plan.value;
  const count = distinctPeople(champions.map(({ person }) => person)).length;
  const declared = cohorts.value.cohorts.map(({ id }) => id);
  const without = begunCohorts(cohorts.value, now)
    .map(({ cohort }) => cohort.id)
    .filter((id) => !champions.some(({ cohort }) => cohort === id));
  const found = champions.flatMap(({ person, cohort }, index) =>
    declared.includes(cohort)
      ? []
      : [unmet(messages.championOfUnknownCohort({ person, cohort }), plan.at('champions', index))],
  );
  const place = plan.at('champions');
  if (without.length > 0) found.push(unmet(messages.noChampion({ cohorts: without }), place));
  else if (count < limits.minChampions)
    found.push(unmet(messages.tooFewChampions({ count, needed: limits.minChampions }), place));
  if (blockers === undefined) found.push(unmet(messages.blockersNotStated(), plan.at('blockers')));
  const open = (blockers ?? []).flatMap((blocker, index) => (blocker.state === 'open' ? [{ blocker, index }] : []));
  found.push(...open.flatMap(({ blocker, index }) => judgeBlocker(plan, blocker, index, pilot, limits, now)));
  if (found.length > 0) return found;
  const ends = [
    ...open.flatMap(({ blocker }) => (hasReached(pilot, blocker) ? [] : escalationDue(blocker, limits.escalateDays))),
    untilNextCohort(cohorts.value, now).until,
  ];
  const words = { count, open: open.length, blockers: blockers?.length ?? 0 };
  return [met(messages.championsNamed(words), place, untilEarliest(ends))];
}

function hasReached(pilot: Located<Pilot>, { escalatedTo }: Blocker): boolean {
  return escalatedTo !== undefined && samePerson(parsePerson(escalatedTo), personOf(pilot.value.owners.sponsor));
}

/** The moment (ms) from which an open blocker is too old not to be escalated. */
function escalationDue({ since }: Blocker, escalateDays: number): number {
  return addDays(parseInstant(since) ?? 0, escalateDays + 1);
}

/** What is wrong with an open blocker: its date, or that it is old and has not reached the sponsor. */
function judgeBlocker(
  plan: Located<ChangePlan>,
  blocker: Blocker,
  index: number,
  pilot: Located<Pilot>,
  { escalateDays }: { escalateDays: number },
  now: number,
): Finding[] {
  const { what, since, escalatedTo, kind = 'blocker' } = blocker;
  const field = { what: `The blocker ${quote(what)}`, place: plan.at('blockers', index, 'since') };
  const inFuture = dated(since, now, field);
  if (inFuture.length > 0) return inFuture;
  if (hasReached(pilot, blocker) || now < escalationDue(blocker, escalateDays)) return [];
  const words = {
    what,
    kind: kind.replace('-', ' '),
    days: daysBetween(parseInstant(since) ?? now, now),
    sponsor: personOf(pilot.value.owners.sponsor).written,
  };
  const problem =
    escalatedTo === undefined
      ? messages.blockerNotEscalated(words)
      : messages.blockerEscalatedElsewhere({ ...words, escalatedTo });
  return [unmet(problem, plan.at('blockers', index), { actors: ['product-owner', 'sponsor'] })];
}
