import { defineMessages } from '../../domain/message.ts';

/** Everything this criterion reports that is not about eval results as such: see `shared/evals/messages.ts`. */
export const messages = defineMessages({
  noGateContext: {
    summary: 'evals.yaml does not name the check that runs the suite',
    remedy: 'Add gate-context with its name to evals.yaml, then make that check required.',
  },
  gateRequired: '{name} is required where promotions merge, and bound to the app that reports it',
  gateNotRequired: {
    summary: '{name} is not required where promotions merge',
    remedy: 'Add {name} to the required checks of the promotion branch or environment.',
  },
  gateNotBound: {
    summary: '{name} is required, but any app may report it',
    remedy: 'In the rule, choose the app that reports {name} as its expected source.',
  },

  noSuiteFiles: {
    summary: 'evals.yaml names no file of the suite, so its history cannot be checked',
    remedy: 'Name the files with the cases under suite (or dataset) in evals.yaml.',
  },
  missingEdgeCase: {
    summary: 'The edge case {edgeCase} of the cohort {cohort} is not in the results',
    remedy: 'Add {edgeCase} to the suite and run it.',
  },
  suiteNotCommitted: { summary: 'The suite is not committed', remedy: 'Commit the files of the suite.' },
  suiteAfterPilot: {
    summary: 'The suite was first committed on {first}, after the pilot ended on {endedOn}',
    remedy: 'Add what occurred in the pilot to the suite: its edge cases and incidents.',
  },
  incidentNotCovered: {
    summary: 'The newest incident is from {incident}, but the suite last changed on {last}',
    remedy: 'Add a case for what went wrong.',
  },
  suiteGrew: 'The suite grew with the pilot: it has every edge case that the cohorts name for it',

  casesSkipped: {
    summary: '{skipped} of {total} cases were skipped; at most {limit} are allowed',
    remedy: 'Run the skipped cases, or remove them and have an owner accept that.',
  },
  fewSkipped: '{skipped} of {total} cases were skipped',
  nothingPromoted: 'Nothing was promoted before, so there is nothing to compare with',
  nothingEasier: 'No threshold was lowered and no case was removed since the promotion of {day}',
  thresholdLowered: {
    summary: 'The {what} was lowered from {from} to {to} after the promotion of {day}',
    remedy: 'Put {from} back, or have an owner comment `/readiness accept EV-5 because <reason>`.',
  },
  thresholdLoweredSometime:
    'The {what} was lowered from {from} to {to}; only GitHub knows whether that was before the last promotion',
  casesRemoved: {
    summary:
      '{path} has {now} cases, but had {before} at the last promotion: {share} were removed, at most {limit} are allowed',
    remedy: 'Put the cases back, or have an owner comment `/readiness accept EV-5 because <reason>`.',
  },
  earlierCountUnknown:
    'The suite of {path} changed since the last promotion, and no provenance file states how many cases it had then',
  regressionAccepted: '{regression}; {acceptance}',
  regressionAcceptanceUnknown: '{regression}; whether an owner accepted that could not be looked up: {reason}',

  noHighRisk: 'No decision of the workflow is declared as high-risk',
  adversarialExempt: 'Adversarial cases are declared not applicable: {reason}',
  allCountAsHighRisk: 'no decisions are declared, so all count as high-risk',
  highRiskDecisions: 'high-risk: {decisions}',
  noAdversarialCase: {
    summary: 'No adversarial case ran ({why})',
    remedy: 'Add adversarial cases for the high-risk decisions and run them.',
  },
  adversarialFailed: {
    summary: '{failed} of {total} adversarial cases did not pass ({why})',
    remedy: 'Make every adversarial case pass, starting with {first}. A skipped case does not count as passed.',
  },
  adversarialPassed: '{total} of {total} adversarial cases passed ({why})',
  noCeiling: {
    summary: 'evals.yaml sets no ceiling for the {what}',
    remedy: 'Add ceilings.{key} to evals.yaml.',
  },
  notMeasured: {
    summary: 'The results do not contain the {what}',
    remedy:
      'Report it as a metric in the results file. A custom format maps it in evals.yaml under mapping.metrics as {metric}.',
  },
  aboveCeiling: {
    summary: 'The {what} is {worst}; the ceiling is {limit}',
    remedy: 'Make it cheaper or faster, or have the owners raise the ceiling.',
  },
  withinCeiling: 'The {what} is {worst}; the ceiling is {limit}',

  examplesNotNamed: {
    summary: 'evals.yaml does not state which examples the model was trained on or shown',
    remedy: 'Name the few-shot and training files under examples in evals.yaml; `examples: []` means there are none.',
  },
  noExamples: 'No examples were used to train or prompt the model, as declared',
  datasetNotNamed: {
    summary: 'The inputs of the suite are not named, so they cannot be compared with the examples',
    remedy: 'Name the files with the cases under dataset in evals.yaml.',
  },
  casesAmongExamples: {
    summary: '{count|entry of the suite is|entries of the suite are} among the examples',
    remedy: 'Remove them from the suite or from the examples: a case that the model has seen proves nothing.',
  },
  noOverlap: 'None of the {compared} entries of the suite is among the {examples} examples (compared by hash)',
  fileMissing: {
    summary: '{path} is named, but is not there',
    remedy: 'Commit {path} as a text file, or correct its name.',
  },
  fileUnreadable: {
    summary: '{path} is named, but cannot be read',
    remedy: 'Commit {path} as a text file, or correct its name.',
  },
});
