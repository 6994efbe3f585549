import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/domain/report.ts';
import { displayWidth } from '../../src/render/model/width.ts';
import { renderTerminal, type TerminalOptions } from '../../src/render/terminal/report.ts';
import { check, criterion, report } from '../support/builders/report.ts';
import { sampleReports } from '../support/fixtures/reports.ts';

const options: TerminalOptions = {
  width: 80,
  color: false,
  verify: 'GITHUB_TOKEN=… pilot-readiness check . --github acme/triage#12',
  offlineOk: false,
};
const shown = (one: Report | undefined, over: Partial<TerminalOptions> = {}) =>
  renderTerminal(one as Report, { ...options, ...over });
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

describe('terminal', () => {
  test.each(['notReady', 'undetermined', 'waived'])('%s', (name) => {
    expect(`\n${shown(sampleReports[name])}`).toMatchSnapshot();
  });

  test.each(Object.keys(sampleReports))('%s is never wider than the terminal', (name) => {
    for (const width of [60, 80, 120]) {
      const lines = shown(sampleReports[name], {
        width,
        explain: 'pilot-readiness explain CODE',
        offlineOk: true,
      }).split('\n');
      expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
    }
  });

  test.each(Object.keys(sampleReports))('%s leaks no control, bidi or invisible character', (name) => {
    expect(shown(sampleReports[name])).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e0fff}]/u,
    );
  });

  test('colors are ours alone, and the words stay the same without them', () => {
    const colored = shown(sampleReports.hostile, { color: true });
    expect(colored).toContain('\u001b[31m');
    expect(colored.replace(/\u001b\[(?:0|1|2|31|32|33)m/g, '')).toBe(shown(sampleReports.hostile));
  });

  test('the verdict comes first, in words, without codes', () => {
    for (const one of Object.values(sampleReports)) {
      const [first = ''] = shown(one, { width: 200 }).split('\n');
      expect(first).toMatch(/^(Ready|Not ready|Undetermined|Observe only|Preview)/);
      expect(first).not.toMatch(/[A-Z]{2}-\d/);
    }
  });

  test('ends in what can be fixed here, what others have to do and what only GitHub can answer', () => {
    const mixed = report([
      ...(sampleReports.notReady?.criteria ?? []),
      ...(sampleReports.undetermined?.criteria ?? []),
    ]);
    const text = shown(mixed);
    const order = ['You can fix here', 'Others have to act', 'Requires the full history', 'Requires GitHub'];
    const at = order.map((heading) => text.indexOf(`\n${heading} (`));
    expect(at.every((position, index) => position > (at[index - 1] ?? 0))).toBe(true);
    expect(lastLine(text)?.trim()).toBe(options.verify);
  });

  test('an undetermined verdict always names the command that would verify it', () => {
    expect(shown(sampleReports.undetermined)).toContain(options.verify);
    expect(shown(sampleReports.undetermined)).toContain('git fetch --unshallow');
    expect(shown(sampleReports.empty)).toContain(options.verify);
    const outage = criterion('evals', 'Evals', 'technical', [
      check('EV-1', 'Cases', {
        outcome: 'unknown',
        resolvableBy: 'retry',
        summary: 'Not verified: GitHub answered 503',
      }),
    ]);
    expect(shown(report([outage]))).toContain('run the same command again');
  });

  test('a command too long for one line can still be copied', () => {
    const settle = 'GITHUB_TOKEN=… pilot-readiness check examples/triage --github acme/triage#12 --profile standard';
    const tail =
      shown(sampleReports.locallyComplete, { verify: settle, width: 60 }).split('To verify, run:\n')[1] ?? '';
    expect(tail).toContain('\\\n');
    expect(tail.replaceAll('\\\n', '').replace(/\s+/g, ' ').trim()).toBe(settle);
  });

  test('offline, only GitHub missing: the very last line states it', () => {
    expect(lastLine(shown(sampleReports.locallyComplete, { offlineOk: true }))).toBe(
      'Local checks passed; 2 checks require GitHub.',
    );
    for (const name of ['undetermined', 'notReady', 'ready', 'empty'])
      expect(shown(sampleReports[name], { offlineOk: true })).not.toContain('Local checks passed');
    expect(shown(sampleReports.locallyComplete)).not.toContain('Local checks passed');
  });

  test('one cause is shown once and referred to afterwards', () => {
    const text = shown(sampleReports.oneCause);
    expect(text.match(/Fix: Write readiness\/metrics\.yaml/g)).toHaveLength(1);
    expect(text).toContain('Missing: readiness/metrics.yaml is not there: see above');
    expect(text).toContain('2 tasks left');
  });

  test('a preview is called one', () => {
    const preview = report(sampleReports.notReady?.criteria ?? []);
    preview.subject.promotion = { is: false, because: [] };
    expect(shown(preview)).toMatch(/^Preview, not ready for production: 4 of 7 criteria pass, 3 tasks left\n/);
  });

  test('a criterion that was left out cannot look ready', () => {
    const part = report(sampleReports.ready?.criteria ?? [], { verdict: 'undetermined' });
    expect(shown(part)).toMatch(/^Undetermined: 7 of 7 criteria pass, some criteria were not evaluated\n/);
    expect(shown(part)).toContain(options.verify);
  });
});
