import { defineMessages } from '../../domain/message.ts';

/** Everything this criterion says. */
export const messages = defineMessages({
  unknownCohort: {
    summary: 'The log names the cohort {cohort}, which is not declared',
    remedy: 'Add {cohort} to readiness/cohorts.yaml, or correct the log.',
  },
  tooFewCohortRuns: {
    summary: 'The log has {found} automatic decisions of the cohort {cohort}; at least {needed} are needed',
    remedy: 'Export the runs of {cohort} too, or wait until there are enough.',
  },
  cohortShare: '{cohort}: {share}; at least {needed} needed',
  cohortShareTooLow: {
    summary: '{cohort}: {share}; at least {needed} needed',
    remedy: 'Find out from the log what people in {cohort} still do by hand, and remove its cause.',
  },
  tooFewRunsElsewhere: {
    summary: 'Only {found} automatic decisions were made outside the first site ({site}); at least {needed} are needed',
    remedy: 'Run a cohort at another site and export its runs.',
  },
  shareElsewhere: 'Outside {site}: {share}; at least {needed} needed',
  shareElsewhereTooLow: {
    summary: 'Outside {site}: {share}; at least {needed} needed',
    remedy: 'Find out from the log what people at the other sites still do by hand, and remove its cause.',
  },
  tooFewCohorts: {
    summary:
      '{found|cohort has|cohorts have} enough runs in the log; two are needed to compare the first with the latest',
    remedy: 'Run a second cohort and export its runs.',
  },
  shareHeld: '{first} ran {firstShare} untouched, {latest} {latestShare}',
  shareDropped: {
    summary:
      '{first} ran {firstShare} untouched, {latest} {latestShare}: {points} points fewer; at most {allowed} are allowed',
    remedy: 'Find out what people in {latest} do by hand that was not needed in {first}.',
  },
  noExceptionRate: {
    summary: 'No metric measures the exception rate',
    remedy: 'Add a process metric with `measures: exception-rate` and its observations.',
  },
  noReviewCapacity: {
    summary: 'The number of cases that people can review per day is not stated',
    remedy: 'Add staffing.reviews-per-day to readiness/operating-model.yaml.',
  },
  nothingToReview: 'No decision is automatic, so there are no exceptions to review',
  exceptionRate: 'The exception rate is {rate} ({from} to {to})',
  reviewLoad: '{most} exceptions on the busiest day ({day}), {average} on average; people can review {capacity} a day',
  reviewLoadTooHigh: {
    summary: '{most} exceptions on the busiest day ({day}), {average} on average; people can review {capacity} a day',
    remedy: 'Staff reviews for the busiest day, or reduce exceptions, and state the new capacity.',
  },
  exceptionsCovered: '{rate}; {load}',
  touchesExplained: 'Every touch states what was done and by whom',
  touchesWithoutKind: {
    summary: 'The log has {count|row|rows} that name who intervened but not what was done (line {lines})',
    remedy: 'Fill in touch_kind in these rows: builder-edit, retry, hand-fix, script, review …',
  },
  touchesWithoutPerson: {
    summary: 'The log has {count|touched row|touched rows} without a name (line {lines})',
    remedy: 'Fill in touch_by in these rows with the account that did it, or that started the script.',
  },
  touchesByPlaceholder: {
    summary:
      'The log has {count|touched row|touched rows} with a name that identifies no person ({example:quote}; line {lines})',
    remedy: 'Enter an account in touch_by, or "Name <mail>": a shared account could hide a builder.',
  },
  personCalledMachine: {
    summary: 'The workflow lists @{account} as a machine, but it is a person who builds or owns the pilot',
    remedy: 'Remove {account} from runs.machines: what a person does or starts by hand is a touch.',
  },
  unresolvedCommits: {
    summary: '{count|commit resolves|commits resolve} to no account, so {machines} may be people who build the pilot',
    remedy:
      'Map the addresses in .mailmap on the default branch to "login@users.noreply.github.com", or let GitHub resolve them.',
  },
  touches:
    '{touched} of {decisions} decisions were touched and all of them count; {byBuilders|touch was|touches were} by people who build the pilot{who}',
});
