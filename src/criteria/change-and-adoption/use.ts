import { addDays, day } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
import { reaches } from '../shared/metrics/figures.ts';
import { judgeBeforeStart, since } from '../shared/order.ts';
import { openTable, unreadableRows } from '../shared/tables/named-rows.ts';
import { distinctPeople } from './champions.ts';
import { messages } from './messages.ts';
import { mondayOf, percent, type UseOfWeek, type WeeklyUse, weeklyUse } from './weeks.ts';

type Adoption = NonNullable<ChangePlan['adoption']>;

interface UseLimits {
  minAdoption: number;
  weeks: number;
  maxAgeDays: number;
}

/** Whether enough people who are not champions use it, week after week, and the scorecard shows it with accuracy. */
export function judgeUse(
  plan: Located<ChangePlan>,
  metrics: Located<Metrics>,
  files: Named,
  limits: UseLimits,
  now: number,
): Finding[] {
  const { adoption } = plan.value;
  if (adoption === undefined) return [unmet(messages.noAdoption(), plan.at('adoption'), { cause: 'no-adoption' })];
  if (!reaches(adoption.threshold, 'gte', limits.minAdoption)) {
    const words = { threshold: percent(adoption.threshold), needed: percent(limits.minAdoption) };
    return [unmet(messages.thresholdTooLow(words), plan.at('adoption', 'threshold'))];
  }
  return [judgeWeeks(plan, adoption, files, limits, now), judgeScorecard(metrics)];
}

/** Use per week from the file that the plan names, or why it cannot be counted. */
function readUse(
  plan: Located<ChangePlan>,
  { file }: Adoption,
  files: Named,
  now: number,
): { use: WeeklyUse } | { open: Finding } {
  const opened = openTable('Adoption', file, files, plan.at('adoption', 'file'));
  if ('open' in opened) return opened;
  const listed = (plan.value.champions ?? []).map(({ person }) => parsePerson(person).handle);
  const use = weeklyUse(opened.table, (user) => listed.includes(user), now);
  return use.faults.length > 0 ? { open: unreadableRows('Adoption', file, use.faults) } : { use };
}

/** The newest week that has ended. */
function newestWeek({ weeks }: WeeklyUse, now: number): UseOfWeek | undefined {
  return weeks.filter(({ week }) => mondayOf(week + 1) <= now).at(-1);
}

/** When the newest week is too old, or the running week ends and counts too, in milliseconds. */
function useExpires({ weeks }: WeeklyUse, newest: UseOfWeek, maxAgeDays: number): number {
  const tooOld = addDays(mondayOf(newest.week + 1), maxAgeDays);
  const running = weeks.find(({ week }) => week > newest.week);
  return running ? Math.min(tooOld, mondayOf(running.week + 1)) : tooOld;
}

function judgeWeeks(
  plan: Located<ChangePlan>,
  adoption: Adoption,
  files: Named,
  limits: UseLimits,
  now: number,
): Finding {
  const { file, threshold } = adoption;
  const needed = Math.max(limits.weeks, adoption.weeks ?? 0);
  const places: Place[] = [plan.at('adoption'), { path: file }];
  const read = readUse(plan, adoption, files, now);
  if ('open' in read) return read.open;
  const { use } = read;
  const listed = distinctPeople((plan.value.champions ?? []).map(({ person }) => person)).length;
  if (use.champions !== listed)
    return unmet(messages.championsDiffer({ file, marked: use.champions, listed }), [plan.at('champions'), ...places]);
  const newest = newestWeek(use, now);
  if (newest === undefined) return unmet(messages.noWholeWeek({ file }), places);
  const first = newest.week - needed + 1;
  const span = Array.from({ length: needed }, (_, index) => first + index);
  const weeks = span.flatMap((week) => use.weeks.find((one) => one.week === week && one.eligible > 0) ?? []);
  const gap = span.find((week) => !weeks.some((one) => one.week === week));
  if (gap !== undefined) return unmet(messages.weekWithoutPeople({ week: day(mondayOf(gap)), needed }), places);
  const found = messages.adoption({
    weeks: needed,
    from: day(mondayOf(first)),
    counts: weeks.map(({ active, eligible }) => `${active} of ${eligible}`),
    threshold: percent(threshold),
  });
  const low = weeks.find(({ active, eligible }) => !reaches(active / eligible, 'gte', threshold));
  if (low) {
    const words = { adoption: found, week: day(mondayOf(low.week)), share: percent(low.active / low.eligible) };
    return unmet(messages.adoptionTooLow(words), places);
  }
  const until = useExpires(use, newest, limits.maxAgeDays);
  return now < until
    ? met(found, places, { until })
    : stale(messages.adoptionTooOld({ adoption: found, newest: day(mondayOf(newest.week)), file }), places);
}

/** Whether the scorecard shows adoption and accuracy, so that neither hides the other. */
function judgeScorecard(metrics: Located<Metrics>): Finding {
  const { scorecard = [], slos = [] } = metrics.value;
  const defined = definedMetrics(metrics);
  const measures = scorecard.flatMap((id) => [
    findMetric(id, defined)?.measure,
    ...slos.filter((slo) => slo.id === id).map((slo) => slo.measures),
  ]);
  const missing = [
    ...(measures.includes('adoption') ? [] : ['adoption']),
    ...(measures.includes('accuracy') || measures.includes('quality') ? [] : ['accuracy']),
  ];
  const place = metrics.at('scorecard');
  return missing.length === 0
    ? met(messages.scorecardComplete(), place)
    : unmet(messages.scorecardIncomplete({ missing }), place);
}

interface ThresholdFacts {
  thresholdHistory: Found<ValueHistory> | undefined;
  startHistory: Found<ValueHistory> | undefined;
  thresholdAccepted: Observation<Acceptance>;
}

/** Objects to a threshold that was set, or lowered, after the pilot began; a late acceptance is always shown. */
export function checkThreshold(
  plan: Located<ChangePlan>,
  pilot: Located<Pilot>,
  { thresholdHistory, startHistory, thresholdAccepted }: ThresholdFacts,
): Finding[] {
  if (!thresholdHistory || !startHistory) return [];
  const threshold = plan.value.adoption?.threshold ?? 0;
  const fixed = {
    what: 'The adoption threshold',
    introduced: since(thresholdHistory.value, (value) => typeof value === 'number' && value <= threshold, true),
    place: plan.at('adoption', 'threshold'),
    remedy: messages.acceptThreshold(),
  };
  const found = judgeBeforeStart([fixed], pilot, startHistory.value, thresholdAccepted);
  return found.filter(({ outcome, accepted }) => outcome !== 'met' || accepted);
}
