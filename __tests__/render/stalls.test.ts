import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/domain/report.ts';
import { reportSchema } from '../../src/domain/report.ts';
import { STALL_SIGNS } from '../../src/domain/stall-sign.ts';
import { renderCanvas } from '../../src/render/html/canvas/index.ts';
import { renderComment } from '../../src/render/markdown/comment.ts';
import { renderMarkdown } from '../../src/render/markdown/report.ts';
import { tasks } from '../../src/render/model/tasks.ts';
import { renderTerminal } from '../../src/render/terminal/report.ts';
import { sampleReports } from '../support/fixtures/reports.ts';
import { options } from '../support/harness/as-github.ts';

const FACTS: Record<string, Record<string, string | number>> = {
  'adoption-uneven': { lowest: 'Graz', lowestShare: 0.1, highest: 'Lyon', highestShare: 0.9 },
  'new-site-incidents': { site: 'Porto', incidents: '6', usual: '2' },
  'cost-over-model': { cost: '1400 EUR', model: '1000 EUR' },
  'control-pending': { control: 'privacy', since: '2026-09-01', more: 1 },
  'incident-bounced': { count: 2 },
  undecided: { metric: 'Cycle time', since: '2026-10-01' },
  'long-blocked': { what: 'access to the mailbox', since: '2026-09-01', more: 0 },
};
const stalls = STALL_SIGNS.map((sign) => ({
  sign,
  leads: ['CA-2'],
  places: [{ path: 'readiness/change-plan.yaml', line: 3 }],
  facts: FACTS[sign] ?? {},
}));
const of = (name: string, more: Report['stalls'] = stalls): Report => ({
  ...(sampleReports[name] as Report),
  stalls: more ?? [],
});
const terminal = (report: Report) =>
  renderTerminal(report, { width: 200, color: false, verify: 'verify', offlineOk: false });

describe('signs of stalling are advice', () => {
  test('every sign has words, made of what was measured', () => {
    const titles = tasks(of('ready')).map(({ title }) => title.replace(' (a pattern seen in stalled pilots)', ''));
    expect(titles).toEqual([
      'Adoption is uneven: 10% in Graz, 90% in Lyon',
      'The newest site has more incidents: Porto had 6 in 30 days, the others usually 2',
      'It costs more than planned: 1400 EUR in 30 days, 1000 EUR in the cost model',
      'A control is still pending: privacy has been open since September 1, 2026, and 1 more',
      'Incidents are passed between teams: 2 in the last 90 days',
      'The decision is overdue: "Cycle time" had reached its goal by October 1, 2026',
      'Teams were added while the pilot was being hardened',
      'It is a separate tool outside the daily workflow',
      'A blocker is unresolved: "access to the mailbox" since September 1, 2026',
    ]);
    for (const task of tasks(of('ready'))) {
      expect(task.nextStep.length).toBeGreaterThan(20);
      expect(task.who.length).toBeGreaterThan(0);
    }
  });

  test('they never change the verdict, and come after everything that blocks', () => {
    const report = of('notReady');
    expect(reportSchema.parse(report)).toEqual(report);
    expect(tasks(report).map(({ level }) => level)).toEqual([
      ...Array(3).fill('blocking'),
      ...Array(STALL_SIGNS.length + 4).fill('advisory'),
    ]);
    const head = (text: string) => text.split('<details>')[0];
    expect(head(renderComment(report, options))).toBe(head(renderComment(sampleReports.notReady as Report, options)));
  });

  test('every output shows them, before other advice and no more than three in all', () => {
    const report = of('notReady');
    for (const text of [
      renderComment(report, options),
      renderMarkdown(report),
      terminal(report),
      renderCanvas(report),
    ]) {
      expect(text.match(/a pattern seen in stalled pilots/g)).toHaveLength(3);
      expect(text).toMatch(/Advice, never blocking/);
      expect(text).not.toContain('There is no second tier');
    }
    expect(renderComment(report, options)).toContain('Advice, never blocking (3 of 13 shown)');
    expect(renderComment(of('ready', stalls.slice(0, 1)), options)).toContain('Advice, never blocking (1)');
  });

  test('facts of the evidence are escaped like everything else', () => {
    const facts = { control: `<b>mail</b> \u202e${'x'.repeat(500)}`, since: '<i>', more: '9'.repeat(400) };
    const hostile = of('ready', [{ sign: 'control-pending', leads: ['CS-5'], places: [], facts }]);
    for (const text of [renderComment(hostile, options), renderMarkdown(hostile), renderCanvas(hostile)]) {
      expect(text).not.toMatch(/<b>|<i>|\u202e/);
    }
    expect(renderMarkdown(hostile)).not.toContain('x'.repeat(130));
    expect(terminal(hostile)).not.toContain('\u202e');
  });
});
