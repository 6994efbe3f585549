import { day } from '../dates.ts';
import { type Finding, met, unmet } from '../finding.ts';
import { agrees, plain } from '../metrics/figures.ts';
import type { Located, Named } from '../reads.ts';
import { recompute, trailing } from '../recompute.ts';
import type { Cohorts } from '../sections/cohorts.ts';
import type { SectionValue } from '../sections/index.ts';
import { lookAtRows } from '../table-look.ts';
import type { CohortRows } from './cohort-rows.ts';

const DAYS = 14;
const MONTH = 30;

/** Whether the help that cohorts got from vendor and central support is no more than what was priced for every user. */
export function judgeSupport(
  cohorts: Located<Cohorts>,
  all: CohortRows[],
  economics: Located<SectionValue<'economics'>>,
  files: Named,
  now: number,
): Finding[] {
  const priced = economics.value.manualHours;
  const pricedUsers = priced?.users ?? 0;
  const found: Finding[] = [];
  if (priced === undefined || pricedUsers <= 0)
    found.push(
      unmet(
        'The economics do not say how many hours of support are priced, and for how many users',
        economics.at('manualHours'),
        {
          remedy: 'Write manual-hours: { per-month, rate, users } in readiness/economics.yaml.',
        },
      ),
    );
  const begun = all.filter(({ days }) => days >= DAYS);
  if (begun.length === 0)
    found.push(
      unmet(`No cohort has run for ${DAYS} days`, cohorts.at('cohorts'), {
        cause: 'too-few-cohorts',
        remedy: 'Complete a cohort first.',
      }),
    );
  const spent = begun.map((one) => hoursOf(one, cohorts, files, now));
  found.push(...spent.flatMap((one) => ('open' in one ? [one.open] : [])));
  if (found.length > 0 || priced === undefined) return found;
  const hours = spent.reduce((sum, one) => sum + ('hours' in one ? one.hours : 0), 0);
  const users = spent.reduce((sum, one) => sum + ('users' in one ? one.users : 0), 0);
  const perUser = hours / users;
  const allowed = ((priced.perMonth / pricedUsers) * DAYS) / MONTH;
  const says = `${plain(hours)} hours of support for ${users} users in the last ${DAYS} days: ${plain(perUser)} each; ${plain(allowed)} are priced`;
  const places = [...begun.map(({ place }) => place), economics.at('manualHours')];
  return perUser <= allowed + 1e-9
    ? [met(says, places)]
    : [
        unmet(says, places, {
          remedy:
            'Price the help that it really takes in readiness/economics.yaml, or find out what people need it for.',
        }),
      ];
}

function hoursOf(
  { cohort, index, completed }: CohortRows,
  cohorts: Located<Cohorts>,
  files: Named,
  now: number,
): { hours: number; users: number } | { open: Finding } {
  const { id, support, supportHours, users = 0 } = cohort;
  const at = (key: string) => cohorts.at('cohorts', index, key);
  const say = (problem: string, key: string, remedy: string): { open: Finding } => ({
    open: unmet(problem, at(key), { part: id, remedy }),
  });
  if (users <= 0) return say(`Nothing says how many users ${id} has`, 'users', `Write users for ${id}.`);
  if (support === undefined)
    return say(
      `The hours that vendor and central support spent on ${id} are not recorded`,
      'support',
      `Record them day by day, zero included, and name them: support: { file, at, value } of ${id}.`,
    );
  const look = lookAtRows(`The hours of support of ${id}`, support.file, files, at('support'));
  if ('open' in look) return { open: { ...look.open, part: id } };
  const last = completed && cohort.endedOn !== undefined ? cohort.endedOn : day(now);
  const total = recompute(look.table, support, { type: 'total' }, trailing(last, DAYS), now);
  const [fault] = total.faults;
  if (fault !== undefined)
    return say(
      `The hours of support of ${id} cannot be added up: line ${fault.line}: ${fault.key} ${fault.problem}`,
      'support',
      fault.remedy,
    );
  if (support.value === undefined)
    return say(`Nothing says which column holds the hours of ${id}`, 'support', 'Name the column under support.value.');
  if (total.value === undefined)
    return say(
      `${support.file} has no rows of ${id} in the ${DAYS} days until ${last}`,
      'support',
      'Record those days too; a day without help is a row with 0.',
    );
  if (supportHours !== undefined && !agrees(supportHours, total.value))
    return say(
      `${id} declares ${plain(supportHours)} hours of support, the rows give ${plain(total.value)}`,
      'supportHours',
      'Write what the rows of the last 14 days give.',
    );
  return { hours: total.value, users };
}
