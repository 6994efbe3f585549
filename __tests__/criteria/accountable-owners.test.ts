import criterion from '../../src/criteria/accountable-owners/index.ts';
import { unavailable } from '../../src/domain/observation.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const pilot = `name: Support triage
organization: Acme Support
started-on: 2026-09-01
pilot-team: ["@samir", "@yuki"]
owners:
  product:
    github: "@dana"
    function: business, head of customer service
    reports-to: "@greta"
    deputy: "@jonas"
    objective: { metric: cycle-time, target: 36, by: 2027-03-31 }
  production: { github: "@ravi", employer: Acme Support, deputy: "@lea" }
  governance: { github: "@greta", reports-to: "@ines" }
  sponsor: { github: "@ines", accepted: 12 }
owners-confirmed-on: 2026-10-30
`;
const metrics = `outcome:
  - { id: cycle-time, type: mean, unit: min, good: lower }
process:
  - { id: latency, type: mean, unit: s, good: lower }
`;
const today: Record<string, unknown> = {
  'owners.sponsor': { github: '@ines', accepted: 12 },
  'owners.production': { github: '@ravi', employer: 'Acme Support', deputy: '@lea' },
  'started-on': '2026-09-01',
};
const person = (who: string, more: object = {}) => ({
  who,
  exists: true,
  kind: 'user',
  suspended: false,
  humans: 1,
  member: true,
  ...more,
});
const everyone = (args: { who: string[] }) => args.who.map((who) => person(who));
const oneIs = (login: string, more: object) => (args: { who: string[] }) =>
  args.who.map((who) => person(who, who === login ? more : {}));
const commit = (handle: string | undefined, index: number) => {
  const author = { name: handle ?? 'Somebody', mail: `${handle ?? 'x'}@acme.example`, ...(handle ? { handle } : {}) };
  return {
    commit: `${index}`.padStart(40, 'a'),
    author,
    committer: author,
    coAuthors: [],
    declaredAt: '2026-09-10T10:00:00Z',
    paths: ['src/a.py'],
  };
};
const commits = (handles: (string | undefined)[]) => ({ commits: handles.map(commit) });
/** The value at each pointer of the manifest when it was merged: as today, unless `change` has another. */
const named =
  (mergedAt?: string, change: Record<string, unknown> = {}) =>
  (args: { pointer: string }) => ({
    path: 'readiness/pilot.yaml',
    pointer: args.pointer,
    values: [
      {
        value: { ...today, ...change }[args.pointer],
        commit: 'a'.repeat(40),
        declaredAt: '2026-08-20T10:00:00Z',
        ...(mergedAt ? { mergedAt } : {}),
        author: { name: 'D', mail: 'd@acme.example' },
      },
    ],
  });
const path = 'readiness/pilot.yaml';

testCriterion(criterion, {
  files: { [path]: pilot, 'readiness/metrics.yaml': metrics },
  facts: {
    people: everyone,
    authorship: commits(['samir', 'yuki', 'samir', 'yuki', 'samir', 'yuki']),
    acceptance: { accepted: true, by: 'ines', at: '2026-08-25T09:00:00Z' },
    'value-history': named('2026-08-21T10:00:00Z'),
  },
  profile: 'regulated',
  now: '2026-11-20',
  cases: {
    'AO-1': {
      met: [
        {
          name: 'a name and mail under minimal',
          profile: 'minimal',
          change: {
            [path]: (text) => text.replace('{ github: "@ines", accepted: 12 }', '"Ines Okafor <ines@acme.example>"'),
          },
        },
      ],
      unmet: [
        {
          name: 'a role word',
          change: { [path]: (text) => text.replace('github: "@ravi"', 'github: "on-call"') },
          message: 'names-nobody',
          at: `${path}:12`,
        },
        {
          name: 'one person is everything',
          change: {
            [path]: (text) =>
              text.replace('"@ravi"', '"@dana"').replace('{ github: "@ines", accepted: 12 }', '"@Dana"'),
          },
          message: 'one-person-in-all-roles',
        },
        {
          name: 'a mail sponsor above minimal',
          change: {
            [path]: (text) => text.replace('{ github: "@ines", accepted: 12 }', '"Ines Okafor <ines@acme.example>"'),
          },
          message: 'no-account',
        },
        {
          name: 'a missing role',
          change: { [path]: (text) => text.replace(/ {2}sponsor:.*\n/, '') },
          message: 'invalid',
          says: /owners\.sponsor/,
        },
        {
          name: 'a person who does not exist',
          facts: { people: oneIs('ravi', { exists: false }) },
          message: 'unknown-account',
        },
        { name: 'a bot', facts: { people: oneIs('ravi', { kind: 'bot' }) }, message: 'bot-account' },
        {
          name: 'an empty team',
          change: { [path]: (text) => text.replace('github: "@ravi"', 'github: "@acme/ops"') },
          facts: { people: oneIs('acme/ops', { kind: 'team', humans: 0 }) },
          message: 'empty-team',
        },
        {
          name: 'an organization',
          facts: { people: oneIs('ravi', { kind: 'organization' }) },
          message: 'organization-account',
        },
        { name: 'no member', facts: { people: oneIs('ravi', { member: false }) }, message: 'not-a-member' },
        { name: 'suspended', facts: { people: oneIs('dana', { suspended: true }) }, message: 'suspended-account' },
        { name: 'no manifest at all', change: { [path]: null }, message: 'missing' },
      ],
      unknown: [
        {
          name: 'people cannot be looked up',
          facts: { people: unavailable('the members of acme cannot be read (403)', 'github') },
          message: 'not-verified',
          says: /403/,
        },
      ],
    },
    'AO-2': {
      unmet: [
        {
          name: 'an engineer',
          change: { [path]: (text) => text.replace('business, head of customer service', 'Head of Data Science') },
          message: 'not-business-function',
        },
        {
          name: 'a process metric',
          change: { [path]: (text) => text.replace('metric: cycle-time', 'metric: latency') },
          message: 'objective-without-outcome',
        },
        {
          name: 'a date that has passed',
          change: { [path]: (text) => text.replace('2027-03-31', '2026-11-19') },
          message: 'objective-overdue',
        },
        {
          name: 'no objective',
          change: { [path]: (text) => text.replace(/ {4}objective:.*\n/, '') },
          message: 'no-objective',
        },
        {
          name: 'a bare handle',
          change: { [path]: (text) => text.replace(/ {2}product:\n( {4}.*\n)+/, '  product: "@dana"\n') },
          message: 'no-function',
        },
      ],
    },
    'AO-3': {
      met: [
        { name: 'a small share', facts: { authorship: commits(['samir', 'yuki', 'samir', 'yuki', 'samir', 'ravi']) } },
      ],
      unmet: [
        {
          name: 'works for the vendor',
          change: { [path]: (text) => text.replace('employer: Acme Support', 'employer: Vendor Ltd') },
          message: 'other-employer',
        },
        {
          name: 'the employer is not stated',
          change: { [path]: (text) => text.replace('employer: Acme Support, ', '') },
          message: 'no-employer',
        },
        {
          name: 'is in the pilot team',
          change: { [path]: (text) => text.replace('"@samir"', '"@Ravi"') },
          message: 'in-pilot-team',
        },
        {
          name: 'wrote a third of it',
          facts: { authorship: commits(['samir', 'ravi', 'yuki']) },
          message: 'share-too-large',
          says: /1 of 3/,
        },
        {
          name: 'the team is not stated',
          change: { [path]: (text) => text.replace(/pilot-team.*\n/, '') },
          message: 'no-pilot-team',
        },
      ],
      unknown: [
        {
          name: 'commits of nobody known',
          facts: { authorship: commits(['samir', undefined, 'yuki']) },
          message: 'share-not-known',
        },
      ],
    },
    'AO-4': {
      unmet: [
        {
          name: 'no line up',
          change: { [path]: (text) => text.replace('    reports-to: "@greta"\n', '') },
          message: 'no-reporting-line',
        },
        {
          name: 'a team as sponsor',
          change: { [path]: (text) => text.replace('github: "@ines"', 'github: "@acme/board"') },
          message: 'sponsor-without-account',
        },
        {
          name: 'a circle',
          change: { [path]: (text) => text.replace('reports-to: "@ines"', 'reports-to: "@dana"') },
          message: 'no-reporting-line',
        },
        {
          name: 'the sponsor builds it',
          facts: { authorship: commits(['ines', 'samir', 'samir', 'samir', 'samir', 'samir']) },
          message: 'sponsor-contributed',
        },
        { name: 'not accepted', facts: { acceptance: { accepted: false } }, message: 'sponsor-not-accepted' },
      ],
      unknown: [
        {
          name: 'commits of nobody known',
          facts: { authorship: commits(['samir', 'samir', 'samir', 'samir', 'samir', undefined]) },
          message: 'sponsor-not-known',
        },
      ],
    },
    'AO-5': {
      met: [
        {
          name: 'late, but accepted',
          facts: { 'value-history': named('2026-10-01T10:00:00Z') },
          message: 'accepted-late',
          says: /@ines on 2026-08-25/,
        },
        {
          name: 'before the start, whether or not the sponsor was asked',
          facts: { acceptance: unavailable('comments cannot be read (403)', 'github') },
          message: 'committed-in-time',
          says: /2026-08-21.*2026-09-01/,
        },
      ],
      unmet: [
        {
          name: 'merged after the start',
          facts: { 'value-history': named('2026-10-01T10:00:00Z'), acceptance: { accepted: false } },
          message: 'committed-too-late',
        },
        {
          name: 'somebody else was named before the start',
          facts: {
            'value-history': named('2026-08-21T10:00:00Z', { 'owners.sponsor': '@greta' }),
            acceptance: { accepted: false },
          },
          message: 'not-committed',
          says: /sponsor/,
        },
        {
          name: 'not committed, whatever was accepted',
          facts: { 'value-history': (args: { pointer: string }) => ({ ...named()(args), values: [] }) },
          message: 'not-committed',
        },
        {
          name: 'pushed without a merge',
          facts: {
            'value-history': (args: { pointer: string }) => {
              const history = named()(args);
              return { ...history, values: history.values.map((value) => ({ ...value, unmerged: true })) };
            },
            acceptance: { accepted: false },
          },
          message: 'never-merged',
        },
        {
          name: 'the start was moved',
          facts: {
            'value-history': named('2026-08-10T10:00:00Z', { 'started-on': '2026-08-15' }),
            acceptance: { accepted: false },
          },
          message: 'start-moved',
          says: /2026-08-15.*2026-09-01/,
        },
      ],
      unknown: [
        {
          name: 'only the commit date is known',
          facts: { 'value-history': named(), acceptance: { accepted: false } },
          message: 'order-not-known',
        },
        {
          name: 'late, and whether the sponsor accepted that cannot be read',
          facts: {
            'value-history': named('2026-10-01T10:00:00Z'),
            acceptance: unavailable('comments cannot be read (403)', 'github'),
          },
          message: 'acceptance-not-verified',
          says: /403/,
        },
      ],
    },
    'AO-6': {
      unmet: [
        { name: 'no deputy', change: { [path]: (text) => text.replace(', deputy: "@lea"', '') }, message: 'no-deputy' },
        {
          name: 'own deputy',
          change: { [path]: (text) => text.replace('deputy: "@lea"', 'deputy: "@RAVI"') },
          message: 'own-deputy',
        },
        {
          name: 'a deputy who is gone',
          facts: { people: oneIs('lea', { exists: false }) },
          message: 'unknown-account',
          says: /deputy of the production owner is @lea/,
        },
        {
          name: 'a role word as deputy',
          change: { [path]: (text) => text.replace('deputy: "@lea"', 'deputy: "@ops"') },
          message: 'names-nobody',
        },
      ],
      unknown: [
        {
          name: 'people cannot be looked up',
          facts: { people: unavailable('the members of acme cannot be read (403)', 'github') },
          message: 'not-verified',
          says: /403/,
        },
      ],
    },
    'AO-7': {
      unmet: [
        {
          name: 'confirmed long ago',
          change: { [path]: (text) => text.replace('2026-10-30', '2026-08-01') },
          message: 'confirmation-too-old',
          says: /111 days ago/,
        },
        {
          name: 'named too long ago and never confirmed',
          change: {
            [path]: (text) => text.replace('owners-confirmed-on: 2026-10-30\n', '').replace('2026-09-01', '2026-08-01'),
          },
          message: 'confirmation-too-old',
        },
        {
          name: 'confirmed in the future',
          change: { [path]: (text) => text.replace('2026-10-30', '2026-11-21') },
          message: 'future-date',
        },
        { name: 'somebody left', facts: { people: oneIs('greta', { member: false }) }, message: 'owner-left' },
      ],
      unknown: [
        {
          name: 'members cannot be read',
          facts: { people: unavailable('the members of acme cannot be read (403)', 'github') },
          message: 'not-verified',
          says: /403/,
        },
      ],
    },
  },
});
