import criterion from '../../src/criteria/change-and-adoption/index.ts';
import { everyone, METRICS, metrics, NOW, pilot, swap } from '../support/fixtures/measured-pilot.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const PLAN = 'readiness/change-plan.yaml';
const COHORTS = 'readiness/cohorts.yaml';
const USE = 'readiness/observations/adoption.csv';
const ATTENDED = 'readiness/observations/attendance.csv';
const OUTSIDE = 'readiness/observations/outside.csv';
const NOTES = 'docs/workshop.md';
const DAY = 86_400_000;
const MONDAY = Date.UTC(2026, 9, 12);
const week = (index: number): string => new Date(MONDAY + index * 7 * DAY).toISOString().slice(0, 10);

const names = ['lea', 'rui', 'ana', 'bo', 'cem'];
const plan = `affected-managers: 9
managers:
${names
  .map((name, index) => {
    const link = ['"#12"', NOTES, 'https://wiki.acme.example/minutes', '"acme/desk#3"', NOTES][index];
    return `  - { person: "@${name}", role: co-designer, cohort: ${index < 3 ? 'graz' : 'porto'}, contributions: [{ on: 2026-08-20, link: ${link} }] }`;
  })
  .join('\n')}
  - { person: "@uwe", role: informed, cohort: graz }
champions:
  - { person: "@kim", cohort: graz }
  - { person: "Tea Rossi <tea@acme-support.example>", cohort: porto }
blockers:
  - { what: no access to the archive, owner: "@ravi", state: open, since: 2026-11-01, kind: access-request }
  - { what: printer, owner: "@ravi", state: closed, since: 2026-02-01 }
training:
  - { wave: Graz, on: 2026-08-25, go-live: 2026-09-01, eligible: 5, attended: 4, covers: [use, exceptions, override], attendance: ${ATTENDED} }
comms:
  - { on: 2026-08-10, owner: "@dana", to: everybody at the desk, effects: [targets, headcount], link: ${NOTES} }
  - { on: 2026-08-12, owner: "@dana", to: the managers, effects: [roles], link: "https://wiki.acme.example/roles" }
incentives:
  - { manager: "@lea", metric: rework-rate, kpi: share of tickets reopened }
conflicting-kpis: []
adoption: { file: ${USE}, threshold: 0.5 }
outside-flow: { file: ${OUTSIDE}, limit: 0.1 }
`;
const cohorts = `cohorts:
  - { id: graz, site: Graz, team: desk, manager: "@lea", started-on: 2026-09-01 }
  - { id: porto, site: Porto, team: mail, manager: "@rui", started-on: 2026-10-01 }
`;
interface Row {
  index: number;
  user: string;
  eligible: string;
  champion: string;
  active: string;
}
/** Five weeks from 12 October: kim and tea are champions; six of ten others are active. */
function use(edit: (row: Row) => Partial<Row> | null = () => ({}), weeks = 5): string {
  const rows = Array.from({ length: weeks }, (_, index) =>
    ['kim', 'tea', ...Array.from({ length: 10 }, (_, n) => `u${n}`)].flatMap((user) => {
      const champion = ['kim', 'tea'].includes(user);
      const row: Row = {
        index,
        user,
        eligible: 'yes',
        champion: champion ? 'yes' : 'no',
        active: champion || Number(user.slice(1)) < 6 ? 'yes' : 'no',
      };
      const edited = edit(row);
      if (edited === null) return [];
      const all = { ...row, ...edited };
      return [`${week(index)},graz,${all.user},${all.eligible},${all.champion},${all.active}`];
    }),
  );
  return ['week,cohort,user,eligible,champion,active', ...rows.flat(), ''].join('\n');
}
const useOf = (edit: (row: Row) => Partial<Row> | null, weeks?: number) => ({ [USE]: () => use(edit, weeks) });
const ordinary = ({ champion }: Row): boolean => champion === 'no';
const attended = 'person,attended\np1,yes\np2,yes\np3,yes\np4,yes\np5,no\n';
const outside = `week,outside,total\n${[0, 1, 2, 3, 4].map((n) => `${week(n)},3,100`).join('\n')}\n`;
const measured = metrics
  .replace('process:\n', 'process:\n  - { id: right, measures: accuracy, type: proportion, unit: "1", good: higher }\n')
  .replace('scorecard: [', 'scorecard: [right, ');

const author = { name: 'Dana', mail: 'dana@acme.example', handle: 'dana' };
const early = { declaredAt: '2026-08-18T09:00:00Z', mergedAt: '2026-08-20T09:00:00Z' };
const late = { declaredAt: '2026-10-04T09:00:00Z', mergedAt: '2026-10-05T09:00:00Z' };
const unmerged = { declaredAt: '2026-08-18T09:00:00Z' };
const entry = (value: unknown, when: object) => ({ value, commit: 'a'.repeat(40), author, ...when });
/** Thresholds and starts that were committed, one version each. */
const committed =
  ({ thresholds = [[0.5, early]] as [number, object][], start = '2026-09-01', porto = ['2026-10-01'] } = {}) =>
  ({ path, pointer }: { path: string; pointer: string }) => {
    const values =
      pointer === 'started-on'
        ? [entry(start, early)]
        : pointer === 'cohorts'
          ? porto.map((on) =>
              entry([{ id: 'graz', 'started-on': '2026-09-01' }, { id: 'porto', 'started-on': on }, null], early),
            )
          : thresholds.map(([value, when]) => entry(value, when));
    return { path, pointer, values };
  };
const notes =
  (when: object) =>
  ({ paths }: { paths: string[] }) =>
    paths.map((path) => ({ path, versions: [{ commit: 'a'.repeat(40), blob: 'b'.repeat(40), author, ...when }] }));
const issues =
  (state: 'open' | 'closed' | 'missing') =>
  ({ links }: { links: string[] }) =>
    Object.fromEntries(links.map((link) => [link, { state }]));
const without = (who: string) => (args: { who: string[] }) =>
  everyone(args).map((one) => (one.who === who ? { ...one, member: false } : one));
const accepted = { accepted: true, by: 'ines', at: '2026-11-06T08:00:00Z' };
const edit = (from: string | RegExp, to: string) => ({ [PLAN]: swap(from, to) });

testCriterion(criterion, {
  files: {
    'readiness/pilot.yaml': pilot,
    [PLAN]: plan,
    [COHORTS]: cohorts,
    [METRICS]: measured,
    [USE]: use(),
    [ATTENDED]: attended,
    [OUTSIDE]: outside,
    [NOTES]: 'Who was there.\n',
  },
  facts: {
    people: everyone,
    history: notes(early),
    issues: issues('closed'),
    'value-history': committed(),
    acceptance: { accepted: false },
  },
  profile: 'regulated',
  now: NOW,
  cases: {
    'CA-1': {
      met: [
        {
          name: 'fewer, when these are all',
          change: edit(
            /affected-managers: 9([\s\S]*?) {2}- { person: "@ana"[\s\S]*?(?= {2}- { person: "@uwe")/,
            'affected-managers: 2$1',
          ),
        },
        {
          name: 'nothing to show, accepted late',
          change: edit(/(person: "@bo".*), contributions.*\n/, '$1 }\n'),
          facts: { acceptance: accepted },
          message: 'contribution-accepted-late',
        },
        {
          name: 'accepted late, shown',
          facts: { history: notes(late), issues: issues('missing'), acceptance: accepted },
          message: 'contribution-accepted-late',
        },
        {
          name: 'an issue among what is late is enough',
          change: edit(
            `link: ${NOTES} }] }\n  - { person: "@ana"`,
            `link: ${NOTES} }, { on: 2026-08-22, link: "#9" }] }\n  - { person: "@ana"`,
          ),
        },
      ],
      unmet: [
        { name: 'no change plan', change: { [PLAN]: null }, message: 'missing' },
        {
          name: 'four of nine',
          change: edit(/ {2}- { person: "@cem".*\n/, ''),
          message: 'too-few-co-designers',
          says: /4 of 9.*5 are needed.*1 other/,
        },
        {
          name: 'four, and nobody says of how many',
          change: edit(/affected-managers: 9\n([\s\S]*) {2}- { person: "@cem".*\n/, '$1'),
          message: 'too-few-co-designers',
          says: /^4 managers/,
        },
        {
          name: 'one of them twice',
          change: edit('"@cem"', '"@LEA"'),
          message: 'too-few-co-designers',
          says: /^4 of 9/,
        },
        {
          name: 'nobody is affected, as they say',
          change: edit(/affected-managers: 9\nmanagers:\n( {2}- { person.*\n){6}/, 'affected-managers: 0\n'),
          message: 'too-few-co-designers',
          says: /^0 of 0/,
        },
        {
          name: 'informed does not count',
          change: edit('"@cem", role: co-designer', '"@cem", role: informed'),
          message: 'too-few-co-designers',
          says: /2 other/,
        },
        { name: 'a role instead of a name', change: edit('"@cem"', 'devops'), message: 'names-nobody', says: /devops/ },
        { name: 'a team instead of a name', change: edit('"@cem"', '"@acme/leads"'), message: 'team-as-manager' },
        {
          name: 'nothing contributed',
          change: edit(/(person: "@bo".*), contributions.*\n/, '$1 }\n'),
          message: 'no-early-contribution',
          says: /@bo.*2026-10-01/,
          at: `${PLAN}:6`,
        },
        {
          name: 'contributed on the day it began',
          change: edit(/(person: "@lea".*)2026-08-20/, '$12026-09-01'),
          message: 'no-early-contribution',
          says: /@lea/,
        },
        { name: 'a file that is not there', change: { [NOTES]: null }, message: 'no-early-contribution', says: /@rui/ },
        {
          name: 'a cohort that nobody knows',
          change: edit(/(person: "@bo".*)porto/, '$1rome'),
          message: 'unknown-cohort',
          says: /rome/,
        },
        {
          name: 'no cohort',
          change: edit(/(person: "@bo".*), cohort: porto/, '$1'),
          message: 'no-cohort',
        },
        {
          name: 'the file came later than it says',
          facts: { history: notes(late) },
          message: 'no-early-contribution',
          says: /@rui/,
        },
        {
          name: 'an issue that does not exist',
          facts: { issues: issues('missing') },
          message: 'no-early-contribution',
          says: /@lea/,
        },
        {
          name: 'the cohort once began earlier',
          facts: { 'value-history': committed({ porto: ['2026-08-15', '2026-10-01'] }) },
          message: 'no-early-contribution',
          says: /@bo.*2026-08-15/,
        },
        {
          name: 'one who left',
          facts: { people: without('bo') },
          message: 'not-a-member',
          says: /@bo/,
        },
      ],
      unknown: [
        {
          name: 'only GitHub knows when the file came',
          facts: { history: notes(unmerged) },
          message: 'contribution-not-verified',
        },
        {
          name: 'nothing to show, and whether it was accepted cannot be asked',
          change: edit(/(person: "@bo".*), contributions.*\n/, '$1 }\n'),
          facts: { acceptance: { state: 'unavailable', reason: 'no ledger', resolvableBy: 'github' } },
          message: 'acceptance-not-verified',
          says: /@bo.*no ledger/,
        },
        {
          name: 'whether it was accepted cannot be asked',
          facts: {
            history: notes(late),
            acceptance: { state: 'unavailable', reason: 'no ledger', resolvableBy: 'github' },
          },
          message: 'acceptance-not-verified',
          says: /@rui.*no ledger/,
        },
      ],
    },
    'CA-2': {
      met: [
        {
          name: 'nothing in the way',
          change: edit(/blockers:\n( {2}- .*\n)+/, 'blockers: []\n'),
          message: 'champions-named',
          says: /0 of 0/,
        },
        {
          name: 'old, and the sponsor knows',
          change: edit('since: 2026-11-01', 'since: 2026-09-01, escalated-to: ines'),
          message: 'champions-named',
          says: /1 of 2/,
        },
      ],
      unmet: [
        {
          name: 'a cohort without',
          change: edit(/ {2}- { person: "Tea.*\n/, ''),
          message: 'no-champion',
          says: /porto/,
        },
        {
          name: 'one for all',
          change: edit('"Tea Rossi <tea@acme-support.example>"', '"@Kim"'),
          message: 'too-few-champions',
          says: /^1 person.*2 are/,
        },
        {
          name: 'of a cohort that is none',
          change: edit('"@kim", cohort: graz', '"@kim", cohort: rome'),
          message: 'champion-of-unknown-cohort',
          says: /rome/,
        },
        { name: 'a role', change: edit('"@kim"', 'manager'), message: 'names-nobody', says: /"manager"/ },
        { name: 'who left', facts: { people: without('kim') }, message: 'not-a-member', says: /@kim/ },
        {
          name: 'nothing said of what is in the way',
          change: edit(/blockers:\n( {2}- .*\n)+/, ''),
          message: 'blockers-not-stated',
        },
        {
          name: 'open too long',
          change: edit('since: 2026-11-01', 'since: 2026-10-01'),
          message: 'blocker-not-escalated',
          says: /50 days/,
        },
        {
          name: 'gone to somebody else',
          change: edit('since: 2026-11-01', 'since: 2026-10-01, escalated-to: "@dana"'),
          message: 'blocker-escalated-elsewhere',
          says: /@dana/,
        },
        { name: 'since tomorrow', change: edit('since: 2026-11-01', 'since: 2027-10-01'), message: 'future-date' },
      ],
      unknown: [
        {
          name: 'people cannot be looked up',
          facts: { people: { state: 'unavailable', reason: 'no members', resolvableBy: 'github' } },
          message: 'not-verified',
        },
      ],
    },
    'CA-3': {
      met: [
        { name: 'declared will do in minimal', profile: 'minimal', change: edit(`, attendance: ${ATTENDED}`, '') },
        {
          name: 'the next wave is planned',
          change: edit(
            'training:\n',
            'training:\n  - { wave: Rome, on: 2027-01-10, go-live: 2027-02-01, eligible: 9, attended: 0, covers: [] }\n',
          ),
        },
        {
          name: 'who was not meant to come does not count',
          change: {
            [ATTENDED]: () => 'person,attended,eligible\np1,yes,1\np2,yes,1\np3,yes,1\np4,yes,1\np5,no,1\np6,no,0\n',
          },
        },
      ],
      unmet: [
        { name: 'none', change: edit(/training:\n( {2}- .*\n)+/, ''), message: 'no-training' },
        {
          name: 'only planned',
          change: edit('on: 2026-08-25, go-live: 2026-09-01', 'on: 2027-08-25, go-live: 2027-09-01'),
          message: 'training-only-planned',
          says: /2027-08-25/,
        },
        {
          name: 'on the day of the go-live',
          change: edit('on: 2026-08-25', 'on: 2026-09-01'),
          message: 'training-too-late',
        },
        {
          name: 'too few came',
          change: { ...edit('attended: 4', 'attended: 3'), [ATTENDED]: swap('p4,yes', 'p4,no') },
          message: 'attendance-too-low',
          says: /3 of 5 people \(60%\).*80%/,
        },
        {
          name: 'more came than were meant to',
          change: edit('attended: 4', 'attended: 6'),
          message: 'impossible-attendance',
          says: /6 of 5/,
        },
        {
          name: 'nobody was meant to come',
          change: edit('eligible: 5, attended: 4', 'eligible: 0, attended: 0'),
          message: 'impossible-attendance',
          says: /0 of 0/,
        },
        {
          name: 'the list says otherwise',
          change: { [ATTENDED]: swap('p4,yes', 'p4,no') },
          message: 'attendance-differs',
          says: /4 of 5.*3 of 5/,
        },
        {
          name: 'a person twice on the list',
          change: { [ATTENDED]: swap('p4,yes', 'P1,yes') },
          message: 'attendance-differs',
          says: /3 of 4/,
        },
        { name: 'no list', change: edit(`, attendance: ${ATTENDED}`, ''), message: 'no-attendance-list' },
        { name: 'the list is not there', change: { [ATTENDED]: null }, message: 'rows-missing' },
        { name: 'neither yes nor no', change: { [ATTENDED]: swap('p4,yes', 'p4,late') }, message: 'unreadable-rows' },
        {
          name: 'not for the day it goes wrong',
          change: edit('covers: [use, exceptions, override]', 'covers: [use]'),
          message: 'topics-not-covered',
          says: /exceptions, override/,
        },
      ],
    },
    'CA-4': {
      unmet: [
        {
          name: 'none',
          change: edit(/comms:\n( {2}- .*\n)+/, ''),
          message: 'effects-not-covered',
          says: /0 messages.*targets, headcount, roles/,
        },
        {
          name: 'silent on headcount',
          change: edit('effects: [targets, headcount]', 'effects: [targets]'),
          message: 'effects-not-covered',
          says: /2 messages.*headcount/,
        },
        {
          name: 'only planned',
          change: edit('on: 2026-08-12', 'on: 2027-08-12'),
          message: 'effects-not-covered',
          says: /1 message.*roles/,
        },
        {
          name: 'the text is not there',
          change: { [NOTES]: null },
          message: 'no-such-file',
          says: /docs\/workshop/,
        },
        {
          name: 'nobody owns it',
          change: edit('owner: "@dana", to: everybody', 'owner: ops, to: everybody'),
          message: 'names-nobody',
        },
        { name: 'to nobody', change: edit('to: everybody at the desk', 'to: tbd'), message: 'blank' },
        { name: 'who told it left', facts: { people: without('dana') }, message: 'not-a-member', says: /@dana/ },
      ],
      unknown: [
        {
          name: 'people cannot be looked up',
          facts: { people: { state: 'unavailable', reason: 'no members', resolvableBy: 'github' } },
          message: 'not-verified',
        },
      ],
    },
    'CA-5': {
      met: [
        {
          name: 'as a target of the manager',
          change: {
            [PLAN]: (text) =>
              text
                .replace(/incentives:\n.*\n/, '')
                .replace('role: co-designer, cohort: graz', 'role: co-designer, kpi: cycle-time, cohort: graz'),
          },
          message: 'incentives-aligned',
          says: /@lea/,
        },
      ],
      unmet: [
        {
          name: 'none',
          change: edit(/incentives:\n.*\n/, ''),
          message: 'no-incentive',
        },
        {
          name: 'on activity',
          change: edit('metric: rework-rate', 'metric: exception-rate'),
          message: 'incentive-without-outcome',
          says: /exception-rate/,
        },
        {
          name: 'of somebody else',
          change: edit('manager: "@lea"', 'manager: "@zoe"'),
          message: 'incentive-of-unknown-manager',
          says: /@zoe/,
        },
        { name: 'a placeholder', change: edit('kpi: share of tickets reopened', 'kpi: TBD'), message: 'blank' },
        {
          name: 'nothing said of conflicts',
          change: edit('conflicting-kpis: []\n', ''),
          message: 'conflicts-not-stated',
        },
        { name: 'no metrics', change: { [METRICS]: null } },
      ],
    },
    'CA-6': {
      met: [
        {
          name: 'in one sentence',
          message: 'adoption',
          says: /4 weeks from 2026-10-19: 6 of 10, 6 of 10, 6 of 10, 6 of 10; at least 50%/,
        },
        {
          name: 'who left is not asked',
          change: useOf((row) => (row.user === 'u9' && row.index > 2 ? { eligible: 'no' } : {})),
          message: 'adoption',
          says: /6 of 10, 6 of 10, 6 of 9, 6 of 9/,
        },
        {
          name: 'a week that runs does not count yet',
          change: useOf((row) => (row.index === 5 && ordinary(row) ? { active: 'no' } : {}), 6),
          message: 'adoption',
          says: /6 of 10, 6 of 10/,
        },
        {
          name: 'the threshold was only raised since',
          facts: {
            'value-history': committed({
              thresholds: [
                [0.4, early],
                [0.5, late],
              ],
            }),
          },
        },
        {
          name: 'accepted late, shown',
          facts: { 'value-history': committed({ thresholds: [[0.5, late]] }), acceptance: accepted },
          message: 'accepted-late',
          says: /@ines/,
        },
      ],
      unmet: [
        { name: 'no adoption', change: edit(/adoption:.*\n/, ''), message: 'no-adoption' },
        {
          name: 'a low bar',
          change: edit('threshold: 0.5', 'threshold: 0.2'),
          message: 'threshold-too-low',
          says: /20%.*50%/,
        },
        {
          name: 'only the champions',
          change: useOf((row) => (ordinary(row) && row.user > 'u3' ? { active: 'no' } : {})),
          message: 'adoption-too-low',
          says: /2026-10-19 had 40%/,
        },
        {
          name: 'one week too low',
          change: useOf((row) =>
            row.index === 3 && row.user === 'u5'
              ? { active: 'no' }
              : row.index === 3 && row.user === 'u4'
                ? { active: 'no' }
                : {},
          ),
          message: 'adoption-too-low',
          says: /2026-11-02 had 40%/,
        },
        {
          name: 'leaving people out',
          change: useOf((row) => (row.index > 0 && ordinary(row) && row.user > 'u2' ? null : {})),
          message: 'adoption-too-low',
          says: /3 of 10, 3 of 10/,
        },
        {
          name: 'the idle called champions',
          change: useOf((row) => (row.user > 'u5' && ordinary(row) ? { champion: 'yes' } : {})),
          message: 'champions-differ',
          says: /6 people.*2$/,
        },
        {
          name: 'a champion among the others',
          change: useOf((row) => (row.user === 'tea' ? { champion: 'no' } : {})),
          message: 'champions-differ',
          says: /1 person.*2$/,
        },
        {
          name: 'a champion of the plan is one, whatever the row says',
          change: useOf((row) =>
            row.user === 'kim' ? { champion: 'no' } : row.user === 'u0' ? { champion: 'yes' } : {},
          ),
          message: 'champions-differ',
          says: /3 people/,
        },
        {
          name: 'a week is missing',
          change: useOf((row) => (row.index === 2 ? null : {})),
          message: 'week-without-people',
          says: /2026-10-26.*4 weeks/,
        },
        {
          name: 'three weeks',
          change: { [USE]: () => use((row) => (row.index < 2 ? null : {})) },
          message: 'week-without-people',
          says: /2026-10-19/,
        },
        {
          name: 'more weeks of their own',
          change: edit('threshold: 0.5', 'threshold: 0.5, weeks: 6'),
          message: 'week-without-people',
          says: /2026-10-05.*6 weeks/,
        },
        {
          name: 'no rows',
          change: { [USE]: () => 'week,cohort,user,eligible,champion,active\n' },
          message: 'champions-differ',
        },
        { name: 'a week to come', change: useOf((_row) => ({}), 9), message: 'unreadable-rows' },
        {
          name: 'neither yes nor no',
          change: useOf((row) => (row.user === 'u1' ? { active: 'maybe' } : {})),
          message: 'unreadable-rows',
        },
        {
          name: 'a row of nobody',
          change: useOf((row) => (row.user === 'u1' ? { user: '' } : {})),
          message: 'unreadable-rows',
        },
        { name: 'other columns', change: { [USE]: swap('champion', 'hero') }, message: 'unreadable-rows' },
        { name: 'not there', change: { [USE]: null }, message: 'rows-missing' },
        {
          name: 'accuracy is not beside it',
          change: { [METRICS]: swap('scorecard: [right, ', 'scorecard: [') },
          message: 'scorecard-incomplete',
          says: /accuracy/,
        },
        {
          name: 'it is not on the scorecard',
          change: { [METRICS]: swap(', active-users', '') },
          message: 'scorecard-incomplete',
          says: /adoption/,
        },
        {
          name: 'the threshold was fixed during the pilot',
          facts: { 'value-history': committed({ thresholds: [[0.5, late]] }) },
          message: 'committed-too-late',
          says: /2026-10-05/,
        },
        {
          name: 'the threshold was lowered',
          facts: {
            'value-history': committed({
              thresholds: [
                [0.7, early],
                [0.5, late],
              ],
            }),
          },
          message: 'committed-too-late',
          says: /2026-10-05/,
        },
        {
          name: 'the start was moved',
          facts: { 'value-history': committed({ start: '2026-08-25' }) },
          message: 'start-moved',
        },
      ],
      stale: [{ name: 'old weeks', now: '2026-12-01', message: 'adoption-too-old', says: /2026-11-09/ }],
      unknown: [
        {
          name: 'only GitHub knows',
          facts: { 'value-history': committed({ thresholds: [[0.5, unmerged]] }) },
          message: 'order-not-known',
        },
      ],
    },
    'CA-7': {
      met: [
        {
          name: 'in one sentence',
          message: 'outside-flow',
          says: /^12 of 400.*2026-10-19.*2026-11-09.*10%/,
        },
      ],
      unmet: [
        { name: 'not observed', change: edit(/outside-flow:.*\n/, ''), message: 'outside-flow-not-observed' },
        {
          name: 'too many',
          change: { [OUTSIDE]: () => outside.replaceAll(',3,', ',13,') },
          message: 'outside-flow-too-high',
          says: /52 of 400/,
        },
        {
          name: 'a limit that limits nothing',
          change: edit('limit: 0.1', 'limit: 1'),
          message: 'outside-flow-unlimited',
        },
        {
          name: 'more outside than there are',
          change: { [OUTSIDE]: () => outside.replaceAll(',3,', ',300,') },
          message: 'unreadable-rows',
        },
        { name: 'not there', change: { [OUTSIDE]: null }, message: 'rows-missing' },
      ],
      stale: [{ name: 'old rows', now: '2026-12-01', message: 'rows-too-old' }],
    },
  },
});
