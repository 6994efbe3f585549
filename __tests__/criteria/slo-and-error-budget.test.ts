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
        { name: 'no metrics and no OpenSLO', change: { [METRICS]: null }, says: /Nothing says how good the service/ },
        { name: 'metrics nobody can read', change: { ...onlyFiles, [METRICS]: 'slos: 7\n' }, says: /slos/ },
        {
          name: 'an OpenSLO without a number',
          change: { 'slo/a.yaml': open('available', 'displayName: x') },
          says: /no target/,
        },
        {
          name: 'an OpenSLO without an indicator',
          change: { 'slo/a.yaml': open('available', 'target: 0.99').replace(/.*indicator.*\n/, '') },
          says: /no indicator/,
        },
        {
          name: 'an OpenSLO with another target',
          change: { 'slo/a.yaml': open('available', 'target: 0.9') },
          says: /0.99 in one place and 0.9/,
        },
        {
          name: 'an OpenSLO with another window',
          change: { 'slo/a.yaml': open('available', 'target: 0.99').replace('28d', '7d') },
          says: /28d in one place and 7d/,
        },
        {
          name: 'an OpenSLO that tells nothing by its name',
          change: { 'slo/a.yaml': open('gold', 'target: 0.9') },
          says: /cannot be told/,
        },
        {
          name: 'two in one file',
          change: { 'slo/a.yaml': `${open('available', 'target: 0.99')}---\n${open('latency', 'target: 0.99')}` },
          says: /several objectives/,
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
          says: /target 1 of slo\/latency.yaml was loosened from 0.99 to 0.95/,
        },

        { name: 'no objectives', change: swap(/slos:[\s\S]*?(?=error-budget)/, ''), says: /how good/ },
        {
          name: 'nothing on data quality',
          change: swap('measures: data-quality', 'measures: quality'),
          says: /data quality/,
        },
        { name: 'a target of nothing', change: swap(/target: 0\.99 .*/, 'target: 0'), says: /never be missed/ },
        { name: 'more than all', change: swap(/target: 0\.99 .*/, 'target: 101'), says: /101/ },
        { name: 'everything may be bad', change: swap('target: 0.1\n', 'target: 1\n'), says: /never be missed/ },
        {
          name: 'no words for the indicator',
          change: swap(/indicator: minutes.*/, 'indicator: TBD'),
          says: /not said/,
        },
        { name: 'exactly', change: swap('op: lte', 'op: eq'), says: /one exact value/ },
        { name: 'one id twice', change: swap('id: in-time', 'id: available'), says: /there twice/ },
        { name: 'words for a number', change: swap(/target: 0\.99 .*/, 'target: high'), says: /target/ },
        {
          name: 'lowered once it ran',
          facts: {
            'value-history': histories([{ text: stricter }, { text: metrics, merged: '2026-10-10T10:00:00Z' }]),
          },
          says: /loosened from 0.999 to 0.99/,
        },
        {
          name: 'more bad cases allowed once it ran',
          facts: {
            'value-history': histories([
              { text: metrics.replace('target: 0.1\n', 'target: 0.05\n') },
              { text: metrics, merged: '2026-10-10T10:00:00Z' },
            ]),
          },
          says: /target of exceptions/,
        },
      ],
      met: [
        { name: 'OpenSLO files alone', change: onlyFiles, says: /triage-availability at least 99 %/ },
        { name: 'the same in an OpenSLO file', change: { 'slo/a.yaml': open('available', 'target: 0.99') } },
        {
          name: 'what is no OpenSLO',
          change: {
            'slo/a.yaml': 'slots: [1]\n',
            'slo/b.yaml': '{{ bad',
            'slo/c.yaml': 'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: x }\n',
          },
        },
        { name: 'in per cent', change: swap(/target: 0\.99 .*/, 'target: 99.5'), says: /99.5 %/ },
        {
          name: 'lowered before it ran',
          facts: { 'value-history': histories([{ text: stricter }, { text: metrics }]) },
        },
        {
          name: 'the same in per cent is no change',
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
          says: /accepted late/,
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
        { name: 'no policy', change: swap(/error-budget:[\s\S]*?(?=incidents)/, ''), says: /Nothing happens/ },
        {
          name: 'only talk',
          change: {
            [METRICS]: (text: string) =>
              text
                .replace('consequence: freeze', 'consequence: review')
                .replace('consequence: roll-back', 'consequence: review'),
          },
          says: /only talk/,
        },
        {
          name: 'a role word decides',
          change: swap('consequence: freeze, decider: "@ravi"', 'consequence: freeze, decider: SRE'),
          says: /names nobody/,
        },
        {
          name: 'the decider left',
          facts: { people: ({ who }: { who: string[] }) => who.map((one) => person(one, { member: false })) },
          says: /not in the organization/,
        },
      ],
    },
    'SL-3': {
      unmet: [
        {
          name: 'an OpenSLO without rows',
          change: { 'slo/latency.yaml': open('latency', 'target: 0.9') },
          says: /No rows show whether latency/,
        },

        {
          name: 'spent',
          change: { [ROWS]: rows('2026-11-19', 40, (index) => (index > 30 ? { up: 1300 } : {})) },
          says: /budget is spent/,
        },
        {
          name: 'too many exceptions',
          change: { [ROWS]: rows('2026-11-19', 40, () => ({ exceptions: 21 })) },
          says: /exceptions was 10.5 %.*spent/,
        },
        {
          name: 'a tenth left is not a quarter',
          profile: 'regulated',
          change: { [ROWS]: rows('2026-11-19', 40, () => ({ in_time: 191 })) },
          says: /10 % of the error budget/,
        },
        { name: 'a window of a week', change: swap('window: 28d', 'window: 7d'), says: /shorter than 14/ },
        { name: 'less than a window', change: { [ROWS]: rows('2026-11-19', 12) }, says: /whole window/ },
        { name: 'no rows named', change: swap(/ {4}observations: .*value: up.*\n/, ''), says: /no observations/ },
        { name: 'the file is gone', change: { [ROWS]: null }, says: /not there/ },
        {
          name: 'good cases of more than all',
          change: { [ROWS]: rows('2026-11-19', 40, () => ({ up: 1441 })) },
          says: /up is 1441 of 1440/,
        },
        { name: 'a day in the future', change: { [ROWS]: rows('2026-11-25') }, says: /future/ },
        { name: 'no objectives', change: swap(/slos:[\s\S]*?(?=error-budget)/, ''), says: /No objective/ },
      ],
      stale: [{ name: 'rows of last month', change: { [ROWS]: rows('2026-11-05') }, says: /days ago/ }],
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
        { name: 'no alert', change: swap(/ {4}alert: .*service-down.*\n/, ''), says: /Nobody is called/ },
        { name: 'the rule is gone', change: { [ALERTS]: null }, says: /not in the repository/ },
        {
          name: 'a rule on something else',
          change: { [ALERTS]: (text: string) => text.replace('clean_data', 'disk_full') },
          says: /does not speak of clean-data/,
        },
        { name: 'to nobody on call', change: swap('routes-to: "@ravi"', 'routes-to: "@samir"'), says: /not on call/ },
        {
          name: 'the runbook is elsewhere',
          change: {
            ...swap('docs/runbook.md#service-down', 'https://wiki.acme.example/runbook'),
            [ALERTS]: (text: string) =>
              text.replace('docs/runbook.md#service-down', 'https://wiki.acme.example/runbook'),
          },
          says: /not in this repository/,
        },
        {
          name: 'the runbook of another repository',
          change: swap('docs/runbook.md#service-down', 'https://github.com/acme/other/blob/main/docs/runbook.md'),
          says: /another repository/,
        },
        {
          name: 'no such heading',
          change: {
            ...swap('docs/runbook.md#service-down', 'docs/runbook.md#fire'),
            [ALERTS]: (text: string) => text.replace('service-down', 'fire'),
          },
          says: /no heading/,
        },
        {
          name: 'no such file',
          change: {
            ...swap('docs/runbook.md#service-down', 'docs/gone.md'),
            [ALERTS]: (text: string) => text.replace('docs/runbook.md#service-down', 'docs/gone.md'),
          },
          says: /not there/,
        },
        {
          name: 'the rule has no link',
          change: { [ALERTS]: (text: string) => text.replace('docs/runbook.md#service-down', 'n/a') },
          says: /does not hold the link/,
        },
        { name: 'no objectives', change: swap(/slos:[\s\S]*?(?=error-budget)/, ''), says: /No objective/ },
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
        { name: 'nothing recorded', change: swap(/incidents: .*\n/, ''), says: /Nothing is recorded/ },
        { name: 'the file is gone', change: { [INCIDENTS]: null }, says: /not there/ },
        {
          name: 'a grave one is open',
          change: { [INCIDENTS]: incidents('2026-11-19T08:00:00Z,,1,Lyon') },
          says: /1 grave incident is still open/,
          at: `${INCIDENTS}:5`,
        },
        {
          name: 'too slow',
          change: { [INCIDENTS]: incidents('2026-11-12T08:00:00Z,2026-11-13T08:00:00Z,3,Lyon') },
          says: /on average; the target is 120/,
        },
        {
          name: 'the newest site is worse',
          change: {
            [INCIDENTS]: incidents(
              ...[11, 12, 13].map((day) => `2026-11-${day}T08:00:00Z,2026-11-${day}T08:10:00Z,4,Oslo`),
            ),
          },
          says: /newest site, oslo/,
        },
        {
          name: 'a site nobody knows',
          change: { [INCIDENTS]: incidents('2026-11-12T08:00:00Z,2026-11-12T08:10:00Z,3,Rome') },
          says: /names the site "Rome"/,
        },
        {
          name: 'resolved before it was opened',
          change: { [INCIDENTS]: incidents('2026-11-12T08:00:00Z,2026-11-11T08:10:00Z,3,Lyon') },
          says: /resolved is/,
        },
        { name: 'only days', change: { [INCIDENTS]: incidents('2026-11-12,2026-11-12,3,Lyon') }, says: /opened is/ },
        {
          name: 'in the future',
          change: { [INCIDENTS]: incidents('2027-11-12T08:00:00Z,,3,Lyon') },
          says: /opened is/,
        },
        {
          name: 'a severity in words',
          change: { [INCIDENTS]: incidents('2026-11-12T08:00:00Z,,bad,Lyon') },
          says: /severity is "bad"/,
        },
        {
          name: 'no column for the site',
          change: { [INCIDENTS]: 'opened,resolved,severity\n' },
          says: /site is not a column/,
        },
      ],
      met: [
        { name: 'a small one is open', change: { [INCIDENTS]: incidents('2026-11-19T08:00:00Z,,4,Lyon') } },
        { name: 'none at all', change: { [INCIDENTS]: 'opened,resolved,severity,site\n' }, says: /No incident/ },
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
        { name: 'no check', change: swap(/health: .*\n/, ''), says: /Nothing checks/ },
        {
          name: 'only an address',
          change: swap(', workflow: .github/workflows/health.yml', ''),
          says: /anybody asks it/,
        },
        { name: 'the workflow is gone', change: { [HEALTH]: null }, says: /no workflow/ },
        { name: 'only by hand', change: { [HEALTH]: health('workflow_dispatch:') }, says: /by itself/ },
        { name: 'red', facts: run('failure', '2026-11-20T06:00:00Z'), says: /ended "failure"/ },
        { name: 'never ran', facts: { 'newest-run': { found: false } }, says: /not run yet/ },
        { name: 'skipped is not green', facts: run('skipped', '2026-11-20T06:00:00Z'), says: /skipped/ },
      ],
      stale: [{ name: 'asleep', facts: run('success', '2026-11-01T06:00:00Z'), says: /last ran on 2026-11-01/ }],
    },
  },
});
