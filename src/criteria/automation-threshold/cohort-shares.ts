import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Cohorts as CohortsSection } from '../../evidence/schema/cohorts.ts';
import { type NoTouch, newestShare, percent, shareWords } from '../shared/automation/no-touch.ts';
import type { LoggedDecision, RunLog } from '../shared/automation/run-log.ts';
import { begunCohorts, untilNextCohort } from '../shared/cohorts/starts.ts';
import { reaches } from '../shared/metrics/figures.ts';

type Cohorts = Located<CohortsSection>;
type Cohort = CohortsSection['cohorts'][number];

export interface CohortLimits {
  minShare: number;
  minDays: number;
  minCohortRuns: number;
}

interface CohortShare {
  cohort: Cohort;
  index: number;
  own: LoggedDecision[];
  share: NoTouch | undefined;
}

/** Cohorts that have begun, the first one first, each with its share of untouched automatic decisions. */
function sharesOf(cohorts: Cohorts, log: RunLog, limits: Omit<CohortLimits, 'minShare'>, now: number): CohortShare[] {
  return begunCohorts(cohorts.value, now)
    .sort((a, b) => (a.cohort.startedOn < b.cohort.startedOn ? -1 : 1))
    .map(({ cohort, index }) => {
      const own = log.decisions.filter((one) => one.mode === 'auto' && one.cohort === cohort.id);
      return { cohort, index, own, share: newestShare(own, limits.minDays, limits.minCohortRuns) };
    });
}

/** Whether enough runs untouched in every cohort, and outside the site where the pilot began. */
export function judgeCohortShares(cohorts: Cohorts, log: RunLog, limits: CohortLimits, now: number): Finding[] {
  const each = sharesOf(cohorts, log, limits, now);
  const known = new Set(cohorts.value.cohorts.map(({ id }) => id));
  const unknownPeople = [...new Set(log.decisions.map(({ cohort }) => cohort))].filter((id) => !known.has(id));
  const places = [cohorts.at('cohorts'), log.place];
  return [
    ...unknownPeople.slice(0, 5).map((id) =>
      unmet(`The log speaks of the cohort ${id}, which is not among the cohorts`, places, {
        remedy: `Add ${id} to readiness/cohorts.yaml, or correct the log.`,
        part: id,
      }),
    ),
    ...each.map((one) => judgeCohort(one, [cohorts.at('cohorts', one.index), log.place], limits)),
    { ...judgeElsewhere(each, places, limits), ...untilNextCohort(cohorts.value, now) },
  ];
}

function judgeCohort({ cohort, share }: CohortShare, places: Finding['places'], limits: CohortLimits): Finding {
  const part = cohort.id;
  if (share === undefined || share.n < limits.minCohortRuns)
    return unmet(
      `The log holds ${share?.n ?? 0} automatic decisions of the cohort ${part}, at least ${limits.minCohortRuns} are needed`,
      places,
      { part, remedy: `Export the runs of ${part} too, or let it run until there are enough.` },
    );
  const says = `${part}: ${shareWords(share)}, at least ${percent(limits.minShare)} needed`;
  return reaches(share.share, 'gte', limits.minShare)
    ? met(says, places, { part })
    : unmet(says, places, {
        part,
        remedy: `See in the log what people still do by hand in ${part}, and remove its cause.`,
      });
}

function judgeElsewhere(each: CohortShare[], places: Finding['places'], limits: CohortLimits): Finding {
  const original = site(each[0]?.cohort);
  const elsewhere = each.filter(({ cohort }) => site(cohort) !== original).flatMap(({ own }) => own);
  const share = newestShare(elsewhere, limits.minDays, limits.minCohortRuns);
  if (share === undefined || share.n < limits.minCohortRuns)
    return unmet(
      `${elsewhere.length} automatic decisions were made outside the site where the pilot began${original ? ` (${each[0]?.cohort.site})` : ''}, at least ${limits.minCohortRuns} are needed`,
      places,
      { remedy: 'Run a cohort at another site and export its runs.', cause: 'one-site' },
    );
  const says = `Outside ${each[0]?.cohort.site}: ${shareWords(share)}, at least ${percent(limits.minShare)} needed`;
  return reaches(share.share, 'gte', limits.minShare)
    ? met(says, places)
    : unmet(says, places, {
        remedy: 'See in the log what people at the other sites still do by hand, and remove its cause.',
      });
}

/** Whether the latest cohort still runs as untouched as the first did. */
export function judgeDrop(
  cohorts: Cohorts,
  log: RunLog,
  limits: Omit<CohortLimits, 'minShare'> & { maxDrop: number },
  now: number,
): Finding {
  const evaluated = sharesOf(cohorts, log, limits, now).filter(({ share }) => (share?.n ?? 0) >= limits.minCohortRuns);
  const [first, latest] = [evaluated[0], evaluated.at(-1)];
  const places = [cohorts.at('cohorts'), log.place];
  if (first?.share === undefined || latest?.share === undefined || first === latest)
    return unmet(
      `${evaluated.length} of the cohorts ${evaluated.length === 1 ? 'has' : 'have'} enough runs in the log; two are needed to compare the first with the latest`,
      places,
      { remedy: 'Run a second cohort and export its runs.', cause: 'one-site' },
    );
  const drop = first.share.share - latest.share.share;
  const says = `${first.cohort.id} ran ${percent(first.share.share)} untouched, ${latest.cohort.id} ${percent(latest.share.share)}`;
  return reaches(drop, 'lte', limits.maxDrop)
    ? met(says, places, untilNextCohort(cohorts.value, now))
    : unmet(
        `${says}: ${(drop * 100).toFixed(1)} points fewer, at most ${(limits.maxDrop * 100).toFixed(0)} are allowed`,
        places,
        {
          remedy: `See what people in ${latest.cohort.id} do by hand that was not needed in ${first.cohort.id}.`,
        },
      );
}

function site(cohort: Cohort | undefined): string {
  return (cohort?.site ?? '').toLowerCase().replace(/\s+/g, ' ').trim();
}
