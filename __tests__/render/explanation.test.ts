import { describe, expect, test } from '@jest/globals';
import { readCommands } from '../../src/core/command-lines.ts';
import { defineCriterion } from '../../src/core/criterion.ts';
import { met } from '../../src/core/finding.ts';
import type { Fault } from '../../src/core/observation.ts';
import { section } from '../../src/core/reads.ts';
import type { Report, ReportCheck } from '../../src/core/report.ts';
import { catalogue } from '../../src/criteria/index.ts';
import { COMMENT_BUDGET } from '../../src/render/comment.ts';
import { renderExplanation } from '../../src/render/explanation.ts';
import { proposedPolicyWords } from '../../src/render/proposed-policy.ts';
import { utf8Length } from '../../src/render/text.ts';
import { expectHarmless, html } from './as-github.ts';
import { check, criterion, report } from './build.ts';
import { cast } from './cast.ts';
import { hostile } from './hostile.ts';

const attacks = hostile.criteria.flatMap((one) => one.checks);
const codes = Array.from({ length: 20 }, (_, index) => `T-${index}`);
const many = defineCriterion({
  id: 'many',
  title: 'a criterion',
  half: 'technical',
  why: 'because',
  sources: [],
  params: {},
  reads: () => ({ pilot: section('pilot') }),
  asks: () => ({}),
  checks: (make) =>
    codes.map((code) =>
      make(code, {
        title: `check ${code}`,
        levels: 'B/B/B',
        remedy: 'Do what the page says.',
        waivable: code !== 'T-0',
        ...(code === 'T-1' ? { wayOut: 'Say so in the record.' } : {}),
        needs: ['pilot'],
        judge: () => met(''),
      }),
    ),
});
const explain = (wanted: string, checks: ReportCheck[] = [], over: Partial<Report> = {}) =>
  renderExplanation([many], report([criterion('many', 'a criterion', 'technical', checks)], over), wanted, {
    serverUrl: 'https://github.com',
  });

describe('explanation', () => {
  test('says what is asked, which line demands it, what was seen where, what to add and who can', () => {
    const open = check('T-0', 'x', {
      outcome: 'unmet',
      summary: 'No trigger in the plan',
      places: [{ path: 'docs/rollback.md', line: 14 }],
      remedy: 'Add a number.',
      actors: ['author', 'control:privacy'],
    });
    expect(explain('t-0', [open])).toBe(
      [
        '**a criterion** (`many`)',
        '',
        'because',
        '',
        '`T-0` check T-0 (never waived)',
        '- blocking, by `.github/pilot-readiness.yml:2`',
        '- missing: No trigger in the plan ([docs/rollback.md:14](https://github.com/acme/triage/blob/a1b2c3d4e5f60718293a4b5c6d7e8f9012345678/docs/rollback.md?plain=1#L14))',
        '- Next: Add a number.',
        '- Who: author, privacy approvers',
      ].join('\n'),
    );
  });

  test.each<[ReportCheck['outcome'], boolean]>([
    ['met', false],
    ['not-applicable', false],
    ['unmet', true],
    ['stale', true],
    ['unknown', true],
    ['waived', true],
  ])('a check that is %s has a next step: %s', (outcome, has) => {
    expect(explain('T-1', [check('T-1', 'x', { outcome, actors: [] })]).includes('Next:')).toBe(has);
    expect(explain('T-1', [check('T-1', 'x', { outcome, actors: [] })])).not.toContain('Who:');
  });

  test('what the profile does not ask is said, and a way out where there is one', () => {
    expect(explain('T-1')).toContain('not asked under profile `minimal`');
    expect(explain('T-1', [check('T-1', 'x')])).toContain('When history cannot be changed: Say so in the record.');
  });

  test('a criterion explains all its checks', () => {
    const text = explain(
      '  MANY ',
      codes.map((code) => check(code, 'x')),
    );
    for (const code of codes) expect(text).toContain(`\n\n\`${code}\` `);
  });

  test.each(['', ' ', '\u200b', '\u0000', '\u001b[2J'])('%j asks which one', (wanted) => {
    expect(explain(wanted)).toMatch(/^Which one\? Known here:\n\n- `many`/);
  });

  test.each([
    'RB-99',
    '__proto__',
    'constructor',
    'T',
    'T-0 T-1',
    '@acme/security #12',
    ...attacks.map((one) => one.title),
  ])('an unknown %j is named harmlessly', (wanted) => {
    const text = renderExplanation(catalogue, report([]), wanted, { serverUrl: 'https://github.com' });
    expect(text).toMatch(/^There is no /);
    expectHarmless(text);
    expect(readCommands(text)).toEqual([]);
    expect(utf8Length(text)).toBeLessThan(60_000);
  });

  test('every criterion and check of the catalogue can be explained, with and without a report', () => {
    for (const one of catalogue)
      for (const wanted of [one.id, ...one.checks.map(({ code }) => code.toLowerCase())])
        for (const told of [cast.notReady, cast.huge, report([])]) {
          const text = renderExplanation(catalogue, told ?? report([]), wanted, { serverUrl: 'https://github.com' });
          expect(text).toMatch(/^\*\*/);
          expect(readCommands(text)).toEqual([]);
          expect(utf8Length(text)).toBeLessThan(60_000);
        }
  });

  test('text of a repository stays text', () => {
    for (const attack of attacks) {
      const text = explain('T-2', [{ ...attack, code: 'T-2' }]);
      expectHarmless(text);
      expect(text).not.toContain('evil.example)');
      expect(html(text).match(/<li>/g)?.length).toBeLessThanOrEqual(4);
    }
  });

  test.each(['@', '|', '漢', '😀', '`', '&', '\u001b[31m', 'word '])(
    'a flood of %j stays below what GitHub takes',
    (letter) => {
      const flood = letter.repeat(5_000);
      const checks = codes.map((code) =>
        check(code, 'x', {
          outcome: 'unmet',
          summary: flood,
          remedy: flood,
          places: Array.from({ length: 9 }, (_, line) => ({ path: flood, line: line + 1 })),
          actors: Array.from({ length: 50 }, (_, index) => `${flood}${index}`),
          rule: { path: flood, line: 1 },
        }),
      );
      const text = explain('many', checks);
      expect(utf8Length(text)).toBeLessThan(60_000);
      expect(text).toContain('`T-0`');
      if (!text.includes('`T-19`')) expect(text).toMatch(/and \d+ more checks: ask for one by its code\.$/);
    },
  );
});

const fault = (over: Partial<Fault> = {}): Fault => ({
  path: '.github/pilot-readiness.yml',
  line: 3,
  column: 5,
  key: 'mode',
  problem: 'is “blocking”',
  allowed: 'enforce, observe',
  remedy: 'Choose one of them.',
  ...over,
});

describe('the policy that a pull request brings', () => {
  const one = (checks: ReportCheck[], over: Partial<Report> = {}) =>
    report([criterion('runbook', 'x', 'technical', checks)], over);
  const say = (before: Report | undefined, after: Report) => proposedPolicyWords(before, { report: after });
  const blocking = check('RB-6', 'x');
  const profile = (name: Report['policy']['profile']): Partial<Report> => ({
    policy: { ...report([]).policy, profile: name },
  });

  test.each<[string, Report | undefined, Report, string]>([
    ['nothing', one([blocking]), one([blocking]), 'No check would change.'],
    [
      'a level',
      one([blocking]),
      one([{ ...blocking, level: 'advisory' }]),
      'This would change: `RB-6 blocking → advisory`.',
    ],
    ['an outcome', one([blocking]), one([{ ...blocking, outcome: 'unmet' }]), 'This would change: `RB-6 met → unmet`.'],
    ['a new check', one([]), one([blocking]), 'This would change: `RB-6 newly blocking`.'],
    ['a check that is gone', one([blocking]), one([]), 'This would change: `RB-6 blocking → no longer asked`.'],
    ['a criterion that is gone', one([blocking]), report([]), 'This would change: `RB-6 blocking → no longer asked`.'],
    ['a check that was off already', one([{ ...blocking, level: 'off' }]), one([]), 'No check would change.'],
    ['the mode', one([blocking]), one([blocking], { mode: 'observe' }), 'This would change: `mode enforce → observe`.'],
    ['the profile', one([], profile('standard')), one([]), 'This would change: `profile standard → minimal`.'],
  ])('%s', (_name, before, after, words) => {
    expect(say(before, after)).toMatch(
      /^\n#### This pull request changes the policy\n\nIt was judged by the policy of/,
    );
    expect(say(before, after).trimEnd().endsWith(` ${words}`)).toBe(true);
  });

  test('beside a policy in force that cannot be used, nothing is compared', () => {
    expect(say(undefined, one([blocking]))).not.toMatch(/would change/);
  });

  test('the verdict is the one that an enforced promotion would have', () => {
    const after = one([{ ...blocking, outcome: 'unmet' }], { mode: 'observe' });
    expect(say(one([blocking]), after)).toContain('The new one would say: **Not ready for production: 0 of 1');
  });

  test('more changes than anybody reads are counted', () => {
    const all = Array.from({ length: 100 }, (_, index) => check(`RB-${index}`, 'x'));
    expect(say(one([]), one(all))).toMatch(/ and 60 more\.\n$/);
  });

  test('faults have their place, and those that find no room are counted', () => {
    expect(proposedPolicyWords(undefined, { faults: [fault()] })).toBe(
      '\n#### This pull request changes the policy\n\nIt was judged by the policy of the default branch. The new one **cannot be used**:\n\n- .github/pilot-readiness.yml:3:5 mode is “blocking” (allowed: enforce, observe). Choose one of them.\n',
    );
    const words = proposedPolicyWords(undefined, { faults: Array.from({ length: 300 }, () => fault()) });
    const shown = words.match(/^- \.github/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(9);
    expect(words).toContain(`- and ${300 - shown} more faults\n`);
  });

  test.each([
    ...attacks.map(({ title }) => title),
    ...['@', '|', '漢', '😀', '`', '&'].map((letter) => letter.repeat(5_000)),
  ])('hostile text %# stays text, and fits behind a comment that used its whole budget', (text) => {
    const faults = Array.from({ length: 300 }, () =>
      fault({ key: text, problem: text, allowed: text, remedy: text, path: text }),
    );
    const flipped = codes.map((code) => check(`${code}${text}`, text));
    const all = [proposedPolicyWords(hostile, { faults }), say(hostile, one(flipped)), say(one(flipped), hostile)];
    for (const words of all) {
      expectHarmless(words);
      expect(readCommands(words)).toEqual([]);
      expect(utf8Length(words) + COMMENT_BUDGET + 1).toBeLessThan(65_536);
    }
    expect(html(all[0] ?? '').match(/<li>/g)).toHaveLength((all[0]?.match(/^- /gm) ?? []).length);
  });
});
