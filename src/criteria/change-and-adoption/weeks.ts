import { day, parseInstant } from '../../domain/dates.ts';
import type { Fault } from '../../domain/observation.ts';
import type { Table } from '../../domain/table.ts';
import { missingColumns, rowFault, writtenCell } from '../shared/tables/named-rows.ts';
import { yesOrNo } from '../shared/tables/recompute.ts';

const COLUMNS = ['week', 'cohort', 'user', 'eligible', 'champion', 'active'] as const;
const DAY_MS = 86_400_000;

/** How many of those who could, did, in one week; champions are left out. */
export interface UseOfWeek {
  week: number;
  eligible: number;
  active: number;
}

export interface WeeklyUse {
  /** Every week with rows, the oldest first. */
  weeks: UseOfWeek[];
  champions: number;
  faults: Fault[];
}

/** Weeks since the Monday before 1 January 1970: any day of a week names it. */
function weekOf(ms: number): number {
  return Math.floor((Math.floor(ms / DAY_MS) + 3) / 7);
}

/** The Monday on which a week begins, in milliseconds. */
export function mondayOf(week: number): number {
  return (week * 7 - 3) * DAY_MS;
}

interface User {
  eligible: boolean;
  active: boolean;
}

/**
 * Adds up who used it, week by week. Somebody who was on the list and is missing later counts as not active: a list
 * does not get better by leaving people out; who left has `eligible: no`. A champion of one week is one of all weeks.
 */
export function weeklyUse(table: Table, isChampion: (user: string) => boolean, now: number): WeeklyUse {
  const faults = missingColumns(table, COLUMNS);
  const weeks = new Map<number, Map<string, User>>();
  const champions = new Set<string>();
  for (const { line, cells } of faults.length > 0 ? [] : table.rows) {
    const refuse = (column: string, allowed: string, problem = `is ${writtenCell(cells[column])}`): void => {
      faults.push(rowFault(table.path, line, column, problem, allowed));
    };
    const answer = (column: string): boolean => {
      const read = yesOrNo(cells[column] ?? '');
      if (read === undefined) refuse(column, 'yes or no, true or false, 1 or 0');
      return read ?? false;
    };
    const at = parseInstant((cells.week ?? '').trim());
    if (at === undefined) refuse('week', 'the date of its Monday as YYYY-MM-DD');
    else if (at > now) refuse('week', `no later than ${day(now)}`, `is ${day(at)}, in the future`);
    const user = (cells.user ?? '').trim().replace(/^@/, '').toLowerCase();
    if (user === '') refuse('user', 'an account or an id');
    const [eligible, champion, active] = [answer('eligible'), answer('champion'), answer('active')];
    if (at === undefined || user === '') continue;
    if (champion || isChampion(user)) champions.add(user);
    const users = weeks.get(weekOf(at)) ?? new Map<string, User>();
    const before = users.get(user);
    users.set(user, { eligible: eligible || (before?.eligible ?? false), active: active || (before?.active ?? false) });
    weeks.set(weekOf(at), users);
  }
  return { weeks: added(weeks, champions), champions: champions.size, faults };
}

function added(weeks: Map<number, Map<string, User>>, champions: Set<string>): UseOfWeek[] {
  const expected = new Set<string>();
  return [...weeks.keys()]
    .sort((a, b) => a - b)
    .map((week) => {
      const users = weeks.get(week) ?? new Map<string, User>();
      for (const [user, { eligible }] of users) {
        if (eligible) expected.add(user);
        else expected.delete(user);
      }
      const ordinary = [...expected].filter((user) => !champions.has(user));
      return { week, eligible: ordinary.length, active: ordinary.filter((user) => users.get(user)?.active).length };
    });
}
