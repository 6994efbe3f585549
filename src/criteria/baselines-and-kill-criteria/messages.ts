import { defineMessages } from '../../domain/message.ts';

/** The messages of this criterion. */
export const messages = defineMessages({
  noBaseline: {
    summary: 'No baseline of {measure}',
    remedy:
      'Measure {measure} in the workflow as it runs without the pilot, and add it under baselines (metric, value, unit, n, from, to, source). If it has no meaning here, declare it not applicable in the policy (check BK-1, part {measure}).',
  },
  noCaseCount: {
    summary: '{name} ({metric}) does not state how many cases it is based on',
    remedy: 'Add n, at least {needed}.',
  },
  tooFewBaselineCases: {
    summary: '{name}.n is {n}; at least {needed} are needed',
    remedy: 'Measure {missing|more case|more cases} of {metric}.',
  },
  tooFewBaselineRows: {
    summary: '{name} is based on {n|case|cases} in {file}; at least {needed} are needed',
    remedy: 'Measure {missing|more case|more cases} of {metric}.',
  },
  endsBeforeItBegins: {
    summary: '{name} ends on {to}, before it begins on {from}',
    remedy: 'Correct from and to.',
  },
  impossibleCounts: { summary: '{name} has {events} events of {total}', remedy: 'Correct events and total.' },
  countsDisagree: {
    summary: '{name}.value is {value}, but {events} of {total} is {computed}',
    remedy: 'Correct the value or its counts.',
  },
  rowsDisagree: {
    summary: '{name}.value is {value}, but the rows of {file} give {computed}',
    remedy: 'Enter the value that the rows give, or correct the rows.',
  },
  baselineMeasured: '{measure} was {value} from {from} to {to}',

  noBaselines: 'There is no baseline',
  endsTooLate: {
    summary: 'The baseline of {metric} ends on {to}, but the pilot began on {start}',
    remedy: 'Measure {metric} over a period before {start}, from the records that the systems kept.',
  },
  noExport: {
    summary: 'The baseline of {metric} was committed late and names no export of its source',
    remedy: 'Commit the export from which {metric} was computed, and name it as export.',
  },
  measuredBefore: 'Every baseline ended, and was committed, before the pilot began',

  noOutcomeMetric: 'There is no outcome metric that could have a stop line',
  noStopLine: {
    summary: '{name} has no kill criterion',
    remedy:
      'Add a kill criterion for {metric}: a number on the worse side of its target, a window, an action and a decider.',
  },
  exactStopLine: {
    summary: '{name} stops the pilot only at one exact value',
    remedy: 'Use gt or gte where lower is better, and lt or lte where higher is better.',
  },
  stopLineOnBetterSide: {
    summary: '{name} stops the pilot when {metric} is {line}, although {good} is better',
    remedy: 'Reverse op, so that the line is on the worse side of the target.',
  },
  noTarget: {
    summary: '{name} cannot be checked, because {metric} has no target',
    remedy: 'Add a target to {metric}, better than its stop line.',
  },
  stopLineNotWorse: {
    summary: '{name} is {line}, which is not on the worse side of the target {target}',
    remedy: 'Choose a stop line on the worse side of the target ({good} is better).',
  },
  stopLinesSet: 'Every outcome metric has a stop line, a window and a decider',

  noKillCriteria: {
    summary: 'There is no kill criterion, so nothing would stop the pilot',
    remedy:
      'Add kill-criteria to readiness/metrics.yaml: metric, op, threshold, window, what happens (action) and who decides (decider).',
  },
  metricNotDefined: {
    summary: '{name} names the metric {metric}, which is not defined',
    remedy: 'Define {metric} under process or outcome, with observations.',
  },
  stopLineReached: {
    summary: '{observed}; the stop line "{line}" is reached. Action: {action}',
    remedy:
      '{decider} decides: {action}. The pilot can be promoted once newer observations are on the better side of the line.',
  },
  stopLineNotReached: '{observed}; the stop line "{line}" is not reached',
  stopLineNear:
    '{observed}; the stop line "{line}" is not reached. Warning: with this number of cases, the true value may be {edge}',

  nothingLoosened: 'No target and no stop line was loosened since the pilot began',

  nothingToCompare: {
    summary: 'No baseline belongs to a metric of the pilot, so nothing can be compared',
    remedy: 'Define the metric of at least one baseline under process or outcome, with the same id.',
  },
  unitsDiffer: 'the unit is {before} in the baseline and {pilot} in the pilot',
  descriptionsDiffer: 'the {what} is {before:quote} in the baseline and {pilot:quote} in the pilot',
  onlyInBaseline: 'the {what} is stated only in the baseline',
  onlyInPilot: 'the {what} is stated only at the metric',
  notDescribed: 'the {what} is stated neither in the baseline nor at the metric',
  notComparable: {
    summary: 'The baseline of {metric} cannot be compared: {differences}',
    remedy: 'Measure {metric} the same way in both, and state unit, method and population in the same words.',
  },
  comparable: '{metric} has the same unit, method and population in the baseline and in the pilot',
});
