import { readFileSync } from 'node:fs';
import runbook from '../../src/criteria/runbook/index.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const RUNBOOK = `---
last_reviewed_on: 2026-11-01
---
# Support triage runbook

Support triage reads incoming tickets and proposes the team that answers them.

## Overview

The service reads each new ticket, asks the model for a team and writes the proposal into the queue for agents.

## Owner and contacts

@ravi runs it on weekdays. Team channel #triage-ops.

## Escalation

1. @ravi at once
2. @lea after 15 minutes
3. @acme/platform after 60 minutes

## Dependencies

The ticket system delivers the tickets; without it nothing arrives. The model provider answers; without it tickets stay unsorted.

## Health check

\`\`\`sh
make smoke
\`\`\`

The dashboard shows the error rate, which stays below two percent on an ordinary day.

## Failure scenarios

### The queue grows

Symptom: more than 200 unsorted tickets. Check the worker logs with \`make logs\`.

Action: restart the worker with \`scripts/restart.sh\`.

### The model provider is down

Symptom: the log shows status 503 from the provider for five minutes.

Action: pull the kill switch, tickets then go to people.

### Wrong team proposed

Symptom: agents report wrong proposals; check the last change of the prompts.

Action: roll back the prompts as the rollback plan says.

## Rollback

Follow the [rollback plan](rollback.md#steps) when a release makes things worse.

## Kill switch

Run the workflow \`.github/workflows/stop.yml\`; all tickets then go to people within a minute.

## Verification

Run \`make smoke\`; the test ticket is sorted within 60 seconds and the queue stops growing.

## Day 2

| Task | How often | Who |
| --- | --- | --- |
| Run the eval suite again | weekly | @ravi |
| Drift check of inputs and answers | weekly | @ravi |
| Access review | quarterly | @mira |
| Cost review against the budget | monthly | @dana |
| Model and prompt update | every month | @lea |

## Known workarounds

Tickets without a subject are sorted by hand until the importer is repaired, see the queue named manual.

## Human-only cases

Only people decide refund-approval. Rows that are malformed are put aside, rows that are missing are asked for again.
`;

const ROLLBACK = `# Rollback plan of support triage

## Steps

1. Run \`make rollback\`
2. Run \`make smoke\`
`;

const PILOT = `name: Support triage
started-on: 2026-09-01
owners:
  product: "@dana"
  production: "@ravi"
  governance: "@mira"
  sponsor: "Ines Okafor <ines@acme.example>"
deployment: ["prompts/**"]
`;

const OPERATING_MODEL = `tiers:
  - { tier: 1, contact: "@ravi", hours: weekdays 8-18, response-minutes: 15, hand-up: unsolved after 15 minutes }
  - { tier: 2, contact: "@lea", hours: weekdays 8-18, response-minutes: 30, hand-up: unsolved after 60 minutes }
  - { tier: 3, contact: "@acme/platform", hours: always, response-minutes: 60, hand-up: none }
on-call: { people: ["@ravi", "@lea"], schedule: docs/on-call.ics, coverage: weekdays 8-18 }
`;

const WORKFLOW = `decisions:
  - { id: refund-approval, action: approve a refund, risk: high, mode: human-only }
  - { id: route, action: choose a team, risk: low, mode: auto }
`;

const DATA_SOURCES = `exception-protocol:
  - { class: malformed, action: quarantine, owner: "@ravi", within: 1 hour, message: put aside }
  - { class: missing, action: human, owner: "@ravi", within: 1 day, message: asked again }
`;

const TEMPLATE = `# [Service name] runbook

## Owner

[Your team contact]

## Escalation

TBD

## Rollback

_(e.g. how to go back)_

## Monitoring

TODO
`;

const SETUP_GUIDE = `# Support triage runbook

## Install

Clone the repository and install the packages with the package manager of your choice before you begin.

## Code style

Write short functions and name them after what they do, as the linter asks for it anyway.
`;

/** The example that the documentation promises to pass. */
const EXAMPLE = /```markdown\n([\s\S]*?)```/.exec(readFileSync('docs/criteria/runbook.md', 'utf8'))?.[1] ?? '';
const GERMAN = RUNBOOK.replace('## Escalation', '## Eskalation');
const VERIFIED = {
  'docs/runbook.md': (text: string) =>
    text.replace('last_reviewed_on: 2026-11-01', 'last_verified: 2026-11-01 against main@1a2b3c4'),
};
const newer = (relation: string) => ({ ancestry: { a: 'a'.repeat(40), b: 'b'.repeat(40), relation } });

testCriterion(runbook, {
  profile: 'standard',
  now: '2026-11-21T12:00:00Z',
  files: {
    'docs/runbook.md': RUNBOOK,
    'docs/rollback.md': ROLLBACK,
    'docs/on-call.ics': 'BEGIN:VCALENDAR\n',
    'readiness/pilot.yaml': PILOT,
    'readiness/operating-model.yaml': OPERATING_MODEL,
    'readiness/workflow.yaml': WORKFLOW,
    'readiness/data-sources.yaml': DATA_SOURCES,
    '.github/workflows/stop.yml': 'name: Stop\non: workflow_dispatch\njobs: {}\n',
    'scripts/restart.sh': 'echo restart\n',
    'prompts/triage.md': 'Sort the ticket.\n',
    Makefile: 'smoke:\n\techo ok\nlogs:\n\techo ok\nrollback:\n\techo ok\n',
  },
  facts: newer('a-newer'),
  cases: {
    'RB-1': {
      unmet: [
        { name: 'no runbook', change: { 'docs/runbook.md': null }, message: 'missing' },
        {
          name: 'no escalation',
          change: { 'docs/runbook.md': (text) => text.replace(/## Escalation[\s\S]*?(?=## Dependencies)/, '') },
          message: 'missing-part',
          says: /"Escalation"/,
        },
        {
          name: 'two failures where three are needed',
          change: { 'docs/runbook.md': (text) => text.replace(/### Wrong team[\s\S]*?(?=## Rollback)/, '') },
          message: 'too-few-failures',
          says: /2 of 3/,
        },
        {
          name: 'a failure without an action does not count',
          change: {
            'docs/runbook.md': (text) =>
              text.replace('Action: roll back the prompts as the rollback plan says.', 'It is annoying.'),
          },
          message: 'too-few-failures',
          says: /2 of 3/,
        },
        { name: 'a set-up guide', change: { 'docs/runbook.md': SETUP_GUIDE }, message: 'no-operations' },
        {
          name: 'the runbook of something else',
          change: {
            'docs/runbook.md': (text) =>
              text
                .replace(/[Ss]upport triage|triage-ops/g, 'Billing')
                .replace(/`[^`\n]+`/g, 'it')
                .replace(/```sh[\s\S]*?```/, 'Look.'),
          },
          message: 'other-service',
        },
        { name: 'an unfilled template', change: { 'docs/runbook.md': TEMPLATE }, message: 'unfilled-template' },
        {
          name: 'not applicable where every service has an answer',
          change: {
            'docs/runbook.md': (text) =>
              text.replace(
                /## Verification[\s\S]*?(?=## Day 2)/,
                '## Verification\n\nNot applicable: it never breaks.\n\n',
              ),
          },
          message: 'part-not-applicable',
        },
      ],
      met: [
        {
          name: 'one failure under minimal',
          profile: 'minimal',
          change: { 'docs/runbook.md': (text) => text.replace(/### The model[\s\S]*?(?=## Rollback)/, '') },
        },
        {
          name: 'dependencies not applicable, with a reason',
          change: {
            'docs/runbook.md': (text) =>
              text.replace(
                /## Dependencies[\s\S]*?(?=## Health)/,
                '## Dependencies\n\nNot applicable: it runs alone on one machine.\n\n',
              ),
          },
        },
        { name: 'the example of the documentation', profile: 'minimal', change: { 'docs/runbook.md': EXAMPLE } },
        {
          name: 'a part on another page',
          change: {
            'docs/runbook.md': (text) =>
              text.replace(/## Escalation[\s\S]*?(?=## Dependencies)/, 'More is in [on-call](on-call.md).\n\n'),
            'docs/on-call.md': '# On call\n\n## Escalation\n\n1. @ravi at once\n2. @lea after 15 minutes\n',
          },
        },
        { name: 'a heading in German', change: { 'docs/runbook.md': GERMAN } },
      ],
    },
    'RB-2': {
      met: [{ name: 'the example of the documentation', profile: 'minimal', change: { 'docs/runbook.md': EXAMPLE } }],
      unmet: [
        {
          name: 'a heading with three words',
          change: {
            'docs/runbook.md': (text) => text.replace(/The ticket system delivers[^\n]*/, 'Some other systems.'),
          },
          message: 'empty-part',
          says: /"Dependencies" has 3 words/,
        },
        {
          name: 'a dead link',
          change: { 'docs/runbook.md': (text) => text.replace('rollback.md#steps', 'back-out.md') },
          message: 'broken-link',
        },
        {
          name: 'a dead anchor',
          change: { 'docs/runbook.md': (text) => text.replace('#steps', '#stairs') },
          message: 'broken-anchor',
        },
        {
          name: 'a make target that does not exist',
          change: { Makefile: 'smoke:\n\techo ok\n' },
          message: 'missing-name',
          says: /make target logs/,
        },
        {
          name: 'a script that does not exist',
          change: { 'scripts/restart.sh': null },
          message: 'missing-name',
          says: /scripts\/restart\.sh/,
        },
        { name: 'an unfilled template', change: { 'docs/runbook.md': TEMPLATE }, message: 'unfilled-template' },
      ],
    },
    'RB-3': {
      met: [{ name: 'the example of the documentation', profile: 'minimal', change: { 'docs/runbook.md': EXAMPLE } }],
      unmet: [
        {
          name: 'one blank among the contacts',
          change: {
            'docs/runbook.md': (text) =>
              text.replace('2. @lea after 15 minutes', '2. [Backup contact] after 15 minutes'),
          },
          message: 'placeholder-in-critical-section',
          says: /"\[Backup contact\]"/,
        },
        {
          name: 'three blanks elsewhere',
          change: {
            'docs/runbook.md': (text) =>
              text.replace(
                '## Known workarounds',
                '## Notes\n\n- Start date: TBD\n- Address: TBD\n- Region: TBD\n\n## Known workarounds',
              ),
          },
          message: 'too-many-placeholders',
          says: /3 placeholders/,
        },
        { name: 'an unfilled template', change: { 'docs/runbook.md': TEMPLATE }, message: 'unfilled-template' },
        {
          name: 'a form of not applicable',
          change: {
            'docs/runbook.md': `# Support triage\n\n${['Owner', 'Escalation', 'Dependencies', 'Rollback', 'Monitoring'].map((title) => `## ${title}\n\nNotApplicable\n`).join('\n')}\n## Verification\n\nRun \`make smoke\` and look at the answer.\n`,
          },
          message: 'mostly-not-applicable',
          says: /5 of 6/,
        },
      ],
    },
    'RB-4': {
      unmet: [
        {
          name: 'a tier contact nobody finds',
          change: { 'docs/runbook.md': (text) => text.replace(/@lea/g, '@ravi') },
          message: 'missing-tier-contact',
          says: /"@lea"/,
        },
        {
          name: 'somebody who left',
          change: { 'docs/runbook.md': (text) => text.replace('2. @lea', '2. @olaf, then @lea') },
          message: 'unknown-contact',
          says: /"@olaf"/,
        },
        { name: 'no support model', change: { 'readiness/operating-model.yaml': null }, message: 'missing' },
        {
          name: 'a support model without people',
          change: { 'readiness/operating-model.yaml': 'tiers: []\n' },
          message: 'no-contacts',
        },
      ],
    },
    'RB-5': {
      unmet: [
        {
          name: 'a wiki behind a login',
          change: {
            'docs/runbook.md': (text) =>
              text.replace(/1\. @ravi at once\n.*\n.*\n/, 'See [the wiki](https://wiki.acme.example/oncall).\n'),
          },
          message: 'only-refers-elsewhere',
          says: /wiki\.acme\.example/,
        },
      ],
      met: [
        {
          name: 'a page of this repository that has it',
          change: {
            'docs/runbook.md': (text) => text.replace(/1\. @ravi at once\n.*\n.*\n/, 'See [on-call](on-call.md).\n'),
            'docs/on-call.md':
              '# On call\n\n## Escalation\n\nCall @ravi at once, then after fifteen minutes @lea, and after an hour the team @acme/platform by phone.\n',
          },
        },
      ],
    },
    'RB-6': {
      unmet: [
        {
          name: 'no review date',
          change: { 'docs/runbook.md': (text) => text.replace('last_reviewed_on: 2026-11-01', 'layout: page') },
          message: 'no-review-date',
        },
        {
          name: 'a date to come',
          change: { 'docs/runbook.md': (text) => text.replace('2026-11-01', '2026-12-01') },
          message: 'future-date',
        },
        {
          name: 'not committed',
          facts: { ancestry: { b: 'b'.repeat(40), relation: 'b-newer' } },
          message: 'runbook-not-committed',
        },
        {
          name: 'verified against a commit of another branch',
          change: VERIFIED,
          facts: { 'changed-since': { ancestor: false, changed: [] } },
          message: 'verified-elsewhere',
          says: /"1a2b3c4"/,
        },
      ],
      stale: [
        {
          name: 'too old',
          change: { 'docs/runbook.md': (text) => text.replace('2026-11-01', '2026-01-01') },
          message: 'too-old',
          says: /180/,
        },
        {
          name: 'older than its own interval',
          change: {
            'docs/runbook.md': (text) =>
              text.replace('last_reviewed_on: 2026-11-01', 'last_reviewed_on: 2026-09-01\nreview_in: 1 month'),
          },
          message: 'too-old',
          says: /30/,
        },
        { name: 'prompts changed since', facts: newer('b-newer'), message: 'changed-since-review' },
        {
          name: 'prompts changed since the commit it was verified against',
          change: VERIFIED,
          facts: { 'changed-since': { ancestor: true, changed: ['prompts/triage.md'] } },
          message: 'changed-since-verified',
          says: /prompts\/triage\.md/,
        },
      ],
      unknown: [{ name: 'verified against a commit, without history', change: VERIFIED, message: 'not-verified' }],
      met: [
        { name: 'the last day counts', now: '2027-04-30T23:00:00Z' },
        {
          name: 'nothing changed since the commit it was verified against',
          change: VERIFIED,
          facts: { 'changed-since': { ancestor: true, changed: [] } },
          message: 'reviewed',
        },
      ],
    },
    'RB-7': {
      unmet: [
        {
          name: 'no list',
          change: { 'docs/runbook.md': (text) => text.replace(/## Day 2[\s\S]*?(?=## Known)/, '') },
          message: 'no-routine',
        },
        {
          name: 'four tasks',
          change: { 'docs/runbook.md': (text) => text.replace(/\| Drift.*\n/, '') },
          message: 'too-few-tasks',
          says: /4/,
        },
        {
          name: 'no drift check',
          change: { 'docs/runbook.md': (text) => text.replace('Drift check of inputs', 'Reading of inputs') },
          message: 'missing-routine',
          says: /drift check/,
        },
        {
          name: 'a role where a person is due',
          change: { 'docs/runbook.md': (text) => text.replace('monthly | @dana', 'monthly | Finance') },
          message: 'task-without-person',
        },
        {
          name: 'no cadence',
          change: { 'docs/runbook.md': (text) => text.replace('monthly | @dana', 'sometimes | @dana') },
          message: 'task-without-cadence',
        },
      ],
    },
    'RB-8': {
      unmet: [
        {
          name: 'no workarounds',
          change: { 'docs/runbook.md': (text) => text.replace(/## Known workarounds[\s\S]*?(?=## Human)/, '') },
          message: 'no-workarounds',
        },
        {
          name: 'no case for people',
          change: {
            'docs/runbook.md': (text) =>
              text.replace('## Human-only cases', '## More').replace('Only people decide', 'We treat'),
          },
          message: 'no-human-only-cases',
        },
        {
          name: 'a high-risk decision unnamed',
          change: { 'docs/runbook.md': (text) => text.replace('refund-approval', 'refunds') },
          message: 'missing-decision',
          says: /"refund-approval"/,
        },
        {
          name: 'an exception class unnamed',
          change: { 'docs/runbook.md': (text) => text.replace('malformed', 'strange') },
          message: 'missing-exception-class',
          says: /"malformed"/,
        },
      ],
      met: [
        {
          name: 'nothing declared to compare with',
          change: { 'readiness/workflow.yaml': null, 'readiness/data-sources.yaml': null },
          message: 'cases-listed',
          says: /workflow\.yaml.*data-sources\.yaml/,
        },
      ],
    },
  },
});
