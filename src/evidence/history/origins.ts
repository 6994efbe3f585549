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
  return was === undefined ? removedNamesake(before, after, path) : [];
}

/**
 * Which file a new file replaces: one that the commit removed, or that is not there any more in `now`, with the same text,
 * else one of the same name that the commit removed. A file that stays is another pilot's.
 */
export function replacedBy(before: Tree, after: Tree, now: Tree, path: string): string[] {
  const entry = after.get(path);
  if (before.get(path) !== undefined) return [];
  const same = before.entries.filter((one) => entry !== undefined && one.blob === entry.blob && isText(one));
  const renamed = same.filter((one) => after.get(one.path) === undefined);
  const copied = same.filter((one) => now.get(one.path) === undefined && nameOf(one.path) === nameOf(path));
  const moved = nearest(renamed.length > 0 ? renamed : copied, path);
  return moved.length > 0 ? moved : removedNamesake(before, after, path);
}

/** Files in a folder that have this name in another case or spelling. */
export function namesakesIn(tree: Tree, path: string): string[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1).toLowerCase();
  return tree.entries.flatMap((one) =>
    isText(one) && one.path.toLowerCase().startsWith(folder) && one.path.lastIndexOf('/') + 1 === folder.length
      ? nameOf(one.path) === nameOf(path)
        ? [one.path]
        : []
      : [],
  );
}

/** Whether an entry is a regular file with content. */
export function isText({ mode, blob }: TreeEntry): boolean {
  return mode.startsWith('100') && !EMPTY_BLOBS.includes(blob);
}

/** The file of this name that a commit removed, from the folder most alike. */
export function removedNamesake(before: Tree, after: Tree, path: string): string[] {
  const removed = before.entries.filter((one) => isText(one) && after.get(one.path) === undefined);
  return nearest(
    removed.filter((one) => nameOf(one.path) === nameOf(path)),
    path,
  );
}

/** Of several files, those whose path ends most like this one: a whole tree of pilots may move at once. */
function nearest(entries: TreeEntry[], path: string): string[] {
  const folders = path.toLowerCase().split('/').slice(0, -1).reverse();
  const alike = (other: string): number => {
    const own = other.toLowerCase().split('/').slice(0, -1).reverse();
    const differs = folders.findIndex((name, index) => own[index] !== name);
    return differs < 0 ? folders.length : differs;
  };
  const best = Math.max(...entries.map((one) => alike(one.path)));
  return entries.filter((one) => alike(one.path) === best).map((one) => one.path);
}

function nameOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/\.yml$/, '.yaml');
}
