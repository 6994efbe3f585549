import { describe, expect, test } from '@jest/globals';
import { sectionHistory } from '../../../src/engine/fact-requests.ts';
import type { FactSource } from '../../../src/engine/ports.ts';
import { openWorktree } from '../../../src/git/worktree.ts';
import { githubFacts } from '../../../src/github/index.ts';
import { access, known, NAME } from '../harness/ask-github.ts';
import { fakeGitHub } from '../harness/fake-github.ts';
import { serve } from '../harness/serve-repository.ts';
import { type ThrowawayRepository, throwawayRepository } from '../harness/throwaway-repository.ts';

/** Where the section is: a file of its own, or the manifest. */
interface Where {
  root: string;
  manifest: string;
  /** Undefined when it is inline. */
  own?: string;
}

export const DEFAULT: Where = { root: 'readiness', manifest: 'pilot.yaml', own: 'metrics.yaml' };
const INLINE: Where = { root: 'readiness', manifest: 'pilot.yaml' };

export function filesOf({ root, manifest, own }: Where, threshold: number): Record<string, string> {
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

/** The same history through a clone and through GitHub. */
export async function doors(
  repo: ThrowawayRepository,
): Promise<{ tree: FactSource; github: FactSource; calls: string[] }> {
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
type Variant = readonly [from: string, to: string, how: How];

const pairs = Object.keys(places).flatMap((from) =>
  Object.keys(places)
    .filter((to) => to !== from && to !== 'another case')
    .map((to) => [from, to] as const),
);

/** Every way in which a section can move from one place to another. */
export const ALL_MOVES: Variant[] = pairs.flatMap(([from, to]) => {
  const isNear = places[from]?.root === places[to]?.root && from !== 'another case';
  const hows: How[] = [
    'in one commit',
    'before it changes',
    ...(isNear ? ['removed before it is added' as const] : []),
  ];
  return hows.map((how) => [from, to, how] as const);
});

/** The history of a section that moves, in git and on GitHub alike. */
export function describeMovedSections(variants: Variant[]): void {
  describe('the history of a section that moves', () => {
    test.each(variants)('is followed from %s to %s, %s', async (from, to, how) => {
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
  });
}
