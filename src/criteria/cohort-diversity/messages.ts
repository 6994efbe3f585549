import { defineMessages } from '../../domain/message.ts';

/** Everything this criterion says, besides what rows and support of cohorts lead to. */
export const messages = defineMessages({
  cohortTwice: { summary: 'The id {cohort} is used for two cohorts', remedy: 'Give each cohort its own id.' },
  cohortsComplete: '{count|cohort is|cohorts are} complete: {cohorts}',
  cohort: '{cohort} ({days|day|days}, {units|case|cases})',
  tooFewCohorts: { summary: '{found} of {needed} cohorts are complete', remedy: '{next}' },
  tooFewComplete: { summary: '{found} of {needed} cohorts are complete: {reasons}', remedy: '{next}' },
  stillRunning: '{cohort} is still running',
  tooShort: '{cohort} lasted {days|day|days} (at least {needed} needed)',
  tooFewCases: '{cohort} saw {units|case|cases} (at least {needed} needed)',
  tooFewCasesWithCopies:
    '{cohort} saw {units|case|cases} (at least {needed} needed; {copies|row|rows} with a repeated {column} left out)',
  noCountableRows: '{cohort} has no rows that can be counted',
  tryMoreSites:
    'Run the pilot at {more|more site|more sites}, one after the other, each for {days} days and {units} cases.',
  finishRunning: 'Complete the running cohorts, each with {days} days and {units} cases.',
  finishRunningAndTryMore:
    'Complete the running cohorts, then run the pilot at {more|more site|more sites}, one after the other, each for {days} days and {units} cases.',
  sharedPeople: {
    summary: 'These cohorts share a team or a manager: {pairs}',
    remedy: 'Run the pilot with another team under another manager: the same people prove nothing new.',
  },
  pair: '{a} and {b}',
  tooFewToCompare: {
    summary: '{found|complete cohort is|complete cohorts are} too few to compare; {needed|is|are} needed',
    remedy: 'Complete more cohorts first.',
  },
  noneFinished: { summary: 'No cohort is complete', remedy: 'Complete a cohort first.' },

  cohortsDiffer: '{cohorts} differ from each other in at least two things',
  cohortsAlike: {
    summary: 'Fewer than {needed} cohorts differ from each other in two things: {pairs}',
    remedy: 'Add a cohort with another stack, data source, process variant or customer segment, and state which.',
  },
  alike: '{a} and {b} do not differ',
  alikeButFor: '{a} and {b} differ only in the {aspect}',

  hardSites: 'Difficult sites: {sites}',
  hardSite: '{cohort} ({hardships})',
  noHardSite: {
    summary: 'No cohort was at a difficult site: {cohorts}',
    remedy:
      "Run the pilot at a difficult site: one with an old stack (legacy: true in integration.yaml, named in stack), with people who did not volunteer, or with data below the others'. State it under ugly and selection.",
  },
  legacyStackUnproven: {
    summary:
      'No cohort was at a difficult site: {cohorts}. The stack of {claimed} names no system that integration.yaml marks as legacy',
    remedy:
      "Run the pilot at a difficult site: one with an old stack (legacy: true in integration.yaml, named in stack), with people who did not volunteer, or with data below the others'. State it under ugly and selection.",
  },
  easySite: '{cohort} (no difficulty)',
  almostHardSite: '{cohort} (only {hardships})',

  noThreshold: {
    summary: 'No success threshold is set that each cohort has to reach',
    remedy: 'Add success-trigger to readiness/metrics.yaml: metric, op, threshold, window, min-n and decision-by.',
  },
  otherMetric: {
    summary: 'The cohorts are evaluated by {own}, but the pilot by {metric}',
    remedy: 'Remove metric from readiness/cohorts.yaml, or change it to {metric}.',
  },
  otherThreshold: {
    summary: 'The cohorts have another success threshold than the pilot',
    remedy: 'Remove success from readiness/cohorts.yaml: the success trigger of the pilot applies.',
  },
  metricNotDefined: {
    summary: 'The metric {metric}, by which the cohorts are evaluated, is not defined',
    remedy: 'Define {metric} under outcome in readiness/metrics.yaml.',
  },
  noneLongEnough: {
    summary: 'No cohort has run long enough to be evaluated',
    remedy: 'Complete a cohort first.',
  },
  thresholdMissed: {
    summary: '{cohort}: {value} in {cases|case|cases}; required: {line}',
    remedy:
      'Find out what is different at {site}, fix it, and run the cohort again. An average over cohorts does not count.',
  },
  extremes: '{best} gives {bestValue}, {worst} gives {worstValue} (difference: {gap})',
  thresholdReached: 'Each of {count} cohorts reaches the threshold ({line}); {extremes}',
  gapExplained:
    'Each of {count} cohorts reaches the threshold ({line}); {extremes}; the stated reason is {reason:quote 200}',
  gapUnexplained: {
    summary: '{extremes}; a difference above {limit}% needs an explanation',
    remedy:
      'State in gap-explained of {worst} why it is behind and whether the next sites will be too, or close the gap.',
  },
  cohortRemoved: {
    summary: 'The cohort {cohort}, which began on {startedOn}, was removed from the file',
    remedy:
      'Put {cohort} back with its results, or have the sponsor comment `/readiness accept CD-4 because <reason>`.',
  },
  removalAccepted: 'The cohort {cohort}, which began on {startedOn}, was removed from the file; {accepted}',
  removalAcceptanceUnknown:
    'The cohort {cohort}, which began on {startedOn}, was removed from the file; whether the sponsor accepted that could not be looked up: {reason}',

  sameRows: {
    summary: '{cohort} and {other} name the same rows',
    remedy: 'Keep the rows of each cohort in a file of their own.',
  },
  figureFromOtherFile: {
    summary: 'The figure of {cohort} comes from {file}, but its raw rows are in {raw}',
    remedy: 'Name {raw} under observations.file, so that the figure comes from the rows that are kept.',
  },
  rawFileNotNamed: {
    summary: 'The raw file of {cohort} is not named',
    remedy: 'Add raw: {path} (and its sha256) to {cohort}.',
  },
  noCaseCount: {
    summary: 'The number of cases of {cohort} is not stated',
    remedy: 'Add n: {total} if the file is complete.',
  },
  caseCountDiffers: {
    summary: '{cohort} declares {declared|case|cases}, but its file has {total|row|rows}',
    remedy: 'Change n to {total} if the file is complete.',
  },
  rowsOutside: {
    summary: '{cohort} has {count|row|rows} outside {startedOn} to {endedOn}',
    remedy: 'Remove the rows of other days, or correct the days of the cohort.',
  },
  noHash: {
    summary: 'The hash of the rows of {cohort} is not recorded',
    remedy: 'If {path} is the original export, add sha256: {hash} (from sha256sum {path}).',
  },
  hashDiffers: {
    summary: 'The rows of {cohort} were changed after their hash was recorded',
    remedy: 'If {path} is the original export, change sha256 to {hash} (from sha256sum {path}).',
  },
  rowsAsRecorded: 'The rows of {count|cohort|cohorts} are complete and unchanged',

  noEdgeCases: {
    summary: 'The new cases at {cohort} are not stated',
    remedy: 'Add edge-cases to {cohort} (case, disposition and eval-case); an empty list states that there were none.',
  },
  noDisposition: {
    summary: 'The new case {case:quote} of {cohort} has no disposition',
    remedy: 'State under disposition what is done with such a case.',
  },
  noEvalCase: {
    summary: 'The new case {case:quote} of {cohort} is not covered by the eval suite',
    remedy: 'Add the case to the suite, run the suite, and name the case under eval-case.',
  },
  evalCaseNotInResults: {
    summary:
      'The new case {case:quote} of {cohort} names {evalCase:quote}, which is not in the results of the eval suite',
    remedy: 'Add the case to the suite and run the suite, or correct eval-case.',
  },
  edgeCasesCovered: '{cases|new case|new cases} of {count|cohort|cohorts} are settled and covered by the eval suite',
});
