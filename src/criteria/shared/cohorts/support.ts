import { day, parseInstant } from '../../../domain/dates.ts';
import { type Finding, met, unmet } from '../../../domain/finding.ts';
import type { Located, Named } from '../../../engine/inputs.ts';
import type { Cohorts } from '../../../evidence/schema/cohorts.ts';
import type { SectionValue } from '../../../evidence/schema/index.ts';
import { agrees, plain } from '../metrics/figures.ts';
import { openTable } from '../tables/named-rows.ts';
import { recompute, type Span, trailing } from '../tables/recompute.ts';
import type { CohortRows } from './rows.ts';

/** The newest days of a cohort whose support counts, here and among the costs. */
export const SUPPORT_DAYS = 14;
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
  const begun = all.filter(({ days }) => days >= SUPPORT_DAYS);
  if (begun.length === 0)
    found.push(
      unmet(`No cohort has run for ${SUPPORT_DAYS} days`, cohorts.at('cohorts'), {
        cause: 'too-few-cohorts',
        remedy: 'Complete a cohort first.',
      }),
    );
  found.push(...begun.flatMap((one) => withoutUsers(one, cohorts)));
  const spent = begun.map((one) => supportHours(one, cohorts, files, now));
  found.push(...spent.flatMap((one) => ('open' in one ? [one.open] : [])));
  if (found.length > 0 || priced === undefined) return found;
  const hours = spent.reduce((sum, one) => sum + ('hours' in one ? one.hours : 0), 0);
  const users = begun.reduce((sum, { cohort }) => sum + (cohort.users ?? 0), 0);
  const perUser = hours / users;
  const allowed = ((priced.perMonth / pricedUsers) * SUPPORT_DAYS) / MONTH;
  const says = `${plain(hours)} hours of support for ${users} users in the last ${SUPPORT_DAYS} days: ${plain(perUser)} each; ${plain(allowed)} are priced`;
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

function withoutUsers({ cohort: { id, users = 0 }, index }: CohortRows, cohorts: Located<Cohorts>): Finding[] {
  if (users > 0) return [];
  return [
    unmet(`Nothing says how many users ${id} has`, cohorts.at('cohorts', index, 'users'), {
      part: id,
      remedy: `Write users for ${id}.`,
    }),
  ];
}

/**
 * Hours that vendor and central support spent on a cohort in its last days: until its end, or until today while it runs.
 * Counted from its rows; a declared figure is compared with them and never replaces them.
 */
export function supportHours(
  { cohort, index }: Pick<CohortRows, 'cohort' | 'index'>,
  cohorts: Located<Cohorts>,
  files: Named,
  now: number,
): { hours: number; span: Span } | { open: Finding } {
  const { id, support, supportHours: declared } = cohort;
  const at = (key: string) => cohorts.at('cohorts', index, key);
  const say = (problem: string, key: string, remedy: string): { open: Finding } => ({
    open: unmet(problem, at(key), { part: id, remedy }),
  });
  if (support === undefined)
    return say(
      `The hours that vendor and central support spent on ${id} are not recorded`,
      'support',
      `Record them day by day, zero included, and name them: support: { file, at, value } of ${id}.`,
    );
  const look = openTable(`The hours of support of ${id}`, support.file, files, at('support'));
  if ('open' in look) return { open: { ...look.open, part: id } };
  const ended = cohort.endedOn !== undefined && (parseInstant(cohort.endedOn) ?? now + 1) <= now;
  const last = ended ? (cohort.endedOn ?? '') : day(now);
  const span = trailing(last, SUPPORT_DAYS);
  const total = recompute(look.table, support, { type: 'total' }, span, now);
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
      `${support.file} has no rows of ${id} in the ${SUPPORT_DAYS} days until ${last}`,
      'support',
      'Record those days too; a day without help is a row with 0.',
    );
  if (declared !== undefined && !agrees(declared, total.value))
    return say(
      `${id} declares ${plain(declared)} hours of support, the rows give ${plain(total.value)}`,
      'supportHours',
      'Write what the rows of the last 14 days give.',
    );
  return { hours: total.value, span };
}
