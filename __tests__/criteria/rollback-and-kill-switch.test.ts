import { readFileSync } from 'node:fs';
import rollback from '../../src/criteria/rollback-and-kill-switch/index.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const PLAN = `# Rollback plan of support triage

## Trigger

Roll back when the error rate is above 4 % for 15 min, or when agents overrule more than 30 % of proposals in an hour.

## Decision

@ravi decides, @lea when he is away.

## Target

The last known-good tag: the newest release whose evals passed.

## Steps

1. Run \`gh workflow run rollback.yml -f tag=v1.2.0\`
2. Revert the last commit of \`prompts/triage.md\` and of \`config/model.yaml\`, which holds model and configuration
3. Point the search index alias at the index of the day before

## How long it takes

It takes about 10 minutes from the decision to the old version.

## Verification

Run \`make smoke\`; the test ticket is sorted and the error rate is below 2 % again.

## Data

Proposals written since the release stay in the database; tickets in the queue are sorted again.

## When not to roll back

Not when the ticket system itself is down: going back cannot help then.

## Communication

Post in #triage-ops before and after; @dana tells the support desk.
`;

const RUNBOOK = `# Support triage runbook

## Escalation

Call @ravi at once.

## Kill switch

Run the workflow stop.yml. To switch it on again run it with \`state=on\`, then \`make smoke\`.
`;

const GUARDRAILS = `rollback: { limit-minutes: 15 }
kill-switch:
  how: .github/workflows/stop.yml
  who: ["@ravi", "@noor"]
  effect: all tickets go to people
  seconds: 60
flags:
  - { key: triage.auto, owner: "@ravi", config: config/flags.json, used-in: [src/triage.ts], safe-default: false, exposure: 10 % of tickets }
fallback: { process: agents sort tickets by hand, owner: "@noor", capacity: 400, volume: 350, unit: tickets a day }
`;

const METRICS = `baselines:
  - { metric: error-rate, value: 3, unit: "%", n: 400, from: 2026-07-01, to: 2026-08-15 }
`;

const PILOT = `name: Support triage
started-on: 2026-09-01
owners:
  product: "@dana"
  production: "@ravi"
  governance: "@mira"
  sponsor: "Ines Okafor <ines@acme.example>"
pilot-team: ["@ravi"]
`;

const OPERATING_MODEL = `on-call: { people: ["@ravi", "@lea"], schedule: "https://oncall.acme.example/triage", coverage: weekdays }
`;

const RUN = 'https://github.com/acme/triage/actions/runs/77';
const drill = (kind: string, seconds: number) => `date: 2026-10-20
kind: ${kind}
environment: staging
driver: "@ravi"
reviewer: "@lea"
steps:
  - { action: start it, expected: it works, observed: it worked }
seconds: ${seconds}
result: pass
evidence: ${RUN}
`;

const person = (who: string) => ({
  who,
  exists: true,
  kind: who.includes('/') ? 'team' : 'user',
  suspended: false,
  humans: 1,
  member: true,
});
const everybody = ({ who }: { who: string[] }) => who.map(person);
const without =
  (gone: string) =>
  ({ who }: { who: string[] }) =>
    who.map((one) => (one === gone ? { ...person(one), exists: false, humans: 0 } : person(one)));
const commitBy = (handle?: string) => ({
  commit: 'c'.repeat(40),
  author: { name: 'A', mail: 'a@acme.example', ...(handle ? { handle } : {}) },
  committer: { name: 'GitHub', mail: 'noreply@github.com' },
  coAuthors: [],
  declaredAt: '2026-09-02T10:00:00Z',
  paths: ['src/triage.ts'],
});
const order = (relation: string) => ({ ancestry: { a: 'a'.repeat(40), b: 'b'.repeat(40), relation } });
const unseen = (reason: string) => ({ state: 'unavailable', reason, resolvableBy: 'github' });
const plan = (edit: (text: string) => string) => ({ 'docs/rollback.md': edit });
const guardrails = (edit: (text: string) => string) => ({ 'readiness/guardrails.yaml': edit });
const drop = (heading: string) => (text: string) => text.replace(new RegExp(`## ${heading}[\\s\\S]*?(?=\\n## |$)`), '');

/** The examples that the documentation promises to pass under minimal. */
const DOCS = readFileSync('docs/criteria/rollback-and-kill-switch.md', 'utf8');
const EXAMPLE_PLAN = /```markdown\n([\s\S]*?)```/.exec(DOCS)?.[1] ?? '';
const EXAMPLE_SWITCH = /guardrails:\n {2}(kill-switch: .*\n)/.exec(DOCS)?.[1] ?? '';

const GENERIC = `# Rollback plan of support triage

## Trigger

When more than 5 % of answers are wrong.

## Decision

@ravi decides.

## Steps

1. Stop the service
2. Deploy the previous version
3. Monitor the service

## Verification

Confirm that the service works again.
`;
const FEATURE = `# Rollback and snapshots

The library has tools to manage table history.

## Rollback

Revert the table state to a snapshot.

## Snapshots

Tables keep a history of snapshots for later use.
`;
const TEMPLATE = `# Rollback plan

## Trigger

[Trigger name]

## Decision maker

TBD

## Steps

1. Step 1
2. Step 2

## Verification

TODO
`;

testCriterion(rollback, {
  profile: 'standard',
  now: '2026-11-21T12:00:00Z',
  files: {
    'docs/rollback.md': PLAN,
    'docs/runbook.md': RUNBOOK,
    'readiness/pilot.yaml': PILOT,
    'readiness/guardrails.yaml': GUARDRAILS,
    'readiness/metrics.yaml': METRICS,
    'readiness/operating-model.yaml': OPERATING_MODEL,
    'readiness/drills/2026-10-20-rollback.yaml': drill('rollback', 540),
    'readiness/drills/2026-10-20-stop.yaml': drill('kill-switch', 45),
    '.github/workflows/stop.yml':
      'name: Stop\non: workflow_dispatch\njobs: { stop: { runs-on: x, steps: [{ run: ./scripts/stop.sh }] } }\n',
    '.github/workflows/rollback.yml': 'name: Roll back\non: workflow_dispatch\njobs: {}\n',
    'config/flags.json': '{ "triage.auto": false }\n',
    'config/model.yaml': 'model: a-1\n',
    'prompts/triage.md': 'Sort the ticket.\n',
    'scripts/stop.sh': 'echo stop\n',
    'src/triage.ts': "if (flag('triage.auto')) sort();\n",
    Makefile: 'smoke:\n\techo ok\n',
  },
  facts: {
    people: everybody,
    authorship: { commits: [commitBy('ravi')] },
    ...order('a-newer'),
    'workflow-run': { found: true, conclusion: 'success' },
    releases: { releases: [{ tag: 'v1.1.0', commit: 'd'.repeat(40), at: '2026-10-01T00:00:00Z' }], deployments: [] },
  },
  cases: {
    'RK-1': {
      unmet: [
        { name: 'no plan', change: { 'docs/rollback.md': null }, message: 'missing' },
        {
          name: 'no trigger',
          change: plan((text) => drop('Trigger')(text).replace('When not to roll back', 'Never')),
          message: 'no-trigger',
        },
        {
          name: 'a trigger without a number',
          change: plan((text) => text.replace(/Roll back when the error.*/, 'Roll back when the error rate is bad.')),
          message: 'trigger-without-number',
        },
        {
          name: 'a number tied to no metric',
          change: plan((text) => text.replace('the error rate is above 4 %', 'complaints are above 4 a day')),
          message: 'trigger-without-metric',
        },
        {
          name: 'a role decides',
          change: plan((text) => text.replace('@ravi decides, @lea when he is away.', 'The on-call engineer decides.')),
          message: 'decider-without-account',
        },
        {
          name: 'one step',
          change: plan((text) =>
            text.replace(/\n2\. Revert.*\n3\. .*\n/, '\n').replace('Run `make smoke`; the', 'The'),
          ),
          message: 'one-step',
        },
        { name: 'no verification', change: plan(drop('Verification')), message: 'no-verification' },
        { name: 'no word on data', change: plan(drop('Data')), message: 'no-data' },
        { name: 'not when not to', change: plan(drop('When not to roll back')), message: 'no-exclusions' },
        { name: 'nobody informed', change: plan(drop('Communication')), message: 'no-communication' },
        {
          name: 'the deciders left',
          facts: { people: ({ who }: { who: string[] }) => who.map((one) => ({ ...person(one), exists: false })) },
          message: 'unknown-account',
        },
        { name: 'a template', change: { 'docs/rollback.md': TEMPLATE }, message: 'unfilled-template' },
      ],
      met: [
        { name: 'the example of the documentation', profile: 'minimal', change: { 'docs/rollback.md': EXAMPLE_PLAN } },
        {
          name: 'the small plan',
          profile: 'minimal',
          change: { 'docs/rollback.md': GENERIC, 'readiness/metrics.yaml': null },
        },
        {
          name: 'the trigger metric declared',
          change: {
            ...plan((text) => text.replace('the error rate is above', 'it fails more than')),
            ...guardrails((text) => text.replace('limit-minutes: 15', 'limit-minutes: 15, trigger-metric: error-rate')),
          },
        },
      ],
    },
    'RK-2': {
      met: [
        {
          name: 'folders are anchors too',
          change: { 'docs/rollback.md': GENERIC.replace('1. Stop the service', '1. Revert `prompts/` and `config/`') },
        },
        { name: 'the example of the documentation', profile: 'minimal', change: { 'docs/rollback.md': EXAMPLE_PLAN } },
      ],
      unmet: [
        {
          name: 'one file is not two',
          change: {
            'docs/rollback.md': GENERIC.replace('1. Stop the service', '1. Revert `config/model.yaml`'),
          },
          message: 'too-few-anchors',
          says: /"config\/model\.yaml"/,
        },
        {
          name: 'true of every service',
          change: { 'docs/rollback.md': GENERIC },
          message: 'no-anchors',
        },
        { name: 'a feature called rollback', change: { 'docs/rollback.md': FEATURE }, message: 'no-plan' },
        { name: 'a template', change: { 'docs/rollback.md': TEMPLATE }, message: 'unfilled-template' },
        {
          name: 'a blank in the steps',
          change: plan((text) => text.replace('3. Point', '3. TBD\n4. Point')),
          message: 'placeholder-in-critical-section',
          says: /"TBD"/,
        },
      ],
    },
    'RK-3': {
      unmet: [
        {
          name: 'nothing about the index',
          change: plan((text) => text.replace(/\n3\. Point.*/, '')),
          message: 'not-covered',
          says: /retrieval index/,
        },
        {
          name: 'nothing to go back to',
          facts: { releases: { releases: [], deployments: [] } },
          message: 'no-earlier-release',
        },
      ],
      met: [
        {
          name: 'no index in use',
          change: {
            ...plan((text) => text.replace(/\n3\. Point.*/, '')),
            ...guardrails((text) =>
              text.replace('limit-minutes: 15', 'limit-minutes: 15, not-used: [retrieval-index]'),
            ),
          },
        },
      ],
    },
    'RK-4': {
      unmet: [
        {
          name: 'drills that are only promised',
          change: {
            'readiness/drills/2026-10-20-rollback.yaml': null,
            ...plan((text) => `${text}\n## Drills\n\nWe drill quarterly.\n`),
          },
          message: 'drill-only-planned',
          says: /"We drill quarterly\."/,
        },
        {
          name: 'a failed drill',
          change: {
            'readiness/drills/2026-10-20-rollback.yaml': (text) => text.replace('result: pass', 'result: fail'),
          },
          message: 'drill-failed',
        },
        {
          name: 'slower than declared',
          change: { 'readiness/drills/2026-10-20-rollback.yaml': (text) => text.replace('540', '1540') },
          message: 'drill-too-slow',
          says: /900 s/,
        },
        {
          name: 'dated tomorrow',
          change: { 'readiness/drills/2026-10-20-rollback.yaml': (text) => text.replace('2026-10-20', '2026-12-20') },
          message: 'future-date',
        },
        {
          name: 'a log that is not there',
          change: { 'readiness/drills/2026-10-20-rollback.yaml': (text) => text.replace(RUN, 'docs/drill.log') },
          message: 'evidence-missing',
        },
        {
          name: 'a run that failed',
          facts: { 'workflow-run': { found: true, conclusion: 'failure' } },
          message: 'drill-run-not-successful',
          says: /"failure"/,
        },
        {
          name: 'a run that ended before the drill',
          facts: { 'workflow-run': { found: true, conclusion: 'success', at: '2025-10-20T12:00:00Z' } },
          message: 'drill-run-too-old',
          says: /ended on 2025-10-20/,
        },
        {
          name: 'a record that cannot be read',
          change: {
            'readiness/drills/2026-10-20-rollback.yaml': (text) => text.replace('result: pass', 'result: fine'),
          },
          message: 'unreadable-drill',
        },
      ],
      stale: [
        { name: 'too long ago', now: '2027-06-01T12:00:00Z', message: 'too-old' },
        { name: 'the pipeline changed since', facts: order('b-newer'), message: 'changed-after-drill' },
      ],
      unknown: [
        {
          name: 'no history to compare with',
          facts: { ancestry: unseen('the clone is shallow') },
          message: 'not-verified',
          says: /shallow/,
        },
        {
          name: 'a run that cannot be looked up',
          facts: { 'workflow-run': unseen('GitHub was not asked') },
          message: 'not-verified',
        },
      ],
      met: [
        {
          name: 'a committed log',
          change: {
            'readiness/drills/2026-10-20-rollback.yaml': (text) => text.replace(RUN, 'docs/drill.log'),
            'docs/drill.log': 'ok\n',
          },
          facts: { 'workflow-run': unseen('no run is named') },
        },
      ],
    },
    'RK-5': {
      unmet: [
        {
          name: 'not in the code',
          change: { 'src/triage.ts': 'sort();\n' },
          message: 'flag-not-in-code',
          says: /src\/triage\.ts/,
        },
        {
          name: 'not in the configuration',
          change: { 'config/flags.json': '{}\n' },
          message: 'flag-not-in-config',
          says: /config\/flags\.json/,
        },
        { name: 'code that is gone', change: { 'src/triage.ts': null }, message: 'flag-file-unreadable' },
        {
          name: 'a role as owner',
          change: guardrails((text) => text.replace('owner: "@ravi"', 'owner: SRE')),
          message: 'names-nobody',
        },
        { name: 'an owner who left', facts: { people: without('ravi') }, message: 'unknown-account' },
        {
          name: 'exposure to be done',
          change: guardrails((text) => text.replace('10 % of tickets', 'TBD')),
          message: 'blank',
          says: /exposure/,
        },
      ],
      unknown: [
        { name: 'an owner who cannot be looked up', facts: { people: unseen('no token') }, message: 'not-verified' },
      ],
      met: [{ name: 'no flags', change: guardrails((text) => text.replace(/flags:\n.*\n/, '')) }],
    },
    'RK-6': {
      unmet: [
        {
          name: 'none declared',
          change: guardrails((text) => text.replace(/kill-switch:[\s\S]*?(?=flags:)/, '')),
          message: 'no-kill-switch',
        },
        {
          name: 'a workflow that is not there',
          change: { '.github/workflows/stop.yml': null },
          message: 'switch-missing',
        },
        {
          name: 'not startable by hand',
          change: { '.github/workflows/stop.yml': (text) => text.replace('workflow_dispatch', 'push') },
          message: 'switch-not-manual',
        },
        {
          name: 'it builds first',
          change: { '.github/workflows/stop.yml': (text) => text.replace('./scripts/stop.sh', 'docker build .') },
          message: 'switch-builds',
        },
        {
          name: 'a script',
          change: guardrails((text) => text.replace('.github/workflows/stop.yml', 'scripts/stop.sh')),
          message: 'switch-not-workflow',
        },
        {
          name: 'a flag nobody declared',
          change: guardrails((text) => text.replace('.github/workflows/stop.yml', 'flag:triage.on')),
          message: 'switch-flag-not-declared',
        },
        {
          name: 'one person',
          change: guardrails((text) => text.replace('["@ravi", "@noor"]', '["@ravi"]')),
          message: 'too-few-pullers',
          says: /1 person/,
        },
        {
          name: 'a person and a placeholder',
          profile: 'minimal',
          change: guardrails((text) => text.replace('"@noor"]', '"@oncall"]')),
          message: 'too-few-pullers',
          says: /1 person/,
        },
        {
          name: 'no way back on',
          change: { 'docs/runbook.md': (text) => text.replace(/ To switch it on.*/, '') },
          message: 'no-restore',
        },
        { name: 'one of them left', facts: { people: without('noor') }, message: 'unknown-account' },
        {
          name: 'both built it',
          facts: { authorship: { commits: [commitBy('ravi'), commitBy('noor')] } },
          message: 'only-builders',
        },
        {
          name: 'nobody on call',
          change: { 'readiness/operating-model.yaml': (text) => text.replace('"@ravi", ', '') },
          message: 'pullers-not-on-call',
        },
        {
          name: 'no time to effect',
          change: guardrails((text) => text.replace('  seconds: 60\n', '')),
          message: 'no-time-to-effect',
        },
        { name: 'never tried', change: { 'readiness/drills/2026-10-20-stop.yaml': null }, message: 'no-drill' },
        {
          name: 'slower than it says',
          change: { 'readiness/drills/2026-10-20-stop.yaml': (text) => text.replace('45', '450') },
          message: 'drill-too-slow',
          says: /60 s/,
        },
      ],
      stale: [{ name: 'the workflow changed since', facts: order('diverged'), message: 'changed-after-drill' }],
      unknown: [
        {
          name: 'no history to compare the drill with',
          facts: { ancestry: unseen('the clone is shallow') },
          message: 'not-verified',
          says: /shallow/,
        },
        {
          name: 'commits of nobody in particular',
          facts: { authorship: { commits: [commitBy('ravi'), commitBy()] } },
          message: 'unresolved-commits',
          says: /@noor/,
        },
      ],
      met: [
        {
          name: 'the example of the documentation',
          profile: 'minimal',
          change: { 'readiness/guardrails.yaml': EXAMPLE_SWITCH },
        },
        {
          name: 'the small switch: neither drill nor on-call nor outsider',
          profile: 'minimal',
          change: {
            'readiness/drills/2026-10-20-stop.yaml': null,
            'readiness/operating-model.yaml': null,
            ...guardrails((text) => text.replace('"@noor"', '"@lea"')),
          },
          facts: { authorship: { commits: [commitBy('ravi'), commitBy('lea')] } },
        },
        {
          name: 'a flag as switch',
          change: guardrails((text) => text.replace('.github/workflows/stop.yml', 'flag:triage.auto')),
        },
        {
          name: 'a team of two behind one name',
          profile: 'minimal',
          change: guardrails((text) => text.replace('["@ravi", "@noor"]', '["@acme/triage"]')),
          facts: { people: ({ who }: { who: string[] }) => who.map((one) => ({ ...person(one), humans: 2 })) },
        },
        {
          name: 'restore steps declared',
          change: {
            'docs/runbook.md': (text) => text.replace(/ To switch it on.*/, ''),
            ...guardrails((text) =>
              text.replace('  seconds: 60', '  restore: run stop.yml with state=on\n  seconds: 60'),
            ),
          },
        },
      ],
    },
    'RK-7': {
      unmet: [
        {
          name: 'none',
          change: guardrails((text) => text.replace(/fallback:.*\n/, '')),
          message: 'no-fallback',
        },
        {
          name: 'too few hands',
          change: guardrails((text) => text.replace('capacity: 400', 'capacity: 100')),
          message: 'fallback-too-small',
          says: /100 of 350/,
        },
        {
          name: 'a role as owner',
          change: guardrails((text) => text.replace('owner: "@noor"', 'owner: operations')),
          message: 'names-nobody',
        },
        { name: 'an owner who left', facts: { people: without('noor') }, message: 'unknown-account' },
      ],
      unknown: [
        { name: 'an owner who cannot be looked up', facts: { people: unseen('no token') }, message: 'not-verified' },
      ],
    },
  },
});
