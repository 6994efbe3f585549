import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/domain/report.ts';
import { renderJson } from '../../src/render/machine/json.ts';
import { FORMATS, isFormat, render } from '../../src/render/model/formats.ts';
import { sampleReports } from '../support/fixtures/reports.ts';

describe('json', () => {
  test.each(Object.entries(sampleReports))('%s reads back as the same report', (_name, report) => {
    const text = renderJson(report);
    expect(JSON.parse(text)).toEqual(report);
    expect(text.endsWith('}\n')).toBe(true);
    expect(renderJson(structuredClone(report))).toBe(text);
  });

  test('ready', () => {
    expect(`\n${renderJson(sampleReports.ready as Report)}`).toMatchSnapshot();
  });

  test('what a terminal would obey or hide is escaped, not lost', () => {
    expect(renderJson(sampleReports.hostile as Report)).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e0fff}]/u,
    );
  });
});

describe('formats', () => {
  test('each name renders, and others are not formats', () => {
    const options = { width: 80, color: false, settle: 'settle', offlineOk: false };
    for (const format of FORMATS) expect(render(sampleReports.notReady as Report, format, options)).toMatch(/\S/);
    expect(FORMATS).toEqual(['terminal', 'json', 'markdown', 'sarif', 'canvas']);
    expect(isFormat('sarif')).toBe(true);
    expect(isFormat('constructor')).toBe(false);
  });
});
