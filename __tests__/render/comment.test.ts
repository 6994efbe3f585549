import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/domain/report.ts';
import { COMMENT_BUDGET, COMMENT_MARKER, renderComment } from '../../src/render/markdown/comment.ts';
import type { PullRequestOptions } from '../../src/render/markdown/pull-request.ts';
import { utf8Length } from '../../src/render/model/text.ts';
import { check, criterion, report } from '../support/builders/report.ts';
import { sampleReports } from '../support/fixtures/reports.ts';
import { expectHarmless, html, options } from '../support/harness/as-github.ts';

const shown = (one: Report | undefined, over: Partial<PullRequestOptions> = {}) =>
  renderComment(one as Report, { ...options, ...over });
const headingOf = (text: string) => text.split('\n')[1] ?? '';
/** Every text of a real repository, in a place that has an address. */
const hostile = {
  ...(sampleReports.hostile as Report),
  subject: { ...(sampleReports.hostile as Report).subject, repository: 'acme/triage', commit: 'a1b2c3d4e5f6' },
};

describe('comment', () => {
  test.each(Object.entries(sampleReports))(
    '%s keeps marker, verdict, five rows and footer within the budget',
    (_name, one) => {
      for (const over of [{}, { commands: 'action' as const }]) {
        const text = shown(one, over);
        expect(utf8Length(text)).toBeLessThanOrEqual(COMMENT_BUDGET);
        expect(text).toMatch(/^<!-- pilot-readiness:v1 -->\n### (✅|⛔|⚠️|⚪) \S/u);
        expect(text).toMatch(/<sub>Evaluated .*<\/sub>\n$/);
        expect((text.match(/^\| \d+ \|/gm) ?? []).length).toBeLessThanOrEqual(5);
      }
    },
  );

  test('a huge report keeps its rows and counts what else there is', () => {
    const text = shown(sampleReports.huge);
    expect(text.match(/^\| \d+ \|/gm)).toHaveLength(5);
    expect(text).toMatch(/\nand \d+ more\n/);
    expect(text).toMatch(/Shortened to fit/);
    expect(text).toMatch(/<summary>Accepted, waived, lowered or switched off/);
  });

  test('details are Markdown inside: an empty line after each summary', () => {
    for (const one of Object.values(sampleReports)) expect(shown(one)).not.toMatch(/<\/summary>(?!\n\n)/);
  });

  test('a table keeps four columns and holds no HTML, so that it stays readable in an e-mail', () => {
    for (const [name, one] of Object.entries(sampleReports)) {
      const rows = html(shown(one)).match(/<tr>[\s\S]*?<\/tr>/g) ?? [];
      for (const row of rows) expect([name, row.match(/<t[dh][ >]/g)?.length]).toEqual([name, 4]);
    }
    expect(shown(sampleReports.notReady).match(/^\|.*<.*$/gm)).toBeNull();
  });
});

describe('the heading', () => {
  test('counts criteria and tasks, never codes', () => {
    expect(headingOf(shown(sampleReports.notReady))).toBe(
      '### ⛔ Not ready for production: 4 of 7 criteria pass, 3 tasks left',
    );
    for (const one of Object.values(sampleReports)) expect(headingOf(shown(one))).not.toMatch(/`[A-Z]{2}-\d/);
  });

  test('shows what could not be verified', () => {
    expect(headingOf(shown(sampleReports.undetermined))).toBe(
      '### ⚠️ Undetermined: no GitHub token was given (and 2 other reasons)',
    );
    expect(shown(sampleReports.undetermined)).toContain(
      'To verify them, grant the access named below, then comment `/readiness`.',
    );
    expect(shown(sampleReports.undetermined, { commands: 'action' })).toContain('then rerun the job.');
    expect(headingOf(shown(sampleReports.empty))).toContain('no check is required, so nothing is verified');
  });

  test('shows that it only observes, and from when it is enforced', () => {
    expect(headingOf(shown(sampleReports.observe))).toMatch(
      /^### ⚠️ Observe only \(enforced from February 1, 2027\)\. Not ready/,
    );
    const forever = report((sampleReports.observe as Report).criteria, { mode: 'observe' });
    expect(headingOf(shown(forever))).toMatch(/^### ⚠️ Observe only\. Not ready/);
    expect(shown(forever)).toContain('Observe only: nothing is blocked.');
  });

  test('calls a preview one, and shows how to make it a promotion', () => {
    expect(headingOf(shown(sampleReports.preview))).toBe(
      '### ⚪ Preview: not a promotion. Add the label `promote-to-production` to promote it',
    );
    expect(shown(sampleReports.preview)).toContain('As a promotion it would be: Not ready for production: 4 of 7');
    expect(headingOf(shown(sampleReports.preview, { promotionLabels: [] }))).toBe('### ⚪ Preview: not a promotion');
    expect(headingOf(shown(sampleReports.preview, { promotionLabels: ['go'] }))).toContain('`go`');
  });

  test('a ready one is short and shows until when', () => {
    const text = shown(sampleReports.ready);
    expect(text).toContain('Valid until December 1, 2026 unless something changes. The required check');
    expect(text).not.toContain('|-|');
    expect(text).not.toContain('Technical:');
  });
});

describe('what it means for the merge is never more than was verified', () => {
  const cases: [string, PullRequestOptions['enforcement'], RegExp][] = [
    [
      'required and pinned',
      { required: true, boundToApp: true },
      /Merge is blocked by the required check `pilot-readiness`\.$/m,
    ],
    ['required by anyone', { required: true, boundToApp: false }, /is not pinned to an App: anyone with write access/],
    [
      'required, pin unseen',
      { required: true, boundToApp: 'unknown' },
      /blocked .*Whether only the App can set it could not be verified/,
    ],
    [
      'not required',
      { required: false, boundToApp: false },
      /No rule requires the check `pilot-readiness` on this branch yet.*A repository admin can require it under Settings &gt; Rules &gt; Rulesets/,
    ],
    [
      'not required, and where the rule is printed',
      { required: false, boundToApp: false },
      /with the App as its source\. `pilot-readiness doctor acme\/triage` prints the rule\./,
    ],
    [
      'pinned to GitHub Actions',
      { required: true, boundToApp: true, pinnedTo: { kind: 'actions' } },
      /which any workflow of this repository can set\. It is advice for anyone who can push/,
    ],
    [
      'pinned to another App',
      { required: true, boundToApp: true, pinnedTo: { kind: 'another', appId: 99 } },
      /only from App 99, which is not the one reporting here, so this report cannot unblock the merge\.$/m,
    ],
    [
      'not seen',
      { required: 'unknown', boundToApp: 'unknown' },
      /Whether this branch requires the check `pilot-readiness` could not be verified/,
    ],
  ];
  test.each(cases)('%s', (_name, enforcement, words) => {
    expect(shown(sampleReports.notReady, enforcement === undefined ? {} : { enforcement })).toMatch(words);
  });

  test('who else reports under the name is named, in code, and only so many', () => {
    const app = (id: number, slug: string) => ({ kind: 'app' as const, id, slug });
    const hostile = [app(9, 'x`<img src=y> @acme/all'), { kind: 'status' as const, by: '' }];
    const text = shown(sampleReports.ready, {
      enforcement: { required: true, boundToApp: false, otherReporters: hostile },
    });
    expect(text).toContain('`a commit status`. This is not our report, and GitHub may count it.');
    const many = Array.from({ length: 8 }, (_, id) => app(id, `app-${id}`));
    const long = shown(sampleReports.ready, {
      enforcement: { required: true, boundToApp: true, otherReporters: many },
    });
    expect(long).toContain('`App app-4 (4)` and 3 more. This is not our report.');
  });

  test('left out means not verified, and a ready one is not called blocked', () => {
    const { enforcement: _, ...unseen } = options;
    expect(renderComment(sampleReports.notReady as Report, unseen)).toContain('could not be verified');
    expect(shown(sampleReports.ready)).not.toContain('blocked');
  });

  test('a sibling on the same commit is named without leaving a trace there', () => {
    const text = shown(sampleReports.ready, { combined: { conclusion: 'failure', from: 14 } });
    expect(text).toContain('The check also covers `#14`, which has the same commit and a stricter result.');
    expect(text).toContain('Merge is blocked');
    expect(shown(sampleReports.ready, { combined: { conclusion: 'success', from: 12 } })).toBe(
      shown(sampleReports.ready),
    );
    expect(shown(sampleReports.ready, { combined: { conclusion: 'failure', from: 12, unlisted: '502' } })).toContain(
      'other pull requests with this commit could not be listed',
    );
  });
});

describe('rows and commands', () => {
  test('a place opens its line at the evaluated commit', () => {
    expect(shown(sampleReports.notReady, { serverUrl: 'https://ghe.acme.example/' })).toContain(
      '[docs/rollback.md:14](https://ghe.acme.example/acme/triage/blob/a1b2c3d4e5f60718293a4b5c6d7e8f9012345678/docs/rollback.md?plain=1#L14)',
    );
  });

  test('people are named as code, and by their role when nobody is known', () => {
    expect(shown(sampleReports.notReady)).toContain('| `acme/privacy` (review requested) |');
    expect(shown(sampleReports.notReady, { people: {} })).toContain('| privacy approvers |');
  });

  test('only commands that work here are offered', () => {
    expect(shown(sampleReports.notReady)).toContain('`/readiness waive RK-1 until <date> because <reason>`');
    const action = shown(sampleReports.notReady, { commands: 'action' });
    expect(action).not.toContain('/readiness waive');
    expect(action).toContain('`/readiness sign-off privacy` in an approving review signs off');
    expect(shown(sampleReports.ready)).not.toContain('sign-off');
  });

  test('a long step ends with its first clauses, and what else is required is counted', () => {
    const one = check('AA-1', 'A', {
      outcome: 'unmet',
      summary: 'The plan has gaps in it: see below',
      remedy: `Add the figures of the last four weeks to the plan; ${'and so on '.repeat(30)}.`,
    });
    const text = shown(report([criterion('a', 'A', 'technical', [one])]));
    expect(text).toContain(
      '| **The plan has gaps in it**: see below | Add the figures of the last four weeks to the plan `AA-1` |',
    );
    expect(shown(sampleReports.oneCause)).toContain('(then 2 more steps)');
  });
});

describe('a repository that imitates our output', () => {
  test.each([
    ['without an address', sampleReports.hostile as Report],
    ['with an address', hostile],
  ])('%s makes no element, link, mention or reference', (_name, one) => {
    expectHarmless(shown(one));
    expectHarmless(shown(one, { commands: 'action' }));
  });

  test('our marker appears once, at the start', () => {
    const tricky = {
      ...options,
      promotionLabels: [COMMENT_MARKER],
      people: { 'control:x': { names: [COMMENT_MARKER] } },
    };
    for (const one of [
      sampleReports.hostile as Report,
      hostile,
      { ...hostile, subject: { ...hostile.subject, promotion: { is: false, because: [] } } },
    ]) {
      const text = renderComment(one, tricky);
      expect(text.startsWith(`${COMMENT_MARKER}\n`)).toBe(true);
      expect(text.split('<!--')).toHaveLength(2);
    }
  });

  test('a command inside code does not break out of it', () => {
    const remedy = 'Say `x /readiness sign-off y @everyone <b>` and /readiness waive z `';
    const one = check('AA-1', 'A', { outcome: 'unmet', summary: 'Something is missing', remedy });
    expectHarmless(shown(report([criterion('a', 'A', 'technical', [one])])));
  });

  test('an address that is no web address is not made a link', () => {
    const text = shown(sampleReports.notReady, { serverUrl: 'javascript:alert(1)', reportUrl: 'javascript:alert(1)' });
    expect(text).not.toContain('javascript:');
    expect(text).toContain('(`docs/rollback.md:14`)');
  });
});

describe('the four questions', () => {
  test('are collapsed in a comment, and the heading counts the answers', () => {
    const text = renderComment(sampleReports.questioned as Report, options);
    expect(text).toContain(
      '<details><summary>Four key questions: 2 yes, 1 no, 1 not verified</summary>\n\n- Is one person accountable for the result, with a target? yes\n',
    );
    expect(text.indexOf('Four key questions')).toBeLessThan(text.indexOf('What passed'));
    expect(text.indexOf('Four key questions')).toBeGreaterThan(text.indexOf('### '));
  });

  test('are left out when none is required, and never "no" for one that is not', () => {
    expect(renderComment(sampleReports.notReady as Report, options)).not.toContain('Four key questions');
    const questions = { ownership: 'no', data: 'not-asked', buyIn: 'not-asked', metrics: 'yes' } as const;
    const text = renderComment({ ...(sampleReports.notReady as Report), questions }, options);
    expect(text).toContain('Four key questions: 1 yes, 1 no, 2 not required');
    expect(text).toContain('- Does data flow at full volume without manual intervention? not required\n');
  });
});
