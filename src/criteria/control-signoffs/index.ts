import * as z from 'zod';
import { met } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { approvals, history } from '../../engine/fact-requests.ts';
import { records, section, tree as treeOf } from '../../engine/inputs.ts';
import { checkBinding, judgeBinding } from '../shared/controls/binding.ts';
import { questionOf } from '../shared/controls/cases.ts';
import { checkProof, judgeProof } from '../shared/controls/proof.ts';
import { checkSigners, judgeSigners } from '../shared/controls/signers.ts';
import { casesOf } from '../shared/controls/validity.ts';
import { pendingControls } from '../shared/waiting.ts';
import { judgeEvidenceLinks, uncommittedRecords } from './audit-trail.ts';
import { judgeConditions } from './conditions.ts';
import { contentGaps } from './content.ts';
import { messages } from './messages.ts';
import { checkSigned, judgeSigned } from './signed.ts';

/** Asks that each control was signed by an independent approver, for the files as they are now. */
export default defineCriterion({
  id: 'control-signoffs',
  title: 'Sign-offs',
  subtitle: 'The required controls are signed, and each signature is for the current files',
  half: 'organizational',
  why: 'Reviewers who tolerate a pilot can still stop its rollout, and an approval only covers what was reviewed.',
  sources: ['S0', 'S2', 'S3'],
  params: {
    validDays: param(
      z.int().min(1).max(365),
      { minimal: 365, standard: 365, regulated: 180 },
      'lower',
      'days after which a sign-off expires',
    ),
    accessReviewDays: param(
      z.int().min(1).max(365),
      { minimal: 180, standard: 90, regulated: 90 },
      'lower',
      'days after which an access review expires',
    ),
  },
  inputs: () => ({
    controls: records('controls'),
    tree: treeOf(),
    data: section('data-sources'),
    integration: section('integration'),
  }),
  facts: {
    approvals: 'approvals',
    recordHistory: 'history',
  },
  requests: (params, { controls, tree }, { profile, policy }) => {
    const context = { profile, policy, params };
    const cases = controls.state === 'seen' && tree.state === 'seen' ? casesOf({ controls, tree }, context) : undefined;
    return {
      approvals:
        cases &&
        approvals(
          cases.map((one) => ({ ...questionOf(one), ...(one.plainApproval ? { plainApproval: true as const } : {}) })),
        ),
      recordHistory: controls.state === 'seen' ? history(controls.value.items.map(({ path }) => path)) : undefined,
    };
  },
  checks: (check) => [
    check('CS-1', {
      title: 'Each required control has something to sign and a sign-off',
      levels: 'B/B/B',
      remedy:
        'Write what the control reviews (such as docs/privacy.md), then have an approver sign with `/readiness sign-off <control>` in an approving review.',
      requires: ['controls', 'tree'],
      judge: (seen, context) => judgeSigned(casesOf(seen, context), seen.controls.value),
      facts: ['approvals'],
      objections: (seen, context) => checkSigned(casesOf(seen, context), seen.approvals?.value ?? []),
    }),
    check('CS-2', {
      title: 'Each control is signed by an independent approver, and the sign-off has not expired',
      levels: 'B/B/B',
      waivable: false,
      remedy: 'Have an approver of that control sign it who did not write what it covers.',
      requires: ['controls', 'tree'],
      judge: (seen, context) => judgeSigners(casesOf(seen, context), context.now),
      facts: ['approvals'],
      objections: (seen, context) => checkSigners(casesOf(seen, context), seen.approvals?.value ?? [], context.now),
    }),
    check('CS-3', {
      title: 'The sign-offs are for the files as they are now',
      levels: 'a/B/B',
      waivable: false,
      remedy:
        'Have the control signed again for the current files: its approver writes `/readiness sign-off <control>` on the pull request. For a committed record, `pilot-readiness sign-off <control>` prints the ids of the files.',
      requires: ['controls', 'tree'],
      judge: (seen, context) => judgeBinding(casesOf(seen, context)),
      facts: ['approvals'],
      objections: (seen, context) => checkBinding(casesOf(seen, context), seen.approvals?.value ?? [], context.now),
    }),
    check('CS-4', {
      title: 'Each sign-off is proven by a review or a ledger decision',
      levels: 'B/B/B',
      remedy:
        'Have the approver approve the pull request with `/readiness sign-off <control>` in the review; a record alone proves nothing.',
      requires: ['controls', 'tree'],
      judge: (seen, context) => judgeProof(casesOf(seen, context)),
      facts: ['approvals'],
      objections: (seen, context) => checkProof(casesOf(seen, context), seen.approvals?.value ?? []),
    }),
    check('CS-5', {
      title: 'Conditions and open risks have an owner and a date, and none is overdue',
      levels: 'a/B/B',
      remedy: 'Give each condition an owner, a due date and an issue, and close those that are due.',
      requires: ['controls'],
      judge: ({ controls }, { now }) => judgeConditions(controls.value, now),
    }),
    check('CS-6', {
      title: 'The controls agree with the rest of the evidence',
      levels: '-/B/B',
      remedy: 'Correct the record or the evidence so that they agree, then have the control signed again.',
      requires: ['controls', 'data', 'integration'],
      judge: ({ controls, data, integration }) => {
        const gaps = contentGaps(controls.value, data.value, integration.value);
        return gaps.length > 0 ? gaps : met(messages.contentAgrees());
      },
    }),
    check('CS-7', {
      title: 'The records are ready for an audit: every link resolves, and every record was committed',
      levels: '-/a/B',
      remedy: 'Commit each record, and correct the links that do not resolve.',
      requires: ['controls', 'tree'],
      judge: ({ controls, tree }) => judgeEvidenceLinks(controls.value, tree.value),
      facts: ['recordHistory'],
      objections: ({ controls, recordHistory }) => uncommittedRecords(controls.value, recordHistory?.value ?? []),
    }),
  ],
  stallSigns: ({ controls }, now) =>
    controls.state === 'seen' ? pendingControls(controls.value, now) : { signs: [], due: [] },
});
