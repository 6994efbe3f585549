import { describe, expect, test } from '@jest/globals';
import { reportSchema } from '../../src/domain/report.ts';
import { cast } from '../support/fixtures/reports.ts';

describe('the cast', () => {
  test.each(Object.entries(cast))('%s is a valid report', (_name, report) => {
    expect(reportSchema.parse(report)).toEqual(report);
  });

  test('has the verdicts that its names promise', () => {
    const verdicts = Object.fromEntries(Object.entries(cast).map(([name, report]) => [name, report.verdict]));
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
    expect(cast.huge?.criteria.flatMap((criterion) => criterion.checks)).toHaveLength(18 * 125);
  });
});
