import { describe, expect, test } from '@jest/globals';
import { sectionHistory, valueHistory } from '../../src/engine/fact-requests.ts';
import { known } from '../support/harness/ask-github.ts';
import { throwawayRepository } from '../support/harness/throwaway-repository.ts';
import { ALL_MOVES, DEFAULT, describeMovedSections, doors, filesOf } from '../support/suites/moved-sections.ts';

const OWN = 'a file of its own';
/** Each place once as the origin and once as the goal, and each kind of move; the nightly run has every pair. */
describeMovedSections(
  ALL_MOVES.filter(([from, to]) => from === OWN || to === OWN).filter((_variant, index) => index % 2 === 0),
);

describe('the history of a section', () => {
  test('a manifest that moves keeps the day on which the pilot began', async () => {
    const repo = throwawayRepository();
    repo.commit('code', { 'src/a.ts': '1\n' });
    repo.commit('pilot', { 'readiness/pilot.yaml': 'name: Triage\nstarted-on: 2026-09-01\n' });
    repo.remove('readiness/pilot.yaml');
    repo.commit('moved', { 'governance/pilot.yml': 'name: Triage\nstarted-on: 2026-11-01\n' });
    const { tree, github } = await doors(repo);
    const request = sectionHistory({ section: 'pilot', path: 'governance/pilot.yml', pointer: 'started-on' });
    for (const source of [tree, github])
      expect((await known(source, request)).values.map(({ value }) => value)).toEqual(['2026-09-01', '2026-11-01']);
  });

  test('a file that is no section is followed when it is renamed', async () => {
    const repo = throwawayRepository();
    const objective = (target: number): string => `spec: { objectives: [{ target: ${target} }] }\n`;
    repo.commit('code', { 'src/a.ts': '1\n' });
    repo.commit('slo', { 'ops/slo.yaml': objective(0.99) });
    repo.remove('ops/slo.yaml');
    repo.commit('renamed', { 'ops/availability-slo.yaml': objective(0.99) });
    repo.commit('loosened', { 'ops/availability-slo.yaml': objective(0.5) });
    const { tree, github } = await doors(repo);
    for (const source of [tree, github])
      expect((await known(source, valueHistory('ops/availability-slo.yaml', 'spec.objectives'))).values).toHaveLength(
        2,
      );
  });

  test("a pilot that was copied from another one does not take over that one's history", async () => {
    const repo = throwawayRepository();
    repo.commit('code', { 'src/a.ts': '1\n' });
    repo.commit('first pilot', filesOf({ ...DEFAULT, root: 'pilots/a' }, 12));
    repo.commit('second pilot', filesOf({ ...DEFAULT, root: 'pilots/b' }, 12));
    repo.commit('its own line', filesOf({ ...DEFAULT, root: 'pilots/b' }, 30));
    const { tree, github } = await doors(repo);
    const request = sectionHistory({ section: 'metrics', path: 'pilots/b/metrics.yaml', pointer: 'kill-criteria' });
    const second = repo.git('rev-parse', ':/second');
    for (const source of [tree, github]) expect((await known(source, request)).values[0]?.commit).toBe(second);
  });

  test('what the first commit has costs no request more than its file', async () => {
    const repo = throwawayRepository();
    repo.commit('all', filesOf(DEFAULT, 12));
    repo.commit('loosened', filesOf(DEFAULT, 50));
    const at = { path: 'readiness/metrics.yaml', pointer: 'kill-criteria' };
    const count = async (request: Parameters<typeof known>[1]): Promise<number> => {
      const { github, calls } = await doors(repo);
      await known(github, request);
      return calls.length;
    };
    expect(await count(sectionHistory({ section: 'metrics', ...at }))).toBe(
      await count(valueHistory(at.path, at.pointer)),
    );
  });
});
