import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { catalog as realCatalog } from '../../../src/criteria/index.ts';
import { PROFILES } from '../../../src/domain/levels.ts';
import { defineCriterion, param } from '../../../src/engine/criterion.ts';
import { LEVELS, policyFileSchema } from '../../../src/engine/policy/file.ts';
import { isFreed, keyRules, rulesOf } from '../../../src/engine/policy/keys.ts';
import { effectivePolicy, type PolicyOptions } from '../../../src/engine/policy/merge.ts';
import { pilotReasons, releasedAt } from '../../../src/engine/policy/pilot-lists.ts';
import { isWeaker, STRENGTH } from '../../../src/engine/policy/strictness.ts';
import { readYaml } from '../../../src/formats/yaml/index.ts';
import { checkRules, criterionRules } from '../../support/builders/criterion-rules.ts';

const runbook = defineCriterion({
  ...criterionRules,
  id: 'runbook',
  title: 'a runbook',
  params: {
    reviewedWithinDays: param(z.int(), { minimal: 365, standard: 180, regulated: 90 }, 'lower', 'days'),
    minWords: param(z.int(), 15, 'higher', 'words'),
    sections: param(z.array(z.string()), [], 'superset', 'sections'),
    style: param(z.string(), 'plain', 'fixed', 'style'),
  },
  checks: (check) => [
    check('RB-1', { levels: 'B/B/B', ...checkRules }),
    check('RB-3', { levels: 'B/B/B', waivable: false, ...checkRules }),
    check('RB-6', { levels: 'a/B/B', ...checkRules }),
    check('RB-7', { levels: '-/B/B', ...checkRules }),
  ],
});
const catalog = [runbook];
const ORG = 'acme/.github/.github/pilot-readiness.yml';
const OWN = '.github/pilot-readiness.yml';
const NOW = Date.parse('2026-11-20T12:00:00Z');

function layer(path: string, text: string) {
  const read = readYaml(policyFileSchema(catalog), path, new TextEncoder().encode(`version: 1\n${text}\n`));
  if (read.value === undefined) throw new Error(JSON.stringify(read.faults));
  return { path, file: read.value, at: read.at };
}
const organization = (text: string) => ({ ...layer(ORG, text), repository: 'acme/.github' });
function both(org: string, own: string | undefined, options: Partial<PolicyOptions> = {}) {
  const repository = own === undefined ? undefined : layer(OWN, own);
  return effectivePolicy(catalog, repository, { now: NOW, organization: organization(org), ...options });
}
const refusals = (org: string, own: string) =>
  both(org, own).policy.refused.map(
    ({ key, asked, askedAt, held, heldAt }) =>
      `${key}: ${asked} (${askedAt.path === OWN ? 'own' : '?'}:${askedAt.line}) < ${held} (${heldAt.path === ORG ? 'org' : '?'}:${heldAt.line})`,
  );
const level = (org: string, own: string | undefined, code: string) => {
  const rule = both(org, own).policy.criteria.runbook?.checks[code];
  return `${rule?.level} ${rule?.origin.path === ORG ? 'org' : rule?.origin.path === OWN ? 'own' : rule?.origin.path}`;
};

describe('every key declares its direction', () => {
  test('of the real policy file, each criterion and each of its options included', () => {
    const found = keyRules(realCatalog);
    const keys = found.map(({ keys: path }) => path.join('.'));
    expect(keys).toEqual(expect.arrayContaining(['profile', 'mode', 'controls.*.approvers', 'waivers.maxDays']));
    for (const criterion of realCatalog)
      for (const name of Object.keys(criterion.params)) expect(keys).toContain(`criteria.${criterion.id}.${name}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a key without one is refused, wherever it stands', () => {
    expect(() => rulesOf(z.strictObject({ deep: z.strictObject({ bare: z.int().optional() }).optional() }))).toThrow(
      'deep.bare declares no direction',
    );
    expect(() => rulesOf(z.record(z.string(), z.strictObject({ bare: z.int() })))).toThrow('*.bare');
    expect(() => rulesOf(z.strictObject({ odd: z.int().meta({ stricter: 'sideways' }) }))).toThrow('sideways');
  });
});

describe('a floor', () => {
  test.each<[string, string, string, string[]]>([
    ['profile', 'profile: standard', 'profile: minimal', ['profile: minimal (own:2) < standard (org:2)']],
    ['mode', 'mode: enforce', 'mode: observe', ['mode: observe (own:2) < enforce (org:2)']],
    [
      'a later start',
      'enforce-from: 2027-01-01',
      'enforce-from: 2027-06-01',
      ['enforce-from: 2027-06-01 (own:2) < 2027-01-01 (org:2)'],
    ],
    [
      'observe for ever, where a start is set',
      'enforce-from: 2026-01-01',
      'mode: observe',
      ['mode: observe (own:2) < enforced from 2026-01-01 (org:2)'],
    ],
    [
      'a start in the future, where it is enforced now',
      'mode: enforce',
      'enforce-from: 2099-01-01',
      ['enforce-from: 2099-01-01 (own:2) < enforced now (org:2)'],
    ],
    ['report', 'report: all', 'report: pilots', ['report: pilots (own:2) < all (org:2)']],
    [
      'waivers',
      'waivers: { max-days: 30 }',
      'waivers: { max-days: 90 }',
      ['waivers.max-days: 90 (own:2) < 30 (org:2)'],
    ],
    [
      'whom it trusts',
      'waivers: { approvers: ["@acme/gov"] }',
      'waivers: { approvers: ["@acme/gov", "@mallory"] }',
      ['waivers.approvers: [@acme/gov, @mallory] (own:2) < [@acme/gov] (org:2)'],
    ],
    [
      'who signs',
      'controls: { security: { approvers: ["@acme/security"] } }',
      'controls: { security: { approvers: ["@mallory"], plain-approval: true } }',
      ['controls.security.approvers: [@mallory] (own:2) < [@acme/security] (org:2)'],
    ],
    [
      'plain approvals',
      'controls: { security: { plain-approval: false } }',
      'controls: { security: { plain-approval: true } }',
      ['controls.security.plain-approval: true (own:2) < false (org:2)'],
    ],
    [
      'the folder',
      'evidence: { root: readiness }',
      'evidence: { root: other }',
      ['evidence.root: other (own:2) < readiness (org:2)'],
    ],
    [
      'an option',
      'criteria: { runbook: { reviewed-within-days: 100 } }',
      'criteria: { runbook: { reviewed-within-days: 200 } }',
      ['criteria.runbook.reviewed-within-days: 200 (own:2) < 100 (org:2)'],
    ],
    [
      'a default of the profile that the organization set',
      'profile: standard',
      'criteria: { runbook: { reviewed-within-days: 300 } }',
      ['criteria.runbook.reviewed-within-days: 300 (own:2) < 180 (org:2)'],
    ],
    [
      'one check',
      'profile: standard',
      'criteria: { runbook: { checks: { RB-6: advisory } } }',
      ['criteria.runbook.checks.RB-6: advisory (own:2) < blocking (org:2)'],
    ],
    [
      'a whole criterion, told once',
      'profile: standard',
      'criteria: { runbook: off }',
      ['criteria.runbook: off (own:2) < RB-1 blocking, RB-3 blocking, RB-6 blocking, RB-7 blocking (org:2)'],
    ],
    [
      'the levels of a lower profile',
      'profile: standard',
      'criteria: { runbook: minimal }',
      ['criteria.runbook: minimal (own:2) < RB-6 blocking, RB-7 blocking, reviewed-within-days 180 (org:2)'],
    ],
    [
      'a check that is never lowered by a repository',
      'criteria: { runbook: { checks: { RB-3: blocking } } }',
      'criteria: { runbook: { checks: { RB-3: advisory } } }',
      ['criteria.runbook.checks.RB-3: advisory (own:2) < blocking (org:2)'],
    ],
  ])(
    '%s cannot be undercut: both values and both lines are named, and no fault closes the gate',
    (_, org, own, said) => {
      expect(refusals(org, own)).toEqual(said);
      expect(both(org, own).faults).toEqual([]);
    },
  );

  test.each<[string, string, string]>([
    ['a higher profile', 'profile: standard', 'profile: regulated'],
    ['an earlier start', 'enforce-from: 2027-06-01', 'enforce-from: 2027-01-01'],
    ['enforce over observe', 'mode: observe', 'mode: enforce'],
    [
      'fewer approvers, spelled otherwise',
      'waivers: { approvers: ["@dana", "@ravi"] }',
      'waivers: { approvers: [Dana] }',
    ],
    ['more is covered', 'controls: { security: { covers: [a] } }', 'controls: { security: { covers: [b] } }'],
    ['a stricter option', 'criteria: { runbook: { min-words: 20 } }', 'criteria: { runbook: { min-words: 30 } }'],
    [
      'what the organization does not set',
      'waivers: { max-days: 30 }',
      'mode: observe\ncriteria: { runbook: { checks: { RB-6: off } } }',
    ],
    ['the same', 'profile: standard\nmode: enforce', 'profile: standard\nmode: enforce'],
  ])('may be raised: %s', (_, org, own) => {
    expect(refusals(org, own)).toEqual([]);
    expect(both(org, own).faults).toEqual([]);
  });

  test('the stricter one stands, with the line it came from', () => {
    const { policy } = both('profile: standard\nmode: enforce', 'profile: minimal\nmode: observe');
    expect([policy.profile, policy.profileOrigin]).toEqual(['standard', { path: ORG, line: 2 }]);
    expect([policy.mode, policy.modeOrigin]).toEqual(['enforce', { path: ORG, line: 3 }]);
    expect(level('profile: standard', 'criteria: { runbook: { checks: { RB-6: off } } }', 'RB-6')).toBe('blocking org');
    expect(policy.layers).toEqual([{ path: ORG, repository: 'acme/.github' }, { path: OWN }]);
  });

  test('lists that recognize promotions, and what is covered, hold what either layer names', () => {
    const { policy } = both(
      'promotion: { branches: [production], catalog-lifecycle: production }\ncontrols: { security: { covers: [a] } }',
      'promotion: { branches: [live], paths: ["deploy/**"], catalog-lifecycle: live }\ncontrols: { security: { covers: [b] } }',
    );
    expect(policy.promotion).toEqual({
      labels: [],
      branches: ['production', 'live'],
      paths: ['deploy/**'],
      catalogLifecycle: ['production', 'live'],
    });
    expect(policy.controls.security?.covers).toEqual(['a', 'b']);
  });

  test('a repository on a higher profile keeps its stricter levels, unless the organization lowered a check on purpose', () => {
    expect(level('criteria: { runbook: { checks: { RB-6: advisory } } }', 'profile: standard', 'RB-6')).toBe(
      'blocking own',
    );
    const lowering = 'criteria: { runbook: { checks: { RB-3: advisory } } }';
    expect(level(lowering, 'profile: standard', 'RB-3')).toBe('advisory org');
    expect(both(lowering, 'profile: standard').policy.lowered).toEqual([
      { what: 'RB-3', from: 'blocking', to: 'advisory', place: { path: ORG, line: 2 } },
    ]);
    expect(level(lowering, 'criteria: { runbook: { checks: { RB-3: blocking } } }', 'RB-3')).toBe('blocking own');
  });

  test("one criterion at another profile's levels, by either layer", () => {
    expect(level('criteria: { runbook: standard }', undefined, 'RB-7')).toBe('blocking org');
    expect(level('profile: minimal', 'criteria: { runbook: standard }', 'RB-7')).toBe('blocking own');
    expect(
      both('profile: minimal', 'criteria: { runbook: standard }').policy.criteria.runbook?.params.reviewedWithinDays,
    ).toBe(180);
  });

  test('never gives less than the organization set, whatever the repository says', () => {
    const code = fc.constantFrom('RB-1', 'RB-3', 'RB-6', 'RB-7');
    const entry = fc.oneof(
      fc.constantFrom<unknown>(...PROFILES, 'off', false),
      fc.record(
        {
          profile: fc.constantFrom(...PROFILES),
          level: fc.constantFrom<unknown>(...LEVELS, false),
          checks: fc.dictionary(code, fc.constantFrom<unknown>(...LEVELS, false)),
          reviewedWithinDays: fc.integer({ min: 1, max: 400 }),
          minWords: fc.integer({ min: 1, max: 40 }),
          sections: fc.subarray(['a', 'b', 'c']),
          style: fc.constantFrom('plain', 'rich'),
        },
        { requiredKeys: [] },
      ),
    );
    const file = fc.record(
      { profile: fc.constantFrom(...PROFILES), criteria: fc.record({ runbook: entry }, { requiredKeys: [] }) },
      { requiredKeys: [] },
    );
    const of = (path: string, value: unknown) =>
      ({ path, file: { version: 1, ...(value as object) }, at: () => ({ path, line: 1 }) }) as never;
    fc.assert(
      fc.property(file, file, (org, own) => {
        const alone = effectivePolicy(catalog, undefined, { now: NOW, organization: of(ORG, org) }).policy;
        const joined = effectivePolicy(catalog, of(OWN, own), { now: NOW, organization: of(ORG, org) }).policy;
        const [floor, kept] = [alone.criteria.runbook, joined.criteria.runbook];
        for (const [name, rule] of Object.entries(floor?.checks ?? {}))
          if (rule.origin.path === ORG)
            expect(STRENGTH[kept?.checks[name]?.level ?? 'off']).toBeGreaterThanOrEqual(STRENGTH[rule.level]);
        for (const [name, spec] of Object.entries(runbook.params)) {
          const written = (org.criteria?.runbook as Record<string, unknown> | undefined)?.[name] !== undefined;
          if (written || org.profile !== undefined)
            expect(isWeaker(kept?.params[name], floor?.params[name], spec.stricter)).toBe(false);
        }
        expect(PROFILES.indexOf(joined.profile)).toBeGreaterThanOrEqual(PROFILES.indexOf(alone.profile));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what the organization allows', () => {
  test('is free, key by key; a check marked ‡ never is', () => {
    const org = 'profile: standard\nallow: ["criteria.runbook.*", waivers.max-days]\nwaivers: { max-days: 30 }';
    const own =
      'waivers: { max-days: 60 }\ncriteria: { runbook: { reviewed-within-days: 300, checks: { RB-6: off, RB-3: off } } }';
    expect(refusals(org, own)).toEqual(['criteria.runbook.checks.RB-3: off (own:3) < blocking (org:2)']);
    const { policy } = both(org, own);
    expect([policy.waivers.maxDays, policy.criteria.runbook?.params.reviewedWithinDays]).toEqual([60, 300]);
    expect(policy.lowered.map(({ what }) => what)).toEqual(['RB-6', 'runbook.reviewedWithinDays']);
  });

  test.each([
    ['criteria.runbook.*', ['criteria', 'runbook', 'checks', 'RB-6'], true],
    ['criteria.runbook.*', ['criteria', 'runbook'], true],
    ['criteria.runbook', ['criteria', 'runbook', 'level'], false],
    ['criteria.*.min-words', ['criteria', 'runbook', 'minWords'], true],
    ['criteria.*.min-words', ['criteria', 'runbook', 'level'], false],
    ['criteria.run', ['criteria', 'runbook'], false],
    ['*', ['mode'], true],
  ])('%s and %j: %s', (pattern, keys, expected) => {
    expect(isFreed([pattern], keys)).toBe(expected);
  });

  test('a free profile may be lower, and what follows from it is no floor', () => {
    const { policy } = both('profile: standard\nallow: [profile]', 'profile: minimal');
    expect([policy.profile, policy.refused, policy.criteria.runbook?.checks['RB-7']?.level]).toEqual([
      'minimal',
      [],
      'off',
    ]);
  });
});

describe('what is a fault', () => {
  const faults = (org: string, own = '') =>
    both(org, own).faults.map(({ path, line, key, problem }) => `${path}:${line} ${key} ${problem}`);
  test.each<[string, string, string, RegExp]>([
    [
      'pilots in a repository',
      '',
      'pilots: { topics: [x] }',
      /^\.github\/pilot-readiness\.yml:2 pilots\.topics is in the policy of a repository$/,
    ],
    ['allow in a repository', '', 'allow: [mode]', /allow is in the policy of a repository/],
    [
      'waivers granted for everybody',
      'waivers: { granted: [{ check: RB-1, asked-by: "@a", by: "@b", on: 2026-11-01, until: 2026-11-30, reason: x }] }',
      '',
      /^acme\/\.github\/.*:2 waivers\.granted is in the policy of an organization/,
    ],
    ['a key that nobody has', 'allow: [criteria.runbok.*]', '', /allow\[0\] names "criteria\.runbok\.\*"/],
    [
      'an artifact switched off for everybody',
      'criteria: { runbook: { checks: { RB-1: off } } }',
      '',
      /acme.*switches off RB-1/,
    ],
    [
      'a ‡ check lowered without a floor',
      'mode: enforce',
      'criteria: { runbook: { checks: { RB-3: off } } }',
      /^\.github.*lowers RB-3/,
    ],
  ])('%s', (_, org, own, said) => {
    expect(faults(org, own).join('\n')).toMatch(said);
  });
  test('an organization may lower what repositories may not', () => {
    expect(faults('criteria: { runbook: { checks: { RB-3: advisory } } }')).toEqual([]);
    expect(faults('mode: observe\ncriteria: { runbook: { checks: { RB-3: off } } }')).toEqual([]);
  });
});

describe('pilots of an organization', () => {
  const one = { owner: 'acme', repo: 'triage', topics: [], properties: {} };
  test('by topic, property and list; the topic pilot always', () => {
    const org = organization(
      'pilots: { topics: [ai-pilot], properties: { lifecycle: [pilot] }, repositories: [Triage] }',
    );
    expect(pilotReasons(org, { ...one, repo: 'other' })).toEqual([]);
    expect(pilotReasons(org, one)).toEqual(['the list of the organization']);
    expect(pilotReasons(org, { ...one, repo: 'x', topics: ['ai-pilot', 'pilot'] })).toEqual([
      'topic pilot',
      'topic ai-pilot',
    ]);
    expect(pilotReasons(org, { ...one, repo: 'x', properties: { lifecycle: ['beta', 'Pilot'] } })).toEqual([
      'property lifecycle',
    ]);
    expect(pilotReasons(undefined, { ...one, topics: ['pilot'] })).toEqual(['topic pilot']);
  });

  test('one that is released, by its name with or without the owner', () => {
    const org = organization('pilots:\n  released:\n    - other\n    - acme/triage');
    expect(releasedAt(org, one)).toEqual({ path: ORG, line: 5 });
    expect(releasedAt(org, { ...one, owner: 'evil' })).toBeUndefined();
    expect(releasedAt(undefined, one)).toBeUndefined();
  });

  test('a profile by custom property; a repository that asks for less is refused', () => {
    const org = 'profile: minimal\nprofiles:\n  regulated: { properties: { data-class: [health] } }';
    const policy = both(org, 'profile: standard', { properties: { 'data-class': 'health' } }).policy;
    expect([policy.profile, policy.profileOrigin]).toEqual(['regulated', { path: ORG, line: 4 }]);
    expect(policy.refused).toMatchObject([{ key: 'profile', asked: 'standard', held: 'regulated' }]);
    expect(both(org, 'profile: standard', { properties: { 'data-class': 'none' } }).policy.profile).toBe('standard');
    expect(both(org, undefined).policy.profile).toBe('minimal');
    const two = 'profile: standard\nprofiles:\n  regulated: { properties: { data-class: [health] } }';
    const lower = both(two, 'profile: minimal', { properties: { 'data-class': ['health'] } }).policy;
    expect(lower.refused).toMatchObject([{ asked: 'minimal', held: 'regulated', heldAt: { path: ORG, line: 4 } }]);
  });
});

test('the digest tells what is asked, whoever asks it', () => {
  const digest = (org: string, own: string | undefined) => both(org, own).policy.digest;
  expect(digest('profile: standard', undefined)).toBe(digest('', 'profile: standard'));
  expect(digest('profile: standard', 'profile: minimal')).toBe(digest('profile: standard', undefined));
  expect(digest('profile: standard', 'mode: observe')).not.toBe(digest('profile: standard', undefined));
});
