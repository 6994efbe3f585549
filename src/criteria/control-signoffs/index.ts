import * as z from 'zod';
import { met } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { approvals, history } from '../../engine/fact-requests.ts';
import { records, section, tree as treeOf } from '../../engine/inputs.ts';
import { confirmBinding, judgeBinding } from '../shared/controls/binding.ts';
import { confirmProof, judgeProof } from '../shared/controls/proof.ts';
import { confirmSigners, judgeSigners } from '../shared/controls/signers.ts';
import { casesOf } from '../shared/controls/validity.ts';
import { pendingControls } from '../shared/waiting.ts';
import { judgeEvidenceLinks, judgeRecordHistory } from './audit-trail.ts';
import { judgeConditions } from './conditions.ts';
import { contentGaps } from './content.ts';
import { confirmSigned, judgeSigned } from './signed.ts';

/** Asks that each control was signed by the right person, for what stands there today. */
export default defineCriterion({
  id: 'control-signoffs',
  title: 'Sign-offs',
  subtitle: 'The controls are signed, and the signatures still apply',
  half: 'organizational',
  why: 'Controls tolerate a pilot and stop its scaling; an approval is worth only what it looked at.',
  sources: ['S0', 'S2', 'S3'],
  params: {
    validDays: param(
      z.int().min(1).max(365),
      { minimal: 365, standard: 365, regulated: 180 },
      'lower',
      'days after which a sign-off ends',
    ),
    accessReviewDays: param(
      z.int().min(1).max(365),
      { minimal: 180, standard: 90, regulated: 90 },
      'lower',
      'days after which an access review ends',
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
    const cases = controls.state === 'seen' && tree.state === 'seen' ? casesOf({ controls, tree }, context) : [];
    return {
      approvals: approvals(
        cases.map(({ control, approvers, covers, record, plainApproval }) => ({
          control,
          approvers,
          covers,
          ...(plainApproval ? { plainApproval: true as const } : {}),
          ...(record?.located.value.pr === undefined ? {} : { recordPr: record.located.value.pr }),
        })),
      ),
      recordHistory: history(controls.state === 'seen' ? controls.value.items.map(({ path }) => path) : []),
    };
  },
  checks: (check) => [
    check('CS-1', {
      title: 'Each required control has something to sign and a sign-off',
      levels: 'B/B/B',
      remedy:
        'Write what the control looks at (such as docs/privacy.md), then have an approver sign: a review with `/readiness sign-off <control>`, or a record written by `pilot-readiness sign-off <control>`.',
      requires: ['controls', 'tree'],
      judge: (seen, context) => judgeSigned(casesOf(seen, context), seen.controls.value),
      facts: ['approvals'],
      confirm: (seen, context) =>
        confirmSigned(casesOf(seen, context), seen.approvals.value, seen.controls.value.folder),
    }),
    check('CS-2', {
      title: 'Signed by an approver who is independent, in time',
      levels: 'B/B/B',
      waivable: false,
      remedy: 'Have an approver of that control, who did not write what it covers, sign it.',
      requires: ['controls', 'tree'],
      judge: (seen, context) => judgeSigners(casesOf(seen, context), seen.controls.value.folder, context.now),
      facts: ['approvals'],
      confirm: (seen, context) =>
        confirmSigners(casesOf(seen, context), seen.approvals.value, seen.controls.value.folder, context.now),
    }),
    check('CS-3', {
      title: 'The signatures are bound to what stands there today',
      levels: 'a/B/B',
      waivable: false,
      remedy:
        'Have the control signed again for the files as they are: its approver writes `/readiness sign-off <control>` on the pull request; a record that is committed takes their ids from `pilot-readiness sign-off <control>`.',
      requires: ['controls', 'tree'],
      judge: (seen, context) => judgeBinding(casesOf(seen, context), seen.controls.value.folder),
      facts: ['approvals'],
      confirm: (seen, context) =>
        confirmBinding(casesOf(seen, context), seen.approvals.value, seen.controls.value.folder, context.now),
    }),
    check('CS-4', {
      title: 'Each signature is real: a review, a ledger decision or a signed commit',
      levels: 'B/B/B',
      remedy:
        'Have the approver approve the pull request with `/readiness sign-off <control>` in the review; a bare record proves nothing.',
      requires: ['controls', 'tree'],
      judge: (seen, context) => judgeProof(casesOf(seen, context), seen.controls.value.folder),
      facts: ['approvals'],
      confirm: (seen, context) =>
        confirmProof(casesOf(seen, context), seen.approvals.value, seen.controls.value.folder),
    }),
    check('CS-5', {
      title: 'Conditions and open risks have an owner and a date, and none is overdue',
      levels: 'a/B/B',
      remedy: 'Give each condition an owner, a due date and an issue; close what is due.',
      requires: ['controls'],
      judge: ({ controls }, { now }) => judgeConditions(controls.value, now),
    }),
    check('CS-6', {
      title: 'The controls agree with the rest of the evidence',
      levels: '-/B/B',
      remedy: 'Bring the record and the evidence into agreement, then have the control signed again.',
      requires: ['controls', 'data', 'integration'],
      judge: ({ controls, data, integration }) => {
        const gaps = contentGaps(controls.value, data.value, integration.value);
        return gaps.length > 0
          ? gaps
          : met('Threat model, data classes, retention, access and vendors agree with the evidence', []);
      },
    }),
    check('CS-7', {
      title: 'The records can be handed to an auditor: every link resolves, every record has a history',
      levels: '-/a/B',
      remedy: 'Commit each record, and mend the links that lead nowhere.',
      requires: ['controls', 'tree'],
      judge: ({ controls, tree }) => judgeEvidenceLinks(controls.value, tree.value),
      facts: ['recordHistory'],
      confirm: ({ controls, recordHistory }) => judgeRecordHistory(controls.value, recordHistory.value),
    }),
  ],
  stallSigns: ({ controls }, now) =>
    controls.state === 'seen' ? pendingControls(controls.value, now) : { signs: [], due: [] },
});
