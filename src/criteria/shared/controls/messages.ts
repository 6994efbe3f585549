import { defineMessages } from '../../../domain/message.ts';

const onePerControl = 'Have another approver sign {control}: each person may sign only one control.';

/** What sign-offs of controls lead to. */
export const messages = defineMessages({
  // Who may sign, and how: parts of a remedy.
  approverToName: 'a person whom you name under controls.{control}.approvers in the policy',
  sign: 'Have {who} write `/readiness sign-off {control}` in an approving review (with the App, a comment counts too).',
  readAndSign:
    'Have {who} read {document}, then write `/readiness sign-off {control}` in an approving review (with the App, a comment counts too).',

  // What the records show.
  recordMissing: { summary: '{control} is not signed: there is no {path}', remedy: '{how}' },
  recordNotApproved: { summary: '{control} is not signed: nobody approved {path}', remedy: '{how}' },
  noApprovers: {
    summary: '{control}: the policy does not name who may sign it',
    remedy: 'Add `controls.{control}.approvers` to the policy.',
  },
  recordDeclined: '{control}: {approver} declined on {date}',
  recordInFuture: {
    summary: '{control}: the record is dated {date}, which is in the future',
    remedy: 'Enter the day on which {control} was signed.',
  },
  recordExpired: {
    summary: '{control}: signed on {date}, {days|day|days} ago; the sign-off expired on {expiredOn}',
    remedy: 'Have {who} sign {control} again.',
  },
  recordByOther: '{control}: the record names {approver}, who may not sign it (approvers: {approvers})',
  recordSharesSigner: {
    summary: '{control}: {approver} already signed another control of this promotion',
    remedy: onePerControl,
  },
  recordsInTime: 'Each record names an approver of the policy and has not expired',
  recordOutdated: '{control}: covered files differ from what was signed: {changes}',
  recordsCurrent: 'Each record lists the files as they are now',
  recordsExist: 'Each control has a record; GitHub has the proof',

  // What GitHub shows.
  declined: '{control}: declined by @{by} on {date}: {reason:quote}',
  notAPerson: { summary: '{control}: @{by} is not a person', remedy: 'Have {who} sign {control}.' },
  withdrawn: { summary: '{control}: @{by} withdrew the approval', remedy: 'Have {who} sign {control}.' },
  edited: {
    summary: '{control}: the review of @{by} was edited, so its sign-off does not count',
    remedy: 'Have @{by} submit a new approving review with the line `/readiness sign-off {control}`.',
  },
  editsUnknown: {
    summary: '{control}: whether the review of @{by} was edited could not be read',
    remedy:
      'Evaluate again when GitHub responds to GraphQL queries of this token, or have {who} sign {control} by comment with the App.',
  },
  notAnApprover: { summary: '{control}: @{by} is not among the approvers', remedy: 'Have {who} sign {control}.' },
  noMembership: {
    summary: '{control}: @{by} is named as an approver but does not belong to the organization or repository now',
    remedy: 'Have {who} sign {control}; it must be someone who has access now.',
  },
  noWriteAccess: {
    summary: '{control}: @{by} comes from CODEOWNERS and has no write access, which an owner needs',
    remedy:
      'Name @{by} under controls.{control}.approvers in the policy, where read access is enough, or grant write access.',
  },
  wroteWhatItCovers: {
    summary: '{control}: @{by} wrote what the sign-off covers ({commits})',
    remedy: 'Have {who} sign {control}; it must be someone who did not write what it covers.',
  },
  membershipUnknown: {
    summary: '{control}: whether @{by} is among the approvers and has access now could not be read',
    remedy: 'Grant Members: read (in a workflow, a team-token), then evaluate again.',
  },
  openedIt: {
    summary: '{control}: @{by} opened this pull request, which brings what the sign-off covers',
    remedy: 'Have {who} sign {control}; it must be someone who did not open the pull request.',
  },
  authorUnknown: {
    summary: '{control}: who wrote what the sign-off covers could not be read, so @{by} may have written it',
    remedy: 'Have {who} sign {control}.',
  },
  authorHasNoAccount: {
    summary: '{control}: the covered commit {commit} resolves to no account, so @{by} may have written it',
    remedy: 'Have the author of {commit} add its mail address to their account, or map it in .mailmap.',
  },
  authorIsBot: {
    summary:
      '{control}: the covered commit {commit} is by {named}, which is not a person, so @{by} may have written it',
    remedy: 'Have a person write the text of {commit} anew in another file, in a pull request of their own.',
  },
  authorUnverified: {
    summary:
      '{control}: the covered commit {commit} names @{named} without a signature, and @{named} is not known to have pushed it or opened its pull request, so @{by} may have written it',
    remedy:
      'Have @{named} sign {commit} or open its pull request; once it is merged, have them write its text anew in another file.',
  },
  signerShared: {
    summary: '{control}: its only signers ({people}) already hold another control of this promotion',
    remedy: onePerControl,
  },
  signed: '{count|control is|controls are} signed by independent approvers, each by a different person',
  signedByPlainApproval:
    '{count|control is|controls are} signed by independent approvers, each by a different person; a plain approval was enough for {plain}',
  signatureOutdated: '{control}: @{by} signed commit {commit}; covered files differ since then: {changes}',
  signaturesCurrent: 'Each sign-off covers the files as they are now',
  noApproval: { summary: '{control}: nobody approved it on GitHub', remedy: '{how}' },
  recordUnproven: { summary: '{control}: nothing on GitHub shows that @{approver} approved it', remedy: '{how}' },
  signaturesProven: "Each sign-off is on GitHub under the approver's own account",

  // What the policy lets a control cover.
  coversTooMuch:
    'controls.{control}.covers matches {what}: every change to one of them makes the sign-off stale. List what the reviewer reads, at most {limit} files.',
  coveredFiles: '{count|file|files}',
  coveredRoot: 'the source root {root}/ ({count|file|files} in all)',
});
