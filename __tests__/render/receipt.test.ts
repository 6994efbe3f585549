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
    const signed = { until: '2027-11-21T00:00:00.000Z', open };
    const text = words(recorded(said(1, 'sign-off', { condition }), { signed }));
    const [signature, files, terms, validity, ...others] = text.split('\n\n');
    expect(signature).toBe('✅ `@mira` signed off `privacy` at `a1a1a1a` for these files:');
    expect(files).toBe(`- [docs/privacy.md](https://github.example/acme/pilot/blob/${HEAD}/docs/privacy.md)`);
    expect(terms).toMatch(/^Condition: it is stored here\. `@ravi` .* January 15, 2027\./);
    expect(validity).toMatch(/expires on November 21, 2027\. .*`\/readiness withdraw privacy`/);
    expect(others).toEqual([
      'Still to be signed off: `security`, by `@tom`.',
      expect.stringMatching(/^⚠️ `legal` .*\(`@mira`\)/),
    ]);
  });

  test.each<[ReturnType<typeof said>, string[]]>([
    [said(1, 'decline'), ['⛔ `@mira`', '`privacy`', 'no contract yet', '`/readiness withdraw privacy`']],
    [said(1, 'withdraw'), ['✅ `@mira`', '`privacy`']],
    [said(1, 'accept'), ['✅ `@mira`', '`OM-2`', 'as sponsor', 'always displayed']],
    [said(1, 'grant'), ['`RB-7`', 'requested by `@ravi`', 'December 31, 2026', '`/readiness revoke RB-7`']],
    [
      said(1, 'grant', { of: 'not-applicable', until: undefined, part: 'rework' }),
      ['`RB-7`, `rework`', 'confirmed each year'],
    ],
    [said(1, 'revoke'), ['✅ `@mira`', '`RB-7`']],
    [said(1, 'hold'), ['⛔ `@mira`', 'the vendor is down', '`/readiness release`']],
    [said(1, 'release'), ['✅ `@mira`']],
    [said(1, 'retire'), ['✅ `@mira`', 'it is over']],
  ])('$verb', (decision, parts) => {
    for (const part of parts) expect(words(recorded(decision))).toContain(part);
  });

  test('what is requested names who can grant it', () => {
    const who = ['@dana', '@acme/ai-governance'];
    for (const [decision, code] of [
      [said(1, 'waive'), 'RB-7'],
      [said(1, 'not-applicable', { part: 'rework' }), 'BK-1'],
    ] as const) {
      const text = words(recorded(decision, { who }));
      expect(text).toContain(`\`/readiness grant ${code}\``);
      expect(text).toMatch(/Who can: `@dana`, `@acme\/ai-governance`\.$/);
    }
  });

  test.each<[Refusal, RegExp]>([
    [
      { because: 'not-an-approver', of: 'privacy', who: ['@acme/privacy'] },
      /is not an approver of `privacy`\. Who can: `acme\/privacy`\./,
    ],
    [{ because: 'no-approvers', of: 'privacy' }, /`controls\.privacy\.approvers`/],
    [{ because: 'no-approvers', of: 'waivers' }, /`waivers\.approvers`/],
    [{ because: 'opened-it', who: ['@dana'] }, /because they opened this pull request\. Who can/],
    [{ because: 'wrote-commits', commits: [HEAD], who: ['@dana'] }, /a1a1a1a/],
    [
      { because: 'wrote-evidence', wrote: [{ path: 'docs/privacy.md', commit: HEAD }], who: ['@acme/privacy'] },
      /`@tom` cannot sign off `privacy` because they changed `docs\/privacy\.md \(a1a1a1a\)`\. Who can, .*: `acme\/privacy`\./,
    ],
    [
      { because: 'wrote-evidence', wrote: [{ path: 'a.md', commit: HEAD }], who: ['@Tom'] },
      /changed `a\.md \(a1a1a1a\)`\. No one else with that right is named: a repository admin/,
    ],
    [{ because: 'requested-it', who: [] }, /because they requested it\. Nobody with that right is named\./],
    [
      { because: 'holds-another', control: 'privacy', holds: ['security'], who: ['@mira'] },
      /already signed off `security`.*`\/readiness withdraw security`/,
    ],
    [
      { because: 'not-verified', what: 'GitHub answered 502', again: '2026-11-20T14:07:00Z' },
      /Could not verify: GitHub answered 502\. Nothing was recorded\. Try again after 2026-11-20 14:07 UTC/,
    ],
    [
      { because: 'not-known', kind: 'control', given: 'privcy', nearest: 'privacy', known: ['privacy', 'security'] },
      /no control `privcy`\. Did you mean `privacy`\?.*Available here: `privacy`, `security`/,
    ],
    [{ because: 'never-waived', code: 'CS-2', what: 'waived' }, /`CS-2` can never be waived/],
    [
      { because: 'invalid-expiry', given: '2030-01-01', how: 'too-far', latest: '2027-02-18' },
      /`2030-01-01` is too far in the future.*`2027-02-18`/,
    ],
    [{ because: 'not-reported', line: '/readiness sign-off privacy @a1' }, /send: `\/readiness sign-off privacy @a1`/],
    [{ because: 'just-pushed', at: '2026-11-20T11:59:30Z' }, /pushed at 2026-11-20 11:59 UTC.*send the command again/],
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
    [{ because: 'head-moved', from: HEAD, to: HEAD, changed: [] }, /None of the covered files changed/],
    [{ because: 'another-commit', given: '1234567', line: '' }, /`1234567` does not identify exactly one commit/],
    [
      { because: 'nothing-to-sign', control: 'privacy', covers: ['docs/privacy.md'] },
      /none of `docs\/privacy\.md` exists/,
    ],
    [{ because: 'nothing-requested', code: 'RB-7' }, /Nothing was requested for `RB-7`/],
    [
      { because: 'several-requested', lines: ['/readiness grant RB-7 from @tom'] },
      /: `\/readiness grant RB-7 from @tom`\./,
    ],
    [{ because: 'just-requested', by: 'ravi', at: '2026-11-20T11:59:30Z' }, /`@ravi` requested this at/],
    [{ because: 'just-held', by: 'ravi', at: '2026-11-20T11:59:30Z' }, /`@ravi` put this on hold/],
    [{ because: 'nothing-to-revoke', of: 'privacy' }, /nothing to withdraw for `privacy`/],
    [{ because: 'granted-in-policy', code: 'RB-7', place: 'p.yml:3' }, /policy file \(`p\.yml:3`\)/],
    [{ because: 'nothing-held' }, /not on hold/],
    [{ because: 'not-acceptable', subject: 'RB-7' }, /cannot be accepted by a person/],
    [{ because: 'not-approving' }, /only counts if the review approves/],
    [{ because: 'needs-comment' }, /as a comment/],
    [{ because: 'pull-request-closed' }, /is closed/],
  ])('a rejection gives its reason: $because', (refusal, expected) => {
    expect(refused(refusal)).toMatch(expected);
    expect(refused(refusal)).toMatch(/^❌ /);
  });

  test('a line that cannot be parsed: where, what is allowed, what was meant', () => {
    const fault = {
      word: 'waive',
      line: 3,
      problem: 'not-a-date' as const,
      seen: '31.1.27',
      forms: ['/readiness waive <code> until <date> because <reason>'],
    };
    expect(words({ kind: 'not-understood', by: 'tom', line: 3, fault })).toBe(
      '❌ Line 3 could not be parsed at `31.1.27`: this is not a date; dates are written YYYY-MM-DD. Nothing was recorded. Supported forms:\n\n- `/readiness waive <code> until <date> because <reason>`',
    );
  });

  test('nothing that people wrote notifies, links, forms or breaks out, and nothing of ours is a command', () => {
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

  test('what has an answer of its own adds nothing here', () => {
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

  test('an edited comment is answered', () => {
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
