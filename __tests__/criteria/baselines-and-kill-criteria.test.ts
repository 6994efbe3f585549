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
        { name: 'no metrics file', change: { [METRICS]: null }, message: 'missing' },
        {
          name: 'too few cases',
          change: { [METRICS]: swap('n: 410, sd', 'n: 12, sd') },
          message: 'too-few-baseline-cases',
          at: `${METRICS}:38`,
        },
        { name: 'no number of cases', change: { [METRICS]: swap('n: 410, sd: 19.8, ', '') }, message: 'no-case-count' },
        {
          name: 'one of the four is not there',
          change: { [METRICS]: swap(/ {2}- \{ metric: cost-per-unit.*\n/, '') },
          message: 'no-baseline',
        },
        {
          name: 'a placeholder for a source',
          change: { [METRICS]: swap('source: cost accounting', 'source: "n/a"') },
          message: 'blank',
        },
        { name: 'no source', change: { [METRICS]: swap(', source: cost accounting', '') }, message: 'not-stated' },
        {
          name: 'a value its counts do not give',
          change: { [METRICS]: swap('value: 0.1,', 'value: 0.2,') },
          message: 'counts-disagree',
        },
        {
          name: 'more events than cases',
          change: { [METRICS]: swap('events: 41', 'events: 500') },
          message: 'impossible-counts',
        },
        {
          name: 'it ends before it begins',
          change: { [METRICS]: swap('from: 2026-03-01', 'from: 2026-06-01') },
          message: 'ends-before-it-begins',
        },
        {
          name: 'it ends in the future',
          change: { [METRICS]: swap('to: 2026-04-30', 'to: 2027-04-30') },
          message: 'future-date',
        },
        {
          name: 'rows that give another value',
          change: {
            [METRICS]: swap('sd: 19.8', 'sd: 19.8, observations: { file: data/before.csv, at: day, value: minutes }'),
            'data/before.csv': `day,minutes\n${'2026-03-05,40\n'.repeat(40)}`,
          },
          message: 'rows-disagree',
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
          message: 'ends-too-late',
        },
        {
          name: 'no baseline',
          change: { [METRICS]: swap(/baselines:\n( {2}- .*\n)+/, '') },
          message: 'no-baselines',
        },
        {
          name: 'committed later',
          facts: { 'value-history': histories([{ text: metrics, ...late }]) },
          message: 'committed-too-late',
        },
        {
          name: 'committed later by its own date',
          facts: { 'value-history': histories([{ text: metrics, ...late, merged: null }]) },
          message: 'committed-too-late',
        },
        {
          name: 'changed later',
          facts: { 'value-history': histories([{ text: metrics.replace('46.2', '40') }, { text: metrics, ...late }]) },
          message: 'committed-too-late',
        },
        {
          name: 'not committed',
          facts: { 'value-history': histories([{ text: metrics.replace('46.2', '40') }]) },
          message: 'not-committed',
        },
        {
          name: 'the start was moved',
          facts: { 'value-history': histories(undefined, ['2026-08-01', '2026-09-01']) },
          message: 'start-moved',
        },
        {
          name: 'backfilled and accepted without an export',
          facts: { 'value-history': histories([{ text: metrics, ...late }]), acceptance: accepted },
          message: 'no-export',
        },
      ],
      met: [
        {
          name: 'backfilled and accepted, shown',
          profile: 'standard',
          facts: { 'value-history': histories([{ text: metrics, ...late }]), acceptance: accepted },
          message: 'accepted-late',
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
          message: 'order-not-known',
        },
      ],
    },
    'BK-3': {
      unmet: [
        {
          name: 'an outcome metric without a stop line',
          change: { [METRICS]: swap(/ {2}- \{ metric: cycle-time, op: gt.*\n/, '') },
          message: 'no-stop-line',
        },
        {
          name: 'on the better side',
          change: { [METRICS]: swap('threshold: 0.12', 'threshold: 0.03') },
          message: 'stop-line-not-worse',
        },
        {
          name: 'the wrong way round',
          change: { [METRICS]: swap('op: gt, threshold: 50', 'op: lt, threshold: 50') },
          message: 'stop-line-on-better-side',
        },
        {
          name: 'an exact value',
          change: { [METRICS]: swap('op: gt, threshold: 50', 'op: eq, threshold: 50') },
          message: 'exact-stop-line',
        },
        { name: 'no target', change: { [METRICS]: swap(/ {4}target:.*\n/, '') }, message: 'no-target' },
        {
          name: 'no outcome metric',
          change: { [METRICS]: swap(/outcome:\n( {2}[- ].*\n)+/, '') },
          message: 'no-outcome-metric',
        },
        {
          name: 'a role decides',
          change: { [METRICS]: swap('decider: "@greta"', 'decider: manager') },
          message: 'names-nobody',
        },
        {
          name: 'a name decides',
          change: { [METRICS]: swap('decider: "@greta"', 'decider: "Greta Berg <greta@acme.example>"') },
          message: 'no-account',
        },
        { name: 'a stranger decides', facts: { people: [] }, message: 'unknown-account' },
        {
          name: 'a bot decides',
          facts: { people: (args: { who: string[] }) => everyone(args).map((one) => ({ ...one, kind: 'bot' })) },
          message: 'bot-account',
        },
      ],
    },
    'BK-4': {
      unmet: [
        {
          name: 'a line is reached',
          change: { [TICKETS]: () => ticketFile(ticketRows({ reworked: (index) => index % 7 === 0 })) },
          message: 'stop-line-reached',
          says: /14\.3%/,
        },
        { name: 'no rows', change: { [TICKETS]: () => 'closed,minutes,reworked,exception\n' }, message: 'no-rows' },
        { name: 'no file', change: { [TICKETS]: null }, message: 'rows-missing' },
        {
          name: 'no observations',
          change: { [METRICS]: swap(/(reopened within 14 days\n) {4}observations.*\n/, '$1') },
          message: 'no-observations',
        },
        {
          name: 'no kill criterion',
          change: { [METRICS]: swap(/kill-criteria:\n( {2}- .*\n)+/, '') },
          message: 'no-kill-criteria',
        },
        {
          name: 'a metric that is not defined',
          change: { [METRICS]: swap('- { metric: cycle-time, op: gt', '- { metric: lead-time, op: gt') },
          message: 'metric-not-defined',
        },
        {
          name: 'a cell that cannot be read',
          change: { [TICKETS]: swap('2026-11-18,', '2026-11-18,x') },
          message: 'unreadable-rows',
        },
        {
          name: 'a row from the future',
          change: { [TICKETS]: swap(/2026-11-18/, '2026-12-18') },
          message: 'unreadable-rows',
        },
      ],
      stale: [{ name: 'old rows', now: '2027-01-15', message: 'rows-too-old' }],
      met: [
        {
          name: 'near the line, with a warning',
          change: { [TICKETS]: () => ticketFile(ticketRows({ reworked: (index) => index % 12 === 0 })) },
          message: 'stop-line-near',
          says: /13\.5%/,
        },
      ],
    },
    'BK-5': {
      unmet: [
        {
          name: 'a stop line moved away',
          facts: { 'value-history': histories([{ text: tight }, { text: metrics, ...late }]) },
          message: 'loosened',
          says: /at least 0\.08 to at least 0\.12/,
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
          message: 'loosened',
          says: /above 50 to nothing/,
        },
        {
          name: 'a target eased',
          facts: {
            'value-history': histories([
              { text: metrics.replace('value: 36', 'value: 30') },
              { text: metrics, ...late },
            ]),
          },
          message: 'loosened',
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
          message: 'loosened',
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
          message: 'loosened',
          says: /from 300 to 100/,
        },
      ],
      met: [
        {
          name: 'accepted by the sponsor, shown',
          facts: { 'value-history': histories([{ text: tight }, { text: metrics, ...late }]), acceptance: accepted },
          message: 'loosening-accepted',
          says: /@ines/,
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
          message: 'not-comparable',
          says: /unit/,
        },
        {
          name: 'another population',
          change: { [METRICS]: swap('population: Every ticket', 'population: easy tickets') },
          message: 'not-comparable',
          says: /population/,
        },
        {
          name: 'a method on one side',
          change: { [METRICS]: swap(/ {4}method: opened to closed\n/, '') },
          message: 'not-comparable',
          says: /method/,
        },
        {
          name: 'on neither side',
          change: { [METRICS]: (text) => text.replaceAll(/(, | {4})method: opened to closed\n?/g, '') },
          message: 'not-comparable',
        },
        {
          name: 'nothing to compare',
          change: {
            [METRICS]: (text) =>
              text
                .replaceAll('metric: cycle-time, value', 'metric: other-a, value')
                .replaceAll('metric: rework-rate, value', 'metric: other-b, value'),
          },
          message: 'nothing-to-compare',
        },
      ],
    },
  },
});
