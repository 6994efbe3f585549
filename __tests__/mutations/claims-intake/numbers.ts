import { createHash } from 'node:crypto';
import { filesOf } from '../../support/fixtures/ready-examples/files.ts';
import type { Change } from '../../support/harness/test-criterion.ts';
import { type Break, mergedLate, signature, swap } from '../break.ts';

const METRICS = 'readiness/metrics.yaml';
const COHORTS = 'readiness/cohorts.yaml';
const ECONOMICS = 'readiness/economics.yaml';
const ROADMAP = 'readiness/roadmap.yaml';
const TURKU = 'readiness/observations/turku.csv';
const AARHUS = 'readiness/observations/aarhus.csv';
const SLO = 'readiness/observations/slo.csv';

/** Other rows of a cohort, with the hash of these rows: recorded as they are. */
function recorded(path: string, edit: (text: string) => string): Change {
  const before = filesOf('claims-intake')[path] ?? '';
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  return { [path]: edit, [COHORTS]: (text) => text.replace(sha256(before), sha256(edit(before))) };
}
/** One claim in so many went to the wrong team. */
const wrong =
  (every: number) =>
  (text: string): string => {
    let row = 0;
    return text.replace(/,yes,no,(yes|no),/g, (cells, rework: string) =>
      ++row % every === 0 ? `,no,yes,${rework},` : cells,
    );
  };

/** Metrics, cohorts, money and reviews. */
const breaks: Break[] = [
  {
    code: 'BK-1',
    how: 'a baseline of twelve claims',
    change: { [METRICS]: swap('n: 410, sd: 2.6', 'n: 12, sd: 2.6') },
  },
  { code: 'BK-2', how: 'the baselines were committed in October', github: mergedLate('baselines') },
  {
    code: 'BK-3',
    how: 'nobody decides at a stop line',
    change: {
      [METRICS]: swap('the pilot and redesign, decider: "@maja-holm"', 'the pilot and redesign, decider: TBD'),
    },
  },
  {
    code: 'BK-4',
    how: 'Turku takes twelve hours',
    change: recorded(TURKU, (text) => text.replace(/^(C-.*?,.*?),[\d.]+/gm, '$1,12.0')),
    also: { codes: ['OM-7'], because: 'a figure that is worse than before is no gain' },
  },
  {
    code: 'BK-5',
    how: 'a target was loosened',
    change: { [METRICS]: swap('target: { op: lte, value: 0.05 }', 'target: { op: lte, value: 0.08 }') },
  },
  {
    code: 'BK-6',
    how: 'before and after count other claims',
    change: { [METRICS]: swap(/(id: rework-rate.*population: )motor claims of the pilot teams/, '$1all claims') },
  },
  {
    code: 'OM-1',
    how: 'satisfaction stands for an outcome',
    change: { [METRICS]: swap('measures: rework-rate', 'measures: satisfaction') },
    also: { codes: ['BK-1'], because: 'the baseline then measures satisfaction too' },
  },
  { code: 'OM-2', how: 'the trigger was set in October', github: mergedLate('success-trigger') },
  {
    code: 'OM-3',
    how: 'Turku misses the trigger',
    change: recorded(TURKU, wrong(16)),
    also: { codes: ['CD-4', 'OM-7'], because: 'Turku is the newest cohort, and its rows are the newest rows' },
  },
  {
    code: 'OM-4',
    how: 'the value claimed is not what the rows give',
    change: { [METRICS]: swap(/volume: 43800, amount: \d+/, 'volume: 43800, amount: 268075') },
  },
  {
    code: 'OM-5',
    how: 'a metric nobody owns',
    change: { [METRICS]: swap(/(id: holding.*)owner: "@jonas-brekke", /, '$1') },
  },
  {
    code: 'OM-6',
    how: 'the scorecard does not show how long it is down',
    change: { [METRICS]: swap('active-users, mttr, holding', 'active-users, holding') },
  },
  {
    code: 'OM-7',
    how: 'chance alone could explain it',
    change: { [METRICS]: swap(', n: 410, sd: 4.1', ', n: 410, sd: 410') },
  },
  {
    code: 'CD-1',
    how: 'two cohorts share their manager',
    change: { [COHORTS]: swap('manager: "@eero-laine"', 'manager: "@karen-juhl"') },
  },
  {
    code: 'CD-2',
    how: 'Turku is Aarhus again',
    change: {
      [COHORTS]: (text) => text.replace('telephone notes', 'web form').replace('vans and lorries', 'private cars'),
    },
  },
  {
    code: 'CD-3',
    how: 'none of them was hard',
    change: {
      [COHORTS]: (text) =>
        text
          .replace('selection: assigned', 'selection: volunteered')
          .replace('legacy-stack: true, enthusiasm: 4, data-quality: 0.97', 'enthusiasm: 4, data-quality: 0.992'),
    },
  },
  { code: 'CD-4', how: 'Aarhus misses the line', change: recorded(AARHUS, wrong(12)) },
  {
    code: 'CD-5',
    how: 'less help is priced than it takes',
    change: { [ECONOMICS]: swap('users: 180', 'users: 18000') },
  },
  { code: 'CD-6', how: 'the rows changed after their hash', change: { [AARHUS]: swap(',yes,no,no,', ',yes,no,yes,') } },
  {
    code: 'CD-7',
    how: 'an edge case is guarded by nothing',
    change: { [COHORTS]: swap('eval-case: edge-05', 'eval-case: edge-99') },
  },
  {
    code: 'EC-1',
    how: 'security costs nothing, nobody says why',
    change: { [ECONOMICS]: swap(/.*class: security.*\n/, '') },
    also: { codes: ['EC-2'], because: 'the totals still hold the class' },
  },
  { code: 'EC-2', how: 'a total is not the sum', change: { [ECONOMICS]: swap('one-off: 69000', 'one-off: 59000') } },
  {
    code: 'EC-3',
    how: 'ever more with every claim',
    change: { [ECONOMICS]: swap(/units: 65700, benefit: \d+/, 'units: 65700, benefit: 400000') },
  },
  {
    code: 'EC-4',
    how: 'half of the work by hand is priced',
    change: { [ECONOMICS]: swap('per-month: 110', 'per-month: 55') },
  },
  { code: 'EC-5', how: 'who signed for Finance may not', github: signature('finance', { eligible: false }) },
  {
    code: 'EC-6',
    how: 'phase two has no budget',
    change: { [ECONOMICS]: swap('budget: cost centre 7120, line 4', 'budget: TBD') },
  },
  {
    code: 'EC-7',
    how: 'it costs more than the ceiling',
    change: { [ECONOMICS]: swap('cost-ceiling: { amount: 900', 'cost-ceiling: { amount: 9') },
  },
  {
    code: 'RS-1',
    how: 'the sponsor was not at a review',
    change: { 'readiness/reviews/60.yaml': swap('"@ingrid-solberg", ', '') },
  },
  {
    code: 'RS-2',
    how: 'what was agreed was never done',
    change: { 'readiness/reviews/30.yaml': swap('state: closed', 'state: open') },
  },
  {
    code: 'RS-3',
    how: 'Bergen began before it was decided',
    change: { [COHORTS]: swap('started-on: 2026-09-07', 'started-on: 2026-08-24') },
  },
  {
    code: 'RS-4',
    how: 'the roadmap runs in a circle',
    change: { [ROADMAP]: swap('after: [plates-in-notes]', 'after: [plates-in-notes, all-teams]') },
  },
  {
    code: 'RS-5',
    how: 'governance turns to others than support does',
    change: {
      'readiness/pilot.yaml': swap('"@nordlys/claims-desk", "@signe-aas", "Mod', '"@nordlys/claims-desk", "Mod'),
    },
  },
  {
    code: 'RS-6',
    how: 'the plan of phase two is not there',
    change: { [ROADMAP]: swap('docs/phase-two.md', 'docs/phase-three.md') },
  },
  {
    code: 'RS-7',
    how: 'the contract says nothing about documentation',
    change: { 'readiness/pilot.yaml': swap(', documentation]', ']') },
  },
  {
    code: 'SL-1',
    how: 'nothing is promised about speed',
    change: { [METRICS]: swap('measures: latency', 'measures: quality') },
  },
  {
    code: 'SL-2',
    how: 'nothing happens when the budget runs out',
    change: { [METRICS]: (text) => text.replace(/consequence: (freeze|roll-back)/g, 'consequence: review') },
  },
  {
    code: 'SL-3',
    how: 'one proposal in five is late',
    change: { [SLO]: (text) => text.replace(/^(2026-11-.*?,.*?,.*?,.*?),\d+/gm, '$1,90') },
  },
  {
    code: 'SL-4',
    how: 'an alert leads nowhere in the runbook',
    change: { [METRICS]: swap('#proposals-come-late', '#late') },
  },
  {
    code: 'SL-5',
    how: 'a grave incident is open',
    change: { 'readiness/observations/incidents.csv': swap('2026-11-03T10:55:00Z,3', ',1') },
  },
  {
    code: 'SL-6',
    how: 'the newest health check failed',
    github: {
      'newest-run': (answer: object, args) =>
        'workflow' in args && String(args.workflow).includes('health') ? { ...answer, conclusion: 'failure' } : answer,
    },
  },
];

export default breaks;
