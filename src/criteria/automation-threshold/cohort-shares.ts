import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Cohorts as CohortsSection } from '../../evidence/schema/cohorts.ts';
import { type NoTouch, newestShare, percent, shareWords } from '../shared/automation/no-touch.ts';
import type { LoggedDecision, RunLog } from '../shared/automation/run-log.ts';
import { begunCohorts, untilNextCohort } from '../shared/cohorts/starts.ts';
import { reaches } from '../shared/metrics/figures.ts';
import { messages } from './messages.ts';

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
    ...unknownPeople.slice(0, 5).map((id) => unmet(messages.unknownCohort({ cohort: id }), places, { part: id })),
    ...each.map((one) => judgeCohort(one, [cohorts.at('cohorts', one.index), log.place], limits)),
    { ...judgeElsewhere(each, places, limits), ...untilNextCohort(cohorts.value, now) },
  ];
}

function judgeCohort({ cohort, share }: CohortShare, places: Finding['places'], limits: CohortLimits): Finding {
  const part = cohort.id;
  if (share === undefined || share.n < limits.minCohortRuns)
    return unmet(
      messages.tooFewCohortRuns({ cohort: part, found: share?.n ?? 0, needed: limits.minCohortRuns }),
      places,
      { part },
    );
  const words = { cohort: part, share: shareWords(share), needed: percent(limits.minShare) };
  return reaches(share.share, 'gte', limits.minShare)
    ? met(messages.cohortShare(words), places, { part })
    : unmet(messages.cohortShareTooLow(words), places, { part });
}

function judgeElsewhere(each: CohortShare[], places: Finding['places'], limits: CohortLimits): Finding {
  const original = site(each[0]?.cohort);
  const elsewhere = each.filter(({ cohort }) => site(cohort) !== original).flatMap(({ own }) => own);
  const share = newestShare(elsewhere, limits.minDays, limits.minCohortRuns);
  if (share === undefined || share.n < limits.minCohortRuns)
    return unmet(
      messages.tooFewRunsElsewhere({
        found: elsewhere.length,
        site: each[0]?.cohort.site ?? 'no cohort has begun',
        needed: limits.minCohortRuns,
      }),
      places,
      { cause: 'one-site' },
    );
  const words = {
    site: each[0]?.cohort.site ?? '',
    share: shareWords(share),
    needed: percent(limits.minShare),
  };
  return reaches(share.share, 'gte', limits.minShare)
    ? met(messages.shareElsewhere(words), places)
    : unmet(messages.shareElsewhereTooLow(words), places);
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
    return unmet(messages.tooFewCohorts({ found: evaluated.length }), places, { cause: 'one-site' });
  const drop = first.share.share - latest.share.share;
  const words = {
    first: first.cohort.id,
    firstShare: percent(first.share.share),
    latest: latest.cohort.id,
    latestShare: percent(latest.share.share),
  };
  if (reaches(drop, 'lte', limits.maxDrop))
    return met(messages.shareHeld(words), places, untilNextCohort(cohorts.value, now));
  const points = (drop * 100).toFixed(1);
  return unmet(messages.shareDropped({ ...words, points, allowed: (limits.maxDrop * 100).toFixed(0) }), places);
}

function site(cohort: Cohort | undefined): string {
  return (cohort?.site ?? '').toLowerCase().replace(/\s+/g, ' ').trim();
}
