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
        { name: 'nothing is said of systems', change: { [INTEGRATION]: null }, message: 'missing' },
        { name: 'no decisions', change: { [WORKFLOW]: 'decisions: []\n' }, says: /names no decision/ },
        {
          name: 'a system that is not listed',
          change: edit(/ {2}- \{ id: billing.*\n/, ''),
          says: /"billing", written by refund, is not listed/,
          at: `${WORKFLOW}:36`,
        },
        {
          name: 'a data source leads to its system',
          change: edit('id: crm', 'id: erp'),
          says: /"crm", read by route-ticket/,
        },
        {
          name: 'exported data',
          change: edit('mode: live, interface', 'mode: export, interface'),
          says: /exported data/,
        },
        { name: 'a mock', change: edit('crm, mode: live', 'crm, mode: mock'), says: /by a mock/ },
        {
          name: 'staging presented as live',
          change: edit('environment: production', 'environment: Staging-2'),
          says: /"Staging-2", which is not production/,
        },
        { name: 'no environment', change: edit(', environment: production', ''), says: /which environment/ },
        { name: 'never seen working', change: edit(', verified-on: 2026-10-05', ''), says: /seen working/ },
        {
          name: 'verified before the pilot',
          change: edit('verified-on: 2026-10-05', 'verified-on: 2026-08-31'),
          says: /not while the pilot ran/,
        },
        {
          name: 'verified tomorrow',
          change: edit('verified-on: 2026-10-05', 'verified-on: 2026-11-21'),
          says: /not come yet/,
        },
        {
          name: 'verified after the pilot',
          change: { 'readiness/pilot.yaml': swap('owners:', 'ended-on: 2026-09-30\nowners:') },
          says: /\(2026-09-01 to 2026-09-30\)/,
        },
        {
          name: 'listed twice',
          change: edit('production-config', '  - { id: crm, mode: live }\nproduction-config'),
          says: /twice/,
        },
        { name: 'no proof', change: edit(', proof: { path: config/production.yaml }', ''), says: /has no proof/ },
        { name: 'an empty proof', change: edit('{ path: config/production.yaml }', '{}'), says: /has no proof/ },
        {
          name: 'a proof that is not there',
          change: edit('path: config/production.yaml', 'path: config/gone.yaml'),
          says: /not in the repository|is a folder/,
        },
        {
          name: 'a folder as proof',
          change: edit('path: config/production.yaml', 'path: config'),
          says: /not in the repository|is a folder/,
        },
        {
          name: 'the claim as its own proof',
          change: edit('path: config/production.yaml', `path: ${INTEGRATION}`),
          says: /makes the claim/,
        },
        {
          name: 'an address that is no run',
          change: edit(`run: "${RUN}"`, 'run: "https://wiki.acme.example/it-works"'),
          says: /not the address/,
        },
        { name: 'a run that is gone', facts: none, says: /cannot be found/ },
        {
          name: 'a run that failed',
          facts: { 'workflow-run': { found: true, conclusion: 'failure' } },
          says: /ended "failure"/,
        },
        { name: 'a pull request that was closed', facts: open, says: /#31, which is no merged/ },
        {
          name: 'a trigger that names nothing',
          change: { [WORKFLOW]: swap('person asks for it', 'somebody sneezes') },
          says: /names no listed system/,
        },
        {
          name: 'no production configuration',
          change: edit(/production-config.*\n/, ''),
          says: /No production configuration/,
        },
        { name: 'configuration that is gone', change: { 'config/production.env': null }, says: /is not there/ },
        {
          name: 'a switch in .env',
          change: production('USE_MOCK_CRM=true\n'),
          says: /USE_MOCK_CRM: true/,
          at: 'config/production.env:1',
        },
        { name: 'a switch in JSON', change: production('{"crm":{"url":"x","mock":"on"}}\n'), says: /mock: on/ },
        {
          name: 'a switch behind a sign that begins no comment',
          change: production('{ title: "a # b", mock: true }\n'),
          says: /mock: true/,
        },
        {
          name: 'a switch in deep JSON',
          change: production(`${'{"a":'.repeat(3_000)}{\n"stubs":{"enabled":true}}${'}'.repeat(3_000)}\n`),
          says: /enabled: true/,
          at: 'config/production.env:2',
        },
        {
          name: 'a switch below its name',
          change: production('crm:\n  fixtures:\n    url: x\n    enabled: true\n'),
          says: /production.env:4/,
        },
        { name: 'a switch in TOML', change: production('[crm.stub]\nenabled = true\n'), says: /enabled: true/ },
        { name: 'a client that is the mock', change: production("crm_client: 'mock'\n"), says: /crm_client: mock/ },
        { name: 'a denial that is off', change: production('disableMocks: false\n'), says: /disableMocks/ },
        {
          name: 'a long line',
          change: production(`${'x'.repeat(900_000)} useFakeBilling=1\n`),
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
          name: 'in JSON an object ends where it ends',
          change: production('{"mock":{"enabled":false,"url":"x"},"search":{"enabled":true}}\n'),
        },
        {
          name: 'denials and comments',
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
        { name: 'none of them', change: edit(/exit-items:\n( {2}.*\n)+/, ''), says: /nothing says that it is done/ },
        {
          name: 'one is open',
          change: edit('logging: { status: done, proof: { pr: 31 } }', 'logging: { status: open }'),
          says: /Logging: still open/,
        },
        { name: 'a bare done', change: edit(', proof: { path: config/sso.yaml }', ''), says: /has no proof/ },
        {
          name: 'declared away',
          change: edit('backups: { status: done,', 'backups: { status: not-applicable, reason: stateless,'),
          says: /nobody accepted/,
        },
        {
          name: 'a bare true',
          change: edit('apis: { status: done, proof: { run: ', 'apis: true # '),
          message: 'invalid',
        },
        { name: 'a test that failed', change: { [RESULTS]: results(['audit-row-written']) }, says: /failed in evals/ },
        {
          name: 'a test nobody ran',
          change: edit('audit-row-written', 'audit-row-imagined'),
          says: /stands in no results/,
        },
        { name: 'no results at all', change: { [RESULTS]: null }, says: /stands in no results/ },
        { name: 'a record that is gone', change: { [RECOVERY]: null }, says: /not in the repository/ },
        { name: 'a run that is gone', facts: none, says: /cannot be found/ },
      ],
    },
    'IN-3': {
      unmet: [
        { name: 'nothing is said', change: edit(/sign-in:.*\n/, ''), message: 'no-sign-in' },
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
        { name: 'no sample', change: edit(/audit-log.*\n/, ''), says: /No sample/ },
        { name: 'a sample that is gone', change: { [AUDIT]: null }, says: /is not there/ },
        { name: 'an empty sample', change: { [AUDIT]: auditFile([]) }, says: /no rows/ },
        {
          name: 'no override in the log',
          change: { [AUDIT]: swap('override', 'note') },
          says: /whether a person overrode it/,
        },
        {
          name: 'an actor left out',
          change: { [AUDIT]: auditFile(auditRows((_, i) => (i === 3 ? { actor: '' } : {}))) },
          says: /line 5: who acted is empty/,
          at: `${AUDIT}:5`,
        },
        {
          name: 'a decision nobody declared',
          change: { [AUDIT]: auditFile(auditRows((_, i) => (i === 0 ? { decision: 'close' } : {}))) },
          says: /"close" is no decision/,
        },
        {
          name: 'a risk that is played down',
          change: { [AUDIT]: auditFile(auditRows((_, i) => (i === 2 ? { risk: 'low' } : {}))) },
          says: /the workflow says high/,
        },
        {
          name: 'another mode',
          change: { [AUDIT]: auditFile(auditRows((_, i) => (i === 1 ? { mode: 'auto' } : {}))) },
          says: /the workflow says confirm/,
        },
        {
          name: 'a row of tomorrow',
          change: { [AUDIT]: auditFile(auditRows((_, i) => (i === 1 ? { at: '2026-12-01' } : {}))) },
          says: /not come yet/,
        },
        {
          name: 'no time',
          change: { [AUDIT]: auditFile(auditRows((_, i) => (i === 1 ? { at: 'yesterday' } : {}))) },
          says: /no date/,
        },
        {
          name: 'kept for another time',
          change: edit('retention-days: 400', 'retention-days: 30'),
          says: /30 days; the records-retention control says 400/,
        },
        {
          name: 'nobody decided how long',
          change: { 'readiness/controls/records-retention.yaml': null },
          says: /records-retention control has no record/,
        },
      ],
      stale: [{ name: 'an old sample', now: '2027-03-01T12:00:00Z', says: /90 at most/ }],
    },
    'IN-5': {
      unmet: [
        { name: 'never restored', change: edit(/restore: \{ tested.*\n/, ''), says: /No restore was tested/ },
        { name: 'too much lost', change: edit('rpo-minutes: 5', 'rpo-minutes: 50'), says: /lost 50 minutes/ },
        { name: 'too slow', change: edit('rto-minutes: 40', 'rto-minutes: 61'), says: /took 61 minutes/ },
        {
          name: 'in the future',
          change: edit('{ tested-on: 2026-10-10', '{ tested-on: 2026-12-10'),
          says: /not come yet/,
        },
        {
          name: 'a drill of something else',
          change: { [RESTORE]: swap('kind: restore', 'kind: rollback') },
          says: /a rollback drill, not a restore/,
        },
        { name: 'a restore that failed', change: { [RESTORE]: swap('result: pass', 'result: fail') }, says: /failed/ },
        { name: 'another restore', change: { [RESTORE]: swap('2026-10-10', '2026-10-09') }, says: /of 2026-10-09/ },
        {
          name: 'a backup job',
          change: {
            ...edit(/record: [\w/.-]+ } }\ndisaster/, 'path: jobs/backup.log } }\ndisaster'),
            'jobs/backup.log': 'ok\n',
          },
          says: /a backup job is not a restore/,
        },
        {
          name: 'no proof',
          change: edit(/, proof: \{ run: "[^"]*", record: readiness\/drills\/2026-10-10-restore.yaml \}/, ''),
          says: /has no proof/,
        },
        { name: 'a run that is gone', facts: none, says: /cannot be found/ },
      ],
      stale: [
        {
          name: 'long ago',
          change: {
            ...edit('{ tested-on: 2026-10-10', '{ tested-on: 2026-04-10'),
            [RESTORE]: swap('2026-10-10', '2026-04-10'),
          },
          says: /180 at most/,
        },
      ],
    },
    'IN-6': {
      unmet: [
        { name: 'never tried', change: { [RECOVERY]: null }, says: /No record/ },
        {
          name: 'slower than allowed',
          change: { [RECOVERY]: swap('seconds: 3000', 'seconds: 4000') },
          says: /limit is 3600/,
        },
        { name: 'nothing to compare with', change: edit(/restore: \{ tested.*\n/, ''), says: /no limit/ },
        {
          name: 'an older drill named',
          change: {
            [RECOVERY]: swap('result: pass', 'result: fail'),
            'readiness/drills/2026-09-12-recovery.yaml':
              connectedPilot[RECOVERY]?.replace('2026-10-12', '2026-09-12') ?? '',
            ...edit('drill: readiness/drills/2026-10-12', 'drill: readiness/drills/2026-09-12'),
          },
          says: /the newest disaster-recovery drill is/,
        },
        { name: 'a run that is gone', facts: none, says: /cannot be found/ },
        {
          name: 'an exemption nobody accepted',
          change: edit(/disaster-recovery: \{ drill.*\n/, 'disaster-recovery: { exemption: tier 3 }\n'),
          facts: { acceptance: { accepted: false } },
          says: /has not accepted/,
        },
        {
          name: 'an exemption without a reason',
          change: {
            ...edit(/disaster-recovery: \{ drill.*\n/, 'disaster-recovery: { exemption: TBD }\n'),
            [RECOVERY]: null,
          },
          says: /No record/,
        },
      ],
      stale: [
        { name: 'long ago', now: '2027-11-01T12:00:00Z', says: /365 at most/ },
        {
          name: 'the pipeline changed since',
          facts: { ancestry: { a: RAN, b: RAN, relation: 'b-newer' } },
          says: /changed after/,
        },
      ],
      met: [
        {
          name: 'an accepted exemption',
          change: {
            ...edit(/disaster-recovery: \{ drill.*\n/, 'disaster-recovery: { exemption: tier 3 }\n'),
            [RECOVERY]: null,
          },
          says: /accepted by @greta/,
        },
      ],
      unknown: [
        {
          name: 'an exemption that nobody could be asked about',
          change: edit(/disaster-recovery: \{ drill.*\n/, 'disaster-recovery: { exemption: tier 3 }\n'),
          facts: { acceptance: { state: 'unavailable', reason: 'offline', resolvableBy: 'github' } },
        },
      ],
    },
    'IN-7': {
      unmet: [
        { name: 'never tested', change: edit(/volume-test.*\n/, ''), says: /No test at the target/ },
        {
          name: 'below the target',
          change: edit('per-minute: 55', 'per-minute: 49'),
          says: /49 a minute; the target is 50/,
        },
        { name: 'a target of nothing', change: edit('target: 50,', 'target: 0,'), says: /is zero/ },
        { name: 'too short', change: edit('minutes: 45', 'minutes: 5'), says: /5 minutes; 30/ },
        {
          name: 'a limit nobody knows',
          change: edit(', rate-limit-per-minute: 60', ''),
          says: /Nothing says how many requests a minute billing/,
        },
        {
          name: 'a limit below the target',
          change: edit('rate-limit-per-minute: 60', 'rate-limit-per-minute: 40'),
          says: /billing allows 40/,
        },
        { name: 'in the future', change: edit('on: 2026-10-15', 'on: 2027-10-15'), says: /not come yet/ },
        { name: 'a run that is gone', facts: none, says: /cannot be found/ },
      ],
      stale: [{ name: 'long ago', now: '2027-11-01T12:00:00Z', says: /365 at most/ }],
    },
  },
});
