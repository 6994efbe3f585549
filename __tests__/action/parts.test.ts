import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readInputs } from '../../src/action/inputs.ts';
import { targetOf } from '../../src/action/targets.ts';
import { HELP, insteadOf } from '../../src/action/words.ts';
import { readCommands } from '../../src/commands/language/command-lines.ts';
import { UserError } from '../../src/domain/errors.ts';
import { seen } from '../../src/domain/observation.ts';
import type { Report } from '../../src/domain/report.ts';
import type { Conclusion } from '../../src/domain/verdict.ts';
import type { CombinedConclusion, OwnConclusion } from '../../src/engine/combine-conclusions.ts';
import type { Known } from '../../src/engine/promotion.ts';
import { conclusionAtHead, exitCode, outcomeOf, ownConclusion, unmetCodes } from '../../src/evaluation/conclude.ts';
import type { PullEvaluation } from '../../src/evaluation/evaluate-pull-request.ts';
import { check, criterion, report } from '../support/builders/report.ts';

const SHA = 'a1'.repeat(20);
const BASE = '0f'.repeat(20);
const target = (name: string, payload: Record<string, unknown>) => targetOf({ name, payload });

describe('events', () => {
  test.each([
    'pull_request',
    'pull_request_target',
    'pull_request_review',
    'pull_request_review_comment',
    'pull_request_review_thread',
  ])('%s judges its pull request', (name) => {
    expect(target(name, { pull_request: { number: 12 } })).toEqual({ kind: 'pull-request', number: 12 });
  });

  test.each(['pull_request', 'pull_request_target', 'pull_request_review'])(
    '%s that names no pull request never passes',
    (name) => {
      for (const pull of [undefined, null, {}, 'x', { number: '12' }, { number: 0 }, { number: -1 }, { number: 1.5 }])
        expect(() => target(name, { pull_request: pull })).toThrow('names no pull request');
    },
  );

  test.each(['schedule', 'workflow_dispatch', 'push'])('%s judges all promotions again', (name) => {
    expect(target(name, {})).toEqual({ kind: 'all-promotions' });
  });

  test.each(['release', 'workflow_run', '', '__proto__', 'constructor'])('%j says nothing', (name) => {
    expect(target(name, {}).kind).toBe('nothing');
  });
});

describe('merge groups', () => {
  const group = (head_ref: unknown, head_sha: unknown = SHA) =>
    target('merge_group', { merge_group: { head_ref, head_sha } });

  test.each<[string, number]>([
    [`refs/heads/gh-readonly-queue/main/pr-12-${BASE}`, 12],
    [`refs/heads/gh-readonly-queue/release/2026/11/pr-7-${BASE}`, 7],
    [`refs/heads/gh-readonly-queue/pr-3-${BASE}/pr-12-${BASE}`, 12],
    [`refs/heads/gh-readonly-queue/gh-readonly-queue/pr-3-x/pr-12-${BASE}`, 12],
  ])('%s is #%i', (ref, number) => {
    expect(group(ref)).toEqual({ kind: 'merge-group', number, sha: SHA });
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['an empty text', ''],
    ['an object', {}],
    ['a list of one good text', [`refs/heads/gh-readonly-queue/main/pr-12-${BASE}`]],
    ['no prefix', `gh-readonly-queue/main/pr-12-${BASE}`],
    ['words before', `x/refs/heads/gh-readonly-queue/main/pr-12-${BASE}`],
    ['words behind', `refs/heads/gh-readonly-queue/main/pr-12-${BASE}/x`],
    ['a line break behind', `refs/heads/gh-readonly-queue/main/pr-12-${BASE}\n`],
    ['a line break within', `refs/heads/gh-readonly-queue/ma\nin/pr-12-${BASE}`],
    ['no branch', `refs/heads/gh-readonly-queue/pr-12-${BASE}`],
    ['number zero', `refs/heads/gh-readonly-queue/main/pr-0-${BASE}`],
    ['a number with a leading zero', `refs/heads/gh-readonly-queue/main/pr-012-${BASE}`],
    ['a negative number', `refs/heads/gh-readonly-queue/main/pr--12-${BASE}`],
    ['a number beyond numbers', `refs/heads/gh-readonly-queue/main/pr-${'9'.repeat(400)}-${BASE}`],
    ['digits of another script', `refs/heads/gh-readonly-queue/main/pr-१२-${BASE}`],
    ['a short commit', `refs/heads/gh-readonly-queue/main/pr-12-${BASE.slice(1)}`],
    ['another queue', `refs/heads/queue/main/pr-12-${BASE}`],
  ])('%s in head_ref is refused', (_name, ref) => {
    expect(() => group(ref)).toThrow('the merge group cannot be read');
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a short commit', SHA.slice(1)],
    ['a branch', 'main'],
    ['a line break behind', `${SHA}\n`],
    ['a list', [SHA]],
  ])('%s in head_sha is refused', (_name, sha) => {
    expect(() => group(`refs/heads/gh-readonly-queue/main/pr-12-${BASE}`, sha)).toThrow('cannot be read');
  });

  test('any group at all is read or refused, never passed over', () => {
    for (const payload of [{}, { merge_group: null }, { merge_group: 'x' }, { merge_group: [] }])
      expect(() => target('merge_group', payload)).toThrow('cannot be read');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => target('merge_group', { merge_group: value })).toThrow();
      }),
    );
  });
});

describe('comments', () => {
  const written = { user: { type: 'User' }, body: '/readiness explain RB-1' };
  const payload = {
    action: 'created',
    issue: { number: 12, pull_request: {} },
    comment: written,
  };

  test('a new comment of a person on a pull request is a command', () => {
    expect(target('issue_comment', payload)).toEqual({
      kind: 'command',
      number: 12,
      command: { verb: 'explain', rest: 'RB-1', line: 1 },
    });
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['an edited one', { action: 'edited' }, /only new comments/],
    ['a deleted one', { action: 'deleted' }, /only new comments/],
    ['one without an action', { action: undefined }, /only new comments/],
    ['one on a plain issue', { issue: { number: 12 } }, /not on a pull request/],
    ['one on an issue that says null', { issue: { number: 12, pull_request: null } }, /not on a pull request/],
    ['one of a bot', { comment: { ...written, user: { type: 'Bot' } } }, /bots/],
    ['one of an organization', { comment: { ...written, user: { type: 'Organization' } } }, /bots/],
    ['one of a deleted account', { comment: { ...written, user: null } }, /bots/],
    ['one that an app wrote for a person', { comment: { ...written, performed_via_github_app: { id: 1 } } }, /bots/],
    ['one without a command', { comment: { ...written, body: '> /readiness' } }, /holds no/],
    ['one without a body', { comment: { ...written, body: null } }, /holds no/],
    ['one whose body is no text', { comment: { ...written, body: { toString: 1 } } }, /holds no/],
    ['one on an issue without a number', { issue: { number: null, pull_request: {} } }, /holds no/],
    ['one on an issue whose number is a text', { issue: { number: '12', pull_request: {} } }, /holds no/],
    ['no comment', { comment: undefined }, /bots/],
  ])('%s is not read', (_name, over, because) => {
    const result = target('issue_comment', { ...payload, ...over });
    expect(result.kind === 'nothing' ? result.because : result.kind).toMatch(because);
  });

  test('nothing in a comment makes it throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (issue, comment) => {
        expect(target('issue_comment', { action: 'created', issue, comment }).kind).toBe('nothing');
      }),
    );
  });
});

const met = check('RB-1', 'x');
const reports: Record<'ready' | 'not-ready' | 'undetermined', Report> = {
  ready: report([criterion('one', 'x', 'technical', [met])]),
  'not-ready': report([criterion('one', 'x', 'technical', [{ ...met, outcome: 'unmet' }])]),
  undetermined: report([criterion('one', 'x', 'technical', [{ ...met, outcome: 'unknown' }])]),
};
type Kind = keyof typeof reports | 'invalid-policy' | 'no report' | 'no promotion' | 'no pilot';

/** Only what concluding looks at; the rest of an evaluation is as empty as it may be. */
function evaluation(kind: Kind, mode: 'enforce' | 'observe' = 'enforce'): PullEvaluation {
  const published =
    kind === 'no promotion'
      ? reports['not-ready']
      : kind in reports
        ? reports[kind as keyof typeof reports]
        : undefined;
  return {
    subject: {
      owner: 'acme',
      repo: 'triage',
      number: 12,
      sha: SHA,
      base: { ref: 'main', sha: BASE },
      mergeBase: seen(BASE, { path: '' }),
      fork: false,
      labels: [],
      state: 'open',
      merged: false,
      draft: false,
      changed: seen([], { path: '' }),
    },
    isPilot: kind !== 'no pilot',
    tags: kind === 'no pilot' ? [] : ['topic pilot'],
    visibility: 'public' as const,
    repositoryId: 1,
    defaultBranch: 'main',
    isGroup: false,
    promotion: { is: kind !== 'no promotion' && kind !== 'no pilot', because: [], warnings: [] },
    ...(published ? { report: { ...published, mode } } : {}),
    ...(kind === 'invalid-policy' ? { policyFaults: [] } : {}),
    enforcement: { state: 'unavailable', reason: 'not asked', resolvableBy: 'github' },
  };
}
const known = (...value: OwnConclusion[]): Known<OwnConclusion[]> => ({ known: true, value });
const sibling = (conclusion: Conclusion) => known({ pullRequest: 14, conclusion });
const unlisted: Known<OwnConclusion[]> = { known: false, reason: 'GitHub answered 502' };
const outcome = (one: PullEvaluation, siblings: Known<OwnConclusion[]>): [CombinedConclusion['conclusion'], number] => {
  const folded = conclusionAtHead(one, siblings);
  return [folded.conclusion, exitCode(one, folded)];
};

describe('conclusion and exit code', () => {
  test.each<[Kind, 'enforce' | 'observe', string, Known<OwnConclusion[]>, Conclusion, number]>([
    ['ready', 'enforce', 'alone', known(), 'success', 0],
    ['not-ready', 'enforce', 'alone', known(), 'failure', 1],
    ['undetermined', 'enforce', 'alone', known(), 'failure', 2],
    ['invalid-policy', 'enforce', 'alone', known(), 'action_required', 3],
    ['no report', 'enforce', 'alone', known(), 'failure', 2],
    ['ready', 'observe', 'alone', known(), 'neutral', 0],
    ['not-ready', 'observe', 'alone', known(), 'neutral', 0],
    ['undetermined', 'observe', 'alone', known(), 'neutral', 0],
    ['ready', 'enforce', 'beside one that is held', sibling('failure'), 'failure', 1],
    ['ready', 'enforce', 'beside one with a broken policy', sibling('action_required'), 'action_required', 3],
    ['ready', 'enforce', 'beside one that is ready', sibling('success'), 'success', 0],
    ['ready', 'enforce', 'beside one that is only observed', sibling('neutral'), 'neutral', 0],
    ['not-ready', 'enforce', 'beside one that is ready', sibling('success'), 'failure', 1],
    ['undetermined', 'enforce', 'beside one that is held', sibling('failure'), 'failure', 2],
    ['undetermined', 'enforce', 'beside one with a broken policy', sibling('action_required'), 'action_required', 3],
    ['ready', 'enforce', 'beside unlisted ones', unlisted, 'failure', 2],
    ['not-ready', 'enforce', 'beside unlisted ones', unlisted, 'failure', 1],
    ['undetermined', 'enforce', 'beside unlisted ones', unlisted, 'failure', 2],
    ['invalid-policy', 'enforce', 'beside unlisted ones', unlisted, 'action_required', 3],
    ['ready', 'observe', 'beside unlisted ones', unlisted, 'neutral', 0],
    ['not-ready', 'observe', 'beside unlisted ones', unlisted, 'neutral', 0],
    ['no promotion', 'enforce', 'alone', known(), 'success', 0],
    ['no promotion', 'enforce', 'beside unlisted ones', unlisted, 'failure', 2],
    ['no promotion', 'enforce', 'beside one that is ready', sibling('success'), 'success', 0],
    ['no promotion', 'enforce', 'beside one that is only observed', sibling('neutral'), 'neutral', 0],
    ['no promotion', 'enforce', 'beside one that is held', sibling('failure'), 'failure', 1],
    ['no promotion', 'enforce', 'beside one with a broken policy', sibling('action_required'), 'action_required', 3],
    ['no promotion', 'observe', 'beside one that is held', sibling('failure'), 'failure', 1],
    ['no pilot', 'enforce', 'alone', known(), 'success', 0],
    ['no pilot', 'enforce', 'beside unlisted ones', unlisted, 'success', 0],
  ])('%s under %s %s', (kind, mode, _beside, siblings, conclusion, code) => {
    expect(outcome(evaluation(kind, mode), siblings)).toEqual([conclusion, code]);
  });

  test('exit code 0 and a conclusion that holds the merge never go together', () => {
    const kinds: Kind[] = [
      'ready',
      'not-ready',
      'undetermined',
      'invalid-policy',
      'no report',
      'no promotion',
      'no pilot',
    ];
    const beside = [known(), unlisted, ...(['success', 'neutral', 'failure', 'action_required'] as const).map(sibling)];
    for (const kind of kinds)
      for (const mode of ['enforce', 'observe'] as const)
        for (const siblings of beside) {
          const [conclusion, code] = outcome(evaluation(kind, mode), siblings);
          expect([kind, mode, conclusion, code === 0]).toEqual([
            kind,
            mode,
            conclusion,
            ['success', 'neutral'].includes(conclusion),
          ]);
        }
  });

  test('a broken policy is one in observe too, and what is no promotion has no ending', () => {
    expect(outcomeOf(evaluation('invalid-policy', 'observe'))).toBe('invalid-policy');
    expect(ownConclusion(evaluation('invalid-policy', 'observe')).conclusion).toBe('action_required');
    expect(outcomeOf(evaluation('no promotion'))).toBeUndefined();
    expect(outcomeOf(evaluation('no pilot'))).toBeUndefined();
  });

  test('the output names what is unmet or stale and blocks', () => {
    const list = (['unmet', 'stale', 'unknown', 'waived', 'met', 'not-applicable'] as const).flatMap((one) => [
      check(`B-${one}`, 'x', { outcome: one }),
      check(`A-${one}`, 'x', { outcome: one, level: 'advisory' }),
    ]);
    expect(unmetCodes(report([criterion('one', 'x', 'technical', list)]))).toEqual(['B-unmet', 'B-stale']);
    expect(unmetCodes(undefined)).toEqual([]);
  });
});

describe('inputs', () => {
  const inputs = (given: Record<string, string>) =>
    readInputs({ input: (name) => ({ 'github-token': 't', ...given })[name] ?? '' });

  test('those that were left out have their defaults', () => {
    expect(inputs({})).toEqual({ token: 't', comment: true, checkRun: false });
  });

  test('those that were given are taken, without spaces around them', () => {
    const given = {
      'github-token': ' t ',
      'team-token': 'u\n',
      policy: ' .github/org.yml ',
      profile: ' regulated ',
      comment: ' FALSE ',
      'check-run': 'True',
      'sarif-file': 'a.sarif ',
      'report-file': ' b.json',
    };
    expect(inputs(given)).toEqual({
      token: 't',
      teamToken: 'u',
      policy: '.github/org.yml',
      profile: 'regulated',
      comment: false,
      checkRun: true,
      sarifFile: 'a.sarif',
      reportFile: 'b.json',
    });
  });

  test.each<[string, string, string]>([
    ['github-token', '', 'the input github-token is empty'],
    ['github-token', '  ', 'the input github-token is empty'],
    ['profile', 'strict', 'the input profile is strict'],
    ['profile', 'Regulated', 'the input profile is Regulated'],
    ['comment', 'yes', 'the input comment is yes'],
    ['comment', '0', 'the input comment is 0'],
    ['check-run', 'falsch', 'the input check-run is falsch'],
  ])('%s %j is refused by name', (name, value, message) => {
    const read = () => inputs({ [name]: value });
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
  });
});

describe('words', () => {
  test.each([
    'sign-off',
    'signoff',
    'approve',
    'decline',
    'withdraw',
    'waive',
    'grant',
    'revoke',
    'not-applicable',
    'accept',
    'hold',
    'release',
    'retire',
  ])('%s is answered with what works in a workflow', (verb) => {
    expect(insteadOf(verb)).toMatch(/\.$/);
  });

  test.each(['', 'check', 'sing-off', '__proto__', 'constructor', 'toString', 'SIGN-OFF'])(
    'nobody knows %j',
    (verb) => {
      expect(insteadOf(verb)).toBeUndefined();
    },
  );

  test('no answer of ours is a command when it is read back', () => {
    for (const verb of ['sign-off', 'decline', 'accept', 'waive'])
      expect(readCommands(insteadOf(verb) ?? '')).toEqual([]);
    expect(readCommands(`- ${HELP}`)).toEqual([]);
    expect(readCommands('/readiness')).toHaveLength(1);
  });
});
