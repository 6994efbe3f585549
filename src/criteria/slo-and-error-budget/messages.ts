import { defineMessages } from '../../domain/message.ts';

/** The messages of this criterion. */
export const messages = defineMessages({
  noServiceTargets: {
    summary: 'How good the service must be is not stated',
    remedy: 'Declare objectives under slos in readiness/metrics.yaml, or keep them as OpenSLO files.',
  },
  kindNotCovered: {
    summary: 'No objective states how good {kind} must be',
    remedy:
      'Add an objective under slos in readiness/metrics.yaml with measures: {measures}. It needs an id, a target, a window, an indicator and observations.',
  },
  declaredTwice: { summary: 'The objective {id} is declared twice', remedy: 'Give each objective an id of its own.' },
  exactTarget: {
    summary: '{id} is met only at one exact value',
    remedy: 'Use gte for a share of good cases, or lte for a share of bad cases.',
  },
  unusableTarget: {
    summary: 'The target of {id} ({target}) can never be missed or never be reached',
    remedy: 'Enter the target as a share between 0 and 1 or as a percentage: 0.995 or 99.5.',
  },
  objectivesSet: 'Objectives: {objectives}',
  openSloIncomplete: { summary: 'The objective {name:quote} has no valid {lacking}', remedy: 'Complete {path}.' },
  openSloUnclear: {
    summary: 'Neither a label nor its name shows what the objective {name:quote} measures',
    remedy: 'Add the label measures to {path}: availability, latency, quality, exception-rate or data-quality.',
  },
  severalObjectives: {
    summary: '{path} contains several objectives, so the history of each cannot be read',
    remedy: 'Keep one objective per file.',
  },
  targetsDiffer: {
    summary: 'The target of {name} is {own} under slos and {other} in {path}',
    remedy: 'Enter the same target in {path} and under slos.',
  },
  windowsDiffer: {
    summary: 'The window of {name} is {own} under slos and {other} in {path}',
    remedy: 'Enter the same window in {path} and under slos.',
  },
  notObserved: {
    summary: 'No rows show whether {name} is met',
    remedy: 'Add an entry with id: {name} and observations under slos in readiness/metrics.yaml.',
  },

  nothingToAlertOn: {
    summary: 'No objective is declared, so nobody can be alerted when one is missed',
    remedy: 'Declare objectives under slos in readiness/metrics.yaml, each with its alert.',
  },
  noAlert: {
    summary: 'Nobody is alerted when {id} is missed',
    remedy:
      'Add alert to {id}: file (such as alerts/triage.yaml), routes-to (such as "@ravi") and runbook (such as docs/runbook.md#latency).',
  },
  noAlertFile: {
    summary: 'The alert of {id}, {file:quote}, is not in the repository',
    remedy: 'Commit the alert rule as {file}, or name the file that contains it.',
  },
  ruleNotNamed: {
    summary: '{file} contains no rule for {id}',
    remedy: 'Name the rule, or one of its labels, {id}.',
  },
  ruleWithoutRunbook: {
    summary: '{file} does not contain the link to {runbook:quote}',
    remedy: 'Add the link to the rule (runbook_url), so that it is shown with the alert.',
  },
  notOnCall: {
    summary: 'The alert of {id} goes to {to:quote}, who is not on call',
    remedy: 'Route it to a person in on-call.people, to the contact of tier 1, or to the on-call schedule.',
  },
  runbookOutside: {
    summary: 'The alert of {id} links to {runbook:quote}, which is not in this repository',
    remedy: 'Link to the runbook in this repository: its path and heading, such as docs/runbook.md#latency.',
  },
  noRunbook: {
    summary: 'The alert of {id} links to {runbook:quote}, which does not exist',
    remedy: 'Correct the link: the path of the runbook and a heading, such as docs/runbook.md#latency.',
  },
  noRunbookHeading: {
    summary: 'The alert of {id} links to {runbook:quote}, but the runbook has no such heading',
    remedy: 'Correct the link, or add the heading to the runbook.',
  },
  alertsRouted: 'Each objective alerts somebody on call: {people}',

  noHealthCheck: {
    summary: 'Nothing checks whether the service is healthy',
    remedy:
      'Add a workflow that checks the service on a schedule, and name it as health.workflow in readiness/metrics.yaml.',
  },
  endpointNotChecked: {
    summary: '{endpoint:quote} is declared, but no workflow checks it',
    remedy:
      'Add a workflow that checks the service on a schedule, and name it as health.workflow in readiness/metrics.yaml.',
  },
  unknownWorkflow: {
    summary: '{workflow:quote} is not a workflow of this repository',
    remedy: 'Commit the workflow, or correct health.workflow in readiness/metrics.yaml.',
  },
  notScheduled: {
    summary: '{workflow} does not run on a schedule (triggers: {triggers})',
    remedy: 'Add `schedule:` under `on:` in {workflow}.',
  },
  healthScheduled: '{workflow} checks the service on a schedule',
  healthNeverRan: {
    summary: '{workflow} has not run on the default branch yet',
    remedy: 'Merge it, let it run once, and evaluate again.',
  },
  healthFailed: {
    summary: 'The newest run of {workflow} ended with {conclusion:quote}',
    remedy: 'Find out what the check found, fix it, and run it again.',
  },
  healthTooOld: {
    summary: '{workflow} last ran on {day}, more than {limit|day|days} ago',
    remedy: 'GitHub disables schedules in inactive repositories: enable the workflow again and run it.',
  },
  healthy: 'The newest run of {workflow}, on {day}, succeeded',
});
