/** Verbs that need the App's ledger, and what works in a workflow instead. */
const INSTEAD: Record<string, string> = {
  'sign-off':
    'Approve the pull request with the line `/readiness sign-off <control>` in the review: that counts here too.',
  signoff:
    'Approve the pull request with the line `/readiness sign-off <control>` in the review: that counts here too.',
  approve:
    'Approve the pull request with the line `/readiness sign-off <control>` in the review: that counts here too.',
  decline: 'Submit a review with the line `/readiness decline <control> because …`.',
  withdraw: 'Dismiss your review, or submit one that requests changes.',
  waive: 'Ask a waiver approver to add the waiver to the policy file, in a pull request that they approve.',
  grant: 'Add the waiver to the policy file, in a pull request that a waiver approver approves.',
  revoke: 'Remove the waiver from the policy file.',
  'not-applicable':
    'Add it under `not-applicable` in the policy file, in a pull request that a waiver approver approves.',
  accept: 'Submit a review with the line `/readiness accept <code> because …` in your own name.',
  hold: 'Submit a review that requests changes.',
  release: 'Dismiss the review that requests changes.',
  retire: 'Remove the topic and the policy file in a pull request that a waiver approver approves.',
};

export const HELP = [
  '`/readiness` judges this pull request again and refreshes the report.',
  '`/readiness explain <criterion or code>` says what is asked, why, and how to meet it.',
  '`/readiness help` shows this.',
  'In a workflow there is no ledger: sign-offs are reviews, waivers stand in the policy file.',
].join('\n- ');

/** What to do instead of a command that only the App understands; undefined for a verb that nobody knows. */
export function insteadOf(verb: string): string | undefined {
  return Object.hasOwn(INSTEAD, verb) ? INSTEAD[verb] : undefined;
}
