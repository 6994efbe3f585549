import * as z from 'zod';
import { globFolders } from '../../evidence/history/globs.ts';
import type { Blob, Commit, CommitGraph, Difference, PathChange, Side } from '../../evidence/history/graph.ts';
import { GitHubUnavailableError, isMissing } from '../client/unavailable.ts';
import type { Graph } from './graph.ts';
import { commitsIn, type History, nodeIn, signed } from './history.ts';
import { mergedAtOf } from './merged-at.ts';
import { type SizedTree, short } from './trees.ts';

const FOUND = z.object({ sha: z.string() });
/** The maximum number of commits whose changes are read to find contributors; beyond, a clone is better. */
const MAX_LOOKED_INTO = 300;

/** The graph read from GitHub's API. Changes of commits are read one by one, only as far as needed. */
export function githubGraph(history: History): CommitGraph {
  const sizes = new Map<string, number>();
  const tree = async (commit: string): Promise<SizedTree> => {
    const whole = await history.trees.whole(commit);
    for (const [id, size] of whole.sizes) sizes.set(id, size);
    return whole;
  };
  const blobs = async (ids: string[], maxBytes: number): Promise<Map<string, Blob>> => {
    const sized = ids.map((id) => ({ id, size: sizes.get(id) }));
    return history.readBlobs(sized, maxBytes);
  };
  return {
    commits: (folders, wanted) => commitsIn(history, folders, wanted),
    everyCommit: (except) => everyCommit(history, except),
    candidates: async (folders) => {
      const graph = await history.graph();
      const sets = await Promise.all(folders.map((folder) => history.touching(folder)));
      return graph.order.filter((id) => sets.some((set) => set.has(id))).reverse();
    },
    read: (ids, folders) => Promise.all(ids.map((id) => history.commit(id, folders))),
    beyond: async (id, ids) => {
      const behind = (await history.graph()).behind(id);
      return ids.filter((other) => !behind.has(other));
    },
    differenceFrom: async (name): Promise<Difference> => {
      const commit = await resolveId(history, name);
      if (commit === undefined) return { commit, ancestor: false, changes: [] };
      const [then, now, graph] = await Promise.all([tree(commit), tree(history.head), history.graph()]);
      return { commit, ancestor: graph.nodes.has(commit), changes: changesBetween(then, now) };
    },
    uncommitted: [],
    tree: async (commit) => (await tree(commit ?? history.head)).tree,
    blobs,
    findBlob: async (id, maxBytes) => {
      try {
        return (await blobs([id], maxBytes)).get(id);
      } catch (error) {
        // Other files of this repository could be read, so access is not the problem.
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    evaluated: async (path, maxBytes) => {
      const id = (await tree(history.head)).tree.get(path)?.blob;
      return id === undefined ? undefined : (await blobs([id], maxBytes)).get(id);
    },
    yaml: history.yaml,
    mailmap: history.mailmap,
    mergedAt: (commit) => mergedAtOf(history, commit),
    limits: { read: 4, compare: 1, lookedInto: 200, versions: 100, valueVersions: 100 },
  };
}

type AnyCommit = Omit<Commit, 'changes'> & { changes: PathChange[] | undefined };

/** Changes are read only for commits where they decide whether the commit counts. */
async function everyCommit(history: History, except: string[]): Promise<AnyCommit[]> {
  const graph = await history.graph();
  const sets = await Promise.all(globFolders(except).map((folder) => history.touching(folder)));
  const isUnclear = (id: string): boolean => nodeIn(graph, id).parents.length > 1 || sets.some((set) => set.has(id));
  const button = await history.button();
  const ids = graph.order.filter((id) => !button.has(id) && changesAnything(graph, id));
  if (ids.filter(isUnclear).length > MAX_LOOKED_INTO)
    throw new GitHubUnavailableError(`more than ${MAX_LOOKED_INTO} commits would have to be read`, 'history');
  return Promise.all(
    ids.map((id) => (isUnclear(id) ? history.commit(id, ['']) : { ...signed(nodeIn(graph, id)), changes: undefined })),
  );
}

/** False for an empty commit and for a merge that equals one of its parents. */
function changesAnything(graph: Graph, id: string): boolean {
  const node = nodeIn(graph, id);
  return !node.parents.some((parent) => nodeIn(graph, parent).tree === node.tree);
}

/** The commit with this id or unique id prefix. */
async function resolveId(history: History, name: string): Promise<string | undefined> {
  const own = [...(await history.graph()).nodes.keys()].filter((id) => id.startsWith(name));
  if (own.length > 1) return undefined;
  const [only] = own;
  if (only !== undefined) return only;
  try {
    const { sha } = await history.api.one(
      {
        route: 'GET /repos/{owner}/{repo}/commits/{ref}',
        params: { ref: name },
        what: `the commit ${short(name)}`,
        permission: 'Contents: read',
        fallback: true,
      },
      FOUND,
    );
    // A branch name may look like an id prefix.
    return sha.startsWith(name) ? sha : undefined;
  } catch (error) {
    // The history of this repository was just read, so access is not the problem.
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function changesBetween(then: SizedTree, now: SizedTree): PathChange[] {
  const paths = new Set([...then.tree.entries, ...now.tree.entries].map((entry) => entry.path));
  return [...paths].flatMap((path) => {
    const [before, after] = [sideAt(then, path), sideAt(now, path)];
    const isSame = before?.blob === after?.blob && before?.mode === after?.mode;
    return isSame ? [] : [{ path, before: [before], after }];
  });
}

function sideAt({ tree }: SizedTree, path: string): Side | undefined {
  const entry = tree.get(path);
  return entry === undefined ? undefined : { mode: entry.mode, blob: entry.blob };
}
