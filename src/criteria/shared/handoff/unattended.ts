import { addDays, daysBetween, endOfDay, parseInstant } from '../../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../../domain/finding.ts';
import type { Observation, Place } from '../../../domain/observation.ts';
import type { Named, RecordSet } from '../../../engine/inputs.ts';
import type { HandoffRecord } from '../../../evidence/schema/records.ts';
import { messages } from './messages.ts';
import { type HandoffTest, testsOf } from './record.ts';
import { logRows, longestGap } from './run-log.ts';

/** Days in which the service ran without its builders; `end` is the midnight after the last day. */
export interface UnattendedWindow {
  test: HandoffTest;
  from: number;
  end: number;
  place: Place;
}

export interface WindowDemand {
  days: number;
  /** Days after which a window no longer counts. */
  withinDays: number;
  /** Longest stretch of the window without a row in the run log, in days. */
  gapDays: number;
  now: number;
}

/** The window that ended last by then, else the one that is not over yet. */
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

/** Whether the window is over, long enough and recent, and its run log has no gaps. */
export function judgeWindow(
  records: RecordSet<HandoffRecord>,
  files: Observation<Named>,
  demand: WindowDemand,
): Finding[] {
  const window = latestWindow(records, demand.now);
  if (window === undefined)
    return [unmet(messages.noWindow(), { path: records.folder }, { cause: 'no-unattended-window' })];
  const { test, end, place } = window;
  const { from = '', to = '', log } = test.record.value.unattended ?? {};
  if (end > demand.now) return [unmet(messages.windowNotOver({ from, to }), place)];
  const days = Math.max(daysBetween(window.from, end), 0);
  if (days < demand.days) return [unmet(messages.windowTooShort({ days, from, to, needed: demand.days }), place)];
  const age = daysBetween(end, demand.now);
  if (age > demand.withinDays)
    return [stale(messages.windowTooOld({ days: age, to, limit: demand.withinDays }), place)];
  const rows = logRows(log, files, place);
  if ('open' in rows) return [rows.open];
  const gap = longestGap(rows.rows, window);
  if (gap > demand.gapDays) return [unmet(messages.runLogGap({ days: gap, from, to }), [place, { path: rows.path }])];
  return [met(messages.ranUnattended({ days, from, to }), place, { until: addDays(end, demand.withinDays + 1) })];
}
