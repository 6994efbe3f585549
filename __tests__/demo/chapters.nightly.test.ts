import { expect, test } from '@jest/globals';
import { displayWidth } from '../../src/render/model/width.ts';
import { DEMO, expectInOrder, MAX_MS, OTHER_CHAPTERS, runDemo } from './run-demo.ts';

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

test(
  'tells what people say on a pull request, and what stays of it',
  async () => {
    const { code, out, complaints } = await runDemo(DEMO, ['--chapter', 'commands']);
    expect([code, complaints]).toEqual([0, '']);
    expectInOrder(out, [
      /3 tasks left/,
      /for a review: Hanne Vik, Tomas Lindqvist/,
      /@yuki-tanabe is not an approver/,
      /@tomas-lindqvist signed off security/,
      /2 tasks left/,
      /since then: docs\/security\.md/,
      /less than a minute/,
      /sign-off security @[0-9a-f]{12}/,
      /@hanne-vik put this pilot on hold/,
      /✗ refused/,
      /@hanne-vik released this pilot/,
      /@samir-haddad requests a waiver of OM-2/,
      /@samir-haddad is not an approver/,
      /@mira-castellano granted the waiver of OM-2/,
      /✓ pilot-readiness: success\n.*7 of 7 criteria pass, 1 waived/,
      /merge {3}✓ .*merged/,
      /grant OM-2/,
      /The ledger is intact: \d+ entries/,
    ]);
    expect(out.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
  },
  MAX_MS,
);
