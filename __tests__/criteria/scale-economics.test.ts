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
    - { what: integration, amount: 0, zero-reason: connected during the pilot }
  owner: "@ravi"
  budget: cost center 4410
cost-ceiling: { amount: 60, per: month, enforced-by: deploy/budget.yaml, observations: ${COSTS}, actual-30-days: 30 }
vendor-quote: { file: docs/quote.md, volume: 60000, price: 12000, term: 24 months, until: 2027-03-31 }
`;
const workflow = `decisions:
  - { id: sort, action: route a ticket, risk: low, mode: auto }
runs: { file: ${RUNS} }
`;
/** Ten runs a day for thirty days; one in ten is fixed by hand, six minutes each. */
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
          message: 'costs-stated-without-discounts',
          says: /5000 USD/,
        },
      ],
      unmet: [
        { name: 'no economics', change: { [ECONOMICS]: null }, message: 'missing' },
        { name: 'no costs', change: edit(/costs:\n( {2}- .*class.*\n)+/, ''), message: 'no-costs' },
        {
          name: 'a class is missing',
          change: edit(/ {2}- .*human-review.*\n/, ''),
          message: 'class-not-costed',
          says: /^Human review:/,
        },
        {
          name: 'a discount among the costs',
          change: edit('amount: 1000, unit', 'amount: -200, unit'),
          message: 'negative-cost',
          says: /^Licenses:.*-200/,
          at: `${ECONOMICS}:5`,
        },
        {
          name: 'no list price',
          change: edit(', list-price: true', ''),
          message: 'no-list-price',
        },
        {
          name: 'nothing, without a reason',
          change: edit('amount: 6000', 'amount: 0'),
          message: 'zero-without-reason',
          says: /^Security:/,
        },
        {
          name: 'a blank reason',
          change: edit('amount: 6000', 'zero-reason: n/a, amount: 0'),
          message: 'zero-without-reason',
        },
        {
          name: 'another currency',
          change: edit(
            'unit: USD/case, basis: per-unit, source: invoice',
            'unit: EUR/case, basis: per-unit, source: invoice',
          ),
          message: 'other-currency',
          says: /^Cloud:.*EUR.*USD/,
        },
        {
          name: 'a year counted as a month',
          change: edit(
            'unit: USD/month, basis: per-month, source: desk',
            'unit: USD/month, basis: per-year, source: desk',
          ),
          message: 'unit-and-basis-differ',
          says: /^Support:.*"USD\/month".*per-year/,
        },
        {
          name: 'a price by the hour',
          change: edit(
            'unit: USD/case, basis: per-unit, source: time',
            'unit: USD per hour, basis: per-unit, source: time',
          ),
          message: 'unit-and-basis-differ',
          says: /"USD per hour".*per-unit/,
        },
        {
          name: 'one seat of many',
          change: edit(
            'unit: USD/month, basis: per-month, source: price',
            'unit: USD/seat/month, basis: per-month, source: price',
          ),
          message: 'price-per-seat',
        },
        {
          name: 'a placeholder for a source',
          change: edit('source: audit quote', 'source: tbd'),
          message: 'blank',
          says: /"tbd"/,
        },
        {
          name: 'a placeholder for a unit',
          change: edit('unit: USD, basis: once, source: quote', 'unit: TODO, basis: once, source: quote'),
          message: 'blank',
          says: /"TODO"/,
        },
        {
          name: 'support paid once',
          change: edit('unit: USD/month, basis: per-month, source: desk', 'unit: USD, basis: once, source: desk'),
          message: 'recurring-costed-once',
          says: /^Support:/,
        },
        { name: 'an infinite amount', change: edit('amount: 6000', 'amount: .inf') },
      ],
    },
    'EC-2': {
      met: [
        {
          name: 'in one sentence',
          message: 'totals-agree',
          says: /60000.* 112000.* 180000.* 68000 USD.* 1\.87$/,
        },
      ],
      unmet: [
        { name: 'no totals', change: edit(/totals:.*\n/, ''), message: 'no-totals' },
        {
          name: 'a run rate that forgets the cases',
          change: edit('run-rate: 112000', 'run-rate: 46000'),
          message: 'total-differs',
          says: /run rate.* 46000 USD.* 112000.* 1%/,
        },
        {
          name: 'a cheaper case',
          change: edit('unit-cost: 1.867', 'unit-cost: 1.1'),
          message: 'total-differs',
          says: /one case.* 1\.1 USD/,
        },
        {
          name: 'a larger margin',
          change: edit('margin: 68000', 'margin: 70000'),
          message: 'total-differs',
          says: /margin.* 70000/,
        },
        {
          name: 'no margin',
          change: edit(', margin: 68000', ''),
          message: 'total-missing',
          says: /margin.* 68000/,
        },
        {
          name: 'one-off costs left out',
          change: edit('one-off: 42000, ', ''),
          message: 'total-missing',
          says: /one-off.* 42000/,
        },
        {
          name: 'another benefit at the target',
          change: edit('amount: 180000', 'amount: 150000'),
          message: 'total-differs',
          says: /benefit.* 180000 USD.* 150000/,
        },
        {
          name: 'another cost at the target',
          change: edit('adoption: 0.8,', 'adoption: 0.8, cost: 90000,'),
          message: 'total-differs',
          says: /cost at the target.* 90000/,
        },
        { name: 'no benefit', change: edit(/benefits:\n.*\n/, ''), message: 'no-benefits' },
        {
          name: 'no target',
          change: edit('name: target, units: 60000', 'name: target, units: 0'),
          message: 'no-target-volume',
        },
        { name: 'no costs', change: edit(/costs:\n( {2}- .*class.*\n)+/, ''), message: 'no-costs' },
      ],
    },
    'EC-3': {
      met: [
        {
          name: 'in one sentence',
          message: 'service-pays',
          says: /54000 USD.* 31200 at 80%.* 3 years$/,
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
          message: 'volumes-incomplete',
          says: /: beyond$/,
        },
        {
          name: 'a volume twice',
          change: edit('name: beyond', 'name: target'),
          message: 'volumes-incomplete',
          says: /: target, beyond$/,
        },
        {
          name: 'volumes that do not grow',
          change: edit('units: 120000', 'units: 60000'),
          message: 'volumes-not-growing',
          says: /beyond.* 60000/,
        },
        {
          name: 'ever more with every case',
          change: edit('units: 120000, benefit: 300000', 'units: 120000, benefit: 400000'),
          message: 'benefit-grows-faster',
          says: /beyond.* 3\.67.* 2\.96/,
          at: `${ECONOMICS}:17`,
        },
        {
          name: 'a pilot that hardly paid',
          change: edit('units: 6000, benefit: 20000', 'units: 6000, benefit: 9000'),
          message: 'benefit-grows-faster',
          says: /up to target/,
        },
        {
          name: 'a discount beyond',
          change: edit('units: 120000, benefit', 'units: 120000, cost: 100000, benefit'),
          message: 'cost-below-entries',
          says: /100000 USD.* 178000/,
        },
        {
          name: 'a loss at the target',
          change: edit('units: 60000, adoption: 0.8, benefit: 180000', 'units: 60000, benefit: 120000'),
          message: 'loss-at-target',
          says: /-6000 USD/,
        },
        {
          name: 'a loss with fewer people',
          change: edit('units: 60000, adoption: 0.8, benefit: 180000', 'units: 60000, benefit: 135000'),
          message: 'loss-at-lower-adoption',
          says: /80%.* -\d+ USD/,
        },
        { name: 'no costs', change: edit(/costs:\n( {2}- .*class.*\n)+/, '') },
      ],
    },
    'EC-4': {
      met: [
        {
          name: 'in one sentence',
          message: 'manual-work-priced',
          says: /100 hours.*0\.6 minutes.*0\.6 minutes.* 48000 USD/,
        },
        {
          name: 'no manual work at all',
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
          message: 'manual-work-unpriced',
          says: /100 hours/,
        },
        {
          name: 'half of it priced',
          change: edit('per-month: 100', 'per-month: 50'),
          message: 'manual-hours-too-few',
          says: /^50 hours.* 100 hours/,
        },
        { name: 'for nothing', change: edit('rate: 40', 'rate: 0'), message: 'manual-hours-free' },
        {
          name: 'not in the costs',
          change: edit('rate: 40', 'rate: 90'),
          message: 'manual-work-not-in-costs',
          says: /108000 USD.* 84000/,
        },
        {
          name: 'no minutes',
          change: {
            [RUNS]: (text) =>
              text
                .replace(',touch_minutes', '')
                .replaceAll(/,(none,|hand-fix,6)\n/g, (_, word: string) => `,${word.split(',')[0]}\n`),
          },
          message: 'no-touch-minutes',
        },
        {
          name: 'minutes that are no number',
          change: { [RUNS]: () => runs('six') },
          message: 'unreadable-rows',
          says: /touch_minutes is "six"/,
        },
        {
          name: 'negative minutes',
          change: { [RUNS]: () => runs('-6') },
          message: 'unreadable-rows',
          says: /touch_minutes is "-6"/,
        },
        {
          name: 'support is not recorded in rows, whatever is declared',
          change: { [COHORTS]: swap(/, support: {.*} }/, ' }') },
          message: 'support-not-recorded',
        },
        {
          name: 'less support declared than recorded',
          change: { [COHORTS]: swap('1.3', '0.2') },
          message: 'support-differs',
          says: /graz.* 0\.2 hours.* 1\.3$/,
        },
        {
          name: 'a cohort that was over before the log begins',
          change: {
            [COHORTS]: swap(', support-hours: 1.3', ', ended-on: 2026-10-20'),
            [SUPPORT]: () => 'day,hours\n2026-10-18,1\n',
          },
          message: 'cohort-without-runs',
          says: /graz.* 14 days/,
        },
        {
          name: 'a cohort without runs',
          change: {
            [COHORTS]: (text) =>
              `${text}  - { id: porto, site: Porto, team: mail, manager: "@rui", started-on: 2026-10-10, support: { file: ${SUPPORT}, at: day, value: hours } }\n`,
          },
          message: 'cohort-without-runs',
          says: /porto/,
        },
        { name: 'no cohorts', change: { [COHORTS]: null } },
        { name: 'no log', change: { [RUNS]: null }, message: 'rows-missing' },
      ],
    },
    'EC-5': {
      met: [{ name: 'in standard', profile: 'standard' }],
      unmet: [
        {
          name: 'no signature',
          change: { [RECORD]: null },
          facts: { approvals: approved() },
          message: 'record-missing',
        },
        {
          name: 'a bare record',
          facts: { approvals: approved() },
          message: 'record-not-approved',
        },
        {
          name: 'Finance wrote it',
          facts: { approvals: approved({ authored: ['c'.repeat(40)] }) },
          message: 'wrote-what-it-covers',
          says: /@fiona/,
        },
        {
          name: 'somebody else signed',
          change: { [RECORD]: swap('@fiona', '@samir') },
          facts: { approvals: approved({ by: 'samir', eligible: false }) },
          message: 'not-an-approver',
        },
        { name: 'a bot', facts: { approvals: approved({ human: false }) }, message: 'not-a-person' },
        { name: 'withdrawn', facts: { approvals: approved({ withdrawn: true }) }, message: 'withdrawn' },
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
          message: 'declined',
        },
        {
          name: 'inline, where no signature reaches',
          change: {
            [ECONOMICS]: null,
            'readiness/pilot.yaml': (text) => `${text}economics:\n${economics.replaceAll(/^/gm, '  ')}\n`,
          },
          message: 'economics-not-covered',
          says: /readiness\/pilot\.yaml/,
        },
        {
          name: 'the same person holds another control',
          change: { 'readiness/controls/legal.yaml': record.replace('control: finance', 'control: legal') },

          message: 'finance-holds-other',
          says: /@fiona.* legal/,
        },
      ],
      stale: [
        {
          name: 'the economics changed',
          change: edit('amount: 6000', 'amount: 6001'),
          message: 'signature-outdated',
          says: /economics\.yaml \(changed\)/,
        },
        { name: 'too long ago', now: '2027-05-20', message: 'finance-expired', says: /2026-11-10.* 180 days/ },
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
          message: 'signature-outdated',
          says: /economics\.yaml \(changed\)/,
        },
      ],
      unknown: [
        {
          name: 'membership not readable',
          facts: { approvals: approved({ eligible: 'unknown' }) },
          message: 'membership-unknown',
        },
      ],
    },
    'EC-6': {
      met: [
        { name: 'costed and planned before', message: 'phase-two-costed', says: /24000 USD in 6/ },
        {
          name: 'in standard a late plan is only advice',
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
        { name: 'no phase two', change: edit(/phase-two:\n( {2,}.*\n)+/, ''), message: 'no-phase-two' },
        {
          name: 'a part is missing',
          change: edit(/ +- { what: error-handling.*\n/, ''),
          message: 'parts-not-costed',
          says: /error-handling$/,
        },
        {
          name: 'nothing without a reason',
          change: edit(', zero-reason: connected during the pilot', ''),
          message: 'part-without-cost',
          says: / 0 USD for integration/,
        },
        {
          name: 'less than nothing',
          change: edit('what: security, amount: 5000', 'what: security, amount: -5'),
          message: 'part-without-cost',
          says: /-5 USD/,
        },
        { name: 'no budget', change: edit('cost center 4410', 'tba'), message: 'blank', says: /budget.* "tba"/ },
        {
          name: 'a role owns it',
          change: edit('owner: "@ravi"', 'owner: ops'),
          message: 'names-nobody',
        },
        {
          name: 'the owner left',
          facts: { people: (args: { who: string[] }) => everyone(args).map((one) => ({ ...one, member: false })) },
          message: 'not-a-member',
        },
        {
          name: 'planned during the pilot',
          facts: { 'value-history': planned(late) },
          message: 'committed-too-late',
        },
        {
          name: 'a part came later',
          facts: { 'value-history': planned(late, ['monitoring']) },
          message: 'committed-too-late',
        },
        {
          name: 'the start was moved',
          facts: { 'value-history': planned(undefined, [], '2026-08-25') },
          message: 'start-moved',
        },
      ],
      unknown: [
        { name: 'only GitHub knows', facts: { 'value-history': planned({}) }, message: 'order-not-known' },
        {
          name: 'no history',
          facts: { 'value-history': { state: 'unavailable', reason: 'shallow clone', resolvableBy: 'history' } },
          message: 'not-verified',
        },
      ],
    },
    'EC-7': {
      met: [
        { name: 'in one sentence', message: 'cost-in-model', says: / 30 USD.* 60 a month.* 30$/ },
        {
          name: 'by the day',
          change: edit('amount: 60, per: month', 'amount: 2, per: day'),
          message: 'cost-in-model',
          says: / 1 a day.* 2 a day/,
        },
        {
          name: 'a declared model, where nothing can be computed',
          change: { [WORKFLOW]: null, ...edit('actual-30-days: 30', 'model: 33') },
          message: 'cost-in-model',
          says: / 33$/,
        },
      ],
      unmet: [
        { name: 'no ceiling', change: edit(/cost-ceiling.*\n/, ''), message: 'no-cost-ceiling' },
        {
          name: 'a ceiling of nothing',
          change: edit('amount: 60, per', 'amount: 0, per'),
          message: 'zero-cost-ceiling',
        },
        {
          name: 'nothing enforces it',
          change: { 'deploy/budget.yaml': null },
          message: 'no-such-file',
          says: /deploy\/budget\.yaml/,
        },
        { name: 'an empty file enforces it', change: { 'deploy/budget.yaml': '' }, message: 'no-such-file' },
        {
          name: 'broken',
          change: { [COSTS]: () => costs((index) => (index === 7 ? 40 : 1)), ...edit(', actual-30-days: 30', '') },
          message: 'ceiling-exceeded',
          says: / 69 USD/,
        },
        {
          name: 'broken on one day',
          change: {
            [COSTS]: () => costs((index) => (index === 7 ? 3 : 0.9)),
            ...edit(/amount: 60, per: month(.*), actual-30-days: 30/, 'amount: 2, per: day$1'),
          },
          message: 'ceiling-exceeded',
          says: / 3 a day/,
        },
        {
          name: 'far from the model',
          change: { [COSTS]: () => costs(() => 1.5), ...edit(', actual-30-days: 30', '') },
          message: 'cost-off-model',
          says: / 30, .* 50% .* 20%/,
        },
        {
          name: 'a model made to fit',
          change: edit('actual-30-days: 30', 'model: 50'),
          message: 'model-differs',
          says: / 50 USD.* 300 cases.* 30$/,
        },
        {
          name: 'no model',
          change: { [WORKFLOW]: null },
          message: 'no-expected-cost',
        },
        {
          name: 'another actual than the rows',
          change: edit('actual-30-days: 30', 'actual-30-days: 20'),
          message: 'actual-differs',
          says: / 20, .* 30$/,
        },
        {
          name: 'a log that cannot be read',
          change: { [RUNS]: () => runs('six') },
          message: 'unreadable-rows',
          says: /touch_minutes is "six"/,
        },
        {
          name: 'a workflow that cannot be read',
          change: { [WORKFLOW]: () => 'decisons: []\n' },
          message: 'invalid',
        },
        { name: 'not observed', change: edit(`, observations: ${COSTS}`, ''), message: 'no-observed-costs' },
        { name: 'not there', change: { [COSTS]: null }, message: 'rows-missing' },
        {
          name: 'too few days',
          change: { [COSTS]: () => costs(() => 1, 12) },
          message: 'too-few-cost-days',
          says: /12 days; 30/,
        },
        { name: 'no rows', change: { [COSTS]: () => 'day,cost\n' }, message: 'cost-file-empty' },
        {
          name: 'other columns',
          change: { [COSTS]: () => costs().replace('day,cost', 'date,usd') },
          message: 'unreadable-rows',
          says: /day is not a column/,
        },
        {
          name: 'no number',
          change: { [COSTS]: () => costs((index) => (index === 3 ? '1e999' : 1)) },
          message: 'unreadable-rows',
          says: /cost is "1e999"/,
        },
      ],
      stale: [{ name: 'old costs', now: '2026-11-29', message: 'costs-too-old', says: /2026-11-19, 10 days.* 7 / }],
    },
    'EC-8': {
      unmet: [
        { name: 'no quote', change: edit(/vendor-quote.*\n/, ''), message: 'no-vendor-quote' },
        { name: 'no file', change: { 'docs/quote.md': null }, message: 'no-such-file', says: /docs\/quote\.md/ },
        {
          name: 'for the pilot only',
          change: edit('volume: 60000', 'volume: 6000'),
          message: 'quote-too-small',
          says: /6000 .* 60000/,
        },
        { name: 'no term', change: edit(', term: 24 months', ''), message: 'no-quoted-term' },
        { name: 'no price', change: edit(', price: 12000', ''), message: 'no-quoted-price' },
        {
          name: 'ended',
          change: edit('until: 2027-03-31', 'until: 2026-11-01'),
          message: 'quote-expired',
          says: /2026-11-01/,
        },
        { name: 'no target', change: edit('name: target', 'name: beyond'), message: 'no-volume-to-quote' },
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
