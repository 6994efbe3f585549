import { type Observation, seen, unavailable } from '../domain/observation.ts';
import type { FactRequest, LineChange } from '../engine/fact-requests.ts';
import { SHALLOW } from './changed-since.ts';
import { readBlobs } from './git-objects.ts';
import type { HistoryContext } from './history-context.ts';
import { linesChanged } from './lines-changed.ts';

/** Larger files are not compared. */
export const COMPARED_BYTES = 4 << 20;

/** How much of each judged file differs from a blob of this repository; all blobs are read at once. */
export async function lineChanges(
  { repository, files }: HistoryContext,
  requests: FactRequest<'line-change'>[],
): Promise<Observation<LineChange>[]> {
  if (requests.length === 0) return [];
  const paths = [...new Set(requests.map(({ path }) => path))];
  const [evaluated, blobs] = await Promise.all([
    files.files(paths, COMPARED_BYTES),
    readBlobs(
      repository.git,
      requests.map(({ blob }) => blob),
      COMPARED_BYTES,
    ),
  ]);
  return requests.map(({ path, blob: id }) => {
    const [now, then] = [evaluated.get(path), blobs.get(id)];
    if (now?.state === 'unavailable') return now;
    if (then !== undefined && 'size' in then) return unavailable(`${path} is too large to be compared`, 'history');
    if (then === undefined || !('bytes' in then))
      return repository.shallow
        ? unavailable(SHALLOW, 'history')
        : seen({ found: false, lines: 0, changed: 0 }, { path });
    const bytes = now?.state === 'seen' ? now.value : new Uint8Array();
    return seen({ found: true, ...linesChanged(then.bytes, bytes) }, { path });
  });
}
