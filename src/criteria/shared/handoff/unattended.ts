import { addDays, daysBetween, endOfDay, parseInstant } from '../../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../../domain/finding.ts';
import type { Observation, Place } from '../../../domain/observation.ts';
import type { Named, RecordSet } from '../../../engine/inputs.ts';
import type { HandoffRecord } from '../../../evidence/schema/records.ts';
import { type HandoffTest, testsOf } from './record.ts';
import { logRows, longestHole } from './run-log.ts';

/** Days in which the service ran without its builders; `end` is the midnight after the last day. */
export interface UnattendedWindow {
  test: HandoffTest;
  from: number;
  end: number;
  place: Place;
}

export interface WindowDemand {
  days: number;
  /** Days after which a window speaks for today no more. */
  withinDays: number;
  /** Longest stretch of the window without a row in the run log, in days. */
  gapDays: number;
  now: number;
}

const HOW =
  'Let the service run without its builders, keep the run log (columns at, touch_by, touch_kind), and add unattended: { from, to, log } to the newest record under readiness/handoff/.';

/** The window that ended last by then, else the one that is still open. */
export function latestWindow(records: RecordSet<HandoffRecord>, by: number): UnattendedWindow | undefined {
  const all = testsOf(records)
    .flatMap((test): UnattendedWindow[] => {
      const { unattended } = test.record.value;
      const [from, end] = [parseInstant(unattended?.from ?? ''), endOfDay(unattended?.to ?? '')];
      return from === undefined || end === undefined ? [] : [{ test, from, end, place: test.record.at('unattended') }];
    })
    .sort((a, b) => b.end - a.end);
  return all.find(({ end }) => end <= by) ?? all[0];
}

/** Whether the window is long enough, over, recent, and its run log has no holes. */
export function judgeWindow(
  records: RecordSet<HandoffRecord>,
  files: Observation<Named>,
  demand: WindowDemand,
): Finding[] {
  const window = latestWindow(records, demand.now);
  if (window === undefined)
    return [
      unmet(
        'Nothing shows that it ever ran without its builders',
        { path: records.folder },
        { remedy: HOW, cause: 'no-unattended-window' },
      ),
    ];
  const { test, from, end, place } = window;
  const { from: first = '', to: last = '', log } = test.record.value.unattended ?? {};
  const days = daysBetween(from, end);
  if (end > demand.now)
    return [
      unmet(`The days without builders, ${first} to ${last}, are not over yet`, place, {
        remedy: `Wait until ${last} is over and judge again.`,
      }),
    ];
  if (days < demand.days)
    return [
      unmet(
        `It ran ${Math.max(days, 0)} days without its builders (${first} to ${last}); ${demand.days} are needed`,
        place,
        {
          remedy: `Let it run ${demand.days} days in a row without them.`,
        },
      ),
    ];
  const age = daysBetween(end, demand.now);
  if (age > demand.withinDays)
    return [
      stale(`The days without builders ended ${age} days ago (${last}); ${demand.withinDays} at most`, place, {
        remedy: HOW,
      }),
    ];
  const rows = logRows(log, files, place);
  if ('open' in rows) return [rows.open];
  const hole = longestHole(rows.rows, window);
  if (hole > demand.gapDays)
    return [
      unmet(`The run log has no row for ${hole} days of the time without builders`, [place, { path: log ?? '' }], {
        remedy: `Export the whole run log of ${first} to ${last}; a log with holes proves nothing.`,
      }),
    ];
  return [
    met(`It ran ${days} days without its builders, ${first} to ${last}`, place, {
      until: addDays(end, demand.withinDays + 1),
    }),
  ];
}
