import { addDays, parseInstant } from '../../domain/dates.ts';
import { type StallSign, stallSign } from '../../domain/stall-sign.ts';
import type { Table } from '../../domain/table.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';

const LOOK_BACK_DAYS = 90;
const MIN_REASSIGNED = 3;
const MAX_UNOWNED_HOURS = 24;
const NUMBER = /^\d{1,6}(\.\d{1,6})?$/;

/**
 * Incidents that were reassigned three times or more, or had no owner for more than a day, from the columns `reassigned`
 * and `unowned-hours` of the list of incidents, where a team keeps them.
 */
export function bouncedIncidents(metrics: Located<Metrics>, files: Named, now: number): StallSign[] {
  const file = metrics.value.incidents?.file;
  const table = file === undefined ? undefined : files.table(file);
  if (file === undefined || table?.state !== 'seen') return [];
  const from = addDays(now, -LOOK_BACK_DAYS);
  const bounced = table.value.rows.filter(({ cells }) => {
    const opened = parseInstant((cells.opened ?? '').trim());
    return opened !== undefined && opened >= from && opened <= now && isBounced(cells);
  });
  if (bounced.length === 0) return [];
  const places = bounced.slice(0, 10).map(({ line }) => ({ path: file, line }));
  return [stallSign('incident-bounced', ['SM-2', 'SM-5'], places, { count: bounced.length })];
}

function isBounced(cells: Table['rows'][number]['cells']): boolean {
  const reassigned = numberIn(cells.reassigned);
  const unowned = numberIn(cells['unowned-hours'] ?? cells.unowned_hours);
  return reassigned >= MIN_REASSIGNED || unowned > MAX_UNOWNED_HOURS;
}

function numberIn(cell: string | undefined): number {
  const text = (cell ?? '').trim();
  return NUMBER.test(text) ? Number(text) : 0;
}
