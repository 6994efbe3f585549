import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/domain/report.ts';
import { renderSarif } from '../../src/render/machine/sarif.ts';
import { renderComment } from '../../src/render/markdown/comment.ts';
import { renderInvalidPolicy } from '../../src/render/markdown/invalid-policy.ts';
import { type PreviewRow, renderPolicyPreview } from '../../src/render/markdown/policy-preview.ts';
import { policyLinks } from '../../src/render/markdown/pull-request.ts';
import { renderTerminal } from '../../src/render/terminal/report.ts';
import { check, criterion, report } from '../support/builders/report.ts';

const FLOOR = 'acme/.github/.github/pilot-readiness.yml';
const OWN = '.github/pilot-readiness.yml';
const COMMIT = '9f8e7d6c5b4a';
const open = { outcome: 'unmet' as const, remedy: 'Do it.', rule: { path: FLOOR, line: 3 } };
const one = (policy: Partial<Report['policy']>): Report => {
  const whole = report([criterion('runbook', 'Runbook', 'technical', [check('RB-1', 'A runbook', open)])]);
  const layers = [
    { path: FLOOR, repository: 'acme/.github', commit: COMMIT },
    { path: OWN, commit: 'a1b2c3d4' },
  ];
  return { ...whole, policy: { ...whole.policy, rule: { path: FLOOR, line: 2 }, layers, ...policy } };
};
const comment = (policy: Partial<Report['policy']>) =>
  renderComment(one(policy), { serverUrl: 'https://github.example', commands: 'app' });

describe("the organization's policy in the words of a report", () => {
  test("its lines are linked into its own repository, those of the pilot into the pilot's", () => {
    const links = policyLinks(one({}), 'https://github.example');
    expect(links({ path: FLOOR, line: 2 })).toBe(
      `https://github.example/acme/.github/blob/${COMMIT}/.github/pilot-readiness.yml?plain=1#L2`,
    );
    expect(links({ path: OWN, line: 2 })).toContain('/acme/triage/blob/a1b2c3d4/');
  });

  test('what was rejected is shown with the verdict, and hostile text in it stays text', () => {
    const refused = [
      {
        key: 'mode',
        asked: 'observe',
        askedAt: { path: OWN, line: 4 },
        held: 'enforce',
        heldAt: { path: FLOOR, line: 3 },
      },
      {
        ...{ key: 'waivers.approvers', asked: '[@mallory <img src=x>](http://evil.example)', held: '[@acme/gov]' },
        ...{ askedAt: { path: OWN, line: 9 }, heldAt: { path: FLOOR, line: 5 } },
      },
    ];
    const text = comment({ refused });
    expect(text).toContain("Rejected: mode: observe is below the organization's minimum; enforce applies");
    // In code a handle calls nobody.
    expect(text).not.toMatch(/<img|\]\(http:\/\/evil|(?<!`)@mallory/);
    const shown = renderTerminal(one({ refused }), { width: 80, color: false, verify: '', offlineOk: false });
    expect(shown.replace(/\s+/g, ' ')).toContain("2 policy settings below the organization's minimum were rejected");
  });

  test.each<[NonNullable<Report['policy']['organization']>['state'], RegExp | undefined]>([
    ['none', /No organization policy was found in/],
    ['not-seen', /No organization policy could be read/],
    ['not-looked', /A work tree does not know its organization/],
    ['in-force', undefined],
    ['personal', undefined],
  ])('%s', (state, words) => {
    const text = comment({ organization: { state, repository: 'acme/.github' } });
    if (words) expect(text).toMatch(words);
    else expect(text).not.toMatch(/No organization policy|does not know its organization/);
  });

  test("a result in a file of another repository is put at the pilot's own policy", () => {
    expect(renderSarif(one({}))).not.toContain('acme/.github/.github');
  });

  test('its faults are shown with their place, and annotate no line of the pilot', () => {
    const fault = {
      path: FLOOR,
      repository: 'acme/.github',
      line: 2,
      column: 7,
      key: 'mode',
      problem: 'is odd',
      remedy: 'Fix it.',
    };
    const run = renderInvalidPolicy([fault], {
      serverUrl: 'https://github.example',
      commands: 'app',
      repository: 'acme/triage',
    });
    expect([run.conclusion, run.annotations]).toEqual(['action_required', []]);
    expect(run.summary).toContain('fixing them there fixes every pilot at once');
    expect(run.summary).not.toContain('](');
  });
});

describe('the preview of a change', () => {
  const side = (conclusion: 'success' | 'failure', outcome: 'ready' | 'not-ready') => ({
    ...{ isPilot: true, isPromotion: true, conclusion, outcome },
  });
  const row = (number: number, over: Partial<PreviewRow> = {}): PreviewRow => ({
    ...{ repository: `acme/pilot-${number}`, number, isForAll: true },
    ...{ now: side('success', 'ready'), under: side('failure', 'not-ready') },
    ...over,
  });
  const shown = (rows: PreviewRow[], over = {}) =>
    renderPolicyPreview({
      serverUrl: 'https://github.example',
      rows,
      unseen: 0,
      left: 0,
      isFork: false,
      isRemoval: false,
      ...over,
    });

  test('is always neutral, and names nothing that only some readers can access', () => {
    const run = shown([
      row(1),
      row(2, { repository: 'acme/secret', isForAll: false }),
      row(3, { under: side('success', 'ready') }),
    ]);
    expect([run.name, run.conclusion]).toEqual(['pilot-readiness (policy preview)', 'neutral']);
    expect(run.title).toBe('2 of 3 open promotions would change');
    expect(run.summary).not.toContain('secret');
    expect(run.summary).not.toContain('pilot-3');
    expect(run.summary).toContain('only counted: 1 ready → not ready');
  });

  test('what was not evaluated does not count as unchanged', () => {
    expect(shown([], { unseen: 2, left: 3 }).title).toBe('None of 0 open promotions would change, 5 not evaluated');
    expect(shown([], { left: 3, isFork: true }).summary).toContain('the change is in a fork');
    expect(shown([]).title).toBe('No open promotion is affected by this policy');
  });

  test('stays below what GitHub takes', () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      row(index, { repository: `acme/${'p'.repeat(100)}-${index}` }),
    );
    const { summary } = shown(many);
    expect(Buffer.byteLength(summary)).toBeLessThan(65_000);
    expect(summary).toMatch(/and \d+ more promotions/);
  });
});
