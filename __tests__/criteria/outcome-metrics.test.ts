import criterion from '../../src/criteria/outcome-metrics/index.ts';
import {
  economics,
  everyone,
  histories,
  METRICS,
  measuredFacts,
  measuredPilot,
  metrics,
  NOW,
  swap,
  TICKETS,
  ticketFile,
  ticketRows,
  WEEKS,
} from '../support/fixtures/measured-pilot.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const ECONOMICS = 'readiness/economics.yaml';
const COUNTS = 'readiness/observations/rework.csv';
const late = { merged: '2026-10-05T09:00:00Z', declared: '2026-10-01T09:00:00Z' };
const accepted = { accepted: true, by: 'ines', at: '2026-11-06T08:00:00Z' };
const fromNovember = metrics.replace('window: 28d, min-n: 100', 'window: 14d, from: 2026-11-01, min-n: 50');
const byCounts = (text: string): string =>
  text.replace(`${TICKETS}, at: closed, value: reworked`, `${COUNTS}, at: day, value: events, total: total`);

testCriterion(criterion, {
  files: measuredPilot,
  facts: measuredFacts,
  profile: 'regulated',
  now: NOW,
  cases: {
    'OM-1': {
      unmet: [
        {
          name: 'no process metric that counts',
          change: { [METRICS]: swap('- id: exception-rate', '- id: forms-read') },
          message: 'no-process-metric',
        },
        {
          name: 'activity under outcome',
          change: { [METRICS]: swap('title: Rework\n', 'title: Messages sent\n    measures: activity\n') },
          message: 'use-under-outcome',
          says: /Messages sent/,
          at: `${METRICS}:10`,
        },
        {
          name: 'satisfaction under outcome',
          change: { [METRICS]: swap('title: Rework\n', 'measures: satisfaction\n') },
          message: 'use-under-outcome',
          says: /satisfaction/,
        },
        {
          name: 'no outcome that counts',
          change: {
            [METRICS]: (text) =>
              text.replace('- id: rework-rate', '- id: smiles').replace('- id: cycle-time', '- id: waves'),
          },
          message: 'no-outcome-metric',
        },
      ],
    },
    'OM-2': {
      unmet: [
        { name: 'no trigger', change: { [METRICS]: swap(/success-trigger:.*\n/, '') }, message: 'no-trigger' },
        {
          name: 'a metric that is not defined',
          change: { [METRICS]: swap('success-trigger: { metric: rework-rate', 'success-trigger: { metric: joy') },
          message: 'trigger-not-defined',
        },
        {
          name: 'on activity',
          change: { [METRICS]: swap('title: Rework\n', 'measures: activity\n') },
          message: 'trigger-not-on-result',
        },
        {
          name: 'set during the pilot',
          facts: { 'value-history': histories([{ text: metrics, ...late }]) },
          message: 'committed-too-late',
        },
        {
          name: 'changed during the pilot',
          facts: {
            'value-history': histories([
              { text: metrics.replace('threshold: 0.05', 'threshold: 0.01') },
              { text: metrics, ...late },
            ]),
          },
          message: 'committed-too-late',
        },
        {
          name: 'the start was moved',
          facts: { 'value-history': histories(undefined, ['2026-08-25', '2026-09-01']) },
          message: 'start-moved',
        },
        { name: 'not committed', facts: { 'value-history': histories([]) }, message: 'not-committed' },
        {
          name: 'in minimal, set inside the window it is judged on',
          profile: 'minimal',
          facts: { 'value-history': histories([{ text: metrics, merged: '2026-11-01T09:00:00Z' }]) },
          message: 'committed-too-late',
        },
        {
          name: 'in minimal, from was chosen afterwards',
          profile: 'minimal',
          change: { [METRICS]: () => fromNovember },
          facts: {
            'value-history': histories([{ text: metrics }, { text: fromNovember, merged: '2026-11-10T09:00:00Z' }]),
          },
          message: 'committed-too-late',
        },
      ],
      met: [
        {
          name: 'in minimal, set before the window',
          profile: 'minimal',
          facts: { 'value-history': histories([{ text: metrics, ...late }]) },
          message: 'trigger-set-in-advance',
        },
        {
          name: 'in minimal, a new window after it was set',
          profile: 'minimal',
          change: { [METRICS]: () => fromNovember },
          facts: {
            'value-history': histories([{ text: metrics }, { text: fromNovember, merged: '2026-10-30T09:00:00Z' }]),
          },
        },
        {
          name: 'accepted late, shown',
          facts: { 'value-history': histories([{ text: metrics, ...late }]), acceptance: accepted },
          message: 'accepted-late',
        },
        {
          name: 'the day of decision may move',
          facts: {
            'value-history': histories([
              { text: metrics.replace('2026-12-15', '2026-12-01') },
              { text: metrics, ...late },
            ]),
          },
        },
      ],
      unknown: [
        {
          name: 'only GitHub knows',
          facts: { 'value-history': histories([{ text: metrics, merged: null }]) },
          message: 'order-not-known',
        },
      ],
    },
    'OM-3': {
      unmet: [
        {
          name: 'not reached',
          change: { [TICKETS]: () => ticketFile(ticketRows({ reworked: (index) => index % 15 === 0 })) },
          message: 'trigger-not-reached',
        },
        {
          name: 'too few cases',
          change: { [METRICS]: swap('min-n: 100', 'min-n: 400') },
          message: 'too-few-cases',
          says: /140 cases.* 400 cases/,
        },
        {
          name: 'the rows begin too late',
          change: { [METRICS]: swap('window: 28d', 'window: 12w') },
          message: 'window-not-covered',
          says: /2026-08-27.*2026-09-01/,
        },
        {
          name: 'the window still runs',
          change: { [METRICS]: swap('window: 28d,', 'window: 28d, from: 2026-11-10,') },
          message: 'window-running',
          says: /2026-12-07/,
        },
        {
          name: 'no rows in the window',
          change: { [METRICS]: swap('window: 28d,', 'window: 28d, from: 2026-01-10,') },
          message: 'no-rows-in-span',
          says: /2026-01-10 to 2026-02-06/,
        },
        {
          name: 'an answer that is neither yes nor no',
          change: { [TICKETS]: swap(/,no,no\n$/, ',maybe,no\n') },
          message: 'unreadable-rows',
        },
        { name: 'no trigger', change: { [METRICS]: swap(/success-trigger:.*\n/, '') } },
      ],
      stale: [
        { name: 'old rows', now: '2026-12-25', message: 'trigger-rows-too-old', says: /36 days/ },
        {
          name: 'an old window',
          change: { [METRICS]: swap('window: 28d,', 'window: 28d, from: 2026-09-10,') },
          message: 'trigger-window-too-old',
        },
      ],
      met: [
        {
          name: 'reached long ago and nobody decided',
          message: 'decision-pending',
          says: /31 days/,
        },
        {
          name: 'decided',
          change: {
            [METRICS]: swap(
              'decision-by: 2026-12-15',
              'decision-by: 2026-11-15, decided: { on: 2026-11-12, decision: expand, by: "@ines" }',
            ),
          },
          message: 'trigger-decided',
          says: /2026-11-12 by @ines: expand/,
        },
        {
          name: 'the decision is overdue',
          change: {
            [METRICS]: (text) =>
              text.replace('28d, min-n: 100, decision-by: 2026-12-15', '9w, min-n: 100, decision-by: 2026-11-15'),
          },
          message: 'decision-overdue',
          says: /2026-11-15/,
        },
        { name: 'in minimal', profile: 'minimal' },
        {
          name: 'weekly counts',
          change: {
            [METRICS]: byCounts,
            [COUNTS]: () => 'day,events,total\n2026-10-26,2,95\n2026-11-02,3,95\n2026-11-09,3,95\n2026-11-16,3,95\n',
          },
          message: 'trigger-reached',
          says: /380 cases/,
        },
      ],
    },
    'OM-4': {
      unmet: [
        {
          name: 'no value',
          change: { [METRICS]: swap(/value: \{ metric.*\n/, '') },
          message: 'no-value',
        },
        { name: 'no economics', change: { [ECONOMICS]: null } },
        {
          name: 'an amount the rows do not give',
          change: { [METRICS]: swap(/amount: \d+/, 'amount: 500000') },
          message: 'value-disagrees',
          says: /15\.2 min better × 0\.5 × 10000 = 76025/,
        },
        {
          name: 'another amount in the economics',
          change: { [ECONOMICS]: swap(/amount: \d+/, 'amount: 90000') },
          message: 'benefit-disagrees',
        },
        {
          name: 'no benefit line',
          change: { [ECONOMICS]: swap('metric: cycle-time', 'metric: joy') },
          message: 'no-benefit',
        },
        {
          name: 'another currency',
          change: { [ECONOMICS]: swap('currency: USD', 'currency: EUR') },
          message: 'currencies-differ',
        },
        {
          name: 'a process metric',
          change: { [METRICS]: swap('value: { metric: cycle-time', 'value: { metric: exception-rate') },
          message: 'value-not-on-outcome',
        },
        {
          name: 'no gain',
          change: { [METRICS]: swap('value: 46.2', 'value: 20.2') },
          message: 'no-gain',
        },
      ],
      met: [
        {
          name: 'within five per cent',
          change: {
            [ECONOMICS]: () =>
              economics.replace(/amount: (\d+)/, (_, amount: string) => `amount: ${Math.round(Number(amount) * 1.04)}`),
          },
        },
      ],
    },
    'OM-5': {
      unmet: [
        {
          name: 'no owner',
          change: {
            [METRICS]: swap(
              '    owner: "@dana"\n    cadence: 2w\n    observations',
              '    cadence: 2w\n    observations',
            ),
          },
          message: 'incomplete-metric',
          says: /owner/,
        },
        {
          name: 'no cadence',
          change: { [METRICS]: swap('    cadence: 2w\n', '') },
          message: 'incomplete-metric',
          says: /cadence/,
        },
        {
          name: 'an owner who left',
          facts: { people: (args: { who: string[] }) => everyone(args).map((one) => ({ ...one, member: false })) },
          message: 'not-a-member',
        },
        {
          name: 'a role for an owner',
          change: { [METRICS]: swap('owner: "@dana"', 'owner: devops') },
          message: 'names-nobody',
        },
        {
          name: 'nowhere to look',
          change: { [METRICS]: swap(/cadence: 2w\n {4}observations.*\noutcome/, 'cadence: 2w\noutcome') },
          message: 'incomplete-metric',
          says: /observations/,
        },
      ],
      stale: [
        {
          name: 'a cadence missed',
          change: { [WEEKS]: swap(/2026-11-10.*\n/, '') },
          message: 'rows-overdue',
          now: '2026-11-20',
        },
      ],
    },
    'OM-6': {
      unmet: [
        { name: 'no scorecard', change: { [METRICS]: swap(/scorecard:.*\n/, '') }, message: 'no-scorecard' },
        {
          name: 'no outcome on it',
          change: { [METRICS]: swap('exception-rate, rework-rate, cycle-time', 'exception-rate') },
          message: 'scorecard-incomplete',
          says: /an outcome metric/,
        },
        {
          name: 'no leading metric on it',
          change: { [METRICS]: swap(', active-users, mttr, holding, clean-data', '') },
          message: 'scorecard-incomplete',
          says: /adoption.*mttr.*data quality.*automations/,
        },
        {
          name: 'a stranger on it',
          change: { [METRICS]: swap('clean-data]', 'clean-data, joy]') },
          message: 'unknown-on-scorecard',
        },
      ],
    },
    'OM-7': {
      unmet: [
        {
          name: 'worse',
          change: { [TICKETS]: () => ticketFile(ticketRows({ minutes: (index) => 60 + (index % 9) })) },
          message: 'worse',
          says: /17\.8 min/,
        },
        {
          name: 'better, and it may be chance',
          change: { [TICKETS]: () => ticketFile(ticketRows({ reworked: (index) => index % 13 === 0 })) },
          message: 'not-proven',
          says: /6\.9 lower and 4\.1 higher/,
        },
        {
          name: 'no baseline',
          change: { [METRICS]: swap('metric: cycle-time, value: 46.2', 'metric: waiting, value: 46.2') },
          message: 'no-comparison',
        },
        {
          name: 'no spread, no interval',
          change: { [METRICS]: swap(', sd: 19.8', '') },
          message: 'no-interval-of-mean',
        },
        {
          name: 'a percentile',
          change: { [METRICS]: swap('id: cycle-time\n    type: mean', 'id: cycle-time\n    type: percentile') },
          message: 'no-interval-of-type',
        },
        {
          name: 'units that differ',
          change: { [METRICS]: swap('value: 46.2, unit: min', 'value: 46.2, unit: h') },
          message: 'units-differ',
        },
        {
          name: 'no outcome metric',
          change: { [METRICS]: swap(/outcome:\n( {2}[- ].*\n)+/, '') },
          message: 'no-outcome-metric',
        },
      ],
      met: [
        {
          name: 'in one sentence',
          change: {
            [METRICS]: byCounts,
            [COUNTS]: () => 'day,events,total\n2026-10-26,2,95\n2026-11-02,3,95\n2026-11-09,3,95\n2026-11-16,3,95\n',
          },
          message: 'improved',
          says: /7\.1 points lower, likely between 3\.7 and 10\.6/,
        },
      ],
    },
  },
});
