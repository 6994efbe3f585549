import type { PathChange, Side } from '../../evidence/history/graph.ts';
import type { FolderEntry, Trees } from './trees.ts';

/** Whether a path can be in, or contain, one of the requested folders or files; '' is everything. */
export interface Within {
  (path: string): boolean;
  /** Whether everything below this folder is requested. */
  all(folder: string): boolean;
}

export function within(folders: string[]): Within {
  const isAll = folders.includes('');
  const below = (path: string): boolean =>
    isAll || folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
  return Object.assign((path: string) => below(path) || folders.some((folder) => folder.startsWith(`${path}/`)), {
    all: (folder: string) => below(folder.replace(/\/$/, '')),
  });
}

/**
 * The changes of a commit in these folders, like `git log -c --raw --no-renames`: a merge counts for the paths that
 * differ from all its parents. Only differing folders are opened; a new folder takes one request. Submodules are
 * skipped.
 */
export async function changesOf(trees: Trees, tree: string, parents: string[], wanted: Within): Promise<PathChange[]> {
  const found: PathChange[] = [];
  const walk = async (after: string | undefined, before: (string | undefined)[], prefix: string): Promise<void> => {
    if (before.some((id) => id === after)) return;
    if (after !== undefined && before.every((id) => id === undefined) && wanted.all(prefix)) {
      for (const { path, mode, blob } of (await trees.whole(after)).tree.entries) {
        const side = file({ mode, id: blob });
        if (side !== undefined) found.push({ path: prefix + path, before: before.map(() => undefined), after: side });
      }
      return;
    }
    const [now, ...then] = await Promise.all([after, ...before].map((id) => folder(trees, id)));
    if (now === undefined) return;
    const names = new Set([now, ...then].flatMap((entries) => [...entries.keys()]));
    await Promise.all(
      [...names].map(async (name) => {
        const path = prefix + name;
        if (!wanted(path)) return;
        const [own, olds] = [now.get(name), then.map((entries) => entries.get(name))];
        const [side, sides] = [file(own), olds.map(file)];
        if (!sides.some((old) => same(old, side))) found.push({ path, before: sides, after: side });
        await walk(below(own), olds.map(below), `${path}/`);
      }),
    );
  };
  await walk(tree, parents.length === 0 ? [undefined] : parents, '');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The entry at a path below a tree, opened folder by folder; undefined when it does not exist. */
export async function entryAt(trees: Trees, tree: string, path: string): Promise<FolderEntry | undefined> {
  let entry: FolderEntry | undefined = { mode: FOLDER, id: tree };
  for (const name of path === '' ? [] : path.split('/')) {
    if (entry?.mode !== FOLDER) return undefined;
    entry = (await trees.folder(entry.id)).get(name);
  }
  return entry;
}

const FOLDER = '040000';
const SUBMODULE = '160000';

async function folder(trees: Trees, id: string | undefined): Promise<Map<string, FolderEntry>> {
  return id === undefined ? new Map() : trees.folder(id);
}

function file(entry: FolderEntry | undefined): Side | undefined {
  return entry === undefined || entry.mode === FOLDER || entry.mode === SUBMODULE
    ? undefined
    : { mode: entry.mode, blob: entry.id };
}

function below(entry: FolderEntry | undefined): string | undefined {
  return entry?.mode === FOLDER ? entry.id : undefined;
}

function same(a: Side | undefined, b: Side | undefined): boolean {
  return a?.blob === b?.blob && a?.mode === b?.mode;
}
