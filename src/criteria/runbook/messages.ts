import { defineMessages } from '../../domain/message.ts';

/** What each part of a runbook states, the heading to write it under, and an example. */
export const PART_WORDS = {
  overview: {
    what: 'what the service does and for whom',
    heading: 'Overview',
    example: 'Reads incoming tickets and proposes the team that answers them; agents see the proposal in the queue.',
  },
  owner: {
    what: 'who owns the service and how to reach them',
    heading: 'Owner and contacts',
    example: '@ravi runs it, weekdays 8 to 18; outside these hours call the on-call phone in the staff directory.',
  },
  escalation: {
    what: 'whom to call next and after how many minutes',
    heading: 'Escalation',
    example: '1. @ravi at once · 2. @lea after 15 minutes · 3. @dana after 60 minutes.',
  },
  dependencies: {
    what: 'which systems it needs and what happens without them',
    heading: 'Dependencies',
    example:
      'The ticket system (without it nothing arrives) and the model provider (without it tickets stay unsorted).',
  },
  monitoring: {
    what: 'how to see whether it is healthy',
    heading: 'Health check',
    example:
      '`curl -f https://triage.acme.example/health` answers 200; the error rate on the dashboard stays below 2 %.',
  },
  rollback: {
    what: 'how to roll back, or where the rollback plan is',
    heading: 'Rollback',
    example: 'See [rollback plan](rollback.md).',
  },
  'kill-switch': {
    what: 'how to stop it at once, or where that is explained',
    heading: 'Kill switch',
    example: 'Run the workflow `.github/workflows/stop.yml`; all tickets then go to people.',
  },
  verification: {
    what: 'how to verify that a fix worked',
    heading: 'Verification',
    example: 'Send the test ticket with `make smoke`; it is sorted within 60 seconds and the queue stops growing.',
  },
} as const;

/** The routine tasks that an AI service needs, each with a line for the list. */
export const ROUTINE_EXAMPLES = {
  're-evaluation': '| Run the eval suite again | weekly | @ravi |',
  'drift check': '| Drift check of inputs and answers | weekly | @ravi |',
  'access review': '| Access review | quarterly | @mira |',
  'cost review': '| Cost review against the budget | monthly | @dana |',
  'model or prompt update': '| Model and prompt update | every release | @lea |',
} as const;

const COMPLETE_TASK = 'Complete line {line}, for example: | Run the eval suite again | weekly | @ravi |';
const ADD_REVIEW_DATE =
  'Read {path} again and correct what is no longer true. Then add `last_reviewed_on: {today}` to its front matter, or "Last reviewed: {today}" as a line.';
const ADD_OPERATIONS =
  'Explain in {path} how to see that the service is unhealthy, what to do about it, whom to call and how to stop it. Move set-up instructions to another file. Headings are recognized in English, French, German, Spanish and Portuguese.';

/** Everything this criterion says. */
export const messages = defineMessages({
  noHeadings: {
    summary: '{path} has no headings, so no section explains how to operate the service',
    remedy: ADD_OPERATIONS,
  },
  noOperations: {
    summary: '{path} has no section about operating the service; its headings are {headings}',
    remedy: ADD_OPERATIONS,
  },
  otherService: {
    summary: '{path} names neither the service ({names}) nor two files, workflows or commands of this repository',
    remedy:
      'Name the service in the first lines of {path}, and use the names of the workflows and scripts of this repository.',
  },
  missingPart: {
    summary: '{path} does not state {what} (no section {heading:quote})',
    remedy: 'Add the heading "## {heading}" to {path}, for example: {example}',
  },
  partNotApplicable: {
    summary: '{path}:{line}: {title:quote} is marked "not applicable", but every runbook has to state {what}',
    remedy: 'Replace "not applicable" with a real answer, for example: {example}',
  },
  notApplicableWithoutReason: {
    summary: '{path}:{line}: {title:quote} is marked "not applicable" without a reason',
    remedy: 'Add the reason after "not applicable" in line {line}.',
  },
  noFailures: {
    summary:
      '{path} describes no failure with its symptoms and what to do; at least {needed|failure is|failures are} needed',
    remedy:
      'Add a heading for each failure under "## Failures" in {path}, for example "### The queue grows": the symptoms, then what to do.',
  },
  tooFewFailures: {
    summary: '{path} describes {found} of {needed} failures with their symptoms and what to do: {titles}',
    remedy:
      'Add a heading for each further failure under "## Failures" in {path}, for example "### The queue grows": the symptoms, then what to do.',
  },
  partsComplete: '{path} has all {parts} parts and describes {failures|failure|failures}',
  emptyPart: {
    summary:
      '{path}:{line}: the section {title:quote} has {words|word|words}, no command and no link into the repository; at least {needed|word is|words are} needed',
    remedy: 'State under {title:quote} {what}, for example: {example}',
  },
  missingName: {
    summary: '{path}:{line}: {command:quote} uses the {kind} {name}, which is not in this repository',
    remedy: 'Correct the command in line {line}, or add the {kind} {name}.',
  },
  partsFilled: 'Every part of {path} has content, and the files and commands it names exist',
  partsFilledWithWarnings:
    'Every part of {path} has content, and the files and commands it names exist. Warnings by line: {warnings}',
  noPlaceholders: '{path} has no placeholders',
  fewPlaceholders: '{path} has {count|placeholder|placeholders}, none in a critical section',
  noContacts: {
    summary: 'The support model names no contacts to compare the runbook with',
    remedy: 'Fill in `tiers` and `on-call` in readiness/operating-model.yaml.',
  },
  missingTierContact: {
    summary: '{path} does not name {person:quote}, the contact of tier {tier} in the support model',
    remedy: 'Add {person} to the contacts in {path}, or correct the support model.',
  },
  missingOnCall: {
    summary: '{path} does not name {person:quote}, who is on call in the support model',
    remedy: 'Add {person} to the contacts in {path}, or correct the support model.',
  },
  unknownContact: {
    summary: '{path}:{line} names the contact {person:quote}, who is not in the support model',
    remedy: 'Replace {person} in line {line}, or add them to the support model.',
  },
  contactsMatch: '{path} names the contacts of the support model',
  onlyRefersElsewhere: {
    summary: '{path}:{line}: {title:quote} only refers to another place: {reason}',
    remedy: 'Write the steps under {title:quote}, or link a page of this repository that has them.',
  },
  noLink: 'it has no link that can be followed',
  linkOutside: '{target:quote} is outside the repository and cannot be checked',
  linkBroken: '{target:quote} is not in the repository',
  pageUnfilled: '{page} is an unfilled template',
  pageSectionEmpty: 'the section in {page} is empty or refers elsewhere again',
  pageTooShort: '{page} has only {words|word|words}',
  sectionsAnswer: 'Each section of {path} has its own content or links to it',
  noReviewDate: { summary: '{path} does not state when it was last reviewed', remedy: ADD_REVIEW_DATE },
  reviewWithoutDate: {
    summary: '{path}:{line} has no date after {label:quote}, so it is unknown when the page was last reviewed',
    remedy: ADD_REVIEW_DATE,
  },
  reviewed: 'Last reviewed on {on}, {days|day|days} ago; at most {limit} are allowed',
  verifiedElsewhere: {
    summary: '{path} was verified against {commit:quote}, which is not an ancestor of the evaluated commit',
    remedy: 'Verify {path} against the evaluated commit, correct it, and update its review date and commit.',
  },
  changedSinceVerified: {
    summary: '{files} changed after {path} was verified',
    remedy: 'Compare {path} with the change, correct it, and update its review date and commit.',
  },
  runbookNotCommitted: { summary: '{path} is not committed yet', remedy: 'Commit {path}.' },
  changedSinceReview: {
    summary: 'The deployment, prompt or model configuration ({globs}) changed after {path} did',
    remedy: 'Compare {path} with the change, correct it, update its review date and commit it.',
  },
  noRoutine: {
    summary: '{path} has no list of routine tasks (a section "Day 2" with a list or a table)',
    remedy:
      'Add "## Day 2" to {path} with a table task | how often | who, for example: | Run the eval suite again | weekly | @ravi |',
  },
  tooFewTasks: {
    summary: '{path} lists {count|routine task|routine tasks}; at least {needed|is|are} needed',
    remedy: 'Add the tasks that are due every week, every month and with every release.',
  },
  missingRoutine: {
    summary: 'The Day 2 list has no {routine}',
    remedy: 'Add a line to the list, for example: {example}',
  },
  taskWithoutCadence: {
    summary: '{path}:{line}: {task:quote} does not state how often it is done',
    remedy: COMPLETE_TASK,
  },
  taskWithoutPerson: {
    summary: '{path}:{line}: {task:quote} does not name a person; a role is not enough',
    remedy: COMPLETE_TASK,
  },
  routineComplete: '{count|routine task|routine tasks}, each with a cadence and an owner',
  noWorkarounds: {
    summary: '{path} lists no known workarounds',
    remedy: 'Add "## Known workarounds" to {path}. If there are none, write "none known on <date>".',
  },
  noHumanOnlyCases: {
    summary: '{path} does not state which cases only people decide',
    remedy:
      'Add "## Human-only cases" to {path}, for example: refund-approval: always decided by @dana, never by the service.',
  },
  missingDecision: {
    summary: 'The high-risk decision {id:quote} does not appear in {path}',
    remedy: 'State in {path} what the person on call does about {id}, and use that word.',
  },
  missingExceptionClass: {
    summary: 'The exception class {id:quote} does not appear in {path}',
    remedy: 'State in {path} what the person on call does about {id}, and use that word.',
  },
  casesListed: 'Workarounds and human-only cases are listed; compared with {decisions} and {classes}',
  comparedDecisions: '{count|high-risk decision|high-risk decisions} in workflow.yaml',
  noDecisions: 'no decisions (workflow.yaml does not exist)',
  comparedClasses: '{count|exception class|exception classes} in data-sources.yaml',
  noClasses: 'no exception classes (data-sources.yaml does not exist)',
});
