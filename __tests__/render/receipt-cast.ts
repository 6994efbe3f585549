import type { Receipt, Refusal } from '../../src/core/commands/receipt.ts';
import type { Decision } from '../../src/core/decisions/decision.ts';
import { said } from '../core/decisions/build.ts';

/** Every kind of answer to a command, as renderers are shown them: a new kind does not compile without one here. */

const SHA = 'a1'.repeat(20);
const who = ['@dana', '@acme/privacy'];
const line = '/readiness sign-off privacy @a1a1a1a1a1a1';

const REFUSALS: { [Because in Refusal['because']]: Extract<Refusal, { because: Because }> } = {
  'not-an-approver': { because: 'not-an-approver', of: 'privacy', who },
  'nobody-named': { because: 'nobody-named', of: 'privacy' },
  'opened-it': { because: 'opened-it', who },
  'wrote-commits': { because: 'wrote-commits', commits: [SHA], who },
  'wrote-evidence': { because: 'wrote-evidence', wrote: [{ path: 'docs/privacy.md', commit: SHA }], who },
  'asked-for-it': { because: 'asked-for-it', who },
  'holds-another': { because: 'holds-another', control: 'privacy', holds: ['security'], who },
  'could-not-look': { because: 'could-not-look', what: 'GitHub answered 502', again: '2026-11-20T14:07:00Z' },
  'not-known': { because: 'not-known', kind: 'control', given: 'privcy', nearest: 'privacy', known: ['privacy'] },
  'never-waived': { because: 'never-waived', code: 'CS-2', what: 'waived' },
  'bad-end': { because: 'bad-end', given: '2030-01-01', how: 'too-far', latest: '2027-02-18' },
  'not-reported': { because: 'not-reported', line },
  'just-pushed': { because: 'just-pushed', at: '2026-11-20T11:59:30Z', line },
  'head-moved': {
    because: 'head-moved',
    from: SHA,
    to: 'c3'.repeat(20),
    changed: [{ path: 'docs/privacy.md', how: 'changed' }],
    line,
  },
  'another-commit': { because: 'another-commit', given: '1234567', line },
  'nothing-to-sign': { because: 'nothing-to-sign', control: 'privacy', covers: ['docs/privacy.md'] },
  'nothing-asked': { because: 'nothing-asked', code: 'RB-7' },
  'several-asked': { because: 'several-asked', lines: ['/readiness grant RB-7 from @tom'] },
  'just-asked': { because: 'just-asked', by: 'ravi', at: '2026-11-20T11:59:30Z' },
  'just-held': { because: 'just-held', by: 'ravi', at: '2026-11-20T11:59:30Z' },
  'nothing-to-take-back': { because: 'nothing-to-take-back', of: 'privacy' },
  'stands-in-policy': { because: 'stands-in-policy', code: 'RB-7', place: '.github/pilot-readiness.yml:12' },
  'nothing-held': { because: 'nothing-held' },
  'nobody-accepts': { because: 'nobody-accepts', subject: 'RB-7' },
  'not-approving': { because: 'not-approving' },
  'needs-comment': { because: 'needs-comment' },
  'pull-request-closed': { because: 'pull-request-closed' },
};

const DECISIONS: { [Verb in Decision['verb']]: Extract<Decision, { verb: Verb }> } = {
  'sign-off': said(1, 'sign-off'),
  decline: said(1, 'decline'),
  withdraw: said(1, 'withdraw'),
  accept: said(1, 'accept'),
  waive: said(1, 'waive'),
  'not-applicable': said(1, 'not-applicable'),
  grant: said(1, 'grant'),
  revoke: said(1, 'revoke'),
  hold: said(1, 'hold'),
  release: said(1, 'release'),
  retire: said(1, 'retire'),
};

export const receiptCast: Receipt[] = [
  ...Object.values(DECISIONS).map((decision): Receipt => ({ kind: 'recorded', by: 'mira', line: 1, decision, who })),
  ...Object.values(REFUSALS).map(
    (refusal): Receipt => ({ kind: 'refused', by: 'tom', line: 1, verb: 'sign-off', subject: 'privacy', refusal }),
  ),
  { kind: 'counts-as-review', by: 'mira', line: 1, verb: 'sign-off', subject: 'privacy' },
  {
    kind: 'not-understood',
    by: 'tom',
    line: 1,
    fault: {
      word: 'waive',
      line: 1,
      problem: 'not-a-date',
      seen: '31.1.27',
      forms: ['/readiness waive <code> until <date> because <reason>'],
      nearest: 'waive',
    },
  },
];
