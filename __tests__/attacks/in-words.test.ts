import { describe, expect, test } from '@jest/globals';
import { readCommands } from '../../src/commands/language/command-lines.ts';
import { type Observation, seen } from '../../src/domain/observation.ts';
import { decisionStateOf } from '../../src/engine/decisions/state.ts';
import type { Acceptance } from '../../src/engine/fact-answers.ts';
import { type FactRequest, factKey, grantProof, waiverProof } from '../../src/engine/fact-requests.ts';
import type { EffectivePolicy } from '../../src/engine/policy/effective.ts';
import { effectivePolicy } from '../../src/engine/policy/merge.ts';
import { exceptionState, grantState, waiverState } from '../../src/engine/waivers.ts';
import { publishComment } from '../../src/github/publish/comment.ts';
import { renderCheckRun } from '../../src/render/markdown/check-run.ts';
import { COMMENT_MARKER, renderComment } from '../../src/render/markdown/comment.ts';
import { renderReceipts } from '../../src/render/markdown/receipt.ts';
import { renderMarkdown } from '../../src/render/markdown/report.ts';
import { said } from '../support/builders/decisions.ts';
import { check, criterion, report } from '../support/builders/report.ts';
import { AT, HEAD, OLD, refusal, send } from '../support/fixtures/command-context.ts';
import { hostile } from '../support/fixtures/hostile-report.ts';
import { expectHarmless, options } from '../support/harness/as-github.ts';
import { FakeWriter } from '../support/harness/fake-writer.ts';

describe('attacks by what is written', () => {
  test('08 a comment with our marker by anybody else is neither ours nor read', async () => {
    const forged = `${COMMENT_MARKER}\n### ✅ Ready for production\n\nAPPROVED by @hanne-vik`;
    const writer = new FakeWriter();
    const by = (login: string, app?: number): object => ({
      ...{ html_url: 'https://github.com/1', body: forged, user: { login } },
      ...(app === undefined ? {} : { performed_via_github_app: { id: app } }),
    });
    writer.comments.push(
      { id: 1, ...by('mallory') },
      { id: 2, ...by('other[bot]', 7) },
      { id: 3, ...by('slug[bot]', 7) },
      { id: 4, ...by('mallory', 4242) },
    );
    const self = { login: 'slug[bot]', appId: 4242 };
    const body = `${COMMENT_MARKER}\n### ⛔ Not ready`;
    const result = await publishComment(writer, { owner: 'acme', repo: 'triage', number: 12, body, self });
    expect(result).toMatchObject({ written: true, change: 'created', id: 5 });
    expect(writer.comments.map((one) => one.body)).toEqual([forged, forged, forged, forged, body]);
  });

  test.each<[string, object]>([
    ['the head moved before the comment arrived', { headAtArrival: { known: true, value: OLD } }],
    ['the head moved since the comment arrived', { headNow: async () => ({ known: true, value: OLD }) }],
    ['another head was reported last', { lastReportedHead: OLD }],
    ['nobody reported on this head yet', { lastReportedHead: undefined }],
    ['it was pushed seconds before', { lastPush: async () => ({ known: true, value: '2026-11-20T11:59:50Z' }) }],
    ['the head at arrival is not known', { headAtArrival: { known: false, reason: 'lost' } }],
    ['the last push is not known', { lastPush: async () => ({ known: false, reason: 'lost' }) }],
  ])('09 a command opens nothing for code that its author may not have seen: %s', async (_how, tools) => {
    const because = (await refusal('/readiness sign-off privacy', { tools })).because;
    expect(['head-moved', 'not-reported', 'just-pushed', 'not-verified']).toContain(because);
  });

  test('09 a commit that is named has to be one that was there', async () => {
    const line = `/readiness sign-off privacy @${'e5'.repeat(6)}`;
    expect((await refusal(line)).because).toBe('another-commit');
    const [receipt] = await send(`/readiness sign-off privacy @${HEAD.slice(0, 12)}`);
    expect(receipt).toMatchObject({ kind: 'recorded', decision: { headSha: HEAD } });
  });

  test('16 nothing that is echoed pings, links, hides, or speaks in our voice', async () => {
    expectHarmless(renderComment(hostile, options));
    expectHarmless(renderMarkdown(hostile));
    const run = renderCheckRun(hostile, options);
    expectHarmless(run.summary);
    const reason = '@everyone &#64;team [x](https://evil.example) <b> `c` | a\u202eb\n\n### ✅ APPROVED by @dana';
    const receipts = await send(`/readiness decline privacy because ${reason.split('\n')[0]}`);
    const told = renderReceipts(receipts, { serverUrl: 'https://github.com', repository: 'acme/triage' });
    expect(told).toContain('declined');
    expect(told.replace(/`[^`]*`/g, '')).not.toMatch(/@(?:everyone|team)|\]\(https:\/\/evil|<b>|\u202e/);
  });

  test('17 however much there is to say, the verdict is said, within what GitHub takes', () => {
    const long = 'x'.repeat(3_000);
    const checks = Array.from({ length: 2_000 }, (_none, index) =>
      check(`X-${index}`, `${index} ${long}`, {
        outcome: 'unmet',
        summary: `${index} ${long}`,
        remedy: long,
        places: [{ path: `docs/${index}/${long}.md`, line: 1 }],
        actors: [long],
      }),
    );
    const huge = report([criterion('huge', long, 'technical', checks)], {
      notes: Array.from({ length: 99 }, () => long),
    });
    const comment = renderComment(huge, options);
    const run = renderCheckRun(huge, options);
    for (const text of [comment, run.summary, run.text, renderMarkdown(huge)])
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_535);
    expect(comment.startsWith(`${COMMENT_MARKER}\n### ⛔ Not ready`)).toBe(true);
    expect(comment).toMatch(/Shortened to fit/);
    expect([run.conclusion, run.title.length <= 255]).toEqual(['failure', true]);
  });

  describe('40 a line that GitHub does not show as a plain line of its own is no command', () => {
    const line = '/readiness sign-off privacy';
    test.each<[string, string]>([
      ['a quote', `> ${line}`],
      ['a quote that goes on without its mark', `> Mira wrote:\n${line}`],
      ['a quote in a quote', `> > a\n> b\n${line}`],
      ['an alert', `> [!NOTE]\n> a\n${line}`],
      ['a list', `- ${line}`],
      ['a list that goes on without indentation', `- to do:\n${line}`],
      ['a numbered list that goes on', `1. to do:\n${line}`],
      ['a task', `- [ ] to do\n${line}`],
      ['a footnote', `See[^1].\n\n[^1]: a\n${line}`],
      ['a footnote in a paragraph', `See[^n].\n[^n]: a\n${line}`],
      ['inline code over lines', `as in \`a\n${line}\nb\``],
      ['inline code with two marks over lines', `as in \`\`a \` b\n${line}\nc\`\``],
      ['indented code', `a\n\n    ${line}`],
      ['a fence', `\`\`\`\n${line}\n\`\`\``],
      ['a fence that is longer', `\`\`\`\`\n\`\`\`\n${line}\n\`\`\`\``],
      ['a fence that a fence with words does not close', `~~~\n~~~ x\n${line}`],
      ['a fence in a list that the line leaves open', `> \`\`\`\n> \`\`\`\n> a\n${line}`],
      ['a formula', `$$\n${line}\n$$`],
      ['a formula in a sentence', `so $a\n${line}\nb$ is`],
      ['a heading by underline', `${line}\n===`],
      ['a smaller heading by underline', `${line}\n---`],
      ['front matter', `---\n${line}\n---`],
      ['a table', `a | b\n- | -\n${line}`],
      ['a table of one column', `a\n| - |\n${line}`],
      ['the head of a table', `${line}\n:-`],
      ['the text of a link', `[a\n${line}\nb](https://a.example)`],
      ['the text of an image', `![a\n${line}\nb](https://a.example)`],
      ['the title of a link', `[a](https://a.example "b\n${line}\nc")`],
      ['the title of a reference', `[a]: https://a.example "b\n${line}\nc"`],
      ['bold text', `**a\n${line}\nb**`],
      ['emphasis', `a _b\n${line}\nc_`],
      ['struck text', `~~a\n${line}\nb~~`],
      ['struck text with one mark', `~a\n${line}\nb~`],
      ['a hidden comment', `<!--\n${line}\n-->`],
      ['a hidden comment in a sentence', `a <!-- b\n${line}\nc -->`],
      ['a hidden comment that a block leaves open', `<div>\n<!--\n\n${line}\n\n-->\n</div>`],
      ['an attribute', `a <a title="\n${line}\n">b</a>`],
      ['an attribute that a block leaves open', `<div title="\n\n${line}\n\n">`],
      ['a processing instruction', `a <?b\n${line}\n?>`],
      ['a section of raw text', `a <![CDATA[\n${line}\n]]>`],
      ['an element that only GitHub begins a block with', `<source\n${line}\n>`],
      ['text below an element, without a blank line', `<div>\n${line}\n</div>`],
      ['an escaped slash', `\\${line}`],
      ['a slash as an entity', `&#47;${line.slice(1)}`],
      ['a space before', ` ${line}`],
      ['a no-break space before', `\u00a0${line}`],
      ['a line separator before', `a\u2028${line}`],
      ['a form feed before', `a\f${line}`],
    ])('40 %s', (_name, body) => {
      expect(readCommands(body)).toEqual([]);
      expect(readCommands(body.replaceAll('\n', '\r\n'))).toEqual([]);
      // What encloses it does not reach below a blank line, unless it is still open.
      const open = /^~~~|^<source|title="\n\n|<!--\n\n/.test(body);
      const below = readCommands(`${body}\n\n/readiness hold because no`).map(({ verb }) => verb);
      expect(below).toEqual(open ? [] : ['hold']);
    });

    const elements = 'pre code del s strike blockquote details summary sub sup kbd samp q ins h1 table ul script style';
    test.each(elements.split(' '))('40 <%s>, wherever it begins', (name) => {
      for (const body of [
        `a <${name}>\n${line}\n</${name}>`,
        `a <${name.toUpperCase()} class="x">b\n${line}\nc</${name}>`,
        `<${name}>\n${line}\n</${name}>`,
        `<${name}>\n\n${line}\n\n</${name}>`,
        `a <${name}>\n\n${line}\n\n</${name}>`,
        `a <${name}> <!-- </${name}> -->\n\n${line}`,
        `<${name}/>\n\n${line}`,
      ])
        expect([body, readCommands(body)]).toEqual([body, []]);
    });

    test.each<[string, string]>([
      ['alone', line],
      ['below a paragraph', `Read it.\n\n${line}`],
      ['below a line', `Read it.\n${line}\nThanks.`],
      ['below a hard break', `Read it.\\\n${line}\\\nThanks.`],
      ['below a line that ends in spaces', `Read it.  \n${line}  \nThanks.`],
      ['above a list', `${line}\n- a`],
      ['above a quote', `${line}\n> a`],
      ['above a fence', `${line}\n\`\`\`\na\n\`\`\``],
      ['below a heading', `# a\n${line}`],
      ['below a list and a blank line', `- a\n\n${line}`],
      ['below a quote and a blank line', `> /readiness hold\n\n${line}`],
      ['below a reference', `[a]: https://a.example\n${line}`],
      ['below a line break as an element', `a<br>\n${line}`],
      ['below elements that are closed', `<details>\n<summary>a</summary>\n\nb\n\n</details>\n\n${line}`],
      ['below a placeholder that is no element', `Send <control> first.\n${line}`],
      ['below amounts of money', `It costs $5.\n${line}\nNot $10.`],
      ['below marks that enclose nothing', `2 * 3 < 4 and ~5 or \`6\n${line}`],
    ])('40 and %s it is one', (_name, body) => {
      expect(readCommands(body)).toMatchObject([{ verb: 'sign-off', rest: 'privacy' }]);
    });
  });

  test.each([
    ['the eleventh line', (hold: string) => `${'/readiness release\n'.repeat(10)}${hold}`],
    ['a line behind the cut', (hold: string) => `/readiness release\n${'x'.repeat(140_000)}\n${hold}`],
    ['a line with a reason of any length', (hold: string) => `${hold} ${'x'.repeat(60_000)}`],
  ])('40 no command that closes the gate is lost: %s', async (_name, body) => {
    const receipts = await send(body('/readiness decline privacy because no'));
    expect(receipts).toContainEqual(
      expect.objectContaining({ kind: 'recorded', decision: expect.objectContaining({ verb: 'decline' }) }),
    );
    expect(receipts.some((one) => one.kind === 'recorded' && one.decision.verb === 'release')).toBe(false);
  });

  test.each([7, 8, 9, 10, 11])('41 %d digits of a commit name none', async (digits) => {
    const short = HEAD.slice(0, digits);
    expect((await refusal(`/readiness sign-off privacy @${short}`)).because).toBe('another-commit');
    const review = { state: 'APPROVED', commit: HEAD };
    expect((await refusal(`/readiness sign-off privacy @${short}`, { review })).because).toBe('another-commit');
  });

  describe('25 a waiver', () => {
    const base = effectivePolicy([], undefined, { now: 0 }).policy;
    const policy: EffectivePolicy = { ...base, waivers: { approvers: ['@dana'], maxDays: 90, granted: [] } };
    const now = Date.parse(AT);
    const yes = (ask: FactRequest): Map<string, Observation<Acceptance>> =>
      new Map([[factKey(ask), seen({ accepted: true } as Acceptance, { path: '' })]]);
    const written = {
      ...{ check: 'RB-7', by: '@dana', askedBy: '@ravi', on: '2026-11-01', until: '2026-12-31', reason: 'agreed' },
      ...{ pr: 41, origin: { path: 'p.yml' } },
    };
    const granted = (over: object = {}) => {
      const decisions = [said(1, 'waive', { by: 'ravi' }), said(2, 'grant', { by: 'dana', ...over })];
      const [exception] = decisionStateOf({ decisions, tamperings: [] }, now).exceptions;
      if (exception === undefined) throw new Error('nothing was granted');
      return exception;
    };

    test('25 of the file holds only in its time, and with its proof', () => {
      const proof = yes(waiverProof(41, written));
      expect(waiverState(written, policy, proof, now)).toEqual({ holds: 'yes' });
      const cases: [object, Map<string, Observation<unknown>>][] = [
        [{ until: '2026-11-19' }, proof],
        [{ on: '2026-11-21' }, proof],
        [{ until: 'never' }, proof],
        [{ pr: undefined }, proof],
        [{ pr: 42 }, proof],
        [{ by: '@mallory' }, yes(waiverProof(41, { ...written, by: '@mallory' }))],
        [{}, new Map()],
      ];
      for (const [over, answers] of cases)
        expect([over, waiverState({ ...written, ...over }, policy, answers, now).holds]).not.toEqual([over, 'yes']);
    });

    test('25 by command ends, and is never longer than the policy lets it be', () => {
      const proof = yes(grantProof(9, 'dana', ['@dana']));
      expect(grantState(granted(), policy, proof)).toEqual({ holds: 'yes' });
      const short = { ...policy, waivers: { ...policy.waivers, maxDays: 30 } };
      for (const [exception, rules, answers] of [
        [granted({ until: '2026-11-19' }), policy, proof],
        [granted(), short, proof],
        [granted({ pullRequest: 10 }), policy, proof],
        [granted(), policy, new Map()],
      ] as const)
        expect(grantState(exception, rules, answers).holds).not.toBe('yes');
    });

    test('25 an exception without an end is confirmed again each year', () => {
      const entry = { check: 'BK-1', by: '@dana', on: '2025-11-01', reason: 'r', pr: 41, origin: { path: 'p.yml' } };
      const stateOf = (over: object, proof: object = {}) => {
        const one = { ...entry, ...over };
        const answer = seen({ accepted: true, ...proof } as Acceptance, { path: '' });
        return exceptionState(one, policy, new Map([[factKey(waiverProof(41, one)), answer]]), now);
      };
      expect(stateOf({ on: '2026-01-01' })).toEqual({ holds: 'yes' });
      expect(stateOf({}).holds).toBe('no');
      expect(stateOf({ on: undefined }).holds).toBe('no');
      expect(stateOf({ on: '2026-11-21' }).holds).toBe('no');
      expect(stateOf({ on: '2026-11-31' }).holds).toBe('no');
      expect(stateOf({ on: '2026-01-01' }, { at: '2025-06-01T00:00:00Z' }).holds).toBe('no');
    });
  });
});
