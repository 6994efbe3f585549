import { readFileSync } from 'node:fs';
import criterion from '../../src/criteria/support-model/index.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const MODEL = 'readiness/operating-model.yaml';
const PLAN = 'readiness/change-plan.yaml';
const ATTENDED = 'readiness/observations/training.csv';

/** The example that the page promises to pass. */
const PAGE = readFileSync('docs/criteria/support-model.md', 'utf8');
const model = /```yaml\n# readiness\/operating-model\.yaml\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';

const pilot = `name: Support triage
started-on: 2026-09-01
organization: Acme
pilot-team: ["@samir"]
owners: { product: "@dana", production: "@ravi", governance: "@mira", sponsor: "@ines" }
`;
const plan = `training:
  - { wave: service desk, on: 2026-10-05, go-live: 2026-11-25, eligible: 4, attended: 4, covers: [use], attendance: ${ATTENDED} }
`;

const person = (who: string) => ({
  who,
  exists: true,
  kind: who.includes('/') ? 'team' : 'user',
  suspended: false,
  humans: who.includes('/') ? 2 : 1,
  member: true,
});
const peopleWith =
  (changed: Record<string, object>) =>
  ({ who }: { who: string[] }) =>
    who.map((one) => ({ ...person(one), ...changed[one] }));
const commits = (...handles: (string | undefined)[]) => ({
  commits: handles.map((handle, index) => ({
    commit: String(index % 10).repeat(40),
    author: { name: 'A', mail: 'a@acme.example', ...(handle === undefined ? {} : { handle }) },
    committer: { name: 'GitHub', mail: 'noreply@github.com' },
    coAuthors: [],
    declaredAt: '2026-09-10T10:00:00Z',
    paths: [],
  })),
});
const swap = (from: string | RegExp, to: string) => ({ [MODEL]: (text: string) => text.replace(from, to) });
const drop = (start: string) => ({
  [MODEL]: (text: string) => text.replace(new RegExp(`^${start}:[\\s\\S]*?(?=^[a-z-]+:|$(?![\\s\\S]))`, 'm'), ''),
});

testCriterion(criterion, {
  profile: 'standard',
  now: '2026-11-20T12:00:00Z',
  files: {
    'readiness/pilot.yaml': pilot,
    [MODEL]: model,
    [PLAN]: plan,
    [ATTENDED]: 'person,attended\n@lea,yes\n@noor,yes\n@tom,yes\n@ravi,yes\n@eve,yes\n',
  },
  facts: { people: peopleWith({}), authorship: commits('samir', 'samir', 'kim') },
  cases: {
    'SM-1': {
      unmet: [
        { name: 'no duties', change: drop('raci'), says: /any duty/ },
        { name: "one duty is nobody's", change: swap(/.*activity: data-pipeline.*\n/, ''), says: /data pipeline/ },
        {
          name: 'two people answer',
          change: swap('activity: run, r: ["@lea"], a: "@ravi"', 'activity: run, r: ["@lea"], a: ["@ravi", "@noor"]'),
          says: /exactly one/,
          at: `${MODEL}:2`,
        },
        {
          name: 'nobody answers',
          change: swap('activity: run, r: ["@lea"], a: "@ravi"', 'activity: run, r: ["@lea"], a: []'),
          says: /Nobody answers/,
        },
        {
          name: 'a role word answers',
          change: swap('activity: run, r: ["@lea"], a: "@ravi"', 'activity: run, r: ["@lea"], a: on-call engineer'),
          says: /no person/,
        },
        {
          name: 'a role word does it',
          change: swap('activity: run, r: ["@lea"]', 'activity: run, r: [SRE]'),
          says: /Nobody does/,
        },
        {
          name: 'two rows disagree',
          change: {
            [MODEL]: (text: string) =>
              text.replace(
                '  - { activity: access',
                '  - { activity: release, r: ["@lea"], a: "@mira" }\n  - { activity: access',
              ),
          },
          says: /Two rows/,
        },
        { name: 'a tool answers', facts: { people: peopleWith({ ravi: { kind: 'bot' } }) }, says: /is a bot/ },
        {
          name: 'who answers left',
          facts: { people: peopleWith({ ravi: { member: false } }) },
          says: /not in the organization/,
        },
        {
          name: 'who answers has no account',
          change: swap(/a: "@ravi"/g, 'a: "Ravi Rao <ravi@acme.example>"'),
          says: /no account/,
        },
        {
          name: 'markup for a duty',
          change: swap('activity: data-pipeline', 'activity: "<!-- pipe -->\\u202e"'),
          says: /data pipeline/,
        },
      ],
      met: [
        {
          name: 'in words',
          change: swap('activity: maintain-model', 'activity: "Keep the model up to date, prompt updates included"'),
        },
        {
          name: 'a declared name will do for the small',
          profile: 'minimal',
          change: swap(/a: "@ravi"/g, 'a: "Ravi Rao <ravi@acme-support.example>"'),
        },
      ],
    },
    'SM-2': {
      unmet: [
        { name: 'no tiers', change: drop('tiers'), says: /whom a user calls/ },
        { name: 'no tier 2', change: swap(/.*tier: 2,.*\n/, ''), says: /no tier 2/ },
        { name: 'a tier twice', change: swap('tier: 3,', 'tier: 2,'), says: /there twice/ },
        {
          name: 'same contact above',
          change: swap('tier: 2, contact: "@noor"', 'tier: 2, contact: "@acme/service-desk"'),
          says: /same contact/,
        },
        {
          name: 'round in a circle',
          change: swap('hand-up: never }', 'hand-up: never, hand-up-to: 1 }'),
          says: /goes round/,
        },
        {
          name: 'hours left open',
          change: swap('hours: "Mon-Fri 08:00-18:00"', 'hours: tbd'),
          says: /hours of tier 1/,
        },
        { name: 'answers in no time', change: swap('response-minutes: 15', 'response-minutes: 0'), says: /0 minutes/ },
        {
          name: 'when to hand up left open',
          change: swap('hand-up: not solved in 30 minutes', 'hand-up: "?"'),
          says: /hands a case up/,
        },
        {
          name: 'a ladder of job titles',
          change: swap('contact: "@noor"', 'contact: team lead'),
          says: /names nobody/,
        },
        {
          name: 'an empty team',
          facts: { people: peopleWith({ 'acme/service-desk': { humans: 0 } }) },
          says: /no members/,
        },
        {
          name: "a vendor's mark on somebody else",
          change: swap('contact: "@noor",', 'contact: "Noor <noor@vendor.example>", vendor: true,'),
          says: /no account/,
        },
      ],
      met: [
        {
          name: "the vendor's desk has no account",
          change: {
            [MODEL]: (text: string) =>
              `${text.replace('contact: "@ravi",', 'contact: "Model desk <desk@vendor.example>", vendor: true,')}vendor: { name: Vendor, contact: "Model desk <desk@vendor.example>" }\n`,
          },
        },
      ],
    },
    'SM-3': {
      unmet: [
        { name: 'no rotation', change: drop('on-call'), says: /Nobody is on call/ },
        {
          name: 'one person',
          change: swap('people: ["@ravi", "@tom"]', 'people: ["@ravi"]'),
          says: /1 person is on call; 2/,
        },
        {
          name: 'one person twice',
          change: swap('people: ["@ravi", "@tom"]', 'people: ["@ravi", "@Ravi"]'),
          says: /1 person/,
        },
        { name: 'two are not three', profile: 'regulated', says: /3 are needed/ },
        {
          name: 'a role word',
          change: swap('people: ["@ravi", "@tom"]', 'people: ["@ravi", "@oncall"]'),
          says: /names nobody/,
        },
        {
          name: 'the schedule is not there',
          change: swap('https://oncall.acme.example/triage', 'docs/rota.md'),
          says: /not in the repository/,
        },
        { name: 'no hours of service', change: swap(/, service-hours: "[^"]*"/, ''), says: /not said/ },
        {
          name: 'nights uncovered',
          change: swap('service-hours: "Mon-Fri 08:00-18:00"', 'service-hours: "24/7"'),
          says: /runs "24\/7"/,
        },
        {
          name: 'hours nobody can read',
          change: swap('coverage: "Mon-Fri 07:00-20:00"', 'coverage: business hours'),
          says: /cannot be read/,
        },
        {
          name: 'two time zones',
          change: swap('coverage: "Mon-Fri 07:00-20:00"', 'coverage: "Mon-Fri 07:00-20:00 Asia/Tokyo"'),
          says: /time zone/,
        },
        {
          name: 'a team of one',
          change: swap('people: ["@ravi", "@tom"]', 'people: ["@acme/rota"]'),
          facts: { people: peopleWith({ 'acme/rota': { humans: 1 } }) },
          says: /1 person/,
        },
        { name: 'somebody left', facts: { people: peopleWith({ tom: { exists: false } }) }, says: /does not exist/ },
      ],
      met: [
        {
          name: 'past midnight',
          change: {
            [MODEL]: (text: string) =>
              text
                .replace('coverage: "Mon-Fri 07:00-20:00"', 'coverage: "daily 22:00-21:00"')
                .replace('service-hours: "Mon-Fri 08:00-18:00"', 'service-hours: "Sat 23:00-02:00"'),
          },
        },
      ],
    },
    'SM-4': {
      unmet: [
        {
          name: 'builders hold most places',
          facts: { authorship: commits('ravi', 'tom', 'lea') },
          says: /3 of 4 places/,
        },
        {
          name: 'the pilot team, without commits',
          change: { 'readiness/pilot.yaml': (text: string) => text.replace('["@samir"]', '["@lea", "@eve", "@tom"]') },
          says: /3 of 4/,
        },
        {
          name: 'one in tier 1, regulated',
          profile: 'regulated',
          facts: { authorship: commits('lea') },
          says: /still stands in tier 1/,
        },
        {
          name: 'nobody says who the team is',
          change: swap(', people: ["@lea", "@eve"]', ''),
          says: /Who stands behind/,
        },
        {
          name: 'a member of the team is left out',
          facts: { people: peopleWith({ 'acme/service-desk': { humans: 3 } }) },
          says: /3 members, 2 of them/,
        },
        { name: 'nobody on call', change: drop('on-call'), says: /Nobody is on call/ },
        { name: 'no tiers', change: drop('tiers'), says: /tier 1/ },
      ],
      met: [
        { name: 'half is allowed', facts: { authorship: commits('ravi', 'tom') }, says: /2 of 4/ },
        {
          name: 'a single commit of many makes no builder',
          facts: { authorship: commits('ravi', 'tom', 'lea', ...Array.from({ length: 40 }, () => 'samir')) },
          says: /0 of 4/,
        },
      ],
      unknown: [
        {
          name: 'commits of nobody',
          facts: { authorship: commits('ravi', undefined, undefined, 'tom') },
          says: /unknown/,
        },
      ],
    },
    'SM-5': {
      unmet: [
        { name: 'no promise', change: drop('sla'), says: /Nothing is promised/ },
        { name: 'no time to restore', change: swap(', restore-minutes: 240', ''), says: /no restore-minutes/ },
        { name: 'zero per cent', change: swap('availability: 99.5', 'availability: 0'), says: /no availability/ },
        {
          name: 'a role word owns it',
          change: swap('restore-minutes: 240, owner: "@ravi"', 'restore-minutes: 240, owner: ops'),
          says: /names nobody/,
        },
        {
          name: 'the owner left',
          facts: { people: peopleWith({ ravi: { member: false } }) },
          says: /not in the organization/,
        },
        {
          name: 'a vendor nobody names',
          change: { 'readiness/pilot.yaml': (text: string) => `${text}vendor: true\n` },
          says: /does not name it/,
        },
        {
          name: 'a vendor beside the path',
          change: { [MODEL]: (text: string) => `${text}vendor: { name: Modelworks, contact: "@modelworks" }\n` },
          says: /together with/,
        },
        {
          name: 'a vendor alone in the row',
          change: {
            [MODEL]: (text: string) =>
              `${text.replace('restore-minutes: 240,', 'restore-minutes: 240, parties: [Modelworks],')}vendor: { name: Modelworks, contact: "@noor" }\n`,
          },
          says: /together with/,
        },
      ],
      met: [
        {
          name: 'a vendor on the path, in a joint row',
          change: {
            [MODEL]: (text: string) =>
              `${text.replace('restore-minutes: 240,', 'restore-minutes: 240, parties: [Acme, Modelworks],')}vendor: { name: modelworks, contact: "@noor" }\n`,
          },
        },
      ],
    },
    'SM-6': {
      unmet: [
        { name: 'no staffing', change: drop('staffing'), says: /who pays/ },
        {
          name: 'too few hours',
          change: swap('funded-fte: 1.5', 'funded-fte: 0.5'),
          says: /100 hours a month; 65 are funded/,
        },
        {
          name: 'nothing is forecast',
          change: swap('tickets-per-month: 600', 'tickets-per-month: 0'),
          says: /0 tickets/,
        },
        {
          name: 'weeks of 100 hours',
          change: swap('tickets-per-month: 600', 'hours-per-fte-month: 400\n  tickets-per-month: 600'),
          says: /400 hours/,
        },
        { name: 'somebody is not trained', change: swap(/, \{ person: "@tom"[^}]*\}/, ''), says: /@tom .*not trained/ },
        {
          name: 'training is planned',
          change: swap('{ person: "@tom", completed-on: 2026-10-05 }', '{ person: "@tom", completed-on: 2026-12-05 }'),
          says: /only planned/,
        },
        {
          name: 'not on the attendance list',
          change: { [ATTENDED]: 'person,attended\n@lea,yes\n@eve,yes\n@tom,no\n@ravi,yes\n' },
          says: /@tom .*attendance list/,
        },
        { name: 'the attendance list is gone', change: { [ATTENDED]: null }, says: /not there/ },
        {
          name: 'nobody knows who the team is',
          change: swap(', people: ["@lea", "@eve"]', ''),
          says: /Who stands behind/,
        },
      ],
      met: [{ name: 'without a change plan the dates have to do', change: { [PLAN]: null } }],
    },
  },
});
