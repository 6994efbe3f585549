import criterion from '../../src/criteria/control-signoffs/index.ts';
import { unavailable } from '../../src/domain/observation.ts';
import { blobId } from '../support/harness/memory-files.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const CONTROLS = [
  'security',
  'privacy',
  'threat-model',
  'dpia',
  'records-retention',
  'access-review',
  'vendor-risk',
  'legal',
  'procurement',
];
const documents = Object.fromEntries(
  CONTROLS.map((control) => [`docs/${control}.md`, `# ${control}\nWhat was looked at.\n`]),
);
const data = `sources:
  - { id: tickets, owner: "@ravi", system: desk, refresh: live, volume: 96 a day, pii: personal, known-gaps: none }
`;
const integration = `systems:
  - { id: model-gateway, mode: live, external: true }
audit-log: { sample: readiness/observations/audit.csv, retention-days: 400 }
`;
const shared = { 'readiness/data-sources.yaml': data, 'readiness/integration.yaml': integration };
const extra: Record<string, string> = {
  'threat-model': 'treats: [prompt-injection, data-leakage, excessive-agency, supplier-change]\n',
  dpia: 'data-classes: [personal]\n',
  'records-retention': 'retention-days: 400\n',
  'access-review': 'people: ["@ravi", "@lea"]\nproduction-access: ["@ravi"]\n',
  'vendor-risk': 'systems: [model-gateway]\n',
  security:
    'evidence: [docs/security.md]\nconditions:\n  - { what: pen test, owner: "@ravi", due: 2027-01-31, issue: "#8" }\n',
};
const subjectOf = (control: string) => [
  { path: `docs/${control}.md`, mode: '100644', blob: blobId(encode(documents[`docs/${control}.md`] ?? '')) },
  ...Object.entries(shared).map(([path, text]) => ({ path, mode: '100644', blob: blobId(encode(text)) })),
];
const record = (control: string): string => `control: ${control}
subject:
${subjectOf(control)
  .map((one) => `  - { path: ${one.path}, blob: ${one.blob} }`)
  .join('\n')}
decision: approved
approver: "@signer-${control}"
date: 2026-11-07
pr: 41
${extra[control] ?? ''}`;
const records = Object.fromEntries(CONTROLS.map((control) => [`readiness/controls/${control}.yaml`, record(control)]));

interface Question {
  controls: { control: string }[];
}
const approval = (control: string, more: object = {}) => ({
  by: `signer-${control}`,
  at: '2026-11-07T10:00:00Z',
  source: 'record-pull-request',
  commit: 'b'.repeat(40),
  covered: subjectOf(control),
  eligible: true,
  authored: [],
  human: true,
  withdrawn: false,
  ...more,
});
const signed =
  (more: Record<string, object> = {}) =>
  (args: Question) =>
    args.controls.map(({ control }) => ({ control, approvals: [approval(control, more[control] ?? {})] }));
const unsigned = (which: string) => (args: Question) =>
  args.controls.map(({ control }) => ({ control, approvals: control === which ? [] : [approval(control)] }));
const changed = { 'docs/privacy.md': '# privacy\nNow also sends replies by itself.\n' };

testCriterion(criterion, {
  files: { ...documents, ...shared, ...records },
  facts: {
    approvals: signed(),
    history: (args: { paths: string[] }) =>
      args.paths.map((path) => ({ path, versions: [{ commit: 'b'.repeat(40) }] })),
  },
  settled: ['CS-1'],
  profile: 'standard',
  now: '2026-11-20',
  policy: `version: 1
controls:
${CONTROLS.map((control) => `  ${control}: { approvers: ["@signer-${control}", "@spare"] }`).join('\n')}
`,
  cases: {
    'CS-1': {
      met: [{ name: 'signed by a review, without a record', change: { 'readiness/controls/legal.yaml': null } }],
      unmet: [
        { name: 'nothing to sign', change: { 'docs/legal.md': null }, message: 'nothing-to-sign' },
        {
          name: 'a symbolic link to what is signed',
          change: { 'docs/legal.md': 'link -> ../notes/legal.md' },
          message: 'link-covered',
        },
        {
          name: 'neither record nor review',
          change: { 'readiness/controls/legal.yaml': null },
          facts: { approvals: unsigned('legal') },
          message: 'record-missing',
        },
        {
          name: 'no record, and GitHub not asked',
          change: { 'readiness/controls/legal.yaml': null },
          facts: { approvals: unavailable('not asked', 'github') },
          message: 'record-missing',
        },
        {
          name: 'a record that cannot be read',
          change: { 'readiness/controls/legal.yaml': record('legal').replace('decision:', 'decison:') },
          message: 'unreadable-record',
        },
        {
          name: 'two records of one control',
          change: { 'readiness/controls/legal-2.yaml': record('legal') },
          message: 'unreadable-record',
          says: /legal.*legal-2\.yaml/,
          at: 'readiness/controls/legal.yaml:1',
        },
        {
          name: 'two records of one control, the other in capital letters',
          change: { 'readiness/controls/Legal.yaml': record('legal') },
          message: 'unreadable-record',
          at: 'readiness/controls/Legal.yaml:1',
        },
        {
          name: 'a record under the name of another control',
          change: { 'readiness/controls/legal.yaml': null, 'readiness/controls/aaa.yaml': record('legal') },
          message: 'unreadable-record',
          says: /aaa.*belongs in readiness\/controls\/legal\.yaml/,
          at: 'readiness/controls/aaa.yaml:1',
        },
      ],
    },
    'CS-2': {
      met: [
        {
          name: 'a second eligible person signed',
          facts: {
            approvals: (args: Question) =>
              args.controls.map(({ control }) => ({
                control,
                approvals: [approval(control, { eligible: false }), approval(control, { by: `spare-${control}` })],
              })),
          },
        },
      ],
      unmet: [
        {
          name: 'no approver is named',
          profile: 'regulated',
          change: { 'docs/model-risk.md': '# model risk\n' },
          message: 'no-approvers',
        },
        {
          name: 'declined',
          change: { 'readiness/controls/legal.yaml': (text) => text.replace('approved', 'declined') },
          message: 'record-declined',
        },
        {
          name: 'dated in the future',
          change: { 'readiness/controls/legal.yaml': (text) => text.replace('2026-11-07', '2026-11-22') },
          message: 'record-in-future',
        },
        {
          name: 'not an approver',
          facts: { approvals: signed({ legal: { eligible: false } }) },
          message: 'not-an-approver',
        },
        {
          name: 'wrote what it covers',
          facts: { approvals: signed({ legal: { authored: ['c'.repeat(40)] } }) },
          message: 'wrote-what-it-covers',
        },
        { name: 'a bot', facts: { approvals: signed({ legal: { human: false } }) }, message: 'not-a-person' },
        { name: 'withdrawn', facts: { approvals: signed({ legal: { withdrawn: true } }) }, message: 'withdrawn' },
        {
          name: 'one person for two controls',
          facts: { approvals: signed({ legal: { by: 'spare' }, privacy: { by: 'Spare' } }) },
          message: 'signer-shared',
        },
        {
          name: 'one person for two controls, beside somebody whose signature is out of date',
          facts: {
            approvals: (args: Question) =>
              args.controls.map(({ control }) => ({
                control,
                approvals: /^(legal|privacy)$/.test(control)
                  ? [approval(control, { by: 'spare' }), approval(control, { covered: [] })]
                  : [approval(control)],
              })),
          },
          message: 'signer-shared',
        },
        {
          name: 'declined on GitHub',
          facts: {
            approvals: (args: Question) =>
              args.controls.map(({ control }) => ({
                control,
                approvals: [approval(control)],
                ...(control === 'legal'
                  ? { declined: { by: 'x', at: '2026-11-09T10:00:00Z', reason: 'no contract' } }
                  : {}),
              })),
          },
          message: 'declined',
        },
      ],
      stale: [
        {
          name: 'signed too long ago',
          now: '2027-11-30',
          facts: { approvals: unavailable('not asked', 'github') },
          message: 'record-expired',
        },
      ],
      unknown: [
        {
          name: 'the team cannot be read',
          facts: { approvals: signed({ legal: { eligible: 'unknown' } }) },
          message: 'membership-unknown',
        },
        {
          name: 'a commit without an account',
          facts: { approvals: signed({ legal: { authored: 'unknown' } }) },
          message: 'author-unknown',
        },
      ],
    },
    'CS-3': {
      met: [
        {
          name: 'signed again by review',
          change: changed,
          facts: {
            approvals: signed({
              privacy: {
                covered: [
                  { path: 'docs/privacy.md', mode: '100644', blob: blobId(encode(changed['docs/privacy.md'])) },
                  ...subjectOf('privacy').slice(1),
                ],
              },
            }),
          },
        },
      ],
      unmet: [
        {
          name: 'never signed',
          change: { 'readiness/controls/privacy.yaml': null },
          facts: { approvals: unsigned('privacy') },
        },
      ],
      stale: [
        { name: 'the document changed', change: changed, message: 'signature-outdated', at: 'docs/privacy.md:' },
        {
          name: 'one that ended and one that is out of date',
          now: '2026-11-20',
          facts: {
            approvals: (args: Question) =>
              args.controls.map(({ control }) => ({
                control,
                approvals:
                  control === 'privacy'
                    ? [approval(control, { at: '2025-01-07T10:00:00Z' }), approval(control, { covered: [] })]
                    : [approval(control)],
              })),
          },
          message: 'signature-outdated',
        },
        {
          name: 'a covered file appeared',
          change: { 'readiness/workflow.yaml': 'decisions: []\n' },
          message: 'signature-outdated',
        },
        {
          name: 'the record alone, without GitHub',
          change: changed,
          facts: { approvals: unavailable('not asked', 'github') },
          message: 'record-outdated',
        },
      ],
    },
    'CS-4': {
      unmet: [
        {
          name: 'a bare record',
          facts: { approvals: unsigned('privacy') },
          message: 'record-unproven',
        },
        {
          name: 'no record',
          change: { 'readiness/controls/privacy.yaml': null },
          facts: { approvals: unsigned('privacy') },
        },
      ],
    },
    'CS-5': {
      unmet: [
        {
          name: 'overdue',
          change: { 'readiness/controls/security.yaml': (text) => text.replace('2027-01-31', '2026-11-19') },
          message: 'condition-overdue',
        },
        {
          name: 'overdue and without an issue',
          change: {
            'readiness/controls/security.yaml': (text) =>
              text.replace('2027-01-31', '2026-11-19').replace(', issue: "#8"', ''),
          },
          message: 'condition-overdue-without-issue',
        },
        {
          name: 'no issue',
          change: { 'readiness/controls/security.yaml': (text) => text.replace(', issue: "#8"', '') },
          message: 'condition-without-issue',
        },
        {
          name: 'a high risk left open',
          change: {
            'readiness/controls/security.yaml': (text) =>
              `${text}risks:\n  - { title: no rate limit, severity: high, status: open }\n`,
          },
          message: 'severe-risk-open',
        },
        {
          name: 'a low risk with nobody',
          change: {
            'readiness/controls/security.yaml': (text) =>
              `${text}risks:\n  - { title: typo, severity: low, status: open }\n`,
          },
          message: 'risk-unassigned',
        },
      ],
    },
    'CS-6': {
      unmet: [
        {
          name: 'signed by a review alone, without a record',
          change: { 'readiness/controls/threat-model.yaml': null },
          message: 'threats-not-recorded',
        },
        {
          name: 'no data sources to compare',
          change: { 'readiness/data-sources.yaml': null },
          message: 'missing',
        },
        {
          name: 'an integration that cannot be read',
          change: { 'readiness/integration.yaml': 'systems: 7\n' },
          message: 'invalid',
        },
        {
          name: 'a threat left out',
          change: { 'readiness/controls/threat-model.yaml': (text) => text.replace(', supplier-change', '') },
          message: 'threats-not-treated',
        },
        {
          name: 'a data class left out',
          change: { 'readiness/controls/dpia.yaml': (text) => text.replace('[personal]', '[none]') },
          message: 'data-classes-not-assessed',
        },
        {
          name: 'another retention',
          change: {
            'readiness/controls/records-retention.yaml': (text) =>
              text.replace('retention-days: 400', 'retention-days: 90'),
          },
          message: 'retention-differs',
        },
        {
          name: 'somebody not reviewed',
          change: {
            'readiness/controls/access-review.yaml': (text) =>
              text.replace('production-access: ["@ravi"]', 'production-access: ["@tom"]'),
          },
          message: 'access-not-reviewed',
        },
        {
          name: 'a supplier not assessed',
          change: { 'readiness/controls/vendor-risk.yaml': (text) => text.replace('[model-gateway]', '[]') },
          message: 'systems-not-assessed',
        },
      ],
    },
    'CS-7': {
      met: [
        {
          name: 'a record of a control that the profile does not ask for',
          change: {
            'readiness/controls/finance.yaml': () => record('legal').replace('control: legal', 'control: finance'),
          },
        },
      ],
      unmet: [
        {
          name: 'a link to nowhere',
          change: {
            'readiness/controls/security.yaml': (text) => text.replace('[docs/security.md]', '[docs/gone.md]'),
          },
          message: 'evidence-missing',
        },
        {
          name: 'never committed',
          facts: { history: (args: { paths: string[] }) => args.paths.map((path) => ({ path, versions: [] })) },
          message: 'record-not-committed',
        },
      ],
    },
  },
});
