import { day, daysBetween, endOfDay, parseInstant } from '../../../domain/dates.ts';
import { type Finding, unmet } from '../../../domain/finding.ts';
import type { Place } from '../../../domain/observation.ts';
import { columnNamed, type Table } from '../../../domain/table.ts';
import type { Located, Named } from '../../../engine/inputs.ts';
import type { Cohorts } from '../../../evidence/schema/cohorts.ts';
import { openTable, unreadableRows } from '../tables/named-rows.ts';
import { type Recomputed, recompute } from '../tables/recompute.ts';
import { messages } from './messages.ts';

export type Cohort = Cohorts['cohorts'][number];

/** One cohort with the days it lasted. */
export interface CohortSpan {
  cohort: Cohort;
  index: number;
  place: Place;
  /** Its last day is over. */
  completed: boolean;
  /** Days from its first to its last, both included; to today while it runs. */
  days: number;
}

/** One cohort with what its raw rows give, or why they give nothing. */
export interface CohortRows extends CohortSpan {
  rows: { counted: Recomputed; table: Table } | { open: Finding };
}

const TIME = ['at', 'date', 'day', 'closed', 'time', 'timestamp', 'ended'];
const MAX_CANDIDATES = 24;

/** Every cohort with its days, in the order of the file. */
export function cohortSpans(cohorts: Located<Cohorts>, now: number): CohortSpan[] {
  return cohorts.value.cohorts.map((cohort, index) => {
    const first = parseInstant(cohort.startedOn) ?? 0;
    const last = parseInstant(cohort.endedOn ?? '');
    const completed = last !== undefined && last <= now;
    const days = Math.max(0, daysBetween(first, completed ? last : now) + 1);
    return { cohort, index, place: cohorts.at('cohorts', index), completed, days };
  });
}

/** Every cohort with its rows counted, in the order of the file. */
export function cohortRows(cohorts: Located<Cohorts>, files: Named, now: number): CohortRows[] {
  return cohortSpans(cohorts, now).map((one) => ({ ...one, rows: countRows(one, cohorts, files, now) }));
}

function countRows(
  { cohort, index }: CohortSpan,
  cohorts: Located<Cohorts>,
  files: Named,
  now: number,
): CohortRows['rows'] {
  const { id, raw, observations } = cohort;
  const path = raw ?? observations?.file;
  const place = cohorts.at('cohorts', index, raw === undefined ? 'observations' : 'raw');
  const part = { part: id };
  if (path === undefined) return { open: unmet(messages.noRawRows({ cohort: id }), place, part) };
  const what = `The raw rows of the cohort ${id}`;
  const opened = openTable(what, path, files, place);
  if ('open' in opened) return { open: { ...opened.open, ...part } };
  const { table } = opened;
  const own = observations?.file === path ? observations : undefined;
  const at = own?.at ?? columnNamed(table, TIME);
  if (at === undefined) {
    const words = { path, column: TIME[0] ?? '', cohort: id };
    return { open: unmet(messages.noDateColumn(words), { path, line: 1 }, part) };
  }
  const spec = { file: path, at, ...(own?.where === undefined ? {} : { where: own.where }) };
  const span = { from: parseInstant(cohort.startedOn) ?? 0, to: endOfDay(cohort.endedOn ?? day(now)) ?? now };
  const counted = recompute(table, spec, { type: 'total', ofCases: true }, span, now);
  return counted.faults.length === 0
    ? { counted, table }
    : { open: { ...unreadableRows(what, path, counted.faults), ...part } };
}

/** `count` cohorts of which every two are apart; undefined when there are none. At most 24 cohorts are tried. */
export function chooseApart(
  all: CohortRows[],
  count: number,
  apart: (a: Cohort, b: Cohort) => boolean,
): CohortRows[] | undefined {
  const candidates = all.slice(0, MAX_CANDIDATES);
  const grow = (chosen: CohortRows[], from: number): CohortRows[] | undefined => {
    if (chosen.length >= count) return chosen;
    for (let next = from; next + (count - chosen.length) <= candidates.length; next++) {
      const one = candidates[next];
      if (one === undefined || !chosen.every(({ cohort }) => apart(cohort, one.cohort))) continue;
      const found = grow([...chosen, one], next + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return grow([], 0);
}

/** Whether two texts are the same but for case and white space; a missing one is never the same. */
export function sameWords(a: string | undefined, b: string | undefined): boolean {
  const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');
  return a !== undefined && b !== undefined && plain(a) === plain(b);
}
