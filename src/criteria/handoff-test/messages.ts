import { defineMessages } from '../../domain/message.ts';

const TEST_WITH_OUTSIDER = 'Have the test taken by somebody who neither built the service nor runs it.';
const REPEAT_TEST = 'Repeat the test with the current documentation.';

/** Every sentence of this criterion. */
export const messages = defineMessages({
  documentGone: {
    summary: '{path}, which the tester used, no longer exists',
    remedy: REPEAT_TEST,
  },
  abbreviatedId: {
    summary: 'The id of {path} that the tester used is abbreviated',
    remedy: 'Enter the whole id: git rev-parse HEAD:{path} at the commit of the test.',
  },
  runbookNotUsed: {
    summary: 'The tester did not use {path}',
    remedy: 'Test with the runbook, and list {path} under docs with its id.',
  },
  unknownVersion: {
    summary: 'The repository never contained {path} with the id {id}',
    remedy: 'Enter the id of the file that the tester used (git rev-parse <commit>:{path}), or test again.',
  },
  documentChanged: {
    summary: '{changed} of {lines} lines of {path} changed since the test; fewer than {limit} of them may change',
    remedy: REPEAT_TEST,
  },
  testerNotAPerson: {
    summary: 'The tester is {tester:quote}, which is not a single person',
    remedy: 'Name the account of the person who took over, as "@handle".',
  },
  testerHasRole: {
    summary: '{tester} holds a role in the pilot and is not an outsider',
    remedy: TEST_WITH_OUTSIDER,
  },
  testerInSupport: {
    summary: '{tester} is on call or in a support tier and is not an outsider',
    remedy: TEST_WITH_OUTSIDER,
  },
  testerIsVendor: {
    summary: '{tester} is the contact of the vendor and is not an outsider',
    remedy: TEST_WITH_OUTSIDER,
  },
  testerCommitted: {
    summary: '{tester} contributed to {count|commit|commits} before the test',
    remedy: TEST_WITH_OUTSIDER,
  },
  testerMerged: {
    summary: '{tester} had {count|pull request|pull requests} merged before the test ({pulls})',
    remedy: TEST_WITH_OUTSIDER,
  },
  testerApproved: {
    summary: '{tester} approved {count|pull request|pull requests} before the test ({pulls})',
    remedy: TEST_WITH_OUTSIDER,
  },
  unresolvedCommits: {
    summary:
      '{count|commit before the test resolves|commits before the test resolve} to no account and may be by {tester}',
    remedy: 'Map these authors to accounts in .mailmap on the default branch (their GitHub noreply address).',
  },
  testerIsOutsider: '{tester} holds no role in the pilot and took no part in this repository before the test',
  testerHelped: {
    summary: '{tester} was helped {count|time|times}, first: {first:quote}',
    remedy: 'Add what was missing to the documentation, and test again without the builders.',
  },
  buildersPresent: {
    summary: 'The builders were present during the test',
    remedy: 'Test again without the builders.',
  },
  testerAlone: '{tester} worked alone with the documentation',
  attested: '{tester} attests that nobody helped{link}',
  attestedByCommit: 'The record was committed by {tester} ({commit})',
  attestationUnknown: 'Whether {tester} attests the test could not be looked up: {reason}',
  notAttested: {
    summary: 'Only somebody else states that {tester} took over alone',
    remedy:
      'Ask {tester} to write `/readiness accept role:tester because …` in a comment on the issue or pull request of the test, and link that comment as attested-in.',
  },
  taskFailed: {
    summary: 'The task {task} failed{issue}',
    remedy: 'Fix the cause, close its issue, and have the task repeated by somebody who did not build the pilot.',
  },
  taskNotTried: {
    summary: 'The task {task} was not tried',
    remedy: 'Let the tester try it in the next test and record the task {task}.',
  },
  tasksPassed: 'The tester passed all {count} tasks',
  defectOpen: {
    summary: 'The defect {issue} that the tester found is still open',
    remedy: 'Fix {issue} and close it.',
  },
  defectMissing: {
    summary: 'The defect {issue} cannot be found',
    remedy: 'Link the issue in which the defect was fixed.',
  },
  planIncomplete: {
    summary: 'The handoff plan lacks {missing}',
    remedy: 'Add under handoff in readiness/pilot.yaml: {missing}.',
  },
  planned: 'The handoff is planned for {milestone}',
  builderActed: {
    summary: '{who}, who built the pilot, {deed} on {on}, during the days without builders',
    remedy: 'Start a new window after that day in which others do this work, and record it.',
  },
  actorUnknown: {
    summary: 'It is unknown whether the person who {deed} on {on} built the pilot: the account cannot be determined',
    remedy: 'Map the authors to accounts in .mailmap on the default branch (their GitHub noreply address).',
  },
  deployed: 'deployed to {environment}',
  changed: 'changed {path}',
  intervened: 'intervened',
  intervenedWith: 'intervened ({kind:quote 30})',
});
