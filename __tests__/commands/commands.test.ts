import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { entryOf } from '../../src/commands/entry.ts';
import { commandHelp, commands } from '../../src/commands/index.ts';
import { VERBS } from '../../src/commands/language/verbs.ts';
import type { CommandTools } from '../../src/commands/tools.ts';
import { UnavailableError } from '../../src/domain/errors.ts';
import { decisionSchema } from '../../src/engine/decisions/decision.ts';
import { readRecord } from '../../src/engine/decisions/read-record.ts';
import { commandRef, said, tampered } from '../support/builders/decisions.ts';
import { AT, type CommandFixture, decided, HEAD, OLD, refusal, send } from '../support/fixtures/command-context.ts';

const unseen = async () => ({ known: false as const, reason: 'GitHub answered 502' });
const early = '2026-11-20T11:00:00Z';

describe('a sign-off', () => {
  test('is recorded with what was looked at, and told until when and what is open', async () => {
    const [receipt] = await send('/readiness sign-off privacy read it all');
    expect(receipt).toMatchObject({
      kind: 'recorded',
      by: 'mira',
      decision: {
        verb: 'sign-off',
        by: 'mira',
        at: AT,
        comment: { kind: 'comment', id: 500, line: 1 },
        pullRequest: 9,
        headSha: HEAD,
        control: 'privacy',
        covered: [{ path: 'docs/privacy.md', mode: '100644', blob: 'b2'.repeat(20) }],
        note: 'read it all',
      },
      signed: {
        until: '2027-11-21T00:00:00.000Z',
        open: [{ control: 'security', who: ['@tom', '@lea', '@both'], impossible: false }],
      },
    });
  });

  test('under a condition names who sees to it: whom it names, else who opened the pull request', async () => {
    const one = await decided('/readiness sign-off privacy if @Tom stores it here by 2027-01-15');
    expect(one).toMatchObject({ condition: { what: '@Tom stores it here', due: '2027-01-15', owner: 'tom' } });
    const other = await decided('/readiness sign-off privacy if it is stored here by 2027-01-15');
    expect(other).toMatchObject({ condition: { owner: 'ravi' } });
  });

  test.each<[string, string, CommandFixture, object]>([
    [
      'by somebody who is no approver',
      'sign-off privacy',
      { by: 'tom' },
      { because: 'not-an-approver', of: 'privacy', who: ['@mira', '@both'] },
    ],
    [
      'when the team may not be read',
      'sign-off privacy',
      { tools: { isAmong: async () => 'unknown' } },
      { because: 'not-verified' },
    ],
    [
      'of a control that nobody knows',
      'sign-off privcy',
      {},
      { because: 'not-known', kind: 'control', nearest: 'privacy' },
    ],
    [
      'by who wrote what it covers',
      'sign-off privacy',
      { tools: { wroteCovered: async () => ({ known: true, value: [{ path: 'docs/privacy.md', commit: OLD }] }) } },
      { because: 'wrote-evidence', wrote: [{ path: 'docs/privacy.md', commit: OLD }] },
    ],
    [
      'when who wrote it is not known',
      'sign-off privacy',
      { tools: { wroteCovered: unseen } },
      { because: 'not-verified', what: 'GitHub answered 502' },
    ],
    [
      'of nothing',
      'sign-off privacy',
      { tools: { coveredAt: async () => ({ known: true, value: [] }) } },
      { because: 'nothing-to-sign' },
    ],
    [
      'of a symbolic link',
      'sign-off privacy',
      {
        tools: {
          coveredAt: async () => ({
            known: true,
            value: [{ path: 'docs/privacy.md', mode: '120000', blob: 'b2'.repeat(20) }],
          }),
        },
      },
      { because: 'covers-link', links: ['docs/privacy.md'] },
    ],
    [
      'when the files could not be read',
      'sign-off privacy',
      { tools: { coveredAt: unseen } },
      { because: 'not-verified' },
    ],
    [
      'when the other signers are not known',
      'sign-off privacy',
      { tools: { signers: unseen } },
      { because: 'not-verified' },
    ],
    [
      'on a closed pull request',
      'sign-off privacy',
      { tools: { pullRequest: { number: 9, isOpen: false } } },
      { because: 'pull-request-closed' },
    ],
    [
      'under a condition that is due already',
      'sign-off privacy if x by 2026-11-19',
      {},
      { because: 'invalid-expiry', how: 'past' },
    ],
    [
      'under a condition that outlives it',
      'sign-off privacy if x by 2029-01-01',
      {},
      { because: 'invalid-expiry', how: 'too-far', latest: '2027-11-20' },
    ],
    [
      'when nobody is named',
      'sign-off privacy',
      { tools: { controls: [{ control: 'privacy', approvers: [], covers: [], validDays: 1, required: true }] } },
      { because: 'no-approvers', of: 'privacy' },
    ],
  ])('is refused %s', async (_name, line, scene, expected) => {
    expect(await refusal(`/readiness ${line}`, scene)).toMatchObject(expected);
  });

  test('an error of looking is a refusal, a defect is thrown on', async () => {
    const failing = (error: Error): Partial<CommandTools> => ({ isAmong: () => Promise.reject(error) });
    expect(
      await refusal('/readiness sign-off privacy', { tools: failing(new UnavailableError('rate limit')) }),
    ).toEqual({
      because: 'not-verified',
      what: 'rate limit',
    });
    await expect(send('/readiness sign-off privacy', { tools: failing(new Error('bug')) })).rejects.toThrow('bug');
  });
});

describe('the window', () => {
  const sign = '/readiness sign-off privacy';
  const line = `${sign} @${HEAD.slice(0, 12)}`;

  test.each<[string, Partial<CommandTools>, object]>([
    ['nothing was reported yet', { lastReportedHead: undefined }, { because: 'not-reported', line }],
    [
      'the report is of another head',
      { lastReportedHead: OLD },
      { because: 'head-moved', from: OLD, to: HEAD, changed: [{ path: 'docs/privacy.md', how: 'changed' }], line },
    ],
    [
      'a push came 59 seconds before',
      { lastPush: async () => ({ known: true, value: '2026-11-20T11:59:01Z' }) },
      { because: 'just-pushed', line },
    ],
    [
      'a push came after',
      { lastPush: async () => ({ known: true, value: '2026-11-20T12:00:01Z' }) },
      { because: 'just-pushed' },
    ],
    [
      'the time of the push cannot be read',
      { lastPush: async () => ({ known: true, value: 'x' }) },
      { because: 'just-pushed' },
    ],
    ['pushes could not be looked at', { lastPush: unseen }, { because: 'not-verified' }],
    [
      'the head moved before it was recorded',
      { headNow: async () => ({ known: true, value: OLD }) },
      { because: 'head-moved', from: HEAD, to: OLD, line: `${sign} @${OLD.slice(0, 12)}` },
    ],
    ['the head could not be read again', { headNow: unseen }, { because: 'not-verified' }],
    [
      'the head at arrival is not known',
      { headAtArrival: { known: false, reason: 'not noted' } },
      { because: 'not-verified', what: 'not noted' },
    ],
  ])('%s: refused, with the line to send', async (_name, over, expected) => {
    expect(await refusal(sign, { tools: over })).toMatchObject(expected);
  });

  test('a minute is long enough, and no push was ever seen is quiet', async () => {
    const quiet = { lastPush: async () => ({ known: true as const, value: '2026-11-20T11:59:00Z' }) };
    expect(await decided(sign, { tools: quiet })).toMatchObject({ headSha: HEAD });
    expect(await decided(sign, { tools: { lastPush: async () => ({ known: true, value: undefined }) } })).toMatchObject(
      { headSha: HEAD },
    );
  });

  test('a commit that is named needs no window, and binds to what it held', async () => {
    const pushed = { lastReportedHead: OLD, lastPush: async () => ({ known: true as const, value: AT }) };
    expect(await decided(line, { tools: pushed })).toMatchObject({ headSha: HEAD });
    expect(await decided(`${sign} @${OLD.slice(0, 12)}`, { tools: pushed })).toMatchObject({
      headSha: OLD,
      covered: [{ blob: 'd4'.repeat(20) }],
    });
  });

  test('a commit nobody reported, and one of two that begin alike, is refused', async () => {
    expect(await refusal(`${sign} @1234567`)).toEqual({ because: 'another-commit', given: '1234567', line });
    const alike = `${HEAD.slice(0, 12)}${'0'.repeat(28)}`;
    expect(await refusal(`${sign} @${HEAD.slice(0, 12)}`, { tools: { lastReportedHead: alike } })).toMatchObject({
      because: 'another-commit',
    });
  });

  test.each([7, 8, 11])('%d digits are too few: another commit could be made to begin alike', async (digits) => {
    const short = HEAD.slice(0, digits);
    const no = { because: 'another-commit', given: short, line };
    expect(await refusal(`${sign} @${short}`)).toEqual(no);
    const moved = { headAtArrival: { known: true as const, value: `${short}${'f'.repeat(40 - digits)}` } };
    expect(await refusal(`${sign} @${short}`, { tools: moved })).toMatchObject({ because: 'another-commit' });
    const review = { state: 'APPROVED', commit: HEAD };
    expect(await refusal(`${sign} @${short}`, { review })).toEqual(no);
  });

  test('what opens waits for it, what closes or asks does not', async () => {
    const pushed: Partial<CommandTools> = { lastReportedHead: OLD };
    const asked = said(1, 'waive', { by: 'ravi', at: early });
    const held = said(2, 'hold', { by: 'dana', at: early });
    const before = [asked, held];
    for (const [text, by] of [
      ['accept OM-2 because late', 'ines'],
      ['grant RB-7', 'dana'],
      ['release', 'dana'],
      ['retire because over', 'dana'],
    ] as const)
      expect([text, await refusal(`/readiness ${text}`, { by, before, tools: pushed })]).toMatchObject([
        text,
        { because: 'head-moved' },
      ]);
    for (const [text, by] of [
      ['decline privacy because no', 'mira'],
      ['hold because no', 'mira'],
      ['waive RB-7 until 2026-12-01 because x', 'tom'],
      ['revoke RB-7', 'dana'],
    ] as const)
      expect(await decided(`/readiness ${text}`, { by, before, tools: pushed })).toMatchObject({ by, headSha: HEAD });
  });
});

describe('one person holds one control', () => {
  const holding = (...entries: [string, string[]][]) => ({
    tools: { signers: async () => ({ known: true as const, value: new Map(entries) }) },
  });

  test('a second one is refused, and who else could is told', async () => {
    expect(await refusal('/readiness sign-off security', { by: 'both', ...holding(['privacy', ['both']]) })).toEqual({
      because: 'holds-another',
      control: 'security',
      holds: ['privacy'],
      who: ['@tom', '@lea', '@both'],
    });
  });

  test('as a matching: it is fine when the first has somebody else too, or the second', async () => {
    await decided('/readiness sign-off security', { by: 'both', ...holding(['privacy', ['both', 'mira']]) });
    await decided('/readiness sign-off security', {
      by: 'both',
      ...holding(['privacy', ['both']], ['security', ['tom']]),
    });
  });

  test('two lines of one comment are two', async () => {
    const receipts = await send('/readiness sign-off privacy\n/readiness sign-off security', { by: 'both' });
    expect(receipts.map(({ kind }) => kind)).toEqual(['recorded', 'refused']);
  });

  test('is reported when it is impossible', async () => {
    const row = (control: string) => ({ control, approvers: ['@mira'], covers: ['x'], validDays: 9, required: true });
    const [receipt] = await send('/readiness sign-off privacy', {
      tools: { controls: [row('privacy'), row('security')] },
    });
    expect(receipt).toMatchObject({ signed: { open: [{ control: 'security', impossible: true }] } });
  });
});

describe('decline and withdraw', () => {
  test('a decline needs no reason to close, and an approver', async () => {
    expect(await decided('/readiness decline privacy')).toMatchObject({
      verb: 'decline',
      reason: 'no reason was given',
    });
    expect(await refusal('/readiness decline privacy', { by: 'tom' })).toMatchObject({ because: 'not-an-approver' });
  });

  test('what was never said cannot be taken back; what was said by review can', async () => {
    expect(await refusal('/readiness withdraw privacy')).toEqual({ because: 'nothing-to-revoke', of: 'privacy' });
    const signers = { signers: async () => ({ known: true as const, value: new Map([['privacy', ['mira']]]) }) };
    expect(await decided('/readiness withdraw privacy', { tools: signers })).toMatchObject({ verb: 'withdraw' });
    expect(await decided('/readiness withdraw privacy', { before: [said(1, 'decline')] })).toMatchObject({
      by: 'mira',
    });
  });

  test('nobody needs to be an approver still to take back their word', async () => {
    const gone = { controls: [], isAmong: async () => false };
    expect(await decided('/readiness withdraw privacy', { before: [said(1, 'sign-off')], tools: gone })).toMatchObject({
      control: 'privacy',
    });
  });
});

describe('waivers', () => {
  const asked = said(1, 'waive', { by: 'tom', at: early });
  const grant = '/readiness grant RB-7';

  test.each<[string, string, object]>([
    [
      'a check that is never waived',
      'waive CS-2 until 2026-12-01 because x',
      { because: 'never-waived', code: 'CS-2' },
    ],
    [
      'nor declared not applicable',
      'not-applicable CS-2 because x',
      { because: 'never-waived', what: 'not-applicable' },
    ],
    ['a check nobody knows', 'waive RB-8 until 2026-12-01 because x', { because: 'not-known', nearest: 'RB-7' }],
    ['yesterday', 'waive RB-7 until 2026-11-19 because x', { because: 'invalid-expiry', how: 'past' }],
    [
      'a day beyond the most',
      'waive RB-7 until 2027-02-19 because x',
      { because: 'invalid-expiry', how: 'too-far', latest: '2027-02-18' },
    ],
  ])('are not asked for %s', async (_name, line, expected) => {
    expect(await refusal(`/readiness ${line}`, { by: 'tom' })).toMatchObject(expected);
  });

  test('are asked for by anybody, to the last day possible; who could grant is told', async () => {
    const [receipt] = await send('/readiness waive RB-7 until 2027-02-18 because being agreed', { by: 'passer-by' });
    expect(receipt).toMatchObject({
      kind: 'recorded',
      who: ['@dana', '@ute'],
      decision: { code: 'RB-7', until: '2027-02-18' },
    });
    expect(await decided('/readiness waive RB-7 until 2026-11-20 because today')).toMatchObject({
      until: '2026-11-20',
    });
  });

  test('a grant repeats the terms that were asked for', async () => {
    expect(await decided(grant, { by: 'dana', before: [asked] })).toMatchObject({
      verb: 'grant',
      of: 'waive',
      code: 'RB-7',
      until: '2026-12-31',
      askedBy: 'tom',
      reason: 'being agreed',
      ask: asked.comment,
    });
    const part = said(1, 'not-applicable', { by: 'tom', at: early, code: 'RB-7', part: 'rework' });
    expect(await decided(grant, { by: 'dana', before: [part] })).toMatchObject({
      of: 'not-applicable',
      part: 'rework',
    });
  });

  const hands = (value: { commit: string; login?: string }[]) => ({
    authors: async () => ({ known: true as const, value }),
  });
  test.each<[string, CommandFixture, object]>([
    ['by who asked', { by: 'dana', before: [{ ...asked, by: 'dana' }] }, { because: 'requested-it' }],
    [
      'by who opened the pull request',
      { by: 'dana', tools: { pullRequest: { number: 9, isOpen: true, opener: 'dana' } } },
      { because: 'opened-it' },
    ],
    [
      'by who had a hand in its commits',
      {
        by: 'dana',
        tools: hands([
          { commit: OLD, login: 'ravi' },
          { commit: HEAD, login: 'dana' },
        ]),
      },
      { because: 'wrote-commits', commits: [HEAD] },
    ],
    [
      'when a hand resolves to no account',
      { by: 'dana', tools: hands([{ commit: OLD }]) },
      { because: 'not-verified' },
    ],
    ['when the commits could not be read', { by: 'dana', tools: { authors: unseen } }, { because: 'not-verified' }],
    ['by somebody who is no approver', { by: 'mira' }, { because: 'not-an-approver', of: 'waivers' }],
    ['when nothing was asked', { by: 'dana', before: [] }, { because: 'nothing-requested' }],
    [
      'when it was asked on another pull request',
      { by: 'dana', before: [{ ...asked, pullRequest: 8 }] },
      { because: 'nothing-requested' },
    ],
    ['when the ask was edited', { by: 'dana', tamperings: [tampered(1)] }, { because: 'nothing-requested' }],
    [
      'when it was asked within the minute',
      { by: 'dana', before: [{ ...asked, at: '2026-11-20T11:59:30Z' }] },
      { because: 'just-requested', by: 'tom' },
    ],
    [
      'when two people asked',
      { by: 'dana', before: [asked, said(2, 'waive', { by: 'lea', at: early })] },
      { because: 'several-requested', lines: ['/readiness grant RB-7 from @tom', '/readiness grant RB-7 from @lea'] },
    ],
    [
      'when the most days were shortened since',
      { by: 'dana', tools: { policy: { waivers: { approvers: ['@dana'], maxDays: 7, granted: [] } } } },
      { because: 'invalid-expiry', how: 'too-far' },
    ],
  ])('are not granted %s', async (_name, scene, expected) => {
    expect(await refusal(grant, { before: [asked], ...scene })).toMatchObject(expected);
  });

  test('the line of a refusal grants the one of two that is meant', async () => {
    const before = [asked, said(2, 'waive', { by: 'lea', at: early, until: '2026-12-01' })];
    expect(await decided('/readiness grant RB-7 from @lea', { by: 'dana', before })).toMatchObject({
      until: '2026-12-01',
    });
  });

  test('are revoked by approvers and who asked; one in the policy file is removed there', async () => {
    const before = [said(2, 'grant', { by: 'dana', askedBy: 'tom', at: early })];
    expect(await decided('/readiness revoke RB-7', { by: 'ute', before })).toMatchObject({ verb: 'revoke' });
    expect(await decided('/readiness revoke RB-7', { by: 'tom', before })).toMatchObject({ verb: 'revoke' });
    expect(await refusal('/readiness revoke RB-7', { by: 'lea', before })).toMatchObject({
      because: 'not-an-approver',
    });
    expect(await refusal('/readiness revoke RB-7', { by: 'ute' })).toMatchObject({ because: 'nothing-to-revoke' });
    const granted = [
      {
        check: 'RB-7',
        askedBy: 'a',
        by: 'b',
        on: '2026-11-01',
        until: '2026-12-01',
        reason: 'x',
        origin: { path: 'p.yml', line: 3 },
      },
    ];
    const tools = { policy: { waivers: { approvers: ['@ute'], maxDays: 90, granted } } };
    expect(await refusal('/readiness revoke RB-7', { by: 'ute', tools })).toEqual({
      because: 'granted-in-policy',
      code: 'RB-7',
      place: 'p.yml:3',
    });
  });
});

describe('hold, release, retire', () => {
  const held = said(1, 'hold', { by: 'mira', at: early });

  test('approvers of any control or of waivers hold; nobody else', async () => {
    for (const by of ['mira', 'tom', 'dana'])
      expect(await decided('/readiness hold', { by })).toMatchObject({ verb: 'hold' });
    expect(await refusal('/readiness hold', { by: 'ravi' })).toMatchObject({ because: 'not-an-approver' });
  });

  test.each<[string, CommandFixture, object]>([
    ['when nothing is held', { by: 'dana', before: [] }, { because: 'nothing-held' }],
    ['by nobody in particular', { by: 'passer-by' }, { because: 'not-an-approver' }],
    [
      'by an approver who opened the pull request',
      { by: 'dana', tools: { pullRequest: { number: 9, isOpen: true, opener: 'dana' } } },
      { because: 'opened-it' },
    ],
    [
      'within the minute after somebody held it',
      { by: 'dana', before: [{ ...held, at: '2026-11-20T11:59:30Z' }] },
      { because: 'just-held', by: 'mira' },
    ],
  ])('a release is refused %s', async (_name, scene, expected) => {
    expect(await refusal('/readiness release', { before: [held], ...scene })).toMatchObject(expected);
  });

  test('who held releases their own, who is independent releases all', async () => {
    const own = { pullRequest: { number: 9, isOpen: true, opener: 'mira' } };
    expect(await decided('/readiness release', { by: 'mira', before: [held], tools: own })).toMatchObject({
      holds: [held.comment],
    });
    const two = [held, said(2, 'hold', { by: 'tom', at: early })];
    expect(await decided('/readiness release', { by: 'dana', before: two })).toMatchObject({
      holds: two.map(({ comment }) => comment),
    });
  });

  test('a hold that the author of this pull request released elsewhere is released again, by somebody else', async () => {
    const elsewhere = said(2, 'release', { by: 'dana', at: early, pullRequest: 8, holds: [held.comment] });
    const own = { pullRequest: { number: 9, isOpen: true, opener: 'dana' } };
    const before = [held, elsewhere];
    expect(await decided('/readiness release', { by: 'ute', before, tools: own })).toMatchObject({
      holds: [held.comment],
    });
    expect(await refusal('/readiness release', { by: 'dana', before, tools: own })).toMatchObject({
      because: 'opened-it',
    });
    expect(await refusal('/readiness release', { by: 'ute', before })).toEqual({ because: 'nothing-held' });
  });

  test('a waiver approver who has no part in it retires the pilot', async () => {
    expect(await decided('/readiness retire because over', { by: 'dana' })).toMatchObject({
      verb: 'retire',
      reason: 'over',
    });
    expect(await refusal('/readiness retire because over', { by: 'mira' })).toMatchObject({
      because: 'not-an-approver',
    });
    const own = { pullRequest: { number: 9, isOpen: true, opener: 'dana' } };
    expect(await refusal('/readiness retire because over', { by: 'dana', tools: own })).toMatchObject({
      because: 'opened-it',
    });
  });
});

describe('accept', () => {
  test('by the holder of the role at the merge base only, never who opened it', async () => {
    expect(
      await decided('/readiness accept OM-2 because late', { by: 'ines', tools: { isAmong: async () => true } }),
    ).toMatchObject({
      subject: 'OM-2',
      onBehalf: 'sponsor',
      covered: [{ path: 'docs/OM-2.md' }],
    });
    expect(await refusal('/readiness accept OM-2 because late', { by: 'dana' })).toMatchObject({
      because: 'not-an-approver',
      of: 'sponsor',
      who: ['ines'],
    });
    const own = { isAmong: async () => true as const, pullRequest: { number: 9, isOpen: true, opener: 'ines' } };
    expect(await refusal('/readiness accept OM-2 because late', { by: 'ines', tools: own })).toMatchObject({
      because: 'opened-it',
    });
    expect(await refusal('/readiness accept RB-7 because x', { by: 'ines' })).toEqual({
      because: 'not-acceptable',
      subject: 'RB-7',
    });
    expect(
      await refusal('/readiness accept OM-2 because x', { by: 'ines', tools: { holdersOf: unseen } }),
    ).toMatchObject({ because: 'not-verified' });
  });
});

describe('in a review', () => {
  const review = { state: 'APPROVED', commit: HEAD };

  test('what counts as a review is checked and not put into the ledger', async () => {
    for (const line of ['sign-off privacy', 'decline privacy because no', 'withdraw privacy'])
      expect(await send(`/readiness ${line}`, { review, before: [said(1, 'sign-off')] })).toMatchObject([
        { kind: 'counts-as-review' },
      ]);
    expect(await decided('/readiness hold because x', { review })).toMatchObject({ comment: { kind: 'review' } });
  });

  test.each<[string, string, { state: string; commit?: string }, string]>([
    ['that only comments', 'sign-off privacy', { state: 'COMMENTED', commit: HEAD }, 'not-approving'],
    ['with a condition', 'sign-off privacy if x by 2027-01-01', review, 'needs-comment'],
    ['of another commit than it names', 'sign-off privacy @1234567', review, 'another-commit'],
    ['whose commit is gone', 'sign-off privacy', { state: 'APPROVED' }, 'not-verified'],
  ])('a sign-off %s does not count', async (_name, line, over, because) => {
    expect(await refusal(`/readiness ${line}`, { review: over })).toMatchObject({ because });
  });
});

describe('a comment', () => {
  test('that is handled twice decides once', async () => {
    const decision = await decided('/readiness sign-off privacy');
    expect(await send('/readiness sign-off privacy', { before: [decision] })).toEqual([
      { kind: 'already', by: 'mira', line: 1, decision },
    ]);
    const [hold, release] = await send('/readiness hold because x\n/readiness release');
    expect([hold?.kind, release?.kind]).toEqual(['recorded', 'recorded']);
  });

  test('gives the ledger every decision and every refusal, readable again', async () => {
    const receipts = await send(
      '/readiness hold because x\n/readiness sign-off security\n/readiness sing-off\n/readiness help',
    );
    const { url, kind, id } = commandRef(500);
    const entries = receipts.map((receipt) => entryOf(receipt, { pullRequest: 9, at: AT, comment: { url, kind, id } }));
    expect(entries.map((entry) => entry && [entry.kind, entry.subject])).toEqual([
      ['decision', 'hold'],
      ['refused', 'security'],
      ['refused', ''],
      undefined,
    ]);
    const bodies = entries.flatMap((entry) => (entry ? [{ seq: 1, ...entry }] : []));
    expect(readRecord(JSON.parse(JSON.stringify(bodies)) as typeof bodies).decisions).toHaveLength(1);
  });

  test('every decision that is recorded can be read back', async () => {
    const before = [said(1, 'waive', { by: 'tom', at: early }), said(2, 'hold', { by: 'ute', at: early })];
    const lines: [string, string][] = [
      ['sign-off privacy if x by 2027-01-01', 'mira'],
      ['decline privacy', 'mira'],
      ['accept OM-2 because x', 'ines'],
      ['waive RB-7 until 2026-12-01 because x', 'lea'],
      ['not-applicable RB-7 rework because x', 'lea'],
      ['grant RB-7', 'dana'],
      ['revoke RB-7', 'dana'],
      ['hold', 'dana'],
      ['release', 'dana'],
      ['retire because x', 'dana'],
    ];
    for (const [line, by] of lines) {
      const decision = await decided(`/readiness ${line}`, { by, before, tools: { isAmong: async () => true } });
      expect(decisionSchema.parse(JSON.parse(JSON.stringify(decision)))).toEqual(decision);
    }
  });

  test('reading commands decide nothing', async () => {
    const receipts = await send('/readiness\n/readiness explain rb-7\n/readiness help\n/readiness hlep');
    expect(receipts.map(({ kind }) => kind)).toEqual(['evaluate', 'explain', 'help', 'not-understood']);
  });
});

describe('the commands', () => {
  test('are one for each verb, in the order of help, and one file each', () => {
    expect(Object.keys(commands)).toEqual([...VERBS]);
    expect(Object.values(commands).map(({ verb }) => verb)).toEqual([...VERBS]);
    const folder = join(resolve(dirname(fileURLToPath(import.meta.url)), '../..'), 'src/commands');
    const files = readdirSync(folder).map((name) => name.replace(/\.ts$/, ''));
    expect(VERBS.filter((verb) => !files.includes(verb))).toEqual([]);
  });

  test('say who may and what they do, in one line without a full stop', () => {
    for (const { verb, who, does, forms } of commandHelp)
      expect([verb, /^\S.{8,200}[^.\s]$/.test(who), /^\S.{8,200}[^.\s]$/.test(does), forms.length > 0]).toEqual([
        verb,
        true,
        true,
        true,
      ]);
  });
});
