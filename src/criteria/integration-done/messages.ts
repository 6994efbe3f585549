import { defineMessages } from '../../domain/message.ts';

/** Everything this criterion says. */
export const messages = defineMessages({
  noSignIn: {
    summary: 'How people sign in is not stated',
    remedy:
      'Add sign-in to readiness/integration.yaml: provider, config (path), tested-on, local-accounts: false, shared-keys: false.',
  },
  exitItemsDone: 'All six exit items are done, each with its proof',
  localAccounts: { summary: 'Local accounts exist beside the identity provider', remedy: 'Remove the local accounts.' },
  sharedKeys: { summary: 'A shared key opens the service', remedy: 'Give each person or service its own identity.' },
  signInTested:
    'People sign in through {provider}, tested on {testedOn}; no local accounts or shared keys, as declared',
  signInNotCommitted: { summary: '{config} is not committed yet', remedy: 'Commit {config}.' },
  signInChanged: {
    summary: '{config} changed on {changedOn}, after the sign-in was tested ({testedOn})',
    remedy: 'Test the sign-in as it is now, and enter the new date as tested-on.',
  },
});
