import { defineMessages } from '../../../domain/message.ts';

const STAMP = 'Run the suite again on this code, then `pilot-readiness eval-stamp`, and commit both files.';

/** What checks report about eval results, whichever criterion reads them. */
export const messages = defineMessages({
  tagMarker: 'the tag {tag}',
  suiteMarker: 'the suite {suite}',
  metadataMarker: '{key}: {value}',

  resultsNotRead: {
    summary: '{path} is named in evals.yaml, but its results were not counted',
    remedy: 'Commit {path}, or name the file that holds the results. A copy of another results file does not count.',
  },
  noCaseList: {
    summary: '{path} has totals but no list of cases, so nothing can be recomputed',
    remedy: 'Write one entry per case into the results file.',
  },
  providerNotNamed: {
    summary: '{path} compares {count} providers ({providers}), and evals.yaml does not name the one being promoted',
    remedy: 'Name it in evals.yaml as the provider of {path}.',
  },
  noCases: { summary: '{path} has no cases', remedy: 'Run the suite and commit its results.' },
  noCasesOfProvider: {
    summary: '{path} has no cases of the provider {provider}; its providers are {providers}',
    remedy: 'Name a provider that the file contains.',
  },
  allClassesExempt: {
    summary: 'Every class of cases is declared not applicable',
    remedy: 'Remove the classes that can occur in real use from not-applicable.',
  },
  tooFewCases: {
    summary: 'The suite ran {count|different case|different cases}; at least {needed} are needed',
    remedy: 'Add {missing|case|cases}.',
  },
  tooFewCasesWithCopies: {
    summary:
      'The suite ran {count|different case|different cases}, besides {copies|copy|copies} with the same id or input; at least {needed} are needed',
    remedy: 'Add {missing|case|cases} that the suite does not have yet.',
  },
  tooFewOfClass: {
    summary: '{count} of {total} cases are marked {class}; at least {needed} are needed',
    remedy:
      'Mark or add {missing|case|cases} of the class {class} ({marker}), or explain under not-applicable why there are none.',
  },
  classExempt: 'The class {class} is declared not applicable: {reason}',
  classNotAccepted: {
    summary:
      'The class {class} is declared not applicable ({reason:quote}), and the product owner has not accepted that',
    remedy:
      'Ask the product owner to comment `/readiness accept EV-1 because <reason>`, or remove {class} from not-applicable and add its cases.',
  },
  classAcceptanceUnknown:
    'The class {class} is declared not applicable; whether the product owner accepted that could not be looked up: {reason}',
  classAccepted: 'The class {class} is not applicable: {reason}; accepted by {by}, always displayed',
  exemptClassHasCases: {
    summary: 'The class {class} is declared not applicable, but {count|case is|cases are} marked {class}',
    remedy: 'Remove {class} from not-applicable.',
  },
  suiteCounted: '{count} different cases: {classes}',
  suiteCountedWithCopies:
    '{count} different cases: {classes}; {copies|copy|copies} of a case (the same id or input) not counted again',

  runIncomplete: {
    summary: '{path} is from a {status} run ({reason})',
    remedy: 'Run the whole suite to its end.',
  },
  tooManyErrors: {
    summary: '{count} of {total} cases ended in an error or without a verdict; at most {limit} are allowed',
    remedy: 'Run the suite again so that every case gets a verdict.',
  },
  tooManySkips: {
    summary: '{count} of {total} cases were skipped; at most {limit} are allowed',
    remedy: 'Run the suite again with the skipped cases.',
  },
  otherModel: {
    summary: '{path} was made with {models}, but the model being promoted is {model}',
    remedy: 'Run the suite on {model}, or correct evals.model.',
  },
  noRunTime: {
    summary: '{path} does not state when it was made',
    remedy: 'Run `pilot-readiness eval-stamp` with the suite: the stamp records the time.',
  },
  runInFuture: {
    summary: 'The results in {path} are from {day}, which is in the future',
    remedy: 'Correct the clock and run the suite again.',
  },
  resultsTooOld: {
    summary: 'The results in {path} are from {day}, {days|day|days} ago; at most {limit} are allowed',
    remedy: 'Run the suite again and commit its results.',
  },

  ruleAtLeast: '{field} is at least {gte}',
  ruleAtMost: '{field} is at most {lte}',
  ruleBetween: '{field} is from {gte} to {lte}',
  ruleEquals: '{field} is {value:quote}',
  ruleVerdict: '{field} states a pass',
  mappingDecides: '{path}: by its mapping, a case passes when {rule}',
  mappingOfListDecides: '{path}: by its mapping, the cases are {list}, and a case passes when {rule}',
  mappingCannotFail: {
    summary: 'By the mapping of {path}, a case passes when {rule}, so no score can fail',
    remedy: 'Enter under mapping.pass the score from which a case is good.',
  },
  mappingInverted: {
    summary: 'By the mapping of {path}, a case passes when {rule}, which states a failure',
    remedy: 'Enter under mapping.pass the value that a passed case has.',
  },
  mappingContradicted: {
    summary:
      'By the mapping of {path}, a case passes when {rule}, but {count} of these cases failed by their own verdict',
    remedy: 'Enter the field with the verdict under mapping.pass, or write the results again.',
  },

  noThreshold: {
    summary: 'thresholds.{class} is missing',
    remedy: 'Enter which share of {class} cases must pass, between 0 and 1.',
  },
  thresholdTooLow: {
    summary: 'thresholds.{class} is {threshold}; at least {limit} is required',
    remedy: 'Raise thresholds.{class} to {limit} or more. Only the policy can lower this limit (min-threshold).',
  },
  unmarkedMissed: {
    summary:
      '{passed} of {ran} cases without a class passed ({rate}); {threshold} is required, the lowest threshold of the suite',
    remedy: 'Mark the class of each case, or make {missing} more of them pass.',
  },
  noCaseRan: { summary: 'No {class} case ran', remedy: 'Run at least one {class} case ({marker}).' },
  thresholdReached: '{class}: {passed} of {ran} passed ({rate}, likely above {lower}), {threshold} required',
  thresholdReachedByRate:
    '{class}: {passed} of {ran} passed ({rate}, likely above {lower}), {threshold} required (point estimate only; {advice})',
  thresholdMissed: {
    summary: '{class}: {passed} of {ran} passed ({rate}, likely above {lower}), {threshold} required',
    remedy: 'Make {missing} more {class} cases pass, then run the suite again.',
  },
  lowerBoundTooLow: {
    summary: '{class}: {passed} of {ran} passed ({rate}, likely above {lower}), {threshold} required; {advice}',
    remedy: 'Add {class} cases: {advice}.',
  },
  provenImpossible: '{ran|case|cases} cannot prove {threshold}, but {needed} without a failure can',
  provenWithMore: 'with {failures|failure|failures}, {needed} cases prove {threshold}',
  resultsAccepted: '{thresholds}. {provenance}. Results are declared by whoever committed them',
  mappedResultsAccepted: '{thresholds}. {provenance}. {mapping}. Results are declared by whoever committed them',

  noCoveredFiles: {
    summary: 'evals.covers matches no file, so the results belong to no code',
    remedy: 'Name the code, prompts and model configuration that the suite tests.',
  },
  changedAfterStamp: { summary: '{path} changed after it was stamped: its sha256 differs', remedy: STAMP },
  uncommittedCode: {
    summary: '{path} was made from files that were not committed',
    remedy: 'Commit first, then run the suite again and stamp its results.',
  },
  otherRepository: {
    summary: '{path} was made in another repository ({repository})',
    remedy: 'Run the suite in this repository.',
  },
  noWorkflowRun: {
    summary: '{path} does not name the workflow run that made it',
    remedy: 'Run the suite in a workflow and stamp its results there: the stamp records the run.',
  },
  noProvenance: { summary: '{path} does not state which code it was made from', remedy: STAMP },
  unknownCommit: {
    summary: '{path} was made from {commit}, which is not part of this history',
    remedy: `${STAMP} A commit that exists only in a fork is not part of it.`,
  },
  olderThanCode: {
    summary: '{path} is older than the code: {count|file|files} changed since {commit} ({examples})',
    remedy: STAMP,
  },
  codeChangedAfter: { summary: '{path}: the code it covers changed after it was committed', remedy: STAMP },
  orderUnknown: {
    summary: '{path}: the history does not show whether it is newer than the code it covers',
    remedy: STAMP,
  },
  runNotFound: {
    summary: 'The workflow run behind {path} was not found',
    remedy:
      'Run the suite in a workflow of this repository on this head, and commit the stamped results. A run in a fork is not found here.',
  },
  runNotSuccessful: {
    summary: 'The workflow run behind {path} did not succeed (conclusion: {conclusion})',
    remedy: 'Run the suite in a workflow on this head and commit the stamped results.',
  },
  runOfOtherCommit: {
    summary: 'The workflow run behind {path} ran on another commit',
    remedy: 'Run the suite in a workflow on this head and commit the stamped results.',
  },
  runOfOtherRepository: {
    summary: 'The workflow run behind {path} ran in another repository',
    remedy: 'Run the suite in a workflow of this repository and commit the stamped results.',
  },
  runEndedBefore: {
    summary: 'The workflow run behind {path} ended on {ended}, before the results of {made} were made',
    remedy: 'Run the suite in a workflow on this head and commit the stamped results.',
  },
  runOfOtherWorkflow: {
    summary: 'The workflow run behind {path} is a run of {workflow}, not of {suite}, which runs the suite',
    remedy: 'Stamp the results with a run of {suite}, or name the workflow of the suite under workflow in evals.yaml.',
  },
  runTimeUnknown: 'When the workflow run behind {path} ended is not known',
  runWorkflowUnknown: 'The workflow of the run behind {path} is not known',
  suiteWorkflowNotNamed: {
    summary: 'Which workflow runs the suite is not known, so the run behind {path} proves nothing',
    remedy: 'Name the file under workflow in evals.yaml, such as .github/workflows/evals.yml.',
  },
  suiteWorkflowNotRead: 'Which workflow runs the suite behind {path} could not be read: {reason}',
  madeFromTree: '{path} was made from exactly this code (same digest of the covered files)',
  madeFromCommit: '{path} was made from {commit}, and no file it covers changed since',
  committedAfterCode:
    '{path} was committed after the code it covers (order in git alone; it does not show which code was run)',
  madeInRun: '{provenance}; it was made by the workflow run {run}',

  testNotFound: 'is in no results file that evals.yaml names',
  testNotPassed: 'did not pass in {path} (result: {result})',
});
