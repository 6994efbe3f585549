import { defineMessages } from '../../domain/message.ts';

/** The messages of this criterion. */
export const messages = defineMessages({
  useUnderOutcome: {
    summary: '{name} is listed under outcome but measures {measure}, which is not a result',
    remedy: 'Move {metric} to leading, and add an outcome metric: revenue, cost, time, error or risk.',
  },
  noProcessMetric: {
    summary: 'No process metric measures production accuracy, exception rate, uptime or latency',
    remedy: 'Add one under process and state what it measures: {measures}.',
  },
  noOutcomeMetric: {
    summary: 'No outcome metric measures revenue, cost, time, error or risk',
    remedy: 'Add one under outcome with measures: revenue, cost, time, error or risk.',
  },
  bothLayers: 'Process: {process}. Outcome: {outcome}.',

  noTrigger: {
    summary: 'There is no success trigger, so no number decides',
    remedy:
      'Add success-trigger to readiness/metrics.yaml: metric, op, threshold, window, min-n and decision-by. Choose a window (from) that begins after it is merged.',
  },
  triggerNotDefined: {
    summary: 'The success trigger names the metric {metric}, which is not defined',
    remedy: 'Define {metric} under outcome, with observations.',
  },
  triggerNotOnResult: {
    summary: 'The success trigger is on {metric}, which measures {measure}, not a result',
    remedy: 'Put the trigger on an outcome metric: revenue, cost, time, error or risk.',
  },
  triggerSetInAdvance: 'One success trigger, on {metric}, was set in advance',

  windowRunning: {
    summary: '{observed}; the window of {window} runs until {until}',
    remedy: 'Wait until {until} and evaluate again.',
  },
  windowNotCovered: {
    summary: '{observed}; the window of {window} begins on {from}, but the rows begin on {firstRow}',
    remedy: 'Record {metric} for a whole window of {window}.',
  },
  tooFewCases: {
    summary: '{observed}; at least {needed} cases are needed',
    remedy: 'Observe {missing|more case|more cases} within a window of {window}.',
  },
  triggerNotReached: {
    summary: '{observed}; the trigger ({line}) is not reached',
    remedy: 'Improve {metric} until a window of {window} reaches {line}, or end the pilot.',
  },
  triggerWindowTooOld: {
    summary: '{reached}, but that was {days|day|days} ago; at most {limit} are allowed',
    remedy: 'Use the newest window: remove success-trigger.from, or have the sponsor accept a new one.',
  },
  triggerRowsTooOld: {
    summary: '{reached}, but that was {days|day|days} ago; at most {limit} are allowed',
    remedy: 'Add the newest rows to {file}.',
  },
  triggerReached: '{observed}; the trigger ({line}) is reached',
  triggerDecided: '{reached}; decided on {on} by {by}: {decision}',
  decisionOverdue: '{reached}. Warning: the decision was due on {due}, and nobody has decided.',
  decisionPending: '{reached}. Warning: it was already reached {days|day|days} ago, and nobody has decided.',
  decisionPendingOverdue:
    '{reached}. Warning: it was already reached {days|day|days} ago, the decision was due on {due}, and nobody has decided.',

  noValue: {
    summary: 'No outcome is stated in money or risk',
    remedy: 'Add value to readiness/metrics.yaml: metric, per-unit, currency, volume and amount.',
  },
  valueNotOnOutcome: {
    summary: 'value names {metric}, which is not an outcome metric',
    remedy: 'Name an outcome metric that has a baseline and observations.',
  },
  noGain: {
    summary: '{metric} is not better than its baseline, so there is no value to count',
    remedy: 'Count value only where the outcome improved.',
  },
  valueComputed: '{gain} better × {perUnit} × {volume} = {computed} {currency}',
  valueDisagrees: {
    summary: 'value.amount is {amount}, but {sum}; they differ by more than {tolerance}',
    remedy: 'Enter the amount that the rows give ({computed}), or correct per-unit and volume.',
  },
  currenciesDiffer: {
    summary: 'value is in {value}, but the economics are in {economics}',
    remedy: 'Use one currency.',
  },
  noBenefit: {
    summary: 'The economics have no benefit for {metric}',
    remedy: 'Add a benefit with metric: {metric} and the same amount to readiness/economics.yaml.',
  },
  benefitDisagrees: {
    summary:
      'The economics count on {benefit} from {metric}, but the metrics give {amount}; they differ by more than {tolerance}',
    remedy: 'Enter the same amount in both.',
  },
  valueAgrees: '{sum}, the amount that the economics count on',

  noMetrics: 'There is no metric',
  incompleteMetric: { summary: '{name} lacks: {lacking}', remedy: 'Add {lacking} to {metric}.' },
  rowsOverdue: {
    summary: '{name} was last observed on {day}, but its cadence is {cadence}',
    remedy: 'Add the newest rows to {file}; they were due by {due}.',
  },
  observedInTime: '{name} was last observed on {day}',

  noScorecard: {
    summary: 'There is no scorecard',
    remedy: 'List under scorecard the ids of the process, outcome and leading metrics that are reviewed together.',
  },
  unknownOnScorecard: {
    summary: 'The scorecard lists {metric}, which is not defined',
    remedy: 'Define {metric} under process, outcome, leading or slos, or remove it from the scorecard.',
  },
  scorecardIncomplete: {
    summary: 'The scorecard lacks {lacking}',
    remedy: 'Define and list {lacking}, and state at each metric what it measures (measures).',
  },
  scorecardComplete: 'The scorecard shows {count|metric|metrics} from both layers',

  noComparison: {
    summary: '{name} has no baseline to compare with',
    remedy: 'Add a baseline whose metric is {metric}.',
  },
  unitsDiffer: {
    summary: '{name} is measured in {pilot} and its baseline in {before}, so they cannot be compared',
    remedy: 'Use the same unit in both.',
  },
  valueWithCounts: '{value} ({events} of {total})',
  valueWithCases: '{value} ({n|case|cases})',
  fell: '{name} fell from {before} to {now}',
  rose: '{name} rose from {before} to {now}',
  unchanged: '{name} is unchanged, {before} before and {now} now',
  difference: '{change}: {size} {direction}, likely between {near} and {far}',
  differenceAcrossZero: '{change}: {size} {direction}, likely between {lower} lower and {upper} higher',
  noIntervalOfMean: {
    summary: '{change}; no confidence interval can be computed from these figures',
    remedy: 'Add n and sd to the baseline of {metric}, or the rows it was computed from (observations).',
  },
  noIntervalOfType: {
    summary: '{change}; no confidence interval can be computed from these figures',
    remedy: 'Measure {metric} as a mean, or as counts of a total: a {type} has no interval.',
  },
  worse: {
    summary: '{change}. That is worse than before.',
    remedy: 'Improve {metric}, or end the pilot as its kill criteria state.',
  },
  noBetter: {
    summary: '{change}. That is no better than before.',
    remedy: 'Improve {metric}, or end the pilot as its kill criteria state.',
  },
  notProven: {
    summary: '{change}. Better, not proven: the difference may be chance.',
    remedy: 'Observe more cases of {metric} until the interval excludes zero difference.',
  },
  improved: '{change}. {target}.',
  improvedNotProven: '{change}. Better, not proven. {target}.',
  noTarget: 'No target is set',
  targetReached: 'The target ({line}) is reached',
  targetMissed: 'The target ({line}) is not reached',
});
