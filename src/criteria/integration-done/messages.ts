import { defineMessages } from '../../domain/message.ts';

const NAME_RESTORE = 'Name the record of the restore that succeeded on that day.';
const CONNECT_LIVE =
  'Connect the pilot to the real {name}, at least for a small part of the work, and enter mode: live.';
const CONNECT_PRODUCTION = 'Connect the production environment of {name} and enter environment: production.';

/** Every sentence of this criterion. */
export const messages = defineMessages({
  noDecisions: {
    summary: 'The workflow lists no decisions, so the systems that must be connected are unknown',
    remedy: 'List the decisions in readiness/workflow.yaml, each with reads, writes and trigger.',
  },
  unknownTrigger: {
    summary: 'This trigger names no listed system, no schedule and no person',
    remedy:
      'Begin the trigger with the id of a listed system, as in "tickets: a new ticket arrives", or with schedule or person.',
  },
  systemNotListed: {
    summary: 'The system {system:quote}, {how}, is not listed among the connected systems',
    remedy: 'Add {system} under systems in readiness/integration.yaml: mode, environment, verified-on and proof.',
  },
  systemListedTwice: { summary: '{name} is listed twice', remedy: 'Keep one entry for {id}.' },
  systemMocked: {
    summary: '{name} is connected to a mock (mode: mock), not live',
    remedy: CONNECT_LIVE,
  },
  systemExported: {
    summary: '{name} is connected through exported data (mode: {mode}), not live',
    remedy: CONNECT_LIVE,
  },
  noEnvironment: {
    summary: 'The connected environment of {name} is not stated',
    remedy: CONNECT_PRODUCTION,
  },
  notProduction: {
    summary: '{name} is connected to {environment:quote}, which is not production',
    remedy: CONNECT_PRODUCTION,
  },
  neverVerified: {
    summary: 'The day on which the connection to {name} was verified is not stated',
    remedy: 'Add verified-on with the day on which somebody checked it.',
  },
  verifiedOutsidePilot: {
    summary: 'The connection to {name} was verified on {verifiedOn}, which is outside the pilot ({from} to {to})',
    remedy:
      'Verify the connection again and enter the day as verified-on. If the pilot has ended, run it for a further window first and move ended-on.',
  },
  noProductionConfig: {
    summary: 'No production configuration is named, so it is unknown whether mocks are off',
    remedy: 'List the files that configure production under production-config in readiness/integration.yaml.',
  },
  mockInProduction: {
    summary: '{path}:{line} turns a mock on in production: {words:quote}',
    remedy: 'Turn it off in the production configuration.',
  },
  systemsConnected: '{count|system is|systems are} connected live, each with its proof; no mock is on in production',
  exitItemMissing: {
    summary: 'The exit item {part} is missing',
    remedy: 'Finish it, then add exit-items.{part} with status: done and a proof to readiness/integration.yaml.',
  },
  exitItemOpen: {
    summary: 'The exit item {part} is still open',
    remedy: 'Finish it, then set exit-items.{part} to status: done with a proof in readiness/integration.yaml.',
  },
  exitItemDeclaredAway: {
    summary: 'The exit item {part} is declared as not applicable{reason}, but no exception was accepted',
    remedy: 'Do it, or request the exception: /readiness not-applicable IN-2 {part} because …',
  },
  exitItemsDone: 'All six exit items are done, each with its proof',
  noSignIn: {
    summary: 'How people sign in is not stated',
    remedy:
      'Add sign-in to readiness/integration.yaml: provider, config (path), tested-on, local-accounts: false, shared-keys: false.',
  },
  localAccounts: {
    summary: 'Local accounts exist beside the identity provider',
    remedy: 'Remove the local accounts, then set local-accounts: false.',
  },
  sharedKeys: {
    summary: 'The service can be accessed with a shared key',
    remedy: 'Give each person or service its own identity, then set shared-keys: false.',
  },
  signInTested:
    'People sign in through {provider}, tested on {testedOn}; no local accounts or shared keys, as declared',
  signInNotCommitted: { summary: '{config} is not committed yet', remedy: 'Commit {config}.' },
  signInChanged: {
    summary: '{config} changed on {changedOn}, after the sign-in was tested ({testedOn})',
    remedy: 'Test the sign-in as it is now, and enter the new date as tested-on.',
  },
  noRetention: {
    summary: 'How long records are kept is not decided: the records-retention control has no record',
    remedy: 'Have records-retention signed, with retention-days in readiness/controls/records-retention.yaml.',
  },
  retentionDiffers: {
    summary: 'The audit log is kept for {days|day|days}, but the records-retention control requires {required}',
    remedy: 'Keep the log as long as the control requires, and enter the same number in both files.',
  },
  auditLogComplete:
    '{rows|row|rows} of the audit log, {from} to {to}, are complete; kept for {days|day|days}, as the control requires',
  noRestore: {
    summary: 'No restore was tested',
    remedy:
      'Restore once into an empty environment and add restore: tested-on, rpo-minutes, rto-minutes, rpo-target, rto-target and proof.',
  },
  restoreLostTooMuch: {
    summary: 'The restore lost {minutes|minute|minutes} of data; at most {limit} are allowed',
    remedy: 'Back up more often, then test the restore again.',
  },
  restoreTooSlow: {
    summary: 'The restore took {minutes|minute|minutes}; at most {limit} are allowed',
    remedy: 'Make the restore faster, then test it again.',
  },
  proofOfOtherDrill: {
    summary: 'The record given as proof is of a {kind} drill, not of a restore',
    remedy: NAME_RESTORE,
  },
  proofOfFailedRestore: {
    summary: 'The restore given as proof failed',
    remedy: NAME_RESTORE,
  },
  proofOfOtherDay: {
    summary: 'The restore given as proof is of {date}, not of {testedOn}',
    remedy: NAME_RESTORE,
  },
  backupAsProof: {
    summary: 'The proof {proof:quote 90} is of a backup, and a backup job is not a restore',
    remedy: 'Name a file, test or run that shows that data was restored.',
  },
  restored:
    'Restored on {testedOn}: {rpoMinutes|minute|minutes} of data lost (limit {rpoTarget}), done in {rtoMinutes|minute|minutes} (limit {rtoTarget})',
  recoveryExempt: 'No separate disaster recovery: {reason:quote}',
  recoveryExemptionAccepted: 'No separate disaster recovery: {reason:quote}; accepted by {by}',
  recoveryExemptionNotAccepted: {
    summary: 'The governance owner has not accepted that there is no disaster recovery',
    remedy: 'Ask the governance owner for `/readiness accept IN-6 because <reason>`, or drill the recovery.',
  },
  olderDrillNamed: {
    summary: '{named:quote} is named, but the newest disaster-recovery drill is {newest}',
    remedy: 'Name the newest record. An older one must not hide a later result.',
  },
  noVolumeTest: {
    summary: 'No test at the target volume is recorded',
    remedy: 'Run the target volume for a while and add volume-test: on, per-minute, minutes, target and proof.',
  },
  noTargetVolume: {
    summary: 'The target volume is zero',
    remedy: 'Enter the volume per minute that is expected in production.',
  },
  belowTargetVolume: {
    summary: 'The test reached {perMinute} per minute; the target is {target}',
    remedy: 'Find out what slows it down, then test at the target volume again.',
  },
  volumeTestTooShort: {
    summary: 'The test ran for {minutes|minute|minutes}; at least {needed} are needed',
    remedy: 'Keep the target volume up for {needed} minutes.',
  },
  noRateLimit: {
    summary: 'The number of requests per minute that {name} allows is not stated',
    remedy: 'Ask the owner of {id} and add rate-limit-per-minute.',
  },
  rateLimitTooLow: {
    summary: '{name} allows {limit} requests per minute; the target volume is {target}',
    remedy: 'Have the limit of {id} raised, or batch the requests and enter how many items the limit allows.',
  },
  volumeTested: '{perMinute} per minute for {minutes|minute|minutes} on {on}, within the limit of each system',
});
