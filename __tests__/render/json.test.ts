import { partialDeepStrictEqual } from 'node:assert/strict';
import { describe, expect, test } from '@jest/globals';
import { type Report, reportSchema } from '../../src/domain/report.ts';
import { renderJson } from '../../src/render/machine/json.ts';
import { FORMATS, isFormat, render } from '../../src/render/model/formats.ts';
import { sampleReports } from '../support/fixtures/reports.ts';

describe('json', () => {
  test.each(Object.entries(sampleReports))('%s reads back as the same report', (_name, report) => {
    const text = renderJson(report);
    // `toMatchObject` takes ten seconds for the largest report.
    partialDeepStrictEqual(reportSchema.parse(JSON.parse(text)), report);
    expect(text.endsWith('}\n')).toBe(true);
    expect(renderJson(structuredClone(report))).toBe(text);
  });

  test('every renamed key is repeated under its former name, with the same value', () => {
    const refused = [{ key: 'mode', asked: 'observe', askedAt: { path: 'a' }, held: 'enforce', heldAt: { path: 'b' } }];
    const policy = { ...(sampleReports.ready as Report).policy, organization: { state: 'none' as const }, refused };
    const nextChangeAt = '2026-12-01T00:00:00Z';
    const one = { ...(sampleReports.undetermined as Report), policy, nextChangeAt };
    const printed = JSON.parse(renderJson(one));
    expect(reportSchema.parse(printed)).toEqual(printed);
    expect(printed.wakeAt).toBe(nextChangeAt);
    expect(printed.halves.organisational).toBe(one.halves.organizational);
    expect(printed.policy.organisation).toEqual({ state: 'none' });
    expect(printed.policy.refused[0]).toMatchObject({ stands: 'enforce', standsAt: { path: 'b' } });
    const checks = (printed as Report).criteria.flatMap((criterion) => criterion.checks);
    expect(checks.some(({ settles }) => settles !== undefined)).toBe(true);
    for (const { settles, resolvableBy } of checks) expect(settles).toBe(resolvableBy);
  });

  test('what a terminal would interpret or hide is escaped, not lost', () => {
    expect(renderJson(sampleReports.hostile as Report)).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e0fff}]/u,
    );
  });
});

describe('formats', () => {
  test('each name renders, and others are not formats', () => {
    const options = { width: 80, color: false, verify: 'settle', offlineOk: false };
    for (const format of FORMATS) expect(render(sampleReports.notReady as Report, format, options)).toMatch(/\S/);
    expect(FORMATS).toEqual(['terminal', 'json', 'markdown', 'sarif', 'canvas']);
    expect(isFormat('sarif')).toBe(true);
    expect(isFormat('constructor')).toBe(false);
  });
});
