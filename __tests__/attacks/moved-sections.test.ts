import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStand, type Stand } from '../support/fixtures/attack-fixture.ts';
import { manifest, POLICY, policy, root } from '../support/harness/action-context.ts';

type Files = Record<string, string | null>;

const PILOT = 'readiness/pilot.yaml';
const METRICS = 'readiness/metrics.yaml';
const metrics = readFileSync(join(root, 'examples/support-triage', METRICS), 'utf8');
const LOOSE = metrics.replace('threshold: 50', 'threshold: 5000');
const inline = (text: string): string =>
  `${manifest}\nmetrics:\n${text.replace(/^(?=.)/gm, '  ')}`.replace(/^ +#.*\n/gm, '');

/** What the promotion does to the section, commit by commit; the stop line is loosened on the way. */
const moves: Record<string, Files[]> = {
  'in its place': [{ [METRICS]: LOOSE }],
  'in .yml': [{ [METRICS]: null, 'readiness/metrics.yml': LOOSE }],
  'in the manifest': [{ [METRICS]: null, [PILOT]: inline(LOOSE) }],
  'in the manifest, after it was moved there': [
    { [METRICS]: null, [PILOT]: inline(metrics) },
    { [PILOT]: inline(LOOSE) },
  ],
  'in .yml, a commit after it was removed': [{ [METRICS]: null }, { 'readiness/metrics.yml': LOOSE }],
  'out of the manifest again': [
    { [METRICS]: null, [PILOT]: inline(metrics) },
    { [PILOT]: manifest, 'readiness/metrics.yml': LOOSE },
  ],
  'in another case, and back': [
    { [METRICS]: null, 'readiness/Metrics.yaml': metrics },
    { 'readiness/Metrics.yaml': null, 'readiness/metrics.yml': LOOSE },
  ],
};

describe('sections that move', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());

  async function loosening(repo: string, steps: Files[]): Promise<{ outcome: string; words: string }> {
    const { number } = await stand.promotion(repo, {
      [POLICY]: `${policy}criteria: { baselines-and-kill-criteria: { checks: { BK-5: blocking } } }\n`,
    });
    for (const files of steps) await stand.samir.commit(repo, { branch: 'promote', files });
    await stand.approve(repo, number);
    const { evaluation } = await stand.judge(repo, number);
    const check = evaluation.report?.criteria.flatMap(({ checks }) => checks).find(({ code }) => code === 'BK-5');
    return { outcome: String(check?.outcome), words: String(check?.summary) };
  }

  test.each(Object.entries(moves))('29 a stop line that is loosened %s is seen', async (name, steps) => {
    const { outcome, words } = await loosening(`loose-${Object.keys(moves).indexOf(name)}`, steps);
    expect({ outcome, words }).toEqual({ outcome: 'unmet', words: expect.stringMatching(/stop line of cycle-time/) });
  });

  test('29 a section that only moves loosens nothing', async () => {
    const { outcome } = await loosening('only-moves', [{ [METRICS]: null, [PILOT]: inline(metrics) }]);
    expect(outcome).toBe('met');
  });
});
