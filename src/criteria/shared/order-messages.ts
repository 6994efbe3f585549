import { defineMessages } from '../../domain/message.ts';

/** What is reported about the order of a commit and a moment, and about a late acceptance. */
export const orderMessages = defineMessages({
  pilotBegan: 'the pilot began on {day}',
  mergedOn: 'merged on {day}',
  committedOn: 'committed on {day} according to its author',
  lateAcceptance: 'accepted late by {by}, always displayed',
  datedLateAcceptance: 'accepted late by {by} on {day}, always displayed',
  notCommitted: {
    summary: '{what} is not committed in its current form',
    remedy: 'Commit the file. Without a commit nothing proves its date.',
  },
  committedInTime: '{what} was {when}, before {moment}',
  acceptedLate: '{what} was {when}, not proven to be before {moment}; {accepted}',
  orderNotKnown:
    '{what} was {when}; whether it reached the default branch before {moment} has to be looked up on GitHub',
  committedTooLate: { summary: '{what} was {when}, after {moment}', remedy: '{remedy}' },
  neverMerged: {
    summary:
      '{what} is not proven to come before {moment}: no merged pull request brought it to the default branch ({when})',
    remedy: '{remedy}',
  },
  acceptanceNotVerified: '{problem}; whether the sponsor accepted this could not be looked up: {reason}',
  startMoved: {
    summary: 'The pilot began on {day} as first committed; started-on is now {declared}',
    remedy: 'Change started-on back to {day}, or have the sponsor accept the change.',
  },
});
