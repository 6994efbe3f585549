/** One file of the judged commit, as git names it. Mode 120000 is a symlink, 160000 a submodule. */
export interface TreeEntry {
  path: string;
  mode: string;
  blob: string;
}

/** Every path of the judged commit below the pilot's root, sorted by path. */
export interface Tree {
  entries: TreeEntry[];
  get(path: string): TreeEntry | undefined;
  /** True for a file or a folder. */
  has(path: string): boolean;
}

/** Builds the lookup once; `entries` need not be sorted. */
export function makeTree(entries: TreeEntry[]): Tree {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const byPath = new Map(sorted.map((entry) => [entry.path, entry]));
  let folders: Set<string> | undefined;
  const folderSet = (): Set<string> => {
    if (folders) return folders;
    folders = new Set(['']);
    for (const { path } of sorted) {
      for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
        const folder = path.slice(0, end);
        if (folders.has(folder)) break;
        folders.add(folder);
      }
    }
    return folders;
  };
  return {
    entries: sorted,
    get: (path) => byPath.get(path),
    has: (path) => byPath.has(path) || folderSet().has(path.replace(/\/+$/, '')),
  };
}
