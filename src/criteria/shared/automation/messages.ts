import { defineMessages } from '../../../domain/message.ts';

/** What the log of runs, and the share of untouched decisions, lead to. */
export const messages = defineMessages({
  noDecisions: {
    summary: 'The workflow lists no decisions, so it is not stated which of them should run without people',
    remedy: 'List the decisions in the workflow, each with its risk and mode (auto, confirm or human-only).',
  },
  noRunLog: {
    summary: 'The workflow names no log of runs, so what people still do by hand cannot be counted',
    remedy:
      'Export one row for each decision to readiness/observations/runs.csv ({columns}) and name the file under runs.file in the workflow.',
  },
  emptyRunLog: {
    summary: '{path} has no rows',
    remedy: 'Export what the pilot did to {path}, one row for each decision.',
  },
  nothingAutomatic: 'No decision is automatic: by the workflow, people confirm or make each of them',
  share: '{share} of {count} automatic decisions ran untouched ({from} to {to})',
  tooFewRuns: {
    summary: 'The log has {found} automatic decisions; at least {needed} are needed',
    remedy:
      'Keep the pilot running until {missing|more automatic decision was|more automatic decisions were} made, then export the log again.',
  },
  tooFewLoggedDays: {
    summary: 'The log covers {found} days; at least {needed} are needed',
    remedy: 'Keep the pilot running for {missing|more day|more days}, then export the log again.',
  },
  shareReached:
    '{share}; at least {needed} needed; {shareOfAll} of all {all} decisions ran untouched, including those that people confirm or make',
  shareTooLow: {
    summary:
      '{share}; at least {needed} needed; {shareOfAll} of all {all} decisions ran untouched, including those that people confirm or make',
    remedy:
      'Find the most frequent kind of touch in the log and remove its cause. Where people should decide, set the mode of that decision to confirm or human-only.',
  },
  runLogTooOld: {
    summary: '{share}, but the newest run is {days|day|days} old; at most {limit} are allowed',
    remedy: 'Add the runs since {to} to {path}.',
  },
});
