import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import criterion from '../../src/criteria/cohort-diversity/index.ts';
import { type Change, testCriterion } from '../support/harness/test-criterion.ts';

const NOW = '2026-11-20T12:00:00Z';
const COHORTS = 'readiness/cohorts.yaml';
const ECONOMICS = 'readiness/economics.yaml';
const DAY = 86_400_000;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Two cases a day for three weeks; one in `every` reworked. */
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
        { name: 'no cohorts file', change: { [COHORTS]: null }, message: 'missing' },
        { name: 'no cohort', change: { [COHORTS]: 'cohorts: []\n' }, message: 'too-few-cohorts', says: /^0 of 3/ },
        { name: 'two only', change: drop('lyon'), message: 'too-few-cohorts', says: /^2 of 3/ },
        {
          name: 'one still runs',
          change: edit('ended-on: 2026-11-02', 'ended-on: 2026-12-02'),
          message: 'too-few-complete',
          says: /: lyon is still running$/,
        },
        {
          name: 'one has no end',
          change: edit('    ended-on: 2026-11-02\n', ''),
          message: 'too-few-complete',
          says: /: lyon is still running$/,
        },
        {
          name: 'too short',
          change: edit('ended-on: 2026-11-02', 'ended-on: 2026-10-20'),
          message: 'too-few-complete',
          says: /lyon lasted 8 days/,
        },
        {
          name: 'the same case on every row',
          change: { [path('lyon')]: (text) => text.replace(/,t-\d+,/g, ',t-1,') },
          message: 'too-few-complete',
          says: /lyon saw 1 case \(at least 30 needed; 41 rows with a repeated case left out\)/,
        },
        {
          name: 'too few cases by its rows, whatever it declares',
          change: other('lyon', rowsOf('2026-10-13', 14, 10)),
          message: 'too-few-complete',
          says: /lyon saw 20 cases/,
        },
        {
          name: 'rows of other days do not count',
          change: other('lyon', rowsOf('2026-08-13', 14)),
          message: 'too-few-complete',
          says: /lyon saw 0 cases/,
        },
        {
          name: 'rows that are gone',
          change: { [path('lyon')]: null },
          message: 'too-few-complete',
          says: /: lyon has no rows/,
        },
        {
          name: 'rows without a date',
          change: { [path('lyon')]: (text) => text.replace('closed', 'when') },
          message: 'too-few-complete',
          says: /: lyon has no rows/,
        },
        {
          name: 'the same team again',
          change: edit('team of lyon', 'Team of  Graz'),
          message: 'shared-people',
          says: /: graz and lyon$/,
        },
        {
          name: 'the same manager again',
          change: edit('"@m-lyon"', 'm-graz'),
          message: 'shared-people',
          says: /: graz and lyon$/,
        },
        { name: 'twice the same', change: edit('id: lyon', 'id: graz'), message: 'cohort-twice' },
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
        { name: 'too few', change: drop('lyon'), message: 'too-few-to-compare' },
        {
          name: 'the site only',
          change: { [COHORTS]: (text) => text.replaceAll(/ {4}(stack|data-source|variant).*\n/g, '') },
          message: 'cohorts-alike',
          says: /graz and rotterdam .* site;/,
        },
        {
          name: 'spelt differently is no difference',
          change: edit(
            'stack: cloud desk\n    data-source: nightly file\n    variant: mail',
            'stack: OLD desk 4\n    data-source: Nightly  file\n    variant: Phone',
          ),
          message: 'cohorts-alike',
          says: /: rotterdam and lyon .* site$/,
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
          message: 'no-hard-site',
        },
        {
          name: 'one hardship only',
          change: {
            [COHORTS]: (text) => text.replace('legacy-stack: true, enthusiasm: 4, data-quality: 0.93', 'enthusiasm: 4'),
          },
          message: 'no-hard-site',
          says: /rotterdam \(only people/,
        },
        {
          name: 'an old stack that no system declares legacy',
          change: {
            'readiness/integration.yaml': 'systems: []\n',
            [COHORTS]: (text) => text.replace('data-quality: 0.93', 'data-quality: 1'),
          },
          message: 'legacy-stack-unproven',
          says: /stack of rotterdam/,
        },
        { name: 'too few', change: { [COHORTS]: 'cohorts: []\n' }, message: 'too-few-to-compare' },
        {
          name: 'integration that cannot be read',
          change: { 'readiness/integration.yaml': 'systems: 3\n' },
          message: 'invalid',
        },
      ],
      met: [{ name: 'reluctant people and messy data', change: { 'readiness/integration.yaml': null } }],
    },
    'CD-4': {
      unmet: [
        {
          name: 'no line',
          change: { 'readiness/metrics.yaml': (text) => text.replace(/success-trigger.*\n/, '') },
          message: 'no-threshold',
        },
        {
          name: 'another metric',
          change: { [COHORTS]: (text) => `metric: smiles\n${text}` },
          message: 'other-metric',
          says: /smiles.* rework-rate/,
        },
        {
          name: 'a line of their own',
          change: { [COHORTS]: (text) => `success: { op: lte, value: 0.5 }\n${text}` },
          message: 'other-threshold',
        },
        {
          name: 'a metric without a definition',
          change: { 'readiness/metrics.yaml': (text) => text.replace('id: rework-rate', 'id: other-rate') },
          message: 'metric-not-defined',
        },
        {
          name: 'one misses it, whatever the average is',
          change: other('lyon', rowsOf('2026-10-13', 4)),
          message: 'threshold-missed',
          says: /^lyon: 26\.2% in 42 cases.* 10\.0%/,
        },
        {
          name: 'one that still runs and fails',
          change: { [path('lyon')]: rowsOf('2026-10-13', 4), ...edit('    ended-on: 2026-11-02\n', '') },
          message: 'threshold-missed',
          says: /^lyon: 26\.2%/,
        },
        {
          name: 'a cell that cannot be read',
          change: other('lyon', rowsOf('2026-10-13', 14).replace('t-1,yes', 't-1,perhaps')),
          message: 'unreadable-rows',
          says: /"perhaps"/,
        },
        { name: 'rows that are gone', change: { [path('lyon')]: null }, message: 'rows-missing' },
        {
          name: 'far behind the best',
          change: {
            'readiness/metrics.yaml': (text) => text.replace('threshold: 0.1', 'threshold: 0.5'),
            ...other('lyon', rowsOf('2026-10-13', 4)),
          },
          message: 'gap-unexplained',
          says: /23\.8 points.* 20%/,
        },
        { name: 'none is far enough', change: { [COHORTS]: 'cohorts: []\n' }, message: 'none-long-enough' },
        {
          name: 'a cohort that was left out',
          facts: history(version(withFourth('2026-10-01'), '2026-10-01'), version(cohorts, '2026-11-10')),
          message: 'cohort-removed',
          says: /oslo.* 2026-10-01/,
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
          message: 'gap-explained',
          says: /"mails come without a queue"/,
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
          message: 'removal-accepted',
          says: /oslo.*@ines/,
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
          message: 'no-priced-support',
        },
        { name: 'no economics', change: { [ECONOMICS]: null }, message: 'missing' },
        {
          name: 'more than priced',
          change: { [ECONOMICS]: (text) => text.replace('per-month: 80', 'per-month: 70') },
          message: 'support-above-price',
          says: /^21 hours.* 60 users.* 0\.35 .* 0\.327 /,
        },
        { name: 'no users', change: edit('    users: 20\n', ''), message: 'no-users', says: /graz/ },
        { name: 'not recorded', change: edit(/ {4}support: .*\n/, ''), message: 'support-not-recorded', says: /graz/ },
        {
          name: 'no rows of these days',
          change: { 'readiness/observations/support.csv': (text) => text.replaceAll(',lyon,', ',somewhere,') },
          message: 'no-support-rows',
          says: /lyon.* 14 days .*2026-11-02/,
        },
        {
          name: 'less declared than recorded',
          change: edit('support-hours: 7', 'support-hours: 3'),
          message: 'support-differs',
          says: /graz.* 3 hours.* 7$/,
        },
        {
          name: 'a cell that is no number',
          change: {
            'readiness/observations/support.csv': (text) =>
              text.replace('graz,0.5\n2026-09-22', 'graz,some\n2026-09-22'),
          },
          message: 'unreadable-rows',
          says: /"some"/,
        },
        { name: 'no column of hours', change: edit(', value: hours', ''), message: 'no-support-column' },
        { name: 'the log is gone', change: { 'readiness/observations/support.csv': null }, message: 'rows-missing' },
        { name: 'no cohort', change: { [COHORTS]: 'cohorts: []\n' }, message: 'no-cohort-long-enough' },
      ],
    },
    'CD-6': {
      unmet: [
        { name: 'no raw file', change: edit(/ {4}raw: .*\n/, ''), message: 'no-raw-rows' },
        { name: 'a raw file that is gone', change: { [path('lyon')]: null }, message: 'rows-missing' },
        {
          name: 'more declared than there',
          change: edit('n: 42', 'n: 420'),
          message: 'case-count-differs',
          says: /graz.* 420 cases.* 42 rows/,
        },
        { name: 'no count', change: edit('    n: 42\n', ''), message: 'no-case-count' },
        {
          name: 'rows of other days',
          change: edit('ended-on: 2026-11-02', 'ended-on: 2026-11-01'),
          message: 'rows-outside',
          says: /lyon.* 2 rows.* 2026-10-13 to 2026-11-01/,
        },
        {
          name: 'rows changed since',
          change: { [path('lyon')]: (text) => text.replace('yes', 'no') },
          message: 'hash-differs',
        },
        { name: 'no hash', change: edit(/ {4}sha256: .*\n/, ''), message: 'no-hash', says: /graz/ },
        {
          name: 'a copy of another cohort',
          change: { [path('lyon')]: rows[path('graz')] ?? '' },
          message: 'same-rows',
          says: /lyon and graz/,
        },
        {
          name: 'a figure from another file',
          change: edit(
            'stack: cloud desk',
            `observations: { file: ${path('lyon')}, at: closed, value: reworked }\n    stack: cloud desk`,
          ),
          message: 'figure-from-other-file',
          says: /graz.*lyon\.csv.*graz\.csv/,
        },
        { name: 'none is complete', change: { [COHORTS]: 'cohorts: []\n' }, message: 'none-finished' },
        {
          name: 'an unreadable date',
          change: other('lyon', rowsOf('2026-10-13', 14).replace('2026-10-13,t-0', 'soon,t-0')),
          message: 'unreadable-rows',
          says: /"soon"/,
        },
      ],
    },
    'CD-7': {
      unmet: [
        {
          name: 'no edge cases stated',
          change: edit('    edge-cases: []\n', ''),
          message: 'no-edge-cases',
          says: /graz/,
        },
        {
          name: 'no disposition',
          change: edit('disposition: goes to people', 'disposition: TBD'),
          message: 'no-disposition',
        },
        { name: 'no case of the suite', change: edit(', eval-case: edge-1', ''), message: 'no-eval-case' },
        {
          name: 'a case that is not in the results',
          change: edit('eval-case: edge-1', 'eval-case: edge-9'),
          message: 'eval-case-not-in-results',
          says: /"edge-9"/,
        },
        {
          name: 'no results',
          change: { 'evals/results.json': null },
          message: 'eval-case-not-in-results',
          says: /"edge-1"/,
        },
        { name: 'none is complete', change: { [COHORTS]: 'cohorts: []\n' }, message: 'none-finished' },
      ],
    },
  },
});
