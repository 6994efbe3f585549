import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/domain/report.ts';
import { renderCanvas } from '../../src/render/html/canvas/index.ts';
import { renderComment } from '../../src/render/markdown/comment.ts';
import { renderMarkdown } from '../../src/render/markdown/report.ts';
import { limitsOf } from '../../src/render/model/limits.ts';
import { renderTerminal } from '../../src/render/terminal/report.ts';
import { check, criterion, report } from '../support/builders/report.ts';
import { sampleReports } from '../support/fixtures/reports.ts';
import { options } from '../support/harness/as-github.ts';

const evaluated = (code: string, outcome: 'met' | 'unmet' | 'unknown' | 'waived') =>
  report([criterion('x', 'x', 'technical', [check(code, 'x', { outcome })])]);

describe('what no check can know', () => {
  test.each([
    ['AO-4', /stands above/],
    ['CA-1', /real influence/],
    ['CA-3', /understood/],
    ['OM-3', /altered before they were committed/],
    ['WA-2', /risk tier is wise/],
  ])('is said where %s is met, and only there', (code, words) => {
    expect(limitsOf(evaluated(code, 'met'))).toEqual([expect.stringMatching(words)]);
    for (const outcome of ['unmet', 'unknown', 'waived'] as const)
      expect(limitsOf(evaluated(code, outcome))).toEqual([]);
  });

  test('is said once when several checks rest on the same', () => {
    const both = criterion('x', 'x', 'technical', [check('BK-1', 'x'), check('AT-1', 'x')]);
    expect(limitsOf(report([both]))).toHaveLength(1);
  });

  test('every mouth says it, and none when nothing rests on it', () => {
    const renderers = (one: Report) => [
      renderComment(one, options),
      renderMarkdown(one),
      renderCanvas(one),
      renderTerminal(one, { width: 200, color: false, settle: '', offlineOk: false }),
    ];
    for (const text of renderers(evaluated('CA-3', 'met'))) expect(text).toMatch(/[Nn]o check can know/);
    for (const text of renderers(sampleReports.empty as Report)) expect(text).not.toMatch(/[Nn]o check can know/);
  });
});
