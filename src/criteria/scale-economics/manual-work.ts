import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Cohorts as CohortsSection } from '../../evidence/schema/cohorts.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import { dayNumber } from '../shared/automation/no-touch.ts';
import type { RunLog } from '../shared/automation/run-log.ts';
import { begunCohorts, untilNextCohort } from '../shared/cohorts/starts.ts';
import { SUPPORT_DAYS, supportHours } from '../shared/cohorts/support.ts';
import { plain } from '../shared/metrics/figures.ts';
import { messages } from './messages.ts';
import { costModel, yearly } from './model.ts';

const TOUCH_DAYS = 30;

type Cohorts = Located<CohortsSection>;

/** Whether the hours that people really spend, scaled to the target volume, are among the costs. */
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
  const { units } = built.model.target;
  const perMonth = ((touches.perCase + support.perCase) * units) / 12;
  const measured = messages.workMeasured({
    hours: plain(perMonth),
    touch: plain(touches.perCase * 60),
    support: plain(support.perCase * 60),
  });
  const needed = Math.ceil(perMonth);
  const places = [economics.at('manualHours'), log.place];
  const until = untilNextCohort(cohorts.value, now);
  if (perMonth === 0) return [met(messages.noManualWork(), places, until)];
  if (manualHours === undefined) return [unmet(messages.manualWorkUnpriced({ measured, needed }), places)];
  if (manualHours.perMonth < perMonth * (1 - tolerance))
    return [unmet(messages.manualHoursTooFew({ priced: plain(manualHours.perMonth), measured, needed }), places)];
  if (manualHours.rate === 0) return [unmet(messages.manualHoursFree(), economics.at('manualHours', 'rate'))];
  const price = manualHours.perMonth * manualHours.rate * 12;
  const carried = yearly(
    costs.filter((cost) => cost.class === 'human-review' || cost.class === 'support'),
    units,
  );
  if (carried < price * (1 - tolerance)) {
    const words = { price: plain(price), currency, carried: plain(carried) };
    return [unmet(messages.manualWorkNotInCosts(words), [economics.at('manualHours'), economics.at('costs')])];
  }
  return [met(messages.manualWorkPriced({ measured, price: plain(price), currency }), places, until)];
}

/** Hours of manual work for each case over the newest days of the log. */
function touchHours(log: RunLog): { perCase: number } | { open: Finding } {
  const last = Math.max(...log.decisions.map(({ at }) => dayNumber(at)));
  const isRecent = ({ at }: { at: number }): boolean => dayNumber(at) > last - TOUCH_DAYS;
  const touches = log.touches.filter(isRecent);
  if (touches.some(({ minutes }) => minutes === undefined))
    return { open: unmet(messages.noTouchMinutes(), log.place) };
  const cases = new Set(log.decisions.filter(isRecent).map(({ run }) => run)).size;
  return { perCase: touches.reduce((sum, { minutes = 0 }) => sum + minutes, 0) / 60 / cases };
}

/** Hours of support for each case: those of each cohort's last days, divided by the cases of the same days. */
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
    if (own.length === 0) {
      const places = [cohorts.at('cohorts', one.index), log.place];
      return { open: unmet(messages.cohortWithoutRuns({ cohort: id, days: SUPPORT_DAYS }), places, { part: id }) };
    }
    hours += spent.hours;
    cases += new Set(own.map(({ run }) => run)).size;
  }
  return { perCase: cases === 0 ? 0 : hours / cases };
}
