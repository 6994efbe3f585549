import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/criteria/index.ts';
import { judgeCeiling } from '../../src/criteria/scale-economics/ceiling.ts';
import { judgeIncidents } from '../../src/criteria/shared/slo/incidents.ts';
import { absent, type Observation, seen } from '../../src/domain/observation.ts';
import { STALL_SIGNS, stallSign } from '../../src/domain/stall-sign.ts';
import type { Tree } from '../../src/domain/tree.ts';
import type { Input, Located, Named } from '../../src/engine/inputs.ts';
import { inputKey, named, records, section } from '../../src/engine/inputs.ts';
import type { PreparedCriterion } from '../../src/engine/run-check.ts';
import { stallSigns } from '../../src/engine/stall-signs.ts';
import { readTable } from '../../src/formats/table.ts';
import { check, criterion } from '../support/builders/report.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const DAY = 86_400_000;

function located<T>(value: T): Located<T> {
  return { value, at: (...keys) => ({ path: 'readiness/x.yaml', line: keys.length + 1 }) } as Located<T>;
}

function files(tables: Record<string, string>): Named {
  return {
    table: (path: string) => {
      const read = readTable(path, new TextEncoder().encode(tables[path] ?? ''));
      return read.ok ? seen(read.table, { path }) : { state: 'invalid', place: { path }, faults: read.faults };
    },
  } as unknown as Named;
}

/** Settings do not change what a criterion reads. */
const PARAMS = new Proxy({}, { get: () => 1 });

/** The catalog after it saw these and nothing else. */
function saw(...evidence: [Input<unknown>, unknown][]): PreparedCriterion[] {
  const observed = Object.fromEntries(
    evidence.map(([, value], index): [string, Observation<unknown>] => [`r${index}`, seen(value, { path: 'x' })]),
  );
  return catalog.map((criterion) => {
    const names = Object.entries(criterion.inputs(PARAMS));
    const own = names.map(([name, input]): [string, Observation<unknown>] => {
      const at = evidence.findIndex(([read]) => inputKey(read) === inputKey(input));
      return [name, at < 0 ? absent({ path: name }) : (observed[`r${at}`] as Observation<unknown>)];
    });
    const none = { inputs: {}, requests: {}, preconditions: {} };
    return { criterion, observed: Object.fromEntries(own), ...none };
  });
}

const signsOf = (prepared: PreparedCriterion[], criteria = [] as ReturnType<typeof criterion>[]) =>
  stallSigns(prepared, criteria, [], NOW).signs;

describe('signs of a stalling pilot', () => {
  const plan = { adoption: { file: 'a.csv', threshold: 0.5 } };
  /** Rows of one week that has ended: how many of ten use it in each cohort. */
  const use = (shares: Record<string, number>): string =>
    [
      'week,cohort,user,eligible,champion,active',
      ...Object.entries(shares).flatMap(([cohort, active]) =>
        Array.from({ length: 10 }, (_, i) => `2026-11-09,${cohort},${cohort}-${i},yes,no,${i < active ? 'yes' : 'no'}`),
      ),
    ].join('\n');
  const adoption = (shares: Record<string, number>) =>
    signsOf(saw([section('change-plan'), located(plan)], [named('change-plan'), files({ 'a.csv': use(shares) })]));

  test('use that differs by more than half of its mean, with the ends named', () => {
    expect(adoption({ graz: 1, lyon: 9 })).toEqual([
      {
        sign: 'adoption-uneven',
        leads: ['CA-2', 'CA-5'],
        places: [{ path: 'readiness/x.yaml', line: 2 }, { path: 'a.csv' }],
        facts: { lowest: 'graz', lowestShare: 0.1, highest: 'lyon', highestShare: 0.9 },
      },
    ]);
  });

  test('use that differs less, that of one cohort alone, none at all and rows that cannot be read are no sign', () => {
    expect(adoption({ graz: 4, lyon: 6 })).toEqual([]);
    // Exactly half of the mean is not more than half.
    expect(adoption({ graz: 3, lyon: 9 })).toEqual([]);
    expect(adoption({ graz: 9 })).toEqual([]);
    expect(adoption({ graz: 0, lyon: 0 })).toEqual([]);
    const broken = files({ 'a.csv': use({ graz: 1, lyon: 9 }).replace('yes,no,yes', 'perhaps,no,yes') });
    expect(signsOf(saw([section('change-plan'), located(plan)], [named('change-plan'), broken]))).toEqual([]);
  });

  const blockers = (...since: string[]) =>
    stallSigns(
      saw([
        section('change-plan'),
        located({
          blockers: since.map((day, index) => ({ what: `blocker ${index}`, owner: '@a', state: 'open', since: day })),
        }),
      ]),
      [],
      [],
      NOW,
    );

  test('what is in the way for more than thirty days; the oldest is named and the others are counted', () => {
    expect(blockers('2026-10-01', '2026-09-01', '2026-11-19').signs).toEqual([
      {
        sign: 'long-blocked',
        leads: ['CA-2'],
        places: [
          { path: 'readiness/x.yaml', line: 3 },
          { path: 'readiness/x.yaml', line: 3 },
        ],
        facts: { what: 'blocker 1', since: '2026-09-01', more: 1 },
      },
    ]);
  });

  test('the thirtieth day is not more than thirty, and the moment at which it will be is told', () => {
    expect(blockers('2026-10-21')).toEqual({ signs: [], due: [Date.parse('2026-11-21T00:00:00Z')] });
    expect(blockers('2026-10-20').signs).toHaveLength(1);
    expect(blockers('2026-11-19').due).toEqual([Date.parse('2026-11-19T00:00:00Z') + 31 * DAY]);
  });

  test('controls that were declined or have an open condition for long; others are none', () => {
    const record = (control: string, more: object) => ({
      name: control,
      path: `readiness/controls/${control}.yaml`,
      record: located({ control, decision: 'approved', date: '2026-09-01', ...more }),
    });
    const pending = (...items: ReturnType<typeof record>[]) =>
      signsOf(saw([records('controls'), { folder: 'controls', items, broken: [] }]));
    const condition = { what: 'a key of its own', owner: '@a', due: '2026-12-01' };
    expect(pending(record('privacy', { decision: 'declined' }))[0]).toMatchObject({
      sign: 'control-pending',
      facts: { control: 'privacy', since: '2026-09-01', more: 0 },
    });
    expect(pending(record('legal', { conditions: [condition] }))).toHaveLength(1);
    expect(pending(record('legal', { conditions: [{ ...condition, done: true }] }))).toEqual([]);
    expect(pending(record('legal', {}), record('dpia', { decision: 'declined', date: '2026-11-01' }))).toEqual([]);
  });

  test('incidents that went from hand to hand, lately', () => {
    const bounced = (rows: string) =>
      signsOf(
        saw(
          [section('metrics'), located({ incidents: { file: 'i.csv', mttrTargetMinutes: 60 } })],
          [named('metrics'), files({ 'i.csv': `opened,severity,reassigned,unowned-hours\n${rows}` })],
        ),
      );
    expect(bounced('2026-11-01T08:00:00Z,3,3,0\n2026-11-02T08:00:00Z,3,0,25\n2026-11-03T08:00:00Z,3,2,24\n')).toEqual([
      {
        sign: 'incident-bounced',
        leads: ['SM-2', 'SM-5'],
        places: [
          { path: 'i.csv', line: 2 },
          { path: 'i.csv', line: 3 },
        ],
        facts: { count: 2 },
      },
    ]);
    expect(bounced('2026-05-01T08:00:00Z,3,9,99\n2026-11-03T08:00:00Z,3,many,\n')).toEqual([]);
  });

  test('the newest site with more than twice the usual incidents, and costs far above the model, are told by their checks', () => {
    const opened = (site: string, ...days: number[]) =>
      days.map(
        (day) =>
          `2026-11-${String(day).padStart(2, '0')}T08:00:00Z,2026-11-${String(day).padStart(2, '0')}T09:00:00Z,3,${site}`,
      );
    const incidents = (...porto: number[]) =>
      judgeIncidents(
        located({ incidents: { file: 'i.csv', mttrTargetMinutes: 90 } }),
        files({
          'i.csv': ['opened,resolved,severity,site', ...opened('graz', 2, 12), ...opened('porto', ...porto)].join('\n'),
        }),
        located({
          cohorts: [
            { id: 'a', site: 'graz', team: 't', manager: '@m', startedOn: '2026-10-01' },
            { id: 'b', site: 'porto', team: 'u', manager: '@n', startedOn: '2026-11-01' },
          ],
        }),
        { lookBackDays: 90, siteRatio: 1, now: NOW },
      ).flatMap((finding) => finding.stall ?? []);
    expect(incidents(3, 5, 7)).toMatchObject([{ sign: 'new-site-incidents', facts: { site: 'porto' } }]);
    // Above what the policy allows, yet not above twice the others: unmet, and no sign.
    expect(incidents(3)).toEqual([]);

    const costs = (perDay: number) => {
      const rows = Array.from(
        { length: 30 },
        (_, i) => `${new Date(NOW - (30 - i) * DAY).toISOString().slice(0, 10)},${perDay}`,
      );
      const ceiling = {
        amount: 9000,
        per: 'month' as const,
        enforcedBy: 'quota.tf',
        observations: 'c.csv',
        model: 1000,
      };
      return judgeCeiling({
        economics: located({ currency: 'EUR', costCeiling: ceiling }),
        files: files({ 'c.csv': ['day,cost', ...rows].join('\n') }),
        tree: { get: () => ({ path: 'quota.tf', mode: '100644', blob: 'a'.repeat(40), size: 20 }) } as unknown as Tree,
        log: undefined,
        tolerance: 0.1,
        maxAgeDays: 30,
        now: NOW,
      });
    };
    expect(costs(50).map(({ outcome, stall }) => [outcome, stall?.facts])).toEqual([
      ['unmet', { cost: '1500 EUR', model: '1000 EUR' }],
    ]);
    // Twenty per cent is not above twenty per cent, and cheaper than planned stalls nobody.
    for (const perDay of [40, 10])
      expect(costs(perDay).map(({ outcome, stall }) => [outcome, stall])).toEqual([['unmet', undefined]]);
  });

  test('checks that are unmet are signs themselves; unknown and waived ones are not', () => {
    const evaluated = (code: string, outcome: 'unmet' | 'unknown' | 'waived' | 'met') =>
      signsOf(saw(), [criterion('x', 'x', 'technical', [check(code, 'x', { outcome })])]).map(({ sign }) => sign);
    expect(evaluated('RS-3', 'unmet')).toEqual(['added-while-hardening']);
    expect(evaluated('WA-7', 'unmet')).toEqual(['side-tool']);
    for (const outcome of ['unknown', 'waived', 'met'] as const) expect(evaluated('WA-7', outcome)).toEqual([]);
  });

  test('each sign is told once, in one order, and evidence that nobody read gives none', () => {
    const twice = [stallSign('undecided', ['OM-3'], []), stallSign('cost-over-model', ['EC-1'], [])];
    expect(stallSigns([], [], [...twice, ...twice], NOW).signs.map(({ sign }) => sign)).toEqual([
      'cost-over-model',
      'undecided',
    ]);
    expect(stallSigns([], [], [], NOW)).toEqual({ signs: [], due: [] });
    expect(new Set(STALL_SIGNS).size).toBe(STALL_SIGNS.length);
  });
});
