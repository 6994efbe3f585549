import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import criterion from '../../src/criteria/slo-and-error-budget/index.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const METRICS = 'readiness/metrics.yaml';
const ROWS = 'readiness/observations/slo.csv';
const INCIDENTS = 'readiness/observations/incidents.csv';
const ALERTS = 'alerts/triage.yaml';
const HEALTH = '.github/workflows/health.yml';
const DAY = 86_400_000;

/** The example that the page promises to pass. */
const PAGE = readFileSync('docs/criteria/slo-and-error-budget.md', 'utf8');
const metrics = /```yaml\n# readiness\/metrics\.yaml\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';

type Row = Record<'up' | 'minutes' | 'in_time' | 'tickets' | 'exceptions' | 'clean', number>;
const good: Row = { up: 1437, minutes: 1440, in_time: 197, tickets: 200, exceptions: 12, clean: 199 };
const rows = (last = '2026-11-19', days = 40, row: (index: number) => Partial<Row> = () => ({})) => {
  const end = Date.parse(`${last}T00:00:00Z`);
  const lines = Array.from({ length: days }, (_none, index) => {
    const on = new Date(end - (days - 1 - index) * DAY).toISOString().slice(0, 10);
    return [on, ...Object.values({ ...good, ...row(index) })].join(',');
  });
  return `day,${Object.keys(good).join(',')}\n${lines.join('\n')}\n`;
};
const incidents = (...more: string[]) =>
  [
    'opened,resolved,severity,site',
    '2026-09-10T08:00:00Z,2026-09-10T09:30:00Z,2,Lyon',
    '2026-10-02T08:00:00+02:00,2026-10-02T08:30:00+02:00,sev3,Graz',
    '2026-11-10T08:00:00Z,2026-11-10T09:00:00Z,P3,Oslo',
    ...more,
    '',
  ].join('\n');
const cohorts = `cohorts:
  - { id: one, site: Lyon, team: a, manager: "@a", started-on: 2026-09-01 }
  - { id: two, site: Graz, team: b, manager: "@b", started-on: 2026-09-15 }
  - { id: three, site: oslo, team: c, manager: "@c", started-on: 2026-10-01 }
`;
const alerts = `groups:
  - rules:
      - { alert: Available, annotations: { runbook_url: docs/runbook.md#service-down } }
      - { alert: InTime, annotations: { runbook_url: docs/runbook.md#slow } }
      - { alert: exceptions }
      - { alert: clean_data }
`;
const health = (on = 'schedule: [{ cron: "*/30 * * * *" }]') =>
  `name: Health\non:\n  ${on}\njobs: { ask: { runs-on: x, steps: [{ run: ./scripts/ask.sh }] } }\n`;

const open = (name: string, target: string, more = '') => `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  indicator: { metadata: { name: up } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ ${target} }]
${more}`;
const onlyFiles = {
  [METRICS]: null,
  'slo/availability.yaml': open('triage-availability', 'target: 0.99'),
  'slo/latency.yaml': open('triage-latency', 'targetPercent: 95'),
  'slo/quality.yaml': open('answer-quality', 'target: 0.9'),
  'ops/data.slo.yml': open('data-quality', 'target: 0.98'),
};

const person = (who: string, more: object = {}) => ({
  who,
  exists: true,
  kind: 'user',
  suspended: false,
  humans: 1,
  member: true,
  ...more,
});
const author = { name: 'D', mail: 'd@x' };
interface Step {
  text: string;
  merged?: string | null;
}
const histories =
  (steps: Step[] = [{ text: metrics }]) =>
  ({ path, pointer }: { path: string; pointer: string }) => ({
    path,
    pointer,
    values: (pointer === 'started-on'
      ? [{ text: 'started-on: "2026-09-01"', merged: '2026-08-20T10:00:00Z' }]
      : steps
    ).map(({ text, merged = '2026-08-25T10:00:00Z' }: Step, index) => ({
      value: (parse(text) as Record<string, unknown>)[pointer],
      commit: String(index + 1).repeat(40),
      declaredAt: '2026-08-24T10:00:00Z',
      ...(merged === null ? {} : { mergedAt: merged }),
      author,
    })),
  });
const run = (conclusion: string | undefined, at: string) => ({
  'newest-run': { found: true, ...(conclusion === undefined ? {} : { conclusion }), at },
});
const swap = (from: string | RegExp, to: string) => ({ [METRICS]: (text: string) => text.replace(from, to) });
const stricter = metrics.replace('target: 0.99', 'target: 0.999');

testCriterion(criterion, {
  profile: 'standard',
  now: '2026-11-20T12:00:00Z',
  files: {
    'readiness/pilot.yaml': `name: Support triage
started-on: 2026-09-01
owners: { product: "@dana", production: "@ravi", governance: "@mira", sponsor: "@ines" }
`,
    'readiness/operating-model.yaml': `on-call: { people: ["@ravi", "@tom"], schedule: "https://oncall.acme.example/triage", coverage: 24/7 }
tiers: [{ tier: 1, contact: "@acme/desk", people: ["@lea"], hours: 24/7, response-minutes: 5, hand-up: never }]
`,
    'readiness/cohorts.yaml': cohorts,
    [METRICS]: metrics,
    [ROWS]: rows(),
    [INCIDENTS]: incidents(),
    [ALERTS]: alerts,
    [HEALTH]: health(),
    'docs/runbook.md': '# Support triage runbook\n\n## Service down\n\nCall @ravi.\n\n## Slow\n\nWait.\n',
  },
  facts: {
    people: ({ who }: { who: string[] }) => who.map((one) => person(one)),
    'value-history': histories(),
    acceptance: { accepted: false },
    'newest-run': { found: true, conclusion: 'success', at: '2026-11-20T06:00:00Z' },
  },
  cases: {
    'SL-1': {
      unmet: [
        { name: 'no metrics and no OpenSLO', change: { [METRICS]: null }, message: 'no-service-targets' },
        { name: 'metrics nobody can read', change: { ...onlyFiles, [METRICS]: 'slos: 7\n' }, message: 'invalid' },
        {
          name: 'an OpenSLO without a number',
          change: { 'slo/a.yaml': open('available', 'displayName: x') },
          message: 'open-slo-incomplete',
          says: /objectives\[\]\.target/,
        },
        {
          name: 'an OpenSLO without an indicator',
          change: { 'slo/a.yaml': open('available', 'target: 0.99').replace(/.*indicator.*\n/, '') },
          message: 'open-slo-incomplete',
          says: /indicator/,
        },
        {
          name: 'an OpenSLO with another target',
          change: { 'slo/a.yaml': open('available', 'target: 0.9') },
          message: 'targets-differ',
          says: /0\.99 .* 0\.9 /,
        },
        {
          name: 'an OpenSLO with another window',
          change: { 'slo/a.yaml': open('available', 'target: 0.99').replace('28d', '7d') },
          message: 'windows-differ',
          says: /28d .* 7d/,
        },
        {
          name: 'an OpenSLO whose name shows nothing',
          change: { 'slo/a.yaml': open('gold', 'target: 0.9') },
          message: 'open-slo-unclear',
        },
        {
          name: 'two in one file',
          change: { 'slo/a.yaml': `${open('available', 'target: 0.99')}---\n${open('latency', 'target: 0.99')}` },
          message: 'several-objectives',
        },
        {
          name: 'a target of an OpenSLO was lowered',
          change: onlyFiles,
          facts: {
            'value-history': ({ path, pointer }: { path: string; pointer: string }) => ({
              path,
              pointer,
              values: (pointer === 'started-on'
                ? ['2026-09-01']
                : path.includes('latency')
                  ? [[{ targetPercent: 99 }], [{ targetPercent: 95 }]]
                  : [[{ target: 0.9 }]]
              ).map((value, index) => ({
                value,
                commit: String(index).repeat(40),
                declaredAt: '2026-08-01T10:00:00Z',
                mergedAt: index === 0 ? '2026-08-20T10:00:00Z' : '2026-10-10T10:00:00Z',
                author,
              })),
            }),
          },
          message: 'loosened',
          says: /latency\.yaml .* from 0\.99 to 0\.95/,
        },

        {
          name: 'no objectives',
          change: swap(/slos:[\s\S]*?(?=error-budget)/, ''),
          message: 'kind-not-covered',
          says: /availability/,
        },
        {
          name: 'nothing on data quality',
          change: swap('measures: data-quality', 'measures: quality'),
          message: 'kind-not-covered',
          says: /data quality/,
        },
        { name: 'a target of nothing', change: swap(/target: 0\.99 .*/, 'target: 0'), message: 'unusable-target' },
        {
          name: 'more than all',
          change: swap(/target: 0\.99 .*/, 'target: 101'),
          message: 'unusable-target',
          says: /101/,
        },
        { name: 'everything may be bad', change: swap('target: 0.1\n', 'target: 1\n'), message: 'unusable-target' },
        {
          name: 'no words for the indicator',
          change: swap(/indicator: minutes.*/, 'indicator: TBD'),
          message: 'blank',
        },
        { name: 'exactly', change: swap('op: lte', 'op: eq'), message: 'exact-target' },
        { name: 'one id twice', change: swap('id: in-time', 'id: available'), message: 'declared-twice' },
        { name: 'words for a number', change: swap(/target: 0\.99 .*/, 'target: high'), message: 'invalid' },
        {
          name: 'lowered once it ran',
          facts: {
            'value-history': histories([{ text: stricter }, { text: metrics, merged: '2026-10-10T10:00:00Z' }]),
          },
          message: 'loosened',
          says: /from 0\.999 to 0\.99/,
        },
        {
          name: 'more bad cases allowed once it ran',
          facts: {
            'value-history': histories([
              { text: metrics.replace('target: 0.1\n', 'target: 0.05\n') },
              { text: metrics, merged: '2026-10-10T10:00:00Z' },
            ]),
          },
          message: 'loosened',
          says: /target of exceptions/,
        },
      ],
      met: [
        {
          name: 'OpenSLO files alone',
          change: onlyFiles,
          message: 'objectives-set',
          says: /triage-availability at least 99%/,
        },
        { name: 'the same in an OpenSLO file', change: { 'slo/a.yaml': open('available', 'target: 0.99') } },
        {
          name: 'what is no OpenSLO',
          change: {
            'slo/a.yaml': 'slots: [1]\n',
            'slo/b.yaml': '{{ bad',
            'slo/c.yaml': 'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: x }\n',
          },
        },
        {
          name: 'as a percentage',
          change: swap(/target: 0\.99 .*/, 'target: 99.5'),
          message: 'objectives-set',
          says: /99\.5%/,
        },
        {
          name: 'lowered before it ran',
          facts: { 'value-history': histories([{ text: stricter }, { text: metrics }]) },
        },
        {
          name: 'the same as a percentage is no change',
          facts: {
            'value-history': histories([
              { text: metrics.replace(/target: 0\.99 .*/, 'target: 99') },
              { text: metrics, merged: '2026-10-10T10:00:00Z' },
            ]),
          },
        },
        {
          name: 'accepted',
          facts: {
            'value-history': histories([{ text: stricter }, { text: metrics, merged: '2026-10-10T10:00:00Z' }]),
            acceptance: { accepted: true, by: 'ines' },
          },
          message: 'loosening-accepted',
          says: /@ines/,
        },
      ],
      unknown: [
        {
          name: 'only GitHub knows when',
          facts: { 'value-history': histories([{ text: stricter }, { text: metrics, merged: null }]) },
        },
      ],
    },
    'SL-2': {
      unmet: [
        { name: 'no policy', change: swap(/error-budget:[\s\S]*?(?=incidents)/, ''), message: 'no-budget-policy' },
        {
          name: 'only talk',
          change: {
            [METRICS]: (text: string) =>
              text
                .replace('consequence: freeze', 'consequence: review')
                .replace('consequence: roll-back', 'consequence: review'),
          },
          message: 'only-reviews',
        },
        {
          name: 'a role word decides',
          change: swap('consequence: freeze, decider: "@ravi"', 'consequence: freeze, decider: SRE'),
          message: 'names-nobody',
        },
        {
          name: 'the decider left',
          facts: { people: ({ who }: { who: string[] }) => who.map((one) => person(one, { member: false })) },
          message: 'not-a-member',
        },
      ],
    },
    'SL-3': {
      unmet: [
        {
          name: 'an OpenSLO without rows',
          change: { 'slo/latency.yaml': open('latency', 'target: 0.9') },
          message: 'not-observed',
        },

        {
          name: 'spent',
          change: { [ROWS]: rows('2026-11-19', 40, (index) => (index > 30 ? { up: 1300 } : {})) },
          message: 'budget-spent',
        },
        {
          name: 'too many exceptions',
          change: { [ROWS]: rows('2026-11-19', 40, () => ({ exceptions: 21 })) },
          message: 'budget-spent',
          says: /exceptions: 10\.5%/,
        },
        {
          name: 'a tenth left is not a quarter',
          profile: 'regulated',
          change: { [ROWS]: rows('2026-11-19', 40, () => ({ in_time: 191 })) },
          message: 'budget-low',
          says: /10% .* 25%/,
        },
        {
          name: 'a window of a week',
          change: swap('window: 28d', 'window: 7d'),
          message: 'window-too-short',
          says: /14 days/,
        },
        { name: 'less than a window', change: { [ROWS]: rows('2026-11-19', 12) }, message: 'window-not-covered' },
        { name: 'no rows named', change: swap(/ {4}observations: .*value: up.*\n/, ''), message: 'no-observations' },
        { name: 'the file is gone', change: { [ROWS]: null }, message: 'rows-missing' },
        {
          name: 'good cases of more than all',
          change: { [ROWS]: rows('2026-11-19', 40, () => ({ up: 1441 })) },
          message: 'unreadable-rows',
        },
        { name: 'a day in the future', change: { [ROWS]: rows('2026-11-25') }, message: 'unreadable-rows' },
        { name: 'no objectives', change: swap(/slos:[\s\S]*?(?=error-budget)/, ''), message: 'no-objectives' },
      ],
      stale: [{ name: 'rows of last month', change: { [ROWS]: rows('2026-11-05') }, message: 'rows-too-old' }],
      met: [
        {
          name: 'all of all',
          change: { ...swap(/target: 0\.99 .*/, 'target: 100'), [ROWS]: rows('2026-11-19', 40, () => ({ up: 1440 })) },
        },
        {
          name: 'exactly spent is not overspent',
          change: { [ROWS]: rows('2026-11-19', 40, () => ({ in_time: 190 })) },
        },
      ],
    },
    'SL-4': {
      unmet: [
        { name: 'no alert', change: swap(/ {4}alert: .*service-down.*\n/, ''), message: 'no-alert' },
        { name: 'the rule is gone', change: { [ALERTS]: null }, message: 'no-alert-file' },
        {
          name: 'a rule on something else',
          change: { [ALERTS]: (text: string) => text.replace('clean_data', 'disk_full') },
          message: 'rule-not-named',
          says: /clean-data/,
        },
        {
          name: 'to nobody on call',
          change: swap('routes-to: "@ravi"', 'routes-to: "@samir"'),
          message: 'not-on-call',
        },
        {
          name: 'the runbook is elsewhere',
          change: {
            ...swap('docs/runbook.md#service-down', 'https://wiki.acme.example/runbook'),
            [ALERTS]: (text: string) =>
              text.replace('docs/runbook.md#service-down', 'https://wiki.acme.example/runbook'),
          },
          message: 'runbook-outside',
        },
        {
          name: 'the runbook of another repository',
          change: swap('docs/runbook.md#service-down', 'https://github.com/acme/other/blob/main/docs/runbook.md'),
          message: 'runbook-outside',
          says: /acme\/other/,
        },
        {
          name: 'no such heading',
          change: {
            ...swap('docs/runbook.md#service-down', 'docs/runbook.md#fire'),
            [ALERTS]: (text: string) => text.replace('service-down', 'fire'),
          },
          message: 'no-runbook-heading',
        },
        {
          name: 'no such file',
          change: {
            ...swap('docs/runbook.md#service-down', 'docs/gone.md'),
            [ALERTS]: (text: string) => text.replace('docs/runbook.md#service-down', 'docs/gone.md'),
          },
          message: 'no-runbook',
        },
        {
          name: 'the rule has no link',
          change: { [ALERTS]: (text: string) => text.replace('docs/runbook.md#service-down', 'n/a') },
          message: 'rule-without-runbook',
        },
        { name: 'no objectives', change: swap(/slos:[\s\S]*?(?=error-budget)/, ''), message: 'nothing-to-alert-on' },
      ],
      met: [
        {
          name: 'to the schedule',
          change: swap('routes-to: "@ravi"', 'routes-to: https://oncall.acme.example/triage'),
        },
        {
          name: 'by address',
          change: swap(
            'docs/runbook.md#service-down',
            'https://github.com/Acme/triage/blob/main/docs/runbook.md#service-down',
          ),
        },
      ],
    },
    'SL-5': {
      unmet: [
        { name: 'nothing recorded', change: swap(/incidents: .*\n/, ''), message: 'no-incidents' },
        { name: 'the file is gone', change: { [INCIDENTS]: null }, message: 'rows-missing' },
        {
          name: 'a critical one is open',
          change: { [INCIDENTS]: incidents('2026-11-19T08:00:00Z,,1,Lyon') },
          message: 'critical-incident-open',
          at: `${INCIDENTS}:5`,
        },
        {
          name: 'too slow',
          change: { [INCIDENTS]: incidents('2026-11-12T08:00:00Z,2026-11-13T08:00:00Z,3,Lyon') },
          message: 'slow-to-resolve',
          says: /405 minutes .* 120/,
        },
        {
          name: 'the newest site is worse',
          change: {
            [INCIDENTS]: incidents(
              ...[11, 12, 13].map((day) => `2026-11-${day}T08:00:00Z,2026-11-${day}T08:10:00Z,4,Oslo`),
            ),
          },
          message: 'newest-site-worse',
          says: /oslo/,
        },
        {
          name: 'a site nobody knows',
          change: { [INCIDENTS]: incidents('2026-11-12T08:00:00Z,2026-11-12T08:10:00Z,3,Rome') },
          message: 'unknown-site',
        },
        {
          name: 'resolved before it was opened',
          change: { [INCIDENTS]: incidents('2026-11-12T08:00:00Z,2026-11-11T08:10:00Z,3,Lyon') },
          message: 'unreadable-rows',
        },
        {
          name: 'only days',
          change: { [INCIDENTS]: incidents('2026-11-12,2026-11-12,3,Lyon') },
          message: 'unreadable-rows',
        },
        {
          name: 'in the future',
          change: { [INCIDENTS]: incidents('2027-11-12T08:00:00Z,,3,Lyon') },
          message: 'unreadable-rows',
        },
        {
          name: 'a severity in words',
          change: { [INCIDENTS]: incidents('2026-11-12T08:00:00Z,,bad,Lyon') },
          message: 'unreadable-rows',
        },
        {
          name: 'no column for the site',
          change: { [INCIDENTS]: 'opened,resolved,severity\n' },
          message: 'unreadable-rows',
        },
      ],
      met: [
        { name: 'a small one is open', change: { [INCIDENTS]: incidents('2026-11-19T08:00:00Z,,4,Lyon') } },
        { name: 'none at all', change: { [INCIDENTS]: 'opened,resolved,severity,site\n' }, message: 'none-resolved' },
        {
          name: 'one site has no other to compare with',
          change: {
            [INCIDENTS]: 'opened,resolved,severity,site\n2026-09-10T08:00:00Z,2026-09-10T09:30:00Z,2,Lyon\n',
            'readiness/cohorts.yaml': (text: string) => text.replace(/ {2}- \{ id: t.*\n/g, ''),
          },
        },
      ],
    },
    'SL-6': {
      unmet: [
        { name: 'no check', change: swap(/health: .*\n/, ''), message: 'no-health-check' },
        {
          name: 'only an address',
          change: swap(', workflow: .github/workflows/health.yml', ''),
          message: 'endpoint-not-checked',
        },
        { name: 'the workflow is gone', change: { [HEALTH]: null }, message: 'unknown-workflow' },
        { name: 'only by hand', change: { [HEALTH]: health('workflow_dispatch:') }, message: 'not-scheduled' },
        { name: 'red', facts: run('failure', '2026-11-20T06:00:00Z'), message: 'health-failed', says: /"failure"/ },
        { name: 'never ran', facts: { 'newest-run': { found: false } }, message: 'health-never-ran' },
        {
          name: 'skipped is not green',
          facts: run('skipped', '2026-11-20T06:00:00Z'),
          message: 'health-failed',
          says: /"skipped"/,
        },
      ],
      stale: [{ name: 'asleep', facts: run('success', '2026-11-01T06:00:00Z'), message: 'health-too-old' }],
    },
  },
});
