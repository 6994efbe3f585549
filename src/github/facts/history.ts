import * as z from 'zod';
import type { Commit, PathChange } from '../../evidence/history/graph.ts';
import { type Mailmap, readMailmap } from '../../evidence/history/identity.ts';
import { readYaml } from '../../evidence/history/yaml-values.ts';
import { memoize } from '../../evidence/memoize.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import type { ReadBlobs } from './blobs.ts';
import { changesOf, entryAt, within } from './changes.ts';
import { type Graph, type Node, readGraph } from './graph.ts';
import type { Trees } from './trees.ts';

/** The shared context of facts about history. */
export interface History {
  api: Api;
  trees: Trees;
  readBlobs: ReadBlobs;
  head: string;
  defaultBranch: string;
  graph(): Promise<Graph>;
  /** The `.mailmap` of the default branch. */
  mailmap(): Promise<Mailmap>;
  /** Merges made by the merge button, restricted to the first-parent line of the default branch. */
  button(): Promise<Set<string>>;
  /** Ids of commits that may have changed this folder or file; '' returns all. */
  touching(folder: string): Promise<Set<string>>;
  /** Parses a version of a YAML file by blob id, once: many keys are looked up in the same few versions. */
  yaml(id: string, bytes: Uint8Array): unknown;
  /** A commit with its changes in the folders. */
  commit(id: string, folders: string[]): Promise<Commit>;
}

export interface HistoryOptions {
  api: Api;
  trees: Trees;
  readBlobs: ReadBlobs;
  head: string;
  defaultBranch: string;
  defaultHead: () => Promise<string>;
  /** The `.mailmap` of the default branch; undefined when there is none. */
  mailmapText: () => Promise<string | undefined>;
}

const LISTED = z.object({ sha: z.string() });
/** The maximum number of manual merges that are read; beyond, a clone is needed. */
const MAX_MERGES = 300;
const MAX_OF_A_SIDE = 10;

export function openHistory(options: HistoryOptions): History {
  const { api, trees, head } = options;
  let graph: Promise<Graph> | undefined;
  let mailmap: Promise<Mailmap> | undefined;
  let button: Promise<Set<string>> | undefined;
  const touched = new Map<string, Promise<Set<string>>>();
  const changesByKey = new Map<string, Promise<PathChange[]>>();
  const readOnce = (): Promise<Graph> => {
    graph ??= readGraph(api, head);
    return graph;
  };
  const history: History = {
    ...options,
    graph: readOnce,
    mailmap: () => {
      mailmap ??= options.mailmapText().then((text) => readMailmap(text ?? ''));
      return mailmap;
    },
    button: () => {
      button ??= readOnce().then((graph) => buttonMerges(options, graph));
      return button;
    },
    touching: (folder) => {
      const known = touched.get(folder) ?? readTouching(history, folder);
      touched.set(folder, known);
      return known;
    },
    yaml: (id, bytes) => memoize(api.access.parsed, `version ${id}`, bytes, () => readYaml(bytes)),
    commit: async (id, folders) => {
      const all = await readOnce();
      const node = nodeIn(all, id);
      const key = `${id} ${folders.join('\0')}`;
      const parents = node.parents.map((parent) => nodeIn(all, parent).tree);
      const changes = changesByKey.get(key) ?? changesOf(trees, node.tree, parents, within(folders));
      changesByKey.set(key, changes);
      return { ...signed(node), changes: await changes };
    },
  };
  return history;
}

export function nodeIn(graph: Graph, id: string): Node {
  const node = graph.nodes.get(id);
  if (node === undefined)
    throw new GitHubUnavailableError(`the commit ${id.slice(0, 7)} is missing from the history`, 'retry');
  return node;
}

/**
 * The merge button refuses conflicts, so its merges have no changes of their own and need not be read. Apps can create
 * merges that look the same, so only those on the first-parent line of the default branch count.
 */
async function buttonMerges({ api, defaultHead }: HistoryOptions, graph: Graph): Promise<Set<string>> {
  const found = new Set<string>();
  if (![...graph.nodes.values()].some(({ button }) => button)) return found;
  const head = await defaultHead();
  const { nodes } = graph.nodes.has(head) ? graph : await readGraph(api, head);
  for (let node = nodes.get(head); node !== undefined; node = nodes.get(node.parents[0] ?? '')) {
    if (node.button) found.add(node.id);
  }
  return found;
}

/**
 * GitHub lists the history of a path like `git log` without `--full-history`: behind a merge that took one side's file,
 * the other side is omitted. These sides are listed separately, otherwise a merge could hide who changed what and when.
 */
async function readTouching(history: History, folder: string): Promise<Set<string>> {
  const graph = await history.graph();
  if (folder === '') return new Set(graph.order);
  const [main, sides] = await Promise.all([
    listed(history.api, graph.head, folder),
    hiddenSides(history, graph, folder),
  ]);
  const candidates = new Set(main);
  const long: string[] = [];
  for (const { side, own } of sides) {
    // Few commits are cheaper to read one by one, because that serves all folders.
    if (own.length > MAX_OF_A_SIDE) long.push(side);
    else for (const id of own) candidates.add(id);
  }
  const rest = await Promise.all([...new Set(long)].map((id) => listed(history.api, id, folder)));
  for (const id of rest.flat()) candidates.add(id);
  return new Set([...candidates].filter((id) => graph.nodes.has(id)));
}

async function listed(api: Api, sha: string, path: string): Promise<string[]> {
  const commits = await api.all(
    {
      route: 'GET /repos/{owner}/{repo}/commits',
      params: { sha, path },
      what: `the history of ${path}`,
      permission: 'Contents: read',
      immutable: true,
    },
    LISTED,
  );
  return commits.map((commit) => commit.sha);
}

interface Side {
  side: string;
  /** Ids of commits that are only on this side. */
  own: string[];
}

/** Parents that a listing from the head may skip for this folder. */
async function hiddenSides(history: History, graph: Graph, folder: string): Promise<Side[]> {
  const button = await history.button();
  const forks = graph.forks.filter(({ id }) => !button.has(id));
  if (forks.length > MAX_MERGES)
    throw new GitHubUnavailableError(`the history has more than ${MAX_MERGES} merges`, 'history');
  const found = await Promise.all(
    forks.map(async (node): Promise<Side[]> => {
      const at = async (id: string): Promise<string> => {
        const entry = await entryAt(history.trees, nodeIn(graph, id).tree, folder);
        return entry === undefined ? '' : `${entry.mode} ${entry.id}`;
      };
      const [own, ...sides] = await Promise.all([node.id, ...node.parents].map(at));
      const followed = node.parents.filter((_, index) => sides[index] === own);
      const [first] = followed;
      if (first === undefined) return [];
      const known = graph.behind(first);
      return node.parents.flatMap((side) => {
        const own = [...graph.behind(side)].filter((id) => !known.has(id));
        return own.length === 0 ? [] : [{ side, own }];
      });
    }),
  );
  return found.flat();
}

/**
 * Commits with a wanted change, oldest first. Throws GitHubUnavailableError when more than `most` commits would have to
 * be read.
 */
export async function commitsIn(
  history: History,
  folders: string[],
  wanted: (path: string) => boolean,
  most = 500,
): Promise<Commit[]> {
  const all = [...new Set(folders)].sort();
  const ids = new Set((await Promise.all(all.map((folder) => history.touching(folder)))).flatMap((set) => [...set]));
  if (ids.size > most) {
    throw new GitHubUnavailableError(
      `more than ${most} commits changed ${all.slice(0, 3).join(', ') || 'the files'}`,
      'history',
    );
  }
  const order = (await history.graph()).order.filter((id) => ids.has(id));
  const commits = await Promise.all(order.map((id) => history.commit(id, all)));
  return commits.flatMap((commit) => {
    const changes = commit.changes.filter((change) => wanted(change.path));
    return changes.length === 0 ? [] : [{ ...commit, changes }];
  });
}

/** The metadata of a commit, without its changes. */
export function signed({ id, parents, declaredAt, author, committer, coAuthors }: Node): Omit<Commit, 'changes'> {
  return { id, parents, declaredAt, author, committer, coAuthors };
}
