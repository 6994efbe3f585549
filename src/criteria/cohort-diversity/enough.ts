import { type Finding, met, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import { type Cohort, type CohortRows, chooseApart, sameWords } from '../shared/cohorts/rows.ts';

export interface CohortLimits {
  cohorts: number;
  cohortDays: number;
  cohortUnits: number;
}

const TOO_FEW = 'too-few-cohorts';

/** Cohorts that are over, lasted long enough and saw enough cases by their own rows. */
export function whole(all: CohortRows[], limits: CohortLimits): CohortRows[] {
  return all.filter((one) => shortOf(one, limits) === undefined);
}

/** Why a cohort does not count yet. */
function shortOf({ cohort, completed, days, rows }: CohortRows, limits: CohortLimits): string | undefined {
  if (!completed) return `${cohort.id} is still running`;
  if (days < limits.cohortDays) return `${cohort.id} lasted ${days} days, ${limits.cohortDays} at least`;
  if ('open' in rows) return `${cohort.id} has no rows that can be counted`;
  return rows.counted.rows < limits.cohortUnits
    ? `${cohort.id} saw ${rows.counted.rows} cases, ${limits.cohortUnits} at least`
    : undefined;
}

function shareNobody(a: Cohort, b: Cohort): boolean {
  return !sameWords(a.team, b.team) && !sameManager(a.manager, b.manager);
}

function sameManager(a: string, b: string): boolean {
  return sameWords(a, b) || samePerson(parsePerson(a), parsePerson(b));
}

function remedyFor(missing: number, running: number, { cohortDays, cohortUnits }: CohortLimits): string {
  const each = `each for ${cohortDays} days and ${cohortUnits} cases`;
  const more = Math.max(0, missing - running);
  const sites = `${more} more ${more === 1 ? 'site' : 'sites'}, one after the other`;
  if (running === 0) return `Try it at ${sites}, ${each}.`;
  return `Bring those that run to an end${more === 0 ? '' : `, then try it at ${sites}`}, ${each}.`;
}

/** Whether it was tried often enough, long enough and with different people. */
export function judgeEnough(all: CohortRows[], limits: CohortLimits): Finding[] {
  const twice = all.filter(({ cohort, index }) => all.findIndex((one) => one.cohort.id === cohort.id) !== index);
  if (twice.length > 0)
    return twice.map(({ cohort, place }) =>
      unmet(`The cohort ${cohort.id} stands there twice`, place, { remedy: 'Give each cohort its own id.' }),
    );
  const good = whole(all, limits);
  const places = all.map(({ place }) => place);
  const chosen = chooseApart(good, limits.cohorts, shareNobody);
  if (chosen !== undefined)
    return [
      met(
        `${good.length} cohorts are complete: ${good.map(({ cohort, days, rows }) => `${cohort.id} (${days} days, ${'counted' in rows ? rows.counted.rows : 0} cases)`).join(', ')}`,
        good.map(({ place }) => place),
      ),
    ];
  const unseen = all.flatMap(({ rows }) => ('open' in rows && rows.open.outcome === 'unknown' ? [rows.open] : []));
  if (unseen.length > 0) return unseen;
  const why = all.flatMap((one) => shortOf(one, limits) ?? []);
  if (good.length < limits.cohorts)
    return [
      unmet(
        `${good.length} of ${limits.cohorts} cohorts are complete${why.length === 0 ? '' : `: ${why.slice(0, 5).join('; ')}`}`,
        places,
        {
          cause: TOO_FEW,
          remedy: remedyFor(limits.cohorts - good.length, all.filter(({ completed }) => !completed).length, limits),
        },
      ),
      ...all.flatMap(({ rows }) => ('open' in rows ? [rows.open] : [])),
    ];
  const shared = good.flatMap((a, index) =>
    good
      .slice(index + 1)
      .flatMap((b) => (shareNobody(a.cohort, b.cohort) ? [] : [`${a.cohort.id} and ${b.cohort.id}`])),
  );
  return [
    unmet(`Cohorts share a team or a manager: ${shared.slice(0, 5).join(', ')}`, places, {
      cause: TOO_FEW,
      remedy: 'Try it with another team under another manager: the same people prove nothing new.',
    }),
  ];
}

/** What the other checks say when there are not enough cohorts to compare. */
export function tooFew(all: CohortRows[], good: CohortRows[], needed: number): Finding | undefined {
  if (good.length >= needed) return undefined;
  return unmet(
    `${good.length} complete cohorts are too few to compare; ${needed} are needed`,
    all.map(({ place }) => place),
    { cause: TOO_FEW, remedy: 'Complete more cohorts first.' },
  );
}
