import { describe, expect, test } from '@jest/globals';
import { readCommands } from '../../src/commands/language/command-lines.ts';
import { catalog } from '../../src/criteria/index.ts';
import type { Fault } from '../../src/domain/observation.ts';
import type { Report, ReportCheck } from '../../src/domain/report.ts';
import { type Criterion, defineCriterion } from '../../src/engine/criterion.ts';
import { type Explanation, explanationOf } from '../../src/engine/explanation.ts';
import { section } from '../../src/engine/inputs.ts';
import type { EffectivePolicy } from '../../src/engine/policy/effective.ts';
import { effectivePolicy } from '../../src/engine/policy/merge.ts';
import { COMMENT_BUDGET } from '../../src/render/markdown/comment.ts';
import { renderExplanation, renderExplanationForTerminal } from '../../src/render/markdown/explanation.ts';
import { proposedPolicyWords } from '../../src/render/markdown/proposed-policy.ts';
import { utf8Length } from '../../src/render/model/text.ts';
import { displayWidth } from '../../src/render/model/width.ts';
import { met } from '../support/builders/findings.ts';
import { check, criterion, report } from '../support/builders/report.ts';
import { hostile } from '../support/fixtures/hostile-report.ts';
import { sampleReports } from '../support/fixtures/reports.ts';
import { expectHarmless, html } from '../support/harness/as-github.ts';

const attacks = hostile.criteria.flatMap((one) => one.checks);
const codes = Array.from({ length: 20 }, (_, index) => `T-${index}`);
const many = defineCriterion({
  id: 'many',
  title: 'a criterion',
  half: 'technical',
  why: 'because',
  subtitle: 'A sentence',
  sources: [],
  params: {},
  inputs: () => ({ pilot: section('pilot') }),
  facts: {},
  requests: () => ({}),
  checks: (make) =>
    codes.map((code) =>
      make(code, {
        title: `check ${code}`,
        levels: 'B/B/B',
        remedy: 'Do what the page describes.',
        waivable: code !== 'T-0',
        ...(code === 'T-1' ? { alternativeRemedy: 'Say so in the record.' } : {}),
        requires: ['pilot'],
        judge: () => met(''),
      }),
    ),
});
const policyOf = (all: Criterion[]): EffectivePolicy => {
  const { policy } = effectivePolicy(all, undefined, { now: Date.parse('2026-11-20') });
  const privacy = { approvers: ['@mira', '@acme/privacy'], covers: [], plainApproval: false, required: true };
  return { ...policy, controls: { privacy } };
};
const policies = new Map([[catalog, policyOf(catalog)]]);
const explained = (all: Criterion[], one: Report, wanted: string): Explanation =>
  explanationOf({ catalog: all, policy: policies.get(all) ?? policyOf(all), report: one, wanted });
const inComment = (explanation: Explanation): string =>
  renderExplanation(explanation, { serverUrl: 'https://github.com' });
const inTerminal = (explanation: Explanation, width: number): string =>
  renderExplanationForTerminal(explanation, { width, color: false });
const about = (wanted: string, checks: ReportCheck[] = [], over: Partial<Report> = {}): Explanation =>
  explained([many], report([criterion('many', 'a criterion', 'technical', checks)], over), wanted);
const explain = (...what: Parameters<typeof about>): string => inComment(about(...what));

/** What a person reads on GitHub, and at a terminal: marks of code and of lists are no words. */
const wordsOnGitHub = (markdown: string): string[] =>
  html(markdown)
    .replace(/<\/?(?:strong|code|a)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/[\u200b`]/g, '')
    .split(/\s+/)
    .filter((word) => word !== '');
const wordsAtTerminal = (text: string): string[] =>
  text
    .replace(/^ {2}- /gm, '')
    .replaceAll('`', '')
    .split(/\s+/)
    .filter((word) => word !== '');

/** Word by word; at 80 columns a long word may be broken, so there letter by letter. */
function expectSameWords(explanation: Explanation): void {
  const words = wordsOnGitHub(inComment(explanation));
  expect(wordsAtTerminal(inTerminal(explanation, 100_000))).toEqual(words);
  const narrow = inTerminal(explanation, 80);
  expect(wordsAtTerminal(narrow).join('')).toBe(words.join(''));
  expect(narrow.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
}

describe('explanation', () => {
  test('shows the criterion, the result and its place, the line that requires it, what to add and who can', () => {
    const open = check('T-0', 'x', {
      outcome: 'unmet',
      summary: 'No trigger in the plan',
      places: [{ path: 'docs/rollback.md', line: 14 }],
      remedy: 'Add a number.',
      actors: ['author', 'control:privacy'],
    });
    expect(explain('t-0', [open])).toBe(
      [
        '#### check T-0 (`T-0`)',
        '',
        'Part of "a criterion" (`many`). Why it is required: because',
        '',
        '- **Result:** not met. No trigger in the plan ([docs/rollback.md:14](https://github.com/acme/triage/blob/a1b2c3d4e5f60718293a4b5c6d7e8f9012345678/docs/rollback.md?plain=1#L14))',
        '- **Required by:** [.github/pilot-readiness.yml:2](https://github.com/acme/triage/blob/9f8e7d6c5b4a/.github/pilot-readiness.yml?plain=1#L2), and blocks until it is met: it can never be waived',
        '- **What to add:** Add a number',
        '- **Who can act:** author, privacy approvers (`mira`, `acme/privacy`)',
        '',
        '<details><summary>Files read</summary>',
        '',
        '- **Reads:** `readiness/pilot.yaml`',
        '',
        '</details>',
      ].join('\n'),
    );
    expect(inTerminal(about('t-0', [open]), 80)).toBe(
      [
        'check T-0 (T-0)',
        'Part of "a criterion" (many). Why it is required: because',
        '  - Result: not met. No trigger in the plan (docs/rollback.md:14)',
        '  - Required by: .github/pilot-readiness.yml:2, and blocks until it is met: it',
        '    can never be waived',
        '  - What to add: Add a number',
        '  - Who can act: author, privacy approvers (mira, acme/privacy)',
        '',
        'Files read',
        '  - Reads: `readiness/pilot.yaml`',
        '',
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
  ])('a check that is %s has something to add: %s', (outcome, has) => {
    const text = explain('T-1', [check('T-1', 'x', { outcome, actors: [] })]);
    expect(text.includes('What to add:')).toBe(has);
    expect(text.includes('nobody is named')).toBe(has);
  });

  test('what could not be verified is verified first', () => {
    const blind = check('T-1', 'x', {
      outcome: 'unknown',
      resolvableBy: 'history',
      summary: 'Not verified: the clone is shallow',
      remedy: 'Run the suite again.',
    });
    expect(explain('T-1', [blind])).toContain(
      '**What to add:** Fetch the full history (git fetch --unshallow) and check again. If it is missing then: Run the suite again',
    );
  });

  test('what else it found, and what was closed, waived or requested by command, is shown with it', () => {
    const open = check('T-1', 'x', {
      outcome: 'unmet',
      cause: 'declined:privacy',
      summary: 'Privacy has not signed',
      findings: [
        { outcome: 'unmet', cause: 'declined:privacy', summary: 'Privacy has not signed', places: [], actors: [] },
        { outcome: 'stale', summary: 'Security is old', places: [{ path: 'a.md' }], remedy: 'Sign again.', actors: [] },
        { outcome: 'met', summary: 'Legal is fine', places: [], actors: [] },
      ],
      asked: [{ by: '@ravi', until: '2027-01-31', reason: 'it moves', link: 'https://github.com/x' }],
    });
    const text = explain('T-1', [open], {
      closures: [{ kind: 'decline', control: 'privacy', by: 'mira', at: '2026-11-19T10:00:00Z', reason: 'no store' }],
    });
    expect(text).toContain('- **Also:** out of date. Security is old (');
    expect(text).toMatch(/a\.md\)\)\. Sign again\n/);
    expect(text).toContain('- **By command:** Privacy was declined by `@mira` on November 19, 2026: no store.');
    expect(text).toContain('- **Shown with the verdict:** Requested, not granted yet: x, a waiver until 2027-01-31');
    expect(text).not.toContain('Legal is fine');
  });

  test('what the profile does not require, or the policy switched off, is shown; and an alternative where there is one', () => {
    expect(explain('T-1')).toContain('**Required by:** nothing here, under profile `minimal`');
    expect(explain('T-1', [check('T-1', 'x', { level: 'off', outcome: 'not-applicable' })])).toContain(
      '**Required by:** nothing, switched off by [',
    );
    expect(explain('T-1', [check('T-1', 'x')])).toContain('**If history cannot be changed:** Say so in the record.');
  });

  test('a criterion explains all its checks, and shows once what is read', () => {
    const text = explain(
      '  MANY ',
      codes.map((code) => check(code, 'x')),
    );
    for (const code of codes) expect(text).toContain(`\n\n#### check ${code} (\`${code}\`)\n\n- `);
    expect(text.match(/<details>/g)).toHaveLength(1);
  });

  test.each(['"t-1"', '`T-1`', 'T-1.', ' (T-1)?'])('%j is understood as people write it', (wanted) => {
    expect(explain(wanted)).toMatch(/^#### check T-1 \(`T-1`\)/);
  });

  test.each(['', ' ', '?', '``'])('%j asks which one', (wanted) => {
    expect(explain(wanted)).toMatch(
      /^Name a criterion or the code of a check\. Criteria under profile `minimal`:\n\n- `many`: a criterion\. 20 required \(T-0 /,
    );
  });

  test('what was nearly named is offered', () => {
    expect(inComment(explained(catalog, report([]), 'runbok'))).toMatch(
      /^There is no `runbok`\. Did you mean `runbook`\? /,
    );
  });

  test.each([
    'RB-99',
    '__proto__',
    'constructor',
    'T',
    'T-0 T-1',
    '@acme/security #12',
    ...attacks.map((a) => a.title),
  ])('an unknown %j is named harmlessly', (wanted) => {
    const unknown = explained(catalog, report([]), wanted);
    const text = inComment(unknown);
    expect(text).toMatch(/^There is no /);
    expectHarmless(text);
    expect(readCommands(text)).toEqual([]);
    expect(utf8Length(text)).toBeLessThan(60_000);
    expectSameWords(unknown);
  });

  const names = catalog.flatMap((one) => [one.id, ...one.checks.map(({ code }) => code.toLowerCase())]);
  test.each(Object.entries({ ...sampleReports, empty: report([]) }))(
    'a comment and a terminal show the same words for every criterion and check: %s',
    (_name, one) => {
      for (const wanted of names) {
        const explanation = explained(catalog, one, wanted);
        expectSameWords(explanation);
        const text = inComment(explanation);
        expect(text).toMatch(/^#### /);
        expect(readCommands(text)).toEqual([]);
        expect(utf8Length(text)).toBeLessThan(60_000);
      }
    },
  );

  test('text of a repository stays text, and stays the same at a terminal', () => {
    for (const attack of attacks) {
      const explanation = about('T-2', [{ ...attack, code: 'T-2' }]);
      const text = inComment(explanation);
      expectHarmless(text);
      expect(text).not.toContain('evil.example)');
      expect(html(text).match(/<li>/g)?.length).toBeLessThanOrEqual(8);
      expect(inTerminal(explanation, 80)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expectSameWords(explanation);
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
      expect(text).toContain('(`T-0`)');
      if (!text.includes('(`T-19`)')) expect(text).toMatch(/and \d+ more checks: request one by its code\.$/);
    },
  );
});

const fault = (over: Partial<Fault> = {}): Fault => ({
  path: '.github/pilot-readiness.yml',
  line: 3,
  column: 5,
  key: 'mode',
  problem: 'is "blocking"',
  allowed: 'enforce, observe',
  remedy: 'Choose one of them.',
  ...over,
});

describe('the policy that a pull request brings', () => {
  const one = (checks: ReportCheck[], over: Partial<Report> = {}) =>
    report([criterion('runbook', 'x', 'technical', checks)], over);
  const wordsOf = (before: Report | undefined, after: Report) => proposedPolicyWords(before, { report: after });
  const blocking = check('RB-6', 'x');
  const profile = (name: Report['policy']['profile']): Partial<Report> => ({
    policy: { ...report([]).policy, profile: name },
  });

  test.each<[string, Report | undefined, Report, string]>([
    ['nothing', one([blocking]), one([blocking]), 'No check would change.'],
    ['a level', one([blocking]), one([{ ...blocking, level: 'advisory' }]), '- `RB-6 blocking → advisory`'],
    ['an outcome', one([blocking]), one([{ ...blocking, outcome: 'unmet' }]), '- `RB-6 met → unmet`'],
    ['a new check', one([]), one([blocking]), '- `RB-6 newly blocking`'],
    ['a check that is gone', one([blocking]), one([]), '- `RB-6 blocking → not required`'],
    ['a criterion that is gone', one([blocking]), report([]), '- `RB-6 blocking → not required`'],
    ['a check that was off already', one([{ ...blocking, level: 'off' }]), one([]), 'No check would change.'],
    ['the mode', one([blocking]), one([blocking], { mode: 'observe' }), '- `mode enforce → observe`'],
    ['the profile', one([], profile('standard')), one([]), '- `profile standard → minimal`'],
  ])('%s', (_name, before, after, words) => {
    expect(wordsOf(before, after)).toMatch(
      /^\n#### This pull request changes the policy\n\nThis pull request was evaluated with the policy of/,
    );
    expect(wordsOf(before, after).trimEnd().endsWith(`\n\n${words}`)).toBe(true);
  });

  test('beside a policy in force that cannot be used, nothing is compared', () => {
    expect(wordsOf(undefined, one([blocking]))).not.toMatch(/would change/i);
  });

  test('the verdict is the one that an enforced promotion would have', () => {
    const after = one([{ ...blocking, outcome: 'unmet' }], { mode: 'observe' });
    expect(wordsOf(one([blocking]), after)).toContain('With the new policy: **Not ready for production: 0 of 1');
  });

  test('more changes than fit are counted', () => {
    const all = Array.from({ length: 200 }, (_, index) => check(`RB-${index}`, 'x'));
    const text = wordsOf(one([]), one(all));
    const shown = text.match(/^- `RB-/gm)?.length ?? 0;
    expect(text.endsWith(`\n- and ${200 - shown} more changes\n`)).toBe(true);
  });

  test('faults have their place, and those that find no room are counted', () => {
    expect(proposedPolicyWords(undefined, { faults: [fault()] })).toBe(
      '\n#### This pull request changes the policy\n\nThis pull request was evaluated with the policy of the default branch. The new policy **is invalid**:\n\n- .github/pilot-readiness.yml:3:5 mode is "blocking" (allowed: enforce, observe). Choose one of them.\n',
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
    const all = [
      proposedPolicyWords(hostile, { faults }),
      wordsOf(hostile, one(flipped)),
      wordsOf(one(flipped), hostile),
    ];
    for (const words of all) {
      expectHarmless(words);
      expect(readCommands(words)).toEqual([]);
      expect(utf8Length(words) + COMMENT_BUDGET + 1).toBeLessThan(65_536);
    }
    expect(html(all[0] ?? '').match(/<li>/g)).toHaveLength((all[0]?.match(/^- /gm) ?? []).length);
  });
});
