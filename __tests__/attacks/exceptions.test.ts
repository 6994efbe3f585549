import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStand, type Stand, type Told } from '../support/fixtures/attack-fixture.ts';
import { ORG, POLICY, policy, sign } from '../support/harness/action-context.ts';

const TERMS = {
  check: 'OM-2',
  'asked-by': '"@ravi-desai"',
  by: '"@mira-castellano"',
  on: '2026-11-16',
  until: '2026-12-31',
  reason: 'agreed',
};

describe('33 an exception in the policy file', () => {
  let stand: Stand;
  let counter = 0;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());

  /** The example's policy with a waiver of OM-2, or with what stands there instead. */
  const waiving = (pr: number, over: Record<string, string> = {}): string => {
    const terms = Object.entries({ ...TERMS, ...over, pr: String(pr) }).map(([key, value]) => `${key}: ${value}`);
    return `${policy.trimEnd()}\n  granted:\n    - { ${terms.join(', ')} }\n`;
  };
  const notApplicable = (pr: number, over: Record<string, string> = {}): string => {
    const entry = { check: 'OM-2', by: '"@mira-castellano"', on: '2026-11-16', reason: 'nothing', ...over };
    const terms = Object.entries({ ...entry, pr: String(pr) }).flatMap(([key, value]) =>
      value === '' ? [] : [`${key}: ${value}`],
    );
    return `${policy.trimEnd()}\nnot-applicable:\n  - { ${terms.join(', ')} }\n`;
  };

  interface Scene {
    repo: string;
    promotion: number;
    /** Opens a pull request with this policy, has the approver approve it, pushes what comes after, and merges. */
    introduce: (
      text: (pr: number) => string,
      options?: { after?: string; base?: string; path?: string },
    ) => Promise<number>;
    judge: () => Promise<Told>;
  }
  async function scene(): Promise<Scene> {
    counter += 1;
    const repo = `exception-${counter}`;
    const { samir, github } = stand;
    const { number } = await stand.promotion(repo);
    await github.as('tomas-lindqvist').review(repo, number, 'APPROVE', sign('security'));
    await github.as('hanne-vik').review(repo, number, 'APPROVE', sign('privacy'));
    return {
      repo,
      promotion: number,
      introduce: async (text, { after, base = 'main', path = POLICY } = {}) => {
        const pr = number + 1;
        await samir.commit(repo, { branch: 'exception', files: { [path]: text(pr) } });
        const pull = await samir.openPullRequest(repo, { head: 'exception', base });
        expect(pull.number).toBe(pr);
        await github.as('mira-castellano').review(repo, pr, 'APPROVE', 'Fine.');
        if (after !== undefined) await samir.commit(repo, { branch: 'exception', files: { [POLICY]: after } });
        expect((await samir.merge(repo, pr)).status).toBe(200);
        return pr;
      },
      judge: () => stand.judge(repo, number),
    };
  }
  const outcomeOf = ({ evaluation }: Told): string | undefined =>
    evaluation.report?.criteria.flatMap(({ checks }) => checks).find(({ code }) => code === 'OM-2')?.outcome;

  test('33 counts when its own pull request brought it and was approved', async () => {
    const waived = await scene();
    await waived.introduce((pr) => waiving(pr));
    const told = await waived.judge();
    expect([outcomeOf(told), told.run.conclusion]).toEqual(['waived', 'success']);
    const exempt = await scene();
    await exempt.introduce((pr) => notApplicable(pr));
    expect((await exempt.judge()).run.conclusion).toBe('success');
  });

  test.each<[string, (one: Scene) => Promise<unknown>]>([
    [
      'names a pull request that only changed something else',
      async ({ repo, introduce }) => {
        const pr = await introduce(() => 'notes\n', { path: 'docs/notes.md' });
        await stand.samir.commit(repo, { files: { [POLICY]: waiving(pr) } });
      },
    ],
    [
      'names a pull request that changed the policy otherwise',
      async ({ repo, introduce }) => {
        const pr = await introduce(() => `${policy}# A remark.\n`);
        await stand.samir.commit(repo, { files: { [POLICY]: waiving(pr) } });
      },
    ],
    [
      'was there before the pull request that it names',
      async ({ repo, promotion, introduce }) => {
        await stand.samir.commit(repo, { files: { [POLICY]: waiving(promotion + 1) } });
        await introduce((pr) => `${waiving(pr)}# A remark.\n`);
      },
    ],
    [
      'came by a pull request into a branch that is not the default one',
      async ({ repo, introduce }) => {
        await stand.samir.branch(repo, 'scratch');
        const pr = await introduce((number) => waiving(number), { base: 'scratch' });
        await stand.samir.commit(repo, { files: { [POLICY]: waiving(pr) } });
      },
    ],
    ...[
      { until: '2027-01-10' },
      { on: '2026-11-18' },
      { reason: 'agreed for good' },
      { 'asked-by': '"@yuki-tanabe"' },
    ].flatMap((over): [string, (one: Scene) => Promise<unknown>][] => [
      [
        `was changed in ${Object.keys(over)} after the merge`,
        async ({ repo, introduce }) => {
          const pr = await introduce((number) => waiving(number));
          await stand.samir.commit(repo, { files: { [POLICY]: waiving(pr, over as Record<string, string>) } });
        },
      ],
      [
        `was changed in ${Object.keys(over)} after the approval`,
        ({ promotion, introduce }) =>
          introduce((number) => waiving(number), { after: waiving(promotion + 1, over as Record<string, string>) }),
      ],
    ]),
    [
      'was approved for another check',
      async ({ repo, introduce }) => {
        const pr = await introduce((number) => waiving(number, { check: 'OM-3' }));
        await stand.samir.commit(repo, { files: { [POLICY]: waiving(pr) } });
      },
    ],
    [
      'moved to a file of the other name and was changed there',
      async ({ repo, introduce }) => {
        const pr = await introduce((number) => waiving(number, { until: '2026-12-01' }));
        await stand.samir.commit(repo, {
          files: { [POLICY]: null, '.github/pilot-readiness.yaml': waiving(pr) },
        });
      },
    ],
    ['is not applicable and has no date', ({ introduce }) => introduce((pr) => notApplicable(pr, { on: '' }))],
    [
      'is not applicable from a future day',
      ({ introduce }) => introduce((pr) => notApplicable(pr, { on: '2026-11-21' })),
    ],
    [
      'was accepted more than a year ago',
      ({ introduce }) => introduce((pr) => notApplicable(pr, { on: '2025-11-18' })),
    ],
    [
      'was a part of the check when it was approved',
      async ({ repo, introduce }) => {
        const pr = await introduce((number) => notApplicable(number, { part: 'trigger' }));
        await stand.samir.commit(repo, { files: { [POLICY]: notApplicable(pr) } });
      },
    ],
  ])('33 does not count when it %s', async (_how, attack) => {
    const one = await scene();
    await attack(one);
    const told = await one.judge();
    expect([outcomeOf(told), told.run.conclusion]).toEqual(['unmet', 'failure']);
  });

  test('33 is not proven when the approved commit cannot be read, and nobody is accused', async () => {
    const one = await scene();
    await one.introduce((pr) => waiving(pr));
    stand.github.faults.add({ route: `GET /repos/${ORG}/${one.repo}/pulls/${one.promotion + 1}`, status: 500 });
    const told = await one.judge();
    stand.github.faults.clear();
    expect(outcomeOf(told)).toBe('unknown');
  });
});
