import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { defineCriterion, param } from '../../../src/engine/criterion.ts';
import { section } from '../../../src/engine/inputs.ts';
import { policyFileSchema } from '../../../src/engine/policy/file.ts';
import { effectivePolicy } from '../../../src/engine/policy/merge.ts';
import { isWeaker } from '../../../src/engine/policy/strictness.ts';
import { readYaml } from '../../../src/formats/yaml/index.ts';
import { met } from '../../support/builders/findings.ts';

const words = { remedy: 'Do what the page says, today.', requires: ['pilot'] as const, judge: () => met('seen') };
const runbook = defineCriterion({
  id: 'runbook',
  title: 'a runbook',
  half: 'technical',
  why: 'because',
  subtitle: 'A sentence',
  sources: [],
  params: {
    reviewedWithinDays: param(z.int().positive(), { minimal: 365, standard: 180, regulated: 90 }, 'lower', 'days'),
    minWords: param(z.int().positive(), 15, 'higher', 'words'),
  },
  inputs: () => ({ pilot: section('pilot') }),
  facts: {},
  requests: () => ({}),
  checks: (check) => [
    check('RB-1', { title: 'one', levels: 'B/B/B', ...words }),
    check('RB-3', { title: 'three', levels: 'B/B/B', waivable: false, ...words }),
    check('RB-6', { title: 'six', levels: 'a/B/B', ...words }),
    check('RB-7', { title: 'seven', levels: '-/B/B', ...words }),
  ],
});
const catalog = [runbook];
const PATH = '.github/pilot-readiness.yml';
const NOW = Date.parse('2026-11-20T12:00:00Z');

function read(text: string, now = NOW) {
  const file = readYaml(policyFileSchema(catalog), PATH, new TextEncoder().encode(text));
  if (file.value === undefined || file.faults.length > 0) return { faults: file.faults, policy: undefined };
  return effectivePolicy(catalog, { path: PATH, file: file.value, at: file.at }, { now });
}
const levels = (text: string) =>
  Object.fromEntries(
    Object.entries(read(text).policy?.criteria.runbook?.checks ?? {}).map(([code, rule]) => [code, rule.level]),
  );
const says = (text: string) =>
  read(text)
    .faults.map((fault) => `${fault.line}:${fault.column} ${fault.key} ${fault.problem}`)
    .join('\n');

describe('levels and options', () => {
  test('without a file the built-in minimal profile applies, and says that it is built in', () => {
    const { policy, faults } = effectivePolicy(catalog, undefined, { now: NOW });
    expect(faults).toEqual([]);
    expect(policy.profile).toBe('minimal');
    expect(policy.mode).toBe('enforce');
    expect(policy.profileOrigin).toEqual({ path: 'profile minimal' });
    expect(policy.criteria.runbook?.params).toEqual({ reviewedWithinDays: 365, minWords: 15 });
    expect(policy.promotion.labels).toEqual(['promote-to-production']);
  });

  test.each([
    [
      'the profile',
      'version: 1\nprofile: standard\n',
      { 'RB-1': 'blocking', 'RB-3': 'blocking', 'RB-6': 'blocking', 'RB-7': 'blocking' },
    ],
    ['minimal', 'version: 1\n', { 'RB-1': 'blocking', 'RB-3': 'blocking', 'RB-6': 'advisory', 'RB-7': 'off' }],
    [
      'one criterion at another profile',
      'version: 1\ncriteria: { runbook: standard }\n',
      { 'RB-1': 'blocking', 'RB-3': 'blocking', 'RB-6': 'blocking', 'RB-7': 'blocking' },
    ],
    [
      'one check',
      'version: 1\ncriteria: { runbook: { checks: { RB-6: blocking } } }\n',
      { 'RB-1': 'blocking', 'RB-3': 'blocking', 'RB-6': 'blocking', 'RB-7': 'off' },
    ],
    [
      'off and false are the same',
      'version: 1\nprofile: standard\ncriteria: { runbook: { checks: { RB-6: false, RB-7: off } } }\n',
      { 'RB-1': 'blocking', 'RB-3': 'blocking', 'RB-6': 'off', 'RB-7': 'off' },
    ],
  ])('%s', (_name, text, expected) => {
    expect(levels(text)).toEqual(expected);
  });

  test('every value keeps the line it came from', () => {
    const { policy } = read(
      'version: 1\nprofile: standard\ncriteria:\n  runbook:\n    reviewed-within-days: 200\n    checks: { RB-6: advisory }\n',
    );
    expect(policy?.profileOrigin).toEqual({ path: PATH, line: 2 });
    expect(policy?.criteria.runbook?.paramOrigins.reviewedWithinDays).toEqual({ path: PATH, line: 5 });
    expect(policy?.criteria.runbook?.checks['RB-6']?.origin).toEqual({ path: PATH, line: 6 });
    expect(policy?.criteria.runbook?.checks['RB-1']?.origin).toEqual({ path: PATH, line: 2 });
  });

  test('what stands below the profile is listed, what stands above it is not', () => {
    const { policy } = read(
      'version: 1\nprofile: standard\ncriteria:\n  runbook: { reviewed-within-days: 200, min-words: 30, checks: { RB-6: advisory } }\n',
    );
    expect(policy?.lowered.map(({ what, from, to }) => [what, from, to])).toEqual([
      ['RB-6', 'blocking', 'advisory'],
      ['runbook.reviewedWithinDays', '180', '200'],
    ]);
  });

  test('enforce-from observes until its day, then enforces', () => {
    const text = 'version: 1\nenforce-from: 2027-02-01\n';
    expect(read(text).policy?.mode).toBe('observe');
    expect(read(text, Date.parse('2027-02-01T00:00:00Z')).policy?.mode).toBe('enforce');
  });

  test('a profile asked for from outside only tightens', () => {
    const tightened = effectivePolicy(catalog, undefined, { now: NOW, profile: 'regulated' }).policy;
    expect(tightened.profile).toBe('regulated');
    const file = readYaml(policyFileSchema(catalog), PATH, new TextEncoder().encode('version: 1\nprofile: standard\n'));
    if (file.value === undefined) throw new Error('unreadable');
    expect(
      effectivePolicy(catalog, { path: PATH, file: file.value, at: file.at }, { now: NOW, profile: 'minimal' }).policy
        .profile,
    ).toBe('standard');
  });

  test('the digest changes with what is asked, not with where it stands', () => {
    const one = read('version: 1\nprofile: standard\n').policy?.digest;
    expect(read('# a comment\nversion: 1\n\nprofile: standard\n').policy?.digest).toBe(one);
    expect(read('version: 1\nprofile: regulated\n').policy?.digest).not.toBe(one);
  });
});

describe('faults', () => {
  test.each([
    ['an unknown key, with the nearest one', 'version: 1\nprofil: standard\n', /2:1 profil .*/],
    ['a value outside its list', 'version: 1\nprofile: strict\n', /2:10 profile .*strict/],
    ['an unknown criterion', 'version: 1\ncriteria:\n  runbok: standard\n', /3:3 criteria\.runbok/],
    ['an unknown check', 'version: 1\ncriteria:\n  runbook: { checks: { RB-99: off } }\n', /RB-99/],
    [
      'an option of the wrong type',
      'version: 1\ncriteria:\n  runbook: { reviewed-within-days: soon }\n',
      /3:\d+ criteria\.runbook\.reviewed-within-days/,
    ],
    ['a missing version', 'profile: standard\n', /version/],
    [
      'a check that only an organization may lower',
      'version: 1\ncriteria:\n  runbook:\n    checks: { RB-3: advisory }\n',
      /4:\d+ criteria\.runbook lowers RB-3/,
    ],
    [
      'an artifact switched off under enforce',
      'version: 1\ncriteria:\n  runbook:\n    checks: { RB-1: off }\n',
      /switches off RB-1/,
    ],
    [
      'a waiver of a check that is never waived',
      'version: 1\nwaivers:\n  approvers: ["@dana"]\n  granted:\n    - { check: RB-3, asked-by: "@ravi", by: "@dana", on: 2026-11-12, until: 2026-12-01, reason: later }\n',
      /waives RB-3/,
    ],
    [
      'a waiver of an unknown check',
      'version: 1\nwaivers:\n  granted:\n    - { check: RB-77, asked-by: "@ravi", by: "@dana", on: 2026-11-12, until: 2026-12-01, reason: later }\n',
      /RB-77/,
    ],
    [
      'a waiver that is too long',
      'version: 1\nwaivers:\n  max-days: 30\n  granted:\n    - { check: RB-1, asked-by: "@ravi", by: "@dana", on: 2026-11-12, until: 2027-01-31, reason: later }\n',
      /later than 30 days/,
    ],
    [
      'a waiver granted by who asked',
      'version: 1\nwaivers:\n  granted:\n    - { check: RB-1, asked-by: "@ravi", by: "ravi", on: 2026-11-12, until: 2026-12-01, reason: later }\n',
      /also requested/,
    ],
  ])('%s', (_name, text, expected) => {
    expect(says(text)).toMatch(expected);
  });

  test('an artifact may be switched off under observe, where nothing is blocked', () => {
    expect(read('version: 1\nmode: observe\ncriteria:\n  runbook:\n    checks: { RB-1: off }\n').faults).toEqual([]);
  });
});

describe('which value is weaker', () => {
  test.each([
    [10, 20, 'higher', true],
    [30, 20, 'higher', false],
    [30, 20, 'lower', true],
    [['a'], ['a', 'b'], 'superset', true],
    [['a', 'b', 'c'], ['a', 'b'], 'superset', false],
    [['a', 'c'], ['a', 'b'], 'subset', true],
    [['a'], ['a', 'b'], 'subset', false],
    ['point', 'interval', 'fixed', true],
  ])('%j beside %j, stricter is %s: %s', (given, usual, stricter, weaker) => {
    expect(isWeaker(given, usual, stricter as string)).toBe(weaker);
  });
});
