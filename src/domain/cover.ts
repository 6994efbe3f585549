import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { globMatcher } from './glob.ts';
import type { Tree, TreeEntry } from './tree.ts';

/** Longer globs are not written by hand. */
const MAX_GLOB = 500;

/** Whether any of the globs matches the path. Globs come from people: no extended globs, no regular expressions. */
export function matcher(globs: string[]): (path: string) => boolean {
  const usable = globs
    .map((glob) => (glob.endsWith('/') ? `${glob}**` : glob))
    .filter((glob) => glob.length <= MAX_GLOB);
  const matches = usable.map(globMatcher);
  return (path) => matches.some((one) => one(path));
}

/**
 * The members of a list of globs: what a sign-off or an eval run is bound to. Sorted by path. Only the part of the tree
 * below a glob's fixed folders is visited, so that the cost depends on what is covered, not on the repository.
 */
export function covered(tree: Tree, globs: string[]): TreeEntry[] {
  const members = new Map<string, TreeEntry>();
  for (const glob of globs) {
    const fixed = /^[^*?{}[\]\\]*/.exec(glob)?.[0] ?? '';
    if (fixed === glob && !glob.endsWith('/')) {
      const entry = tree.get(glob);
      if (entry) members.set(glob, entry);
      continue;
    }
    const matches = matcher([glob]);
    const prefix = fixed.slice(0, fixed.lastIndexOf('/') + 1);
    // `docs/**` also matches a file, or a link, that is called `docs`.
    const itself = tree.get(prefix.slice(0, -1));
    for (const entry of [...(itself ? [itself] : []), ...below(tree.entries, prefix)]) {
      if (matches(entry.path)) members.set(entry.path, entry);
    }
  }
  return [...members.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The entries of a sorted list whose path begins with the prefix. */
function below(entries: TreeEntry[], prefix: string): TreeEntry[] {
  if (prefix === '') return entries;
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.path ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (entries[end]?.path.startsWith(prefix)) end += 1;
  return entries.slice(low, end);
}

/** Hex sha256 over the sorted (mode, blob, path) lines: equal exactly when the covered bytes are. */
export function coverDigest(entries: TreeEntry[]): string {
  const lines = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1)).map((e) => `${e.mode} ${e.blob}\t${e.path}\n`);
  return digest(lines.join(''));
}

/** What some globs cover without what others match. */
export interface Cover {
  globs: string[];
  except: string[];
}

/** The files of a tree that the globs cover, without what `except` matches. */
export function coveredFiles(tree: Tree, { globs, except }: Cover): TreeEntry[] {
  const left = matcher(except);
  return covered(tree, globs).filter(({ path }) => !left(path));
}

/** The digest of these files. */
export function coverHash(tree: Tree, cover: Cover): string {
  return coverDigest(coveredFiles(tree, cover));
}

/** Hex sha256 of UTF-8 text. */
export function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
