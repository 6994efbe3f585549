import { describe, expect, test } from '@jest/globals';
import { displayWidth } from '../../src/render/model/width.ts';
import { DEMO, expectInOrder, MAX_MS, OTHER_CHAPTERS, runDemo } from './run-demo.ts';

// Each is a process of its own that waits half of its time, so two run at once.
describe('npm run demo', () => {
  test.concurrent(
    'tells the whole story and ends well by itself',
    async () => {
      const { code, out, complaints } = await runDemo(DEMO, []);
      expect([code, complaints]).toEqual([0, '']);
      expectInOrder(out, [
        /The day is 2026-11-20/,
        /✗ pilot-readiness: failure\n.*2 of 7 criteria pass, 6 tasks left/,
        /✗ refused\. Required status check "pilot-readiness" is failing\./,
        /│ 2\. The trigger .* has no number\n.*docs\/rollback\.md:11/,
        /This pull request was evaluated with the policy of the default branch/,
        /· pilot-readiness: success, says GitHub Actions/,
        /✗ refused/,
        /✓ The trigger .* has no number/,
        /5 tasks left/,
        /✓ "TBD" is a placeholder/,
        /4 tasks left/,
        /✓ evals\/results\.json is older than the code/,
        /3 tasks left/,
        /│ privacy: @yuki-tanabe is not among the approvers/,
        /2 tasks left/,
        /1 task left/,
        /✓ pilot-readiness: success/,
        /│ ✅ Ready for production/,
        /merge {3}✓ .*merged/,
        /[0-9a-f]{40}/,
        /Hanne Vik .*sign-off privacy/,
      ]);
      // A piped story has neither colors nor lines that a terminal would break.
      expect(out).not.toContain('\u001b');
      expect(out.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
    },
    MAX_MS,
  );

  test.concurrent(
    'stays for a look with --keep, and an interrupt ends it cleanly',
    async () => {
      let answer: Promise<number> | undefined;
      const { code, complaints } = await runDemo(OTHER_CHAPTERS, ['--chapter', 'short', '--keep'], (out, child) => {
        const api = /curl -s (\S+)\n/.exec(out)?.[1];
        if (api === undefined || answer !== undefined) return;
        answer = fetch(api)
          .then(({ status }) => status)
          .finally(() => child.kill('SIGINT'));
      });
      expect([code, complaints, await answer]).toEqual([0, '', 200]);
    },
    MAX_MS,
  );

  test.concurrent(
    'knows no other chapters',
    async () => {
      const { code, complaints } = await runDemo(DEMO, ['--chapter', 'nonsense']);
      expect([code, complaints]).toEqual([3, 'Usage: npm run demo -- [--chapter promotion | commands] [--keep]\n']);
    },
    MAX_MS,
  );
});
