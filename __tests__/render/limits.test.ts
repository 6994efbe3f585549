import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/domain/report.ts';
import { renderCanvas } from '../../src/render/html/canvas/index.ts';
import { renderComment } from '../../src/render/markdown/comment.ts';
import { renderMarkdown } from '../../src/render/markdown/report.ts';
import { LIMITS_TITLE } from '../../src/render/model/surroundings.ts';
import { renderTerminal } from '../../src/render/terminal/report.ts';
import { sampleReports } from '../support/fixtures/reports.ts';
import { options } from '../support/harness/as-github.ts';

const texts = (limits: string[]) => {
  const one: Report = { ...(sampleReports.ready as Report), limits };
  return [
    renderComment(one, options),
    renderMarkdown(one),
    renderCanvas(one),
    renderTerminal(one, { width: 200, color: false, verify: '', offlineOk: false }),
  ];
};

describe('what no check can verify', () => {
  test('every output shows it, and nothing when the report relies on none', () => {
    for (const text of texts(['Whether the influence is real'])) {
      expect(text).toContain(LIMITS_TITLE);
      expect(text).toContain('Whether the influence is real');
    }
    for (const text of texts([])) expect(text).not.toContain(LIMITS_TITLE);
  });
});
