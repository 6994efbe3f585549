import { describe, expect, test } from '@jest/globals';
import { sectionHistory, valueHistory } from '../../src/engine/fact-requests.ts';
import type { FactSource } from '../../src/engine/ports.ts';
import { openWorktree } from '../../src/git/worktree.ts';
import { githubFacts } from '../../src/github/index.ts';
import { access, known, NAME } from '../support/harness/ask-github.ts';
import { fakeGitHub } from '../support/harness/fake-github.ts';
import { serve } from '../support/harness/serve-repository.ts';
import { type ThrowawayRepository, throwawayRepository } from '../support/harness/throwaway-repository.ts';

/** Where the section is: a file of its own, or the manifest. */
interface Where {
  root: string;
  manifest: string;
  /** Undefined when it is inline. */
  own?: string;
}

const DEFAULT: Where = { root: 'readiness', manifest: 'pilot.yaml', own: 'metrics.yaml' };
const INLINE: Where = { root: 'readiness', manifest: 'pilot.yaml' };

function filesOf({ root, manifest, own }: Where, threshold: number): Record<string, string> {
  const section = `kill-criteria: [{ metric: minutes, op: gt, threshold: ${threshold} }]\n`;
  const pilot = 'name: Triage\nstarted-on: 2026-09-01\n';
  return own === undefined
    ? { [`${root}/${manifest}`]: `${pilot}metrics:\n  ${section}` }
    : { [`${root}/${manifest}`]: pilot, [`${root}/${own}`]: section };
}

type How = 'in one commit' | 'before it changes' | 'removed before it is added';

/** A section that moves, and whose line is loosened from 12 to 50 on the way. */
function moved(from: Where, to: Where, how: How): ThrowawayRepository {
  const repo = throwawayRepository();
  repo.commit('code', { 'src/a.ts': '1\n' });
  repo.commit('pilot', filesOf(from, 12));
  const remove = (where: Where): void =>
    repo.remove(
      ...Object.keys(filesOf(where, 0)).filter(
        (path) => how !== 'removed before it is added' || path !== `${to.root}/${to.manifest}`,
      ),
    );
  remove(from);
  if (how === 'removed before it is added') {
    repo.commit('removed', { [`${to.root}/${to.manifest}`]: 'name: Triage\nstarted-on: 2026-09-01\n' });
    repo.commit('elsewhere', { 'src/b.ts': '2\n' });
  }
  if (how === 'before it changes') repo.commit('moved', filesOf(to, 12));
  repo.commit('loosened', filesOf(to, 50));
  return repo;
}

async function doors(repo: ThrowawayRepository): Promise<{ tree: FactSource; github: FactSource; calls: string[] }> {
  const fake = fakeGitHub();
  serve(fake, repo);
  const sha = repo.git('rev-parse', 'HEAD');
  const github = githubFacts(access(fake), { ...NAME, sha, defaultBranch: 'main' });
  return { tree: (await openWorktree(repo.dir, { ref: sha })).facts, github, calls: fake.calls };
}

const places: Record<string, Where> = {
  'a file of its own': DEFAULT,
  '.yml': { ...DEFAULT, own: 'metrics.yml' },
  'the manifest': INLINE,
  'a manifest in .yml': { ...INLINE, manifest: 'pilot.yml' },
  'another case': { ...DEFAULT, own: 'Metrics.yaml' },
  'another root': { ...DEFAULT, root: 'governance/pilot' },
  'the manifest in another root': { ...INLINE, root: 'governance' },
};
const pairs = Object.keys(places).flatMap((from) =>
  Object.keys(places)
    .filter((to) => to !== from && to !== 'another case')
    .map((to) => [from, to] as const),
);

describe('the history of a section', () => {
  test.each(
    pairs.flatMap(([from, to]) => {
      const [a, b] = [places[from], places[to]];
      const isNear = a?.root === b?.root && from !== 'another case';
      const hows: How[] = [
        'in one commit',
        'before it changes',
        ...(isNear ? ['removed before it is added' as const] : []),
      ];
      return hows.map((how) => [from, to, how] as const);
    }),
  )('follows it from %s to %s, %s', async (from, to, how) => {
    const [a, b] = [places[from], places[to]];
    if (a === undefined || b === undefined) throw new Error('no such place');
    const { tree, github } = await doors(moved(a, b, how));
    const at =
      b.own === undefined
        ? { section: 'metrics', path: `${b.root}/${b.manifest}`, pointer: 'metrics.kill-criteria' }
        : { section: 'metrics', path: `${b.root}/${b.own}`, pointer: 'kill-criteria' };
    const answers = await Promise.all([tree, github].map((source) => known(source, sectionHistory(at))));
    for (const { values } of answers)
      expect(values.map(({ value }) => JSON.stringify(value).replace(/.*:(\d+).*/, '$1'))).toEqual(['12', '50']);
    const commits = answers.map(({ values }) => values.map(({ commit }) => commit));
    expect(commits[0]).toEqual(commits[1]);
  });

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
