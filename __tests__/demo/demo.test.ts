import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { displayWidth } from '../../src/render/model/width.ts';

const here = dirname(fileURLToPath(import.meta.url));
const DEMO = resolve(here, '../../scripts/demo.mjs');
const OTHERS = join(here, 'other-chapters.mjs');

interface DemoResult {
  code: number | null;
  out: string;
  complaints: string;
}

/** Runs the demo as a process of its own; `watch` sees what it has printed so far. */
function runDemo(
  script: string,
  args: string[],
  watch?: (out: string, child: ChildProcess) => void,
): Promise<DemoResult> {
  // A runner may ask for colors; here it is about a pipe.
  const { FORCE_COLOR: _, NODE_OPTIONS: __, ...env } = process.env;
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const result: DemoResult = { code: null, out: '', complaints: '' };
  child.stdout.on('data', (part: Buffer) => {
    result.out += part.toString();
    watch?.(result.out, child);
  });
  child.stderr.on('data', (part: Buffer) => {
    result.complaints += part.toString();
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done({ ...result, code }));
  });
}

/** Where these come in the text, one after the other. */
function inOrder(text: string, turns: RegExp[]): void {
  let from = 0;
  for (const turn of turns) {
    const found = text.slice(from).search(turn);
    expect([turn.source, found >= 0]).toEqual([turn.source, true]);
    from += found + 1;
  }
}

describe('npm run demo', () => {
  test('tells the whole story and ends well by itself', async () => {
    const { code, out, complaints } = await runDemo(DEMO, []);
    expect([code, complaints]).toEqual([0, '']);
    inOrder(out, [
      /The day is 2026-11-20/,
      /✗ pilot-readiness: failure\n.*2 of 7 criteria pass, 6 things left/,
      /✗ refused\. Required status check "pilot-readiness" is failing\./,
      /│ 2\. The trigger .* has no number\n.*docs\/rollback\.md:11/,
      /It was judged by the policy of the default branch/,
      /· pilot-readiness: success, says GitHub Actions/,
      /✗ refused/,
      /✓ The trigger .* has no number/,
      /5 things left/,
      /✓ "TBD" is not filled in/,
      /4 things left/,
      /✓ evals\/results\.json is older than the code/,
      /3 things left/,
      /│ privacy: @yuki-tanabe is not among the approvers/,
      /2 things left/,
      /1 thing left/,
      /✓ pilot-readiness: success/,
      /│ ✅ Ready for production/,
      /merge {3}✓ .*merged/,
      /[0-9a-f]{40}/,
      /Hanne Vik .*sign-off privacy/,
    ]);
    // A piped story has neither colors nor lines that a terminal would break.
    expect(out).not.toContain('\u001b');
    expect(out.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
  }, 120_000);

  test('tells what people say on a pull request, and what stays of it', async () => {
    const { code, out, complaints } = await runDemo(DEMO, ['--chapter', 'commands']);
    expect([code, complaints]).toEqual([0, '']);
    inOrder(out, [
      /3 things left/,
      /for a review: Hanne Vik, Tomas Lindqvist/,
      /@yuki-tanabe is not among the approvers/,
      /@tomas-lindqvist signed security/,
      /2 things left/,
      /since then docs\/security\.md/,
      /less than a minute/,
      /sign-off security @[0-9a-f]{12}/,
      /@hanne-vik holds this pilot/,
      /✗ refused/,
      /@hanne-vik released this pilot/,
      /@samir-haddad asks to waive OM-2/,
      /@samir-haddad is not among the approvers/,
      /@mira-castellano granted the waiver of OM-2/,
      /✓ pilot-readiness: success\n.*7 of 7 criteria pass, 1 waived/,
      /merge {3}✓ .*merged/,
      /grant OM-2/,
      /The ledger holds: \d+ entries/,
    ]);
    expect(out.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
  }, 120_000);

  test.each<[string, string, RegExp]>([
    [
      'the App hears nothing',
      'deaf',
      /in step 1\. .*\n.*conclude failure with 6 left\n.*seen: +no check run of the App/,
    ],
    ['GitHub lets everything through', 'unprotected', /in step 1\. .*\n.*refuse the merge .*\n.*successfully merged/],
    [
      'somebody does not sign',
      'unsigned',
      /in step 9\. Privacy signs\n.*with 1 left\n.*seen: +failure: .*2 things left/,
    ],
  ])(
    'fails when %s, and says where and what was seen',
    async (_what, chapter, words) => {
      const { code, out, complaints } = await runDemo(OTHERS, ['--chapter', chapter]);
      expect(code).toBe(1);
      expect(complaints).toMatch(words);
      expect(complaints).toMatch(chapter === 'deaf' ? /Log of the App:\n {2}nobody tells me/ : /Log of the App:\n/);
      expect(out).not.toContain('What stays on record');
    },
    120_000,
  );

  test('stays for a look with --keep, and an interrupt ends it cleanly', async () => {
    let answer: Promise<number> | undefined;
    const { code, complaints } = await runDemo(OTHERS, ['--chapter', 'short', '--keep'], (out, child) => {
      const api = /curl -s (\S+)\n/.exec(out)?.[1];
      if (api === undefined || answer !== undefined) return;
      answer = fetch(api)
        .then(({ status }) => status)
        .finally(() => child.kill('SIGINT'));
    });
    expect([code, complaints, await answer]).toEqual([0, '', 200]);
  }, 60_000);

  test('knows no other chapters', async () => {
    const { code, complaints } = await runDemo(DEMO, ['--chapter', 'nonsense']);
    expect([code, complaints]).toEqual([3, 'Usage: npm run demo -- [--chapter promotion | commands] [--keep]\n']);
  }, 60_000);
});
