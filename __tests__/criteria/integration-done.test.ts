import criterion from '../../src/criteria/integration-done/index.ts';
import {
  AUDIT,
  auditFile,
  auditRows,
  connectedFacts,
  connectedPilot,
  INTEGRATION,
  NOW,
  RAN,
  RESULTS,
  RUN,
  results,
  SOURCES,
  swap,
  WORKFLOW,
} from '../support/fixtures/connected-pilot.ts';
import { type Change, testCriterion } from '../support/harness/test-criterion.ts';

const edit = (from: string | RegExp, to: string): Change => ({ [INTEGRATION]: swap(from, to) });
const production = (text: string): Change => ({ 'config/production.env': text });
const RESTORE = 'readiness/drills/2026-10-10-restore.yaml';
const RECOVERY = 'readiness/drills/2026-10-12-recovery.yaml';
const none = { 'workflow-run': { found: false } };
const open = {
  issues: ({ links }: { links: string[] }) => Object.fromEntries(links.map((one) => [one, { state: 'closed' }])),
};
const changedOn = (on: string) => ({
  history: ({ paths }: { paths: string[] }) =>
    paths.map((path) => ({ path, versions: [{ commit: RAN, blob: RAN, declaredAt: `${on}T09:00:00Z`, author: {} }] })),
});

testCriterion(criterion, {
  profile: 'standard',
  now: NOW,
  files: connectedPilot,
  facts: connectedFacts,
  cases: {
    'IN-1': {
      unmet: [
        { name: 'no integration file', change: { [INTEGRATION]: null }, message: 'missing' },
        { name: 'no decisions', change: { [WORKFLOW]: 'decisions: []\n' }, message: 'no-decisions' },
        {
          name: 'a system that is not listed',
          change: edit(/ {2}- \{ id: billing.*\n/, ''),
          message: 'system-not-listed',
          says: /"billing", written by refund/,
          at: `${WORKFLOW}:36`,
        },
        {
          name: 'a data source leads to its system',
          change: edit('id: crm', 'id: erp'),
          message: 'system-not-listed',
          says: /"crm", read by route-ticket/,
        },
        {
          name: 'exported data',
          change: edit('mode: live, interface', 'mode: export, interface'),
          message: 'system-exported',
        },
        { name: 'a mock', change: edit('crm, mode: live', 'crm, mode: mock'), message: 'system-mocked' },
        {
          name: 'staging presented as live',
          change: edit('environment: production', 'environment: Staging-2'),
          message: 'not-production',
        },
        { name: 'no environment', change: edit(', environment: production', ''), message: 'no-environment' },
        { name: 'never verified', change: edit(', verified-on: 2026-10-05', ''), message: 'never-verified' },
        {
          name: 'verified before the pilot',
          change: edit('verified-on: 2026-10-05', 'verified-on: 2026-08-31'),
          message: 'verified-outside-pilot',
        },
        {
          name: 'verified tomorrow',
          change: edit('verified-on: 2026-10-05', 'verified-on: 2026-11-21'),
          message: 'future-date',
        },
        {
          name: 'verified after the pilot',
          change: { 'readiness/pilot.yaml': swap('owners:', 'ended-on: 2026-09-30\nowners:') },
          message: 'verified-outside-pilot',
          says: /2026-09-01 to 2026-09-30/,
        },
        {
          name: 'listed twice',
          change: edit('production-config', '  - { id: crm, mode: live }\nproduction-config'),
          message: 'system-listed-twice',
        },
        { name: 'no proof', change: edit(', proof: { path: config/production.yaml }', ''), message: 'no-proof' },
        { name: 'an empty proof', change: edit('{ path: config/production.yaml }', '{}'), message: 'no-proof' },
        {
          name: 'a proof that is not there',
          change: edit('path: config/production.yaml', 'path: config/gone.yaml'),
          message: 'no-such-file',
          says: /config\/gone.yaml/,
        },
        {
          name: 'a folder as proof',
          change: edit('path: config/production.yaml', 'path: config'),
          message: 'no-such-file',
        },
        {
          name: 'the claim as its own proof',
          change: edit('path: config/production.yaml', `path: ${INTEGRATION}`),
          message: 'proof-is-claim',
        },
        {
          name: 'an address that is no run',
          change: edit(`run: "${RUN}"`, 'run: "https://wiki.acme.example/it-works"'),
          message: 'proof-run-not-url',
        },
        { name: 'a run that is gone', facts: none, message: 'proof-run-missing' },
        {
          name: 'a run that failed',
          facts: { 'workflow-run': { found: true, conclusion: 'failure' } },
          message: 'proof-run-failed',
        },
        { name: 'a pull request that was closed', facts: open, message: 'proof-pull-not-merged', says: /#31/ },
        {
          name: 'a trigger that names no system',
          change: { [WORKFLOW]: swap('person asks for it', 'somebody waits') },
          message: 'unknown-trigger',
        },
        {
          name: 'no production configuration',
          change: edit(/production-config.*\n/, ''),
          message: 'no-production-config',
        },
        { name: 'configuration that is gone', change: { 'config/production.env': null }, message: 'no-such-text' },
        {
          name: 'a switch in .env',
          change: production('USE_MOCK_CRM=true\n'),
          message: 'mock-in-production',
          says: /USE_MOCK_CRM: true/,
          at: 'config/production.env:1',
        },
        {
          name: 'a switch in JSON',
          change: production('{"crm":{"url":"x","mock":"on"}}\n'),
          message: 'mock-in-production',
          says: /mock: on/,
        },
        {
          name: 'a switch after a # inside quotes',
          change: production('{ title: "a # b", mock: true }\n'),
          message: 'mock-in-production',
          says: /mock: true/,
        },
        {
          name: 'a switch in deep JSON',
          change: production(`${'{"a":'.repeat(3_000)}{\n"stubs":{"enabled":true}}${'}'.repeat(3_000)}\n`),
          message: 'mock-in-production',
          says: /enabled: true/,
          at: 'config/production.env:2',
        },
        {
          name: 'a switch below its name',
          change: production('crm:\n  fixtures:\n    url: x\n    enabled: true\n'),
          message: 'mock-in-production',
          says: /production.env:4/,
        },
        {
          name: 'a switch in TOML',
          change: production('[crm.stub]\nenabled = true\n'),
          message: 'mock-in-production',
          says: /enabled: true/,
        },
        {
          name: 'a client that is the mock',
          change: production("crm_client: 'mock'\n"),
          message: 'mock-in-production',
          says: /crm_client: mock/,
        },
        {
          name: 'a negation that is off',
          change: production('disableMocks: false\n'),
          message: 'mock-in-production',
          says: /disableMocks/,
        },
        {
          name: 'a long line',
          change: production(`${'x'.repeat(900_000)} useFakeBilling=1\n`),
          message: 'mock-in-production',
          says: /useFakeBilling/,
        },
      ],
      unknown: [
        {
          name: 'runs may not be read',
          facts: { 'workflow-run': { state: 'unavailable', reason: 'Actions: read', resolvableBy: 'github' } },
        },
      ],
      met: [
        {
          name: 'a switch outside the mock object in JSON',
          change: production('{"mock":{"enabled":false,"url":"x"},"search":{"enabled":true}}\n'),
        },
        {
          name: 'negations and comments',
          change: production('disable_mocks: true\nmock_timeout: 5\n# mock: true\nmockups: true\n'),
        },
        {
          name: 'without declared sources ids are systems',
          change: {
            [SOURCES]: null,
            [WORKFLOW]: (text) => text.replaceAll('ticket-texts', 'tickets').replaceAll('customers', 'crm'),
          },
        },
      ],
    },
    'IN-2': {
      unmet: [
        { name: 'none of them', change: edit(/exit-items:\n( {2}.*\n)+/, ''), message: 'exit-item-missing' },
        {
          name: 'one is open',
          change: edit('logging: { status: done, proof: { pr: 31 } }', 'logging: { status: open }'),
          message: 'exit-item-open',
          says: /logging/,
        },
        {
          name: 'a bare done',
          change: edit(', proof: { path: config/sso.yaml }', ''),
          message: 'no-proof',
          says: /sso/,
        },
        {
          name: 'declared not applicable',
          change: edit('backups: { status: done,', 'backups: { status: not-applicable, reason: stateless,'),
          message: 'exit-item-declared-away',
        },
        {
          name: 'a bare true',
          change: edit('apis: { status: done, proof: { run: ', 'apis: true # '),
          message: 'invalid',
        },
        {
          name: 'a test that failed',
          change: { [RESULTS]: results(['audit-row-written']) },
          message: 'proof-test-not-passed',
        },
        {
          name: 'a test that was not run',
          change: edit('audit-row-written', 'audit-row-imagined'),
          message: 'proof-test-not-passed',
        },
        { name: 'no results at all', change: { [RESULTS]: null }, message: 'proof-test-not-passed' },
        { name: 'a record that is gone', change: { [RECOVERY]: null }, message: 'no-such-file' },
        { name: 'a run that is gone', facts: none, message: 'proof-run-missing' },
      ],
    },
    'IN-3': {
      unmet: [
        { name: 'no sign-in', change: edit(/sign-in:.*\n/, ''), message: 'no-sign-in' },
        { name: 'a placeholder', change: edit('provider: Acme Entra', 'provider: TBD'), message: 'blank' },
        { name: 'an empty configuration', change: { 'config/sso.yaml': '' }, message: 'no-such-file' },
        { name: 'no configuration', change: { 'config/sso.yaml': null }, message: 'no-such-file' },
        {
          name: 'local accounts',
          change: edit('local-accounts: false', 'local-accounts: true'),
          message: 'local-accounts',
        },
        { name: 'a shared key', change: edit('shared-keys: false', 'shared-keys: true'), message: 'shared-keys' },
        {
          name: 'a test in the future',
          change: edit('tested-on: 2026-10-06', 'tested-on: 2027-10-06'),
          message: 'future-date',
        },
        { name: 'not committed', facts: { history: [] }, message: 'sign-in-not-committed' },
      ],
      stale: [
        {
          name: 'tested long ago',
          change: edit('tested-on: 2026-10-06', 'tested-on: 2026-05-01'),
          message: 'too-old',
        },
        { name: 'changed after the test', facts: changedOn('2026-10-07'), message: 'sign-in-changed' },
      ],
      met: [{ name: 'changed on the day of the test', facts: changedOn('2026-10-06') }],
    },
    'IN-4': {
      unmet: [
        { name: 'no sample', change: edit(/audit-log.*\n/, ''), message: 'no-audit-sample' },
        { name: 'a sample that is gone', change: { [AUDIT]: null }, message: 'rows-missing' },
        { name: 'an empty sample', change: { [AUDIT]: auditFile([]) }, message: 'no-audit-rows' },
        {
          name: 'no override in the log',
          change: { [AUDIT]: swap('override', 'note') },
          message: 'missing-columns',
        },
        {
          name: 'an empty actor',
          change: { [AUDIT]: auditFile(auditRows((_, i) => (i === 3 ? { actor: '' } : {}))) },
          message: 'invalid-rows',
          at: `${AUDIT}:5`,
        },
        {
          name: 'an undeclared decision',
          change: { [AUDIT]: auditFile(auditRows((_, i) => (i === 0 ? { decision: 'close' } : {}))) },
          message: 'invalid-rows',
        },
        {
          name: 'a risk that is lowered',
          change: { [AUDIT]: auditFile(auditRows((_, i) => (i === 2 ? { risk: 'low' } : {}))) },
          message: 'invalid-rows',
        },
        {
          name: 'another mode',
          change: { [AUDIT]: auditFile(auditRows((_, i) => (i === 1 ? { mode: 'auto' } : {}))) },
          message: 'invalid-rows',
        },
        {
          name: 'a row of tomorrow',
          change: { [AUDIT]: auditFile(auditRows((_, i) => (i === 1 ? { at: '2026-12-01' } : {}))) },
          message: 'invalid-rows',
        },
        {
          name: 'no time',
          change: { [AUDIT]: auditFile(auditRows((_, i) => (i === 1 ? { at: 'yesterday' } : {}))) },
          message: 'invalid-rows',
        },
        {
          name: 'kept for another number of days',
          change: edit('retention-days: 400', 'retention-days: 30'),
          message: 'retention-differs',
          says: /30 days.* 400/,
        },
        {
          name: 'no retention decision',
          change: { 'readiness/controls/records-retention.yaml': null },
          message: 'no-retention',
        },
      ],
      stale: [{ name: 'an old sample', now: '2027-03-01T12:00:00Z', message: 'sample-too-old' }],
    },
    'IN-5': {
      unmet: [
        { name: 'never restored', change: edit(/restore: \{ tested.*\n/, ''), message: 'no-restore' },
        {
          name: 'too much lost',
          change: edit('rpo-minutes: 5', 'rpo-minutes: 50'),
          message: 'restore-lost-too-much',
          says: /50/,
        },
        {
          name: 'too slow',
          change: edit('rto-minutes: 40', 'rto-minutes: 61'),
          message: 'restore-too-slow',
          says: /61/,
        },
        {
          name: 'in the future',
          change: edit('{ tested-on: 2026-10-10', '{ tested-on: 2026-12-10'),
          message: 'future-date',
        },
        {
          name: 'a drill of something else',
          change: { [RESTORE]: swap('kind: restore', 'kind: rollback') },
          message: 'proof-of-other-drill',
        },
        {
          name: 'a restore that failed',
          change: { [RESTORE]: swap('result: pass', 'result: fail') },
          message: 'proof-of-failed-restore',
        },
        {
          name: 'another restore',
          change: { [RESTORE]: swap('2026-10-10', '2026-10-09') },
          message: 'proof-of-other-day',
          says: /2026-10-09/,
        },
        {
          name: 'a backup job',
          change: {
            ...edit(/record: [\w/.-]+ } }\ndisaster/, 'path: jobs/backup.log } }\ndisaster'),
            'jobs/backup.log': 'ok\n',
          },
          message: 'backup-as-proof',
        },
        {
          name: 'no proof',
          change: edit(/, proof: \{ run: "[^"]*", record: readiness\/drills\/2026-10-10-restore.yaml \}/, ''),
          message: 'no-proof',
        },
        { name: 'a run that is gone', facts: none, message: 'proof-run-missing' },
      ],
      stale: [
        {
          name: 'long ago',
          change: {
            ...edit('{ tested-on: 2026-10-10', '{ tested-on: 2026-04-10'),
            [RESTORE]: swap('2026-10-10', '2026-04-10'),
          },
          message: 'too-old',
        },
      ],
    },
    'IN-6': {
      unmet: [
        { name: 'never tried', change: { [RECOVERY]: null }, message: 'no-drill' },
        {
          name: 'slower than allowed',
          change: { [RECOVERY]: swap('seconds: 3000', 'seconds: 4000') },
          message: 'drill-too-slow',
        },
        { name: 'nothing to compare with', change: edit(/restore: \{ tested.*\n/, ''), message: 'drill-without-limit' },
        {
          name: 'an older drill named',
          change: {
            [RECOVERY]: swap('result: pass', 'result: fail'),
            'readiness/drills/2026-09-12-recovery.yaml':
              connectedPilot[RECOVERY]?.replace('2026-10-12', '2026-09-12') ?? '',
            ...edit('drill: readiness/drills/2026-10-12', 'drill: readiness/drills/2026-09-12'),
          },
          message: 'older-drill-named',
        },
        { name: 'a run that is gone', facts: none, message: 'drill-run-not-found' },
        {
          name: 'an exemption that was not accepted',
          change: edit(/disaster-recovery: \{ drill.*\n/, 'disaster-recovery: { exemption: tier 3 }\n'),
          facts: { acceptance: { accepted: false } },
          message: 'recovery-exemption-not-accepted',
        },
        {
          name: 'an exemption without a reason',
          change: {
            ...edit(/disaster-recovery: \{ drill.*\n/, 'disaster-recovery: { exemption: TBD }\n'),
            [RECOVERY]: null,
          },
          message: 'no-drill',
        },
      ],
      stale: [
        { name: 'long ago', now: '2027-11-01T12:00:00Z', message: 'too-old' },
        {
          name: 'the pipeline changed since',
          facts: { ancestry: { a: RAN, b: RAN, relation: 'b-newer' } },
          message: 'changed-after-drill',
        },
      ],
      met: [
        {
          name: 'an accepted exemption',
          change: {
            ...edit(/disaster-recovery: \{ drill.*\n/, 'disaster-recovery: { exemption: tier 3 }\n'),
            [RECOVERY]: null,
          },
          message: 'recovery-exemption-accepted',
          says: /@greta/,
        },
      ],
      unknown: [
        {
          name: 'an exemption whose acceptance cannot be looked up',
          change: edit(/disaster-recovery: \{ drill.*\n/, 'disaster-recovery: { exemption: tier 3 }\n'),
          facts: { acceptance: { state: 'unavailable', reason: 'offline', resolvableBy: 'github' } },
        },
      ],
    },
    'IN-7': {
      unmet: [
        { name: 'never tested', change: edit(/volume-test.*\n/, ''), message: 'no-volume-test' },
        {
          name: 'below the target',
          change: edit('per-minute: 55', 'per-minute: 49'),
          message: 'below-target-volume',
        },
        { name: 'a target of nothing', change: edit('target: 50,', 'target: 0,'), message: 'no-target-volume' },
        {
          name: 'too short',
          change: edit('minutes: 45', 'minutes: 5'),
          message: 'volume-test-too-short',
          says: /5 minutes.* 30/,
        },
        {
          name: 'an unknown limit',
          change: edit(', rate-limit-per-minute: 60', ''),
          message: 'no-rate-limit',
          says: /billing/,
        },
        {
          name: 'a limit below the target',
          change: edit('rate-limit-per-minute: 60', 'rate-limit-per-minute: 40'),
          message: 'rate-limit-too-low',
          says: /billing.* 40/,
        },
        { name: 'in the future', change: edit('on: 2026-10-15', 'on: 2027-10-15'), message: 'future-date' },
        { name: 'a run that is gone', facts: none, message: 'proof-run-missing' },
      ],
      stale: [{ name: 'long ago', now: '2027-11-01T12:00:00Z', message: 'too-old' }],
    },
  },
});
