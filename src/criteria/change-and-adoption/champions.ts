import { addDays, daysBetween, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Located } from '../../engine/inputs.ts';
import { personOf } from '../../engine/role-holders.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { begunCohorts, untilNextCohort } from '../shared/cohorts/starts.ts';
import { type NamedPerson, unnamedPeople } from '../shared/people/known-people.ts';

/** Champions and the owners of what is in the way, as written. */
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

/** Each champion once, by account or mail. */
export function championsOf(plan: Located<ChangePlan>): string[] {
  const keys = (plan.value.champions ?? []).map(({ person }) => {
    const { handle, team, mail, written } = parsePerson(person);
    return handle ?? team ?? mail ?? written;
  });
  return [...new Set(keys)];
}

/** Whether each cohort has somebody who stands for it, and whatever is long in the way has reached the sponsor. */
export function judgeChampions(
  plan: Located<ChangePlan>,
  cohorts: Located<Cohorts>,
  pilot: Found<Located<Pilot>>,
  limits: { minChampions: number; escalateDays: number },
  now: number,
): Finding[] {
  const { champions = [], blockers } = plan.value;
  const known = cohorts.value.cohorts.map(({ id }) => id);
  const begun = begunCohorts(cohorts.value, now).map(({ cohort }) => cohort);
  const without = begun.filter(({ id }) => !champions.some(({ cohort }) => cohort === id));
  const findings: Finding[] = unnamedPeople(supportersOf(plan), true);
  for (const [index, { person, cohort }] of champions.entries()) {
    if (!known.includes(cohort))
      findings.push(
        unmet(`${person} is the champion of ${cohort}, which is not among the cohorts`, plan.at('champions', index), {
          remedy: 'Name a cohort of readiness/cohorts.yaml.',
        }),
      );
  }
  if (without.length > 0)
    findings.push(
      unmet(`Nobody is the champion of ${without.map(({ id }) => id).join(', ')}`, plan.at('champions'), {
        remedy:
          'Find in each cohort somebody who uses it gladly and whom the others ask, and list them under champions.',
      }),
    );
  const count = championsOf(plan).length;
  if (without.length === 0 && count < limits.minChampions)
    findings.push(
      unmet(`${count} people are champions, at least ${limits.minChampions} are needed`, plan.at('champions'), {
        remedy: 'Find a second champion: with one alone it ends when they leave.',
      }),
    );
  if (blockers === undefined)
    findings.push(
      unmet('What is in the way is not said', plan.at('blockers'), {
        remedy:
          'List under blockers what and who is in the way, open access requests too; write `blockers: []` when there is nothing.',
      }),
    );
  const ends = [untilNextCohort(cohorts.value, now).until ?? []].flat();
  for (const index of (blockers ?? []).keys()) {
    const found = judgeBlocker(plan, index, pilot, limits.escalateDays, now);
    if (typeof found === 'number') ends.push(found);
    else if (found) findings.push(found);
  }
  if (findings.length > 0) return findings;
  const open = (blockers ?? []).filter(({ state }) => state === 'open').length;
  return [
    met(`${count} champions; ${open} of ${(blockers ?? []).length} blockers are open`, plan.at('champions'), {
      ...(ends.length > 0 ? { until: Math.min(...ends) } : {}),
    }),
  ];
}

/** What is wrong with an open blocker, or when it will be too old not to be escalated. */
function judgeBlocker(
  plan: Located<ChangePlan>,
  index: number,
  pilot: Found<Located<Pilot>>,
  escalateDays: number,
  now: number,
): Finding | number | undefined {
  const blocker = plan.value.blockers?.[index];
  if (blocker === undefined || blocker.state === 'closed') return undefined;
  const { what, since, escalatedTo, kind } = blocker;
  const place = plan.at('blockers', index);
  const from = parseInstant(since) ?? 0;
  if (from > now)
    return unmet(`${quote(what)} is open since ${since}, in the future`, plan.at('blockers', index, 'since'), {
      remedy: 'Correct the day.',
    });
  const due = addDays(from, escalateDays + 1);
  const { sponsor } = pilot.value.value.owners;
  if (escalatedTo !== undefined && samePerson(parsePerson(escalatedTo), personOf(sponsor))) return undefined;
  if (now < due) return due;
  const name = personOf(sponsor).written;
  return unmet(
    `${quote(what)} (${kind === 'access-request' ? 'an access request' : 'a blocker'}) is open for ${daysBetween(from, now)} days, and ${escalatedTo === undefined ? 'has not reached the sponsor' : `went to ${escalatedTo}, who is not the sponsor`}`,
    place,
    { remedy: `Bring it to ${name} and write escalated-to, or close it.`, actors: ['product-owner', 'sponsor'] },
  );
}
