import { describe, expect, test } from '@jest/globals';
import type { Conclusion } from '../../src/domain/verdict.ts';
import { combineConclusions, type OwnConclusion } from '../../src/engine/combine-conclusions.ts';

const pull = (pullRequest: number, conclusion: Conclusion): OwnConclusion => ({ pullRequest, conclusion });
const known = (...value: OwnConclusion[]) => ({ known: true as const, value });

describe('one commit, several pull requests', () => {
  test.each<[Conclusion, Conclusion, Conclusion, number]>([
    ['success', 'success', 'success', 12],
    ['success', 'neutral', 'neutral', 14],
    ['success', 'failure', 'failure', 14],
    ['success', 'action_required', 'action_required', 14],
    ['neutral', 'success', 'neutral', 12],
    ['neutral', 'failure', 'failure', 14],
    ['failure', 'success', 'failure', 12],
    ['failure', 'failure', 'failure', 12],
    ['failure', 'action_required', 'action_required', 14],
    ['action_required', 'failure', 'action_required', 12],
  ])('own %s and sibling %s give %s from #%i', (own, sibling, conclusion, from) => {
    expect(combineConclusions(pull(12, own), known(pull(14, sibling)), 'enforce')).toEqual({ conclusion, from });
  });

  test('among equally strict siblings the oldest speaks, in whatever order they came', () => {
    const siblings = known(pull(20, 'failure'), pull(14, 'failure'), pull(3, 'success'));
    expect(combineConclusions(pull(12, 'success'), siblings, 'enforce')).toEqual({ conclusion: 'failure', from: 14 });
  });

  test('alone, and listed among its own siblings, it is what it is', () => {
    expect(combineConclusions(pull(12, 'success'), known(), 'enforce')).toEqual({ conclusion: 'success', from: 12 });
    const older = known(pull(12, 'failure'));
    expect(combineConclusions(pull(12, 'success'), older, 'enforce')).toEqual({ conclusion: 'success', from: 12 });
  });

  test('siblings that could not be listed are undetermined, never a pass', () => {
    const unlisted = { known: false as const, reason: 'GitHub answered 502' };
    const fold = (conclusion: Conclusion, mode: 'enforce' | 'observe') =>
      combineConclusions(pull(12, conclusion), unlisted, mode);
    expect(fold('success', 'enforce')).toEqual({ conclusion: 'failure', from: 12, unlisted: 'GitHub answered 502' });
    expect(fold('action_required', 'enforce').conclusion).toBe('action_required');
    expect(fold('neutral', 'observe').conclusion).toBe('neutral');
  });
});
