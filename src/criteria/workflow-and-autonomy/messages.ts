import { defineMessages } from '../../domain/message.ts';

const EMBED = 'Bring it into the system in which the work is done: ticketing, CRM, approval, routing or ERP.';

/** Everything this criterion reports. */
export const messages = defineMessages({
  noDecisions: {
    summary: 'The workflow lists no decisions',
    remedy:
      'List under decisions in readiness/workflow.yaml each thing that the system decides or proposes: id, action, reads, writes, trigger, handoff-to, risk, mode, override-by, wrong-output.',
  },

  noResponsibilities: {
    summary: 'The operating model assigns no responsibilities, so no decision can be handed over to anybody',
    remedy:
      'Fill in raci in readiness/operating-model.yaml: for each activity who does it (r) and who is accountable (a).',
  },
  duplicateDecision: {
    summary: 'The decision {id} is listed twice',
    remedy: 'Give each decision its own id.',
  },
  incompleteDecision: {
    summary: 'The decision {id} does not state {fields}',
    remedy: 'Add {fields} to {id}. A decision that writes nothing needs `writes: []`.',
  },
  unknownSystem: {
    summary: 'The decision {id} {reads} {name:quote}, which is neither a data source nor a connected system',
    remedy: 'Add {name} to readiness/data-sources.yaml or readiness/integration.yaml, or use an id from there.',
  },
  notResponsible: {
    summary: '{person:quote}, named under {field} of {id}, has no responsibility in the operating model',
    remedy: 'Add {person} to raci in readiness/operating-model.yaml, as r or a, or name somebody who is listed there.',
  },
  decisionsDescribed: '{count|decision is|decisions are} described, each with who takes over and who may override it',

  actsTooFreely: {
    summary: '{id} is declared as {risk} risk with the mode {mode}; {risk} risk requires the mode {required}',
    remedy: 'Change the service so that {id} is {required}, then write `mode: {required}`.',
  },
  modesFitRisks:
    '{auto|decision runs|decisions run} automatically, {confirm} after a confirmation, {humanOnly} by people only; none acts more freely than its risk allows',

  riskTooLow: {
    summary: '{id} is declared as {risk} risk, but {word:quote} implies {least} risk',
    remedy:
      'Write `risk: {least}`, or explain in lower-risk-reason why it is lower and have the governance owner accept that.',
  },
  noRiskLowered: 'No decision is declared with a lower risk than its description implies',
  lowerRisksExplained: '{count|decision gives|decisions give} a reason for a lower risk',
  lowerRisksAccepted: '{by} accepted the lower risk of {decisions}',
  lowerRiskNotAccepted: {
    summary:
      '{id} is declared with a lower risk than its description implies ({reason:quote}); the governance owner has not accepted that',
    remedy: 'Ask the governance owner to comment `/readiness accept WA-3 because <reason>`, or raise the risk.',
  },

  notEnforced: {
    summary: '{id}: enforced-at does not name the code that waits for a person',
    remedy: 'Name the file under enforced-at.',
  },
  noTest: {
    summary: '{id}: no test proves that it waits for a person',
    remedy: 'Write a test that tries it without a person, and name its id under test.',
  },
  checkNotBound: {
    summary: '{id}: {test:quote} is not bound to the app that reports it',
    remedy: 'Write check:NAME@APP, for example check:unit tests@github-actions.',
  },
  testNotProven: {
    summary: '{id}: the test {test:quote 90} {problem}',
    remedy: 'Run it with the suite and commit the results, or correct its id.',
  },
  nothingWaits: 'No decision waits for a person',
  waitingProven: '{count|decision waits|decisions wait} for a person, each with its code and its test',
  waitingProvenByResults:
    '{count|decision waits|decisions wait} for a person, each with its code and its test. Results are declared by whoever committed them',
  checkNotRun: {
    summary: '{id}: the check {name:quote} of {app} did not run on this commit',
    remedy: 'Make the check run and succeed on the commit that is promoted.',
  },
  checkNotSuccessful: {
    summary: '{id}: the check {name:quote} of {app} did not succeed on this commit (conclusion: {conclusion})',
    remedy: 'Make the check run and succeed on the commit that is promoted.',
  },

  sampleTooSmall: {
    summary:
      'The audit log sample has {rows|row|rows} over {days|day|days}; {minRows} rows or {minDays} days are needed',
    remedy: 'Export more of the audit log to {path}.',
  },
  limitExceeded: {
    summary:
      'In {count} of {total} rows of the audit log, a decision was carried out without the person it needed: {examples}',
    remedy: 'Close the path by which the service acted without a person, then export a sample from after that.',
  },
  carriedOutUnconfirmed: 'line {line}: {decision} by {actor:quote 40}, not confirmed by a named person',
  carriedOutByMachine: 'line {line}: {decision} by {actor:quote 40}, but only people may do it',
  limitsKept: '{total} decisions from {from} to {to}; none was carried out without the person it needed',

  noWrongOutput: {
    summary: 'The workflow does not state what happens when an output is wrong',
    remedy: 'Add wrong-output to readiness/workflow.yaml: detect, rules (who decides), correct, notify, learn.',
  },
  wrongOutputHandled: '{person} decides on wrong outputs, and the audit log records overrides',

  notEmbedded: {
    summary: 'The workflow does not state in which system the work happens',
    remedy: `Add embedded-in to readiness/workflow.yaml, with system and kind. ${EMBED}`,
  },
  sideTool: { summary: 'It is a tool beside the work ({system}), which people may use or ignore', remedy: EMBED },
  systemNotConnected: {
    summary: '{system:quote}, in which the work happens, is not among the connected systems',
    remedy: 'Add {system} under systems in readiness/integration.yaml, or use an id from there.',
  },
  systemNotLive: {
    summary: '{name}, in which the work happens, is not connected live (mode: {mode})',
    remedy: 'Connect {system} live.',
  },
  systemNotUsed: {
    summary: 'No decision reads or writes {name}, in which the work is declared to happen',
    remedy: `${EMBED} Then enter in each decision what it reads and writes there.`,
  },
  embedded: 'The work happens in {name}, which is connected live',

  noCoDesigner: {
    summary: 'No manager besides the workflow owner helped to design the work',
    remedy:
      'Design the work with a manager whose people it affects, and list them in readiness/change-plan.yaml as co-designer.',
  },
  coDesignerMissing: {
    summary: 'No manager who helped to design the work approved the map',
    remedy: 'Have one of {managers} approve it, and add the name to approved-by.',
  },
  ownerMissing: {
    summary: 'The workflow owner, {owner}, has not approved the map',
    remedy: 'Have {owner} approve it, and add the name to approved-by in readiness/workflow.yaml.',
  },
  mapApproved: 'The map was approved on {day} by {people}',
  notAccepted: {
    summary: '{people} did not approve the map in their own name',
    remedy: 'Ask {people} to comment `/readiness accept WA-8 because <reason>` on this pull request.',
  },
  mapNotCommitted: { summary: 'The decisions are not committed in their current form', remedy: 'Commit the file.' },
  mapChanged: {
    summary: 'The decisions changed after they were approved',
    remedy: 'Ask for the approval again: `/readiness accept WA-8 because <reason>`.',
  },
});
