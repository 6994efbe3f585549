import { defineMessages } from '../../domain/message.ts';

const RUN_WORKFLOW = 'Let the workflow run on its schedule, on the default branch, until it succeeds.';
const TRY_FALLBACK =
  'Name a test that passed in the committed results, or drill the fallback and record it with kind: fallback.';

/** Every sentence of this criterion. */
export const messages = defineMessages({
  noSources: {
    summary: 'No data source is listed',
    remedy:
      'List everything that the decisions read under sources in readiness/data-sources.yaml: id, owner, system, refresh, volume, pii and known-gaps.',
  },
  nothingRead: {
    summary: 'The workflow names no data that a decision reads',
    remedy: 'List the data that each decision uses under reads in readiness/workflow.yaml.',
  },
  sourceNotListed: {
    summary: '{source:quote}, read by {decision}, is not listed as a data source',
    remedy: 'Add {source} to readiness/data-sources.yaml.',
  },
  sourceListedTwice: { summary: 'The data source {id} is listed twice', remedy: 'Give each source its own id.' },
  sourceNotRead: {
    summary: 'No decision reads the data source {id}',
    remedy: 'Add {id} to the reads of a decision in readiness/workflow.yaml, or remove the source.',
  },
  systemNotConnected: {
    summary: '{id} comes from {system:quote}, which is not among the connected systems',
    remedy: 'Add {system} to readiness/integration.yaml, or use the id that is listed there.',
  },
  gapsWithoutReason: {
    summary: '{id} is declared to have no gaps, but no reason is given',
    remedy:
      'List what is missing, late or wrong in it, or state in known-gaps-reason how you know that there are no gaps.',
  },
  gapsBlank: {
    summary: 'The known gaps of {id} are blank',
    remedy: 'List what is missing, late or wrong in it, or enter known-gaps: none with a reason.',
  },
  sourcesListed: '{count|data source is|data sources are} listed, exactly those that the decisions read',
  stepOpen: {
    summary: '{source} still needs a manual step: {step:quote}',
    remedy: 'Automate the step, close its issue, then enter state: closed with the issue.',
  },
  stepWithoutIssue: {
    summary: 'The manual step {step:quote} of {source} is declared closed, but no issue shows it',
    remedy: 'Link the issue in which the step was automated.',
  },
  stepIssueOpen: {
    summary: 'The manual step {step:quote} of {source} is declared closed, but {issue} is open',
    remedy: 'Automate the step and close the issue, or link the issue that was closed.',
  },
  stepIssueMissing: {
    summary: 'The manual step {step:quote} of {source} is declared closed, but {issue} does not exist',
    remedy: 'Link the issue in which the step was automated.',
  },
  noManualSteps: 'No data source declares a manual step',
  stepsAutomated: '{count|manual step is|manual steps are} automated',
  noQualityTarget: {
    summary: 'The share of data that must pass its checks is not stated',
    remedy:
      'Add quality-target (such as 0.98) to readiness/data-sources.yaml, or an objective that measures data-quality under slos.',
  },
  noCheck: {
    summary: 'No automatic check watches {source}',
    remedy:
      'Add a check to {source}: id, what, workflow (scheduled) and observations (rows with date, passed and rows).',
  },
  checkWithoutWorkflow: {
    summary: 'The check {check} of {source} is run by no workflow',
    remedy: 'Name the workflow file that runs it.',
  },
  checkWorkflowMissing: {
    summary: 'The check {check} of {source} names {path:quote 90}, which is not a workflow of this repository',
    remedy: 'Correct the path.',
  },
  checkNotScheduled: {
    summary: 'The check {check} of {source} is not scheduled: the triggers of {path} are {triggers}',
    remedy: 'Add `on: schedule` to the workflow.',
  },
  checkWithoutResults: {
    summary: 'The check {check} of {source} keeps no results',
    remedy: 'Have the workflow write one row per run (date, passed, rows) and name the file under observations.',
  },
  checkEnvironmentUnknown: {
    summary: 'The check {check} of {source} does not show that it runs against production',
    remedy: 'Add a column environment to its rows, or run the workflow in the environment production.',
  },
  checkWithoutRows: {
    summary: 'The check {check} of {source} has no rows in {path}',
    remedy: 'Run it against production and keep its rows.',
  },
  checkNeverInProduction: {
    summary: 'The check {check} of {source} never ran against production',
    remedy: 'Run it against production and keep its rows.',
  },
  checkNotCountable: {
    summary: 'The pass rate of the check {check} of {source} cannot be recomputed: {problem}',
    remedy: 'Correct the rows, or export them again.',
  },
  checkRateTooLow: {
    summary: '{rate} of {rows|row|rows} of {source} passed the check {check}; at least {target} is required',
    remedy: 'Correct the rows of {source} where they originate.',
  },
  checkRate: '{rate} of {rows|row|rows} of {source} passed the check {check}',
  checksPassed: 'Every data source is checked in production: {checks}',
  workflowNeverRan: {
    summary: 'GitHub has no run of {path} on the default branch',
    remedy: RUN_WORKFLOW,
  },
  workflowFailed: {
    summary: 'The newest run of {path} ended with {conclusion:quote}',
    remedy: RUN_WORKFLOW,
  },
  workflowRunTooOld: {
    summary: 'The newest run of {path} is from {on}; it must be at most {limit|day|days} old',
    remedy: RUN_WORKFLOW,
  },
  noDateColumn: '{path} has no column with the date (at)',
  noPassedColumn: '{path} has no column that states what passed (passed)',
  unreadableCell: '{path}, line {line}: {key} {problem}',
  noRows: '{path} has no rows',
  noRecentRows: '{path} has no rows of the last {days|day|days}',
  noUncuratedProof: {
    summary: 'No proof on uncurated data is recorded',
    remedy:
      'Run it on consecutive or randomly drawn cases and add uncurated-proof: selection, n, file, sha256 and curated-sha256.',
  },
  casesNotKept: {
    summary: 'The cases of the proof on uncurated data are not kept',
    remedy: 'Name the file that has one row per case.',
  },
  caseCountDiffers: {
    summary: 'n is {declared}, but {path} has {found|different case|different cases}',
    remedy: 'Enter n: {found}, or commit the whole file.',
  },
  tooFewCases: {
    summary: 'The proof has {found|case|cases}; at least {needed} are needed',
    remedy: 'Run {missing} more cases, in the order in which they arrive or drawn at random.',
  },
  noCasesHash: {
    summary: 'The hash of {path} is not recorded',
    remedy: 'If this is the file of the run, enter sha256: {sha256} (sha256sum {path}).',
  },
  casesHashDiffers: {
    summary: '{path} is not the file whose hash was recorded',
    remedy: 'If this is the file of the run, enter sha256: {sha256} (sha256sum {path}).',
  },
  noCuratedHash: {
    summary: 'The hash of the data that the pilot was built with is not recorded',
    remedy: 'Enter curated-sha256: the sha256sum of that file.',
  },
  casesAreCurated: {
    summary: 'The cases of the proof are those that the pilot was built with',
    remedy: 'Run it on cases that were not selected by hand.',
  },
  casesNotCountable: {
    summary: 'The pass rate of the cases cannot be recomputed: {problem}',
    remedy: 'Keep in each row when the case was run (at) and whether it passed (passed).',
  },
  caseRateDiffers: {
    summary: 'The declared pass rate is {declared}, but the rows give {found}',
    remedy: 'Enter the rate that the rows give.',
  },
  caseRateTooLow: {
    summary: '{rate} of the cases passed; at least {target} is required',
    remedy: 'Improve the results on uncurated data, then run new cases.',
  },
  uncuratedProven: '{rate} of {cases|case|cases} passed ({selection}, as declared)',
  noVolumeRun: {
    summary: 'No run at the target volume without help is recorded',
    remedy: 'Let it run for {days} days at the target volume and add volume-run: from, to, per-day, target and log.',
  },
  volumeRunNotOver: {
    summary: 'The run at the target volume lasts until {to}, which is in the future',
    remedy: 'Evaluate again after {to}.',
  },
  volumeRunBeforePilot: {
    summary: 'The run at the target volume began on {from}, before the pilot started ({startedOn})',
    remedy: 'Run it again with the pilot as it is now.',
  },
  volumeRunTooShort: {
    summary: 'The run at the target volume lasted {days|day|days}; at least {needed} are needed',
    remedy: 'Let it run for {needed} days in a row.',
  },
  noTargetVolume: {
    summary: 'The target volume is zero',
    remedy: 'Enter the volume per day that is expected in production.',
  },
  logNotCountable: {
    summary: 'The log of the run cannot be evaluated: {problem}',
    remedy: 'Keep one row per day or per case, with day, processed and interventions.',
  },
  noDayColumn: 'it has no column with the day (day)',
  noInterventionsColumn: 'it has no column that states whether somebody helped (interventions)',
  notADay: '{value:quote 40} in line {line} is not a date',
  notANumber: '{value:quote 40} in line {line} is not a number',
  helpedDuringRun: {
    summary: 'Somebody helped {count|time|times} during the run, first in line {line}: {words:quote 40}',
    remedy: 'Remove the cause, then let it run for {needed} days without help.',
  },
  belowTargetVolume: {
    summary: 'On {on} the run processed {volume}; the target is {target} per day',
    remedy: 'Run at the target volume on every day of the window.',
  },
  volumeDiffers: {
    summary: '{declared} per day are declared, but the log gives {found} on average',
    remedy: 'Enter the volume that the log gives.',
  },
  interventionsDiffer: {
    summary: '{declared|intervention is|interventions are} declared, but the log has {found}',
    remedy: 'Log every intervention, then run again without any.',
  },
  volumeRunPassed:
    'The run lasted {days|day|days}, {from} to {to}, at {lowest} or more per day (target {target}), without help',
  noProtocol: {
    summary: 'There is no exception protocol for data that the system cannot use',
    remedy:
      'Add exception-protocol to readiness/data-sources.yaml: for each of {classes} an action, owner, within and message.',
  },
  classMissing: {
    summary: 'The exception protocol has no row for the class {class}',
    remedy: 'Add class: {class} with action (reject, quarantine, fallback or human), owner, within and message.',
  },
  classTwice: {
    summary: 'The exception protocol has more than one row for the class {class}',
    remedy: 'Keep one row for each class.',
  },
  noTimeLimit: {
    summary: '{within:quote}, the time limit of the class {class}, is not a time',
    remedy: 'Enter a number and a unit: 30 min, 4 h or 1 day.',
  },
  noRunbook: {
    summary: 'There is no runbook that links to the exception protocol',
    remedy: 'Link {path} from the runbook, where it covers bad data.',
  },
  runbookWithoutProtocol: {
    summary: 'The runbook does not link to the exception protocol',
    remedy: 'Link {path} from the runbook, where it covers bad data.',
  },
  protocolComplete:
    'The exception protocol covers all {count} classes of bad data, each with an action, an owner, a time limit and a message',
  notTried: {
    summary: 'The handling of the class {class} was never tried: its row names no test',
    remedy: TRY_FALLBACK,
  },
  testNotPassed: {
    summary: 'The handling of the class {class} was never tried: its test {test:quote} {problem}',
    remedy: TRY_FALLBACK,
  },
  triedByTest: 'The handling of bad data was tried by a test that passed',
  noLatenessLimit: {
    summary: '{id} is used in real time, but how late it may be is not stated',
    remedy:
      'Add lateness to {id} with an objective (such as 15 min) and an alert. If it is not used in real time, enter real-time: false.',
  },
  alertWithoutSource: {
    summary: '{path} does not mention {id}',
    remedy: 'Add an alert for late data of {id} that contains this name.',
  },
  nothingInRealTime: 'No data source is used in real time',
  latenessLimited: '{count|data source is|data sources are} used in real time, each with a limit and an alert',
});
