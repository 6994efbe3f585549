import { branchTip, commitOf, type Leaf, leaves, mergeBase } from './git.ts';
import type { PullRow, RepoRow } from './rows.ts';
import type { World } from './world.ts';

interface Sides {
  base: Map<string, Leaf>;
  ours: Map<string, Leaf>;
  theirs: Map<string, Leaf>;
}

function sidesOf(world: World, repo: RepoRow, pull: PullRow): Sides {
  const tip = branchTip(world, repo, pull.base_ref) ?? pull.base_sha;
  const common = mergeBase(world, repo.id, tip, pull.head_sha);
  const at = (sha: string | undefined): Map<string, Leaf> => {
    const tree = sha === undefined ? undefined : commitOf(world, repo.id, sha)?.tree_sha;
    return tree === undefined ? new Map() : leaves(world, repo.id, tree);
  };
  return { base: at(common), ours: at(tip), theirs: at(pull.head_sha) };
}

function differs(one: Leaf | undefined, other: Leaf | undefined): boolean {
  return one?.sha !== other?.sha || one?.mode !== other?.mode;
}

/**
 * Files that both sides changed, each in its own way. Git would merge many of them by lines; here a whole file is the
 * smallest piece. The emulator merges nothing and takes the head's tree, which drops what others merged before.
 */
export function conflictsOf(world: World, repo: RepoRow, pull: PullRow): string[] {
  const { base, ours, theirs } = sidesOf(world, repo, pull);
  if (ours === base) return [];
  return [...new Set([...ours.keys(), ...theirs.keys(), ...base.keys()])].filter((path) => {
    const [was, our, their] = [base.get(path), ours.get(path), theirs.get(path)];
    return differs(our, their) && differs(our, was) && differs(their, was);
  });
}

export interface TreeEdit {
  path: string;
  mode: string;
  type: 'blob' | 'commit';
  sha: string | null;
}

/** What the base branch's tree becomes by merging. */
export function mergeEdits(world: World, repo: RepoRow, pull: PullRow): TreeEdit[] {
  const { base, ours, theirs } = sidesOf(world, repo, pull);
  return [...new Set([...base.keys(), ...theirs.keys()])].flatMap((path): TreeEdit[] => {
    const [was, our, their] = [base.get(path), ours.get(path), theirs.get(path)];
    if (!differs(their, was) || !differs(their, our)) return [];
    const { mode } = their ?? our ?? { mode: '100644' };
    return [{ path, mode, type: mode === '160000' ? 'commit' : 'blob', sha: their?.sha ?? null }];
  });
}
