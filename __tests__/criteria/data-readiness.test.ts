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
const settled = (on: string, text = connectedPilot[SOURCES] ?? '') => ({
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
  facts: { ...connectedFacts, ...settled('2026-09-20'), acceptance: { accepted: false } },
  settled: ['DR-7'],
  cases: {
    'DR-1': {
      unmet: [
        { name: 'nothing is listed', change: { [SOURCES]: 'sources: []\n' }, says: /No data source is listed/ },
        { name: 'no file', change: { [SOURCES]: null }, says: /Missing/ },
        {
          name: 'a source that is not listed',
          change: { [WORKFLOW]: swap('reads: [customers]', 'reads: [ledger]') },
          says: /"ledger", read by refund/,
        },
        {
          name: 'nothing is read',
          change: { [WORKFLOW]: 'decisions: []\n' },
          says: /names nothing that a decision reads/,
        },
        {
          name: 'a source that nobody reads',
          change: {
            [WORKFLOW]: (text) =>
              text
                .replace('[ticket-texts, customers]', '[ticket-texts]')
                .replace('reads: [customers]', 'reads: [ticket-texts]'),
          },
          says: /No decision reads the data source customers/,
        },
        {
          name: 'twice the same',
          change: edit(
            'quality-target',
            '  - { id: customers, owner: "@ravi", system: crm, refresh: nightly, volume: few, pii: none, known-gaps: [x] }\nquality-target',
          ),
          says: /twice/,
        },
        {
          name: 'from a system nobody connected',
          change: { [INTEGRATION]: swap('id: crm', 'id: erp') },
          says: /"crm", which is not among/,
        },
        {
          name: 'a refresh that says nothing',
          change: edit('refresh: every night', 'refresh: TBD'),
          says: /how often customers changes/,
        },
        {
          name: 'no gaps without a reason',
          change: edit(/ {4}known-gaps-reason.*\n/, ''),
          says: /no gaps, without a reason/,
        },
        { name: 'gaps left blank', change: edit('[attachments are not read]', '[]'), says: /left blank/ },
        {
          name: 'a contract that is not there',
          change: edit('    known-gaps: none\n', '    known-gaps: none\n    contract: contracts/customers.yaml\n'),
          says: /data contract/,
        },
        { name: 'a role as owner', change: edit('owner: "@ravi"', 'owner: data team'), says: /names nobody/ },
        { name: 'an owner who left', facts: { people: without('ravi') }, says: /does not exist/ },
        { name: 'a class of data nobody knows', change: edit('pii: personal', 'pii: some'), says: /pii/ },
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
          says: /still takes a step by hand/,
        },
        { name: 'closed without an issue', change: edit(', issue: "#12"', ''), says: /no issue shows it/ },
        { name: 'an issue that is open', facts: issue('open'), says: /#12 is open/ },
        { name: 'an issue that does not exist', facts: issue('missing'), says: /#12 does not exist/ },
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
        { name: 'no target', change: edit(/quality-target.*\n/, ''), says: /how much of the data has to pass/ },
        {
          name: 'a source without a check',
          change: edit(/ {4}checks: \[\{ id: customers.*\n/, ''),
          says: /No automatic check watches customers/,
        },
        { name: 'run by no workflow', change: edit(`, workflow: ${FLOW}`, ''), says: /is run by no workflow/ },
        { name: 'a workflow that is gone', change: { [FLOW]: null }, says: /no workflow of this/ },
        {
          name: 'not scheduled',
          change: { [FLOW]: swap('{ schedule: [{ cron: "0 5 * * *" }] }', 'push') },
          says: /is not scheduled/,
        },
        { name: 'no results', change: edit(`, observations: ${DQ}`, ''), says: /keeps no results/ },
        { name: 'a file that is gone', change: { [DQ]: null }, says: /is not there/ },
        {
          name: 'rows of others',
          change: { [DQ]: (text) => text.replaceAll('customers-known', 'other') },
          says: /customers-known of customers has no rows/,
        },
        {
          name: 'never in production',
          change: { [DQ]: (text) => text.replaceAll('production', 'staging') },
          says: /never run against production/,
        },
        {
          name: 'nowhere said where',
          change: { [DQ]: (text) => text.replaceAll('environment', 'note') },
          says: /does not show that it looks at production/,
        },
        {
          name: 'too many bad rows',
          change: { [DQ]: (text) => text.replaceAll('890', '860') },
          says: /95.6 % of 6300 rows of ticket-texts passed texts-complete, 97 % are asked/,
        },
        {
          name: 'stricter objective elsewhere',
          change: {
            'readiness/metrics.yaml':
              'slos: [{ id: dq, measures: data-quality, target: 99.5, window: 4w, indicator: rows }]\n',
          },
          says: /99.5 % are asked/,
        },
        { name: 'metrics that cannot be read', change: { 'readiness/metrics.yaml': 'slos: 3\n' }, says: /slos/ },
        {
          name: 'more passed than checked',
          change: { [DQ]: (text) => text.replaceAll('890,900', '901,900') },
          says: /901 of 900/,
        },
        {
          name: 'no row says what passed',
          change: { [DQ]: swap('passed', 'good') },
          says: /no column that says what passed/,
        },
        { name: 'the workflow never ran', facts: run({ found: false }), says: /GitHub knows no run/ },
        {
          name: 'the workflow failed',
          facts: run({ found: true, conclusion: 'failure', at: '2026-11-20T05:00:00Z' }),
          says: /ended "failure"/,
        },
      ],
      stale: [
        {
          name: 'old rows',
          now: '2026-11-28T12:00:00Z',
          facts: run({ found: true, conclusion: 'success', at: '2026-11-28T05:00:00Z' }),
          says: /last ran on/,
        },
        {
          name: 'an old run',
          facts: run({ found: true, conclusion: 'success', at: '2026-11-10T05:00:00Z' }),
          says: /last ran on 2026-11-10/,
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
        { name: 'nothing is shown', change: edit(/uncurated-proof.*\n/, ''), says: /data as it comes/ },
        { name: 'no file', change: edit(`file: ${CASES}, `, ''), says: /are not kept/ },
        { name: 'a file that is gone', change: { [CASES]: null }, says: /is not there/ },
        {
          name: 'fewer rows than declared',
          change: cases((connectedPilot[CASES] ?? '').split('\n').slice(0, 151).join('\n')),
          says: /200 cases are declared, .* holds 150/,
        },
        {
          name: 'the same case again and again',
          change: cases((connectedPilot[CASES] ?? '').replace(/u-\d+/g, 'u-1')),
          says: /holds 1 different/,
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
          says: /150 cases are too few/,
        },
        {
          name: 'another file than recorded',
          change: { [CASES]: (text) => `${text}\n` },
          says: /not the file whose hash/,
        },
        { name: 'no hash', change: edit(/ sha256: \w+,/, ''), says: /No hash/ },
        {
          name: 'the curated set has no hash',
          change: edit(/, curated-sha256: \w+/, ''),
          says: /built with is not named/,
        },
        {
          name: 'the curated set itself',
          change: edit('c'.repeat(64), sha256Of(connectedPilot[CASES] ?? '')),
          says: /the very cases/,
        },
        {
          name: 'a better rate than the rows',
          change: edit('pass-rate: 0.98', 'pass-rate: 0.999'),
          says: /99.9 % are declared/,
        },
        {
          name: 'too many failed',
          change: cases(
            (connectedPilot[CASES] ?? '').replace(/yes/g, (word, at: number) => (at % 3 === 0 ? 'no' : word)),
          ),
          says: /are declared as passed|are asked/,
        },
        {
          name: 'cells that cannot be read',
          change: cases((connectedPilot[CASES] ?? '').replace('u-9,yes', 'u-9,perhaps')),
          says: /"perhaps"/,
        },
      ],
    },
    'DR-5': {
      unmet: [
        { name: 'no run', change: edit(/volume-run.*\n/, ''), says: /No run at full volume/ },
        { name: 'not over yet', change: edit(`to: ${dayOf(-7)}`, `to: ${dayOf(3)}`), says: /not come yet/ },
        { name: 'before the pilot', change: edit(`from: ${dayOf(-20)}`, 'from: 2026-08-01'), says: /before the pilot/ },
        { name: 'too short', change: edit(`to: ${dayOf(-7)}`, `to: ${dayOf(-15)}`), says: /lasted 6 days; 7/ },
        { name: 'backwards', change: edit(`to: ${dayOf(-7)}`, `to: ${dayOf(-25)}`), says: /lasted 0 days/ },
        { name: 'a target of nothing', change: edit('target: 900,', 'target: 0,'), says: /is zero/ },
        {
          name: 'somebody helped',
          change: { [LOG]: swap('906,0', '906,@ravi') },
          says: /helped 1 times .* line 4: "@ravi"/,
          at: `${LOG}:4`,
        },
        { name: 'a thin day', change: { [LOG]: swap('906,0', '899,0') }, says: /carried 899; the target is 900/ },
        { name: 'a day left out', change: { [LOG]: swap(/.*906,0\n/, '') }, says: /carried 0/ },
        {
          name: 'a log without hands',
          change: { [LOG]: swap('interventions', 'note') },
          says: /whether somebody helped/,
        },
        { name: 'a log without days', change: { [LOG]: swap('day', 'when') }, says: /on which day/ },
        { name: 'a cell that is no number', change: { [LOG]: swap('906,0', 'many,0') }, says: /"many" is no number/ },
        {
          name: 'more declared than logged',
          change: edit('per-day: 900', 'per-day: 1200'),
          says: /1200 a day are declared/,
        },
        {
          name: 'interventions declared, not logged',
          change: edit('interventions: 0', 'interventions: 2'),
          says: /2 interventions are declared/,
        },
        { name: 'the log is gone', change: { [LOG]: null }, says: /is not there/ },
        {
          name: 'a proof that failed',
          facts: run({ found: true, conclusion: 'failure', at: '2026-11-20T05:00:00Z' }),
          says: /ended "failure"/,
        },
      ],
      met: [{ name: 'fourteen days in regulated', profile: 'regulated' }],
    },
    'DR-6': {
      unmet: [
        { name: 'none', change: edit(/exception-protocol:\n( {2}.*\n)+/, ''), says: /Nothing is settled/ },
        { name: 'a class left out', change: edit(/ {2}- \{ class: contradictory.*\n/, ''), says: /contradicts itself/ },
        {
          name: 'twice the same class',
          change: edit('class: contradictory', 'class: late'),
          says: /contradicts itself|twice/,
        },
        { name: 'no time limit', change: edit('within: 30 min', 'within: soon'), says: /"soon" is no time limit/ },
        {
          name: 'no message',
          change: edit('message: an agent sorts it', 'message: TBD'),
          says: /what people are told/,
        },
        { name: 'a role as owner', change: edit('owner: "@lea"', 'owner: ops team'), says: /names nobody/ },
        { name: 'an owner who left', facts: { people: without('lea') }, says: /does not exist/ },
        {
          name: 'the runbook knows nothing of it',
          change: { 'docs/runbook.md': swap(/Follow.*/, 'Call somebody.') },
          says: /does not lead/,
        },
        { name: 'no runbook', change: { 'docs/runbook.md': null }, says: /no runbook/ },
        {
          name: 'settled after the second cohort',
          facts: settled('2026-10-05'),
          says: /merged on 2026-10-05, after the second cohort began on 2026-10-01/,
        },
        {
          name: 'an action changed after the second cohort',
          facts: settled('2026-09-20', (connectedPilot[SOURCES] ?? '').replace('action: quarantine', 'action: reject')),
          says: /not committed as it stands/,
        },
        { name: 'cohorts that cannot be read', change: { 'readiness/cohorts.yaml': 'cohorts: 3\n' }, says: /cohorts/ },
      ],
      unknown: [
        {
          name: 'the sponsor could not be asked',
          facts: {
            ...settled('2026-10-05'),
            acceptance: { state: 'unavailable', reason: 'x', resolvableBy: 'github' },
          },
        },
      ],
      met: [
        {
          name: 'late, accepted by the sponsor',
          facts: { ...settled('2026-10-05'), acceptance: { accepted: true, by: 'ines', at: '2026-11-01T09:00:00Z' } },
        },
        { name: 'words may change', facts: settled('2026-09-20', reword(connectedPilot[SOURCES] ?? '')) },
        { name: 'there is one cohort only', change: { 'readiness/cohorts.yaml': null }, facts: settled('2026-11-05') },
        {
          name: 'the page says so in words',
          change: { 'docs/runbook.md': swap(/Follow.*/, 'The exception protocol says what to do.') },
        },
      ],
    },
    'DR-7': {
      unmet: [
        { name: 'never tried', change: { ...onlyDrill, [FALLBACK]: null }, says: /late data was never tried/ },
        {
          name: 'a test that failed',
          change: { [RESULTS]: results(['late-falls-back']), [FALLBACK]: null },
          says: /failed in evals/,
        },
        {
          name: 'a drill slower than the limit',
          change: { ...onlyDrill, [FALLBACK]: swap('seconds: 900', 'seconds: 2000') },
          says: /limit is 1800/,
        },
        {
          name: 'a drill that failed',
          change: { ...onlyDrill, [FALLBACK]: swap('result: pass', 'result: fail') },
          says: /failed/,
        },
        { name: 'a drill whose run is gone', change: onlyDrill, facts: run({ found: false }), says: /cannot be found/ },
        { name: 'no protocol', change: edit(/exception-protocol:\n( {2}.*\n)+/, ''), says: /no exception protocol/ },
        {
          name: 'no class falls back, and none was tried',
          change: {
            [SOURCES]: (text) => text.replace('action: fallback', 'action: reject').replace(/, test: [\w-]+/g, ''),
            [FALLBACK]: null,
          },
          says: /missing data was never tried/,
        },
      ],
      stale: [
        { name: 'an old drill', change: onlyDrill, now: '2027-06-01T12:00:00Z', says: /180 at most/ },
        {
          name: 'the protocol changed since',
          change: onlyDrill,
          facts: { ancestry: { a: RAN, b: RAN, relation: 'b-newer' } },
          says: /changed after/,
        },
      ],
      unknown: [
        {
          name: 'a drill whose run could not be asked',
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
        { name: 'no limit', change: edit(/ {4}lateness.*\n/, ''), says: /how late it may be/ },
        {
          name: 'its words say that it is used as it comes',
          change: { [SOURCES]: (text) => text.replace(/ {4}real-time.*\n/, '').replace(/ {4}lateness.*\n/, '') },
          says: /how late it may be/,
        },
        { name: 'an alert that is gone', change: { 'ops/alerts.yaml': null }, says: /is not there/ },
        {
          name: 'an alert of something else',
          change: { 'ops/alerts.yaml': 'alerts: [{ name: disk full }]\n' },
          says: /says nothing of ticket-texts/,
        },
        { name: 'no sources', change: { [SOURCES]: 'sources: []\n' }, says: /No data source/ },
      ],
      met: [
        {
          name: 'nothing is used as it comes',
          change: {
            [SOURCES]: (text) => text.replace('real-time: true', 'real-time: false').replace(/ {4}lateness.*\n/, ''),
          },
        },
      ],
    },
  },
});
