import * as z from 'zod';
import { makeTree, type Tree, type TreeEntry } from '../../domain/tree.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';

const ENTRY = z.object({
  path: z.string(),
  mode: z.string(),
  type: z.string(),
  sha: z.string(),
  size: z.number().optional(),
});
const TREE = z.object({ tree: z.array(ENTRY), truncated: z.boolean().optional() });

export interface SizedTree {
  tree: Tree;
  /** Bytes of each blob, by its id. */
  sizes: Map<string, number>;
}

export interface FolderEntry {
  mode: string;
  id: string;
}

/** Trees of one repository, by the id of a commit or of a tree. */
export interface Trees {
  /**
   * Every file of a commit or tree, never an incomplete list. When GitHub truncates it, folders are read one by one.
   */
  whole(id: string): Promise<SizedTree>;
  /** The entries of one folder by name. */
  folder(id: string): Promise<Map<string, FolderEntry>>;
}

/** The maximum number of folders read when GitHub truncates a tree (100,000 entries or 7 MB). */
const MAX_FOLDERS = 2000;
const PERMISSION = 'Contents: read';

export function openTrees(api: Api): Trees {
  const whole = new Map<string, Promise<SizedTree>>();
  return {
    whole: (id) => {
      const known = whole.get(id) ?? readWhole(api, id);
      whole.set(id, known);
      return known;
    },
    folder: async (id) => {
      const { tree, truncated } = await read(api, id, false);
      if (truncated)
        throw new GitHubUnavailableError(`a folder of ${short(id)} could not be read completely`, 'history');
      return new Map(tree.map(({ path, mode, sha }) => [path, { mode, id: sha }]));
    },
  };
}

async function readWhole(api: Api, id: string): Promise<SizedTree> {
  const found: z.infer<typeof ENTRY>[] = [];
  let folders = 0;
  const walk = async (tree: string, prefix: string): Promise<void> => {
    folders += 1;
    if (folders > MAX_FOLDERS) {
      throw new GitHubUnavailableError(
        `the files of ${short(id)} could not be read completely: too many folders`,
        'history',
      );
    }
    const all = await read(api, tree, true);
    if (!all.truncated) {
      for (const entry of all.tree) found.push({ ...entry, path: prefix + entry.path });
      return;
    }
    const own = await read(api, tree, false);
    if (own.truncated) {
      throw new GitHubUnavailableError(
        `the folder ${prefix || '/'} of ${short(id)} could not be read completely`,
        'history',
      );
    }
    for (const entry of own.tree) if (entry.type !== 'tree') found.push({ ...entry, path: prefix + entry.path });
    const below = own.tree.filter((entry) => entry.type === 'tree');
    await Promise.all(below.map((entry) => walk(entry.sha, `${prefix}${entry.path}/`)));
  };
  await walk(id, '');
  const files = found.filter((entry) => entry.type !== 'tree');
  const entries = files.map(({ path, mode, sha }): TreeEntry => ({ path, mode, blob: sha }));
  const sizes = new Map(files.flatMap(({ sha, size }) => (size === undefined ? [] : [[sha, size] as const])));
  return { tree: makeTree(entries), sizes };
}

function read(api: Api, id: string, recursive: boolean): Promise<z.infer<typeof TREE>> {
  return api.one(
    {
      route: 'GET /repos/{owner}/{repo}/git/trees/{tree}',
      params: { tree: id, ...(recursive ? { recursive: '1' } : {}) },
      what: `the files of ${short(id)}`,
      permission: PERMISSION,
      immutable: true,
    },
    TREE,
  );
}

export function short(id: string): string {
  return id.slice(0, 7);
}
