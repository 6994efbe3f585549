import type { LineChange } from '../../engine/fact-requests.ts';
import { COMPARED_BYTES } from '../../git/line-change.ts';
import { linesChanged } from '../../git/lines-changed.ts';
import { GitHubUnavailableError, isMissing } from '../client/unavailable.ts';
import type { History } from './history.ts';

/** How much of the judged file differs from a blob of the repository. */
export async function lineChangeOf(history: History, path: string, blob: string): Promise<LineChange> {
  const none: LineChange = { found: false, lines: 0, changed: 0 };
  if (!/^[0-9a-f]{40,64}$/.test(blob)) return none;
  const { tree, sizes } = await history.trees.whole(history.head);
  const now = tree.get(path)?.blob;
  const wanted = [{ id: blob, size: undefined }, ...(now === undefined ? [] : [{ id: now, size: sizes.get(now) }])];
  try {
    const blobs = await history.readBlobs(wanted, COMPARED_BYTES);
    const [then, evaluated] = [blobs.get(blob), now === undefined ? { bytes: new Uint8Array() } : blobs.get(now)];
    if (then === undefined || evaluated === undefined || !('bytes' in then) || !('bytes' in evaluated))
      throw new GitHubUnavailableError(`${path} is too large to be compared`, 'history');
    return { found: true, ...linesChanged(then.bytes, evaluated.bytes) };
  } catch (error) {
    // The judged file was read from the same repository, so this is no question of permission.
    if (isMissing(error)) return none;
    throw error;
  }
}
