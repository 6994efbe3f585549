import type { PathChange, Side } from '../../git/git-log.ts';
import { differsInSubstance } from '../../git/semantic-diff.ts';
import type { ReadBlobs } from './blobs.ts';

/** Larger files are taken as changed without being compared, as in a work tree. */
const COMPARED_BYTES = 4 << 20;

/** Keeps the changes of substance; a merge must differ in substance from every parent. */
export async function substantive(
  readBlobs: ReadBlobs,
  changes: PathChange[],
  sizes: Map<string, number> = new Map(),
): Promise<PathChange[]> {
  const kept = await Promise.all(
    changes.map(async (change) => {
      const differ = await Promise.all(change.before.map((old) => differs(readBlobs, sizes, change, old)));
      return differ.every(Boolean) ? [change] : [];
    }),
  );
  return kept.flat();
}

async function differs(
  readBlobs: ReadBlobs,
  sizes: Map<string, number>,
  { path, after }: PathChange,
  old: Side | undefined,
): Promise<boolean> {
  if (old === undefined || after === undefined || old.mode !== after.mode || !old.mode.startsWith('100')) return true;
  const wanted = [old.blob, after.blob].map((id) => ({ id, size: sizes.get(id) }));
  const blobs = await readBlobs(wanted, COMPARED_BYTES);
  const [a, b] = [blobs.get(old.blob), blobs.get(after.blob)];
  if (a === undefined || b === undefined || !('bytes' in a) || !('bytes' in b)) return true;
  return differsInSubstance(path, a.bytes, b.bytes);
}
