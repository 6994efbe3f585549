import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/domain/finding.ts';
import { type Observation, seen } from '../../../src/domain/observation.ts';
import { type Report, reportSchema } from '../../../src/domain/report.ts';
import { defineCriterion } from '../../../src/engine/criterion.ts';
import type { Decision, Tampering } from '../../../src/engine/decisions/decision.ts';
import { decisionStateOf } from '../../../src/engine/decisions/state.ts';
import { evaluate } from '../../../src/engine/evaluate.ts';
import type { Approvals } from '../../../src/engine/fact-answers.ts';
import { approvals, type FactRequest, factKey, grantProof, noPart } from '../../../src/engine/fact-requests.ts';
import { section } from '../../../src/engine/inputs.ts';
import type { PolicyFile } from '../../../src/engine/policy/file.ts';
import { effectivePolicy } from '../../../src/engine/policy/merge.ts';
import { prepare } from '../../../src/engine/run-check.ts';
import { renderComment } from '../../../src/render/markdown/comment.ts';
import { tasks } from '../../../src/render/model/tasks.ts';
import { commandRef, said, tampered } from '../../support/builders/decisions.ts';
import { met, unmet } from '../../support/builders/findings.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const FILE = { waivers: { approvers: ['@dana'], maxDays: 90 }, controls: { privacy: { approvers: ['@mira'] } } };

interface EvaluationSetup {
  decisions?: Decision[];
  tamperings?: Tampering[];
  judge?: () => Finding | Finding[];
  answers?: [FactRequest, Observation<unknown>][];
  waivable?: boolean;
  file?: object;
  now?: number;
}

function judge(scene: EvaluationSetup): Report {
  const criterion = defineCriterion({
    id: 'runbook',
    title: 'A runbook',
    half: 'technical',
    why: 'because',
    subtitle: 'A sentence',
    sources: [],
    params: {},
    inputs: () => ({ pilot: section('integration') }),
    facts: {},
    requests: () => ({}),
    checks: (check) => [
      check('RB-7', {
        title: 'Routine tasks are listed',
        levels: 'B/B/B',
        remedy: 'List them.',
        waivable: scene.waivable ?? true,
        requires: ['pilot'],
        judge: scene.judge ?? (() => met('yes')),
      }),
    ],
  });
  const now = scene.now ?? NOW;
  const file = { version: 1, ...FILE, ...scene.file } as PolicyFile;
  const at = () => ({ path: 'p.yml', line: 3 });
  const { policy } = effectivePolicy([criterion], { path: 'p.yml', file, at }, { now });
  const pilot = seen(
    { value: { name: 'x' }, at: () => ({ path: 'readiness/pilot.yaml' }) },
    { path: 'readiness/pilot.yaml' },
  );
  const evidence = { get: () => pilot as never, files: [] };
  const { decisions, tamperings = [] } = scene;
  const report = evaluate({
    prepared: [prepare(criterion, evidence, {}, { profile: policy.profile, now, policy })],
    answers: new Map((scene.answers ?? []).map(([ask, answer]) => [factKey(ask), answer])),
    policy,
    ...(decisions ? { decided: decisionStateOf({ decisions, tamperings }, now) } : {}),
    subject: {
      repository: 'acme/x',
      commit: 'c'.repeat(40),
      dirty: false,
      promotion: { is: true, because: [] },
      notes: [],
    },
    now,
    files: [],
    toolVersion: 'test',
  });
  expect(reportSchema.parse(report)).toEqual(report);
  return report;
}
const only = (report: Report) => report.criteria[0]?.checks[0];
const open = () => unmet('no list');

describe('no decisions', () => {
  test('leave the bytes of the report as they are', () => {
    for (const say of [open, () => met('yes')])
      expect(JSON.stringify(judge({ judge: say, decisions: [] }))).toBe(JSON.stringify(judge({ judge: say })));
  });
});

describe('waivers by command', () => {
  const grant = said(1, 'grant', { by: 'dana', comment: commandRef(1) });
  const proof = (accepted: boolean, by = 'dana'): [FactRequest, Observation<unknown>] => [
    grantProof(9, by, ['@dana']),
    seen({ accepted }, { path: '' }),
  ];

  test.each<[string, EvaluationSetup, string, string | undefined]>([
    ['granted by who may: waived', { answers: [proof(true)] }, 'waived', undefined],
    ['granted by who may no longer', { answers: [proof(false)] }, 'unmet', 'is not an approver, or contributed'],
    ['could not be looked at', {}, 'unknown', 'was not verified'],
    ['edited', { answers: [proof(true)], tamperings: [tampered(1)] }, 'unmet', 'edited or deleted'],
    [
      'revoked',
      { answers: [proof(true)], decisions: [grant, said(2, 'revoke', { by: 'ute' })] },
      'unmet',
      '@ute revoked it on 2026-11-01',
    ],
    ['ended', { answers: [proof(true)], now: Date.parse('2027-01-01T00:00:00Z') }, 'unmet', 'expired on 2026-12-31'],
    [
      'longer than the policy lets it now',
      { answers: [proof(true)], file: { waivers: { approvers: ['@dana'], maxDays: 30 } } },
      'unmet',
      'permits waivers of at most 30 days',
    ],
    [
      'nobody may grant any more',
      { answers: [proof(true)], file: { waivers: {} } },
      'unmet',
      'names no waivers.approvers',
    ],
    ['a check that is never waived', { answers: [proof(true)], waivable: false }, 'unmet', undefined],
  ])('%s', (_name, scene, outcome, because) => {
    const check = only(judge({ judge: open, decisions: [grant], ...scene }));
    expect(check?.outcome).toBe(outcome);
    expect(check?.waiver).toMatchObject({
      by: '@dana',
      askedBy: '@ravi',
      until: '2026-12-31',
      pr: 9,
      applied: outcome === 'waived',
    });
    if (because !== undefined) expect(check?.waiver?.because).toContain(because);
  });

  test('is judged again when it ends, and shown with its command', () => {
    const report = judge({ judge: open, decisions: [grant], answers: [proof(true)] });
    expect([report.verdict, report.validUntil]).toEqual(['ready', '2027-01-01T00:00:00.000Z']);
    expect(only(report)?.waiver?.link).toBe(grant.comment.url);
  });

  test('what is only asked for changes nothing, and is shown', () => {
    const asked = said(1, 'waive', { by: 'ravi' });
    const report = judge({ judge: open, decisions: [asked] });
    expect([report.verdict, only(report)?.asked]).toEqual([
      'not-ready',
      [{ by: '@ravi', until: '2026-12-31', reason: 'being agreed', link: asked.comment.url }],
    ]);
    expect(renderComment(report, { serverUrl: 'https://github.example', commands: 'app' })).toContain(
      'Requested, not granted yet: Routine tasks are listed, a waiver until 2026-12-31, by `@ravi`: being agreed',
    );
  });

  test('not applicable, as a whole or in part, by a grant that is proven', () => {
    const whole = said(1, 'grant', { by: 'dana', of: 'not-applicable', until: undefined });
    const part = { ...whole, part: 'rework' };
    const of = (decision: Decision, accepted: boolean) =>
      only(
        judge({
          judge: () => [met('a'), unmet('b', [], { part: 'rework' })],
          decisions: [decision],
          answers: [proof(accepted)],
        }),
      );
    expect(of(whole, true)?.outcome).toBe('met');
    expect(of(part, true)?.findings?.find(({ exception }) => exception)?.exception).toEqual({
      by: '@dana',
      reason: 'being agreed',
      part: 'rework',
      link: whole.comment.url,
    });
    expect(of({ ...whole, part: 'other' } as Decision, true)?.outcome).toBe('unmet');
    expect(of(whole, false)?.outcome).toBe('unmet');
  });
});

describe('what closes the gate', () => {
  const condition = { what: 'stored here', due: '2026-11-10', owner: 'ravi' };
  const asked = approvals([{ control: 'privacy', approvers: ['@mira'], covers: [] }]);
  const answer = (value: Partial<Approvals>): [FactRequest, Observation<unknown>] => [
    asked,
    seen([{ control: 'privacy', approvals: [], ...value }], { path: '' }),
  ];
  const overdue = {
    control: 'privacy',
    by: 'mira',
    at: '2026-11-01T01:00:00Z',
    ...condition,
    state: 'overdue' as const,
    comment: commandRef(1),
    pullRequest: 9,
  };

  test.each<[string, EvaluationSetup, string[]]>([
    ['a hold', { decisions: [said(1, 'hold')] }, ['hold']],
    ['a hold that was edited', { decisions: [said(1, 'hold')], tamperings: [tampered(1)] }, ['hold']],
    [
      'a decline',
      {
        decisions: [said(1, 'decline')],
        answers: [answer({ declined: { by: 'mira', at: '2026-11-01T01:00:00Z', reason: 'no', source: 'ledger' } })],
      },
      ['decline'],
    ],
    ['a decline that could not be asked about', { decisions: [said(1, 'decline')] }, ['decline']],
    ['a decline of somebody who may not', { decisions: [said(1, 'decline')], answers: [answer({})] }, []],
    [
      'an overdue condition',
      { decisions: [said(1, 'sign-off', { condition })], answers: [answer({ conditions: [overdue] })] },
      ['condition'],
    ],
    ['one that could not be asked about', { decisions: [said(1, 'sign-off', { condition })] }, ['condition']],
    [
      'a condition of somebody who may not',
      { decisions: [said(1, 'sign-off', { condition })], answers: [answer({})] },
      [],
    ],
    [
      'a condition that is not due',
      { decisions: [said(1, 'sign-off', { condition: { ...condition, due: '2026-11-30' } })] },
      [],
    ],
  ])('%s', (_name, scene, kinds) => {
    const report = judge(scene);
    expect((report.closures ?? []).map(({ kind }) => kind)).toEqual(kinds);
    expect(report.verdict).toBe(kinds.length > 0 ? 'not-ready' : 'ready');
    expect(report.halves.organizational).toBe(kinds.length > 0 ? 'not-ready' : 'undetermined');
  });

  test.each<[string, string, boolean | undefined, number]>([
    ['its holder', 'mira', undefined, 0],
    ['somebody without a part', 'dana', true, 0],
    ['somebody with a part in this pull request', 'dana', false, 1],
    ['somebody of whom that is not known', 'dana', undefined, 1],
  ])('a hold released by %s', (_name, by, accepted, left) => {
    const decisions = [said(1, 'hold'), said(2, 'release', { by, holds: [commandRef(1)] })];
    const report = judge({
      decisions,
      ...(accepted === undefined ? {} : { answers: [[noPart(by), seen({ accepted }, { path: '' })]] }),
    });
    expect(report.closures ?? []).toHaveLength(left);
    if (left > 0)
      expect(tasks(report)[0]?.title).toMatch(/On hold by @mira.* @dana released it, which does not count here/);
  });

  test('an open condition bounds the report', () => {
    const due = said(1, 'sign-off', { condition: { ...condition, due: '2026-11-30' } });
    expect(judge({ decisions: [due] }).validUntil).toBe('2026-12-01T00:00:00.000Z');
  });

  test('is told first, with who and why and what lifts it', () => {
    const report = judge({
      judge: open,
      decisions: [said(1, 'hold'), said(2, 'sign-off', { condition }), said(3, 'decline', { control: 'legal' })],
    });
    const [hold, legal, privacy, rest] = tasks(report);
    expect(hold).toMatchObject({ title: 'On hold by @mira since November 1, 2026: the vendor is down', closes: true });
    expect(legal).toMatchObject({ title: 'Legal was declined by @mira on November 1, 2026: no contract yet' });
    expect(privacy).toMatchObject({
      title: 'The condition of the privacy sign-off was due on November 10, 2026: stored here',
      who: ['@ravi', 'control:privacy'],
    });
    expect(rest?.codes).toEqual(['RB-7']);
    const comment = renderComment(report, { serverUrl: 'https://github.example', commands: 'app' });
    expect(comment).toMatch(/⛔ Not ready for production: 0 of 1 criterion passes, 4 tasks left/);
    expect(comment).toMatch(/\| 1 \| \*\*On hold by `@mira` since November 1, 2026\*\*.*`\/readiness release`/);
  });

  test('a decline that a check tells too is one thing', () => {
    const report = judge({
      judge: () => unmet('privacy: declined', [{ path: 'docs/privacy.md' }], { cause: 'declined:privacy' }),
      decisions: [said(1, 'decline')],
    });
    expect(tasks(report).map(({ codes, closes }) => [codes, closes])).toEqual([[['RB-7'], true]]);
  });
});
