import { defineMessages } from '../../domain/message.ts';

/** What changes the behavior of a service besides its code, each with a step that rolls it back. */
export const ROLLBACK_EXAMPLES = {
  model: 'set `MODEL` in config/model.yaml to the previous version',
  prompt: 'revert the last commit of `prompts/`',
  'retrieval-index': 'point the alias at the previous index',
  configuration: 'revert `config/`',
} as const;

const NAME_ANCHORS =
  'Write into the steps what they run, for example `gh workflow run rollback.yml` or `make rollback`, with names that exist at this commit.';
const NAME_DECIDER =
  'Name the account of the person who decides: "Decision: @ravi or @lea" in {path}, or `guardrails.rollback.decider`.';
const NAME_METRIC =
  'Use the id of a metric or SLO of readiness/metrics.yaml in the trigger, or name it in `guardrails.rollback.trigger-metric`.';
const WRITE_STEPS =
  'Write the steps of the rollback as a numbered list in {path}, with the commands or workflows they run.';

/** Everything this criterion says. */
export const messages = defineMessages({
  noPlan: {
    summary:
      '{path} describes something called rollback ({headings}) but is not a rollback plan: it has no trigger, no steps and no verification',
    remedy:
      'Write the rollback plan of this service in docs/rollback.md, or name the right file under evidence.rollback in the policy.',
  },
  planComplete: '{path} has all parts of a rollback plan; {deciders} may decide',
  noTrigger: {
    summary: '{path} does not state when to roll back',
    remedy: 'Add the heading "## Trigger" to {path}, for example: error rate above 4 % for 15 min.',
  },
  triggerWithoutNumber: {
    summary: '{path}:{line}: the trigger {trigger:quote} has no number',
    remedy: 'Add a number, for example "error rate above 4 % for 15 min".',
  },
  triggerWithoutMetric: {
    summary: '{path}:{line}: the trigger {trigger:quote} names no declared metric (declared: {metrics})',
    remedy: NAME_METRIC,
  },
  triggerWithoutMetrics: {
    summary:
      '{path}:{line}: the trigger {trigger:quote} names no declared metric; readiness/metrics.yaml declares none',
    remedy: NAME_METRIC,
  },
  noDecider: { summary: '{path} does not state who decides on a rollback', remedy: NAME_DECIDER },
  deciderWithoutAccount: {
    summary: '{at}:{line}: {words:quote} does not name the account of a person who decides on a rollback',
    remedy: NAME_DECIDER,
  },
  noSteps: { summary: '{path} has no ordered steps that can be carried out', remedy: WRITE_STEPS },
  oneStep: {
    summary: '{path} has only one step that can be carried out ({step:quote}); at least two are needed',
    remedy: WRITE_STEPS,
  },
  noVerification: {
    summary: '{path} does not state how to verify that the rollback worked',
    remedy:
      'Add the heading "## Verification" to {path}, for example: `make smoke` answers 200 and the error rate is below 2 % again.',
  },
  noTarget: {
    summary: '{path} does not state which version to roll back to',
    remedy:
      'Add the heading "## Target" to {path}, for example: the last tag whose evals passed: `git tag --list "v*" --sort=-v:refname`.',
  },
  noDuration: {
    summary: '{path} does not state how long a rollback takes',
    remedy:
      'Add the heading "## How long it takes" to {path}, for example: about 10 minutes from the decision to the verified old version.',
  },
  noData: {
    summary: '{path} does not state what happens to data written since the release',
    remedy:
      'Add the heading "## Data" to {path}, for example: answers written since the release stay; tickets in the queue are sorted again.',
  },
  noExclusions: {
    summary: '{path} does not state when not to roll back',
    remedy:
      'Add the heading "## When not to roll back" to {path}, for example: not when the ticket system itself is down, because rolling back does not help then.',
  },
  noCommunication: {
    summary: '{path} does not state whom to inform',
    remedy:
      'Add the heading "## Communication" to {path}, for example: post in #triage-ops before and after; @dana informs the support desk.',
  },
  noAnchors: {
    summary:
      '{path} names nothing in this repository; at least {needed|file, workflow or command is|files, workflows or commands are} needed',
    remedy: NAME_ANCHORS,
  },
  tooFewAnchors: {
    summary:
      '{path} names only {names} in this repository; at least {needed|file, workflow or command is|files, workflows or commands are} needed',
    remedy: NAME_ANCHORS,
  },
  anchors: '{path} uses {names}',
  notCovered: {
    summary: '{path} does not state how to roll back the {what}',
    remedy:
      'Add a step for it (for example: {example}), or declare `guardrails.rollback.not-used: [{id}]` if the service has none.',
  },
  covered: 'The model, prompt, retrieval index and configuration can be rolled back or are not used',
  noEarlierRelease: {
    summary: 'GitHub has no earlier release or deployment to return to',
    remedy: 'Publish a release of the version that runs today, for example `gh release create v0.1.0`.',
  },
  noFlags: 'No feature flags are declared',
  flagsInUse: '{count|flag is|flags are} in code and configuration, with a safe default and an exposure',
  flagNotInConfig: {
    summary: 'The flag {flag:quote} does not occur in its configuration, {path}',
    remedy: 'Correct the path, or remove {flag} from guardrails.flags if it no longer exists.',
  },
  flagNotInCode: {
    summary: 'The flag {flag:quote} does not occur in {path}, which is declared to read it',
    remedy: 'Correct the path, or remove {flag} from guardrails.flags if it no longer exists.',
  },
  flagFileUnreadable: {
    summary: 'The flag {flag:quote} names {path}, which could not be read',
    remedy: 'Correct the path, or remove {flag} from guardrails.flags if it no longer exists.',
  },
  noFallback: {
    summary: 'How the work continues while the service is off is not stated',
    remedy:
      'Declare guardrails.fallback, for example process: agents sort tickets by hand, owner: "@lea", capacity: 400, volume: 350, unit: tickets a day.',
  },
  fallbackWithoutVolume: {
    summary: 'The fallback is declared for a volume of 0',
    remedy: 'Declare the target volume, the same as the service handles.',
  },
  fallbackTooSmall: {
    summary: 'The fallback handles {capacity} of {volume} {unit}',
    remedy:
      'Add people for the missing {missing} {unit}, or state which cases can wait and declare the volume that cannot.',
  },
  fallbackInstructionsMissing: {
    summary: 'The instructions of the fallback, {runbook:quote}, are not in the repository',
    remedy: 'Add {runbook}, or correct the path.',
  },
  fallbackReady: 'While the service is off: {process}; capacity {capacity}, needed {volume} {unit}',
  noKillSwitch: {
    summary: 'No kill switch is declared',
    remedy:
      'Declare guardrails.kill-switch, for example how: .github/workflows/stop.yml, who: ["@ravi", "@lea"], effect: all tickets go to people, seconds: 60.',
  },
  switchReady: '{how} stops the service; {who} may use it; effect: {effect:quote}',
  switchNeedsBuild: {
    summary: 'The kill switch needs a build, so it is too slow and fails when the pipeline fails',
    remedy:
      'Stop the service by a flag, a policy or a workflow that only changes traffic. Then set needs-build to false.',
  },
  switchFlagNotDeclared: {
    summary: 'The kill switch is the flag {flag:quote}, which is not declared',
    remedy: 'Declare {flag} under guardrails.flags with its config file and the code that reads it.',
  },
  switchFlagNotInConfig: {
    summary: 'The kill switch flag {flag:quote} does not occur in {path}',
    remedy: 'Add {flag} to {path}.',
  },
  switchFlagConfigMissing: {
    summary: 'The kill switch flag {flag:quote} is declared in {path}, which could not be read',
    remedy: 'Add {path} with the flag {flag}, or correct the path.',
  },
  switchMissing: {
    summary: 'The kill switch {path:quote} is not in the repository',
    remedy: 'Add {path}, or name the workflow, flag:KEY or policy:PATH that stops the service.',
  },
  switchNotWorkflow: {
    summary: 'The kill switch {path:quote} is neither a workflow nor declared as flag: or policy:',
    remedy: 'Wrap it in a workflow with `on: workflow_dispatch`, so that people can run it without a local checkout.',
  },
  switchNotManual: {
    summary: '{path} cannot be started by hand (triggers: {triggers})',
    remedy: 'Add `workflow_dispatch:` under `on:` in {path}.',
  },
  switchBuilds: {
    summary: '{path} runs a build before it stops the service',
    remedy: 'Remove the build from {path}: a stop only changes traffic or a setting.',
  },
  tooFewPullers: {
    summary: 'kill-switch.who names {count|person|people} ({who}); at least {needed|is|are} needed',
    remedy: 'Name one more person under kill-switch.who, so that it also works while one of them is absent.',
  },
  tooFewHumans: {
    summary: '{who} may use the kill switch: {count|person|people} in total; at least {needed} are needed',
    remedy: 'Name another person under kill-switch.who.',
  },
  noRestore: {
    summary: 'How to turn the service on again after the kill switch is not stated',
    remedy:
      'Add kill-switch.restore ("run stop.yml with state=off, then make smoke"), or a heading "## Kill switch" in the runbook that explains how to turn the service on again.',
  },
  noTimeToEffect: {
    summary: 'How many seconds the kill switch takes is not stated',
    remedy: 'Measure it in a drill and declare kill-switch.seconds.',
  },
  noOnCall: {
    summary: 'No person on call may use the kill switch: readiness/operating-model.yaml names no people on call',
    remedy: 'Name people under on-call.people in readiness/operating-model.yaml, and one of them in kill-switch.who.',
  },
  pullersNotOnCall: {
    summary: 'No person on call may use the kill switch (on call: {people})',
    remedy: 'Add a person of on-call.people in readiness/operating-model.yaml to kill-switch.who.',
  },
  onlyBuilders: {
    summary: 'Everybody who may use the kill switch built the service ({who})',
    remedy:
      'Add a person who never committed here to kill-switch.who, for example the production owner or the service desk.',
  },
  unresolvedCommits: {
    summary: 'Whether @{account} built the service is unknown: {count|commit resolves|commits resolve} to no account',
    remedy:
      'Map these authors to accounts in .mailmap (their GitHub noreply address), or have them add the address to their account.',
  },
});
