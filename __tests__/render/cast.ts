import type { Report, ReportCheck, ReportCriterion } from '../../src/core/report.ts';
import { check, criterion, needsGitHub, report } from './build.ts';
import { hostile } from './hostile.ts';

/** The cast of reports that every renderer is shown on. */

const advice = (code: string, title: string, summary: string, remedy: string): ReportCheck =>
  check(code, title, { level: 'advisory', outcome: 'unmet', summary, remedy });

const owners = (...more: ReportCheck[]): ReportCriterion =>
  criterion('accountable-owners', 'People who answer for it', 'organisational', [
    check('AO-1', 'Every role is filled by somebody who exists', { until: '2027-01-10T00:00:00.000Z' }),
    ...more,
  ]);
const runbook = (...more: ReportCheck[]): ReportCriterion =>
  criterion('runbook', 'A runbook that a stranger can follow', 'technical', [
    check('RB-1', 'The runbook has its sections', { places: [{ path: 'docs/runbook.md' }] }),
    check('RB-2', 'Each section has substance'),
    ...more,
  ]);
const rollback = (...checks: ReportCheck[]): ReportCriterion =>
  criterion('rollback-and-kill-switch', 'A rehearsed way back and a way to stop', 'technical', [
    ...checks,
    check('RK-6', 'A switch stops it without a build'),
  ]);
const baselines = criterion('baselines-and-kill-criteria', 'Where it started and when it stops', 'organisational', [
  check('BK-1', 'Baselines were measured before', { places: [{ path: 'readiness/metrics.yaml', line: 7 }] }),
]);
const metrics = criterion('outcome-metrics', 'A number the CFO accepts, and it decides', 'organisational', [
  check('OM-1', 'There is an outcome metric'),
  check('OM-2', 'One success trigger was set before the pilot'),
]);
const evals = (...checks: ReportCheck[]): ReportCriterion =>
  criterion('eval-gate', 'The suite that guards every release', 'technical', [
    check('EV-1', 'The suite covers the five categories'),
    ...checks,
  ]);
const signoffs = (...checks: ReportCheck[]): ReportCriterion =>
  criterion('control-signoffs', 'Recorded approvals that still apply', 'organisational', [
    check('CS-1', 'The controls that have to sign are there'),
    ...checks,
  ]);
/** Criteria that the minimal profile only advises on. */
const others = (): ReportCriterion[] => [
  criterion('support-model', 'Somebody helps when it breaks', 'organisational', [
    advice('SM-2', 'Three tiers of support', 'There is no second tier', 'Name who takes over from tier one.'),
  ]),
  criterion('handoff-test', 'Someone who did not build it took over in under an hour', 'technical', [
    advice('HT-1', 'A handoff was tested', 'No handoff record was found', 'Write readiness/handoff/2026-12-01.yaml.'),
  ]),
  criterion('slo-and-error-budget', 'Seen, alerted and inside budget', 'technical', [
    advice('SL-1', 'Objectives are set', 'No objective for latency', 'Add a latency objective to metrics.yaml.'),
  ]),
  criterion('data-readiness', 'Live data, checked, with a plan for the bad rows', 'technical', [
    advice('DR-2', 'No manual step is open', 'One manual step is open', 'Close it or link its issue.'),
  ]),
];

const trigger = check('RK-1', 'The plan says when, who, how and how to check', {
  outcome: 'unmet',
  cause: 'rollback:trigger',
  summary: 'Rollback plan has no trigger',
  places: [{ path: 'docs/rollback.md', line: 14 }],
  remedy: 'Add a number, e.g. “error rate above 4 % for 15 min”.',
});
const oldEvals = check('EV-2', 'Results belong to what is promoted', {
  outcome: 'stale',
  summary: 'Eval results are older than the code: 3 files in prompts/ changed since',
  places: [{ path: 'evals/results.json' }, { path: 'prompts/system.md' }, { path: 'prompts/tools.md' }],
  remedy: 'Run the suite again and commit evals/results.json.',
});
const privacy = check('CS-2', 'Each control was signed by who may', {
  outcome: 'unmet',
  summary: 'Privacy has not signed',
  places: [{ path: 'docs/privacy.md' }],
  remedy: 'Read docs/privacy.md, then comment /readiness sign-off privacy.',
  actors: ['control:privacy'],
});
const waiver = {
  by: '@dana',
  askedBy: '@ravi',
  on: '2026-11-12',
  until: '2026-11-29',
  reason: 'the routine list is being agreed with operations',
  pr: 41,
  applied: true,
};
const waived = check('RB-7', 'The list for the second day', {
  outcome: 'waived',
  summary: 'The runbook has no list of routine tasks',
  remedy: 'List at least five routine tasks with cadence and owner.',
  waiver,
  until: '2026-11-30T00:00:00.000Z',
});
const signed = check('CS-2', 'Each control was signed by who may', { until: '2026-12-01T00:00:00.000Z' });

const everythingMet = () => [
  owners(),
  runbook(),
  rollback(check('RK-1', trigger.title)),
  baselines,
  metrics,
  evals(check('EV-2', oldEvals.title)),
  signoffs(signed),
];

const ready = report(everythingMet(), { validUntil: '2026-12-01T00:00:00.000Z' });

const notReady = report(
  [owners(), runbook(), rollback(trigger), baselines, metrics, evals(oldEvals), signoffs(privacy), ...others()],
  { validUntil: '2027-01-10T00:00:00.000Z' },
);

const undetermined = report(
  [
    owners(needsGitHub('AO-2', 'The product owner is still a member of the organisation')),
    runbook(),
    rollback(check('RK-1', trigger.title)),
    baselines,
    metrics,
    evals(
      check('EV-2', oldEvals.title, {
        outcome: 'unknown',
        settles: 'history',
        summary: 'Could not look: the clone is shallow',
        remedy: 'Run the suite again.',
      }),
    ),
    signoffs(
      needsGitHub('CS-2', privacy.title),
      needsGitHub('CS-4', 'The signature is real', {
        summary: 'Could not look: team acme/privacy not readable (403). An organisation owner grants Members: read',
      }),
    ),
  ],
  { notes: ['The history is shallow: 50 commits are here', 'The policy was taken from the work tree'] },
);
undetermined.subject = { ...undetermined.subject, dirty: true };
delete undetermined.subject.pullRequest;

/** What a laptop can know is all there: only GitHub is missing. */
const locallyComplete = report([
  owners(),
  runbook(),
  rollback(check('RK-1', trigger.title)),
  signoffs(needsGitHub('CS-2', privacy.title), needsGitHub('CS-4', 'The signature is real')),
]);

const withWaiver = report(
  [
    owners(),
    runbook(waived),
    rollback(
      check('RK-1', trigger.title, {
        ...trigger,
        waiver: { ...waiver, applied: false, because: 'it ended on 2026-11-01' },
      }),
    ),
    signoffs(signed, check('CS-5', 'Conditions have an owner', { level: 'off', outcome: 'not-applicable' })),
  ],
  { validUntil: '2026-11-30T00:00:00.000Z' },
);

const stale = report([owners(), runbook(), evals(oldEvals), signoffs(signed)]);

/** Closed by command, while the evidence alone would be ready: a hold, a decline that a check knows of too, a condition that is overdue. */
const closed = report([owners(), runbook(), rollback(check('RK-1', trigger.title)), signoffs(declined())], {
  verdict: 'not-ready',
  halves: { technical: 'ready', organisational: 'not-ready' },
  closures: [
    {
      kind: 'hold',
      by: 'dana',
      at: '2026-11-18T09:12:00.000Z',
      reason: 'the outage of Tuesday is not understood yet',
      link: 'https://github.com/acme/triage/pull/12#issuecomment-1',
    },
    {
      kind: 'decline',
      control: 'privacy',
      by: 'mira',
      at: '2026-11-19T10:00:00.000Z',
      reason: 'customer names stand in the prompts',
      link: 'https://github.com/acme/triage/pull/12#issuecomment-2',
    },
    {
      kind: 'condition',
      control: 'security',
      by: 'tom',
      at: '2026-10-01T10:00:00.000Z',
      reason: 'the mailbox gets a key of its own',
      due: '2026-11-15',
      owner: 'ravi',
      link: 'https://github.com/acme/triage/pull/9#issuecomment-3',
    },
  ],
});

function declined(): ReportCheck {
  return check('CS-2', 'Each control was signed by who may', {
    outcome: 'unmet',
    cause: 'declined:privacy',
    summary: 'privacy was declined by mira: customer names stand in the prompts',
    places: [{ path: 'docs/privacy.md' }],
    remedy: 'Settle it, then have @mira sign privacy.',
    actors: ['control:privacy'],
  });
}

/** Ready because the sponsor stands by what history cannot prove, and somebody waits for a waiver that nothing needs. */
const accepted = report([
  owners(),
  criterion('outcome-metrics', 'A number the CFO accepts, and it decides', 'organisational', [
    check('OM-2', 'One success trigger was set before the pilot', {
      summary: 'The success trigger was merged on 2026-10-02, not proven to be before',
      places: [{ path: 'readiness/metrics.yaml', line: 12 }],
      accepted: ['The success trigger was merged late; accepted late by @ines on 2026-11-20, always displayed'],
      asked: [
        { by: '@ravi', until: '2026-12-31', reason: 'to be sure', link: 'https://github.com/acme/triage/pull/12' },
      ],
    }),
  ]),
]);

const empty = report([]);

const observe = report([owners(), rollback(trigger), signoffs(privacy)], {
  mode: 'observe',
  policy: { ...ready.policy, enforceFrom: '2027-02-01' },
});

const lowered = report(everythingMet(), {
  policy: {
    ...ready.policy,
    profile: 'standard',
    lowered: [
      {
        what: 'handoff-test',
        from: 'standard',
        to: 'minimal',
        place: { path: '.github/pilot-readiness.yml', line: 7 },
      },
      {
        what: 'runbook.reviewed-within-days',
        from: '180',
        to: '365',
        place: { path: '.github/pilot-readiness.yml', line: 9 },
      },
    ],
  },
});

const onlyAdvice = report([...everythingMet(), ...others()]);

/** One missing file that several checks of several criteria need: one task. */
const oneCause = report([
  owners(),
  criterion('outcome-metrics', 'A number the CFO accepts, and it decides', 'organisational', [
    absent('OM-1', 'There is an outcome metric', 'Name one process and one outcome metric.'),
    absent('OM-2', 'One success trigger was set before the pilot', 'Set one.'),
  ]),
  criterion('baselines-and-kill-criteria', 'Where it started and when it stops', 'organisational', [
    absent('BK-1', 'Baselines were measured before', 'Measure at least 30 cases.'),
    check('BK-4', 'Kill criteria have numbers', {
      outcome: 'unmet',
      summary: 'baselines[1].n is 12, at least 30 needed',
      places: [
        { path: 'readiness/observations/before.csv', line: 7, column: 12 },
        { path: 'readiness/observations/before.csv', line: 19 },
      ],
      remedy: 'Measure 18 more cases.',
      findings: [
        {
          outcome: 'unmet',
          actors: ['author'],
          summary: 'baselines[1].n is 12, at least 30 needed',
          remedy: 'Measure 18 more cases.',
          places: [{ path: 'readiness/observations/before.csv', line: 7, column: 12 }],
        },
        {
          outcome: 'unmet',
          actors: ['author'],
          summary: 'baselines[2].method is not named',
          places: [{ path: 'readiness/observations/before.csv', line: 19 }],
        },
        { outcome: 'met', actors: [], summary: 'baselines[0] is fine', places: [] },
      ],
    }),
  ]),
]);

function absent(code: string, title: string, remedy: string): ReportCheck {
  const path = 'readiness/metrics.yaml';
  return check(code, title, {
    outcome: 'unmet',
    cause: `absent:${path}`,
    summary: `Missing: ${path} is not there`,
    places: [{ path }],
    remedy: `Write ${path}. ${remedy}`,
  });
}

const preview = report(notReady.criteria, { subject: { ...notReady.subject, promotion: { is: false, because: [] } } });

/** The four questions are asked, and the recognition rests on something weak. */
const questioned = report([owners(), rollback(trigger), signoffs(needsGitHub('CS-2', privacy.title))], {
  policy: { ...ready.policy, profile: 'regulated' },
  questions: { ownership: 'yes', data: 'no', buyIn: 'unknown', metrics: 'yes' },
  notes: ['Recognised by its label alone: name branches or paths under `promotion:` in the policy'],
});

const LONG = 'Für den Übergang fehlt die geprüfte Angabe zur Wiederherstellung; 復旧手順の担当者が未定です 🚧. ';

/** 18 criteria of 125 checks each, every one open with its own cause and long texts. */
const huge = report(
  Array.from({ length: 18 }, (_, c) =>
    criterion(
      `criterion-${c}`,
      `Criterion ${c}: ${LONG}`,
      c % 2 === 0 ? 'technical' : 'organisational',
      Array.from({ length: 125 }, (_, k) =>
        check(`H${c}-${k}`, `Check ${k}: ${LONG.repeat(3)}`, {
          level: k % 3 === 0 ? 'advisory' : 'blocking',
          outcome: k % 5 === 0 ? 'unknown' : 'unmet',
          ...(k % 5 === 0 ? { settles: 'github' as const } : {}),
          summary: `${c}.${k} ${LONG.repeat(8)}`,
          remedy: LONG.repeat(8),
          places: Array.from({ length: 120 }, (_, p) => ({
            path: `docs/${'tief/'.repeat(20)}${c}-${k}-${p}.md`,
            line: p + 1,
          })),
          ...(k === 1
            ? { waiver: { ...waiver, reason: LONG.repeat(10), applied: false, because: LONG.repeat(3) } }
            : {}),
        }),
      ),
    ),
  ),
  { notes: Array.from({ length: 30 }, () => LONG.repeat(10)) },
);

export const cast: Record<string, Report> = {
  ready,
  notReady,
  undetermined,
  locallyComplete,
  waived: withWaiver,
  stale,
  closed,
  accepted,
  empty,
  observe,
  lowered,
  onlyAdvice,
  oneCause,
  preview,
  questioned,
  hostile,
  huge,
};

/** Those short enough to be read in a snapshot. */
export const readable = Object.entries(cast).filter(([name]) => name !== 'huge');
