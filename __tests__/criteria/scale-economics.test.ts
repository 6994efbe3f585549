import criterion from '../../src/criteria/scale-economics/index.ts';
import { everyone, NOW, pilot, swap } from '../support/fixtures/measured-pilot.ts';
import { blobId } from '../support/harness/memory-files.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const ECONOMICS = 'readiness/economics.yaml';
const WORKFLOW = 'readiness/workflow.yaml';
const RUNS = 'readiness/observations/runs.csv';
const COSTS = 'readiness/observations/costs.csv';
const COHORTS = 'readiness/cohorts.yaml';
const SUPPORT = 'readiness/observations/support.csv';
const RECORD = 'readiness/controls/finance.yaml';
const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 9, 21);
const on = (index: number): string => new Date(FIRST + index * DAY).toISOString().slice(0, 10);

// At 60,000 cases a year: 46,000 fixed, 1.10 a case, 42,000 once.
const economics = `currency: USD
costs:
  - { class: integration, amount: 30000, unit: USD, basis: once, source: quote of Hallberg IT }
  - { class: change-management, amount: 9000, unit: USD, basis: once, source: plan of HR }
  - { class: licenses, amount: 1000, unit: USD/month, basis: per-month, source: price list of May, list-price: true }
  - { class: support, amount: 2000, unit: USD/month, basis: per-month, source: desk budget }
  - { class: cloud, amount: 0.1, unit: USD/case, basis: per-unit, source: invoice of October }
  - { class: security, amount: 6000, unit: USD/year, basis: per-year, source: audit quote }
  - { class: data, amount: 4000, unit: USD/year, basis: per-year, source: data team }
  - { class: training, amount: 3000, unit: "USD, 3 days", basis: once, source: plan of HR }
  - { class: human-review, amount: 1, unit: USD/case, basis: per-unit, source: time sheets }
discounts:
  - { what: start-up credits, amount: 5000, until: 2027-01-31 }
volumes:
  - { name: pilot, units: 6000, benefit: 20000 }
  - { name: target, units: 60000, adoption: 0.8, benefit: 180000 }
  - { name: beyond, units: 120000, benefit: 300000 }
benefits:
  - { metric: cycle-time, amount: 180000, basis: minutes saved }
totals: { run-rate: 112000, one-off: 42000, unit-cost: 1.867, margin: 68000 }
manual-hours: { per-month: 100, rate: 40 }
phase-two:
  items:
    - { what: monitoring, amount: 4000 }
    - { what: error-handling, amount: 6000 }
    - { what: cost-limits, amount: 1000 }
    - { what: security, amount: 5000 }
    - { what: edge-cases, amount: 8000 }
    - { what: integration, amount: 0, zero-reason: stands since the pilot }
  owner: "@ravi"
  budget: cost center 4410
cost-ceiling: { amount: 60, per: month, enforced-by: deploy/budget.yaml, observations: ${COSTS}, actual-30-days: 30 }
vendor-quote: { file: docs/quote.md, volume: 60000, price: 12000, term: 24 months, until: 2027-03-31 }
`;
const workflow = `decisions:
  - { id: sort, action: route a ticket, risk: low, mode: auto }
runs: { file: ${RUNS} }
`;
/** Ten runs a day for thirty days; one in ten is mended by hand, six minutes each. */
const runs = (minutes = '6'): string =>
  [
    'run_id,cohort,decision_id,at,touch_by,touch_kind,touch_minutes',
    ...Array.from({ length: 300 }, (_, index) => {
      const touch = index % 10 === 0 ? `@samir,hand-fix,${minutes}` : ',none,';
      return `r${index},graz,sort,${on(Math.floor(index / 10))},${touch}`;
    }),
    '',
  ].join('\n');
const costs = (amount: (index: number) => number | string = () => 1, days = 30): string =>
  ['day,cost', ...Array.from({ length: days }, (_, index) => `${on(30 - days + index)},${amount(index)}`), ''].join(
    '\n',
  );
/** Hours of help day by day, until the day before that of evaluation. */
const support = (hours = '0.1'): string =>
  ['day,hours', ...Array.from({ length: 13 }, (_, index) => `${on(17 + index)},${hours}`), ''].join('\n');
const cohorts = `cohorts:
  - { id: graz, site: Graz, team: desk, manager: "@lea", started-on: 2026-10-01, support-hours: 1.3, support: { file: ${SUPPORT}, at: day, value: hours } }
`;
const blob = blobId(new TextEncoder().encode(economics));
const covered = [{ path: ECONOMICS, mode: '100644', blob }];
const record = `control: finance
subject:
  - { path: ${ECONOMICS}, blob: ${blob} }
decision: approved
approver: "@fiona"
date: 2026-11-10
pr: 41
`;
const approval = (more: object = {}) => ({
  by: 'fiona',
  at: '2026-11-10T10:00:00Z',
  source: 'record-pull-request',
  commit: 'b'.repeat(40),
  covered,
  eligible: true,
  authored: [],
  human: true,
  withdrawn: false,
  ...more,
});
const approved =
  (...mores: object[]) =>
  (args: { controls: { control: string }[] }) =>
    args.controls.map(({ control }) => ({ control, approvals: mores.map(approval) }));
const author = { name: 'Dana', mail: 'dana@acme.example', handle: 'dana' };
const planned =
  (more: object = { mergedAt: '2026-08-20T09:00:00Z' }, parts: string[] = [], start = '2026-09-01') =>
  ({ path, pointer }: { path: string; pointer: string }) => {
    const names = ['monitoring', 'error-handling', 'cost-limits', 'security', 'edge-cases', 'integration'];
    const entry = (value: unknown, when: object) => ({
      value,
      commit: 'a'.repeat(40),
      declaredAt: '2026-08-18T09:00:00Z',
      author,
      ...when,
    });
    if (pointer === 'started-on')
      return { path, pointer, values: [entry(start, { mergedAt: '2026-08-20T09:00:00Z' })] };
    const all = { items: names.map((what) => ({ what, amount: 1 })), owner: '@old', budget: 'x' };
    const first = { items: parts.map((what) => ({ what, amount: 1 })) };
    return { path, pointer, values: [...(parts.length > 0 ? [entry(first, {})] : []), entry(all, more)] };
  };
const late = { mergedAt: '2026-10-05T09:00:00Z' };
const edit = (from: string | RegExp, to: string) => ({ [ECONOMICS]: swap(from, to) });

testCriterion(criterion, {
  files: {
    'readiness/pilot.yaml': pilot,
    [ECONOMICS]: economics,
    [WORKFLOW]: workflow,
    [RUNS]: runs(),
    [COSTS]: costs(),
    [COHORTS]: cohorts,
    [SUPPORT]: support(),
    [RECORD]: record,
    'deploy/budget.yaml': 'limit: 60\n',
    'docs/quote.md': 'Quote\n',
  },
  facts: {
    approvals: approved({}),
    people: everyone,
    'value-history': planned(),
    acceptance: { accepted: false },
  },
  profile: 'regulated',
  now: NOW,
  policy: 'version: 1\ncontrols:\n  finance: { approvers: ["@fiona", "@spare"] }\n  legal: { approvers: ["@lars"] }\n',
  cases: {
    'EC-1': {
      met: [
        {
          name: 'discounts stay out',
          says: /^All 9 classes of cost are stated; discounts and credits of 5000 USD are left out$/,
        },
      ],
      unmet: [
        { name: 'no economics', change: { [ECONOMICS]: null }, says: /Missing/ },
        { name: 'no costs', change: edit(/costs:\n( {2}- .*class.*\n)+/, ''), says: /No cost is stated/ },
        {
          name: 'a class is missing',
          change: edit(/ {2}- .*human-review.*\n/, ''),
          says: /Human review is not costed/,
        },
        {
          name: 'a discount among the costs',
          change: edit('amount: 1000, unit', 'amount: -200, unit'),
          says: /Licenses has the amount -200/,
          at: `${ECONOMICS}:5`,
        },
        {
          name: 'no list price',
          change: edit(', list-price: true', ''),
          says: /Licenses is not said to be the list price/,
        },
        {
          name: 'nothing, without a reason',
          change: edit('amount: 6000', 'amount: 0'),
          says: /Security costs nothing, and no reason/,
        },
        { name: 'a blank reason', change: edit('amount: 6000', 'zero-reason: n/a, amount: 0'), says: /no reason/ },
        {
          name: 'another currency',
          change: edit(
            'unit: USD/case, basis: per-unit, source: invoice',
            'unit: EUR/case, basis: per-unit, source: invoice',
          ),
          says: /Cloud is in EUR, the economics are in USD/,
        },
        {
          name: 'a year counted as a month',
          change: edit(
            'unit: USD/month, basis: per-month, source: desk',
            'unit: USD/month, basis: per-year, source: desk',
          ),
          says: /Support is stated in "USD\/month" and counted per-year/,
        },
        {
          name: 'a price by the hour',
          change: edit(
            'unit: USD/case, basis: per-unit, source: time',
            'unit: USD per hour, basis: per-unit, source: time',
          ),
          says: /"USD per hour" and counted per-unit/,
        },
        {
          name: 'one seat of many',
          change: edit(
            'unit: USD/month, basis: per-month, source: price',
            'unit: USD/seat/month, basis: per-month, source: price',
          ),
          says: /not the whole sum/,
        },
        {
          name: 'a placeholder for a source',
          change: edit('source: audit quote', 'source: tbd'),
          says: /"tbd" as its source/,
        },
        {
          name: 'a placeholder for a unit',
          change: edit('unit: USD, basis: once, source: quote', 'unit: TODO, basis: once, source: quote'),
          says: /"TODO"/,
        },
        {
          name: 'support paid once',
          change: edit('unit: USD/month, basis: per-month, source: desk', 'unit: USD, basis: once, source: desk'),
          says: /Support is costed once, but comes back/,
        },
        { name: 'an infinite amount', change: edit('amount: 6000', 'amount: .inf') },
      ],
    },
    'EC-2': {
      met: [
        {
          name: 'in one sentence',
          says: /^At 60000 cases a year: costs 112000, brings 180000, leaves 68000 USD; one case costs 1\.87$/,
        },
      ],
      unmet: [
        { name: 'no totals', change: edit(/totals:.*\n/, ''), says: /totals are not stated/ },
        {
          name: 'a run rate that forgets the cases',
          change: edit('run-rate: 112000', 'run-rate: 46000'),
          says: /run rate a year is stated as 46000 USD, but the entries give 112000; more than 1 % apart/,
        },
        {
          name: 'a cheaper case',
          change: edit('unit-cost: 1.867', 'unit-cost: 1.1'),
          says: /cost of one case is stated as 1\.1/,
        },
        {
          name: 'a larger margin',
          change: edit('margin: 68000', 'margin: 70000'),
          says: /margin a year is stated as 70000/,
        },
        {
          name: 'no margin',
          change: edit(', margin: 68000', ''),
          says: /margin a year is not stated; the entries give 68000/,
        },
        { name: 'one-off costs left out', change: edit('one-off: 42000, ', ''), says: /one-off cost is not stated/ },
        {
          name: 'another benefit at the target',
          change: edit('amount: 180000', 'amount: 150000'),
          says: /benefit at the target volume is stated as 180000 USD, but the entries give 150000/,
        },
        {
          name: 'another cost at the target',
          change: edit('adoption: 0.8,', 'adoption: 0.8, cost: 90000,'),
          says: /cost at the target volume is stated as 90000/,
        },
        { name: 'no benefit', change: edit(/benefits:\n.*\n/, ''), says: /No benefit is stated/ },
        {
          name: 'no target',
          change: edit('name: target, units: 60000', 'name: target, units: 0'),
          says: /No target volume is stated/,
        },
        { name: 'no costs', change: edit(/costs:\n( {2}- .*class.*\n)+/, ''), says: /No cost is stated/ },
      ],
    },
    'EC-3': {
      met: [
        {
          name: 'in one sentence',
          says: /^It leaves 54000 USD a year at the target, and 31200 at 80 % of the planned adoption, one-off costs spread over 3 years$/,
        },
        {
          name: 'a straight line, rounded to whole amounts',
          change: edit('units: 6000, benefit: 20000', 'units: 6000, benefit: 17990'),
        },
        {
          name: 'a steeper curve with a reason',
          change: edit(
            'units: 120000, benefit: 300000',
            'units: 120000, benefit: 400000, justification: the second desk closes',
          ),
        },
      ],
      unmet: [
        {
          name: 'two volumes',
          change: edit(/ {2}- { name: beyond.*\n/, ''),
          says: /each once: pilot, target and beyond; see beyond/,
        },
        { name: 'a volume twice', change: edit('name: beyond', 'name: target'), says: /see target, beyond/ },
        {
          name: 'volumes that do not grow',
          change: edit('units: 120000', 'units: 60000'),
          says: /beyond is 60000 cases a year, no more than/,
        },
        {
          name: 'ever more with every case',
          change: edit('units: 120000, benefit: 300000', 'units: 120000, benefit: 400000'),
          says: /up to beyond is said to bring 3\.67, more than the 2\.96/,
          at: `${ECONOMICS}:17`,
        },
        {
          name: 'a pilot that hardly paid',
          change: edit('units: 6000, benefit: 20000', 'units: 6000, benefit: 9000'),
          says: /up to target/,
        },
        {
          name: 'a discount beyond',
          change: edit('units: 120000, benefit', 'units: 120000, cost: 100000, benefit'),
          says: /Beyond the target 100000 USD a year are stated, but the entries give 178000/,
        },
        {
          name: 'a loss at the target',
          change: edit('units: 60000, adoption: 0.8, benefit: 180000', 'units: 60000, benefit: 120000'),
          says: /does not pay at the target volume: -6000 USD/,
        },
        {
          name: 'a loss with fewer people',
          change: edit('units: 60000, adoption: 0.8, benefit: 180000', 'units: 60000, benefit: 135000'),
          says: /does not pay at 80 % of the planned adoption: -\d+ USD/,
        },
        { name: 'no costs', change: edit(/costs:\n( {2}- .*class.*\n)+/, '') },
      ],
    },
    'EC-4': {
      met: [
        {
          name: 'in one sentence',
          says: /^Work by hand is priced: 100 hours a month at the target volume \(0\.6 minutes a case by hand, 0\.6 of support\), 48000 USD a year$/,
        },
        {
          name: 'nobody touches anything',
          change: {
            [RUNS]: () => runs().replaceAll('@samir,hand-fix,6', ',,'),
            [COHORTS]: swap('1.3', '0'),
            [SUPPORT]: () => support('0'),
            ...edit(/manual-hours.*\n/, ''),
          },
        },
      ],
      unmet: [
        {
          name: 'not priced',
          change: edit(/manual-hours.*\n/, ''),
          says: /Work by hand is not priced: 100 hours a month/,
        },
        {
          name: 'half of it priced',
          change: edit('per-month: 100', 'per-month: 50'),
          says: /50 hours a month of work by hand are priced, but 100 hours/,
        },
        { name: 'for nothing', change: edit('rate: 40', 'rate: 0'), says: /priced at nothing/ },
        {
          name: 'not in the costs',
          change: edit('rate: 40', 'rate: 90'),
          says: /Work by hand costs 108000 USD a year, but human review and support together are costed at 84000/,
        },
        {
          name: 'no minutes',
          change: {
            [RUNS]: (text) =>
              text
                .replace(',touch_minutes', '')
                .replaceAll(/,(none,|hand-fix,6)\n/g, (_, word: string) => `,${word.split(',')[0]}\n`),
          },
          says: /does not say how long people were busy/,
        },
        { name: 'minutes that are no number', change: { [RUNS]: () => runs('six') }, says: /touch_minutes is "six"/ },
        { name: 'negative minutes', change: { [RUNS]: () => runs('-6') }, says: /touch_minutes is "-6"/ },
        {
          name: 'support is not recorded in rows, whatever is declared',
          change: { [COHORTS]: swap(/, support: {.*} }/, ' }') },
          says: /central support spent on graz are not recorded/,
        },
        {
          name: 'less support declared than recorded',
          change: { [COHORTS]: swap('1.3', '0.2') },
          says: /graz declares 0.2 hours of support, the rows give 1.3/,
        },
        {
          name: 'a cohort that was over before the log begins',
          change: {
            [COHORTS]: swap(', support-hours: 1.3', ', ended-on: 2026-10-20'),
            [SUPPORT]: () => 'day,hours\n2026-10-18,1\n',
          },
          says: /has no runs in the log of its last 14 days/,
        },
        {
          name: 'a cohort without runs',
          change: {
            [COHORTS]: (text) =>
              `${text}  - { id: porto, site: Porto, team: mail, manager: "@rui", started-on: 2026-10-10, support: { file: ${SUPPORT}, at: day, value: hours } }\n`,
          },
          says: /cohort porto has no runs/,
        },
        { name: 'no cohorts', change: { [COHORTS]: null } },
        { name: 'no log', change: { [RUNS]: null }, says: /not there/ },
      ],
    },
    'EC-5': {
      met: [{ name: 'in standard', profile: 'standard' }],
      unmet: [
        {
          name: 'nobody signed',
          change: { [RECORD]: null },
          facts: { approvals: approved() },
          says: /finance is not signed/,
        },
        {
          name: 'a bare record',
          facts: { approvals: approved() },
          says: /finance is not signed|nothing on GitHub shows/,
        },
        {
          name: 'Finance wrote it',
          facts: { approvals: approved({ authored: ['c'.repeat(40)] }) },
          says: /@fiona wrote what it covers/,
        },
        {
          name: 'somebody else signed',
          change: { [RECORD]: swap('@fiona', '@samir') },
          facts: { approvals: approved({ by: 'samir', eligible: false }) },
          says: /may not sign it|not among the approvers/,
        },
        { name: 'a bot', facts: { approvals: approved({ human: false }) }, says: /not a person/ },
        { name: 'withdrawn', facts: { approvals: approved({ withdrawn: true }) }, says: /withdrew/ },
        {
          name: 'declined',
          facts: {
            approvals: (args: { controls: { control: string }[] }) =>
              args.controls.map(({ control }) => ({
                control,
                approvals: [approval()],
                declined: { by: 'fiona', at: '2026-11-12T10:00:00Z', reason: 'no list price' },
              })),
          },
          says: /declined by @fiona/,
        },
        {
          name: 'inline, where no signature reaches',
          change: {
            [ECONOMICS]: null,
            'readiness/pilot.yaml': (text) => `${text}economics:\n${economics.replaceAll(/^/gm, '  ')}\n`,
          },
          says: /would not cover readiness\/pilot\.yaml/,
        },
        {
          name: 'the same person holds another control',
          change: { 'readiness/controls/legal.yaml': record.replace('control: finance', 'control: legal') },

          says: /@fiona already holds legal/,
        },
      ],
      stale: [
        {
          name: 'the economics changed',
          change: edit('amount: 6000', 'amount: 6001'),
          says: /economics\.yaml was changed/,
        },
        { name: 'too long ago', now: '2027-05-20', says: /approved on 2026-11-10; after 180 days that has ended/ },
        {
          name: 'one approval is bound and old, the other in time and for older files',
          now: '2027-05-01',
          change: { [RECORD]: null },
          facts: {
            approvals: approved(
              { at: '2026-10-01T10:00:00Z' },
              { at: '2027-04-01T10:00:00Z', covered: [{ path: ECONOMICS, mode: '100644', blob: 'd'.repeat(40) }] },
            ),
          },
          says: /economics\.yaml was changed/,
        },
      ],
      unknown: [
        {
          name: 'membership not readable',
          facts: { approvals: approved({ eligible: 'unknown' }) },
          says: /could not be read/,
        },
      ],
    },
    'EC-6': {
      met: [
        { name: 'costed and planned before', says: /costed at 24000 USD in 6 parts|before the pilot began/ },
        {
          name: 'in standard a late plan is only told',
          profile: 'standard',
          facts: { 'value-history': planned(late) },
        },
        {
          name: 'in standard history need not be seen',
          profile: 'standard',
          facts: { 'value-history': { state: 'unavailable', reason: 'shallow clone', resolvableBy: 'history' } },
        },
        {
          name: 'accepted late, shown',
          facts: {
            'value-history': planned(late),
            acceptance: { accepted: true, by: 'ines', at: '2026-11-06T08:00:00Z' },
          },
        },
      ],
      unmet: [
        { name: 'no phase two', change: edit(/phase-two:\n( {2,}.*\n)+/, ''), says: /not costed/ },
        {
          name: 'a part is missing',
          change: edit(/ +- { what: error-handling.*\n/, ''),
          says: /does not cost error handling/,
        },
        {
          name: 'nothing without a reason',
          change: edit(', zero-reason: stands since the pilot', ''),
          says: /costs 0 USD for integration/,
        },
        {
          name: 'less than nothing',
          change: edit('what: security, amount: 5000', 'what: security, amount: -5'),
          says: /-5 USD/,
        },
        { name: 'no budget', change: edit('cost center 4410', 'tba'), says: /budget of phase two is "tba"/ },
        {
          name: 'a role owns it',
          change: edit('owner: "@ravi"', 'owner: ops'),
          says: /owner of phase two is "ops", which names nobody/,
        },
        {
          name: 'the owner left',
          facts: { people: (args: { who: string[] }) => everyone(args).map((one) => ({ ...one, member: false })) },
          says: /not in the organization any more/,
        },
        {
          name: 'planned during the pilot',
          facts: { 'value-history': planned(late) },
          says: /plan of phase two was merged on 2026-10-05, after the pilot began/,
        },
        { name: 'a part came later', facts: { 'value-history': planned(late, ['monitoring']) }, says: /2026-10-05/ },
        {
          name: 'the start was moved',
          facts: { 'value-history': planned(undefined, [], '2026-08-25') },
          says: /as first committed/,
        },
      ],
      unknown: [
        { name: 'only GitHub knows', facts: { 'value-history': planned({}) }, says: /only GitHub knows/ },
        {
          name: 'no history',
          facts: { 'value-history': { state: 'unavailable', reason: 'shallow clone', resolvableBy: 'history' } },
          says: /shallow clone/,
        },
      ],
    },
    'EC-7': {
      met: [
        { name: 'in one sentence', says: /^It cost 30 USD in 30 days; the ceiling is 60 a month, the model gives 30$/ },
        {
          name: 'by the day',
          change: edit('amount: 60, per: month', 'amount: 2, per: day'),
          says: /1 on the dearest day; the ceiling is 2 a day/,
        },
        {
          name: 'a declared model, where nothing can be computed',
          change: { [WORKFLOW]: null, ...edit('actual-30-days: 30', 'model: 33') },
          says: /the model gives 33/,
        },
      ],
      unmet: [
        { name: 'no ceiling', change: edit(/cost-ceiling.*\n/, ''), says: /no ceiling/ },
        { name: 'a ceiling of nothing', change: edit('amount: 60, per', 'amount: 0, per'), says: /ceiling is 0/ },
        {
          name: 'nothing enforces it',
          change: { 'deploy/budget.yaml': null },
          says: /deploy\/budget\.yaml, is not in the repository/,
        },
        { name: 'an empty file enforces it', change: { 'deploy/budget.yaml': '' }, says: /is an empty file/ },
        {
          name: 'broken',
          change: { [COSTS]: () => costs((index) => (index === 7 ? 40 : 1)), ...edit(', actual-30-days: 30', '') },
          says: /cost 69 USD in 30 days; .*it is broken/,
        },
        {
          name: 'broken on one day',
          change: {
            [COSTS]: () => costs((index) => (index === 7 ? 3 : 0.9)),
            ...edit('amount: 60, per: month', 'amount: 2, per: day'),
          },
          says: /the rows give|it is broken/,
        },
        {
          name: 'far from the model',
          change: { [COSTS]: () => costs(() => 1.5), ...edit(', actual-30-days: 30', '') },
          says: /the model gives 30, 50 % apart, at most 20 %/,
        },
        {
          name: 'a model made to fit',
          change: edit('actual-30-days: 30', 'model: 50'),
          says: /model is stated as 50 USD for 30 days, but 300 cases of the log give 30/,
        },
        {
          name: 'no model',
          change: { [WORKFLOW]: null },
          says: /model of costs gives for the last 30 days is not stated/,
        },
        {
          name: 'another actual than the rows',
          change: edit('actual-30-days: 30', 'actual-30-days: 20'),
          says: /20 are stated for the last 30 days, but the rows give 30/,
        },
        { name: 'a log that cannot be read', change: { [RUNS]: () => runs('six') }, says: /touch_minutes is "six"/ },
        {
          name: 'a workflow that cannot be read',
          change: { [WORKFLOW]: () => 'decisons: []\n' },
          says: /workflow cannot be read/,
        },
        { name: 'not observed', change: edit(`, observations: ${COSTS}`, ''), says: /not observed/ },
        { name: 'not there', change: { [COSTS]: null }, says: /is not there/ },
        {
          name: 'too few days',
          change: { [COSTS]: () => costs(() => 1, 12) },
          says: /costs of 12 days are there, 30 are needed/,
        },
        { name: 'no rows', change: { [COSTS]: () => 'day,cost\n' }, says: /holds no costs/ },
        {
          name: 'other columns',
          change: { [COSTS]: () => costs().replace('day,cost', 'date,usd') },
          says: /day is not a column/,
        },
        {
          name: 'no number',
          change: { [COSTS]: () => costs((index) => (index === 3 ? '1e999' : 1)) },
          says: /cost is "1e999"/,
        },
      ],
      stale: [{ name: 'old costs', now: '2026-11-29', says: /newest cost is from 2026-11-19, 10 days ago; at most 7/ }],
    },
    'EC-8': {
      unmet: [
        { name: 'no quote', change: edit(/vendor-quote.*\n/, ''), says: /No vendor's price/ },
        { name: 'no file', change: { 'docs/quote.md': null }, says: /docs\/quote\.md, is not in the repository/ },
        {
          name: 'for the pilot only',
          change: edit('volume: 60000', 'volume: 6000'),
          says: /quote is for 6000 cases a year, the target is 60000/,
        },
        { name: 'no term', change: edit(', term: 24 months', ''), says: /How long the vendor is bound/ },
        { name: 'no price', change: edit(', price: 12000', ''), says: /price at the target volume is not stated/ },
        { name: 'ended', change: edit('until: 2027-03-31', 'until: 2026-11-01'), says: /quote ended on 2026-11-01/ },
        { name: 'no target', change: edit('name: target', 'name: beyond'), says: /No target volume/ },
        {
          name: 'no vendor, and licenses bought',
          change: { 'readiness/pilot.yaml': (text) => `${text}vendor: false\n`, ...edit(/vendor-quote.*\n/, '') },
        },
      ],
      'not-applicable': [
        {
          name: 'no vendor and no license',
          change: {
            'readiness/pilot.yaml': (text) => `${text}vendor: false\n`,
            [ECONOMICS]: (text) =>
              text
                .replace(/vendor-quote.*\n/, '')
                .replace('amount: 1000, unit', 'amount: 0, zero-reason: free software, unit'),
          },
        },
      ],
    },
  },
});
