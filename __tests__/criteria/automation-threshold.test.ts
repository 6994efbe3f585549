import criterion from '../../src/criteria/automation-threshold/index.ts';
import { METRICS, measuredPilot, NOW, pilot, swap } from '../support/fixtures/measured-pilot.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const WORKFLOW = 'readiness/workflow.yaml';
const RUNS = 'readiness/observations/runs.csv';
const COHORTS = 'readiness/cohorts.yaml';
const MODEL = 'readiness/operating-model.yaml';
const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 9, 1);

const workflow = `decisions:
  - { id: sort, action: route a ticket, risk: low, mode: auto }
  - { id: refund, action: propose a refund, risk: medium, mode: confirm }
runs: { file: ${RUNS}, machines: ["@triage-bot"] }
`;
const cohorts = `cohorts:
  - { id: graz, site: Graz, team: desk, manager: "@lea", started-on: 2026-10-01 }
  - { id: porto, site: Porto, team: mail, manager: "@rui", started-on: 2026-10-10 }
`;
const model = 'staffing: { funded-fte: 2, tickets-per-month: 900, handling-minutes: 8, reviews-per-day: 6 }\n';

interface Row {
  index: number;
  on: string;
  cohort: string;
  decision: string;
  by: string;
  kind: string;
}

/** Ten decisions a day from 1 October to 19 November, one in five a refund that people confirm; one in ten is touched. */
function runs(edit: (row: Row) => Partial<Row> = () => ({}), days = 50): string {
  const rows = Array.from({ length: days * 10 }, (_, index): Row => {
    const row: Row = {
      index,
      on: new Date(FIRST + Math.floor(index / 10) * DAY).toISOString().slice(0, 10),
      cohort: index >= 100 && index % 2 === 0 ? 'porto' : 'graz',
      decision: index % 5 === 4 ? 'refund' : 'sort',
      by: 'triage-bot',
      kind: 'none',
    };
    if (row.decision === 'refund') Object.assign(row, { by: '@lea', kind: 'confirm' });
    else if (index % 20 === 3 || index % 30 === 6) Object.assign(row, { by: '@samir', kind: 'hand-fix' });
    return { ...row, ...edit(row) };
  });
  return [
    'run_id,cohort,decision_id,at,touch_by,touch_kind',
    ...rows.map(({ index, cohort, decision, on, by, kind }) => `r${index},${cohort},${decision},${on},${by},${kind}`),
    '',
  ].join('\n');
}

const commit = (handle: string | undefined, index = 1) => {
  const author = { name: handle ?? 'Somebody', mail: `${handle ?? 'x'}@acme.example`, ...(handle ? { handle } : {}) };
  return {
    commit: `${index}`.padStart(40, 'a'),
    author,
    committer: author,
    coAuthors: [],
    declaredAt: '2026-09-10T10:00:00Z',
    paths: [],
  };
};
const log = (edit: (row: Row) => Partial<Row>, days?: number) => ({ [RUNS]: () => runs(edit, days) });
const touchedBy = (wanted: (row: Row) => boolean) => (row: Row) =>
  wanted(row) && row.decision === 'sort' ? { by: '@samir', kind: 'retry' } : {};
const people = workflow.replace('mode: auto', 'mode: confirm');

testCriterion(criterion, {
  files: {
    ...measuredPilot,
    'readiness/pilot.yaml': `${pilot}pilot-team: ["@yuki"]\n`,
    [WORKFLOW]: workflow,
    [RUNS]: runs(),
    [COHORTS]: cohorts,
    [MODEL]: model,
  },
  facts: { authorship: { commits: [commit('samir'), commit('yuki', 2)] } },
  profile: 'regulated',
  now: NOW,
  cases: {
    'AT-1': {
      met: [
        {
          name: 'both shares are shown',
          message: 'share-reached',
          says: /^8\d\.\d% of 112 .*\(2026-11-06 to 2026-11-19\).* 80\.0%.* 7\d\.\d% of all 140 /,
        },
        {
          name: 'reaching further back for enough runs',
          change: {
            [RUNS]: () =>
              runs((row) =>
                row.index % 10 > 3
                  ? { decision: 'refund', by: '@lea', kind: 'confirm' }
                  : row.index % 20 === 3
                    ? { by: '', kind: '' }
                    : {},
              ),
          },
          message: 'share-reached',
          says: / of 100 .*\(2026-10-26 to 2026-11-19\)/,
        },
        {
          name: 'a run logged twice counts once',
          change: { [RUNS]: (text) => `${text}r499,porto,sort,2026-11-19,,\n`.replace(/r49[59],.*,refund.*\n/g, '') },
          message: 'share-reached',
          says: / of 11\d /,
        },
      ],
      unmet: [
        {
          name: 'too many hands',
          change: log(touchedBy(({ index }) => index % 4 === 0)),
          message: 'share-too-low',
          says: /^66\.1% of 112 /,
        },
        {
          name: 'a row that names a person and calls it no touch is a touch',
          change: log((row) => (row.decision === 'sort' ? { by: '@samir', kind: 'none' } : {})),
          message: 'share-too-low',
          says: /^0\.0% of 112 /,
        },
        {
          name: 'a script run under the account of the machine is a touch',
          change: log((row) => (row.decision === 'sort' ? { by: 'triage-bot', kind: 'script' } : {})),
          message: 'share-too-low',
          says: /^0\.0% of 112 /,
        },
        {
          name: 'copied rows do not make more runs',
          change: { [RUNS]: () => `${runs(undefined, 3)}${Array(300).fill('r0,graz,sort,2026-10-01,,\n').join('')}` },
          now: '2026-10-05',
          message: 'too-few-runs',
          says: / 24 .* 100 /,
        },
        {
          name: 'too few days',
          change: log(() => ({ decision: 'sort', by: '', kind: '' }), 12),
          now: '2026-10-13',
          message: 'too-few-logged-days',
          says: / 12 days.* 14 /,
        },
        {
          name: 'no log is named',
          change: { [WORKFLOW]: swap(/runs:.*\n/, '') },
          message: 'no-run-log',
          at: `${WORKFLOW}:1`,
        },
        {
          name: 'the log is not there',
          change: { [RUNS]: null },
          message: 'rows-missing',
        },
        { name: 'an empty log', change: { [RUNS]: () => `${runs().split('\n')[0]}\n` }, message: 'empty-run-log' },
        { name: 'no workflow', change: { [WORKFLOW]: null }, message: 'missing' },
        { name: 'no decisions', change: { [WORKFLOW]: () => `runs: { file: ${RUNS} }\n` }, message: 'no-decisions' },
        {
          name: 'a decision that is not declared',
          change: { [RUNS]: swap('r7,graz,sort', 'r7,graz,approve') },
          message: 'unreadable-rows',
          says: /line 9: decision_id is "approve"$/,
          at: `${RUNS}:9`,
        },
        {
          name: 'tomorrow',
          change: { [RUNS]: swap('r7,graz,sort,2026-10-01', 'r7,graz,sort,2027-10-01') },
          message: 'unreadable-rows',
          says: /at is 2027-10-01/,
        },
        {
          name: 'a day that is none',
          change: { [RUNS]: swap('r7,graz,sort,2026-10-01', 'r7,graz,sort,=NOW()') },
          message: 'unreadable-rows',
          says: /at is "=NOW\(\)"$/,
        },
        {
          name: 'a run without id',
          change: { [RUNS]: swap('r7,graz', ',graz') },
          message: 'unreadable-rows',
          says: /run_id is empty$/,
        },
        {
          name: 'a run in two cohorts',
          change: { [RUNS]: (text) => `${text}r7,porto,sort,2026-10-01,,\n` },
          message: 'unreadable-rows',
          says: /cohort is "porto".*"graz"/,
        },
        {
          name: 'a column is missing',
          change: { [RUNS]: swap('touch_kind', 'kind') },
          message: 'unreadable-rows',
          says: /touch_kind/,
        },
        { name: 'not a table', change: { [RUNS]: () => 'run_id,cohort\n"r1,x\n' }, message: 'not-a-table' },
      ],
      stale: [{ name: 'an old log', now: '2026-12-21', message: 'run-log-too-old', says: / 32 days .* 30 / }],
      'not-applicable': [
        {
          name: 'people confirm everything by design',
          change: { [WORKFLOW]: () => people },
          message: 'nothing-automatic',
        },
      ],
    },
    'AT-2': {
      unmet: [
        {
          name: 'one cohort needs many hands',
          change: log(touchedBy(({ cohort, index }) => cohort === 'porto' && index % 4 === 0)),
          message: 'cohort-share-too-low',
          at: `${COHORTS}:3`,
        },
        {
          name: 'a cohort without runs',
          change: log(() => ({ cohort: 'graz' })),
          message: 'too-few-cohort-runs',
        },
        {
          name: 'a cohort that is not declared',
          change: { [RUNS]: swap('r7,graz', 'r7,rome') },
          message: 'unknown-cohort',
        },
        {
          name: 'all at the site where it began',
          change: { [COHORTS]: swap('site: Porto', 'site: " graz "') },
          message: 'too-few-runs-elsewhere',
        },
        {
          name: 'no cohort has begun',
          change: { [COHORTS]: (text) => text.replace('2026-10-01', '2027-10-01').replace('2026-10-10', '2027-10-10') },
          message: 'too-few-runs-elsewhere',
        },
        { name: 'no cohorts', change: { [COHORTS]: null }, message: 'missing' },
        { name: 'no log', change: { [RUNS]: null }, message: 'rows-missing' },
      ],
      met: [{ name: 'in standard', profile: 'standard' }],
      'not-applicable': [{ name: 'nothing is automatic', change: { [WORKFLOW]: () => people } }],
    },
    'AT-3': {
      unmet: [
        {
          name: 'touches without a kind',
          change: log((row) => (row.by === '@samir' ? { kind: '' } : {})),
          message: 'touches-without-kind',
          at: `${RUNS}:5`,
        },
        {
          name: 'touches by nobody',
          change: log((row) => (row.by === '@samir' ? { by: '-' } : {})),
          message: 'touches-without-person',
        },
        {
          name: 'a shared account',
          change: log((row) => (row.by === '@samir' ? { by: 'ops' } : {})),
          message: 'touches-by-placeholder',
        },
        {
          name: 'words instead of an account',
          change: log((row) => (row.by === '@samir' ? { by: 'the night shift' } : {})),
          message: 'touches-by-placeholder',
        },
        { name: 'no decisions', change: { [WORKFLOW]: () => `runs: { file: ${RUNS} }\n` }, message: 'no-decisions' },
        {
          name: 'a builder called a machine',
          change: { [WORKFLOW]: swap('"@triage-bot"', '"@triage-bot", "@Samir"') },
          message: 'person-called-machine',
          at: `${WORKFLOW}:4`,
        },
        {
          name: 'one of the team called a machine',
          change: { [WORKFLOW]: swap('"@triage-bot"', 'yuki, triage-bot') },
          message: 'person-called-machine',
        },
        {
          name: 'an owner called a machine',
          change: { [WORKFLOW]: swap('"@triage-bot"', 'Ravi, triage-bot') },
          message: 'person-called-machine',
        },
        { name: 'no log', change: { [RUNS]: null }, message: 'rows-missing' },
      ],
      met: [
        { name: 'what builders touched is shown', message: 'touches' },
        {
          name: 'a bot of GitHub needs no other name',
          change: log((row) => (row.by === '@samir' ? { by: 'fixer[bot]' } : {})),
          message: 'touches',
        },
      ],
      unknown: [
        {
          name: 'a commit without an account',
          facts: { authorship: { commits: [commit(undefined)] } },
          message: 'unresolved-commits',
        },
      ],
    },
    'AT-4': {
      unmet: [
        {
          name: 'the latest needs more hands',
          change: log(touchedBy(({ cohort, index }) => cohort === 'porto' && index % 6 === 0)),
          message: 'share-dropped',
        },
        {
          name: 'one cohort',
          change: { [COHORTS]: swap(/ {2}- { id: porto.*\n/, '') },
          message: 'too-few-cohorts',
        },
        { name: 'no log', change: { [RUNS]: null } },
      ],
      'not-applicable': [{ name: 'nothing is automatic', change: { [WORKFLOW]: () => people } }],
    },
    'AT-5': {
      unmet: [
        {
          name: 'no exception rate',
          change: { [METRICS]: swap('- id: exception-rate', '- id: latency') },
          message: 'no-exception-rate',
        },
        {
          name: 'nobody to review',
          change: { [MODEL]: swap(', reviews-per-day: 6', '') },
          message: 'no-review-capacity',
        },
        {
          name: 'one day too many',
          change: log(touchedBy(({ on }) => on === '2026-11-12')),
          message: 'review-load-too-high',
        },
        { name: 'no operating model', change: { [MODEL]: null }, message: 'missing' },
        { name: 'no log', change: { [RUNS]: null } },
      ],
      met: [
        { name: 'with numbers', message: 'exceptions-covered' },
        { name: 'nothing is automatic', change: { [WORKFLOW]: () => people }, message: 'exceptions-covered' },
      ],
    },
  },
});
