import { addDays, daysBetween, parseInstant } from '../../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../../domain/finding.ts';
import type { Located, RecordSet } from '../../../engine/inputs.ts';
import type { HandoffRecord } from '../../../evidence/schema/records.ts';
import { messages } from './messages.ts';

/** A test in which somebody took over, with the instants of its two ends. */
export interface HandoffTest {
  path: string;
  record: Located<HandoffRecord>;
  start: number;
  end: number;
}

/** The newest test, by its own instants, that had started by then. Unreadable records are reported first. */
export function latestTest(
  records: RecordSet<HandoffRecord>,
  by = Number.POSITIVE_INFINITY,
): { test: HandoffTest } | { open: Finding[] } {
  const unreadable = records.broken.map(({ path, faults: [fault] }) => {
    const { key = '', problem = 'it is not valid', remedy = 'Correct the file.', line = 1 } = fault ?? {};
    const words = { path, problem: `${key} ${problem}`.trim(), remedy };
    return unmet(messages.recordUnreadable(words), { path, line }, { cause: `invalid:${path}` });
  });
  if (unreadable.length > 0) return { open: unreadable };
  const test = testsOf(records).find(({ start }) => start <= by);
  if (test !== undefined) return { test };
  return { open: [unmet(messages.noHandoffTest(), { path: records.folder }, { cause: 'no-handoff-test' })] };
}

/** All tests that can be read, newest first. */
export function testsOf(records: RecordSet<HandoffRecord>): HandoffTest[] {
  return records.items
    .flatMap(({ path, record }) => {
      const [start, end] = [parseInstant(record.value.startedAt), parseInstant(record.value.endedAt)];
      return start === undefined || end === undefined ? [] : [{ path, record, start, end }];
    })
    .sort((a, b) => b.start - a.start || (a.path < b.path ? 1 : -1));
}

/** Whether the test passed, and recently. */
export function judgeOutcome({ path, record, end }: HandoffTest, withinDays: number, now: number): Finding {
  const { tester, endedAt, result } = record.value;
  if (end > now) return unmet(messages.testNotOver({ path, endedAt }), record.at('endedAt'));
  if (result !== 'pass') return unmet(messages.testFailed({ path }), record.at('result'));
  const days = daysBetween(end, now);
  if (days > withinDays) return stale(messages.testTooOld({ days, limit: withinDays }), record.at('endedAt'));
  const until = addDays(end, withinDays + 1);
  return met(messages.tookOver({ tester, on: endedAt.slice(0, 10) }), record.at('result'), { until });
}

/** Whether the tester needed less than `mostMinutes` in one session, by the two instants of the record. */
export function judgeDuration({ path, record, start, end }: HandoffTest, mostMinutes: number, now: number): Finding {
  const { startedAt, endedAt } = record.value;
  const places = [record.at('startedAt'), record.at('endedAt')];
  if (end > now) return unmet(messages.testNotOver({ path, endedAt }), record.at('endedAt'));
  if (end <= start) return unmet(messages.testEndsBeforeStart({ startedAt, endedAt }), places);
  const took = (end - start) / 60_000;
  const minutes = Math.round(took * 10) / 10;
  return took < mostMinutes
    ? met(messages.testDuration({ minutes }), places)
    : unmet(messages.testTooLong({ minutes, limit: mostMinutes }), places);
}
