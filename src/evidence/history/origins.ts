import { EMPTY_BLOBS, type Tree, type TreeEntry } from '../../domain/tree.ts';

/** Copies that are followed; a license may lie in every folder. */
const MAX_COPIES = 20;

/**
 * Where the text of a file came from in one commit: files that had exactly this text, or, for a new file, one of the same
 * name that the commit removed. Case, folder and the spelling of `.yaml` make no other name.
 */
export function originsOf(before: Tree, after: Tree, path: string): string[] {
  const now = after.get(path);
  const was = before.get(path);
  if (now === undefined || !isText(now) || was?.blob === now.blob) return [];
  const copies = before.entries.filter((one) => one.path !== path && one.blob === now.blob && isText(one));
  if (copies.length > 0) return copies.slice(0, MAX_COPIES).map((one) => one.path);
  if (was !== undefined) return [];
  return goneIn(before, after).filter((one) => nameOf(one) === nameOf(path));
}

/** Text files that a commit removed. */
export function goneIn(before: Tree, after: Tree): string[] {
  return before.entries.filter((one) => isText(one) && after.get(one.path) === undefined).map(({ path }) => path);
}

/** Whether an entry is a regular file with content. */
export function isText({ mode, blob }: TreeEntry): boolean {
  return mode.startsWith('100') && !EMPTY_BLOBS.includes(blob);
}

function nameOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/\.yml$/, '.yaml');
}
