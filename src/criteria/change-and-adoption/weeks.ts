import { day, parseInstant } from '../../domain/dates.ts';
import { type Statement, summaryOf } from '../../domain/message.ts';
import type { Fault } from '../../domain/observation.ts';
import type { Table } from '../../domain/table.ts';
import { missingColumns, rowFault, writtenCell } from '../shared/tables/named-rows.ts';
import { yesOrNo } from '../shared/tables/recompute.ts';
import { messages } from './messages.ts';

const COLUMNS = ['week', 'cohort', 'user', 'eligible', 'champion', 'active'] as const;
const DAY_MS = 86_400_000;

/** How many of the eligible people used it in one week; champions are left out. */
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

/** Weeks since the Monday before 1 January 1970, from any day of the week. */
function weekOf(ms: number): number {
  return Math.floor((Math.floor(ms / DAY_MS) + 3) / 7);
}

/** The Monday on which a week begins, in milliseconds. */
export function mondayOf(week: number): number {
  return (week * 7 - 3) * DAY_MS;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(0)}%`;
}

/** Reads the cells of one row. A cell that cannot be read becomes a fault, with what is allowed there. */
export function rowReader(path: string, { line, cells }: Table['rows'][number], faults: Fault[]) {
  const refuse = (column: string, allowed: Statement, problem?: Statement): void => {
    const words = problem ?? messages.cell({ cell: writtenCell(cells[column]) });
    faults.push(rowFault(path, line, column, summaryOf(words), summaryOf(allowed)));
  };
  const answer = (column: string): boolean => {
    const read = yesOrNo(cells[column] ?? '');
    if (read === undefined) refuse(column, messages.yesOrNo());
    return read ?? false;
  };
  return { refuse, answer };
}

interface User {
  eligible: boolean;
  active: boolean;
}

/**
 * Counts who used it, week by week. A person who is missing from a later week counts as not active, so leaving people
 * out does not raise the share; a person who left has `eligible: no`. A champion of one week is a champion of all weeks.
 */
export function weeklyUse(table: Table, isChampion: (user: string) => boolean, now: number): WeeklyUse {
  const faults = missingColumns(table, COLUMNS);
  const weeks = new Map<number, Map<string, User>>();
  const champions = new Set<string>();
  for (const row of faults.length > 0 ? [] : table.rows) {
    const { refuse, answer } = rowReader(table.path, row, faults);
    const at = parseInstant((row.cells.week ?? '').trim());
    if (at === undefined) refuse('week', messages.mondayOfWeek());
    else if (at > now) refuse('week', messages.noLaterThan({ day: day(now) }), messages.futureWeek({ day: day(at) }));
    const user = (row.cells.user ?? '').trim().replace(/^@/, '').toLowerCase();
    if (user === '') refuse('user', messages.accountOrId());
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
