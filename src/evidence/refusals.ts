import { absent, invalid, type Observation } from '../domain/observation.ts';
import type { Tree, TreeEntry } from '../domain/tree.ts';

/** Files that are never evidence, described the same way for every source. */
const LINK = 'is a symbolic link; links are never evidence';
const SUBMODULE = 'is a submodule; submodules are never evidence';
const LFS = 'is a Git LFS pointer; files kept in LFS are never evidence';
const LFS_START = Buffer.from('version https://git-lfs.github.com/spec/');

/** Why a path cannot be evidence, according to its tree entry or a folder above it. */
export function refusedByTree(tree: Tree, path: string): Observation<never> | undefined {
  const entry = tree.get(path);
  if (entry?.mode === '120000') return absent(placeOf(entry), LINK);
  if (entry?.mode === '160000') return absent(placeOf(entry), SUBMODULE);
  if (entry !== undefined) return undefined;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const above = tree.get(path.slice(0, end));
    if (above?.mode === '120000') return absent({ path }, `is behind ${above.path}, which ${LINK}`);
    if (above?.mode === '160000') return absent({ path }, `is inside ${above.path}, which ${SUBMODULE}`);
  }
  return tree.has(path) ? absent({ path }, 'is a folder') : undefined;
}

/** Returns `absent` for a Git LFS pointer. */
export function refusedByBytes(entry: TreeEntry, bytes: Uint8Array): Observation<never> | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, LFS_START.length));
  return start.equals(LFS_START) ? absent(placeOf(entry), LFS) : undefined;
}

/** Returns `invalid` for a file above the size limit. */
export function tooLarge(entry: TreeEntry, size: number, maxBytes: number): Observation<never> {
  return invalid(placeOf(entry), [
    {
      path: entry.path,
      line: 1,
      column: 1,
      key: '',
      problem: `is ${size} bytes, more than ${maxBytes}`,
      remedy: 'keep a smaller file: remove what is not needed, or split it',
    },
  ]);
}

export function placeOf(entry: TreeEntry): { path: string; blob: string } {
  return { path: entry.path, blob: entry.blob };
}
