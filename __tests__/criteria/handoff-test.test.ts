import criterion from '../../src/criteria/handoff-test/index.ts';
import { blobId } from '../support/harness/memory-files.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const RECORD = 'readiness/handoff/2026-10-27.yaml';
const RUNS = 'readiness/observations/runs.csv';
const BOOK = 'docs/runbook.md';
const DAY = 86_400_000;

const book = `# Support triage runbook

## Escalation

Call @ravi at once.
`;
const blob = blobId(new TextEncoder().encode(book));

const record = `tester: "@pia"
started-at: 2026-10-27T09:02:00+01:00
ended-at: 2026-10-27T09:49:00+01:00
docs: [{ path: ${BOOK}, blob: ${blob} }]
tasks:
  - { id: obtain-access, result: pass }
  - { id: run-end-to-end, result: pass }
  - { id: interpret-result, result: pass }
  - { id: handle-exception, result: pass, issue: "#41" }
  - { id: stop-or-roll-back, result: pass }
  - { id: find-escalation, result: pass }
assistance: []
builders-present: false
result: pass
attested-in: https://github.com/acme/triage/issues/40#issuecomment-77
unattended: { from: 2026-10-28, to: 2026-11-14, log: ${RUNS} }
`;
const pilot = `name: Support triage
started-on: 2026-09-01
pilot-team: ["@samir"]
owners: { product: "@dana", production: "@ravi", governance: "@mira", sponsor: "@ines" }
handoff: { milestone: 2026-10-30, documentation-standard: docs/writing-runbooks.md }
`;
const model = `on-call: { people: ["@tom"], schedule: "https://oncall.acme.example", coverage: 24/7 }
tiers: [{ tier: 1, contact: "@acme/desk", people: ["@lea"], hours: 24/7, response-minutes: 5, hand-up: never }]
`;
const runs = (row: (day: string, index: number) => string = (day) => `${day}T10:00:00Z,,`, days = 18) =>
  `at,touch_by,touch_kind\n${Array.from({ length: days }, (_none, index) =>
    row(new Date(Date.UTC(2026, 9, 28) + index * DAY).toISOString().slice(0, 10), index),
  ).join('\n')}\n`;

const SHA = '5'.repeat(40);
const commit = (handle: string | undefined, declaredAt = '2026-09-10T10:00:00Z', id = '1'.repeat(40)) => ({
  commit: id,
  author: { name: 'A', mail: 'a@acme.example', ...(handle === undefined ? {} : { handle }) },
  committer: { name: 'GitHub', mail: 'noreply@github.com' },
  coAuthors: [],
  declaredAt,
  paths: [],
});
const commits = (...list: ReturnType<typeof commit>[]) => ({
  commits: [...Array.from({ length: 20 }, () => commit('samir')), ...list],
});
const histories =
  (options: { by?: string; configuration?: object[] } = {}) =>
  ({ paths }: { paths: string[] }) =>
    paths.includes(RECORD)
      ? [
          {
            path: RECORD,
            versions: [
              {
                commit: SHA,
                blob: '7'.repeat(40),
                declaredAt: '2026-10-27T12:00:00Z',
                author: { name: 'P', mail: 'p@x', handle: options.by ?? 'samir' },
              },
            ],
          },
        ]
      : [{ path: 'prompts/triage.md', versions: options.configuration ?? [] }];
const version = (handle: string | undefined, mergedAt: string | undefined, more: object = {}) => ({
  commit: SHA,
  blob: '8'.repeat(40),
  declaredAt: '2026-09-20T10:00:00Z',
  ...(mergedAt === undefined ? {} : { mergedAt }),
  author: { name: 'S', mail: 's@x', ...(handle === undefined ? {} : { handle }) },
  ...more,
});
const planned =
  (options: { merged?: string; values?: unknown[] } = {}) =>
  ({ path, pointer }: { path: string; pointer: string }) => ({
    path,
    pointer,
    values: (options.values ?? [{ milestone: '2026-10-30', 'documentation-standard': 'x' }]).map((value) => ({
      value: pointer === 'started-on' ? '2026-09-01' : value,
      commit: SHA,
      declaredAt: '2026-08-01T10:00:00Z',
      mergedAt: pointer === 'started-on' ? '2026-08-20T10:00:00Z' : (options.merged ?? '2026-08-20T10:00:00Z'),
      author: { name: 'D', mail: 'd@x' },
    })),
  });
const accepts =
  (...subjects: string[]) =>
  ({ subject }: { subject: string }) =>
    subjects.includes(subject) ? { accepted: true, by: 'pia', at: '2026-10-28T08:00:00Z' } : { accepted: false };
const person = (who: string, more: object = {}) => ({
  who,
  exists: true,
  kind: 'user',
  suspended: false,
  humans: 1,
  member: true,
  ...more,
});
const swap = (from: string | RegExp, to: string) => ({ [RECORD]: (text: string) => text.replace(from, to) });
const changedBook = { [BOOK]: (text: string) => `${text}One line more.\n` };
const deployed = (by: string | undefined, at = '2026-11-02T10:00:00Z', sha = SHA) => ({
  releases: {
    releases: [],
    deployments: [{ environment: 'production', commit: sha, at, ...(by === undefined ? {} : { by }) }],
  },
});

testCriterion(criterion, {
  profile: 'standard',
  now: '2026-11-20T12:00:00Z',
  files: {
    'readiness/pilot.yaml': pilot,
    'readiness/operating-model.yaml': model,
    [RECORD]: record,
    [RUNS]: runs(),
    [BOOK]: book,
  },
  facts: {
    people: ({ who }: { who: string[] }) => who.map((one) => person(one)),
    authorship: commits(),
    'part-taken': { merged: [], approved: [] },
    'line-change': { found: true, lines: 100, changed: 3 },
    history: histories(),
    acceptance: accepts('role:tester'),
    issues: { '#41': { state: 'closed' } },
    'value-history': planned(),
    releases: { releases: [], deployments: [] },
  },
  // The documents are as they were: nothing has to be compared.
  settled: ['HT-1'],
  cases: {
    'HT-1': {
      unmet: [
        { name: 'no test', change: { [RECORD]: null }, message: 'no-handoff-test' },
        {
          name: 'it failed',
          change: swap('result: pass\nattested', 'result: fail\nattested'),
          message: 'test-failed',
          at: `${RECORD}:14`,
        },
        {
          name: 'it is only planned',
          change: { [RECORD]: (text: string) => text.replaceAll('2026-10-27T', '2026-12-27T') },
          message: 'test-not-over',
        },
        {
          name: 'a newer one failed',
          change: {
            'readiness/handoff/2026-11-10.yaml': record
              .replaceAll('2026-10-27T', '2026-11-10T')
              .replace('result: pass\nattested', 'result: fail\nattested'),
          },
          message: 'test-failed',
          says: /2026-11-10.yaml/,
        },
        {
          name: 'a record that cannot be read',
          change: { 'readiness/handoff/2025-01-01.yaml': 'tester: [\n' },
          message: 'record-unreadable',
        },
        {
          name: 'another document',
          change: { ...swap(BOOK, 'README.md'), 'README.md': book },
          message: 'runbook-not-used',
          says: /docs\/runbook.md/,
        },
        {
          name: 'an unknown id',
          change: swap(blob, 'f'.repeat(40)),
          facts: { 'line-change': { found: false, lines: 0, changed: 0 } },
          message: 'unknown-version',
        },
        { name: 'the abbreviation of another id', change: swap(blob, 'fffffff'), message: 'abbreviated-id' },
      ],
      stale: [
        { name: 'too old', now: '2027-05-20T12:00:00Z', message: 'test-too-old' },
        {
          name: 'a tenth of the document changed',
          change: changedBook,
          facts: { 'line-change': { found: true, lines: 100, changed: 10 } },
          message: 'document-changed',
          says: /10 of 100/,
        },
        { name: 'the document is gone', change: { [BOOK]: null }, message: 'document-gone' },
      ],
      met: [
        { name: 'less than a tenth changed', change: changedBook },
        { name: 'the abbreviation of the same id', change: swap(blob, blob.slice(0, 10)) },
      ],
      unknown: [
        {
          name: 'the change cannot be measured',
          change: changedBook,
          facts: { 'line-change': { state: 'unavailable', reason: 'shallow', resolvableBy: 'history' } },
        },
      ],
    },
    'HT-2': {
      unmet: [
        { name: 'an hour exactly', change: swap('T09:49', 'T10:02'), message: 'test-too-long', says: /60 minutes/ },
        {
          name: 'the zone counts',
          change: swap('ended-at: 2026-10-27T09:49:00+01:00', 'ended-at: 2026-10-27T09:49:00Z'),
          message: 'test-too-long',
          says: /107 minutes/,
        },
        { name: 'ends before it begins', change: swap('T09:49', 'T08:49'), message: 'test-ends-before-start' },
        {
          name: 'no zone',
          change: swap('ended-at: 2026-10-27T09:49:00+01:00', 'ended-at: 2026-10-27T09:49:00'),
          message: 'record-unreadable',
        },
        {
          name: 'in the future',
          change: { [RECORD]: (text: string) => text.replaceAll('2026-10-27T', '2027-10-27T') },
          message: 'test-not-over',
        },
        { name: 'no test', change: { [RECORD]: null } },
      ],
    },
    'HT-3': {
      unmet: [
        { name: 'an owner', change: swap('"@pia"', '"@ravi"'), message: 'tester-has-role' },
        { name: 'of the pilot team', change: swap('"@pia"', '"@Samir"'), message: 'tester-has-role' },
        { name: 'on call', change: swap('"@pia"', '"@tom"'), message: 'tester-in-support' },
        { name: 'in the team of tier 1', change: swap('"@pia"', '"@lea"'), message: 'tester-in-support' },
        {
          name: 'the vendor',
          change: {
            'readiness/operating-model.yaml': (text: string) => `${text}vendor: { name: V, contact: "@pia" }\n`,
          },
          message: 'tester-is-vendor',
        },
        { name: 'a team', change: swap('"@pia"', '"@acme/desk"'), message: 'tester-not-a-person' },
        { name: 'a role word', change: swap('"@pia"', 'developer'), message: 'tester-not-a-person' },
        {
          name: 'a commit before the test',
          facts: { authorship: commits(commit('Pia')) },
          message: 'tester-committed',
          says: /1 commit /,
        },
        {
          name: 'a co-author',
          facts: {
            authorship: commits({ ...commit('samir'), coAuthors: [{ name: 'P', mail: 'p', handle: 'pia' }] as never }),
          },
          message: 'tester-committed',
        },
        {
          name: 'a merged pull request',
          facts: { 'part-taken': { merged: [{ number: 7, at: '2026-09-12T10:00:00Z' }], approved: [] } },
          message: 'tester-merged',
          says: /#7/,
        },
        {
          name: 'an approval',
          facts: { 'part-taken': { merged: [], approved: [{ number: 9, at: '2026-09-12T10:00:00Z' }] } },
          message: 'tester-approved',
          says: /#9/,
        },
        {
          name: 'a bot',
          facts: { people: ({ who }: { who: string[] }) => who.map((one) => person(one, { kind: 'bot' })) },
          message: 'bot-account',
        },
        {
          name: 'from outside',
          facts: { people: ({ who }: { who: string[] }) => who.map((one) => person(one, { member: false })) },
          message: 'not-a-member',
        },
        { name: 'no test', change: { [RECORD]: null } },
      ],
      met: [
        { name: 'who joined after the test', facts: { authorship: commits(commit('pia', '2026-11-05T10:00:00Z')) } },
      ],
      unknown: [
        {
          name: 'a commit without an account',
          facts: { authorship: commits(commit(undefined)) },
          message: 'unresolved-commits',
        },
        {
          name: 'what was approved cannot be read',
          facts: { 'part-taken': { state: 'unavailable', reason: 'no search', resolvableBy: 'retry' } },
        },
      ],
    },
    'HT-4': {
      unmet: [
        {
          name: 'helped',
          change: swap('assistance: []', 'assistance: ["shown where the key is"]'),
          message: 'tester-helped',
          says: /1 time/,
        },
        {
          name: 'builders present',
          change: swap('builders-present: false', 'builders-present: true'),
          message: 'builders-present',
        },
        { name: 'a builder attests it', facts: { acceptance: accepts() }, message: 'not-attested' },
        {
          name: 'a commit alone, regulated',
          profile: 'regulated',
          facts: { acceptance: accepts(), history: histories({ by: 'pia' }) },
          message: 'not-attested',
        },
        { name: 'no test', change: { [RECORD]: null } },
      ],
      met: [
        {
          name: "the tester's own commit",
          facts: { acceptance: accepts(), history: histories({ by: 'Pia' }) },
          message: 'attested-by-commit',
        },
      ],
      unknown: [
        {
          name: 'the comment cannot be looked up',
          facts: { acceptance: { state: 'unavailable', reason: '403', resolvableBy: 'github' } },
        },
      ],
    },
    'HT-5': {
      unmet: [
        {
          name: 'one task failed',
          change: swap('interpret-result, result: pass', 'interpret-result, result: fail'),
          message: 'task-failed',
          says: /interpret-result/,
        },
        {
          name: 'one task was not tried',
          change: swap(/.*stop-or-roll-back.*\n/, ''),
          message: 'task-not-tried',
          says: /stop-or-roll-back/,
        },
        {
          name: 'passed and failed',
          change: swap(
            '  - { id: obtain-access, result: pass }\n',
            '  - { id: obtain-access, result: pass }\n  - { id: obtain-access, result: fail }\n',
          ),
          message: 'task-failed',
          says: /obtain-access/,
        },
        {
          name: 'a defect is open',
          facts: { issues: { '#41': { state: 'open' } } },
          message: 'defect-open',
          says: /#41/,
        },
        {
          name: 'a defect does not exist',
          facts: { issues: { '#41': { state: 'missing' } } },
          message: 'defect-missing',
        },
        { name: 'no test', change: { [RECORD]: null } },
      ],
    },
    'HT-6': {
      unmet: [
        {
          name: 'no plan',
          change: { 'readiness/pilot.yaml': (text: string) => text.replace(/^handoff.*\n/m, '') },
          message: 'plan-incomplete',
          says: /milestone/,
        },
        {
          name: 'a blank standard',
          change: { 'readiness/pilot.yaml': (text: string) => text.replace('docs/writing-runbooks.md', 'tbd') },
          message: 'plan-incomplete',
          says: /documentation-standard/,
        },
        {
          name: 'too late',
          facts: { 'value-history': planned({ merged: '2026-10-01T10:00:00Z' }) },
          message: 'committed-too-late',
        },
        {
          name: 'half a plan before',
          facts: { 'value-history': planned({ values: [{ milestone: '2026-10-30' }] }) },
          message: 'not-committed',
        },
      ],
      met: [
        {
          name: 'accepted late',
          facts: { 'value-history': planned({ merged: '2026-10-01T10:00:00Z' }), acceptance: accepts('HT-6') },
          message: 'accepted-late',
        },
        {
          name: 'the day was moved',
          facts: { 'value-history': planned({ values: [{ milestone: '2026-10-01', 'documentation-standard': 'y' }] }) },
        },
      ],
    },
    'HT-7': {
      unmet: [
        { name: 'no window', change: swap(/^unattended.*\n/m, ''), message: 'no-window' },
        {
          name: 'too short',
          change: swap('to: 2026-11-14', 'to: 2026-11-09'),
          message: 'window-too-short',
          says: /13 days/,
        },
        {
          name: 'from after to',
          change: swap('from: 2026-10-28', 'from: 2026-11-28'),
          message: 'window-too-short',
          says: /0 days/,
        },
        { name: 'two weeks are not thirty days', profile: 'regulated', message: 'window-too-short', says: /30/ },
        { name: 'not over', change: swap('to: 2026-11-14', 'to: 2026-11-24'), message: 'window-not-over' },
        { name: 'no log', change: swap(`, log: ${RUNS}`, ''), message: 'no-run-log' },
        { name: 'the log is gone', change: { [RUNS]: null }, message: 'run-log-missing' },
        {
          name: 'a log without the column',
          change: { [RUNS]: 'at,who\n2026-10-28,\n' },
          message: 'run-log-columns',
          says: /touch_by/,
        },
        {
          name: 'a log that ends early',
          change: { [RUNS]: runs(undefined, 9) },
          message: 'run-log-gap',
          says: /9 days/,
        },
        {
          name: 'an unreadable day',
          change: { [RUNS]: (text: string) => `${text}tomorrow,,\n` },
          message: 'run-log-day',
        },
        {
          name: 'a builder repaired',
          change: { [RUNS]: runs((day, index) => `${day},${index === 4 ? '@samir' : ''},retry`) },
          message: 'builder-acted',
          says: /@samir/,
          at: `${RUNS}:6`,
        },
        { name: 'a builder deployed', facts: deployed('samir'), message: 'builder-acted', says: /production/ },
        {
          name: "an automation deployed a builder's work of these days",
          facts: {
            ...deployed('github-actions[bot]'),
            authorship: commits(commit('samir', '2026-11-01T10:00:00Z', SHA)),
          },
          message: 'builder-acted',
        },
        {
          name: "a builder's change was merged",
          facts: { history: histories({ configuration: [version('samir', '2026-11-03T10:00:00Z')] }) },
          message: 'builder-acted',
          says: /prompts\/triage.md on 2026-11-03/,
        },
        {
          name: 'a builder was co-author',
          facts: {
            history: histories({ configuration: [version('noor', '2026-11-03T10:00:00Z')] }),
            authorship: commits({
              ...commit('noor', undefined, SHA),
              coAuthors: [{ name: 'S', mail: 's', handle: 'samir' }] as never,
            }),
          },
          message: 'builder-acted',
        },
      ],
      stale: [{ name: 'too long ago', now: '2027-06-20T12:00:00Z', message: 'window-too-old' }],
      met: [
        { name: 'others repaired', change: { [RUNS]: runs((day) => `${day},@lea,retry`) } },
        { name: 'others deployed', facts: deployed('lea') },
        { name: 'a builder deployed after', facts: deployed('samir', '2026-11-15T00:00:00Z') },
        {
          name: 'an automation deployed again what was there',
          facts: {
            ...deployed('github-actions[bot]'),
            authorship: commits(commit('samir', '2026-09-01T10:00:00Z', SHA)),
          },
        },
        {
          name: 'a change that is not merged',
          facts: {
            history: histories({
              configuration: [version('samir', undefined, { unmerged: true, declaredAt: '2026-11-03T10:00:00Z' })],
            }),
          },
        },
      ],
      unknown: [
        { name: 'who deployed is not known', facts: deployed(undefined), message: 'actor-unknown' },
        { name: 'a name without an account', change: { [RUNS]: runs((day) => `${day},Samir Haddad,retry`) } },
        {
          name: 'who changed it is not known',
          facts: { history: histories({ configuration: [version(undefined, '2026-11-03T10:00:00Z')] }) },
        },
      ],
    },
  },
});
