import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/domain/finding.ts';
import { absent, invalid, type Observation, seen, unavailable } from '../../src/domain/observation.ts';
import { reportSchema } from '../../src/domain/report.ts';
import { defineCriterion } from '../../src/engine/criterion.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { type FactRequest, factKey, people, waiverProof } from '../../src/engine/fact-requests.ts';
import { section } from '../../src/engine/inputs.ts';
import type { PolicyFile } from '../../src/engine/policy/file.ts';
import { effectivePolicy } from '../../src/engine/policy/merge.ts';
import { prepare } from '../../src/engine/run-check.ts';
import { met, notApplicable, stale, unknown, unmet } from '../support/builders/findings.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const seenPilot = seen(
  { value: { name: 'x' }, at: () => ({ path: 'readiness/pilot.yaml' }) },
  { path: 'readiness/pilot.yaml' },
);

interface EvaluationSetup {
  judge?: () => Finding | Finding[];
  objections?: () => Finding[];
  evidence?: Observation<unknown>;
  answers?: [FactRequest, Observation<unknown>][];
  file?: Partial<PolicyFile>;
  levels?: 'B/B/B' | 'a/B/B';
  waivable?: boolean;
  now?: number;
}

function judge(scene: EvaluationSetup) {
  const criterion = defineCriterion({
    id: 'one',
    title: 'one',
    half: 'technical',
    why: 'because',
    subtitle: 'A sentence',
    sources: [],
    questions: { ownership: 'XX-1' },
    params: {},
    inputs: () => ({ pilot: section('integration') }),
    facts: {},
    requests: () => ({ people: people(['dana']) }),
    checks: (check) => [
      check('XX-1', {
        title: 'first',
        levels: scene.levels ?? 'B/B/B',
        remedy: 'Do this next.',
        waivable: scene.waivable ?? true,
        requires: ['pilot'],
        judge: scene.judge ?? (() => met('seen')),
        ...(scene.objections ? { facts: ['people'] as const, objections: scene.objections } : {}),
      }),
    ],
  });
  const now = scene.now ?? NOW;
  const layer = scene.file && {
    path: 'p.yml',
    file: { version: 1, ...scene.file } as PolicyFile,
    at: () => ({ path: 'p.yml', line: 3 }),
  };
  const { policy } = effectivePolicy([criterion], layer, { now });
  const evidence = {
    get: () => (scene.evidence ?? seenPilot) as never,
    files: [{ path: 'readiness/pilot.yaml', blob: 'ab'.repeat(20) }],
  };
  const report = evaluate({
    prepared: [prepare(criterion, evidence, {}, { profile: policy.profile, now, policy })],
    answers: new Map((scene.answers ?? []).map(([ask, answer]) => [factKey(ask), answer])),
    policy,
    subject: {
      repository: 'acme/x',
      commit: 'c'.repeat(40),
      dirty: false,
      promotion: { is: true, because: [] },
      notes: [],
    },
    now,
    files: evidence.files,
    toolVersion: 'test',
  });
  expect(reportSchema.parse(report)).toEqual(report);
  return { report, check: report.criteria[0]?.checks[0] };
}
const noAnswer: [FactRequest, Observation<unknown>] = [people(['dana']), unavailable('403', 'github')];
const anAnswer: [FactRequest, Observation<unknown>] = [people(['dana']), seen([], { path: '' })];

describe('what a check says becomes the verdict', () => {
  test.each<[string, EvaluationSetup, string, string]>([
    ['met', {}, 'met', 'ready'],
    ['unmet', { judge: () => unmet('no') }, 'unmet', 'not-ready'],
    ['stale', { judge: () => stale('old') }, 'stale', 'not-ready'],
    ['unknown', { judge: () => unknown('?') }, 'unknown', 'undetermined'],
    [
      'the worst of several findings counts',
      { judge: () => [met('a'), unknown('b'), unmet('c')] },
      'unmet',
      'not-ready',
    ],
    ['missing evidence is unmet', { evidence: absent({ path: 'readiness/pilot.yaml' }) }, 'unmet', 'not-ready'],
    [
      'evidence with faults is unmet',
      {
        evidence: invalid({ path: 'readiness/pilot.yaml' }, [
          {
            path: 'readiness/pilot.yaml',
            line: 2,
            column: 1,
            key: 'nam',
            problem: 'is not known',
            remedy: 'Write name.',
          },
        ]),
      },
      'unmet',
      'not-ready',
    ],
    [
      'evidence that could not be looked at is unknown',
      { evidence: unavailable('500', 'retry') },
      'unknown',
      'undetermined',
    ],
    [
      'a throw is unknown, never a pass',
      {
        judge: () => {
          throw new Error('boom');
        },
      },
      'unknown',
      'undetermined',
    ],
    ['saying nothing is unknown', { judge: () => [] }, 'unknown', 'undetermined'],
    [
      'without its facts a check is unknown',
      { objections: () => [met('yes')], answers: [noAnswer] },
      'unknown',
      'undetermined',
    ],
    ['a fact nobody answered is unknown', { objections: () => [met('yes')] }, 'unknown', 'undetermined'],
    [
      'with its facts objections have the last word',
      { objections: () => [unmet('no')], answers: [anAnswer] },
      'unmet',
      'not-ready',
    ],
    [
      'what files show to be unmet needs no facts',
      { judge: () => unmet('no'), objections: () => [met('yes')], answers: [noAnswer] },
      'unmet',
      'not-ready',
    ],
    [
      'facts may overturn what says so',
      { judge: () => unmet('no', [], { facts: 'can-overturn' }), objections: () => [met('yes')], answers: [anAnswer] },
      'met',
      'ready',
    ],
    [
      'and do not when they are not there',
      { judge: () => unmet('no', [], { facts: 'can-overturn' }), objections: () => [met('yes')], answers: [noAnswer] },
      'unmet',
      'not-ready',
    ],
    [
      'settled needs no facts',
      { judge: () => met('yes', [], { facts: 'not-needed' }), objections: () => [unmet('no')], answers: [noAnswer] },
      'met',
      'ready',
    ],
    [
      'advice never blocks, and nothing required is not ready',
      { levels: 'a/B/B', judge: () => unmet('no') },
      'unmet',
      'undetermined',
    ],
  ])('%s', (_name, scene, outcome, verdict) => {
    const { report, check } = judge(scene);
    expect([check?.outcome, report.verdict]).toEqual([outcome, verdict]);
  });
});

describe('waivers granted in the policy file', () => {
  const waiver = {
    check: 'XX-1',
    askedBy: '@ravi',
    by: '@dana',
    on: '2026-11-12',
    until: '2026-12-31',
    pr: 41,
    reason: 'being agreed',
  };
  const waivers = (more: object = {}, approvers = ['@dana']) => ({
    waivers: { approvers, granted: [{ ...waiver, ...more }] },
  });
  const proof = (accepted: boolean, more: object = {}): [FactRequest, Observation<unknown>] => [
    waiverProof(41, { ...waiver, ...more }),
    seen({ accepted }, { path: '' }),
  ];
  const answered = (answer: object): [FactRequest, Observation<unknown>] => [
    waiverProof(41, waiver),
    seen(answer, { path: '' }),
  ];
  const open = { judge: () => unmet('no') };

  test.each<[string, EvaluationSetup, string]>([
    ['approved there: waived', { ...open, file: waivers(), answers: [proof(true)] }, 'waived'],
    ['not approved there: still unmet', { ...open, file: waivers(), answers: [proof(false)] }, 'unmet'],
    ['approval could not be looked at: unknown', { ...open, file: waivers() }, 'unknown'],
    [
      'approved in other words: still unmet',
      { ...open, file: waivers(), answers: [answered({ accepted: false, because: 'other-terms' })] },
      'unmet',
    ],
    [
      'added to the policy by another pull request: still unmet',
      { ...open, file: waivers(), answers: [answered({ accepted: false, because: 'not-introduced' })] },
      'unmet',
    ],
    ['no pull request named: shown, not applied', { ...open, file: waivers({ pr: undefined }) }, 'unmet'],
    [
      'by somebody who may not: not applied',
      { ...open, file: waivers({}, ['@mira']), answers: [proof(true)] },
      'unmet',
    ],
    [
      'by a team: asked whether they are in it',
      {
        ...open,
        file: waivers({}, ['@acme/board']),
        answers: [[waiverProof(41, waiver, ['acme/board']), seen({ accepted: true }, { path: '' })]],
      },
      'waived',
    ],
    [
      'by a team: an approval alone proves nothing',
      { ...open, file: waivers({}, ['@acme/board']), answers: [proof(true)] },
      'unknown',
    ],
    [
      'ended: not applied',
      { ...open, file: waivers({ until: '2026-11-19' }), answers: [proof(true, { until: '2026-11-19' })] },
      'unmet',
    ],
    [
      'holds on its last day',
      { ...open, file: waivers({ until: '2026-11-20' }), answers: [proof(true, { until: '2026-11-20' })] },
      'waived',
    ],
    [
      'not begun: not applied',
      { ...open, file: waivers({ on: '2026-11-21' }), answers: [proof(true, { on: '2026-11-21' })] },
      'unmet',
    ],
    [
      'a stale check may be waived too',
      { judge: () => stale('old'), file: waivers(), answers: [proof(true)] },
      'waived',
    ],
    ['unknown is never waived', { judge: () => unknown('?'), file: waivers(), answers: [proof(true)] }, 'unknown'],
    [
      'a check that is never waived stays unmet',
      { ...open, waivable: false, file: waivers(), answers: [proof(true)] },
      'unmet',
    ],
  ])('%s', (_name, scene, outcome) => {
    const { check } = judge(scene);
    expect(check?.outcome).toBe(outcome);
    expect(check?.waiver?.by).toBe('@dana');
    expect(check?.waiver?.applied).toBe(outcome === 'waived');
  });

  test('its end bounds the report', () => {
    expect(judge({ ...open, file: waivers(), answers: [proof(true)] }).report.validUntil).toBe(
      '2027-01-01T00:00:00.000Z',
    );
  });

  test('the report wakes when its warning begins, 14 days before its end, and then at its end', () => {
    const at = (now: string) => {
      const { report } = judge({ ...open, now: Date.parse(now), file: waivers(), answers: [proof(true)] });
      return [report.validUntil, report.nextChangeAt];
    };
    const end = '2027-01-01T00:00:00.000Z';
    expect(at('2026-11-20T12:00:00Z')).toEqual([end, '2026-12-18T00:00:00.000Z']);
    expect(at('2026-12-17T23:59:59Z')).toEqual([end, '2026-12-18T00:00:00.000Z']);
    expect(at('2026-12-18T00:00:00Z')).toEqual([end, end]);
    expect(at('2027-01-01T00:00:00Z')).toEqual([null, null]);
  });

  test('the warning of a waiver that does not count yet is no end of the verdict', () => {
    const { report } = judge({ ...open, file: waivers(), answers: [proof(false)] });
    expect([report.validUntil, report.nextChangeAt]).toEqual([null, '2026-12-18T00:00:00.000Z']);
  });
});

describe('not applicable', () => {
  const entry = { check: 'XX-1', part: 'rework', by: '@dana', on: '2026-11-12', pr: 41, reason: 'nothing is reworked' };
  const file = { waivers: { approvers: ['@dana'] }, notApplicable: [entry] };
  const proof: [FactRequest, Observation<unknown>] = [waiverProof(41, entry), seen({ accepted: true }, { path: '' })];

  test('a part that was accepted no longer counts, and is shown', () => {
    const { check } = judge({
      judge: () => [met('cost'), unmet('rework is missing', [], { part: 'rework' })],
      file,
      answers: [proof],
    });
    expect(check?.outcome).toBe('met');
    expect(check?.findings?.find((finding) => finding.exception)?.exception).toEqual({
      by: '@dana',
      reason: 'nothing is reworked',
      part: 'rework',
    });
  });

  test('another part still counts', () => {
    expect(
      judge({ judge: () => unmet('cost is missing', [], { part: 'cost' }), file, answers: [proof] }).check?.outcome,
    ).toBe('unmet');
  });

  test('without proof it is unknown', () => {
    expect(judge({ judge: () => unmet('rework is missing', [], { part: 'rework' }), file }).check?.outcome).toBe(
      'unknown',
    );
  });

  test('when nothing else was required the verdict is undetermined, not ready', () => {
    const { report } = judge({
      judge: () => unmet('rework is missing', [], { part: 'rework' }),
      file,
      answers: [proof],
    });
    expect([report.criteria[0]?.checks[0]?.outcome, report.verdict]).toEqual(['not-applicable', 'undetermined']);
  });
});

describe('the report', () => {
  test('is valid until the first moment at which time alone could change it', () => {
    const until = Date.parse('2026-12-01T00:00:00Z');
    const { report } = judge({ judge: () => [met('a', [], { until: until + 1 }), met('b', [], { until })] });
    expect(report.validUntil).toBe('2026-12-01T00:00:00.000Z');
    expect(report.nextChangeAt).toBe('2026-12-01T00:00:00.000Z');
  });

  test('an advisory check that ends changes what is said, not the verdict', () => {
    const until = Date.parse('2026-12-01T00:00:00Z');
    const { report } = judge({ levels: 'a/B/B', judge: () => met('a', [], { until }) });
    expect([report.validUntil, report.nextChangeAt]).toEqual([null, '2026-12-01T00:00:00.000Z']);
  });

  test('tells what is met only because somebody accepted it', () => {
    const { check } = judge({ judge: () => [met('a'), met('b; accepted late by @ines', [], { accepted: true })] });
    expect([check?.outcome, check?.accepted]).toEqual(['met', ['b; accepted late by @ines']]);
    expect(judge({}).check).not.toHaveProperty('accepted');
  });

  test('an end that has passed does not bound it', () => {
    expect(judge({ judge: () => unmet('a', [], { until: NOW - 1 }) }).report.validUntil).toBeNull();
  });

  test('a question whose check is switched off is not asked, and one that is waived is no', () => {
    const off = judge({ levels: 'a/B/B', file: { criteria: { one: 'off' } } }).report;
    expect([off.criteria[0]?.checks[0]?.level, off.questions.ownership]).toEqual(['off', 'not-asked']);
    const granted = {
      check: 'XX-1',
      askedBy: '@ravi',
      by: '@dana',
      on: '2026-11-12',
      until: '2026-12-31',
      pr: 41,
      reason: 'r',
    };
    const waived = judge({
      judge: () => unmet('no'),
      file: { waivers: { approvers: ['@dana'], granted: [granted] } },
      answers: [[waiverProof(41, granted), seen({ accepted: true }, { path: '' })]],
    }).report;
    expect([waived.criteria[0]?.checks[0]?.outcome, waived.questions.ownership]).toEqual(['waived', 'no']);
  });

  test('answers the questions, never "no" for what was not asked', () => {
    expect(judge({}).report.questions).toEqual({
      ownership: 'yes',
      data: 'not-asked',
      buyIn: 'not-asked',
      metrics: 'not-asked',
    });
    const ownership = (scene: EvaluationSetup) => judge(scene).report.questions.ownership;
    expect(ownership({ judge: () => unmet('no') })).toBe('no');
    expect(ownership({ judge: () => stale('no longer') })).toBe('no');
    expect(ownership({ judge: () => unknown('nobody looked') })).toBe('unknown');
    expect(ownership({ judge: () => notApplicable('nothing to ask') })).toBe('not-asked');
  });

  test('names the blob of each place it read', () => {
    expect(judge({ judge: () => unmet('no', { path: 'readiness/pilot.yaml', line: 1 }) }).check?.places).toEqual([
      { path: 'readiness/pilot.yaml', line: 1, blob: 'ab'.repeat(20) },
    ]);
  });

  test('gives the same bytes for the same inputs', () => {
    expect(JSON.stringify(judge({}).report)).toBe(JSON.stringify(judge({}).report));
  });

  test('names the level and the rule that asked', () => {
    expect(judge({ file: { profile: 'standard' } }).check).toMatchObject({
      level: 'blocking',
      rule: { path: 'p.yml', line: 3 },
    });
  });
});
