import type { Report, ReportCheck, ReportCriterion } from '../../src/core/report.ts';
import { check, criterion, report } from './build.ts';
import { cast } from './cast.ts';

/** Reports that only the page for sponsors is shown on: whole pilots, with all 18 criteria. */

type Half = ReportCriterion['half'];
const ALL: [id: string, title: string, half: Half][] = [
  ['accountable-owners', 'People answer for it', 'organisational'],
  ['support-model', 'Somebody is there when it breaks', 'organisational'],
  ['runbook', 'A stranger can operate it, including Day 2', 'technical'],
  ['handoff-test', 'Somebody who did not build it took over in under an hour', 'technical'],
  ['rollback-and-kill-switch', 'A rehearsed way back and a way to stop', 'technical'],
  ['slo-and-error-budget', 'Seen, alerted and inside its error budget', 'technical'],
  ['integration-done', 'Connected to the real systems', 'technical'],
  ['workflow-and-autonomy', 'Where it sits and what it may decide', 'technical'],
  ['data-readiness', 'Live data, checked, with a plan for the bad rows', 'technical'],
  ['cohort-diversity', 'It worked where it was hard', 'organisational'],
  ['automation-threshold', 'At least 80 % runs untouched', 'technical'],
  ['baselines-and-kill-criteria', 'Measured before, with a stop line', 'organisational'],
  ['outcome-metrics', 'A number that Finance accepts, and it decides', 'organisational'],
  ['eval-gate', 'The suite that guards every release', 'technical'],
  ['scale-economics', 'It pays at full cost, and Finance says so', 'organisational'],
  ['change-and-adoption', 'The people whose work changes helped, and use it', 'organisational'],
  ['control-signoffs', 'The controls are signed, and the signatures still apply', 'organisational'],
  ['review-and-sequencing', 'Stabilise, decide, then expand', 'organisational'],
];

/** Every criterion met, except those whose checks are given. */
function pilot(open: Record<string, ReportCheck[]>): ReportCriterion[] {
  return ALL.map(([id, title, half], index) =>
    criterion(id, title, half, open[id] ?? [check(`M${index}-1`, title, until(index))]),
  );
}

function until(index: number): Partial<ReportCheck> {
  return { until: `2027-0${(index % 6) + 1}-1${index % 9}T00:00:00.000Z` };
}

const terms = {
  by: '@mira-lindholm',
  askedBy: '@ravi-desai',
  on: '2026-11-02',
  until: '2026-12-01',
  reason: 'the desk in Graz gets its second person on 24 November',
  pr: 41,
  applied: true,
};
const standard = { ...(cast.ready as Report).policy, profile: 'standard' as const };

const card: NonNullable<Report['pilot']> = {
  name: 'Ticket triage',
  startedOn: '2026-06-01',
  phase: 'pilot',
  owners: [
    { role: 'product', who: '@ravi-desai' },
    { role: 'production', who: '@jonas-weber' },
    { role: 'governance', who: '@dana-okonkwo' },
    { role: 'sponsor', who: '@ines-okafor' },
  ],
  decisions: { auto: 3, confirm: 2, humanOnly: 4 },
  cohorts: ['Graz, second line', 'Lyon, billing', 'Porto, returns', 'Rotterdam, freight'],
};

const figures: ReportCheck['figures'] = [
  {
    metric: 'cycle-time',
    name: 'Minutes from opened to the right queue',
    type: 'mean',
    unit: 'min',
    before: 46.2,
    goal: { op: 'lte', value: 36 },
    stop: { op: 'gt', value: 50 },
    now: 31.4,
    cases: 380,
    from: '2026-10-24',
    to: '2026-11-20',
  },
  {
    metric: 'rework-rate',
    name: 'Moved after the first reply',
    type: 'proportion',
    unit: '1',
    before: 0.1,
    goal: { op: 'lte', value: 0.06 },
    stop: { op: 'gte', value: 0.12 },
    now: 0.078,
    cases: 380,
    from: '2026-11-07',
    to: '2026-11-20',
  },
  {
    metric: 'cost-per-unit',
    name: 'Cost of sorting one ticket, review and inference included',
    type: 'mean',
    unit: '{USD}/{ticket}',
    before: 6.1,
    goal: { op: 'lte', value: 5 },
    stop: { op: 'gt', value: 7 },
    now: 7.3,
    cases: 380,
    from: '2026-10-24',
    to: '2026-11-20',
  },
];
const measured = { 'outcome-metrics': [check('OM-3', 'The rows reach the trigger', { figures })] };

const wholePilot = report(
  pilot({
    ...measured,
    'rollback-and-kill-switch': [
      check('RK-1', 'The rollback plan says when, who, how and how to tell that it worked', {
        outcome: 'unmet',
        summary: 'The rollback plan has no number that triggers it',
        places: [{ path: 'docs/rollback.md', line: 14 }],
        remedy: 'Say at which number somebody rolls back, for example “error rate above 4 % for 15 minutes”.',
      }),
    ],
    'control-signoffs': [
      check('CS-2', 'Each control was signed by who may', {
        outcome: 'unmet',
        summary: 'Privacy has not signed',
        places: [{ path: 'docs/privacy.md' }],
        remedy: 'Read docs/privacy.md, then comment /readiness sign-off privacy.',
        actors: ['control:privacy'],
      }),
    ],
    'change-and-adoption': [
      check('CA-1', 'Five to ten managers helped to design it', {
        outcome: 'unmet',
        summary: 'Only two of the managers whose work changes took part in the design',
        remedy: 'Invite the managers of Graz, Lyon and Porto to the design of the exception path.',
        actors: ['product-owner'],
      }),
      check('CA-6', 'Those who are no champions use it', {
        outcome: 'unmet',
        summary: 'Use by people who are no champions is 31 %, at least 50 % was set',
        remedy: 'Find out at the sites with the least use what keeps people from it.',
        actors: ['product-owner', 'sponsor'],
      }),
    ],
    'support-model': [
      check('SM-3', 'Two people are on call', {
        outcome: 'waived',
        summary: 'One person is on call',
        waiver: terms,
        until: '2026-12-02T00:00:00.000Z',
      }),
    ],
    'slo-and-error-budget': [
      check('SL-1', 'Objectives are set', { until: '2026-12-14T00:00:00.000Z' }),
      check('SL-6', 'Health is watched', {
        level: 'advisory',
        outcome: 'unmet',
        summary: 'No synthetic check is configured',
        remedy: 'Add one.',
      }),
    ],
    'handoff-test': [
      check('HT-1', 'A handoff was tested', {
        outcome: 'unknown',
        settles: 'github',
        summary: 'Could not look: whether the tester took part in the code could not be asked',
      }),
    ],
  }),
  {
    policy: standard,
    stalls: [
      {
        sign: 'adoption-uneven',
        leads: ['CA-2', 'CA-5'],
        places: [{ path: 'readiness/observations/adoption.csv' }],
        facts: { lowest: 'Graz', lowestShare: 0.14, highest: 'Rotterdam', highestShare: 0.71 },
      },
    ],
    questions: { ownership: 'yes', data: 'yes', buyIn: 'no', metrics: 'unknown' },
    pilot: card,
    validUntil: '2026-12-02T00:00:00.000Z',
  },
);

const wholePilotReady = report(pilot(measured), {
  policy: standard,
  questions: { ownership: 'yes', data: 'yes', buyIn: 'yes', metrics: 'yes' },
  pilot: card,
  validUntil: '2027-01-10T00:00:00.000Z',
});

/** As much of everything as a page must hold, with texts as long as they may be, and one row more. */
const LONG = 'Für den Übergang fehlt die geprüfte Angabe zur Wiederherstellung nach einem Ausfall am Standort Graz; ';
const full: Report = {
  ...(cast.huge as Report),
  questions: { ownership: 'no', data: 'unknown', buyIn: 'no', metrics: 'not-asked' },
  mode: 'observe',
  pilot: {
    ...card,
    name: LONG,
    owners: card.owners.map(({ role }) => ({ role, who: LONG })),
    cohorts: Array.from({ length: 30 }, (_, index) => `${LONG}${index}`),
  },
  policy: { ...standard, enforceFrom: '2027-02-01' },
  stalls: wholePilot.stalls ?? [],
  criteria: (cast.huge as Report).criteria.map((one, index) => ({
    ...one,
    checks: [
      ...one.checks.slice(0, 20).map((each) => ({
        ...each,
        actors: ['waiver-approvers', 'repository-admin', 'control:records-retention', 'sponsor'],
      })),
      check(`Z-${index}`, LONG.repeat(2), {
        until: '2027-01-01T00:00:00.000Z',
        figures: figures.flatMap((each) => [{ ...each, metric: `${each.metric}-${index}`, name: LONG }]),
      }),
      check(['AO-4', 'CA-1', 'CA-3', 'OM-3', 'EV-2', 'WA-2'][index % 6] ?? '', 'x'),
      check(`W-${index}`, LONG.repeat(2), { outcome: 'waived', waiver: { ...terms, reason: LONG } }),
    ],
  })),
};

/** All reports that the page is tried on. */
export const canvasCast: Record<string, Report> = { wholePilot, wholePilotReady, full, ...cast };
