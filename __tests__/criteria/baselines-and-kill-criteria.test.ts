import criterion from '../../src/criteria/baselines-and-kill-criteria/index.ts';
import {
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
} from '../support/fixtures/measured-pilot.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const tight = metrics.replace('threshold: 0.12', 'threshold: 0.08');
const late = { merged: '2026-10-05T09:00:00Z', declared: '2026-10-01T09:00:00Z' };
const accepted = { accepted: true, by: 'ines', at: '2026-10-06T08:00:00Z' };
const withExport = metrics.replaceAll('from: 2026-03-01', 'export: data/export.csv, from: 2026-03-01');

testCriterion(criterion, {
  files: measuredPilot,
  facts: measuredFacts,
  profile: 'regulated',
  now: NOW,
  cases: {
    'BK-1': {
      unmet: [
        { name: 'no metrics file', change: { [METRICS]: null }, says: /Missing/ },
        {
          name: 'too few cases',
          change: { [METRICS]: swap('n: 410, sd', 'n: 12, sd') },
          says: /^baselines\[0\]\.n is 12, at least 30 needed$/,
          at: `${METRICS}:38`,
        },
        { name: 'no number of cases', change: { [METRICS]: swap('n: 410, sd: 19.8, ', '') }, says: /how many cases/ },
        {
          name: 'one of the four is not there',
          change: { [METRICS]: swap(/ {2}- \{ metric: cost-per-unit.*\n/, '') },
          says: /No baseline of cost-per-unit/,
        },
        {
          name: 'a placeholder for a source',
          change: { [METRICS]: swap('source: cost accounting', 'source: "n/a"') },
          says: /placeholder/,
        },
        { name: 'no source', change: { [METRICS]: swap(', source: cost accounting', '') }, says: /names no source/ },
        {
          name: 'a value its counts do not give',
          change: { [METRICS]: swap('value: 0.1,', 'value: 0.2,') },
          says: /0\.2, but 41 of 410 is 0\.1/,
        },
        {
          name: 'more events than cases',
          change: { [METRICS]: swap('events: 41', 'events: 500') },
          says: /500 events of 410/,
        },
        {
          name: 'it ends before it begins',
          change: { [METRICS]: swap('from: 2026-03-01', 'from: 2026-06-01') },
          says: /before it begins/,
        },
        {
          name: 'it ends in the future',
          change: { [METRICS]: swap('to: 2026-04-30', 'to: 2027-04-30') },
          says: /in the future/,
        },
        {
          name: 'rows that give another value',
          change: {
            [METRICS]: swap('sd: 19.8', 'sd: 19.8, observations: { file: data/before.csv, at: day, value: minutes }'),
            'data/before.csv': `day,minutes\n${'2026-03-05,40\n'.repeat(40)}`,
          },
          says: /value is 46\.2, but the rows of data\/before\.csv give 40/,
        },
      ],
      met: [
        {
          name: 'rows that give the value',
          change: {
            [METRICS]: swap('sd: 19.8', 'sd: 19.8, observations: { file: data/before.csv, at: day, value: minutes }'),
            'data/before.csv': `day,minutes\n${'2026-03-05,46.2\n'.repeat(40)}`,
          },
        },
        { name: 'in minimal', profile: 'minimal' },
      ],
    },
    'BK-2': {
      unmet: [
        {
          name: 'it ends when the pilot runs',
          change: { [METRICS]: swap('to: 2026-04-30', 'to: 2026-10-30') },
          says: /already running/,
        },
        {
          name: 'no baseline',
          change: { [METRICS]: swap(/baselines:\n( {2}- .*\n)+/, '') },
          says: /There is no baseline/,
        },
        {
          name: 'committed later',
          facts: { 'value-history': histories([{ text: metrics, ...late }]) },
          says: /merged on 2026-10-05, after the pilot began on 2026-09-01/,
        },
        {
          name: 'committed later by its own date',
          facts: { 'value-history': histories([{ text: metrics, ...late, merged: null }]) },
          says: /committed on 2026-10-01/,
        },
        {
          name: 'changed later',
          facts: { 'value-history': histories([{ text: metrics.replace('46.2', '40') }, { text: metrics, ...late }]) },
          says: /cycle-time was merged on 2026-10-05/,
        },
        {
          name: 'not committed',
          facts: { 'value-history': histories([{ text: metrics.replace('46.2', '40') }]) },
          says: /not committed as it stands/,
        },
        {
          name: 'the start was moved',
          facts: { 'value-history': histories(undefined, ['2026-08-01', '2026-09-01']) },
          says: /began on 2026-08-01 as first committed/,
        },
        {
          name: 'backfilled and accepted without an export',
          facts: { 'value-history': histories([{ text: metrics, ...late }]), acceptance: accepted },
          says: /names no export/,
        },
      ],
      met: [
        {
          name: 'backfilled and accepted, shown',
          profile: 'standard',
          facts: { 'value-history': histories([{ text: metrics, ...late }]), acceptance: accepted },
          says: /accepted late by @ines on 2026-10-06, always displayed/,
        },
        {
          name: 'backfilled, accepted and exported',
          change: { [METRICS]: () => withExport, 'data/export.csv': 'a\n1\n' },
          facts: { 'value-history': histories([{ text: withExport, ...late }]), acceptance: accepted },
        },
        {
          name: 'another key was changed later',
          facts: { 'value-history': histories([{ text: metrics }, { text: `${metrics}\n`, ...late }]) },
        },
      ],
      unknown: [
        {
          name: 'only GitHub knows when it was merged',
          facts: { 'value-history': histories([{ text: metrics, merged: null }]) },
          says: /only GitHub knows/,
        },
      ],
    },
    'BK-3': {
      unmet: [
        {
          name: 'an outcome metric without a stop line',
          change: { [METRICS]: swap(/ {2}- \{ metric: cycle-time, op: gt.*\n/, '') },
          says: /Cycle time has no kill criterion/,
        },
        {
          name: 'on the better side',
          change: { [METRICS]: swap('threshold: 0.12', 'threshold: 0.03') },
          says: /not on the worse side of the target 5\.0%/,
        },
        {
          name: 'the wrong way round',
          change: { [METRICS]: swap('op: gt, threshold: 50', 'op: lt, threshold: 50') },
          says: /lower is good/,
        },
        {
          name: 'an exact value',
          change: { [METRICS]: swap('op: gt, threshold: 50', 'op: eq, threshold: 50') },
          says: /one exact value/,
        },
        { name: 'no target', change: { [METRICS]: swap(/ {4}target:.*\n/, '') }, says: /no target/ },
        {
          name: 'no outcome metric',
          change: { [METRICS]: swap(/outcome:\n( {2}[- ].*\n)+/, '') },
          says: /no outcome metric/,
        },
        {
          name: 'a role decides',
          change: { [METRICS]: swap('decider: "@greta"', 'decider: manager') },
          says: /names nobody/,
        },
        {
          name: 'a name decides',
          change: { [METRICS]: swap('decider: "@greta"', 'decider: "Greta Berg <greta@acme.example>"') },
          says: /no account/,
        },
        { name: 'a stranger decides', facts: { people: [] }, says: /does not exist/ },
        {
          name: 'a bot decides',
          facts: { people: (args: { who: string[] }) => everyone(args).map((one) => ({ ...one, kind: 'bot' })) },
          says: /is a bot/,
        },
      ],
    },
    'BK-4': {
      unmet: [
        {
          name: 'a line is reached',
          change: { [TICKETS]: () => ticketFile(ticketRows({ reworked: (index) => index % 7 === 0 })) },
          says: /Rework is 14\.3% .* the kill line "at least 12\.0%" is reached\. Action: switch it off/,
        },
        { name: 'no rows', change: { [TICKETS]: () => 'closed,minutes,reworked,exception\n' }, says: /no rows/ },
        { name: 'no file', change: { [TICKETS]: null }, says: /is not there/ },
        {
          name: 'no observations',
          change: { [METRICS]: swap(/(reopened within 14 days\n) {4}observations.*\n/, '$1') },
          says: /nothing can be recomputed/,
        },
        {
          name: 'no kill criterion',
          change: { [METRICS]: swap(/kill-criteria:\n( {2}- .*\n)+/, '') },
          says: /no kill criterion/,
        },
        {
          name: 'a metric that is not defined',
          change: { [METRICS]: swap('- { metric: cycle-time, op: gt', '- { metric: lead-time, op: gt') },
          says: /lead-time, which is not defined/,
        },
        {
          name: 'a cell that cannot be read',
          change: { [TICKETS]: swap('2026-11-18,', '2026-11-18,x') },
          says: /line \d+: minutes is "x/,
        },
        {
          name: 'a row from the future',
          change: { [TICKETS]: swap(/2026-11-18/, '2026-12-18') },
          says: /in the future/,
        },
      ],
      stale: [{ name: 'old rows', now: '2027-01-15', says: /newest row of Rework is from 2026-11-18/ }],
      met: [
        {
          name: 'near the line, with a warning',
          change: { [TICKETS]: () => ticketFile(ticketRows({ reworked: (index) => index % 12 === 0 })) },
          says: /warning: it is not excluded/,
        },
      ],
    },
    'BK-5': {
      unmet: [
        {
          name: 'a stop line moved away',
          facts: { 'value-history': histories([{ text: tight }, { text: metrics, ...late }]) },
          says: /kill line of rework-rate was loosened from gte 0\.08 to gte 0\.12 on 2026-10-05/,
        },
        {
          name: 'a stop line taken away',
          change: { [METRICS]: swap(/ {2}- \{ metric: cycle-time, op: gt.*\n/, '') },
          facts: {
            'value-history': histories([
              { text: metrics },
              { text: metrics.replace(/ {2}- \{ metric: cycle-time, op: gt.*\n/, ''), ...late },
            ]),
          },
          says: /kill line of cycle-time was loosened from gt 50 to nothing/,
        },
        {
          name: 'a target eased',
          facts: {
            'value-history': histories([
              { text: metrics.replace('value: 36', 'value: 30') },
              { text: metrics, ...late },
            ]),
          },
          says: /target of cycle-time/,
        },
        {
          name: 'a trigger eased',
          facts: {
            'value-history': histories([
              { text: metrics.replace('threshold: 0.05', 'threshold: 0.01') },
              { text: metrics, ...late },
            ]),
          },
          says: /success trigger on rework-rate/,
        },
        {
          name: 'fewer cases asked',
          facts: {
            'value-history': histories([
              { text: metrics.replace('min-n: 100', 'min-n: 300') },
              { text: metrics, ...late },
            ]),
          },
          says: /min-n/,
        },
      ],
      met: [
        {
          name: 'accepted by the sponsor, shown',
          facts: { 'value-history': histories([{ text: tight }, { text: metrics, ...late }]), acceptance: accepted },
          says: /always displayed/,
        },
        {
          name: 'tightened',
          facts: {
            'value-history': histories([
              { text: metrics.replace('threshold: 0.12', 'threshold: 0.2') },
              { text: metrics, ...late },
            ]),
          },
        },
        {
          name: 'loosened and put back',
          facts: {
            'value-history': histories([
              { text: metrics },
              { text: metrics.replace('threshold: 0.12', 'threshold: 0.2'), ...late },
              { text: metrics, ...late },
            ]),
          },
        },
        {
          name: 'loosened before the pilot',
          facts: { 'value-history': histories([{ text: tight }, { text: metrics }]) },
        },
      ],
      unknown: [
        {
          name: 'only GitHub knows when',
          facts: { 'value-history': histories([{ text: tight }, { text: metrics, merged: null }]) },
        },
      ],
    },
    'BK-6': {
      unmet: [
        {
          name: 'another unit',
          change: { [METRICS]: swap('value: 46.2, unit: min', 'value: 46.2, unit: h') },
          says: /unit h before, min in the pilot/,
        },
        {
          name: 'another population',
          change: { [METRICS]: swap('population: Every ticket', 'population: easy tickets') },
          says: /another population/,
        },
        {
          name: 'a method on one side',
          change: { [METRICS]: swap(/ {4}method: opened to closed\n/, '') },
          says: /method stated only before/,
        },
        {
          name: 'on neither side',
          change: { [METRICS]: (text) => text.replaceAll(/(, | {4})method: opened to closed\n?/g, '') },
          says: /method stated on neither side/,
        },
        {
          name: 'nothing to compare',
          change: {
            [METRICS]: (text) =>
              text
                .replaceAll('metric: cycle-time, value', 'metric: other-a, value')
                .replaceAll('metric: rework-rate, value', 'metric: other-b, value'),
          },
          says: /nothing can be compared/,
        },
      ],
    },
  },
});
