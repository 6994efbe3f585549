import { describe, expect, test } from '@jest/globals';
import { commandHelp } from '../../src/commands/index.ts';
import { readCommands } from '../../src/commands/language/command-lines.ts';
import type { Receipt, Refusal } from '../../src/commands/receipt.ts';
import { commandsPage, insteadOfCommand, renderCommandHelp } from '../../src/render/markdown/command-help.ts';
import { reactionTo, renderEdited, renderReceipts } from '../../src/render/markdown/receipt.ts';
import { said } from '../support/builders/decisions.ts';

const OPTIONS = { serverUrl: 'https://github.example', repository: 'acme/pilot' };
const words = (receipt: Receipt): string => renderReceipts([receipt], OPTIONS);
const recorded = (decision: ReturnType<typeof said>, more: object = {}): Receipt =>
  ({ kind: 'recorded', by: decision.by, line: 1, decision, ...more }) as Receipt;
const refused = (refusal: Refusal, subject = 'privacy'): string =>
  words({ kind: 'refused', by: 'tom', line: 1, verb: 'sign-off', subject, refusal });
const HEAD = 'a1'.repeat(20);

describe('receipts', () => {
  test('a sign-off: what, until when, what makes it stale, how to take it back, what is open', () => {
    const condition = { what: 'it is stored here', due: '2027-01-15', owner: 'ravi' };
    const open = [
      { control: 'security', who: ['@tom'], impossible: false },
      { control: 'legal', who: ['@mira'], impossible: true },
    ];
    expect(
      words(recorded(said(1, 'sign-off', { condition }), { signed: { until: '2027-11-21T00:00:00.000Z', open } })),
    ).toMatchInlineSnapshot(`
"✅ \`@mira\` signed \`privacy\` at \`a1a1a1a\`, for these files as they are:

- [docs/privacy.md](https://github.example/acme/pilot/blob/a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1/docs/privacy.md)

Under the condition: it is stored here. \`@ravi\` sees to it by 15 January 2027; after that day the gate closes until \`@mira\` signs again without it.

When one of them changes, or which files are covered, it has to be signed again; other pushes leave it alone. It ends on 21 November 2027. To take it back: \`/readiness withdraw privacy\`. Editing or deleting the comment voids it.

Still to be signed: \`security\`, by \`@tom\`.

⚠️ \`legal\` cannot get a person of its own from those who are named (\`@mira\`): one person holds one control. A repository admin names another approver."
`);
  });

  test.each([
    said(1, 'decline'),
    said(1, 'withdraw'),
    said(1, 'accept'),
    said(1, 'grant'),
    said(1, 'grant', { of: 'not-applicable', until: undefined, part: 'rework' }),
    said(1, 'revoke'),
    said(1, 'hold'),
    said(1, 'release'),
    said(1, 'retire'),
  ])('$verb', (decision) => {
    expect(words(recorded(decision))).toMatchSnapshot();
  });

  test('what is asked names who could grant it', () => {
    const who = ['@dana', '@acme/ai-governance'];
    expect(words(recorded(said(1, 'waive'), { who }))).toMatchSnapshot();
    expect(words(recorded(said(1, 'not-applicable', { part: 'rework' }), { who }))).toMatchSnapshot();
  });

  test.each<[Refusal, RegExp]>([
    [
      { because: 'not-an-approver', of: 'privacy', who: ['@acme/privacy'] },
      /not among the approvers of `privacy`\. Who can: `acme\/privacy`\./,
    ],
    [{ because: 'no-approvers', of: 'privacy' }, /`controls\.privacy\.approvers`/],
    [{ because: 'no-approvers', of: 'waivers' }, /`waivers\.approvers`/],
    [{ because: 'opened-it', who: ['@dana'] }, /opened this pull request\. Who can/],
    [{ because: 'wrote-commits', commits: [HEAD], who: ['@dana'] }, /a1a1a1a/],
    [
      { because: 'wrote-evidence', wrote: [{ path: 'docs/privacy.md', commit: HEAD }], who: ['@acme/privacy'] },
      /`@tom` may not sign `privacy`: wrote `docs\/privacy\.md \(a1a1a1a\)`\. Who can, if they had no hand in it: `acme\/privacy`\./,
    ],
    [
      { because: 'wrote-evidence', wrote: [{ path: 'a.md', commit: HEAD }], who: ['@Tom'] },
      /wrote `a\.md \(a1a1a1a\)`\. Nobody else is named who could: a repository admin adds somebody/,
    ],
    [{ because: 'requested-it', who: [] }, /asked for it\. Nobody is named who could\./],
    [
      { because: 'holds-another', control: 'privacy', holds: ['security'], who: ['@mira'] },
      /already holds `security`.*`\/readiness withdraw security`/,
    ],
    [
      { because: 'not-verified', what: 'GitHub answered 502', again: '2026-11-20T14:07:00Z' },
      /Not verified: GitHub answered 502\. Nothing was recorded\. Send it again after 2026-11-20 14:07 UTC/,
    ],
    [
      { because: 'not-known', kind: 'control', given: 'privcy', nearest: 'privacy', known: ['privacy', 'security'] },
      /no control `privcy`\. Did you mean `privacy`\?.*Known here: `privacy`, `security`/,
    ],
    [{ because: 'never-waived', code: 'CS-2', what: 'waived' }, /`CS-2` can never be waived/],
    [
      { because: 'invalid-expiry', given: '2030-01-01', how: 'too-far', latest: '2027-02-18' },
      /`2030-01-01` is too far ahead.*`2027-02-18`/,
    ],
    [{ because: 'not-reported', line: '/readiness sign-off privacy @a1' }, /send: `\/readiness sign-off privacy @a1`/],
    [{ because: 'just-pushed', at: '2026-11-20T11:59:30Z' }, /pushed at 2026-11-20T?.*send it again/],
    [
      {
        because: 'head-moved',
        from: HEAD,
        to: 'c3'.repeat(20),
        changed: [{ path: 'docs/privacy.md', how: 'changed' }],
        line: '/readiness sign-off privacy @c3',
      },
      /from `a1a1a1a` to `c3c3c3c`.*`docs\/privacy\.md \(changed\)`.*send: `\/readiness sign-off privacy @c3`/,
    ],
    [{ because: 'head-moved', from: HEAD, to: HEAD, changed: [] }, /None of what it covers changed/],
    [{ because: 'another-commit', given: '1234567', line: '' }, /`1234567` is not exactly one/],
    [
      { because: 'nothing-to-sign', control: 'privacy', covers: ['docs/privacy.md'] },
      /none of `docs\/privacy\.md` is there/,
    ],
    [{ because: 'nothing-requested', code: 'RB-7' }, /Nothing is asked for `RB-7`/],
    [
      { because: 'several-requested', lines: ['/readiness grant RB-7 from @tom'] },
      /- `\/readiness grant RB-7 from @tom`/,
    ],
    [{ because: 'just-requested', by: 'ravi', at: '2026-11-20T11:59:30Z' }, /`@ravi` wrote this/],
    [{ because: 'just-held', by: 'ravi', at: '2026-11-20T11:59:30Z' }, /`@ravi` held it/],
    [{ because: 'nothing-to-revoke', of: 'privacy' }, /nothing of yours/],
    [{ because: 'granted-in-policy', code: 'RB-7', place: 'p.yml:3' }, /policy file \(`p\.yml:3`\)/],
    [{ because: 'nothing-held' }, /Nothing is held/],
    [{ because: 'not-acceptable', subject: 'RB-7' }, /not something that a person can accept/],
    [{ because: 'not-approving' }, /only when the review approves/],
    [{ because: 'needs-comment' }, /as a comment/],
    [{ because: 'pull-request-closed' }, /is closed/],
  ])('a refusal says why: $because', (refusal, expected) => {
    expect(refused(refusal)).toMatch(expected);
    expect(refused(refusal)).toMatch(/^❌ /);
  });

  test('a line that is not understood: where, what is allowed, what was meant', () => {
    const fault = {
      word: 'waive',
      line: 3,
      problem: 'not-a-date' as const,
      seen: '31.1.27',
      forms: ['/readiness waive <code> until <date> because <reason>'],
    };
    expect(words({ kind: 'not-understood', by: 'tom', line: 3, fault })).toBe(
      '❌ Line 3 was not understood at `31.1.27`: this is no day; days are written YYYY-MM-DD. Nothing was recorded. It is written:\n\n- `/readiness waive <code> until <date> because <reason>`',
    );
  });

  test('nothing that people wrote pings, links, forms or breaks out, and nothing of ours is a command', () => {
    const bad =
      'x @acme/everyone #1 <img src=x> [a](https://evil.example) `` ` |\n/readiness sign-off privacy\n<!-- y -->';
    const receipts: Receipt[] = [
      recorded(said(1, 'hold', { reason: bad })),
      recorded(
        said(1, 'sign-off', {
          condition: { what: bad, due: '2027-01-01', owner: 'ravi' },
          covered: [{ path: bad, mode: '100644', blob: 'b2b2b2b' }],
        }),
      ),
      recorded(said(1, 'waive', { reason: bad }), { who: [bad] }),
      {
        kind: 'refused',
        by: 'tom',
        line: 1,
        verb: 'sign-off',
        subject: bad,
        refusal: { because: 'not-known', kind: 'control', given: bad, known: [bad] },
      },
      {
        kind: 'not-understood',
        by: 'tom',
        line: 1,
        fault: { word: bad, line: 1, problem: 'unknown-verb', seen: bad, forms: [] },
      },
    ];
    const text = renderReceipts(receipts, OPTIONS);
    const bare = text.replace(/(`+)(?!`).+?(?<!`)\1(?!`)/g, '');
    expect(bare).not.toMatch(/@acme|#1\b|<img|\]\(https:\/\/evil|<!--/);
    expect(readCommands(text)).toEqual([]);
  });

  test('what answers for itself says nothing here', () => {
    const receipts: Receipt[] = [
      { kind: 'evaluate', by: 'tom', line: 1 },
      { kind: 'help', by: 'tom', line: 2 },
      { kind: 'already', by: 'tom', line: 3, decision: said(1, 'hold') },
    ];
    expect(renderReceipts(receipts, OPTIONS)).toBe('');
    expect(reactionTo(receipts)).toBe('eyes');
    expect(reactionTo([...receipts, recorded(said(1, 'hold'))])).toBe('+1');
    expect(
      reactionTo([
        recorded(said(1, 'hold')),
        { kind: 'refused', by: 'x', line: 1, verb: 'release', subject: '', refusal: { because: 'nothing-held' } },
      ]),
    ).toBe('confused');
  });

  test('an edited comment is told so', () => {
    expect(renderEdited('tom')).toMatch(/^`@tom`: commands in edited comments do not count/);
  });
});

describe('help', () => {
  test('names every form, and is no command when it is read back', () => {
    const help = renderCommandHelp(commandHelp, { ledger: true });
    for (const form of commandHelp.flatMap(({ forms }) => forms)) expect(help).toContain(form);
    expect(readCommands(help)).toEqual([]);
  });

  test('in a workflow names only what works there', () => {
    const help = renderCommandHelp(commandHelp, { ledger: false });
    expect(help).toContain('`/readiness explain <criterion or code>`');
    expect(help).not.toContain('/readiness hold');
    expect(insteadOfCommand(commandHelp, 'approve')).toMatch(/Approve the pull request/);
    for (const word of ['check', 'help', '', '__proto__', 'sing-off'])
      expect(insteadOfCommand(commandHelp, word)).toBeUndefined();
  });

  test('the page has one row for each command', () => {
    expect(commandsPage(commandHelp).split('\n')).toHaveLength(commandHelp.length + 2);
  });
});
