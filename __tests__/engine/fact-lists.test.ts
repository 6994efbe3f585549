import { describe, expect, test } from '@jest/globals';
import { summaryOf } from '../../src/domain/message.ts';
import { type Observation, seen, unavailable } from '../../src/domain/observation.ts';
import { type CheckContext, defineCriterion } from '../../src/engine/criterion.ts';
import { acceptance, changedSince, factKey } from '../../src/engine/fact-requests.ts';
import { prepare, type ResolvedInputs, requestsOf, runCheck } from '../../src/engine/run-check.ts';
import { met, unmet } from '../support/builders/findings.ts';

/** Asks over a list of things, and facts that may be missing. */
const criterion = (commits: string[]) =>
  defineCriterion({
    id: 'x',
    title: 'x',
    half: 'technical',
    why: 'x',
    subtitle: 'A sentence',
    sources: ['S0'],
    params: {},
    inputs: () => ({}),
    facts: { changed: 'changed-since', accepted: 'acceptance' },
    requests: () => ({
      changed: commits.map((commit) => changedSince(['src/**'], commit)),
      accepted: acceptance('XX-1', ['ines']),
    }),
    checks: (check) => [
      check('XX-1', {
        title: 'x',
        levels: 'B/B/B',
        remedy: 'x',
        requires: [],
        judge: () => met('from files'),
        facts: ['changed'],
        optionalFacts: ['accepted'],
        objections: ({ changed, accepted }) => {
          const count = changed.value.filter(({ ancestor }) => ancestor).length;
          if (accepted.state === 'seen' && accepted.value.accepted) return [met('accepted')];
          return [count === commits.length ? met(`${count} confirmed, ${accepted.state}`) : unmet('not here')];
        },
      }),
    ],
  });

function run(commits: string[], answers: [string, Observation<unknown>][]) {
  const evidence: ResolvedInputs = { get: () => unavailable('nothing is read', 'retry'), files: [] };
  const context = { params: {}, profile: 'minimal', now: 0 } as unknown as CheckContext<unknown>;
  const prepared = prepare(criterion(commits), evidence, {}, context);
  const [check] = prepared.criterion.checks;
  if (check === undefined) throw new Error('no check');
  const findings = runCheck(check, prepared, new Map(answers), context).map((one) => ({
    ...one,
    summary: summaryOf(one),
  }));
  return { questions: requestsOf([prepared]).length, findings };
}

const answer = (commit: string, ancestor = true): [string, Observation<unknown>] => [
  factKey(changedSince(['src/**'], commit)),
  seen({ ancestor, changed: [] }, { path: '' }),
];
const accepted = factKey(acceptance('XX-1', ['ines']));

describe('lists of asks', () => {
  test('are answered in their order, each question once', () => {
    expect(run(['a', 'b'], [answer('a'), answer('b')])).toMatchObject({
      questions: 3,
      findings: [{ outcome: 'met', summary: '2 confirmed, unavailable' }],
    });
    expect(run(['a', 'a'], [answer('a')])).toMatchObject({ questions: 2, findings: [{ outcome: 'met' }] });
  });
  test('an empty list has nothing to ask', () => {
    expect(run([], []).findings).toMatchObject([{ outcome: 'met' }]);
  });
  test('one that could not be answered leaves the check unknown', () => {
    const lost: [string, Observation<unknown>] = [
      factKey(changedSince(['src/**'], 'b')),
      unavailable('this clone is shallow', 'history'),
    ];
    expect(run(['a', 'b'], [answer('a'), lost]).findings).toMatchObject([
      { outcome: 'unknown', summary: 'Not verified: this clone is shallow', resolvableBy: 'history' },
    ]);
    expect(run(['a', 'b'], [answer('a')]).findings).toMatchObject([{ outcome: 'unknown' }]);
  });
});

describe('facts that may be missing', () => {
  test('are heard when they are there and never needed', () => {
    const yes: [string, Observation<unknown>] = [accepted, seen({ accepted: true }, { path: '' })];
    expect(run(['a'], [answer('a', false), yes]).findings).toMatchObject([{ outcome: 'met', summary: 'accepted' }]);
    expect(run(['a'], [answer('a', false)]).findings).toMatchObject([{ outcome: 'unmet' }]);
  });
});
