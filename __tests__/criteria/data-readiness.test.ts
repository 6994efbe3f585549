import { parse } from 'yaml';
import criterion from '../../src/criteria/data-readiness/index.ts';
import {
  connectedFacts,
  connectedPilot,
  dayOf,
  entry,
  INTEGRATION,
  NOW,
  RAN,
  RESULTS,
  results,
  SOURCES,
  sha256Of,
  swap,
  WORKFLOW,
  without,
} from '../support/fixtures/connected-pilot.ts';
import { type Change, testCriterion } from '../support/harness/test-criterion.ts';

const DQ = 'readiness/observations/dq.csv';
const CASES = 'readiness/observations/uncurated.csv';
const LOG = 'readiness/observations/volume.csv';
const FLOW = '.github/workflows/quality.yml';
const FALLBACK = 'readiness/drills/2026-10-20-fallback.yaml';
const edit = (from: string | RegExp, to: string): Change => ({ [SOURCES]: swap(from, to) });
/** Other cases, with the hash that belongs to them. */
const cases = (text: string): Change => ({
  [CASES]: text,
  [SOURCES]: swap(/ sha256: \w+/, ` sha256: ${sha256Of(text)}`),
});
const cohorts = `cohorts:
  - { id: a, site: Graz, team: one, manager: "@mo", started-on: 2026-09-01 }
  - { id: b, site: Rotterdam, team: two, manager: "@nils", started-on: 2026-10-01 }
`;
const protocolIn = (text: string): unknown => (parse(text) as Record<string, unknown>)['exception-protocol'];
const decided = (on: string, text = connectedPilot[SOURCES] ?? '') => ({
  'value-history': ({ path, pointer }: { path: string; pointer: string }) => ({
    path,
    pointer,
    values: [entry(protocolIn(text), on)],
  }),
});
const issue = (state: string) => ({
  issues: ({ links }: { links: string[] }) => Object.fromEntries(links.map((link) => [link, { state }])),
});
const run = (answer: object) => ({ 'workflow-run': answer, 'newest-run': answer });
const reword = (text: string) => text.replace('we are looking at it', 'please wait');
const onlyDrill = edit(', test: late-falls-back', '');

testCriterion(criterion, {
  profile: 'standard',
  now: NOW,
  files: { ...connectedPilot, 'readiness/cohorts.yaml': cohorts },
  facts: { ...connectedFacts, ...decided('2026-09-20'), acceptance: { accepted: false } },
  settled: ['DR-7'],
  cases: {
    'DR-1': {
      unmet: [
        { name: 'nothing is listed', change: { [SOURCES]: 'sources: []\n' }, message: 'no-sources' },
        { name: 'no file', change: { [SOURCES]: null }, message: 'missing' },
        {
          name: 'a source that is not listed',
          change: { [WORKFLOW]: swap('reads: [customers]', 'reads: [ledger]') },
          message: 'source-not-listed',
          says: /"ledger", read by refund/,
        },
        {
          name: 'nothing is read',
          change: { [WORKFLOW]: 'decisions: []\n' },
          message: 'nothing-read',
        },
        {
          name: 'a source that no decision reads',
          change: {
            [WORKFLOW]: (text) =>
              text
                .replace('[ticket-texts, customers]', '[ticket-texts]')
                .replace('reads: [customers]', 'reads: [ticket-texts]'),
          },
          message: 'source-not-read',
          says: /customers/,
        },
        {
          name: 'twice the same',
          change: edit(
            'quality-target',
            '  - { id: customers, owner: "@ravi", system: crm, refresh: nightly, volume: few, pii: none, known-gaps: [x] }\nquality-target',
          ),
          message: 'source-listed-twice',
        },
        {
          name: 'from a system that is not connected',
          change: { [INTEGRATION]: swap('id: crm', 'id: erp') },
          message: 'system-not-connected',
          says: /"crm"/,
        },
        {
          name: 'a placeholder as refresh',
          change: edit('refresh: every night', 'refresh: TBD'),
          message: 'blank',
          says: /refresh of customers/,
        },
        {
          name: 'no gaps without a reason',
          change: edit(/ {4}known-gaps-reason.*\n/, ''),
          message: 'gaps-without-reason',
        },
        { name: 'gaps left blank', change: edit('[attachments are not read]', '[]'), message: 'gaps-blank' },
        {
          name: 'a contract that is not there',
          change: edit('    known-gaps: none\n', '    known-gaps: none\n    contract: contracts/customers.yaml\n'),
          message: 'no-such-file',
        },
        { name: 'a role as owner', change: edit('owner: "@ravi"', 'owner: data team'), message: 'names-nobody' },
        { name: 'an owner who left', facts: { people: without('ravi') }, message: 'unknown-account' },
        {
          name: 'an unknown class of personal data',
          change: edit('pii: personal', 'pii: some'),
          message: 'invalid',
          says: /pii/,
        },
      ],
      met: [
        { name: 'a decision may name the system', change: { [WORKFLOW]: swap('reads: [customers]', 'reads: [crm]') } },
      ],
    },
    'DR-2': {
      unmet: [
        {
          name: 'a step that is still open',
          change: edit('state: closed', 'state: open'),
          message: 'step-open',
        },
        { name: 'closed without an issue', change: edit(', issue: "#12"', ''), message: 'step-without-issue' },
        { name: 'an issue that is open', facts: issue('open'), message: 'step-issue-open', says: /#12/ },
        { name: 'an issue that does not exist', facts: issue('missing'), message: 'step-issue-missing', says: /#12/ },
      ],
      met: [
        {
          name: 'no step by hand',
          change: edit(/ {4}manual-steps.*\n/, ''),
          facts: { issues: { state: 'unavailable', reason: 'x', resolvableBy: 'github' } },
        },
      ],
    },
    'DR-3': {
      unmet: [
        { name: 'no target', change: edit(/quality-target.*\n/, ''), message: 'no-quality-target' },
        {
          name: 'a source without a check',
          change: edit(/ {4}checks: \[\{ id: customers.*\n/, ''),
          message: 'no-check',
          says: /customers/,
        },
        { name: 'run by no workflow', change: edit(`, workflow: ${FLOW}`, ''), message: 'check-without-workflow' },
        { name: 'a workflow that is gone', change: { [FLOW]: null }, message: 'check-workflow-missing' },
        {
          name: 'not scheduled',
          change: { [FLOW]: swap('{ schedule: [{ cron: "0 5 * * *" }] }', 'push') },
          message: 'check-not-scheduled',
        },
        { name: 'no results', change: edit(`, observations: ${DQ}`, ''), message: 'check-without-results' },
        { name: 'a file that is gone', change: { [DQ]: null }, message: 'rows-missing' },
        {
          name: 'rows of others',
          change: { [DQ]: (text) => text.replaceAll('customers-known', 'other') },
          message: 'check-without-rows',
          says: /customers-known of customers/,
        },
        {
          name: 'never in production',
          change: { [DQ]: (text) => text.replaceAll('production', 'staging') },
          message: 'check-never-in-production',
        },
        {
          name: 'no environment is stated',
          change: { [DQ]: (text) => text.replaceAll('environment', 'note') },
          message: 'check-environment-unknown',
        },
        {
          name: 'too many bad rows',
          change: { [DQ]: (text) => text.replaceAll('890', '860') },
          message: 'check-rate-too-low',
          says: /95.6% of 6300 rows.* 97%/,
        },
        {
          name: 'stricter objective elsewhere',
          change: {
            'readiness/metrics.yaml':
              'slos: [{ id: dq, measures: data-quality, target: 99.5, window: 4w, indicator: rows }]\n',
          },
          message: 'check-rate-too-low',
          says: /99.5%/,
        },
        { name: 'metrics that cannot be read', change: { 'readiness/metrics.yaml': 'slos: 3\n' }, message: 'invalid' },
        {
          name: 'more passed than checked',
          change: { [DQ]: (text) => text.replaceAll('890,900', '901,900') },
          message: 'check-not-countable',
          says: /901 of 900/,
        },
        {
          name: 'no column for what passed',
          change: { [DQ]: swap('passed', 'good') },
          message: 'check-not-countable',
        },
        { name: 'the workflow never ran', facts: run({ found: false }), message: 'workflow-never-ran' },
        {
          name: 'the workflow failed',
          facts: run({ found: true, conclusion: 'failure', at: '2026-11-20T05:00:00Z' }),
          message: 'workflow-failed',
        },
      ],
      stale: [
        {
          name: 'old rows',
          now: '2026-11-28T12:00:00Z',
          facts: run({ found: true, conclusion: 'success', at: '2026-11-28T05:00:00Z' }),
          message: 'too-old',
        },
        {
          name: 'an old run',
          facts: run({ found: true, conclusion: 'success', at: '2026-11-10T05:00:00Z' }),
          message: 'workflow-run-too-old',
          says: /2026-11-10/,
        },
      ],
      met: [
        {
          name: 'in the production environment of the workflow',
          change: {
            [DQ]: (text) => text.replaceAll('environment', 'note'),
            [FLOW]: swap('runs-on: x', 'runs-on: x, environment: production'),
          },
        },
      ],
    },
    'DR-4': {
      unmet: [
        { name: 'no proof', change: edit(/uncurated-proof.*\n/, ''), message: 'no-uncurated-proof' },
        { name: 'no file', change: edit(`file: ${CASES}, `, ''), message: 'cases-not-kept' },
        { name: 'a file that is gone', change: { [CASES]: null }, message: 'rows-missing' },
        {
          name: 'fewer rows than declared',
          change: cases((connectedPilot[CASES] ?? '').split('\n').slice(0, 151).join('\n')),
          message: 'case-count-differs',
          says: /200.* 150/,
        },
        {
          name: 'the same case again and again',
          change: cases((connectedPilot[CASES] ?? '').replace(/u-\d+/g, 'u-1')),
          message: 'case-count-differs',
          says: /has 1 /,
        },
        {
          name: 'too few',
          change: {
            ...cases((connectedPilot[CASES] ?? '').split('\n').slice(0, 151).join('\n')),
            [SOURCES]: (text) =>
              text
                .replace(
                  / sha256: \w+/,
                  ` sha256: ${sha256Of((connectedPilot[CASES] ?? '').split('\n').slice(0, 151).join('\n'))}`,
                )
                .replace('n: 200', 'n: 150'),
          },
          message: 'too-few-cases',
          says: /150/,
        },
        {
          name: 'another file than recorded',
          change: { [CASES]: (text) => `${text}\n` },
          message: 'cases-hash-differs',
        },
        { name: 'no hash', change: edit(/ sha256: \w+,/, ''), message: 'no-cases-hash' },
        {
          name: 'the curated set has no hash',
          change: edit(/, curated-sha256: \w+/, ''),
          message: 'no-curated-hash',
        },
        {
          name: 'the curated set itself',
          change: edit('c'.repeat(64), sha256Of(connectedPilot[CASES] ?? '')),
          message: 'cases-are-curated',
        },
        {
          name: 'a better rate than the rows',
          change: edit('pass-rate: 0.98', 'pass-rate: 0.999'),
          message: 'case-rate-differs',
          says: /99.9%/,
        },
        {
          name: 'too many failed',
          change: cases(
            (connectedPilot[CASES] ?? '').replace(/yes/g, (word, at: number) => (at % 3 === 0 ? 'no' : word)),
          ),
          message: 'case-rate-differs',
        },
        {
          name: 'cells that cannot be read',
          change: cases((connectedPilot[CASES] ?? '').replace('u-9,yes', 'u-9,perhaps')),
          message: 'cases-not-countable',
          says: /"perhaps"/,
        },
      ],
    },
    'DR-5': {
      unmet: [
        { name: 'no run', change: edit(/volume-run.*\n/, ''), message: 'no-volume-run' },
        { name: 'not over yet', change: edit(`to: ${dayOf(-7)}`, `to: ${dayOf(3)}`), message: 'volume-run-not-over' },
        {
          name: 'before the pilot',
          change: edit(`from: ${dayOf(-20)}`, 'from: 2026-08-01'),
          message: 'volume-run-before-pilot',
        },
        {
          name: 'too short',
          change: edit(`to: ${dayOf(-7)}`, `to: ${dayOf(-15)}`),
          message: 'volume-run-too-short',
          says: /6 days.* 7/,
        },
        {
          name: 'backwards',
          change: edit(`to: ${dayOf(-7)}`, `to: ${dayOf(-25)}`),
          message: 'volume-run-too-short',
          says: /0 days/,
        },
        { name: 'a target of nothing', change: edit('target: 900,', 'target: 0,'), message: 'no-target-volume' },
        {
          name: 'somebody helped',
          change: { [LOG]: swap('906,0', '906,@ravi') },
          message: 'helped-during-run',
          says: /1 time .* line 4: "@ravi"/,
          at: `${LOG}:4`,
        },
        {
          name: 'a thin day',
          change: { [LOG]: swap('906,0', '899,0') },
          message: 'below-target-volume',
          says: /899.* 900/,
        },
        {
          name: 'a day left out',
          change: { [LOG]: swap(/.*906,0\n/, '') },
          message: 'below-target-volume',
          says: /processed 0/,
        },
        {
          name: 'a log without interventions',
          change: { [LOG]: swap('interventions', 'note') },
          message: 'log-not-countable',
        },
        { name: 'a log without days', change: { [LOG]: swap('day', 'when') }, message: 'log-not-countable' },
        {
          name: 'a cell that is no number',
          change: { [LOG]: swap('906,0', 'many,0') },
          message: 'log-not-countable',
          says: /"many"/,
        },
        {
          name: 'more declared than logged',
          change: edit('per-day: 900', 'per-day: 1200'),
          message: 'volume-differs',
          says: /1200/,
        },
        {
          name: 'interventions declared, not logged',
          change: edit('interventions: 0', 'interventions: 2'),
          message: 'interventions-differ',
          says: /2 interventions/,
        },
        { name: 'the log is gone', change: { [LOG]: null }, message: 'rows-missing' },
        {
          name: 'a proof that failed',
          facts: run({ found: true, conclusion: 'failure', at: '2026-11-20T05:00:00Z' }),
          message: 'proof-run-failed',
        },
      ],
      met: [{ name: 'fourteen days in regulated', profile: 'regulated' }],
    },
    'DR-6': {
      unmet: [
        { name: 'none', change: edit(/exception-protocol:\n( {2}.*\n)+/, ''), message: 'no-protocol' },
        {
          name: 'a class left out',
          change: edit(/ {2}- \{ class: contradictory.*\n/, ''),
          message: 'class-missing',
          says: /contradictory/,
        },
        {
          name: 'twice the same class',
          change: edit('class: contradictory', 'class: late'),
          message: 'class-missing',
        },
        {
          name: 'no time limit',
          change: edit('within: 30 min', 'within: soon'),
          message: 'no-time-limit',
          says: /"soon"/,
        },
        {
          name: 'no message',
          change: edit('message: an agent sorts it', 'message: TBD'),
          message: 'blank',
          says: /late/,
        },
        { name: 'a role as owner', change: edit('owner: "@lea"', 'owner: ops team'), message: 'names-nobody' },
        { name: 'an owner who left', facts: { people: without('lea') }, message: 'unknown-account' },
        {
          name: 'the runbook does not link to it',
          change: { 'docs/runbook.md': swap(/Follow.*/, 'Call somebody.') },
          message: 'runbook-without-protocol',
        },
        { name: 'no runbook', change: { 'docs/runbook.md': null }, message: 'no-runbook' },
        {
          name: 'decided after the second cohort',
          facts: decided('2026-10-05'),
          message: 'committed-too-late',
        },
        {
          name: 'an action changed after the second cohort',
          facts: decided('2026-09-20', (connectedPilot[SOURCES] ?? '').replace('action: quarantine', 'action: reject')),
          message: 'not-committed',
        },
        {
          name: 'cohorts that cannot be read',
          change: { 'readiness/cohorts.yaml': 'cohorts: 3\n' },
          message: 'invalid',
        },
      ],
      unknown: [
        {
          name: 'the acceptance cannot be looked up',
          facts: {
            ...decided('2026-10-05'),
            acceptance: { state: 'unavailable', reason: 'x', resolvableBy: 'github' },
          },
        },
      ],
      met: [
        {
          name: 'late, accepted by the sponsor',
          facts: { ...decided('2026-10-05'), acceptance: { accepted: true, by: 'ines', at: '2026-11-01T09:00:00Z' } },
        },
        { name: 'wording may change', facts: decided('2026-09-20', reword(connectedPilot[SOURCES] ?? '')) },
        { name: 'there is only one cohort', change: { 'readiness/cohorts.yaml': null }, facts: decided('2026-11-05') },
        {
          name: 'the runbook mentions the protocol',
          change: { 'docs/runbook.md': swap(/Follow.*/, 'The exception protocol describes what to do.') },
        },
      ],
    },
    'DR-7': {
      unmet: [
        { name: 'never tried', change: { ...onlyDrill, [FALLBACK]: null }, message: 'not-tried', says: /late/ },
        {
          name: 'a test that failed',
          change: { [RESULTS]: results(['late-falls-back']), [FALLBACK]: null },
          message: 'test-not-passed',
          says: /evals/,
        },
        {
          name: 'a drill slower than the limit',
          change: { ...onlyDrill, [FALLBACK]: swap('seconds: 900', 'seconds: 2000') },
          message: 'drill-too-slow',
        },
        {
          name: 'a drill that failed',
          change: { ...onlyDrill, [FALLBACK]: swap('result: pass', 'result: fail') },
          message: 'drill-failed',
        },
        {
          name: 'a drill whose run is gone',
          change: onlyDrill,
          facts: run({ found: false }),
          message: 'drill-run-not-found',
        },
        { name: 'no protocol', change: edit(/exception-protocol:\n( {2}.*\n)+/, ''), message: 'no-protocol' },
        {
          name: 'no class falls back, and none was tried',
          change: {
            [SOURCES]: (text) => text.replace('action: fallback', 'action: reject').replace(/, test: [\w-]+/g, ''),
            [FALLBACK]: null,
          },
          message: 'not-tried',
          says: /missing/,
        },
      ],
      stale: [
        { name: 'an old drill', change: onlyDrill, now: '2027-06-01T12:00:00Z', message: 'too-old' },
        {
          name: 'the protocol changed since',
          change: onlyDrill,
          facts: { ancestry: { a: RAN, b: RAN, relation: 'b-newer' } },
          message: 'changed-after-drill',
        },
      ],
      unknown: [
        {
          name: 'a drill whose run cannot be looked up',
          change: onlyDrill,
          facts: { 'workflow-run': { state: 'unavailable', reason: 'x', resolvableBy: 'github' } },
        },
      ],
      met: [
        { name: 'by a drill', change: onlyDrill },
        { name: 'no class falls back, one was tried', change: edit('action: fallback', 'action: human') },
      ],
    },
    'DR-8': {
      unmet: [
        { name: 'no limit', change: edit(/ {4}lateness.*\n/, ''), message: 'no-lateness-limit' },
        {
          name: 'the refresh describes real time',
          change: { [SOURCES]: (text) => text.replace(/ {4}real-time.*\n/, '').replace(/ {4}lateness.*\n/, '') },
          message: 'no-lateness-limit',
        },
        { name: 'an alert that is gone', change: { 'ops/alerts.yaml': null }, message: 'no-such-text' },
        {
          name: 'an alert of something else',
          change: { 'ops/alerts.yaml': 'alerts: [{ name: disk full }]\n' },
          message: 'alert-without-source',
        },
        { name: 'no sources', change: { [SOURCES]: 'sources: []\n' }, message: 'no-sources' },
      ],
      met: [
        {
          name: 'nothing is used in real time',
          change: {
            [SOURCES]: (text) => text.replace('real-time: true', 'real-time: false').replace(/ {4}lateness.*\n/, ''),
          },
        },
      ],
    },
  },
});
