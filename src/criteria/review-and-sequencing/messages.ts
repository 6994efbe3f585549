import { defineMessages } from '../../domain/message.ts';

/** What to do about a contract that was agreed on too late: the past cannot be changed. */
export const LATE_CONTRACT_REMEDY =
  'Have the sponsor accept the late contract: `/readiness accept RS-7 because <reason>`';

/** Everything this criterion says. */
export const messages = defineMessages({
  accepted: '{problem}; {accepted}',

  unreadableReview: {
    summary: 'The review {path} cannot be parsed: {problem}',
    remedy: '{remedy}',
  },
  misnamedReview: {
    summary: '{path} is not named after the day of the pilot on which the review was due',
    remedy: 'Rename it to {folder}/30.yaml, 60.yaml or 90.yaml. Later reviews use their day, such as 120.yaml.',
  },
  missingReview: {
    summary: 'The review of day {day}, due on {due}, was not held',
    remedy:
      'Hold it now with the sponsor and product owner, and record it as {folder}/{day}.yaml. Then have the sponsor accept that it was late.',
  },
  wrongDueDate: {
    summary: '{path} states {due} as the due date; day {day} of the pilot was {actual}',
    remedy: 'Write due: {actual}, or rename the file to the day on which the review was due.',
  },
  heldLate: {
    summary: 'The review of day {day} was held {days|day|days} late ({held})',
    remedy: 'Have the sponsor accept it: `/readiness accept RS-1 because <reason>`',
  },
  heldEarly: {
    summary: 'The review of day {day} was held {days|day|days} early ({held})',
    remedy: 'Have the sponsor accept it: `/readiness accept RS-1 because <reason>`',
  },
  sponsorAbsent: {
    summary: 'The sponsor {person} did not attend the review of day {day}',
    remedy:
      'Hold the next review with the sponsor and product owner. Have the sponsor accept this one: `/readiness accept RS-1 because <reason>`',
  },
  productOwnerAbsent: {
    summary: 'The product owner {person} did not attend the review of day {day}',
    remedy:
      'Hold the next review with the sponsor and product owner. Have the sponsor accept this one: `/readiness accept RS-1 because <reason>`',
  },
  blockersNotStated: {
    summary: 'The review of day {day} does not state what blocks progress',
    remedy: 'List the blockers, or write none.',
  },
  unknownMetric: {
    summary: 'The review of day {day} quotes {metric:quote}, which is no metric or objective',
    remedy: 'Under {question}, quote the id of a metric or objective of readiness/metrics.yaml.',
  },
  notAdoption: {
    summary: 'The review of day {day} reports adoption as {metric:quote}, which does not measure adoption',
    remedy: 'Quote a metric with `measures: adoption`.',
  },
  wrongFigure: {
    summary: 'The review of day {day} states {metric} as {stated}; the rows of the {span} days before give {actual}',
    remedy: 'Correct the value in the review, or the rows if they are wrong.',
  },
  noReviewDue: 'No review was due yet; the first must be held by {by}',
  reviewsHeld: '{count|review was|reviews were} held; the last, on {held}, decided to {decision}',

  postponedTwice: {
    summary: '{action:quote} was postponed {times} times',
    remedy: 'Do it or drop it: decide in the next review, and record the decision as a new action.',
  },
  overdueAction: {
    summary: '{action:quote} was due on {due}, {days|day|days} ago',
    remedy: 'Do it and set state: closed, or postpone it once (redated).',
  },
  overdueAgain: {
    summary: '{action:quote} was postponed to {due}, {days|day|days} ago',
    remedy: 'Do it and set state: closed.',
  },
  actionsDone: 'No review is overdue, and every agreed action is done or not due yet',

  expandedEarly: {
    summary: '{cohorts} joined on {day} ({live} live), although {reasons}',
    remedy:
      'Add no one else until a review decides to expand. Have the sponsor accept what was added too early: `/readiness accept RS-3 because <reason>`',
  },
  expanded: '{cohorts} joined on {day} ({live} live) after a review decided to expand and while the service was stable',
  notExpanded: 'No team was added after the first',
  noReviewHeld: 'no review had been held',
  otherDecision: 'the review of {held} had decided to {decision}',
  notTakenOver: 'no outsider had shown that they can take over',
  notUnattended: 'the service had not run long enough without its builders',
  noTargetKept: 'no target was kept',
  targetMissed: 'the target {target} was not shown to be kept',
  incidentsOpen: 'incidents were not under control',
  removedCohort: {
    summary: 'The cohort {cohort:quote} was declared earlier and has been removed',
    remedy:
      'Restore {cohort} with started-on: {startedOn} (and ended-on if it ended), or have the sponsor accept it: `/readiness accept RS-3 because <reason>`',
  },
  movedCohort: {
    summary:
      'The cohort {cohort:quote} began on {startedOn} as first committed, but is now declared to begin on {declared}',
    remedy:
      'Restore {cohort} with started-on: {startedOn} (and ended-on if it ended), or have the sponsor accept it: `/readiness accept RS-3 because <reason>`',
  },
  acceptanceUnknown: '{problem}; it is unknown whether the sponsor accepted that: {reason}',

  emptyRoadmap: {
    summary: 'The roadmap is empty',
    remedy: 'List what comes next, for example {example}.',
  },
  duplicateItem: {
    summary: '{item:quote} is on the roadmap twice',
    remedy: 'Give each item its own id.',
  },
  circularOrder: {
    summary: 'The order of the roadmap is circular: {path}',
    remedy: 'Decide which of these items comes first.',
  },
  unknownItem: {
    summary: '{item} names {named:quote}, which is not on the roadmap',
    remedy: '{hint}',
  },
  unknownCriterion: {
    summary: '{item} may begin after {named:quote}, which is not a criterion',
    remedy: '{hint}',
  },
  didYouMean: 'Did you mean {nearest}?',
  addItem: 'Add {named} to the roadmap.',
  nameCriteria: 'Name criteria by their ids: {examples} …',
  noEntry: {
    summary: 'The conditions under which {item} may begin are not stated',
    remedy: 'Name the criteria that must be met before it: entry: [handoff-test].',
  },
  dueBefore: {
    summary: '{item} ({date}) comes after {earlier}, which is due only on {due}',
    remedy: 'Move {item} after {due}, or {earlier} before {date}.',
  },
  feedsLate: {
    summary: '{item} feeds {fed} but is due later ({date}, after {due})',
    remedy: 'Let {fed} come after {item}: add {item} to its `after`, and give it a later date.',
  },
  notWaiting: {
    summary: '{item} feeds {fed}, which does not wait for it',
    remedy: 'Let {fed} come after {item}: add {item} to its `after`.',
  },
  feedsNothing: {
    summary: '{item} is data work that feeds nothing on the roadmap',
    remedy: 'Name the items that need it under feeds, so that the order is visible.',
  },
  roadmapInOrder: 'The roadmap has {count|item|items} in an order that can be followed',

  noCadence: {
    summary: 'How often the pilot is measured is not stated',
    remedy: 'Add cadence, for example 2w, under governance in readiness/pilot.yaml.',
  },
  notMeasured: {
    summary: 'No metric has rows, so nothing shows that the pilot is measured',
    remedy: 'Record the process and outcome metrics of readiness/metrics.yaml, row by row.',
  },
  wrongLastRecord: {
    summary: 'last-record is {declared}, but the newest row is from {newest}',
    remedy: 'Add the rows, or correct last-record.',
  },
  measuredTooLongAgo: {
    summary: 'The pilot was last measured on {newest}; the stated cadence is {cadence}',
    remedy: 'Add the newest rows to {path}.',
  },
  measured: 'The pilot is measured every {cadence}, last on {newest}',
  noSupportPath: {
    summary: 'The support model has no single escalation path',
    remedy: 'Describe tiers 1, 2 and 3 under tiers in readiness/operating-model.yaml.',
  },
  noEscalation: {
    summary: 'The escalation path of governance is not stated',
    remedy: 'Write governance.escalation: [{expected}] in readiness/pilot.yaml.',
  },
  otherEscalation: {
    summary: 'Governance escalates along {governance}, support along {support}',
    remedy: 'Write governance.escalation: [{expected}] in readiness/pilot.yaml, or correct the tiers.',
  },
  sameEscalation: 'Governance and support escalate along {path}',

  noPhase: {
    summary: 'The phase of the pilot is not stated',
    remedy: 'Write phase: pilot in readiness/pilot.yaml (phase: production once it is there).',
  },
  noPhaseTwo: {
    summary: 'What comes after the pilot is not linked',
    remedy: 'Link the plan of phase two in readiness/roadmap.yaml: phase-two: docs/phase-two.md.',
  },
  notCosted: {
    summary: 'Phase two is not costed',
    remedy: 'Add phase-two to readiness/economics.yaml: items with amounts, owner, budget.',
  },
  noDecisionDay: {
    summary: 'No day is set for the decision',
    remedy: 'Write decision-on: YYYY-MM-DD in readiness/roadmap.yaml.',
  },
  phaseTwoPlanned: 'Phase two is costed ({cost} {currency}), and the decision is due on {decision}',
  phaseTwoDecided: '{plan}; it was made',
  phaseTwoUndecided: '{plan}; warning, no decision yet: {because}',
  decisionOverdue: 'the due date has passed',
  pilotIsOld: 'the pilot is {days} days old',

  noPartner: 'No partner takes part',
  noContract: {
    summary: 'A partner takes part, but no contract is named',
    remedy:
      'Add engagement to readiness/pilot.yaml with partner, contract, covers: [handoff, 30-60-90, change-management, documentation] and signed-on.',
  },
  notCovered: {
    summary: 'The contract does not cover these parts: {parts}',
    remedy:
      'Agree on this with the partner, then add {parts} to engagement.covers. Have the sponsor accept that it came late.',
  },
  notSigned: {
    summary: 'The day on which the contract was signed is not stated',
    remedy: 'Write engagement.signed-on: YYYY-MM-DD.',
  },
  signedLate: {
    summary: 'The contract was signed on {signedOn}, after the pilot began on {startedOn}',
    remedy: LATE_CONTRACT_REMEDY,
  },
  contractCovers: 'The contract covers {parts}',
});
