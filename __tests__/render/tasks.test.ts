import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/domain/report.ts';
import { tasks } from '../../src/render/model/tasks.ts';
import { check, criterion, needsGitHub, report } from '../support/builders/report.ts';
import { sampleReports } from '../support/fixtures/reports.ts';

const of = (name: string) => tasks(sampleReports[name] as Report);

describe('tasks', () => {
  test('one per cause, over criteria, with every code and what else it asks for', () => {
    const [first, second] = of('oneCause');
    expect(first).toMatchObject({
      title: 'Missing: readiness/metrics.yaml is not there',
      nextStep: 'Write readiness/metrics.yaml. Name one process and one outcome metric',
      further: ['Set one', 'Measure at least 30 cases'],
      codes: ['OM-1', 'OM-2', 'BK-1'],
      criteria: ['outcome-metrics', 'baselines-and-kill-criteria'],
      who: ['author'],
      level: 'blocking',
      outcome: 'unmet',
    });
    expect(second).toMatchObject({ codes: ['BK-4'], also: [{ summary: 'baselines[2].method is not named' }] });
    expect(of('oneCause')).toHaveLength(2);
  });

  test('a title begins as a sentence, without the place that follows it', () => {
    const at = (summary: string, line?: number) => {
      const places = [{ path: 'docs/a.md', ...(line === undefined ? {} : { line }) }];
      const [task] = tasks(
        report([criterion('a', 'A', 'technical', [check('A-1', 'x', { outcome: 'unmet', summary, places })])]),
      );
      return task?.title;
    };
    expect(at('docs/a.md:11 the trigger has no number', 11)).toBe('The trigger has no number');
    expect(at('docs/a.md:11:3: "TBD" is left', 11)).toBe('"TBD" is left');
    expect(at('docs/a.md:115 is long', 11)).toBe('docs/a.md:115 is long');
    expect(at('docs/a.md:11', 11)).toBe('docs/a.md:11');
    expect(at('docs/a.md is empty')).toBe('docs/a.md is empty');
    expect(at('privacy is not signed')).toBe('Privacy is not signed');
    expect(at('baselines[1].n is 12')).toBe('baselines[1].n is 12');
  });

  test('what the author can do, then people to wait for, then what could not be verified, then advice', () => {
    const mixed = report([
      criterion('a', 'A', 'technical', [
        check('A-1', 'Advised', { level: 'advisory', outcome: 'unmet' }),
        needsGitHub('A-2', 'Looked up'),
        check('A-3', 'Signed', { outcome: 'unmet', actors: ['control:privacy'] }),
        check('A-4', 'Written', { outcome: 'stale', actors: ['sponsor', 'author'] }),
        check('A-5', 'Waived', { outcome: 'waived' }),
        check('A-6', 'Off', { level: 'off', outcome: 'not-applicable' }),
      ]),
    ]);
    expect(tasks(mixed).map((task) => [task.codes[0], task.turn])).toEqual([
      ['A-4', 'author'],
      ['A-3', 'people'],
      ['A-2', 'look'],
      ['A-1', 'author'],
    ]);
  });

  test('a cause that blocks anywhere blocks, in the words of the blocking check', () => {
    const both = report([
      criterion('a', 'A', 'technical', [
        check('A-1', 'Advised', { level: 'advisory', outcome: 'unmet', cause: 'x', summary: 'advice' }),
        check('A-2', 'Blocking', { outcome: 'unmet', cause: 'x', summary: 'blocks' }),
      ]),
    ]);
    expect(tasks(both)).toMatchObject([{ title: 'blocks', level: 'blocking', codes: ['A-1', 'A-2'] }]);
  });

  test('checks that could not be verified stay one each, named by what they require', () => {
    const unknown = of('undetermined');
    expect(unknown).toHaveLength(sampleReports.undetermined?.summary.unknown ?? 0);
    expect(unknown[0]).toMatchObject({
      title: 'The product owner is still a member of the organization',
      reason: 'Not verified: no GitHub token was given',
      nextStep: 'Evaluate it with access to GitHub',
      resolvableBy: 'github',
    });
  });

  test('nothing is left of a ready pilot', () => {
    expect(of('ready')).toEqual([]);
  });
});
