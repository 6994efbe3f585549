import { describe, expect, test } from '@jest/globals';
import { broadCovers } from '../../../src/criteria/shared/controls/breadth.ts';
import { makeTree } from '../../../src/domain/tree.ts';
import type { ControlRule } from '../../../src/engine/policy/effective.ts';

const tree = makeTree(
  [
    ...Array.from({ length: 51 }, (_, at) => `prompts/${at}.md`),
    ...Array.from({ length: 50 }, (_, at) => `docs/${at}.md`),
    'src/a/b.ts',
    'src/index.ts',
  ].map((path) => ({ path, mode: '100644', blob: 'a'.repeat(40) })),
);
const control = (covers: string[]): Record<string, ControlRule> => ({
  privacy: { approvers: [], covers, plainApproval: false, required: false },
});

describe('what a control covers by the policy', () => {
  test.each<[string, string[], RegExp | undefined]>([
    ['nothing added', [], undefined],
    ['fifty files', ['docs/**'], undefined],
    ['fifty-one files', ['prompts/**'], /^controls\.privacy\.covers .* 51 files/],
    ['one file of the source', ['src/index.ts'], undefined],
    ['the source root', ['src/**'], /src\/ \(2 files /],
    ['the source root as a folder', ['src/'], /src\/ \(2 files /],
    ['everything', ['**'], /src\/ \(103 files /],
    ['a source root that is not there', ['lib/**'], undefined],
  ])('%s', (_name, covers, words) => {
    const notes = broadCovers(control(covers), tree);
    if (words) expect(notes).toEqual([expect.stringMatching(words)]);
    else expect(notes).toEqual([]);
  });
});
