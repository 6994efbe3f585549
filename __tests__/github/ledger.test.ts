import { describe, expect, test } from '@jest/globals';
import type { Decision, Tampering } from '../../src/engine/decisions/decision.ts';
import { decisionStateOf } from '../../src/engine/decisions/state.ts';
import type { Approvals } from '../../src/engine/fact-answers.ts';
import { acceptance, approvals, grantProof } from '../../src/engine/fact-requests.ts';
import type { FactSource } from '../../src/engine/ports.ts';
import { githubFacts } from '../../src/github/index.ts';
import { said, tampered } from '../support/builders/decisions.ts';
import { COVERS, pull, SIGN, type Stage, stage } from '../support/fixtures/reviews.ts';
import { access, known, NAME, whyNot } from '../support/harness/ask-github.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

/** The stage's facts with a ledger; the nth decision is of 2026-11-01, n o'clock, the nth review of the nth, ten o'clock. */
function ledger(on: Stage, decisions: Decision[], tamperings: Tampering[] = []): FactSource {
  const decided = decisionStateOf({ decisions, tamperings }, NOW);
  return githubFacts(access(on.fake), { ...NAME, sha: on.sha, pullRequest: 9, defaultBranch: 'main', decided });
}

async function privacy(facts: FactSource, more: object = {}): Promise<Approvals> {
  const question = { control: 'privacy', approvers: ['@mira', '@lea', '@ravi'], covers: COVERS, ...more };
  const [answer] = await known(facts, approvals([question]));
  if (answer === undefined) throw new Error('no answer');
  return answer;
}
const standing = ({ approvals: given }: Approvals): string[] =>
  given.map(({ by, source, withdrawn }) => `${by} ${source}${withdrawn ? ' withdrawn' : ''}`);

describe('approvals with a ledger', () => {
  test('a sign-off by command is asked live like a review: who may, who wrote it, what it covers today', async () => {
    const on = stage();
    const facts = ledger(on, [said(1, 'sign-off', { headSha: on.sha })]);
    expect((await privacy(facts)).approvals).toEqual([
      {
        by: 'mira',
        at: '2026-11-01T01:00:00.000Z',
        source: 'ledger',
        commit: on.sha,
        eligible: true,
        authored: [],
        human: true,
        withdrawn: false,
        covered: COVERS.map((path) => ({ path, mode: '100644', blob: on.repo.git('rev-parse', `HEAD:${path}`) })),
      },
    ]);
    expect((await privacy(facts, { approvers: ['@lea'] })).approvals[0]?.eligible).toBe(false);
    const own = await privacy(ledger(on, [said(1, 'sign-off', { by: 'ravi', headSha: on.sha })]));
    expect(own.approvals[0]?.authored).not.toEqual([]);
  });

  test.each<[string, (on: Stage) => Decision[], Tampering[], [string, string, string?][], string[]]>([
    ['by command', ({ sha }) => [said(1, 'sign-off', { headSha: sha })], [], [], ['mira ledger']],
    [
      'by command, edited',
      ({ sha }) => [said(1, 'sign-off', { headSha: sha })],
      [tampered(1)],
      [],
      ['mira ledger withdrawn'],
    ],
    [
      'by review, withdrawn by command',
      () => [said(20, 'withdraw')],
      [],
      [['mira', 'APPROVED', SIGN]],
      ['mira review withdrawn'],
    ],
    [
      'by review, after it was withdrawn by command',
      () => [said(2, 'withdraw')],
      [],
      [['mira', 'APPROVED', SIGN]],
      ['mira review'],
    ],
    [
      'by review, then again by command',
      ({ sha }) => [said(20, 'sign-off', { headSha: sha })],
      [],
      [['mira', 'APPROVED', SIGN]],
      ['mira ledger'],
    ],
    [
      'by review, then by command that was edited: neither',
      ({ sha }) => [said(20, 'sign-off', { headSha: sha })],
      [tampered(20)],
      [['mira', 'APPROVED', SIGN]],
      ['mira ledger withdrawn'],
    ],
    [
      'by command, then changes were requested',
      ({ sha }) => [said(1, 'sign-off', { headSha: sha })],
      [],
      [['mira', 'CHANGES_REQUESTED', 'wait']],
      ['mira ledger withdrawn'],
    ],
    [
      'by command, after changes were requested',
      ({ sha }) => [said(20, 'sign-off', { headSha: sha })],
      [],
      [['mira', 'CHANGES_REQUESTED', 'wait']],
      ['mira ledger'],
    ],
    ['of another control', ({ sha }) => [said(1, 'sign-off', { control: 'security', headSha: sha })], [], [], []],
    [
      'by two people',
      ({ sha }) => [said(1, 'sign-off', { headSha: sha })],
      [],
      [['lea', 'APPROVED', SIGN]],
      ['mira ledger', 'lea review'],
    ],
  ])('%s', async (_name, decisions, tamperings, reviews, expected) => {
    const on = stage();
    for (const [by, state, body] of reviews) on.review(by, state, body);
    expect(standing(await privacy(ledger(on, decisions(on), tamperings)))).toEqual(expected);
  });

  test.each<[string, Decision[], Tampering[], [string, string, string?][], string | undefined]>([
    ['by command', [said(1, 'decline')], [], [], 'mira'],
    ['by command, edited', [said(1, 'decline')], [tampered(1)], [], 'mira'],
    ['by command, then signed by review', [said(1, 'decline')], [], [['mira', 'APPROVED', SIGN]], undefined],
    [
      'by review, withdrawn by command',
      [said(20, 'withdraw')],
      [],
      [['mira', 'COMMENTED', '/readiness decline privacy because no']],
      undefined,
    ],
    [
      'by review, withdrawn in a comment that was edited',
      [said(20, 'withdraw')],
      [tampered(20)],
      [['mira', 'COMMENTED', '/readiness decline privacy because no']],
      'mira',
    ],
    ['by somebody who is no approver', [said(1, 'decline', { by: 'tom' })], [], [], undefined],
  ])('declined %s', async (_name, decisions, tamperings, reviews, by) => {
    const on = stage();
    for (const [who, state, body] of reviews) on.review(who, state, body);
    expect((await privacy(ledger(on, decisions, tamperings))).declined?.by).toBe(by);
  });

  test('a condition stays until its signer signs without it, or may no longer sign', async () => {
    const on = stage();
    const condition = { what: 'stored here', due: '2026-11-10', owner: 'ravi' };
    const facts = ledger(on, [said(1, 'sign-off', { condition, headSha: on.sha })]);
    expect((await privacy(facts)).conditions).toMatchObject([{ by: 'mira', due: '2026-11-10', state: 'overdue' }]);
    expect((await privacy(facts, { approvers: ['@lea'] })).conditions).toBeUndefined();
    on.review('mira', 'APPROVED', SIGN);
    expect((await privacy(facts)).conditions).toBeUndefined();
  });

  test('who spoke by command does not sign by a plain approval', async () => {
    const on = stage();
    on.review('mira', 'APPROVED', 'LGTM');
    const silent = await privacy(ledger(on, []), { approvers: ['@mira'], plainApproval: true });
    expect(standing(silent)).toEqual(['mira review']);
    const spoke = ledger(on, [said(1, 'decline', { control: 'security' })]);
    expect(standing(await privacy(spoke, { approvers: ['@mira'], plainApproval: true }))).toEqual([]);
  });
});

describe('acceptance by command', () => {
  const query = acceptance('OM-2', ['ines']);
  const accepted = async (on: Stage, over: object = {}, tamperings: Tampering[] = []): Promise<boolean> => {
    const blob = on.repo.git('rev-parse', 'HEAD:docs/privacy.md');
    const covered = [{ path: 'docs/privacy.md', mode: '100644', blob }];
    const decision = said(1, 'accept', { by: 'ines', covered, ...over });
    return (await known(ledger(on, [decision], tamperings), query)).accepted;
  };

  test('counts on its pull request, by who may, while its files are the same', async () => {
    const on = stage();
    expect(await accepted(on)).toBe(true);
    expect(await accepted(on, { subject: 'BK-2' })).toBe(false);
    expect(await accepted(on, { by: 'tom' })).toBe(false);
    expect(await accepted(on, { pullRequest: 8 })).toBe(false);
    expect(await accepted(on, {}, [tampered(1)])).toBe(false);
    expect(await accepted(on, { covered: [{ path: 'docs/privacy.md', mode: '100644', blob: 'b2'.repeat(20) }] })).toBe(
      false,
    );
    expect(await accepted(on, { covered: [{ path: 'docs/gone.md', mode: '100644', blob: 'b2'.repeat(20) }] })).toBe(
      false,
    );
    on.review('ines', 'CHANGES_REQUESTED', 'wait');
    expect(await accepted(on)).toBe(false);
  });

  test('never by who opened the pull request', async () => {
    const on = stage();
    const facts = ledger(on, [said(1, 'accept', { by: 'ravi', covered: [] })]);
    expect(await known(facts, acceptance('OM-2', ['ravi']))).toEqual({ accepted: false });
  });
});

describe('the proof of a grant by command', () => {
  const commits = (on: Stage, number: number, ...logins: (string | null)[]): void => {
    const who = (login: string | null): object => ({
      name: 'x',
      email: `${login ?? 'nobody'}@acme.example`,
      date: '2026-11-01T00:00:00Z',
    });
    const list = logins.map((login, index) => ({
      sha: `${number}${index}`.padEnd(40, 'e'),
      parents: [],
      author: login && { login },
      committer: login && { login },
      commit: { message: 'x', author: who(login), committer: who(login), tree: { sha: 'f'.repeat(40) } },
    }));
    on.fake.on(`/repos/acme/pilot/pulls/${number}/commits`, list);
  };

  test('an approver now, without a part in the pull request where it was granted, nor in the judged one', async () => {
    const on = stage();
    const facts = ledger(on, []);
    pull(on.fake, 8, { merged_at: null, head: on.sha, user: 'tom' });
    commits(on, 9, 'ravi');
    commits(on, 8, 'tom');
    const proves = async (by: string, approvers: string[] = [`@${by}`]): Promise<boolean> =>
      (await known(facts, grantProof(8, by, approvers))).accepted;
    expect(await proves('dana')).toBe(true);
    expect(await proves('dana', ['@ute'])).toBe(false);
    expect(await proves('tom')).toBe(false);
    expect(await proves('ravi')).toBe(false);
    commits(on, 9, 'ravi', 'dana');
    expect(await proves('dana')).toBe(false);
    commits(on, 9, null);
    expect(await whyNot(facts, grantProof(8, 'dana', ['@dana']))).toMatchObject({ resolvableBy: 'github' });
    expect(await whyNot(facts, grantProof(8, 'dana', ['acme/board']))).toMatchObject({ resolvableBy: 'github' });
  });
});
