import { defineMessages } from '../domain/message.ts';

/** Messages of the engine itself, whatever the criterion. */
export const messages = defineMessages({
  missing: { summary: 'Missing: {why}', remedy: '{remedy}' },
  invalid: { summary: '{problem}', remedy: '{remedy}' },
  baseNotVerified: 'Not verified: whether the base branch changed what was read ({reason})',
  baseMoved: {
    summary: 'The base branch changed {changed} since this branch left it',
    remedy: 'Update the branch from its base; it is then evaluated again.',
  },
  internalError:
    'Internal error: {code} could not be evaluated ({what}). The pilot did not cause this. Please report it.',
  declaredNotApplicable: '{what} declared not applicable by {by}: {reason}',
  exceptionNotProven: '{what} declared not applicable by {by}: {reason}; not proven here: {because}',
  exceptionDoesNotCount: '{own} ({what} declared not applicable by {by}: {reason}; does not count: {because})',
  exceptionDoesNotCountYet: {
    summary: '{own} ({what} declared not applicable by {by}: {reason}; does not count: {because})',
    remedy: '{remedy}',
  },
  switchedOff: 'switched off by the policy',
});
