import type { CommitRow, RepoRow } from './rows.ts';
import type { World } from './world.ts';

export interface Leaf {
  mode: string;
  sha: string;
}

const flattened = new Map<string, Map<string, Leaf>>();

export function commitOf(world: World, repoId: number, sha: string): CommitRow | undefined {
  return world.rows.commits.findBy('sha', sha).find((commit) => commit.repo_id === repoId);
}

/** A branch, tag, full ref or commit id as a commit. */
export function resolveCommit(world: World, repo: RepoRow, name: string): CommitRow | undefined {
  const refs = world.rows.refs.findBy('repo_id', repo.id);
  const names = [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`, name];
  const ref = names.flatMap((one) => refs.find((row) => row.ref === one) ?? [])[0];
  return commitOf(world, repo.id, ref?.sha ?? name);
}

export function branchTip(world: World, repo: RepoRow, branch: string): string | undefined {
  return world.rows.refs.findBy('repo_id', repo.id).find((row) => row.ref === `refs/heads/${branch}`)?.sha;
}

/** Every commit behind one, itself included, parents after children. */
export function ancestors(world: World, repoId: number, sha: string): Set<string> {
  const seen = new Set<string>();
  const queue = [sha];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(commitOf(world, repoId, next)?.parent_shas ?? []));
  }
  return seen;
}

export function mergeBase(world: World, repoId: number, one: string, other: string): string | undefined {
  const behind = ancestors(world, repoId, one);
  for (const sha of ancestors(world, repoId, other)) if (behind.has(sha)) return sha;
  return undefined;
}

/** What `head` has and `base` has not, oldest first. */
export function commitsBetween(world: World, repoId: number, base: string, head: string): CommitRow[] {
  const known = ancestors(world, repoId, base);
  return [...ancestors(world, repoId, head)]
    .filter((sha) => !known.has(sha))
    .reverse()
    .flatMap((sha) => commitOf(world, repoId, sha) ?? []);
}

/** Path → leaf of a whole tree. Trees never change, so each is read once. */
export function leaves(world: World, repoId: number, treeSha: string): Map<string, Leaf> {
  const known = flattened.get(treeSha);
  if (known !== undefined) return known;
  const tree = world.rows.trees.findBy('sha', treeSha).find((row) => row.repo_id === repoId);
  const all = new Map<string, Leaf>();
  if (tree === undefined) return all;
  for (const entry of tree.tree) {
    if (entry.type !== 'tree') all.set(entry.path, { mode: entry.mode, sha: entry.sha });
    else for (const [path, leaf] of leaves(world, repoId, entry.sha)) all.set(`${entry.path}/${path}`, leaf);
  }
  flattened.set(treeSha, all);
  return all;
}

/** The text of a blob; `undefined` when it is binary or not there. */
export function blobText(world: World, repoId: number, sha: string): string | undefined {
  const blob = world.rows.blobs.findBy('sha', sha).find((row) => row.repo_id === repoId);
  return blob === undefined || blob.encoding === 'base64' ? undefined : blob.content;
}

/** GitHub keeps the objects of a fork's pull request in the base repository; the emulator leaves them in the fork. */
export function copyObjects(world: World, from: number, to: number, head: string): void {
  if (from === to) return;
  for (const sha of ancestors(world, from, head)) {
    const commit = commitOf(world, from, sha);
    if (commit === undefined || commitOf(world, to, sha) !== undefined) continue;
    copyTree(world, from, to, commit.tree_sha);
    const { id: _, ...copy } = commit;
    world.rows.commits.insert({ ...copy, repo_id: to });
  }
}

function copyTree(world: World, from: number, to: number, sha: string): void {
  const { trees, blobs } = world.rows;
  const tree = trees.findBy('sha', sha).find((row) => row.repo_id === from);
  if (tree === undefined || trees.findBy('sha', sha).some((row) => row.repo_id === to)) return;
  for (const entry of tree.tree) {
    if (entry.type === 'tree') copyTree(world, from, to, entry.sha);
    if (entry.type !== 'blob' || blobs.findBy('sha', entry.sha).some((row) => row.repo_id === to)) continue;
    const blob = blobs.findBy('sha', entry.sha).find((row) => row.repo_id === from);
    if (blob === undefined) continue;
    const { id: _, ...copy } = blob;
    blobs.insert({ ...copy, repo_id: to });
  }
  const { id: _, ...copy } = tree;
  trees.insert({ ...copy, repo_id: to });
}

/** Moves or makes a ref past every protection, the way GitHub itself does it for the merge button. */
export function setRef(world: World, repo: RepoRow, ref: string, sha: string): void {
  const { refs, branches } = world.rows;
  const row = refs.findBy('repo_id', repo.id).find((one) => one.ref === ref);
  if (row === undefined) refs.insert({ repo_id: repo.id, ref, sha, node_id: `REF_${repo.id}_${ref}` });
  else refs.update(row.id, { sha });
  const branch = branches.findBy('repo_id', repo.id).find((one) => `refs/heads/${one.name}` === ref);
  const name = ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined;
  if (branch !== undefined) branches.update(branch.id, { sha });
  else if (name !== undefined) branches.insert({ repo_id: repo.id, name, sha, protected: false });
}
