import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Cohorts as CohortsSection } from '../../evidence/schema/cohorts.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import { dayNumber } from '../shared/automation/no-touch.ts';
import type { RunLog } from '../shared/automation/run-log.ts';
import { begunCohorts, untilNextCohort } from '../shared/cohorts/starts.ts';
import { SUPPORT_DAYS, supportHours } from '../shared/cohorts/support.ts';
import { plain } from '../shared/metrics/figures.ts';
import { costModel, yearly } from './model.ts';

const TOUCH_DAYS = 30;

type Cohorts = Located<CohortsSection>;

/** Whether the hours that people really put in, scaled to the target volume, are among the costs. */
export function judgeManualWork(
  economics: Located<Economics>,
  log: RunLog,
  cohorts: Cohorts,
  files: Named,
  tolerance: number,
  now: number,
): Finding[] {
  const built = costModel(economics);
  if ('open' in built) return [built.open];
  const { costs = [], manualHours, currency } = economics.value;
  const touches = touchHours(log);
  if ('open' in touches) return [touches.open];
  const support = supportPerCase(log, cohorts, files, now);
  if ('open' in support) return [support.open];
  const perMonth = ((touches.perCase + support.perCase) * built.model.target.units) / 12;
  const measured = `${plain(perMonth)} hours a month at the target volume (${plain(touches.perCase * 60)} minutes a case by hand, ${plain(support.perCase * 60)} of support)`;
  const places = [economics.at('manualHours'), log.place];
  if (perMonth === 0)
    return [met('Nobody puts in hours by hand, as measured', places, untilNextCohort(cohorts.value, now))];
  if (manualHours === undefined)
    return [
      unmet(`Work by hand is not priced: ${measured}`, places, {
        remedy: `Add manual-hours: { per-month: ${Math.ceil(perMonth)}, rate: what an hour costs }, and their price under costs (human-review, support).`,
      }),
    ];
  if (manualHours.perMonth < perMonth * (1 - tolerance))
    return [
      unmet(
        `${plain(manualHours.perMonth)} hours a month of work by hand are priced, but ${measured} were measured`,
        places,
        {
          remedy: `State at least ${Math.ceil(perMonth)} hours, or remove the work and export the log again.`,
        },
      ),
    ];
  if (manualHours.rate === 0)
    return [
      unmet('An hour of work by hand is priced at nothing', economics.at('manualHours', 'rate'), {
        remedy: 'State what an hour of these people costs; unpaid effort is not there at scale.',
      }),
    ];
  const price = manualHours.perMonth * manualHours.rate * 12;
  const carried = yearly(
    costs.filter((cost) => cost.class === 'human-review' || cost.class === 'support'),
    built.model.target.units,
  );
  if (carried < price * (1 - tolerance))
    return [
      unmet(
        `Work by hand costs ${plain(price)} ${currency} a year, but human review and support together are costed at ${plain(carried)}`,
        [economics.at('manualHours'), economics.at('costs')],
        { remedy: 'Raise the costs of human-review or support to what these hours cost.' },
      ),
    ];
  return [
    met(
      `Work by hand is priced: ${measured}, ${plain(price)} ${currency} a year`,
      places,
      untilNextCohort(cohorts.value, now),
    ),
  ];
}

/** Hours by hand for each case over the newest days of the log. */
function touchHours(log: RunLog): { perCase: number } | { open: Finding } {
  const last = Math.max(...log.decisions.map(({ at }) => dayNumber(at)));
  const recent = ({ at }: { at: number }): boolean => dayNumber(at) > last - TOUCH_DAYS;
  const touches = log.touches.filter(recent);
  if (touches.some(({ minutes }) => minutes === undefined))
    return {
      open: unmet('The log of runs does not say how long people were busy', log.place, {
        remedy: 'Add the column touch_minutes to the log and fill it in every touched row.',
      }),
    };
  const cases = new Set(log.decisions.filter(recent).map(({ run }) => run)).size;
  return { perCase: touches.reduce((sum, { minutes = 0 }) => sum + minutes, 0) / 60 / cases };
}

/** Hours of support for each case: what each cohort took in its last days, by the cases of the very same days. */
function supportPerCase(
  log: RunLog,
  cohorts: Cohorts,
  files: Named,
  now: number,
): { perCase: number } | { open: Finding } {
  let [hours, cases] = [0, 0];
  for (const one of begunCohorts(cohorts.value, now)) {
    const spent = supportHours(one, cohorts, files, now);
    if ('open' in spent) return spent;
    const { from = 0, to = now } = spent.span;
    const { id } = one.cohort;
    const own = log.decisions.filter(({ cohort, at }) => cohort === id && at >= from && at < to);
    if (own.length === 0)
      return {
        open: unmet(
          `The cohort ${id} has no runs in the log of its last ${SUPPORT_DAYS} days`,
          [cohorts.at('cohorts', one.index), log.place],
          {
            part: id,
            remedy: `Export the runs of ${id} in these days too: its hours of support are spread over them.`,
          },
        ),
      };
    hours += spent.hours;
    cases += new Set(own.map(({ run }) => run)).size;
  }
  return { perCase: cases === 0 ? 0 : hours / cases };
}
