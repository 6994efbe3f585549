/** A file as something was bound to it. */
interface Bound {
  path: string;
  blob: string;
  mode?: string | undefined;
}

export interface CoverChange {
  path: string;
  how: 'added' | 'removed' | 'changed';
}

/** How two lists of covered files differ; empty when they are the same list. */
export function coverDifference(signed: Bound[], today: Bound[]): CoverChange[] {
  const before = new Map(signed.map((entry) => [entry.path, entry]));
  const now = new Map(today.map((entry) => [entry.path, entry]));
  const removed: CoverChange[] = [...before.keys()]
    .filter((path) => !now.has(path))
    .map((path) => ({ path, how: 'removed' }));
  const rest = [...now].flatMap(([path, entry]): CoverChange[] => {
    const was = before.get(path);
    if (was === undefined) return [{ path, how: 'added' }];
    return sameFile(was, entry) ? [] : [{ path, how: 'changed' }];
  });
  return [...removed, ...rest].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * A record may hold a shortened id, as git prints it; at least seven characters are asked for by its schema. It may leave
 * out the mode; where both are known, a file that became a link is another one.
 */
function sameFile(a: Bound, b: Bound): boolean {
  if (a.mode !== undefined && b.mode !== undefined && a.mode !== b.mode) return false;
  return a.blob === b.blob || (a.blob.length < b.blob.length && b.blob.startsWith(a.blob));
}
