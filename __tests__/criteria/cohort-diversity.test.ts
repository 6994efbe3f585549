import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import criterion from '../../src/criteria/cohort-diversity/index.ts';
import { type Change, testCriterion } from '../support/harness/test-criterion.ts';

const NOW = '2026-11-20T12:00:00Z';
const COHORTS = 'readiness/cohorts.yaml';
const ECONOMICS = 'readiness/economics.yaml';
const DAY = 86_400_000;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Two cases a day for three weeks; one in so many reworked. */
function rowsOf(from: string, every: number, days = 21): string {
  const rows = Array.from({ length: days * 2 }, (_, index) => {
    const on = new Date(Date.parse(from) + Math.floor(index / 2) * DAY).toISOString().slice(0, 10);
    return `${on},t-${index},${index % every === 1 ? 'yes' : 'no'}`;
  });
  return `closed,case,reworked\n${rows.join('\n')}\n`;
}

const SITES = [
  ['graz', '2026-09-01', '2026-09-21', 21],
  ['rotterdam', '2026-09-22', '2026-10-12', 42],
  ['lyon', '2026-10-13', '2026-11-02', 14],
] as const;
const path = (id: string): string => `readiness/observations/${id}.csv`;
const rows = Object.fromEntries(SITES.map(([id, from, , every]) => [path(id), rowsOf(from, every)]));

const cohortOf = ([id, from, to]: (typeof SITES)[number], own: string): string => `  - id: ${id}
    site: ${id}
    team: team of ${id}
    manager: "@m-${id}"
    started-on: ${from}
    ended-on: ${to}
    n: 42
    users: 20
    support-hours: 7
    support: { file: readiness/observations/support.csv, at: day, value: hours, where: { cohort: ${id} } }
    raw: ${path(id)}
    sha256: ${hash(rows[path(id)] ?? '')}
${own}
`;

const cohorts = `cohorts:
${cohortOf(SITES[0], '    stack: cloud desk\n    data-source: api\n    variant: phone\n    selection: volunteered\n    ugly: { enthusiasm: 8, data-quality: 0.99 }\n    edge-cases: []')}
${cohortOf(SITES[1], '    stack: Old Desk 4\n    data-source: nightly file\n    variant: phone\n    selection: assigned\n    ugly: { legacy-stack: true, enthusiasm: 4, data-quality: 0.93 }\n    edge-cases: [{ case: two languages in one ticket, disposition: goes to people, eval-case: edge-1 }]')}
${cohortOf(SITES[2], '    stack: cloud desk\n    data-source: nightly file\n    variant: mail\n    selection: volunteered\n    ugly: { enthusiasm: 7, data-quality: 0.98 }\n    edge-cases: [{ case: forwarded tickets, disposition: the last sender counts, eval-case: edge-2 }]')}`;

const support = `day,cohort,hours\n${SITES.flatMap(([id, from]) =>
  Array.from(
    { length: 21 },
    (_, index) => `${new Date(Date.parse(from) + index * DAY).toISOString().slice(0, 10)},${id},0.5`,
  ),
).join('\n')}\n`;

const metrics = `outcome:
  - { id: rework-rate, type: proportion, unit: "1", good: lower, observations: { file: readiness/observations/all.csv, at: closed, value: reworked } }
success-trigger: { metric: rework-rate, op: lte, threshold: 0.1, window: 28d, min-n: 100, decision-by: 2026-12-15 }
`;

const pilot = `name: Support triage
started-on: 2026-09-01
owners: { product: "@dana", production: "@ravi", governance: "@greta", sponsor: "@ines" }
`;

const results = JSON.stringify({ results: ['edge-1', 'edge-2'].map((id) => ({ id, verdict: 'pass' })) });
const evals = `results: { file: evals/results.json, mapping: { cases: "$.results[*]", id: id, pass: verdict } }
thresholds: { happy: 0.9 }
`;

const edit = (from: string | RegExp, to: string): Change => ({
  [COHORTS]: (text) => text.replace(from, to),
});
/** Other rows of a cohort, recorded as they are. */
const other = (id: string, text: string): Change => ({
  [path(id)]: text,
  [COHORTS]: (whole) => whole.replace(hash(rows[path(id)] ?? ''), hash(text)),
});
const drop = (id: string): Change => edit(new RegExp(` {2}- id: ${id}\\n( {4}.*\\n|\\n(?= {2}-))+`), '');
const version = (text: string, on: string) => ({
  value: (parse(text) as { cohorts: unknown }).cohorts,
  commit: 'ab'.repeat(20),
  declaredAt: `${on}T09:00:00Z`,
  mergedAt: `${on}T10:00:00Z`,
  author: { name: 'Dana', mail: 'dana@acme.example' },
});
const history = (...values: ReturnType<typeof version>[]) => ({
  'value-history': ({ path: file, pointer }: { path: string; pointer: string }) => ({ path: file, pointer, values }),
});
const withFourth = (startedOn: string): string =>
  `${cohorts}  - { id: oslo, site: Oslo, team: x, manager: "@x", started-on: ${startedOn} }\n`;

testCriterion(criterion, {
  profile: 'standard',
  now: NOW,
  files: {
    [COHORTS]: cohorts,
    ...rows,
    'readiness/observations/support.csv': support,
    'readiness/metrics.yaml': metrics,
    'readiness/pilot.yaml': pilot,
    'readiness/integration.yaml': 'systems: [{ id: old-desk, mode: live, legacy: true }]\n',
    [ECONOMICS]: 'currency: EUR\nmanual-hours: { per-month: 80, rate: 50, users: 100 }\n',
    'readiness/evals.yaml': evals,
    'evals/results.json': results,
  },
  facts: { ...history(version(cohorts, '2026-09-01')), acceptance: { accepted: false } },
  cases: {
    'CD-1': {
      unmet: [
        { name: 'nothing is said', change: { [COHORTS]: null }, says: /Missing/ },
        { name: 'no cohort', change: { [COHORTS]: 'cohorts: []\n' }, says: /0 of 3 cohorts/ },
        { name: 'two only', change: drop('lyon'), says: /2 of 3 cohorts/ },
        {
          name: 'one still runs',
          change: edit('ended-on: 2026-11-02', 'ended-on: 2026-12-02'),
          says: /lyon is still running/,
        },
        { name: 'one has no end', change: edit('    ended-on: 2026-11-02\n', ''), says: /lyon is still running/ },
        { name: 'too short', change: edit('ended-on: 2026-11-02', 'ended-on: 2026-10-20'), says: /lyon lasted 8 days/ },
        {
          name: 'too few cases by its rows, whatever it declares',
          change: other('lyon', rowsOf('2026-10-13', 14, 10)),
          says: /lyon saw 20 cases/,
        },
        {
          name: 'rows of other days do not count',
          change: other('lyon', rowsOf('2026-08-13', 14)),
          says: /lyon saw 0 cases/,
        },
        { name: 'rows that are gone', change: { [path('lyon')]: null }, says: /no rows that can be counted/ },
        {
          name: 'rows without a date',
          change: { [path('lyon')]: (text) => text.replace('closed', 'when') },
          says: /no rows that can be counted/,
        },
        {
          name: 'the same team again',
          change: edit('team of lyon', 'Team of  Graz'),
          says: /share a team or a manager: graz and lyon/,
        },
        { name: 'the same manager again', change: edit('"@m-lyon"', 'm-graz'), says: /graz and lyon/ },
        { name: 'twice the same', change: edit('id: lyon', 'id: graz'), says: /stands there twice/ },
      ],
      met: [
        {
          name: 'one is enough under minimal',
          profile: 'minimal',
          change: { [COHORTS]: (text) => text.slice(0, text.indexOf('  - id: rotterdam')) },
        },
        { name: 'a fourth that is still running', change: { [COHORTS]: withFourth('2026-11-15') } },
      ],
    },
    'CD-2': {
      unmet: [
        { name: 'too few', change: drop('lyon'), says: /2 complete cohorts are too few/ },
        {
          name: 'the site only',
          change: { [COHORTS]: (text) => text.replaceAll(/ {4}(stack|data-source|variant).*\n/g, '') },
          says: /graz and rotterdam differ in the site only/,
        },
        {
          name: 'spelt differently is no difference',
          change: edit(
            'stack: cloud desk\n    data-source: nightly file\n    variant: mail',
            'stack: OLD desk 4\n    data-source: Nightly  file\n    variant: Phone',
          ),
          says: /rotterdam and lyon differ in the site only/,
        },
      ],
      met: [
        {
          name: 'a customer segment counts',
          change: {
            [COHORTS]: (text) =>
              text
                .replace('data-source: nightly file\n    variant: mail', 'segment: public\n    variant: mail')
                .replace('data-source: api', 'segment: retail')
                .replace('data-source: nightly file', 'segment: trade'),
          },
        },
      ],
    },
    'CD-3': {
      unmet: [
        {
          name: 'all of them easy',
          change: {
            [COHORTS]: (text) =>
              text.replaceAll(/ {4}ugly.*\n/g, '').replace('selection: assigned', 'selection: volunteered'),
          },
          says: /No cohort was hard/,
        },
        {
          name: 'one hardship only',
          change: {
            [COHORTS]: (text) => text.replace('legacy-stack: true, enthusiasm: 4, data-quality: 0.93', 'enthusiasm: 4'),
          },
          says: /only by people who did not ask/,
        },
        {
          name: 'an old stack that nobody else calls old',
          change: {
            'readiness/integration.yaml': 'systems: []\n',
            [COHORTS]: (text) => text.replace('data-quality: 0.93', 'data-quality: 1'),
          },
          says: /rotterdam: the stack names no system/,
        },
        { name: 'too few', change: { [COHORTS]: 'cohorts: []\n' }, says: /too few/ },
        {
          name: 'integration that cannot be read',
          change: { 'readiness/integration.yaml': 'systems: 3\n' },
          says: /systems/,
        },
      ],
      met: [{ name: 'reluctant people and messy data', change: { 'readiness/integration.yaml': null } }],
    },
    'CD-4': {
      unmet: [
        {
          name: 'no line',
          change: { 'readiness/metrics.yaml': (text) => text.replace(/success-trigger.*\n/, '') },
          says: /No line is drawn/,
        },
        {
          name: 'another metric',
          change: { [COHORTS]: (text) => `metric: smiles\n${text}` },
          says: /judged by smiles/,
        },
        {
          name: 'a line of their own',
          change: { [COHORTS]: (text) => `success: { op: lte, value: 0.5 }\n${text}` },
          says: /another line/,
        },
        {
          name: 'a metric nobody defined',
          change: { 'readiness/metrics.yaml': (text) => text.replace('id: rework-rate', 'id: other-rate') },
          says: /is not defined/,
        },
        {
          name: 'one misses it, whatever the average is',
          change: other('lyon', rowsOf('2026-10-13', 4)),
          says: /lyon gives 26.2% \(42 cases\), at most 10.0% is asked/,
        },
        {
          name: 'one that still runs and fails',
          change: { [path('lyon')]: rowsOf('2026-10-13', 4), ...edit('    ended-on: 2026-11-02\n', '') },
          says: /lyon gives 26.2%/,
        },
        {
          name: 'a cell that cannot be read',
          change: other('lyon', rowsOf('2026-10-13', 14).replace('t-1,yes', 't-1,perhaps')),
          says: /"perhaps"/,
        },
        { name: 'rows that are gone', change: { [path('lyon')]: null }, says: /is not there/ },
        {
          name: 'far behind the best',
          change: {
            'readiness/metrics.yaml': (text) => text.replace('threshold: 0.1', 'threshold: 0.5'),
            ...other('lyon', rowsOf('2026-10-13', 4)),
          },
          says: /more than 20 % needs an explanation/,
        },
        { name: 'none is far enough', change: { [COHORTS]: 'cohorts: []\n' }, says: /No cohort is far enough/ },
        {
          name: 'a cohort that was left out',
          facts: history(version(withFourth('2026-10-01'), '2026-10-01'), version(cohorts, '2026-11-10')),
          says: /oslo, begun on 2026-10-01, was listed and is gone/,
        },
      ],
      unknown: [
        {
          name: 'the sponsor could not be asked',
          facts: {
            ...history(version(withFourth('2026-10-01'), '2026-10-01'), version(cohorts, '2026-11-10')),
            acceptance: { state: 'unavailable', reason: 'x', resolvableBy: 'github' },
          },
        },
      ],
      met: [
        {
          name: 'far behind, and explained',
          change: {
            'readiness/metrics.yaml': (text) => text.replace('threshold: 0.1', 'threshold: 0.5'),
            [path('lyon')]: rowsOf('2026-10-13', 4),
            [COHORTS]: (text) =>
              text.replace('variant: mail', 'variant: mail\n    gap-explained: mails come without a queue'),
          },
          says: /explained as declared/,
        },
        {
          name: 'planned and dropped before it began',
          facts: history(version(withFourth('2026-11-15'), '2026-10-01'), version(cohorts, '2026-11-10')),
        },
        {
          name: 'left out, and the sponsor accepted',
          facts: {
            ...history(version(withFourth('2026-10-01'), '2026-10-01'), version(cohorts, '2026-11-10')),
            acceptance: { accepted: true, by: 'ines', at: '2026-11-11T09:00:00Z' },
          },
        },
        {
          name: 'a line of its own where the pilot has none',
          change: {
            'readiness/metrics.yaml': (text) => text.replace(/success-trigger.*\n/, ''),
            [COHORTS]: (text) => `metric: rework-rate\nsuccess: { op: lte, value: 0.1 }\n${text}`,
          },
        },
      ],
    },
    'CD-5': {
      unmet: [
        {
          name: 'nothing is priced',
          change: { [ECONOMICS]: 'currency: EUR\n' },
          says: /how many hours of support are priced/,
        },
        { name: 'no economics', change: { [ECONOMICS]: null }, says: /Missing/ },
        {
          name: 'more than priced',
          change: { [ECONOMICS]: (text) => text.replace('per-month: 80', 'per-month: 70') },
          says: /21 hours of support for 60 users in the last 14 days: 0.35 each; 0.327 are priced/,
        },
        { name: 'no users', change: edit('    users: 20\n', ''), says: /how many users graz has/ },
        { name: 'not recorded', change: edit(/ {4}support: .*\n/, ''), says: /spent on graz are not recorded/ },
        {
          name: 'no rows of these days',
          change: { 'readiness/observations/support.csv': (text) => text.replaceAll(',lyon,', ',somewhere,') },
          says: /no rows of lyon in the 14 days until 2026-11-02/,
        },
        {
          name: 'less declared than recorded',
          change: edit('support-hours: 7', 'support-hours: 3'),
          says: /graz declares 3 hours of support, the rows give 7/,
        },
        {
          name: 'a cell that is no number',
          change: {
            'readiness/observations/support.csv': (text) =>
              text.replace('graz,0.5\n2026-09-22', 'graz,some\n2026-09-22'),
          },
          says: /"some"/,
        },
        { name: 'no column of hours', change: edit(', value: hours', ''), says: /which column holds the hours/ },
        { name: 'the log is gone', change: { 'readiness/observations/support.csv': null }, says: /is not there/ },
        { name: 'no cohort', change: { [COHORTS]: 'cohorts: []\n' }, says: /No cohort has run/ },
      ],
    },
    'CD-6': {
      unmet: [
        { name: 'no raw file', change: edit(/ {4}raw: .*\n/, ''), says: /keeps no raw rows/ },
        { name: 'a raw file that is gone', change: { [path('lyon')]: null }, says: /is not there/ },
        {
          name: 'more declared than there',
          change: edit('n: 42', 'n: 420'),
          says: /graz declares 420 cases, its rows are 42/,
        },
        { name: 'no count', change: edit('    n: 42\n', ''), says: /how many cases it saw/ },
        {
          name: 'rows of other days',
          change: edit('ended-on: 2026-11-02', 'ended-on: 2026-11-01'),
          says: /2 rows of lyon lie outside 2026-10-13 to 2026-11-01/,
        },
        {
          name: 'rows changed since',
          change: { [path('lyon')]: (text) => text.replace('yes', 'no') },
          says: /changed after their hash/,
        },
        { name: 'no hash', change: edit(/ {4}sha256: .*\n/, ''), says: /No hash of the rows of graz/ },
        {
          name: 'a copy of another cohort',
          change: { [path('lyon')]: rows[path('graz')] ?? '' },
          says: /lyon and graz name the very same rows/,
        },
        {
          name: 'a figure from another file',
          change: edit(
            'stack: cloud desk',
            `observations: { file: ${path('lyon')}, at: closed, value: reworked }\n    stack: cloud desk`,
          ),
          says: /The figure of graz comes from/,
        },
        { name: 'none is complete', change: { [COHORTS]: 'cohorts: []\n' }, says: /No cohort is complete/ },
        {
          name: 'a date nobody can read',
          change: other('lyon', rowsOf('2026-10-13', 14).replace('2026-10-13,t-0', 'soon,t-0')),
          says: /"soon"/,
        },
      ],
    },
    'CD-7': {
      unmet: [
        { name: 'nothing is said', change: edit('    edge-cases: []\n', ''), says: /which cases were new at graz/ },
        {
          name: 'no disposition',
          change: edit('disposition: goes to people', 'disposition: TBD'),
          says: /has no disposition/,
        },
        { name: 'no case of the suite', change: edit(', eval-case: edge-1', ''), says: /guarded by no case/ },
        {
          name: 'a case that is not in the results',
          change: edit('eval-case: edge-1', 'eval-case: edge-9'),
          says: /"edge-9", which is not in the results/,
        },
        { name: 'no results', change: { 'evals/results.json': null }, says: /not in the results/ },
        { name: 'none is complete', change: { [COHORTS]: 'cohorts: []\n' }, says: /No cohort is complete/ },
      ],
    },
  },
});
