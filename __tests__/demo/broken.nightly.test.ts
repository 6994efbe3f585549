import { expect, test } from '@jest/globals';
import { MAX_MS, OTHER_CHAPTERS, runDemo } from './run-demo.ts';

test.each<[string, string, RegExp]>([
  ['GitHub lets everything through', 'unprotected', /in step 1\. .*\n.*refuse the merge .*\n.*successfully merged/],
  [
    'the App gets no events',
    'deaf',
    /in step 1\. .*\n.*conclude failure with 6 left\n.*seen: +no check run of the App/,
  ],
  ['somebody does not sign', 'unsigned', /in step 9\. Privacy signs\n.*with 1 left\n.*seen: +failure: .*2 tasks left/],
])(
  'the demo fails when %s, and says where and what was seen',
  async (_what, chapter, words) => {
    const { code, out, complaints } = await runDemo(OTHER_CHAPTERS, ['--chapter', chapter]);
    expect(code).toBe(1);
    expect(complaints).toMatch(words);
    expect(complaints).toContain('Log of the App:\n');
    expect(out).not.toContain('What stays on record');
  },
  MAX_MS,
);
