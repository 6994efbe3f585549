import { day, parseInstant } from '../../../domain/dates.ts';
import { type Finding, met, unmet } from '../../../domain/finding.ts';
import type { Statement } from '../../../domain/message.ts';
import type { Located, Named } from '../../../engine/inputs.ts';
import type { Cohorts } from '../../../evidence/schema/cohorts.ts';
import type { SectionValue } from '../../../evidence/schema/index.ts';
import { agrees, plain } from '../metrics/figures.ts';
import { openTable, unreadableRows } from '../tables/named-rows.ts';
import { recompute, type Span, trailing } from '../tables/recompute.ts';
import { messages } from './messages.ts';
import type { CohortSpan } from './rows.ts';

/** The newest days of a cohort whose support counts, here and among the costs. */
export const SUPPORT_DAYS = 14;
const MONTH = 30;

/** Whether the cohorts got no more hours of vendor and central support than were priced for every user. */
export function judgeSupport(
  cohorts: Located<Cohorts>,
  all: CohortSpan[],
  economics: Located<SectionValue<'economics'>>,
  files: Named,
  now: number,
): Finding[] {
  const priced = economics.value.manualHours;
  const pricedUsers = priced?.users ?? 0;
  const begun = all.filter(({ days }) => days >= SUPPORT_DAYS);
  const withoutUsers = begun.filter(({ cohort }) => (cohort.users ?? 0) <= 0);
  const spent = begun.map((one) => supportHours(one, cohorts, files, now));
  const found = [
    ...(pricedUsers > 0 ? [] : [unmet(messages.noPricedSupport(), economics.at('manualHours'))]),
    ...(begun.length > 0
      ? []
      : [
          unmet(messages.noCohortLongEnough({ days: SUPPORT_DAYS }), cohorts.at('cohorts'), {
            cause: 'too-few-cohorts',
          }),
        ]),
    ...withoutUsers.map(({ cohort: { id }, index }) =>
      unmet(messages.noUsers({ cohort: id }), cohorts.at('cohorts', index, 'users'), { part: id }),
    ),
    ...spent.flatMap((one) => ('open' in one ? [one.open] : [])),
  ];
  if (found.length > 0 || priced === undefined) return found;
  const hours = spent.reduce((sum, one) => sum + ('hours' in one ? one.hours : 0), 0);
  const users = begun.reduce((sum, { cohort }) => sum + (cohort.users ?? 0), 0);
  const each = hours / users;
  const allowed = ((priced.perMonth / pricedUsers) * SUPPORT_DAYS) / MONTH;
  const words = { hours: plain(hours), users, days: SUPPORT_DAYS, each: plain(each), priced: plain(allowed) };
  const places = [...begun.map(({ place }) => place), economics.at('manualHours')];
  return each <= allowed + 1e-9
    ? [met(messages.supportPriced(words), places)]
    : [unmet(messages.supportAbovePrice(words), places)];
}

/**
 * Hours that vendor and central support spent on a cohort in its last days: until its end, or until today while it runs.
 * Counted from its rows; a declared figure is compared with them and never replaces them.
 */
export function supportHours(
  { cohort, index }: Pick<CohortSpan, 'cohort' | 'index'>,
  cohorts: Located<Cohorts>,
  files: Named,
  now: number,
): { hours: number; span: Span } | { open: Finding } {
  const { id, support, supportHours: declared } = cohort;
  const part = { part: id };
  const open = (statement: Statement, key = 'support'): { open: Finding } => ({
    open: unmet(statement, cohorts.at('cohorts', index, key), part),
  });
  if (support === undefined) return open(messages.supportNotRecorded({ cohort: id }));
  const { file } = support;
  const what = `The hours of support of the cohort ${id}`;
  const opened = openTable(what, file, files, cohorts.at('cohorts', index, 'support'));
  if ('open' in opened) return { open: { ...opened.open, ...part } };
  const hasEnded = cohort.endedOn !== undefined && (parseInstant(cohort.endedOn) ?? now + 1) <= now;
  const last = hasEnded ? (cohort.endedOn ?? '') : day(now);
  const span = trailing(last, SUPPORT_DAYS);
  const { faults, value } = recompute(opened.table, support, { type: 'total' }, span, now);
  if (faults.length > 0) return { open: { ...unreadableRows(what, file, faults), ...part } };
  if (support.value === undefined) return open(messages.noSupportColumn({ cohort: id }));
  if (value === undefined) return open(messages.noSupportRows({ file, cohort: id, days: SUPPORT_DAYS, last }));
  if (declared === undefined || agrees(declared, value)) return { hours: value, span };
  const words = { cohort: id, declared: plain(declared), computed: plain(value), days: SUPPORT_DAYS };
  return open(messages.supportDiffers(words), 'supportHours');
}
