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
          says: /No process metric/,
        },
        {
          name: 'activity under outcome',
          change: { [METRICS]: swap('title: Rework\n', 'title: Messages sent\n    measures: activity\n') },
          says: /Messages sent stands under outcome and measures activity/,
          at: `${METRICS}:10`,
        },
        {
          name: 'satisfaction under outcome',
          change: { [METRICS]: swap('title: Rework\n', 'measures: satisfaction\n') },
          says: /satisfaction/,
        },
        {
          name: 'no outcome that counts',
          change: {
            [METRICS]: (text) =>
              text.replace('- id: rework-rate', '- id: smiles').replace('- id: cycle-time', '- id: waves'),
          },
          says: /No outcome metric/,
        },
      ],
    },
    'OM-2': {
      unmet: [
        { name: 'no trigger', change: { [METRICS]: swap(/success-trigger:.*\n/, '') }, says: /no success trigger/ },
        {
          name: 'a metric that is not defined',
          change: { [METRICS]: swap('success-trigger: { metric: rework-rate', 'success-trigger: { metric: joy') },
          says: /joy, which is not defined/,
        },
        {
          name: 'on activity',
          change: { [METRICS]: swap('title: Rework\n', 'measures: activity\n') },
          says: /measures activity/,
        },
        {
          name: 'set during the pilot',
          facts: { 'value-history': histories([{ text: metrics, ...late }]) },
          says: /merged on 2026-10-05, after the pilot began on 2026-09-01/,
        },
        {
          name: 'changed during the pilot',
          facts: {
            'value-history': histories([
              { text: metrics.replace('threshold: 0.05', 'threshold: 0.01') },
              { text: metrics, ...late },
            ]),
          },
          says: /after the pilot began/,
        },
        {
          name: 'the start was moved',
          facts: { 'value-history': histories(undefined, ['2026-08-25', '2026-09-01']) },
          says: /as first committed/,
        },
        { name: 'not committed', facts: { 'value-history': histories([]) }, says: /not committed/ },
        {
          name: 'in minimal, set inside the window it is judged on',
          profile: 'minimal',
          facts: { 'value-history': histories([{ text: metrics, merged: '2026-11-01T09:00:00Z' }]) },
          says: /after its window began on 2026-10-22/,
        },
        {
          name: 'in minimal, from was chosen afterwards',
          profile: 'minimal',
          change: { [METRICS]: () => fromNovember },
          facts: {
            'value-history': histories([{ text: metrics }, { text: fromNovember, merged: '2026-11-10T09:00:00Z' }]),
          },
          says: /after its window began on 2026-11-01/,
        },
      ],
      met: [
        {
          name: 'in minimal, set before the window',
          profile: 'minimal',
          facts: { 'value-history': histories([{ text: metrics, ...late }]) },
          says: /before its window began/,
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
          says: /accepted late by @ines on 2026-11-06, always displayed/,
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
          says: /only GitHub knows/,
        },
      ],
    },
    'OM-3': {
      unmet: [
        {
          name: 'not reached',
          change: { [TICKETS]: () => ticketFile(ticketRows({ reworked: (index) => index % 15 === 0 })) },
          says: /Rework is 7\.1%.*the trigger is at most 5\.0%; it is not reached/,
        },
        {
          name: 'too few cases',
          change: { [METRICS]: swap('min-n: 100', 'min-n: 400') },
          says: /140 cases.*at least 400 cases/,
        },
        {
          name: 'the rows begin too late',
          change: { [METRICS]: swap('window: 28d', 'window: 12w') },
          says: /begins on 2026-08-27, the rows only on 2026-09-01/,
        },
        {
          name: 'the window still runs',
          change: { [METRICS]: swap('window: 28d,', 'window: 28d, from: 2026-11-10,') },
          says: /runs until 2026-12-07/,
        },
        {
          name: 'no rows in the window',
          change: { [METRICS]: swap('window: 28d,', 'window: 28d, from: 2026-01-10,') },
          says: /no rows from 2026-01-10 to 2026-02-06/,
        },
        {
          name: 'an answer that is neither yes nor no',
          change: { [TICKETS]: swap(/,no,no\n$/, ',maybe,no\n') },
          says: /reworked is "maybe"/,
        },
        { name: 'no trigger', change: { [METRICS]: swap(/success-trigger:.*\n/, '') } },
      ],
      stale: [
        { name: 'old rows', now: '2026-12-25', says: /36 days ago, at most 30/ },
        {
          name: 'an old window',
          change: { [METRICS]: swap('window: 28d,', 'window: 28d, from: 2026-09-10,') },
          says: /at most 30 are allowed/,
        },
      ],
      met: [
        {
          name: 'reached long ago and nobody decided',
          says: /warning: it was already reached 31 days ago and nobody has decided/,
        },
        {
          name: 'decided',
          change: {
            [METRICS]: swap(
              'decision-by: 2026-12-15',
              'decision-by: 2026-11-15, decided: { on: 2026-11-12, decision: expand, by: "@ines" }',
            ),
          },
          says: /decided on 2026-11-12 by @ines: expand/,
        },
        {
          name: 'the decision is overdue',
          change: {
            [METRICS]: (text) =>
              text.replace('28d, min-n: 100, decision-by: 2026-12-15', '9w, min-n: 100, decision-by: 2026-11-15'),
          },
          says: /warning: the decision was due on 2026-11-15/,
        },
        { name: 'in minimal', profile: 'minimal' },
        {
          name: 'weekly counts',
          change: {
            [METRICS]: byCounts,
            [COUNTS]: () => 'day,events,total\n2026-10-26,2,95\n2026-11-02,3,95\n2026-11-09,3,95\n2026-11-16,3,95\n',
          },
          says: /Rework is 2\.9% \(380 cases/,
        },
      ],
    },
    'OM-4': {
      unmet: [
        {
          name: 'no value',
          change: { [METRICS]: swap(/value: \{ metric.*\n/, '') },
          says: /No outcome is put in money/,
        },
        { name: 'no economics', change: { [ECONOMICS]: null } },
        {
          name: 'an amount the rows do not give',
          change: { [METRICS]: swap(/amount: \d+/, 'amount: 500000') },
          says: /value\.amount is 500000, but .* min better × 0\.5 × 10000 =/,
        },
        {
          name: 'another amount in the economics',
          change: { [ECONOMICS]: swap(/amount: \d+/, 'amount: 90000') },
          says: /economics count on 90000/,
        },
        {
          name: 'no benefit line',
          change: { [ECONOMICS]: swap('metric: cycle-time', 'metric: joy') },
          says: /no benefit line for cycle-time/,
        },
        {
          name: 'another currency',
          change: { [ECONOMICS]: swap('currency: USD', 'currency: EUR') },
          says: /value is in USD, the economics are in EUR/,
        },
        {
          name: 'a process metric',
          change: { [METRICS]: swap('value: { metric: cycle-time', 'value: { metric: exception-rate') },
          says: /not an outcome metric/,
        },
        {
          name: 'no gain',
          change: { [METRICS]: swap('value: 46.2', 'value: 20.2') },
          says: /not better than its baseline/,
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
          says: /Exception rate has no owner/,
        },
        { name: 'no cadence', change: { [METRICS]: swap('    cadence: 2w\n', '') }, says: /no cadence/ },
        {
          name: 'an owner who left',
          facts: { people: (args: { who: string[] }) => everyone(args).map((one) => ({ ...one, member: false })) },
          says: /not in the organization any more/,
        },
        {
          name: 'a role for an owner',
          change: { [METRICS]: swap('owner: "@dana"', 'owner: devops') },
          says: /names nobody/,
        },
        {
          name: 'nowhere to look',
          change: { [METRICS]: swap(/cadence: 2w\n {4}observations.*\noutcome/, 'cadence: 2w\noutcome') },
          says: /no query or observations/,
        },
      ],
      stale: [
        {
          name: 'a cadence missed',
          change: { [WEEKS]: swap(/2026-11-10.*\n/, '') },
          says: /last observed on 2026-11-03, its cadence is 2w/,
          now: '2026-11-20',
        },
      ],
    },
    'OM-6': {
      unmet: [
        { name: 'no scorecard', change: { [METRICS]: swap(/scorecard:.*\n/, '') }, says: /no scorecard/ },
        {
          name: 'no outcome on it',
          change: { [METRICS]: swap('exception-rate, rework-rate, cycle-time', 'exception-rate') },
          says: /lacks an outcome metric/,
        },
        {
          name: 'nothing that tells early',
          change: { [METRICS]: swap(', active-users, mttr, holding, clean-data', '') },
          says: /lacks adoption by others.*restore.*data quality.*automations/,
        },
        {
          name: 'a stranger on it',
          change: { [METRICS]: swap('clean-data]', 'clean-data, joy]') },
          says: /joy, which is defined nowhere/,
        },
      ],
    },
    'OM-7': {
      unmet: [
        {
          name: 'worse',
          change: { [TICKETS]: () => ticketFile(ticketRows({ minutes: (index) => 60 + (index % 9) })) },
          says: /Cycle time rose from 46\.2 min .* worse than before/,
        },
        {
          name: 'better, and it may be chance',
          change: { [TICKETS]: () => ticketFile(ticketRows({ reworked: (index) => index % 13 === 0 })) },
          says: /likely between .* lower and .* higher\. Better, not proven/,
        },
        {
          name: 'no baseline',
          change: { [METRICS]: swap('metric: cycle-time, value: 46.2', 'metric: waiting, value: 46.2') },
          says: /Cycle time has no baseline/,
        },
        {
          name: 'no spread, no interval',
          change: { [METRICS]: swap(', sd: 19.8', '') },
          says: /no interval is possible/,
        },
        {
          name: 'a percentile',
          change: { [METRICS]: swap('id: cycle-time\n    type: mean', 'id: cycle-time\n    type: percentile') },
          says: /no interval is possible/,
        },
        {
          name: 'units that differ',
          change: { [METRICS]: swap('value: 46.2, unit: min', 'value: 46.2, unit: h') },
          says: /cannot be compared/,
        },
        {
          name: 'no outcome metric',
          change: { [METRICS]: swap(/outcome:\n( {2}[- ].*\n)+/, '') },
          says: /no outcome metric/,
        },
      ],
      met: [
        {
          name: 'in one sentence',
          change: {
            [METRICS]: byCounts,
            [COUNTS]: () => 'day,events,total\n2026-10-26,2,95\n2026-11-02,3,95\n2026-11-09,3,95\n2026-11-16,3,95\n',
          },
          says: /^Rework fell from 10\.0% \(41 of 410\) to 2\.9% \(11 of 380\): 7\.1 points lower, likely between 3\.7 and 10\.6\. Target at most 5\.0% met\.$/,
        },
      ],
    },
  },
});
