import { defineMessages } from '../../../domain/message.ts';

/** Sentences about handoff tests and the days without builders. */
export const messages = defineMessages({
  recordUnreadable: { summary: 'The record {path} cannot be read: {problem}', remedy: '{remedy}' },
  noHandoffTest: {
    summary: 'No handoff test is recorded',
    remedy:
      'Have somebody who did not build the pilot take over with the documentation alone and without the builders, and record it as readiness/handoff/<date>.yaml (see /readiness explain HT-1).',
  },
  testNotOver: {
    summary: 'The test {path} ends on {endedAt}, which is in the future',
    remedy: 'Hold the test, then record what happened. A planned test does not count.',
  },
  testFailed: {
    summary: 'The newest test, {path}, failed',
    remedy: 'Fix what stopped the tester, then repeat the test with another person who did not build the pilot.',
  },
  testTooOld: {
    summary: 'The newest test is {days|day|days} old; at most {limit} are allowed',
    remedy:
      'Have somebody who did not build the pilot take over with the documentation alone, and record it as readiness/handoff/<date>.yaml.',
  },
  tookOver: '{tester} took over on {on}',
  testEndsBeforeStart: {
    summary: 'The test ends ({endedAt}) before it starts ({startedAt})',
    remedy: 'Enter both instants as they were, with their time zone.',
  },
  testTooLong: {
    summary: 'Taking over took {minutes} minutes; it must take less than {limit}',
    remedy: 'Fix the documentation where the tester lost time, then test again in one session.',
  },
  testDuration: 'Taking over took {minutes} minutes, by the two instants of the record',
  noRunLog: {
    summary: 'No run log is named for the days without builders',
    remedy: 'Export the run log as CSV with the columns at, touch_by and touch_kind, and name it as unattended.log.',
  },
  runLogMissing: {
    summary: 'The run log {path} is missing or cannot be read',
    remedy: 'Export the run log to {path} as CSV with the columns at, touch_by and touch_kind.',
  },
  runLogColumns: {
    summary: 'The run log {path} lacks a column: {columns}',
    remedy:
      'Export one row per run with the columns at (day or instant), touch_by (who intervened, otherwise empty) and touch_kind.',
  },
  runLogDay: {
    summary: '{path}:{line} has no readable day in the column at: {value:quote}',
    remedy: 'Enter YYYY-MM-DD, or an instant with its time zone.',
  },
  noWindow: {
    summary: 'No days without builders are recorded',
    remedy:
      'Let the service run without its builders, keep the run log (columns at, touch_by, touch_kind), and add unattended (from, to and log) to the newest record under readiness/handoff/.',
  },
  windowNotOver: {
    summary: 'The days without builders, {from} to {to}, are not over yet',
    remedy: 'Evaluate again after {to}.',
  },
  windowTooShort: {
    summary: 'The service ran {days|day|days} without its builders ({from} to {to}); {needed} are needed',
    remedy: 'Let it run {needed} days in a row without them.',
  },
  windowTooOld: {
    summary: 'The days without builders ended {days|day|days} ago ({to}); at most {limit} are allowed',
    remedy:
      'Let the service run without its builders again, keep the run log, and add unattended (from, to and log) to the newest record under readiness/handoff/.',
  },
  runLogGap: {
    summary: 'The run log has no row for {days|day|days} of the time without builders',
    remedy: 'Export the whole run log of {from} to {to}. A log with gaps proves nothing.',
  },
  ranUnattended: 'The service ran {days|day|days} without its builders, {from} to {to}',
});
