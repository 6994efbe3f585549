import { absent, invalid, type Observation } from '../domain/observation.ts';
import type { Tree, TreeEntry } from '../domain/tree.ts';

/** Files that are never evidence, in the same words wherever the bytes come from. */
const LINK = 'is a symbolic link; links are never evidence';
const SUBMODULE = 'is a submodule; submodules are never evidence';
const LFS = 'is a Git LFS pointer; files kept in LFS are never evidence';
const LFS_START = Buffer.from('version https://git-lfs.github.com/spec/');

/** Why a declared path cannot be evidence by what the tree says of it or of a folder above it. */
export function refusedByTree(tree: Tree, path: string): Observation<never> | undefined {
  const entry = tree.get(path);
  if (entry?.mode === '120000') return absent(place(entry), LINK);
  if (entry?.mode === '160000') return absent(place(entry), SUBMODULE);
  if (entry !== undefined) return undefined;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const above = tree.get(path.slice(0, end));
    if (above?.mode === '120000') return absent({ path }, `is behind ${above.path}, which ${LINK}`);
    if (above?.mode === '160000') return absent({ path }, `is inside ${above.path}, which ${SUBMODULE}`);
  }
  return tree.has(path) ? absent({ path }, 'is a folder') : undefined;
}

/** `absent` for the pointer that LFS keeps instead of a file. */
export function refusedByBytes(entry: TreeEntry, bytes: Uint8Array): Observation<never> | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, LFS_START.length));
  return start.equals(LFS_START) ? absent(place(entry), LFS) : undefined;
}

/** `invalid` for a file above the cap. */
export function tooLarge(entry: TreeEntry, size: number, maxBytes: number): Observation<never> {
  return invalid(place(entry), [
    {
      path: entry.path,
      line: 1,
      column: 1,
      key: '',
      problem: `is ${size} bytes, more than ${maxBytes}`,
      remedy: 'keep a smaller file: leave out what nobody reads, or split it',
    },
  ]);
}

export function place(entry: TreeEntry): { path: string; blob: string } {
  return { path: entry.path, blob: entry.blob };
}
