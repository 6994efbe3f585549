/** One file of the evaluated commit, as git names it. Mode 120000 is a symlink, 160000 a submodule. */
export interface TreeEntry {
  path: string;
  mode: string;
  blob: string;
}

/** The mode of a symbolic link. */
export const LINK_MODE = '120000';

/** Git's id of an empty file, in sha1 and sha256 repositories. */
export const EMPTY_BLOBS = [
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
];

/** Every path of the evaluated commit below the pilot's root, sorted by path. */
export interface Tree {
  entries: TreeEntry[];
  get(path: string): TreeEntry | undefined;
  /** True for a file or a folder. */
  has(path: string): boolean;
}

/** Why this path is not usable content: missing, a folder, a link, a submodule, or an empty file; undefined otherwise. */
export function fileProblem(tree: Tree, path: string): string | undefined {
  const entry = tree.get(path.replace(/^(\.\/)+/, ''));
  if (entry === undefined) return tree.has(path) ? 'is a folder' : 'is not in the repository';
  if (entry.mode === LINK_MODE) return 'is a link to another file';
  if (entry.mode === '160000') return 'is another repository';
  return EMPTY_BLOBS.includes(entry.blob) ? 'is an empty file' : undefined;
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
