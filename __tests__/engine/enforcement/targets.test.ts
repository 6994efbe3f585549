import { describe, expect, test } from '@jest/globals';
import { deploysOn } from '../../../src/engine/enforcement/deploys.ts';
import { targetsOf } from '../../../src/engine/enforcement/targets.ts';

describe('branches that promotions go to', () => {
  const BUILT_IN = ['production', 'release/**'];
  const of = (branches: string[], existing: string[], looksInside = false) => {
    const found = targetsOf({ branches, recognizesByContent: looksInside }, existing, 'main');
    return {
      branches: found.branches.map(({ name, exists }) => (exists ? name : `${name} (missing)`)),
      probes: found.probes.map(({ pattern, probe }) => `${pattern} ${probe}`),
    };
  };
  test.each<[string, ReturnType<typeof of>, string[], string[]]>([
    [
      'those that match',
      of(['production', 'r/*'], ['main', 'production', 'r/1', 'r/1/2', 'x']),
      ['production', 'r/1'],
      ['r/* r/pilot-readiness-probe'],
    ],
    ['a named one that is not there yet', of(['live'], ['main']), ['live (missing)'], []],
    ['the default branch when nothing else is', of([], ['main', 'x']), ['main'], []],
    ['the default branch besides, when changes decide', of(['live'], ['main', 'live'], true), ['live', 'main'], []],
    ['the default branch once, when it matches', of(['m*'], ['main'], true), ['main'], ['m* mpilot-readiness-probe']],
    ["the built-in list is nobody's plan", of(BUILT_IN, ['main']), ['main'], []],
    [
      'the built-in list where its branches are',
      of(BUILT_IN, ['main', 'release/1']),
      ['release/1'],
      ['release/** release/pilot-readiness-probe'],
    ],
    ['alternatives and single signs', of(['{a,b}/v?'], ['main']), ['main'], ['{a,b}/v? a/vx']],
    ['a glob that no name can be made for', of(['[ab]*'], ['main']), ['main'], ['[ab]* undefined']],
  ])('%s', (_name, { branches, probes }, wanted, asked) => {
    expect([branches, probes]).toEqual([wanted, asked]);
  });
});

describe('workflows that deploy when the default branch is pushed to', () => {
  const found = (triggers: string[], pushBranches?: string[], environments = ['production']): boolean =>
    deploysOn(
      [
        {
          path: 'w.yml',
          name: 'w',
          triggers,
          jobs: [],
          environments,
          builds: false,
          ...(pushBranches ? { pushBranches } : {}),
        },
      ],
      'main',
    ).length > 0;
  test.each<[string, boolean, boolean]>([
    ['every push', found(['push']), true],
    ['by hand', found(['workflow_dispatch']), false],
    ['this branch', found(['push'], ['main']), true],
    ['another branch', found(['push'], ['production']), false],
    ['only tags', found(['push'], []), false],
    ['all but this one', found(['push'], ['**', '!main']), false],
    ['taken away and given back', found(['push'], ['!main', 'm*']), true],
    ['another environment', found(['push'], ['main'], ['staging']), false],
    ['one of several environments', found(['push'], ['main'], ['staging', 'prod-eu']), true],
    ['a name that only begins alike', found(['push'], ['main'], ['product-tests']), false],
  ])('%s', (_name, is, expected) => {
    expect(is).toBe(expected);
  });
});
