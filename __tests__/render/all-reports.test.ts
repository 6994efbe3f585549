import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { reportSchema } from '../../src/domain/report.ts';
import { sampleReports } from '../support/fixtures/reports.ts';

describe('the sampleReports', () => {
  test.each(Object.entries(sampleReports))('%s is a valid report', (_name, report) => {
    // `toEqual` takes seconds for the largest report.
    expect(isDeepStrictEqual(reportSchema.parse(report), report)).toBe(true);
  });

  test('has the verdicts that its names promise', () => {
    const verdicts = Object.fromEntries(Object.entries(sampleReports).map(([name, report]) => [name, report.verdict]));
    expect(verdicts).toMatchObject({
      ready: 'ready',
      notReady: 'not-ready',
      undetermined: 'undetermined',
      locallyComplete: 'undetermined',
      stale: 'not-ready',
      empty: 'undetermined',
      onlyAdvice: 'ready',
      lowered: 'ready',
    });
    expect(sampleReports.huge?.criteria.flatMap((criterion) => criterion.checks)).toHaveLength(18 * 50);
  });
});
