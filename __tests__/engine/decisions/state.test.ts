import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UnavailableError } from '../../../src/domain/errors.ts';
import { type Decision, decisionSchema, type Tampering } from '../../../src/engine/decisions/decision.ts';
import { readRecord } from '../../../src/engine/decisions/read-record.ts';
import { type DecisionState, decisionStateOf } from '../../../src/engine/decisions/state.ts';
import { commandRef, said, tampered } from '../../support/builders/decisions.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const fold = (decisions: Decision[], tamperings: Tampering[] = [], now = NOW): DecisionState =>
  decisionStateOf({ decisions, tamperings }, now);
const signed = (standing: DecisionState): string[] =>
  standing.signOffs.map(({ decision, state }) => `${decision.by} ${decision.control} ${state}`);

describe('sign-offs', () => {
  const condition = { what: 'the contract is signed', due: '2026-11-30', owner: 'ravi' };
  const sign = said(1, 'sign-off');

  test.each<[string, Decision[], Tampering[], string[]]>([
    ['one stands', [sign], [], ['mira privacy current']],
    ['withdrawn', [sign, said(2, 'withdraw')], [], ['mira privacy withdrawn']],
    [
      'withdrawn by somebody else: not theirs',
      [sign, said(2, 'withdraw', { by: 'lea' })],
      [],
      ['mira privacy current'],
    ],
    ['declined after', [sign, said(2, 'decline')], [], ['mira privacy withdrawn']],
    ['signed again after declining', [said(1, 'decline'), said(2, 'sign-off')], [], ['mira privacy current']],
    ['edited', [sign], [tampered(1)], ['mira privacy void']],
    ['deleted', [sign], [tampered(1, { how: 'deleted' })], ['mira privacy void']],
    [
      'a review of the same number was edited',
      [sign],
      [tampered(1, { comment: { kind: 'review', id: 1 } })],
      ['mira privacy current'],
    ],
    [
      'the newer one was edited: the older does not come back',
      [sign, said(2, 'sign-off')],
      [tampered(2)],
      ['mira privacy void'],
    ],
    ['the older one was edited', [sign, said(2, 'sign-off')], [tampered(1)], ['mira privacy current']],
    ['an edited withdrawal still withdraws', [sign, said(2, 'withdraw')], [tampered(2)], ['mira privacy withdrawn']],
    ['an edited decline still withdraws', [sign, said(2, 'decline')], [tampered(2)], ['mira privacy withdrawn']],
    ['each control by itself', [sign, said(2, 'withdraw', { control: 'security' })], [], ['mira privacy current']],
    ['handled twice, once', [sign, sign, { ...sign, control: 'security' }], [], ['mira privacy current']],
    ['recorded in another order than spoken', [said(2, 'withdraw'), sign], [], ['mira privacy withdrawn']],
  ])('%s', (_name, decisions, tamperings, expected) => {
    expect(signed(fold(decisions, tamperings))).toEqual(expected);
  });

  test.each<[string, Decision[], Tampering[], string[]]>([
    ['declined', [said(1, 'decline')], [], ['mira']],
    ['and edited: it stays', [said(1, 'decline')], [tampered(1)], ['mira']],
    ['taken back by signing', [said(1, 'decline'), said(2, 'sign-off')], [], []],
    [
      'taken back by signing, which was edited: it is back',
      [said(1, 'decline'), said(2, 'sign-off')],
      [tampered(2)],
      ['mira'],
    ],
    ['withdrawn', [said(1, 'decline'), said(2, 'withdraw')], [], []],
    ['withdrawn in an edited comment: it is back', [said(1, 'decline'), said(2, 'withdraw')], [tampered(2)], ['mira']],
    ['somebody else signed', [said(1, 'decline'), said(2, 'sign-off', { by: 'lea' })], [], ['mira']],
  ])('%s', (_name, decisions, tamperings, expected) => {
    expect(fold(decisions, tamperings).declines.map(({ by }) => by)).toEqual(expected);
  });

  test.each<[string, Decision[], Tampering[], string, string[]]>([
    ['open on its last day', [said(1, 'sign-off', { condition })], [], '2026-11-30T23:59:59Z', ['open']],
    ['overdue after it', [said(1, 'sign-off', { condition })], [], '2026-12-01T00:00:00Z', ['overdue']],
    [
      'met: signed again without it',
      [said(1, 'sign-off', { condition }), said(2, 'sign-off')],
      [],
      '2026-12-01T00:00:00Z',
      [],
    ],
    [
      'that was edited: the condition is back',
      [said(1, 'sign-off', { condition }), said(2, 'sign-off')],
      [tampered(2)],
      '2026-12-01T00:00:00Z',
      ['overdue'],
    ],
    [
      'stays when its own comment was edited',
      [said(1, 'sign-off', { condition })],
      [tampered(1)],
      '2026-12-01T00:00:00Z',
      ['overdue'],
    ],
    [
      'goes with the signature',
      [said(1, 'sign-off', { condition }), said(2, 'withdraw')],
      [],
      '2026-12-01T00:00:00Z',
      [],
    ],
    [
      'stays when somebody else signs',
      [said(1, 'sign-off', { condition }), said(2, 'sign-off', { by: 'lea' })],
      [],
      '2026-12-01T00:00:00Z',
      ['overdue'],
    ],
  ])('a condition: %s', (_name, decisions, tamperings, now, expected) => {
    expect(fold(decisions, tamperings, Date.parse(now)).conditions.map(({ state }) => state)).toEqual(expected);
  });
});

describe('waivers and exceptions', () => {
  const ask = said(1, 'waive', { by: 'ravi' });
  const grant = said(2, 'grant', { by: 'dana', ask: ask.comment });
  const states = (standing: DecisionState): string[] =>
    standing.exceptions.map(({ grant: one, state }) => `${one.code} ${state}`);

  test('asked waits, granted does not', () => {
    expect(fold([ask]).requests).toEqual([ask]);
    expect(fold([ask, grant]).requests).toEqual([]);
    expect(fold([ask], [tampered(1)]).requests).toEqual([]);
    expect(fold([ask], [], Date.parse('2027-01-01T00:00:00Z')).requests).toEqual([]);
    expect(fold([ask, said(3, 'revoke')]).requests).toEqual([]);
  });

  test('each asker waits with their last words', () => {
    const again = said(3, 'waive', { by: 'ravi', until: '2026-12-01' });
    const other = said(4, 'waive', { by: 'tom' });
    expect(fold([ask, again, other]).requests).toEqual([again, other]);
  });

  test.each<[string, Decision[], Tampering[], string, string[]]>([
    ['granted', [ask, grant], [], '2026-11-20T12:00:00Z', ['RB-7 in-force']],
    ['holds on its last day', [ask, grant], [], '2026-12-31T23:59:59Z', ['RB-7 in-force']],
    ['expired', [ask, grant], [], '2027-01-01T00:00:00Z', ['RB-7 expired']],
    ['edited grant', [ask, grant], [tampered(2)], '2026-11-20T12:00:00Z', ['RB-7 void']],
    ['edited ask after the grant', [ask, grant], [tampered(1)], '2026-11-20T12:00:00Z', ['RB-7 in-force']],
    ['revoked', [ask, grant, said(3, 'revoke')], [], '2026-11-20T12:00:00Z', ['RB-7 revoked']],
    [
      'revoked in an edited comment',
      [ask, grant, said(3, 'revoke')],
      [tampered(3)],
      '2026-11-20T12:00:00Z',
      ['RB-7 revoked'],
    ],
    [
      'another was revoked',
      [ask, grant, said(3, 'revoke', { code: 'RB-8' })],
      [],
      '2026-11-20T12:00:00Z',
      ['RB-7 in-force'],
    ],
    ['granted after it was revoked', [said(1, 'revoke'), grant], [], '2026-11-20T12:00:00Z', ['RB-7 in-force']],
    [
      'a shorter one replaces a longer one',
      [grant, said(3, 'grant', { until: '2026-11-10' })],
      [],
      '2026-11-20T12:00:00Z',
      ['RB-7 expired'],
    ],
    [
      'and does so when it was edited',
      [grant, said(3, 'grant', { until: '2026-11-10' })],
      [tampered(3)],
      '2026-11-20T12:00:00Z',
      ['RB-7 void'],
    ],
    [
      'not applicable for a year',
      [said(1, 'grant', { of: 'not-applicable', until: undefined })],
      [],
      '2027-11-01T12:00:00Z',
      ['RB-7 in-force'],
    ],
    [
      'and not longer',
      [said(1, 'grant', { of: 'not-applicable', until: undefined })],
      [],
      '2027-11-03T12:00:00Z',
      ['RB-7 expired'],
    ],
  ])('%s', (_name, decisions, tamperings, now, expected) => {
    expect(states(fold(decisions, tamperings, Date.parse(now)))).toEqual(expected);
  });
});

describe('holds, retirement, acceptances', () => {
  const hold = said(1, 'hold');
  const release = said(2, 'release', { holds: [hold.comment] });

  test.each<[string, Decision[], Tampering[], number]>([
    ['a hold', [hold], [], 1],
    ['an edited hold', [hold], [tampered(1)], 1],
    ['released', [hold, release], [], 0],
    ['released in an edited comment', [hold, release], [tampered(2)], 1],
    ['another one was released', [hold, said(2, 'release', { holds: [commandRef(7)] })], [], 1],
  ])('%s', (_name, decisions, tamperings, left) => {
    expect(fold(decisions, tamperings).holds).toHaveLength(left);
  });

  test('retirement and acceptance are void with their comment', () => {
    const both = [said(1, 'retire'), said(2, 'accept')];
    expect([fold(both).retired?.reason, fold(both).acceptances.length]).toEqual(['it is over', 1]);
    expect([fold(both, [tampered(1), tampered(2)]).retired, fold(both, [tampered(2)]).acceptances]).toEqual([
      undefined,
      [],
    ]);
  });
});

describe('tampering', () => {
  const verbs = [
    'sign-off',
    'decline',
    'withdraw',
    'accept',
    'waive',
    'grant',
    'revoke',
    'hold',
    'release',
    'retire',
  ] as const;
  const one = fc.record({
    verb: fc.constantFrom(...verbs),
    n: fc.integer({ min: 1, max: 12 }),
    by: fc.constantFrom('mira', 'lea'),
    control: fc.constantFrom('privacy', 'security'),
    code: fc.constantFrom('RB-7', 'RB-8'),
    conditional: fc.boolean(),
    until: fc.constantFrom('2026-11-10', '2026-12-31'),
    holds: fc.integer({ min: 1, max: 12 }),
  });
  const decision = one.map(({ verb, n, by, control, code, conditional, until, holds }): Decision => {
    const made = said(n, verb, { by }) as Decision;
    const more: Record<string, object> = {
      'sign-off': { control, ...(conditional ? { condition: { what: 'x', due: until, owner: by } } : {}) },
      decline: { control },
      withdraw: { control },
      accept: {},
      waive: { code, until },
      grant: { code, until },
      revoke: { code },
      release: { holds: [commandRef(holds)] },
    };
    return decisionSchema.parse({ ...made, ...more[verb] });
  });

  /** What a standing permits, and what it forbids, as sets: permitting less is a subset, forbidding more a superset. */
  function sides(standing: DecisionState): { permits: Set<string>; forbids: Set<string> } {
    const key = (one: Decision): string => `${one.comment.id}`;
    return {
      permits: new Set([
        ...standing.signOffs.flatMap((s) => (s.state === 'current' ? [`signed ${key(s.decision)}`] : [])),
        ...standing.exceptions.flatMap((e) => (e.state === 'in-force' ? [`granted ${key(e.grant)}`] : [])),
        ...standing.acceptances.map((a) => `accepted ${key(a)}`),
        ...(standing.retired ? ['retired'] : []),
      ]),
      forbids: new Set([
        ...standing.declines.map((d) => `declined ${d.by} ${d.control}`),
        ...standing.conditions.map((c) => `condition ${c.comment.id}`),
        ...standing.holds.map((h) => `held ${key(h)}`),
      ]),
    };
  }

  test('more of it never permits more and never forbids less, whatever was said', () => {
    fc.assert(
      fc.property(
        fc.array(decision, { maxLength: 14 }),
        fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 12 }),
        (decisions, before, more) => {
          const less = sides(
            fold(
              decisions,
              before.map((id) => tampered(id)),
            ),
          );
          const worse = sides(
            fold(
              decisions,
              [...before, more].map((id) => tampered(id)),
            ),
          );
          for (const permitted of worse.permits) expect(less.permits).toContain(permitted);
          for (const forbidden of less.forbids) expect(worse.forbids).toContain(forbidden);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test('it counts whenever it is noticed, before its decision was recorded too', () => {
    const early = tampered(1, { at: '2026-10-01T00:00:00Z' });
    expect(signed(fold([said(1, 'sign-off')], [early]))).toEqual(['mira privacy void']);
  });
});

describe('the record read back', () => {
  const entry = (body: unknown, kind = 'decision', seq = 7) => ({ seq, kind, body });

  test('gives what was written, through JSON', () => {
    const decisions = [said(1, 'sign-off'), said(2, 'grant'), said(3, 'hold'), said(4, 'release'), said(5, 'accept')];
    const bodies = JSON.parse(JSON.stringify(decisions)) as unknown[];
    const record = readRecord([
      ...bodies.map((body) => entry(body)),
      entry(tampered(1), 'tampered'),
      entry({}, 'verdict'),
    ]);
    expect(record).toEqual({ decisions, tamperings: [tampered(1)] });
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['an empty object', {}],
    ['a verb nobody knows', { ...said(1, 'hold'), verb: 'bless' }],
    ['a key nobody knows', { ...said(1, 'hold'), extra: 1 }],
    ['a key that is missing', { ...said(1, 'hold'), reason: undefined }],
    ['a short commit', { ...said(1, 'hold'), headSha: 'a1b2c3d' }],
    ['a signature of nothing', { ...said(1, 'sign-off'), covered: [] }],
    ['a day that is none', { ...said(1, 'waive'), until: '2026-02-30' }],
    ['an address that runs', { ...said(1, 'hold'), comment: commandRef(1, { url: 'javascript:alert(1)' }) }],
  ])('%s is refused loudly, with its place', (_name, body) => {
    expect(() => readRecord([entry(body)])).toThrow(UnavailableError);
    expect(() => readRecord([entry(body)])).toThrow('entry 7 of the ledger');
  });

  test('a tampering that cannot be read is refused too, and nothing makes it throw anything else', () => {
    expect(() => readRecord([entry({ comment: 5 }, 'tampered')])).toThrow(UnavailableError);
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('decision', 'tampered'), (body, kind) => {
        expect(() => readRecord([entry(body, kind)])).toThrow(UnavailableError);
      }),
    );
  });
});
