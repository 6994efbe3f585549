import { type Finding, met, unmet } from '../../domain/finding.ts';
import { type Statement, summaryOf } from '../../domain/message.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import { type Cohort, type CohortRows, chooseApart, sameWords } from '../shared/cohorts/rows.ts';
import { messages } from './messages.ts';

export interface CohortLimits {
  cohorts: number;
  cohortDays: number;
  cohortUnits: number;
}

const TOO_FEW = { cause: 'too-few-cohorts' };

/** Cohorts that are over, lasted long enough and saw enough cases by their own rows. */
export function wholeCohorts(all: CohortRows[], limits: CohortLimits): CohortRows[] {
  return all.filter((one) => shortOf(one, limits) === undefined);
}

/** Every two cohorts of a list. */
export function pairsOf(all: CohortRows[]): [Cohort, Cohort][] {
  return all.flatMap((a, index) => all.slice(index + 1).map((b): [Cohort, Cohort] => [a.cohort, b.cohort]));
}

/** Why a cohort does not count yet. */
function shortOf({ cohort: { id }, completed, days, rows }: CohortRows, limits: CohortLimits): Statement | undefined {
  if (!completed) return messages.stillRunning({ cohort: id });
  if (days < limits.cohortDays) return messages.tooShort({ cohort: id, days, needed: limits.cohortDays });
  if ('open' in rows) return messages.noCountableRows({ cohort: id });
  const units = rows.counted.rows;
  if (units >= limits.cohortUnits) return undefined;
  const { copies } = rows.counted;
  const words = { cohort: id, units, needed: limits.cohortUnits };
  return copies === undefined
    ? messages.tooFewCases(words)
    : messages.tooFewCasesWithCopies({ ...words, copies: copies.count, column: copies.column });
}

function shareNobody(a: Cohort, b: Cohort): boolean {
  const isSameManager = sameWords(a.manager, b.manager) || samePerson(parsePerson(a.manager), parsePerson(b.manager));
  return !sameWords(a.team, b.team) && !isSameManager;
}

/** What is done next when some cohorts are missing and some are still running. */
function nextStep(missing: number, running: number, { cohortDays, cohortUnits }: CohortLimits): Statement {
  const words = { days: cohortDays, units: cohortUnits, more: Math.max(0, missing - running) };
  if (running === 0) return messages.tryMoreSites(words);
  return words.more === 0 ? messages.finishRunning(words) : messages.finishRunningAndTryMore(words);
}

/** Whether the pilot ran at enough sites, long enough and with different people. */
export function judgeEnough(all: CohortRows[], limits: CohortLimits): Finding[] {
  const twice = all.filter(({ cohort, index }) => all.findIndex((one) => one.cohort.id === cohort.id) !== index);
  if (twice.length > 0)
    return twice.map(({ cohort, place }) => unmet(messages.cohortTwice({ cohort: cohort.id }), place));
  const whole = wholeCohorts(all, limits);
  const places = all.map(({ place }) => place);
  if (chooseApart(whole, limits.cohorts, shareNobody) !== undefined) {
    const cohorts = whole.map(({ cohort: { id }, days, rows }) =>
      summaryOf(messages.cohort({ cohort: id, days, units: 'counted' in rows ? rows.counted.rows : 0 })),
    );
    return [
      met(
        messages.cohortsComplete({ count: whole.length, cohorts }),
        whole.map(({ place }) => place),
      ),
    ];
  }
  const open = all.flatMap(({ rows }) => ('open' in rows ? [rows.open] : []));
  const unseen = open.filter(({ outcome }) => outcome === 'unknown');
  if (unseen.length > 0) return unseen;
  const needed = limits.cohorts;
  const found = whole.length;
  if (found < needed) {
    const reasons = all.flatMap((one) => shortOf(one, limits) ?? []).map(summaryOf);
    const next = nextStep(needed - found, all.filter(({ completed }) => !completed).length, limits);
    const statement =
      reasons.length === 0
        ? messages.tooFewCohorts({ found, needed, next })
        : messages.tooFewComplete({ found, needed, reasons: reasons.slice(0, 5).join('; '), next });
    return [unmet(statement, places, TOO_FEW), ...open];
  }
  const pairs = pairsOf(whole)
    .filter(([a, b]) => !shareNobody(a, b))
    .map(([a, b]) => summaryOf(messages.pair({ a: a.id, b: b.id })));
  return [unmet(messages.sharedPeople({ pairs: pairs.slice(0, 5) }), places, TOO_FEW)];
}

/** The finding of the other checks when there are not enough cohorts to compare. */
export function tooFew(all: CohortRows[], whole: CohortRows[], needed: number): Finding | undefined {
  if (whole.length >= needed) return undefined;
  return unmet(
    messages.tooFewToCompare({ found: whole.length, needed }),
    all.map(({ place }) => place),
    TOO_FEW,
  );
}
