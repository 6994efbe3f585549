import { addDays, day } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
import { reaches } from '../shared/metrics/figures.ts';
import { beginning, judgeMovedStart, judgeOrder, pilotStart, since } from '../shared/order.ts';
import { openTable, unreadableRows } from '../shared/tables/named-rows.ts';
import { championsOf } from './champions.ts';
import { mondayOf, type UseOfWeek, weeklyUse } from './weeks.ts';

export interface UseLimits {
  minAdoption: number;
  weeks: number;
  maxAgeDays: number;
}

/** Whether enough people who are no champions use it, week after week, and it is looked at beside accuracy. */
export function judgeUse(
  plan: Located<ChangePlan>,
  metrics: Located<Metrics>,
  files: Named,
  limits: UseLimits,
  now: number,
): Finding[] {
  const { adoption } = plan.value;
  if (adoption === undefined)
    return [
      unmet('How many people use it is not observed', plan.at('adoption'), {
        remedy:
          'Add adoption to readiness/change-plan.yaml: file (week, cohort, user, eligible, champion, active) and threshold, the share that counts as success.',
        cause: 'no-adoption',
      }),
    ];
  if (!reaches(adoption.threshold, 'gte', limits.minAdoption))
    return [
      unmet(
        `The threshold of adoption is ${percent(adoption.threshold)}, at least ${percent(limits.minAdoption)} is asked`,
        plan.at('adoption', 'threshold'),
        {
          remedy: `Set it to ${limits.minAdoption} or more; whether that is reached decides, not the number written down.`,
        },
      ),
    ];
  return [judgeWeeks(plan, adoption, files, limits, now), judgeBeside(metrics)];
}

function judgeWeeks(
  plan: Located<ChangePlan>,
  adoption: NonNullable<ChangePlan['adoption']>,
  files: Named,
  limits: UseLimits,
  now: number,
): Finding {
  const { file, threshold } = adoption;
  const needed = Math.max(limits.weeks, adoption.weeks ?? 0);
  const places: Place[] = [plan.at('adoption'), { path: file }];
  const opened = openTable('Adoption', file, files, plan.at('adoption', 'file'));
  if ('open' in opened) return opened.open;
  const listed = (plan.value.champions ?? []).map(({ person }) => parsePerson(person).handle);
  const use = weeklyUse(opened.table, (user) => listed.includes(user), now);
  if (use.faults.length > 0) return unreadableRows('Adoption', file, use.faults);
  const declared = championsOf(plan).length;
  if (use.champions !== declared)
    return unmet(
      `The rows mark ${use.champions} people as champions, the plan lists ${declared}`,
      [plan.at('champions'), ...places],
      {
        remedy:
          'Mark exactly the champions of the plan in the rows: a champion counted among the others, or somebody idle called a champion, would change the share.',
      },
    );
  const done = use.weeks.filter(({ week }) => mondayOf(week + 1) <= now);
  const newest = done.at(-1);
  if (newest === undefined)
    return unmet(`${file} holds no week that has ended`, places, {
      remedy: 'Export one row for each week and person.',
    });
  const span = Array.from({ length: needed }, (_, index) => newest.week - needed + 1 + index);
  const seen = span.map((week) => done.find((one) => one.week === week));
  const gap = seen.findIndex((one) => one === undefined || one.eligible === 0);
  if (gap >= 0)
    return unmet(
      `Nobody is on the list of the week of ${day(mondayOf(span[gap] ?? newest.week))}; ${needed} weeks in a row are needed`,
      places,
      { remedy: 'Export the rows of that week too, or go on until there are enough weeks in a row.' },
    );
  const weeks = seen.filter((one): one is UseOfWeek => one !== undefined);
  const low = weeks.find((one) => !reaches(one.active / one.eligible, 'gte', threshold));
  const shares = weeks.map(({ active, eligible }) => `${active} of ${eligible}`).join(', ');
  const says = `Used by ${shares} people who are no champions, in the ${needed} weeks from ${day(mondayOf(weeks[0]?.week ?? newest.week))}; at least ${percent(threshold)} needed`;
  if (low)
    return unmet(`${says}: the week of ${day(mondayOf(low.week))} had ${percent(low.active / low.eligible)}`, places, {
      remedy: 'Ask those who do not use it why, change that, and go on until the share holds for the weeks in a row.',
    });
  const until = addDays(mondayOf(newest.week + 1), limits.maxAgeDays);
  if (now >= until)
    return stale(
      `${says}; the newest whole week began on ${day(mondayOf(newest.week))}, that is too long ago`,
      places,
      {
        remedy: `Add the weeks since ${day(mondayOf(newest.week))} to ${file}.`,
      },
    );
  // Rows of a week that has begun count when it ends, and may give another answer.
  const running = use.weeks.find(({ week }) => week > newest.week);
  return met(says, places, { until: running ? Math.min(until, mondayOf(running.week + 1)) : until });
}

/** Adoption decides, and accuracy stands beside it: neither may hide the other. */
function judgeBeside(metrics: Located<Metrics>): Finding {
  const { scorecard = [], slos = [] } = metrics.value;
  const defined = definedMetrics(metrics);
  const measures = scorecard.flatMap((id) => [
    ...(findMetric(id, defined)?.measure ? [findMetric(id, defined)?.measure] : []),
    ...slos.flatMap((slo) => (slo.id === id ? [slo.measures] : [])),
  ]);
  const missing = [
    measures.includes('adoption') ? '' : 'adoption',
    measures.includes('accuracy') || measures.includes('quality') ? '' : 'accuracy',
  ].filter((word) => word !== '');
  const place = metrics.at('scorecard');
  return missing.length === 0
    ? met('The scorecard shows adoption beside accuracy', place)
    : unmet(`The scorecard does not show ${missing.join(' and ')}`, place, {
        remedy: `Define a metric that measures ${missing.join(' and one that measures ')} and list it under scorecard in readiness/metrics.yaml.`,
      });
}

export interface ThresholdQuestion {
  plan: Located<ChangePlan>;
  pilot: Located<Pilot>;
  history: ValueHistory;
  startHistory: ValueHistory;
  acceptance: Observation<Acceptance>;
}

/** Whether the threshold was fixed before the pilot began, and only ever raised since. */
export function judgeFixed({ plan, pilot, history, startHistory, acceptance }: ThresholdQuestion): Finding[] {
  const declared = pilot.value.startedOn;
  const start = pilotStart(declared, startHistory);
  const moved = judgeMovedStart(start, declared, acceptance, pilot.at('startedOn'));
  const threshold = plan.value.adoption?.threshold ?? 0;
  const fixed = judgeOrder({
    what: 'The threshold of adoption',
    moment: beginning(start),
    introduced: since(history, (value) => typeof value === 'number' && value <= threshold, true),
    end: start.end,
    acceptance,
    place: plan.at('adoption', 'threshold'),
    remedy: 'The sponsor comments `/readiness accept CA-6 because <reason>`, and the report will always show it.',
  });
  return moved === undefined ? [fixed] : [moved, fixed];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)}%`;
}
