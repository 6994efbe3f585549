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
        { name: 'no duties', change: drop('raci'), message: 'no-duties' },
        {
          name: "one duty is nobody's",
          change: swap(/.*activity: data-pipeline.*\n/, ''),
          message: 'unassigned-duty',
          says: /data pipeline/,
        },
        {
          name: 'two people answer',
          change: swap('activity: run, r: ["@lea"], a: "@ravi"', 'activity: run, r: ["@lea"], a: ["@ravi", "@noor"]'),
          message: 'not-one-accountable',
          says: /2 people/,
          at: `${MODEL}:2`,
        },
        {
          name: 'nobody answers',
          change: swap('activity: run, r: ["@lea"], a: "@ravi"', 'activity: run, r: ["@lea"], a: []'),
          message: 'not-one-accountable',
          says: /0 people/,
        },
        {
          name: 'a role word answers',
          change: swap('activity: run, r: ["@lea"], a: "@ravi"', 'activity: run, r: ["@lea"], a: on-call engineer'),
          message: 'names-nobody',
        },
        {
          name: 'a role word does it',
          change: swap('activity: run, r: ["@lea"]', 'activity: run, r: [SRE]'),
          message: 'no-one-does',
          says: /SRE/,
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
          message: 'conflicting-rows',
          says: /@mira and @ravi/,
        },
        { name: 'a tool answers', facts: { people: peopleWith({ ravi: { kind: 'bot' } }) }, message: 'bot-account' },
        {
          name: 'who answers left',
          facts: { people: peopleWith({ ravi: { member: false } }) },
          message: 'not-a-member',
        },
        {
          name: 'who answers has no account',
          change: swap(/a: "@ravi"/g, 'a: "Ravi Rao <ravi@acme.example>"'),
          message: 'no-account',
        },
        {
          name: 'markup for a duty',
          change: swap('activity: data-pipeline', 'activity: "<!-- pipe -->\\u202e"'),
          message: 'unassigned-duty',
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
        { name: 'no tiers', change: drop('tiers'), message: 'no-tiers' },
        { name: 'no tier 2', change: swap(/.*tier: 2,.*\n/, ''), message: 'missing-tiers', says: /tier 2/ },
        { name: 'a tier twice', change: swap('tier: 3,', 'tier: 2,'), message: 'duplicate-tier' },
        {
          name: 'same contact above',
          change: swap('tier: 2, contact: "@noor"', 'tier: 2, contact: "@acme/service-desk"'),
          message: 'same-contact-above',
          says: /@acme\/service-desk/,
        },
        {
          name: 'round in a circle',
          change: swap('hand-up: never }', 'hand-up: never, hand-up-to: 1 }'),
          message: 'broken-path',
        },
        {
          name: 'hours left open',
          change: swap('hours: "Mon-Fri 08:00-18:00"', 'hours: tbd'),
          message: 'blank',
          says: /hours field of tier 1/,
        },
        {
          name: 'answers in no time',
          change: swap('response-minutes: 15', 'response-minutes: 0'),
          message: 'no-response-time',
          says: /tier 1 is 0/,
        },
        {
          name: 'when to hand up left open',
          change: swap('hand-up: not solved in 30 minutes', 'hand-up: "?"'),
          message: 'blank',
          says: /hand-up field of tier 1/,
        },
        {
          name: 'a ladder of job titles',
          change: swap('contact: "@noor"', 'contact: team lead'),
          message: 'names-nobody',
        },
        {
          name: 'an empty team',
          facts: { people: peopleWith({ 'acme/service-desk': { humans: 0 } }) },
          message: 'empty-team',
        },
        {
          name: "a vendor's mark on somebody else",
          change: swap('contact: "@noor",', 'contact: "Noor <noor@vendor.example>", vendor: true,'),
          message: 'no-account',
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
        { name: 'no rotation', change: drop('on-call'), message: 'no-one-on-call' },
        {
          name: 'one person',
          change: swap('people: ["@ravi", "@tom"]', 'people: ["@ravi"]'),
          message: 'too-few-on-call',
          says: /1 person .* 2 people/,
        },
        {
          name: 'one person twice',
          change: swap('people: ["@ravi", "@tom"]', 'people: ["@ravi", "@Ravi"]'),
          message: 'too-few-on-call',
          says: /1 person/,
        },
        { name: 'two are not three', profile: 'regulated', message: 'too-few-on-call', says: /2 people .* 3 people/ },
        {
          name: 'a role word',
          change: swap('people: ["@ravi", "@tom"]', 'people: ["@ravi", "@oncall"]'),
          message: 'names-nobody',
        },
        {
          name: 'the schedule is not there',
          change: swap('https://oncall.acme.example/triage', 'docs/rota.md'),
          message: 'no-such-file',
          says: /docs\/rota\.md/,
        },
        { name: 'no hours of service', change: swap(/, service-hours: "[^"]*"/, ''), message: 'no-service-hours' },
        {
          name: 'nights uncovered',
          change: swap('service-hours: "Mon-Fri 08:00-18:00"', 'service-hours: "24/7"'),
          message: 'not-covered',
        },
        {
          name: 'hours nobody can read',
          change: swap('coverage: "Mon-Fri 07:00-20:00"', 'coverage: business hours'),
          message: 'unreadable-hours',
        },
        {
          name: 'two time zones',
          change: swap('coverage: "Mon-Fri 07:00-20:00"', 'coverage: "Mon-Fri 07:00-20:00 Asia/Tokyo"'),
          message: 'different-zones',
        },
        {
          name: 'a team of one',
          change: swap('people: ["@ravi", "@tom"]', 'people: ["@acme/rota"]'),
          facts: { people: peopleWith({ 'acme/rota': { humans: 1 } }) },
          message: 'too-few-on-call',
          says: /1 person/,
        },
        {
          name: 'somebody left',
          facts: { people: peopleWith({ tom: { exists: false } }) },
          message: 'unknown-account',
        },
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
          message: 'builders-hold-too-many',
          says: /3 of 4/,
        },
        {
          name: 'the pilot team, without commits',
          change: { 'readiness/pilot.yaml': (text: string) => text.replace('["@samir"]', '["@lea", "@eve", "@tom"]') },
          message: 'builders-hold-too-many',
          says: /3 of 4/,
        },
        {
          name: 'one in tier 1, regulated',
          profile: 'regulated',
          facts: { authorship: commits('lea') },
          message: 'builder-in-tier-one',
          says: /@lea/,
        },
        {
          name: 'nobody says who the team is',
          change: swap(', people: ["@lea", "@eve"]', ''),
          message: 'tier-one-unnamed',
        },
        {
          name: 'a member of the team is left out',
          facts: { people: peopleWith({ 'acme/service-desk': { humans: 3 } }) },
          message: 'members-not-named',
          says: /3 members, .* 2/,
        },
        { name: 'nobody on call', change: drop('on-call'), message: 'no-one-on-call' },
        { name: 'no tiers', change: drop('tiers'), message: 'no-tier-one' },
      ],
      met: [
        {
          name: 'half is allowed',
          facts: { authorship: commits('ravi', 'tom') },
          message: 'builder-places',
          says: /2 of 4/,
        },
        {
          name: 'a single commit of many makes no builder',
          facts: { authorship: commits('ravi', 'tom', 'lea', ...Array.from({ length: 40 }, () => 'samir')) },
          message: 'builder-places',
          says: /0 of 4/,
        },
      ],
      unknown: [
        {
          name: 'commits of nobody',
          facts: { authorship: commits('ravi', undefined, undefined, 'tom') },
          message: 'unresolved-commits',
          says: /@lea, @eve/,
        },
      ],
    },
    'SM-5': {
      unmet: [
        { name: 'no promise', change: drop('sla'), message: 'no-sla' },
        {
          name: 'no time to restore',
          change: swap(', restore-minutes: 240', ''),
          message: 'incomplete-sla',
          says: /restore-minutes/,
        },
        {
          name: 'zero per cent',
          change: swap('availability: 99.5', 'availability: 0'),
          message: 'incomplete-sla',
          says: /availability/,
        },
        {
          name: 'a role word owns it',
          change: swap('restore-minutes: 240, owner: "@ravi"', 'restore-minutes: 240, owner: ops'),
          message: 'names-nobody',
        },
        {
          name: 'the owner left',
          facts: { people: peopleWith({ ravi: { member: false } }) },
          message: 'not-a-member',
        },
        {
          name: 'a vendor nobody names',
          change: { 'readiness/pilot.yaml': (text: string) => `${text}vendor: true\n` },
          message: 'no-vendor-named',
        },
        {
          name: 'a vendor beside the path',
          change: { [MODEL]: (text: string) => `${text}vendor: { name: Modelworks, contact: "@modelworks" }\n` },
          message: 'no-joint-sla',
        },
        {
          name: 'a vendor alone in the row',
          change: {
            [MODEL]: (text: string) =>
              `${text.replace('restore-minutes: 240,', 'restore-minutes: 240, parties: [Modelworks],')}vendor: { name: Modelworks, contact: "@noor" }\n`,
          },
          message: 'no-joint-sla',
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
        { name: 'no staffing', change: drop('staffing'), message: 'no-staffing' },
        {
          name: 'too few hours',
          change: swap('funded-fte: 1.5', 'funded-fte: 0.5'),
          message: 'underfunded',
          says: /100 .* 65/,
        },
        {
          name: 'nothing is forecast',
          change: swap('tickets-per-month: 600', 'tickets-per-month: 0'),
          message: 'empty-forecast',
          says: /tickets-per-month to 0/,
        },
        {
          name: 'weeks of 100 hours',
          change: swap('tickets-per-month: 600', 'hours-per-fte-month: 400\n  tickets-per-month: 600'),
          message: 'too-many-hours',
          says: /400/,
        },
        {
          name: 'somebody is not trained',
          change: swap(/, \{ person: "@tom"[^}]*\}/, ''),
          message: 'untrained',
          says: /@tom/,
        },
        {
          name: 'training is planned',
          change: swap('{ person: "@tom", completed-on: 2026-10-05 }', '{ person: "@tom", completed-on: 2026-12-05 }'),
          message: 'future-date',
          says: /@tom .* 2026-12-05/,
        },
        {
          name: 'not on the attendance list',
          change: { [ATTENDED]: 'person,attended\n@lea,yes\n@eve,yes\n@tom,no\n@ravi,yes\n' },
          message: 'not-attended',
          says: /@tom/,
        },
        { name: 'the attendance list is gone', change: { [ATTENDED]: null }, message: 'rows-missing' },
        {
          name: 'nobody knows who the team is',
          change: swap(', people: ["@lea", "@eve"]', ''),
          message: 'tier-one-unnamed',
        },
      ],
      met: [{ name: 'without a change plan the dates have to do', change: { [PLAN]: null } }],
    },
  },
});
