import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { PROFILES } from '../../../src/domain/levels.ts';
import { defineCriterion, param } from '../../../src/engine/criterion.ts';
import type { EffectivePolicy } from '../../../src/engine/policy/effective.ts';
import { LEVELS, type PolicyFile } from '../../../src/engine/policy/file.ts';
import { effectivePolicy } from '../../../src/engine/policy/merge.ts';
import { isWeaker } from '../../../src/engine/policy/strictness.ts';
import { tightened } from '../../../src/engine/policy/tighten.ts';
import { checkRules, criterionRules } from '../../support/builders/criterion-rules.ts';

const runbook = defineCriterion({
  ...criterionRules,
  id: 'runbook',
  title: 'a runbook',
  params: {
    days: param(z.int(), { minimal: 365, standard: 180, regulated: 90 }, 'lower', 'days'),
    minWords: param(z.int(), 15, 'higher', 'words'),
    proven: param(z.boolean(), false, 'higher', 'proof'),
    blanks: param(z.boolean(), true, 'lower', 'blanks'),
    sections: param(z.array(z.string()), { minimal: [], standard: ['a'], regulated: ['a'] }, 'superset', 'sections'),
    tools: param(
      z.array(z.string()),
      { minimal: ['a', 'b', 'c'], standard: ['a'], regulated: ['a'] },
      'subset',
      'tools',
    ),
    style: param(z.string(), 'plain', 'fixed', 'style'),
  },
  checks: (check) => [
    check('RB-1', { levels: 'B/B/B', ...checkRules }),
    check('RB-6', { levels: 'a/B/B', ...checkRules }),
    check('RB-7', { levels: '-/a/B', ...checkRules }),
  ],
});
const owners = defineCriterion({
  ...criterionRules,
  id: 'owners',
  title: 'owners',
  params: {},
  checks: (check) => [
    check('AO-1', { levels: 'B/B/B', ...checkRules }),
    check('AO-2', { levels: '-/-/a', ...checkRules }),
  ],
});
const catalog = [runbook, owners];
const NOW = Date.parse('2026-11-20T12:00:00Z');
const read = (file: Record<string, unknown>, path = 'own.yml'): EffectivePolicy =>
  effectivePolicy(
    catalog,
    { path, file: { version: 1, ...file } as unknown as PolicyFile, at: () => ({ path, line: 1 }) },
    { now: NOW },
  ).policy;
const both = (own: Record<string, unknown>, by: Record<string, unknown>) =>
  tightened(catalog, read(own), read(by, 'second.yml'));
const withRunbook = (entry: Record<string, unknown>) => ({ criteria: { runbook: entry } });

const level = fc.constantFrom(...LEVELS, false as const);
const profile = fc.constantFrom(...PROFILES);
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const names = fc.subarray(['a', 'b', 'c', 'd']);
const day = fc.constantFrom('2026-01-01', '2027-02-01', '2027-06-01');
const checks = (...codes: string[]) =>
  fc.record(Object.fromEntries(codes.map((code) => [code, level])), { requiredKeys: [] });
const entry = fc.oneof(
  fc.constantFrom(...PROFILES, 'off', false as const),
  fc.record(
    {
      profile,
      level,
      checks: checks('RB-1', 'RB-6', 'RB-7'),
      days: fc.integer({ min: 1, max: 400 }),
      minWords: fc.integer({ min: 1, max: 40 }),
      proven: fc.boolean(),
      blanks: fc.boolean(),
      sections: names,
      tools: names,
      style: fc.constantFrom('plain', 'rich'),
    },
    { requiredKeys: [] },
  ),
);
const control = fc.record(
  {
    approvers: names,
    covers: names,
    validDays: fc.integer({ min: 1, max: 365 }),
    plainApproval: fc.boolean(),
    required: fc.boolean(),
  },
  { requiredKeys: [] },
);
const anyPolicy = fc
  .record(
    {
      profile,
      mode: fc.constantFrom('enforce', 'observe'),
      enforceFrom: day,
      report: fc.constantFrom('pilots', 'all'),
      promotion: fc.record(
        { labels: names, branches: names, paths: names, catalogLifecycle: fc.constantFrom('live', 'production') },
        { requiredKeys: [] },
      ),
      criteria: fc.record({ runbook: some(entry), owners: some(fc.constantFrom(...PROFILES, 'off', false as const)) }),
      controls: fc.dictionary(fc.constantFrom('security', 'privacy', 'legal'), control),
      waivers: fc.record({ approvers: names, maxDays: fc.integer({ min: 1, max: 365 }) }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  )
  .map((file) => read(file));

const STRENGTH = { off: 0, advisory: 1, blocking: 2 };
const holds = <T>(whole: T[], part: T[]) => part.every((one) => whole.includes(one));
const lifecycles = (policy: EffectivePolicy) => [policy.promotion.catalogLifecycle ?? []].flat();

/** Every way in which the result asks for less than one of the two it was made of. */
function weaknesses(result: EffectivePolicy, than: EffectivePolicy): string[] {
  const found: string[] = [];
  const wants = (what: string, kept: boolean) => {
    if (!kept) found.push(what);
  };
  wants('profile', PROFILES.indexOf(result.profile) >= PROFILES.indexOf(than.profile));
  wants('mode', result.mode === 'enforce' || than.mode === 'observe');
  wants('report', result.report === 'all' || than.report === 'pilots');
  for (const key of ['labels', 'branches', 'paths'] as const)
    wants(key, holds(result.promotion[key], than.promotion[key]));
  wants('lifecycle', holds(lifecycles(result), lifecycles(than)));
  wants('waivers', result.waivers.maxDays <= than.waivers.maxDays);
  if (result.mode === 'observe' && than.enforceFrom !== undefined)
    wants('enforce-from', result.enforceFrom !== undefined && result.enforceFrom <= than.enforceFrom);
  for (const [name, rule] of Object.entries(than.controls)) {
    const kept = result.controls[name];
    wants(`${name} required`, kept?.required === true || !rule.required);
    wants(`${name} covers`, holds(kept?.covers ?? [], rule.covers));
    wants(`${name} days`, (kept?.validDays ?? Infinity) <= (rule.validDays ?? Infinity));
    wants(`${name} plain approval`, kept?.plainApproval !== true || rule.plainApproval);
  }
  for (const criterion of catalog) {
    const [kept, asked] = [result.criteria[criterion.id], than.criteria[criterion.id]];
    wants(
      `${criterion.id} profile`,
      PROFILES.indexOf(kept?.profile ?? 'minimal') >= PROFILES.indexOf(asked?.profile ?? 'minimal'),
    );
    for (const { code } of criterion.checks)
      wants(code, STRENGTH[kept?.checks[code]?.level ?? 'off'] >= STRENGTH[asked?.checks[code]?.level ?? 'off']);
    for (const [name, spec] of Object.entries(criterion.params))
      if (spec.stricter !== 'fixed') wants(name, !isWeaker(kept?.params[name], asked?.params[name], spec.stricter));
  }
  return found;
}

describe('two policies together', () => {
  test('never ask for less than either of them, whatever they say', () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (own, by) => {
        const result = tightened(catalog, own, by);
        expect(weaknesses(result, own)).toEqual([]);
        expect(weaknesses(result, by)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('trust nobody whom the first one does not trust', () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (own, by) => {
        const result = tightened(catalog, own, by);
        expect(result.waivers.approvers).toEqual(own.waivers.approvers);
        expect(result.waivers.granted).toEqual(own.waivers.granted);
        expect(result.notApplicable).toEqual(own.notApplicable);
        expect(result.recordOwners).toEqual(own.recordOwners);
        expect(result.evidence).toEqual(own.evidence);
        for (const [name, rule] of Object.entries(result.controls))
          expect(rule.approvers).toEqual(own.controls[name]?.approvers ?? []);
      }),
    );
  });

  test('a policy with itself stays what it is, and nothing that came in is changed', () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (own, by) => {
        const before = structuredClone([own, by]);
        const { layers: _layers, digest: _digest, ...itself } = tightened(catalog, own, own);
        expect(itself).toEqual({ ...own, layers: undefined, digest: undefined });
        tightened(catalog, own, by);
        expect([own, by]).toEqual(before);
      }),
    );
  });

  test('the second one twice is the second one once', () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (own, by) => {
        const once = tightened(catalog, own, by);
        expect({ ...tightened(catalog, once, by), digest: '' }).toEqual({ ...once, digest: '' });
      }),
    );
  });
});

describe('each setting', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, unknown]>([
    ['days', { days: 100 }, { days: 30 }, 30],
    ['days', { days: 30 }, { days: 100 }, 30],
    ['minWords', { minWords: 15 }, { minWords: 40 }, 40],
    ['proven', { proven: false }, { proven: true }, true],
    ['blanks', { blanks: true }, { blanks: false }, false],
    ['sections', { sections: ['a'] }, { sections: ['b'] }, ['a', 'b']],
    ['sections', { sections: ['a', 'b'] }, { sections: ['b'] }, ['a', 'b']],
    ['tools', { tools: ['a', 'b'] }, { tools: ['b', 'c'] }, ['b']],
    ['style', { style: 'rich' }, { style: 'plain' }, 'rich'],
  ])('%s %j with %j is %j', (name, own, by, result) => {
    expect(both(withRunbook(own), withRunbook(by)).criteria.runbook?.params[name]).toEqual(result);
  });

  test('a setting says which file it came from', () => {
    const result = both(
      { profile: 'minimal', mode: 'observe', ...withRunbook({ days: 100 }) },
      { profile: 'regulated', mode: 'enforce', ...withRunbook({ days: 30 }) },
    );
    expect(result.profileOrigin.path).toBe('second.yml');
    expect(result.modeOrigin.path).toBe('second.yml');
    expect(result.criteria.runbook?.paramOrigins.days?.path).toBe('second.yml');
    expect(result.criteria.runbook?.checks['RB-7']?.origin.path).toBe('second.yml');
    expect(result.criteria.runbook?.checks['RB-1']?.origin.path).toBe('own.yml');
    expect(result.layers.map((layer) => layer.path)).toEqual(['own.yml', 'second.yml']);
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>, string | undefined, string]>([
    ['both wait', { enforceFrom: '2027-06-01' }, { enforceFrom: '2027-02-01' }, '2027-02-01', 'observe'],
    ['one waits, one only observes', { mode: 'observe' }, { enforceFrom: '2027-02-01' }, '2027-02-01', 'observe'],
    ['one waits, one enforces', { enforceFrom: '2027-02-01' }, {}, undefined, 'enforce'],
    ['one observes, one enforces', {}, { mode: 'observe', enforceFrom: '2027-02-01' }, undefined, 'enforce'],
  ])('%s', (_name, own, by, from, mode) => {
    const result = both(own, by);
    expect([result.enforceFrom, result.mode]).toEqual([from, mode]);
  });

  test('two lifecycles are both looked at', () => {
    const named = (catalogLifecycle: string) => ({ promotion: { catalogLifecycle } });
    expect(both(named('live'), named('production')).promotion.catalogLifecycle).toEqual(['live', 'production']);
    expect(both({ promotion: {} }, named('production')).promotion.catalogLifecycle).toBe('production');
    expect(both(named('live'), named('live')).promotion.catalogLifecycle).toBe('live');
  });

  test('a control that only the second one names is asked for, and its approvers are not taken over', () => {
    const result = both(
      {},
      { controls: { legal: { approvers: ['@eve'], required: true, plainApproval: true, validDays: 30 } } },
    );
    expect(result.controls.legal).toEqual({
      approvers: [],
      covers: [],
      plainApproval: false,
      required: true,
      validDays: 30,
    });
  });

  test('what the second one raised again is no longer shown as lowered; what stays low is', () => {
    const own = { profile: 'standard', ...withRunbook({ checks: { 'RB-6': 'advisory' }, days: 300 }) };
    expect(read(own).lowered.map(({ what }) => what)).toEqual(['RB-6', 'runbook.days']);
    expect(both(own, { profile: 'standard' }).lowered).toEqual([]);
    expect(both(own, own).lowered.map(({ what }) => what)).toEqual(['RB-6', 'runbook.days']);
    expect(both(own, { profile: 'minimal' }).lowered.map(({ what }) => what)).toEqual(['RB-6', 'runbook.days']);
    expect(
      both({ criteria: { runbook: 'off' } }, { criteria: { runbook: 'off' } }).lowered.map(({ what }) => what),
    ).toEqual(['RB-1', 'RB-6']);
  });
});
