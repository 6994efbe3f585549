import { type Break, mergedLate, nothingOfItsOwn, swap } from '../break.ts';

const BOOK = 'docs/runbook.md';
const PLAN = 'docs/rollback.md';
const GUARD = 'readiness/guardrails.yaml';
const WORKFLOW = 'readiness/workflow.yaml';
const SYSTEMS = 'readiness/integration.yaml';
const SOURCES = 'readiness/data-sources.yaml';
const EVALS = 'readiness/evals.yaml';
const HANDOFF = 'readiness/handoff/2026-10-08.yaml';
const RUNS = 'readiness/observations/runs.csv';
const AUDIT = 'readiness/observations/audit.csv';

/** Every so many automatic decision of a cohort was mended by hand. */
const mended =
  (cohort: string, who: string, every: number) =>
  (text: string): string => {
    let row = 0;
    return text.replace(new RegExp(`,${cohort},tag-claim,(.*?),@intake-svc,none,`, 'g'), (line, at: string) =>
      ++row % every === 0 ? `,${cohort},tag-claim,${at},${who},hand-fix,1` : line,
    );
  };

/** What runs, and how it is run, taken back, stopped and handed over. */
const breaks: Break[] = [
  {
    code: 'AT-1',
    how: 'a third of the newest decisions is mended',
    change: { [RUNS]: mended('turku', '@outi-salo', 3) },
    also: { codes: ['AT-2'], because: 'the newest decisions are those of Turku' },
  },
  {
    code: 'AT-2',
    how: 'a third of the decisions of Bergen is mended',
    change: { [RUNS]: mended('bergen', '@ola-berge', 3) },
  },
  { code: 'AT-3', how: 'a touch without a name', change: { [RUNS]: swap(/@[a-z-]+,hand-fix/, ',hand-fix') } },
  {
    code: 'AT-5',
    how: 'nobody has time to review',
    change: { 'readiness/operating-model.yaml': swap('reviews-per-day: 30', 'reviews-per-day: 0') },
  },
  { code: 'DR-1', how: 'no gaps, without a reason', change: { [SOURCES]: swap(/ {4}known-gaps-reason: .*\n/, '') } },
  { code: 'DR-2', how: 'letters are typed by hand', change: { [SOURCES]: swap('state: closed', 'state: open') } },
  {
    code: 'DR-3',
    how: 'one row in five fails its check',
    change: { 'readiness/observations/dq.csv': (text) => text.replace(/production,\d+/g, 'production,90') },
  },
  {
    code: 'DR-4',
    how: 'the proof is the curated set',
    change: {
      [SOURCES]: (text) => text.replace(/curated-sha256: \w+/, `curated-sha256: ${/ sha256: (\w+)/.exec(text)?.[1]}`),
    },
  },
  {
    code: 'DR-5',
    how: 'somebody helped on one day',
    change: { 'readiness/observations/volume.csv': swap(/(2026-11-05,\d+),0/, '$1,1') },
  },
  {
    code: 'DR-6',
    how: 'nothing is settled for malformed rows',
    change: { [SOURCES]: swap(/.*class: malformed.*\n/, '') },
  },
  {
    code: 'DR-7',
    how: 'the fallback was never tried',
    change: { [SOURCES]: swap(', test: guard-late-falls-back', ''), 'readiness/drills/2026-10-27-fallback.yaml': null },
  },
  { code: 'DR-8', how: 'no limit of lateness', change: { [SOURCES]: swap(/ {4}lateness: .*\n/, '') } },
  {
    code: 'EV-1',
    how: 'no case is marked as an edge case',
    change: { [EVALS]: (text) => `${text}classes: { edge: { tag: corner } }\n` },
    also: { codes: ['EV-2'], because: 'a class without cases reaches no threshold' },
  },
  { code: 'EV-2', how: 'a threshold is missed', change: { [EVALS]: swap('happy: 0.95', 'happy: 0.99') } },
  {
    code: 'EV-3',
    how: 'the suite is not required',
    github: { 'required-check': () => ({ required: false, boundToApp: false }) },
  },
  {
    code: 'EV-5',
    how: 'a threshold was lowered since the last promotion',
    change: { [EVALS]: swap('edge: 0.85', 'edge: 0.5') },
    github: { 'last-promotion': () => ({ commit: 'ab'.repeat(20), at: '2026-10-01T09:00:00Z' }) },
  },
  {
    code: 'EV-6',
    how: 'cases are slower than the ceiling',
    change: { [EVALS]: swap('latency-seconds: 10', 'latency-seconds: 2') },
  },
  {
    code: 'EV-7',
    how: 'nobody says what the model was shown',
    change: { [EVALS]: swap('examples: [prompts/examples.jsonl]\n', '') },
  },
  {
    code: 'HT-1',
    how: 'it was not the runbook that was tried',
    change: { [HANDOFF]: swap(/.*path: docs\/runbook.md.*\n/, '') },
  },
  { code: 'HT-2', how: 'it took 65 minutes', change: { [HANDOFF]: swap('T09:47', 'T10:09') } },
  {
    code: 'HT-3',
    how: 'the tester had approved a pull request',
    github: { 'part-taken': () => ({ merged: [], approved: [{ number: 7, at: '2026-07-01T09:00:00Z' }] }) },
  },
  {
    code: 'HT-4',
    how: 'somebody helped',
    change: { [HANDOFF]: swap('assistance: []', 'assistance: [Lina said where the board is]') },
  },
  {
    code: 'HT-5',
    how: 'one task failed',
    change: { [HANDOFF]: swap('interpret-result, result: pass', 'interpret-result, result: fail') },
  },
  { code: 'HT-6', how: 'the handoff was planned in October', github: mergedLate('handoff') },
  {
    code: 'HT-7',
    how: 'a builder deployed in the time without builders',
    github: {
      releases: (answer: object) => ({
        ...answer,
        deployments: [
          { environment: 'production', commit: '3d'.repeat(20), at: '2026-11-02T09:00:00Z', by: 'lina-thorsen' },
        ],
      }),
    },
  },
  {
    code: 'IN-1',
    how: 'a system is read from an export',
    change: { [SYSTEMS]: swap(/(old host\n {4}mode: )live/, '$1export') },
  },
  {
    code: 'IN-2',
    how: 'logging is open',
    change: { [SYSTEMS]: swap('logging: { status: done', 'logging: { status: open') },
  },
  {
    code: 'IN-3',
    how: 'a shared key opens it',
    change: { [SYSTEMS]: swap('shared-keys: false', 'shared-keys: true') },
  },
  {
    code: 'IN-4',
    how: 'the log does not say which model it was',
    change: { [AUDIT]: swap('mw-reader-2026-08', '') },
    also: { codes: ['WA-5'], because: 'the sample of the log is read by both' },
  },
  {
    code: 'IN-5',
    how: 'bringing data back took too long',
    change: { [SYSTEMS]: swap('rto-minutes: 38', 'rto-minutes: 80') },
  },
  {
    code: 'IN-6',
    how: 'the recovery took too long',
    change: { 'readiness/drills/2026-09-24-recovery.yaml': swap('seconds: 2640', 'seconds: 5640') },
  },
  {
    code: 'IN-7',
    how: 'an interface allows less than the test carried',
    change: { [SYSTEMS]: swap('rate-limit-per-minute: 40', 'rate-limit-per-minute: 4') },
  },
  {
    code: 'RB-1',
    how: 'the runbook names no dependencies',
    change: { [BOOK]: swap(/## Dependencies[\s\S]*?(?=## Monitoring)/, '') },
  },
  {
    code: 'RB-2',
    how: 'a command of the runbook does not exist',
    change: { [BOOK]: swap('run `make replay SINCE=...`', 'run `make again`') },
  },
  {
    code: 'RB-3',
    how: 'the owner is a blank',
    change: {
      [BOOK]: swap('**Owner:** @jonas-brekke (claims operations Bergen), deputy @signe-aas', '**Owner:** TBD'),
    },
  },
  {
    code: 'RB-4',
    how: 'the runbook calls somebody nobody knows',
    change: {
      [BOOK]: swap('| 60 minutes | Modelworks', '| 50 minutes | @kai-rud | phone |\n| 60 minutes | Modelworks'),
    },
  },
  {
    code: 'RB-5',
    how: 'a section only points elsewhere',
    change: {
      [BOOK]: swap(
        /## Verification[\s\S]*?(?=## Day 2)/,
        '## Verification\n\nSee [the wiki](https://wiki.nordlys.example/claims/verification).\n\n',
      ),
    },
    also: { codes: ['RB-2'], because: 'a section without a word of its own says nothing' },
  },
  {
    code: 'RB-6',
    how: 'the runbook was reviewed in March',
    change: { [BOOK]: swap('last_reviewed_on: 2026-11-10', 'last_reviewed_on: 2026-03-10') },
  },
  { code: 'RB-7', how: 'nobody reviews the costs', change: { [BOOK]: swap(/\| Cost review.*\n/, '') } },
  {
    code: 'RB-8',
    how: 'a case for people only is not named',
    change: { [BOOK]: swap('`pay-claim`: nothing', 'Nothing') },
  },
  {
    code: 'RK-1',
    how: 'the trigger has no number',
    change: {
      [PLAN]: swap(
        /- error-rate[\s\S]*?healthy\./,
        '- error-rate is too high for too long;\n- proposals come late while the gateway is healthy.',
      ),
    },
  },
  {
    code: 'RK-2',
    how: 'the plan fits any service',
    change: { [PLAN]: nothingOfItsOwn },
    also: {
      codes: ['HT-1'],
      because: 'it is another plan than the one that was tried',
    },
  },
  {
    code: 'RK-3',
    how: 'there is nothing to go back to',
    github: { releases: () => ({ releases: [], deployments: [] }) },
  },
  {
    code: 'RK-4',
    how: 'the drill took longer than promised',
    change: { 'readiness/drills/2026-10-20-rollback.yaml': swap('seconds: 410', 'seconds: 910') },
  },
  {
    code: 'RK-5',
    how: 'nobody owns a flag',
    change: { [GUARD]: swap(/(key: intake.propose-team\n {4}owner: ).*/, '$1TBD') },
  },
  {
    code: 'RK-6',
    how: 'one person alone may stop it',
    change: { [GUARD]: swap('["@jonas-brekke", "@signe-aas", "@tor-vik"]', '["@signe-aas"]') },
  },
  { code: 'RK-7', how: 'people cannot carry the volume', change: { [GUARD]: swap('capacity: 150', 'capacity: 100') } },
  {
    code: 'WA-1',
    how: 'nobody takes over',
    change: { [WORKFLOW]: swap('    handoff-to: "@nordlys/claims-desk"\n', '') },
    also: { codes: ['WA-8'], because: 'what was accepted is the map of decisions' },
  },
  {
    code: 'WA-2',
    how: 'a high risk waits for a confirmation only',
    change: { [WORKFLOW]: swap('mode: human-only', 'mode: confirm') },
    also: {
      codes: ['IN-4', 'WA-5', 'WA-8'],
      because: 'the log tells of another mode than the map, which was accepted otherwise',
    },
  },
  {
    code: 'WA-3',
    how: 'a low risk that dismisses claims',
    change: { [WORKFLOW]: swap('action: attach tags to the claim', 'action: dismiss the claim') },
    also: { codes: ['WA-8'], because: 'what was accepted is the map of decisions' },
  },
  {
    code: 'WA-4',
    how: 'no test proves that it waits',
    change: { [WORKFLOW]: swap('test: guard-service-cannot-pay', 'test: guard-nothing') },
    also: { codes: ['WA-8'], because: 'what was accepted is the map of decisions' },
  },
  {
    code: 'WA-5',
    how: 'a team was assigned and nobody confirmed',
    change: { [AUDIT]: swap(/assigned,@[a-z-]+/, 'assigned,') },
  },
  { code: 'WA-6', how: 'nobody learns from a wrong output', change: { [WORKFLOW]: swap(/learn: .*/, 'learn: TBD') } },
  {
    code: 'WA-7',
    how: 'it is a tool beside the work',
    change: { [WORKFLOW]: swap('kind: ticketing', 'kind: side-tool') },
  },
  {
    code: 'WA-8',
    how: 'a manager has not accepted the map',
    github: {
      acceptance: (answer, { subject, who }) =>
        subject === 'WA-8' && who.includes('signe-aas') ? { accepted: false } : answer,
    },
  },
];

export default breaks;
