import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../src/domain/observation.ts';
import type { Report } from '../../src/domain/report.ts';
import { CHECK_BUDGET, CHECK_TITLE, renderCheckRun } from '../../src/render/markdown/check-run.ts';
import { renderInvalidPolicy, renderInvalidPolicyComment } from '../../src/render/markdown/invalid-policy.ts';
import type { PullRequestOptions } from '../../src/render/markdown/pull-request.ts';
import { renderJobSummary, SUMMARY_BUDGET } from '../../src/render/markdown/report.ts';
import { renderNotEvaluated, renderNotPilot, renderNotPromotion } from '../../src/render/markdown/without-report.ts';
import { utf8Length } from '../../src/render/model/text.ts';
import { check, criterion, report } from '../support/builders/report.ts';
import { sampleReports } from '../support/fixtures/reports.ts';
import { expectHarmless, options } from '../support/harness/as-github.ts';

const run = (one: Report | undefined, over: Partial<PullRequestOptions> = {}) =>
  renderCheckRun(one as Report, { ...options, ...over });

describe('check run', () => {
  test.each(['ready', 'notReady', 'undetermined'])('%s', (name) => {
    const { summary, text, ...rest } = run(sampleReports[name]);
    expect(`\n${rest.name}: ${rest.conclusion}\n${rest.title}\n\n${summary}\n---\n${text}`).toMatchSnapshot();
  });

  test.each(Object.entries(sampleReports))('%s stays within every limit', (_name, one) => {
    const { title, summary, text, annotations } = run(one);
    expect([...title].length).toBeLessThanOrEqual(CHECK_TITLE);
    expect(utf8Length(summary)).toBeLessThanOrEqual(CHECK_BUDGET);
    expect(utf8Length(text)).toBeLessThanOrEqual(CHECK_BUDGET);
    expect(annotations.length).toBeLessThanOrEqual(200);
    for (const one of annotations) {
      expect(one.title.length).toBeLessThanOrEqual(255);
      expect(utf8Length(one.message)).toBeLessThanOrEqual(64_000);
      expect(one.start_line).toBe(one.end_line);
    }
  });

  test.each<[string, string, string]>([
    ['ready', 'pilot-readiness', 'success'],
    ['notReady', 'pilot-readiness', 'failure'],
    ['undetermined', 'pilot-readiness', 'failure'],
    ['empty', 'pilot-readiness', 'failure'],
    ['observe', 'pilot-readiness', 'neutral'],
    ['preview', 'pilot-readiness (preview)', 'neutral'],
  ])('%s is published as %s, %s', (member, name, conclusion) => {
    expect(run(sampleReports[member])).toMatchObject({ name, conclusion });
  });

  test('the four questions come first, when they are required', () => {
    expect(run(sampleReports.questioned).summary).toMatch(/^\| Key question \| Answer \|\n/);
    expect(run(sampleReports.questioned).summary).toContain('| **no** |');
    expect(run(sampleReports.notReady).summary).not.toContain('Key question');
  });

  test('every criterion is named in the details, however talkative the others are', () => {
    expect(run(sampleReports.huge).text.match(/^#### /gm)).toHaveLength(18);
    expect(run(sampleReports.huge).text).toMatch(/\n- and \d+ more checks\n/);
  });

  test('a conclusion that comes from elsewhere names its source first', () => {
    expect(run(sampleReports.ready, { combined: { conclusion: 'failure', from: 14 } })).toMatchObject({
      conclusion: 'failure',
      title: '#14 has the same commit and a stricter result. Ready for production: 7 of 7 criteria pass',
    });
    const unlisted = run(sampleReports.ready, {
      combined: { conclusion: 'failure', from: 12, unlisted: 'GitHub answered 502' },
    });
    expect(unlisted.title).toMatch(/^Undetermined: could not list the other pull requests with this commit\. Ready/);
    const own = run(sampleReports.notReady, { combined: { conclusion: 'failure', from: 12 } });
    expect(own.title).toBe(run(sampleReports.notReady).title);
  });

  test('nothing of a hostile repository gets out', () => {
    const { title, summary, text, annotations } = run(sampleReports.hostile);
    expectHarmless(summary);
    expectHarmless(text);
    for (const words of [title, ...annotations.flatMap((one) => [one.path, one.title, one.message])])
      expect(words).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/);
  });
});

describe('annotations', () => {
  const place = (path: string, line?: number) => (line === undefined ? { path } : { path, line });
  const many = (count: number) => Array.from({ length: count }, (_, at) => place(`docs/${at}.md`, at + 1));
  const one = (code: string, over: Parameters<typeof check>[2]) =>
    check(code, `Title of ${code}`, { outcome: 'unmet', summary: `Missing in ${code}`, remedy: 'Add it.', ...over });
  const of = (...checks: ReturnType<typeof check>[]) => report([criterion('a', 'A', 'technical', checks)]);

  test('are only at lines of the head: never in the policy, which is read elsewhere', () => {
    const places = [place('docs/a.md'), place('', 3), place('.github/pilot-readiness.yml', 2), place('docs/b.md', 4)];
    expect(run(of(one('AA-1', { places }))).annotations.map((each) => each.path)).toEqual(['docs/b.md']);
    const isInHead = (path: string) => path === 'docs/a.md';
    expect(run(of(one('AA-1', { places: many(3) })), { isInHead }).annotations).toEqual([]);
  });

  test('the most important first: blocking, then what is not known, then advice; each task before second places', () => {
    const mixed = of(
      one('AA-1', { level: 'advisory', places: [place('advice.md', 1)] }),
      one('AA-2', { outcome: 'unknown', resolvableBy: 'github', places: [place('unknown.md', 1)] }),
      one('AA-3', { places: [place('first.md', 1), place('second.md', 2)] }),
      one('AA-4', { places: [place('other.md', 1)] }),
    );
    expect(run(mixed).annotations.map((each) => [each.path, each.annotation_level])).toEqual([
      ['first.md', 'failure'],
      ['other.md', 'failure'],
      ['second.md', 'failure'],
      ['unknown.md', 'warning'],
      ['advice.md', 'notice'],
    ]);
  });

  test('what is cut off is counted in the summary', () => {
    const { annotations, summary } = run(of(one('AA-1', { places: many(230) })));
    expect(annotations).toHaveLength(200);
    expect(summary).toContain('200 lines are annotated, and 30 more are not.');
  });

  test('a second finding speaks for itself at its own line, with its column', () => {
    const [first, second] = run(sampleReports.oneCause).annotations;
    expect(first).toMatchObject({ start_line: 7, start_column: 12, end_column: 12 });
    expect(second?.title).toBe('baselines[2].method is not named');
    expect(second).not.toHaveProperty('start_column');
  });

  test('under observe nothing is marked as a failure', () => {
    expect(run(sampleReports.observe).annotations.map((each) => each.annotation_level)).toEqual(['warning']);
  });
});

describe('answers without a report', () => {
  const faults: Fault[] = [
    {
      path: '.github/pilot-readiness.yml',
      line: 7,
      column: 12,
      key: 'profile',
      problem: 'is "strict"',
      allowed: 'minimal, standard, regulated',
      remedy: 'Write one of them.',
    },
    {
      path: '.github/pilot-readiness.yml',
      line: 9,
      column: 1,
      key: 'modes',
      problem: 'is not known',
      remedy: 'Did you mean mode?',
    },
  ];
  const policy = {
    serverUrl: 'https://github.com',
    commands: 'app' as const,
    repository: 'acme/triage',
    commit: '9f8e7d6c5b4a',
  };

  test('an invalid policy needs a person, and shows where', () => {
    const rendered = renderInvalidPolicy(faults, policy);
    const [link, item] = [
      '[.github/pilot-readiness.yml:7:12](https://github.com/acme/triage/blob/9f8e7d6c5b4a/.github/pilot-readiness.yml?plain=1#L7)',
      'profile is "strict" (allowed: minimal, standard, regulated). Write one of them.',
    ];
    expect([rendered.name, rendered.conclusion]).toEqual(['pilot-readiness', 'action_required']);
    expect(rendered.title).toBe('The policy is invalid: 2 faults in .github/pilot-readiness.yml');
    expect(rendered.annotations.map(({ start_line, start_column }) => [start_line, start_column])).toEqual([
      [7, 12],
      [9, 1],
    ]);
    const comment = renderInvalidPolicyComment(faults, policy);
    expect(comment).toMatch(/^<!-- pilot-readiness:v1 -->\n### ⛔ The policy is invalid: 2 faults/);
    for (const text of [rendered.summary, comment]) {
      expect(text).toContain(`\n- ${link} ${item}\n- [`);
      expect(text).toMatch(/<sub>Policy of `acme\/triage` at `9f8e7d6`, read from the default branch<\/sub>\n$/);
    }
  });

  test('however many faults there are, and whatever they quote', () => {
    const nasty = '<!-- pilot-readiness:v1 --> @everyone [x](https://evil.example) `` | <script> '.repeat(20);
    const lots = Array.from({ length: 400 }, () => ({
      ...(faults[0] as Fault),
      path: nasty,
      key: nasty,
      problem: nasty,
      remedy: nasty,
    }));
    const comment = renderInvalidPolicyComment(lots, { ...policy, repository: nasty });
    const { title, summary } = renderInvalidPolicy(lots, { ...policy, repository: nasty });
    for (const text of [comment, summary]) {
      expect(utf8Length(text)).toBeLessThanOrEqual(CHECK_BUDGET);
      expect(text).toMatch(/- and \d+ more faults/);
      expectHarmless(text);
    }
    expect(comment.split('<!--')).toHaveLength(2);
    expect([...title].length).toBeLessThanOrEqual(CHECK_TITLE);
  });

  test('not a pilot, not a promotion, not evaluated', () => {
    const empty = { name: 'pilot-readiness', text: '', annotations: [] };
    expect(renderNotPilot()).toMatchObject({ ...empty, conclusion: 'success' });
    expect(renderNotPilot().summary).toContain('`.github/pilot-readiness.yml`');
    expect(renderNotPromotion({ pullRequest: 12 })).toMatchObject({ ...empty, conclusion: 'success' });
    expect(renderNotPromotion({ pullRequest: 12 }).summary).toContain('`promote-to-production`');
    const failed = renderNotEvaluated('the policy could not be read (502)', 'enforce', { commands: 'app' });
    expect(failed).toMatchObject({
      ...empty,
      conclusion: 'failure',
      title: 'Undetermined: the policy could not be read (502)',
    });
    expect(failed.summary).toMatch(/the policy could not be read \(502\)\.\n\n.*`\/readiness` retries now\.\n$/);
    expect(renderNotEvaluated('@everyone <b>', 'observe', { commands: 'action' }).conclusion).toBe('neutral');
  });

  test('what is no promotion is red all the same when its commit belongs to one that is not ready', () => {
    expect(renderNotPromotion({ pullRequest: 12, combined: { conclusion: 'failure', from: 14 } })).toMatchObject({
      conclusion: 'failure',
      title: '#14 has the same commit and a stricter result. Not a promotion: no checks apply to this pull request',
    });
  });
});

describe('job summary', () => {
  test.each(Object.entries(sampleReports))('%s is the verdict, the rows and every criterion', (_name, one) => {
    const text = renderJobSummary(one, options);
    expect(utf8Length(text)).toBeLessThanOrEqual(SUMMARY_BUDGET);
    expect(text).toMatch(/^### (✅|⛔|⚠️|⚪) \S/u);
    expect(text.match(/^#### /gm) ?? []).toHaveLength(one.criteria.length);
    expect(text).toMatch(/<sub>Evaluated .*<\/sub>\n$/);
  });

  test('shows up to fifty rows, and nothing of a hostile repository gets out', () => {
    expect(renderJobSummary(sampleReports.huge as Report, options).match(/^\| \d+ \|/gm)).toHaveLength(50);
    expectHarmless(renderJobSummary(sampleReports.hostile as Report, options));
  });
});
