import { day, daysBetween, endOfDay, parseInstant } from '../../../domain/dates.ts';
import { type Finding, unmet } from '../../../domain/finding.ts';
import type { Place } from '../../../domain/observation.ts';
import { columnNamed, type Table } from '../../../domain/table.ts';
import type { Located, Named } from '../../../engine/inputs.ts';
import type { Cohorts } from '../../../evidence/schema/cohorts.ts';
import { openTable } from '../tables/named-rows.ts';
import { type Recomputed, recompute } from '../tables/recompute.ts';

export type Cohort = Cohorts['cohorts'][number];

/** One cohort as its raw rows tell of it. */
export interface CohortRows {
  cohort: Cohort;
  index: number;
  place: Place;
  /** Its last day is over. */
  completed: boolean;
  /** Days from its first to its last, or to today while it runs; both count. */
  days: number;
  /** What its rows give, or why they give nothing. */
  rows: { counted: Recomputed; table: Table } | { open: Finding };
}

const TIME = ['at', 'date', 'day', 'closed', 'time', 'timestamp', 'ended'];
const SHOWN = 3;

/** Every cohort with its rows counted, in the order of the file. */
export function cohortRows(cohorts: Located<Cohorts>, files: Named, now: number): CohortRows[] {
  return cohorts.value.cohorts.map((cohort, index): CohortRows => {
    const place = cohorts.at('cohorts', index);
    const first = parseInstant(cohort.startedOn) ?? 0;
    const last = parseInstant(cohort.endedOn ?? '');
    const completed = last !== undefined && last <= now;
    const days = Math.max(0, daysBetween(first, completed ? last : now) + 1);
    return { cohort, index, place, completed, days, rows: countRows(cohort, cohorts, index, files, now) };
  });
}

function countRows(
  cohort: Cohort,
  cohorts: Located<Cohorts>,
  index: number,
  files: Named,
  now: number,
): CohortRows['rows'] {
  const { id, raw, observations } = cohort;
  const path = raw ?? observations?.file;
  const place = cohorts.at('cohorts', index, raw === undefined ? 'observations' : 'raw');
  if (path === undefined)
    return {
      open: unmet(`The cohort ${id} keeps no raw rows`, place, {
        part: id,
        remedy: `Export one row a case to readiness/observations/${id}.csv and name it under raw.`,
      }),
    };
  const look = openTable(`The raw rows of the cohort ${id}`, path, files, place);
  if ('open' in look) return { open: { ...look.open, part: id } };
  const own = observations?.file === path ? observations : undefined;
  const at = own?.at ?? columnNamed(look.table, TIME);
  if (at === undefined)
    return {
      open: unmet(
        `${path} has no column with the date of a row`,
        { path, line: 1 },
        {
          part: id,
          remedy: `Add a column ${TIME[0]}, or name it under observations.at of ${id}.`,
        },
      ),
    };
  const spec = { file: path, at, ...(own?.where === undefined ? {} : { where: own.where }) };
  const span = { from: parseInstant(cohort.startedOn) ?? 0, to: endOfDay(cohort.endedOn ?? day(now)) ?? now };
  const counted = recompute(look.table, spec, { type: 'total' }, span, now);
  if (counted.faults.length === 0) return { counted, table: look.table };
  const shown = counted.faults.slice(0, SHOWN);
  return {
    open: unmet(
      `The raw rows of the cohort ${id} cannot be counted: ${shown.map(({ line, key, problem }) => `line ${line}: ${key} ${problem}`).join('; ')}`,
      shown.map(({ path: file, line }) => ({ path: file, line })),
      { part: id, cause: `invalid:${path}`, remedy: 'Correct the rows, or export them again.' },
    ),
  };
}

/** A set of so many cohorts of which every two stand apart; undefined when there is none. At most 24 are tried. */
export function chooseApart(
  all: CohortRows[],
  count: number,
  apart: (a: Cohort, b: Cohort) => boolean,
): CohortRows[] | undefined {
  const candidates = all.slice(0, 24);
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

/** Two words that people write for the same thing. */
export function sameWords(a: string | undefined, b: string | undefined): boolean {
  const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');
  return a !== undefined && b !== undefined && plain(a) === plain(b);
}
