import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { CRITERION_IDS } from '../../src/criteria/criterion-ids.ts';
import { catalog } from '../../src/criteria/index.ts';
import criterion from '../../src/criteria/review-and-sequencing/index.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const PILOT = 'readiness/pilot.yaml';
const METRICS = 'readiness/metrics.yaml';
const COHORTS = 'readiness/cohorts.yaml';
const ROADMAP = 'readiness/roadmap.yaml';
const TEST = 'readiness/handoff/2026-10-10.yaml';
const ROWS = 'readiness/observations/days.csv';
const RUNS = 'readiness/observations/runs.csv';
const INCIDENTS = 'readiness/observations/incidents.csv';
const review = (day: number): string => `readiness/reviews/${day}.yaml`;
const DAY = 86_400_000;

/** The examples of the page. */
const PAGE = readFileSync('docs/criteria/review-and-sequencing.md', 'utf8');
const example = (file: string): string =>
  new RegExp(`\`\`\`yaml\\n# readiness/${file}[^\\n]*\\n([\\s\\S]*?)\`\`\``).exec(PAGE)?.[1] ?? '';

const pilot = `name: Support triage
started-on: 2026-08-01
owners: { product: "@dana", production: "@ravi", governance: "@mira", sponsor: "@ines" }
${example('pilot.yaml')}`;
const first = example('reviews/30.yaml');
const later = (due: string, held: string, decision: string): string =>
  first
    .replace(/^due: .*/m, `due: ${due}`)
    .replace(/^held: .*/m, `held: ${held}`)
    .replace('decision: harden', `decision: ${decision}`)
    .replace(/actions:[\s\S]*/, '');
const days = (from: string, count: number): string[] =>
  Array.from({ length: count }, (_none, index) => new Date(Date.parse(from) + index * DAY).toISOString().slice(0, 10));
const dayRows = (up: (day: string) => number = () => 1368, until = 111) =>
  `day,up,minutes,active,eligible\n${days('2026-08-01', until)
    .map((day) => `${day},${up(day)},1440,30,40`)
    .join('\n')}\n`;
const metrics = `process:
  - { id: uptime, type: proportion, unit: "1", good: higher, observations: { file: ${ROWS}, at: day, value: up, total: minutes } }
leading:
  - { id: active-users, measures: adoption, type: proportion, unit: "1", good: higher, observations: { file: ${ROWS}, at: day, value: active, total: eligible } }
slos:
  - { id: available, measures: availability, target: 0.9, window: 28d, indicator: minutes, observations: { file: ${ROWS}, at: day, value: up, total: minutes } }
incidents: { file: ${INCIDENTS}, mttr-target-minutes: 60 }
`;
const incidents = (...more: string[]): string =>
  ['opened,resolved,severity,site', '2026-08-20T08:00:00Z,2026-08-20T08:30:00Z,2,Lyon', ...more, ''].join('\n');
const handoff = `tester: "@pia"
started-at: 2026-10-10T09:00:00Z
ended-at: 2026-10-10T09:40:00Z
docs: [{ path: docs/runbook.md, blob: abcdef1 }]
tasks: []
assistance: []
builders-present: false
result: pass
unattended: { from: 2026-10-11, to: 2026-10-28, log: ${RUNS} }
`;
const cohorts = `cohorts:
  - { id: lyon, site: Lyon, team: a, manager: "@a", started-on: 2026-08-01 }
  - { id: graz, site: Graz, team: b, manager: "@b", started-on: 2026-11-02 }
`;
const model = `tiers:
  - { tier: 1, contact: "@acme/service-desk", hours: 24/7, response-minutes: 5, hand-up: later }
  - { tier: 2, contact: "@noor", hours: 24/7, response-minutes: 5, hand-up: later }
  - { tier: 3, contact: "@ravi", hours: 24/7, response-minutes: 5, hand-up: never }
`;

const person = (who: string, more: object = {}) => ({
  who,
  exists: true,
  kind: 'user',
  suspended: false,
  humans: 1,
  member: true,
  ...more,
});
interface Past {
  start?: string;
  cohorts?: string[];
  engagement?: { text: string; merged: string };
}
const past =
  ({ start = '2026-08-01', cohorts: versions = [cohorts], engagement }: Past = {}) =>
  ({ path, pointer }: { path: string; pointer: string }) => {
    const entry = (value: unknown, merged: string, index = 1) => ({
      value,
      commit: String(index).repeat(40),
      declaredAt: '2026-07-01T10:00:00Z',
      mergedAt: merged,
      author: { name: 'D', mail: 'd@x' },
    });
    const merged = '2026-07-20T10:00:00Z';
    if (pointer === 'started-on') return { path, pointer, values: [entry(start, merged)] };
    if (pointer === 'engagement')
      return {
        path,
        pointer,
        values: [
          entry((parse(engagement?.text ?? pilot) as Record<string, unknown>).engagement, engagement?.merged ?? merged),
        ],
      };
    return {
      path,
      pointer,
      values: versions.map((text, index) => entry((parse(text) as Record<string, unknown>).cohorts, merged, index + 1)),
    };
  };
const accepts =
  (...codes: string[]) =>
  ({ subject }: { subject: string }) =>
    codes.includes(subject) ? { accepted: true, by: 'ines', at: '2026-11-18T10:00:00Z' } : { accepted: false };
const swap = (file: string, from: string | RegExp, to: string) => ({
  [file]: (text: string) => text.replace(from, to),
});

test('the ids that a roadmap may name are those of the catalog', () => {
  expect([...CRITERION_IDS]).toEqual(catalog.map(({ id }) => id));
});

testCriterion(criterion, {
  profile: 'standard',
  now: '2026-11-20T12:00:00Z',
  files: {
    [PILOT]: pilot,
    [METRICS]: metrics,
    [COHORTS]: cohorts,
    [ROADMAP]: example('roadmap.yaml'),
    [TEST]: handoff,
    [ROWS]: dayRows(),
    [RUNS]: `at,touch_by,touch_kind\n${days('2026-10-11', 18)
      .map((day) => `${day},,`)
      .join('\n')}\n`,
    [INCIDENTS]: incidents(),
    [review(30)]: first,
    [review(60)]: later('2026-09-30', '2026-09-30', 'harden'),
    [review(90)]: later('2026-10-30', '2026-10-30', 'expand'),
    'readiness/operating-model.yaml': model,
    'readiness/economics.yaml':
      'currency: EUR\nphase-two: { items: [{ what: monitoring, amount: 9000 }], owner: "@dana", budget: "4711" }\n',
    'docs/phase-two.md': '# Phase two\n',
    'docs/agreement.md': '# What was agreed\n',
  },
  facts: {
    people: ({ who }: { who: string[] }) => who.map((one) => person(one)),
    'value-history': past(),
    acceptance: accepts(),
  },
  cases: {
    'RS-1': {
      unmet: [
        {
          name: 'one was not held',
          change: { [review(60)]: null },
          message: 'missing-review',
          says: /day 60, due on 2026-09-30/,
        },
        {
          name: 'held too late',
          change: swap(review(60), 'held: 2026-09-30', 'held: 2026-10-09'),
          message: 'held-late',
          says: /9 days/,
        },
        {
          name: 'held too early',
          change: swap(review(60), 'held: 2026-09-30', 'held: 2026-09-20'),
          message: 'held-early',
          says: /10 days/,
        },
        {
          name: 'only planned',
          change: swap(review(90), 'held: 2026-10-30', 'held: 2026-12-30'),
          message: 'future-date',
          says: /day 90 .* 2026-12-30/,
        },
        {
          name: 'another day was due',
          change: swap(review(90), 'due: 2026-10-30', 'due: 2026-11-10'),
          message: 'wrong-due-date',
          says: /2026-11-10.* day 90 .* 2026-10-30/,
        },
        {
          name: 'without the sponsor',
          change: swap(review(90), '"@ines", ', ''),
          message: 'sponsor-absent',
          says: /@ines/,
        },
        {
          name: 'without the product owner',
          change: swap(review(90), '"@dana", ', ''),
          message: 'product-owner-absent',
          says: /@dana/,
        },
        {
          name: 'a figure that the rows do not give',
          change: swap(review(90), 'value: 0.95', 'value: 0.99'),
          message: 'wrong-figure',
          says: /0\.99.* 95\.0%/,
        },
        {
          name: 'an unknown metric',
          change: swap(review(90), 'metric: available', 'metric: feeling'),
          message: 'unknown-metric',
          says: /"feeling"/,
        },
        {
          name: 'use is not measured by uptime',
          change: swap(review(90), 'metric: active-users, value: 0.75', 'metric: uptime, value: 0.95'),
          message: 'not-adoption',
          says: /uptime/,
        },
        {
          name: 'nothing on blockers',
          change: swap(review(90), 'blockers: none', 'blockers: tbd'),
          message: 'blockers-not-stated',
        },
        { name: 'the rows are gone', change: { [ROWS]: null }, message: 'rows-missing' },
        {
          name: 'a record that cannot be parsed',
          change: { [review(90)]: 'decision: maybe\n' },
          message: 'unreadable-review',
        },
        {
          name: 'a file called otherwise',
          change: { 'readiness/reviews/final.yaml': later('2026-10-30', '2026-10-30', 'expand') },
          message: 'misnamed-review',
          says: /final\.yaml/,
        },
        {
          name: 'the start was moved',
          facts: { 'value-history': past({ start: '2026-07-01' }) },
          message: 'start-moved',
        },
        {
          name: 'an acceptance corrects no figure',
          change: swap(review(90), 'value: 0.95', 'value: 0.99'),
          facts: { acceptance: accepts('RS-1') },
        },
      ],
      met: [
        {
          name: 'accepted',
          change: swap(review(60), 'held: 2026-09-30', 'held: 2026-10-09'),
          facts: { acceptance: accepts('RS-1') },
          message: 'accepted',
          says: /@ines/,
        },
        { name: 'in per cent', change: swap(review(90), 'value: 0.95', 'value: 95') },
        {
          name: 'none was due yet',
          now: '2026-08-20T12:00:00Z',
          change: { [review(30)]: null, [review(60)]: null, [review(90)]: null, [ROWS]: dayRows(undefined, 20) },
          message: 'no-review-due',
        },
        {
          name: 'none is due after the end',
          change: {
            ...swap(PILOT, 'started-on: 2026-08-01', 'started-on: 2026-08-01\nended-on: 2026-10-15'),
            [review(90)]: null,
          },
        },
      ],
    },
    'RS-2': {
      unmet: [
        { name: 'one is overdue', change: { [review(60)]: null }, message: 'missing-review', says: /day 60/ },
        {
          name: 'an action is overdue',
          change: swap(review(30), 'state: closed', 'state: open'),
          message: 'overdue-action',
          says: /"train the night shift" .* 2026-09-20/,
        },
        {
          name: 'postponed twice',
          change: swap(review(30), 'state: closed', 'state: open, redated: [2026-10-10, 2026-12-10]'),
          message: 'postponed-twice',
          says: /2 times/,
        },
        {
          name: 'left to a role word',
          change: swap(review(30), 'owner: "@dana"', 'owner: team'),
          message: 'names-nobody',
        },
        { name: 'a record that cannot be parsed', change: { [review(90)]: '- x\n' }, message: 'unreadable-review' },
      ],
      met: [
        { name: 'postponed once', change: swap(review(30), 'state: closed', 'state: open, redated: [2026-12-10]') },
      ],
    },
    'RS-3': {
      unmet: [
        {
          name: 'while hardening',
          change: swap(review(90), 'decision: expand', 'decision: harden'),
          message: 'expanded-early',
          says: /graz .* 2026-11-02 .* harden/,
        },
        {
          name: 'before any review',
          change: swap(COHORTS, '2026-11-02', '2026-08-20'),
          message: 'expanded-early',
          says: /no review/,
        },
        {
          name: 'the decision came later',
          change: swap(COHORTS, '2026-11-02', '2026-10-29'),
          message: 'expanded-early',
          says: /2026-09-30 .* harden/,
        },
        {
          name: 'nobody had taken over',
          change: { [TEST]: (text: string) => text.replaceAll('2026-10-10T', '2026-11-10T') },
          message: 'expanded-early',
          says: /outsider/,
        },
        {
          name: 'the test had failed',
          change: swap(TEST, 'result: pass\nunattended', 'result: fail\nunattended'),
          message: 'expanded-early',
          says: /outsider/,
        },
        {
          name: 'the builders had been there',
          change: swap(TEST, 'to: 2026-10-28', 'to: 2026-10-20'),
          message: 'expanded-early',
          says: /builders/,
        },
        {
          name: 'the budget was spent then',
          change: { [ROWS]: dayRows((day) => (day > '2026-10-20' && day < '2026-11-01' ? 900 : 1440)) },
          message: 'expanded-early',
          says: /target available/,
        },
        {
          name: 'a critical incident was open then',
          change: { [INCIDENTS]: incidents('2026-11-01T08:00:00Z,2026-11-03T08:00:00Z,1,Lyon') },
          message: 'expanded-early',
          says: /incidents/,
        },
        {
          name: 'a cohort is hidden',
          facts: {
            'value-history': past({
              cohorts: [cohorts.replace('cohorts:\n', 'cohorts:\n  - { id: rome, started-on: 2026-09-01 }\n'), cohorts],
            }),
          },
          message: 'removed-cohort',
          says: /"rome"/,
        },
        {
          name: 'a cohort was moved',
          facts: { 'value-history': past({ cohorts: [cohorts.replace('2026-11-02', '2026-09-02'), cohorts] }) },
          message: 'moved-cohort',
          says: /"graz" .* 2026-09-02/,
        },
      ],
      met: [
        {
          name: 'accepted',
          change: swap(review(90), 'decision: expand', 'decision: harden'),
          facts: { acceptance: accepts('RS-3') },
          message: 'accepted',
          says: /@ines/,
        },
        {
          name: 'one followed another',
          change: swap(
            COHORTS,
            'manager: "@a", started-on: 2026-08-01',
            'manager: "@a", started-on: 2026-08-01, ended-on: 2026-11-01',
          ),
          message: 'not-expanded',
        },
        { name: 'an incident came after', change: { [INCIDENTS]: incidents('2026-11-05T08:00:00Z,,1,Lyon') } },
      ],
      unknown: [
        {
          name: 'whether it was accepted is not known',
          facts: {
            'value-history': past({ cohorts: [cohorts.replace('2026-11-02', '2026-09-02'), cohorts] }),
            acceptance: { state: 'unavailable', reason: '403', resolvableBy: 'github' },
          },
        },
      ],
    },
    'RS-4': {
      unmet: [
        { name: 'no roadmap', change: { [ROADMAP]: null } },
        { name: 'empty', change: { [ROADMAP]: 'items: []\n' }, message: 'empty-roadmap' },
        {
          name: 'a circle',
          change: swap(ROADMAP, 'id: clean-feed,', 'id: clean-feed, after: [second-team],'),
          message: 'circular-order',
          says: /clean-feed → second-team → clean-feed/,
        },
        {
          name: 'in a circle with itself',
          change: swap(ROADMAP, 'after: [clean-feed]', 'after: [clean-feed, second-team]'),
          message: 'circular-order',
        },
        {
          name: 'an id that is not there',
          change: swap(ROADMAP, 'feeds: [second-team]', 'feeds: [secnd-team]'),
          message: 'unknown-item',
          says: /"secnd-team"/,
        },
        {
          name: 'a condition that is no criterion',
          change: swap(ROADMAP, 'entry: [handoff-test,', 'entry: [handof-test,'),
          message: 'unknown-criterion',
          says: /"handof-test"/,
        },
        {
          name: 'no condition',
          change: swap(ROADMAP, 'entry: [data-readiness]', 'entry: []'),
          message: 'no-entry',
          says: /clean-feed/,
        },
        {
          name: 'data after what it feeds',
          change: swap(ROADMAP, 'date: 2026-12-01', 'date: 2027-12-01'),
          message: 'feeds-late',
        },
        {
          name: 'what is fed does not wait',
          change: swap(ROADMAP, 'after: [clean-feed], ', ''),
          message: 'not-waiting',
        },
        { name: 'data for nothing', change: swap(ROADMAP, 'feeds: [second-team], ', ''), message: 'feeds-nothing' },
        { name: 'an id twice', change: swap(ROADMAP, 'id: second-team', 'id: clean-feed'), message: 'duplicate-item' },
        { name: 'a role word owns it', change: swap(ROADMAP, 'owner: "@dana"', 'owner: TBD'), message: 'names-nobody' },
        {
          name: 'the owner left',
          facts: { people: ({ who }: { who: string[] }) => who.map((one) => person(one, { member: one !== 'dana' })) },
          message: 'not-a-member',
        },
      ],
    },
    'RS-5': {
      unmet: [
        { name: 'no pace', change: swap(PILOT, 'cadence: 2w, ', ''), message: 'no-cadence' },
        { name: 'nothing is measured', change: { [ROWS]: null }, message: 'not-measured' },
        {
          name: 'more is said than measured',
          change: swap(PILOT, 'cadence: 2w,', 'cadence: 2w, last-record: 2026-12-01,'),
          message: 'wrong-last-record',
          says: /2026-11-19/,
        },
        {
          name: 'another path',
          change: swap(PILOT, '"@noor", "@ravi"]', '"@ravi", "@noor"]'),
          message: 'other-escalation',
        },
        { name: 'no path', change: swap(PILOT, /, escalation: \[[^\]]*\]/, ''), message: 'no-escalation' },
        { name: 'no tiers', change: { 'readiness/operating-model.yaml': 'tiers: []\n' }, message: 'no-support-path' },
      ],
      stale: [
        {
          name: 'the rows ended',
          change: { [ROWS]: dayRows(undefined, 80) },
          message: 'measured-too-long-ago',
          says: /2026-10-19/,
        },
      ],
    },
    'RS-6': {
      unmet: [
        { name: 'no phase', change: swap(PILOT, 'phase: pilot\n', ''), message: 'no-phase' },
        { name: 'no plan of phase two', change: swap(ROADMAP, /phase-two: .*\n/, ''), message: 'no-phase-two' },
        {
          name: 'the plan is not there',
          change: { 'docs/phase-two.md': null },
          message: 'no-such-file',
          says: /docs\/phase-two\.md/,
        },
        { name: 'not costed', change: { 'readiness/economics.yaml': 'currency: EUR\n' }, message: 'not-costed' },
        {
          name: 'costs of nothing',
          change: swap('readiness/economics.yaml', 'amount: 9000', 'amount: 0'),
          message: 'not-costed',
        },
        { name: 'no day of decision', change: swap(ROADMAP, /decision-on: .*\n/, ''), message: 'no-decision-day' },
      ],
      met: [
        {
          name: 'overdue and undecided warns',
          now: '2027-02-10T12:00:00Z',
          change: swap(review(90), 'decision: expand', 'decision: harden'),
          message: 'phase-two-undecided',
          says: /2026-12-15.* 193 days/,
        },
        { name: 'decided in a review', message: 'phase-two-decided' },
      ],
    },
    'RS-7': {
      unmet: [
        {
          name: 'a vendor without a contract',
          change: swap(PILOT, /engagement:[\s\S]*/, 'vendor: true\n'),
          message: 'no-contract',
        },
        {
          name: 'a vendor in the support model',
          change: {
            ...swap(PILOT, /engagement:[\s\S]*/, ''),
            'readiness/operating-model.yaml': (text: string) => `${text}vendor: { name: V, contact: "@v" }\n`,
          },
          message: 'no-contract',
        },
        {
          name: 'the contract is not there',
          change: { 'docs/agreement.md': null },
          message: 'no-such-file',
          says: /docs\/agreement\.md/,
        },
        {
          name: 'no handoff in it',
          change: swap(PILOT, 'covers: [handoff, ', 'covers: ['),
          message: 'not-covered',
          says: /handoff/,
        },
        {
          name: 'signed after the start',
          change: swap(PILOT, '2026-07-15', '2026-08-15'),
          message: 'signed-late',
          says: /2026-08-15/,
        },
        { name: 'no day of signing', change: swap(PILOT, /.*signed-on.*\n/, ''), message: 'not-signed' },
        {
          name: 'written down after the start',
          facts: { 'value-history': past({ engagement: { text: pilot, merged: '2026-09-01T10:00:00Z' } }) },
          message: 'committed-too-late',
        },
        {
          name: 'extended after it was committed',
          facts: {
            'value-history': past({
              engagement: { text: pilot.replace('covers: [handoff, ', 'covers: ['), merged: '2026-07-20T10:00:00Z' },
            }),
          },
          message: 'not-committed',
        },
      ],
      met: [
        { name: 'no partner', change: swap(PILOT, /engagement:[\s\S]*/, ''), message: 'no-partner' },
        {
          name: 'signed late and accepted',
          change: swap(PILOT, '2026-07-15', '2026-08-15'),
          facts: { acceptance: accepts('RS-7') },
          message: 'accepted',
          says: /@ines/,
        },
      ],
    },
  },
});
