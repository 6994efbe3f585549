import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/domain/finding.ts';
import { absent, type Observation, seen, unavailable } from '../../src/domain/observation.ts';
import { againstBase } from '../../src/engine/base-moved.ts';
import { defineCriterion } from '../../src/engine/criterion.ts';
import { section } from '../../src/engine/inputs.ts';
import { messages } from '../../src/engine/messages.ts';
import type { Known } from '../../src/engine/promotion.ts';
import type { PreparedCriterion } from '../../src/engine/run-check.ts';
import { met, notApplicable, stale, unknown, unmet } from '../support/builders/findings.ts';

const criterion = defineCriterion({
  id: 'one',
  title: 'one',
  half: 'technical',
  why: 'because',
  subtitle: 'A sentence',
  sources: [],
  params: {},
  inputs: () => ({ pilot: section('pilot'), metrics: section('metrics'), workflow: section('workflow') }),
  facts: {},
  requests: () => ({}),
  checks: (check) => [
    check('XX-1', {
      title: 'x',
      levels: 'B/B/B',
      remedy: 'y',
      requires: ['pilot'],
      optional: ['metrics'],
      judge: () => met(''),
    }),
  ],
});

function judge(
  findings: Finding[],
  moved: Known<Set<string>> | undefined,
  over: Record<string, Observation<unknown>> = {},
) {
  const [check] = criterion.checks;
  if (check === undefined) throw new Error('no check');
  const observed = {
    pilot: seen({}, { path: 'readiness/pilot.yaml' }),
    metrics: seen({}, { path: 'readiness/metrics.yaml' }),
    workflow: seen({}, { path: 'readiness/workflow.yaml' }),
    ...over,
  };
  const prepared: PreparedCriterion = { criterion, observed, inputs: {}, requests: {}, preconditions: {} };
  return againstBase(check, prepared, findings, moved);
}
const moved = (...paths: string[]): Known<Set<string>> => ({ known: true, value: new Set(paths) });
const unlooked = { known: false as const, reason: 'GitHub answered 502' };

describe('what the base branch changed meanwhile', () => {
  test.each<[string, Finding[], string[], Finding['outcome']]>([
    ['nothing', [met('x')], [], 'met'],
    ['another file', [met('x')], ['src/app.ts'], 'met'],
    ['a file of another check', [met('x')], ['readiness/workflow.yaml'], 'met'],
    ['a file it needs', [met('x')], ['readiness/pilot.yaml'], 'stale'],
    ['a file it only looks at', [met('x')], ['readiness/metrics.yaml'], 'stale'],
    [
      'a file one of its findings names',
      [met('x'), met('y', { path: 'docs/runbook.md' })],
      ['docs/runbook.md'],
      'stale',
    ],
    ['a file that made it not applicable', [notApplicable('x')], ['readiness/pilot.yaml'], 'stale'],
    ['a file, and it is unmet anyway', [unmet('x')], ['readiness/pilot.yaml'], 'unmet'],
    ['a file, and it is unmet in part', [met('x'), unmet('y')], ['readiness/pilot.yaml'], 'met'],
    ['a file, and it is stale anyway', [stale('x')], ['readiness/pilot.yaml'], 'stale'],
    ['a file, and it is unknown anyway', [unknown('x')], ['readiness/pilot.yaml'], 'unknown'],
  ])('%s', (_name, findings, paths, outcome) => {
    const result = judge(findings, moved(...paths));
    expect(result[0]?.outcome).toBe(outcome);
    if (findings.some((one) => !['met', 'not-applicable'].includes(one.outcome))) expect(result).toBe(findings);
  });

  test('a file that is not there or could not be looked at was not read', () => {
    const over = { metrics: absent({ path: 'readiness/metrics.yaml' }), pilot: unavailable('no', 'retry') };
    expect(judge([met('x')], moved('readiness/metrics.yaml'), over)[0]?.outcome).toBe('met');
  });

  test('says which files and what to do, the first three by name', () => {
    const places = ['d', 'c', 'b', 'a', 'a'].map((path) => ({ path }));
    expect(judge([met('x', places)], moved('a', 'b', 'c', 'd', 'e'))).toEqual([
      stale(
        messages.baseMoved({ changed: 'a, b, c and 1 more' }),
        ['a', 'b', 'c', 'd'].map((path) => ({ path })),
        { cause: 'base-moved' },
      ),
    ]);
  });

  test('what could not be looked at is unknown, never met; where there is no base nothing changes', () => {
    for (const proven of [met('x'), notApplicable('x')]) {
      expect(judge([proven], unlooked)).toEqual([
        unknown(messages.baseNotVerified({ reason: 'GitHub answered 502' }), [], { resolvableBy: 'retry' }),
      ]);
      expect(judge([proven], undefined)).toEqual([proven]);
    }
    expect(judge([unmet('x')], unlooked)).toEqual([unmet('x')]);
  });
});
