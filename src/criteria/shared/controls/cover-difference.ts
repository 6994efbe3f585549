/** A covered file with the content it had. */
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
 * A record may have a shortened id, as git prints it (its schema requires at least seven characters), and may leave out the
 * mode. Where both modes are known, a file that became a link has changed.
 */
function sameFile(a: Bound, b: Bound): boolean {
  if (a.mode !== undefined && b.mode !== undefined && a.mode !== b.mode) return false;
  return a.blob === b.blob || (a.blob.length < b.blob.length && b.blob.startsWith(a.blob));
}
