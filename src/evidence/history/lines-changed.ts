import { NotVerifiedError } from '../../domain/errors.ts';
import type { LineChange } from '../../engine/fact-answers.ts';
import type { FactRequest } from '../../engine/fact-requests.ts';
import type { CommitGraph } from './graph.ts';

/** Larger files are not compared. */
const COMPARED_BYTES = 4 << 20;

/** A differing part with more lines than this on both sides counts as fully changed. */
const COMPARED_LINES = 3_000;

/**
 * Counts differing lines of two texts. Blank lines and whitespace do not count; a moved line counts as changed. Binary
 * files differ fully or not at all.
 */
export function linesChanged(before: Uint8Array, after: Uint8Array): Omit<LineChange, 'found'> {
  const [a, b] = [normalizedLines(before), normalizedLines(after)];
  const lines = Math.max(a.length, b.length);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const kept = left.length > COMPARED_LINES || right.length > COMPARED_LINES ? 0 : longestCommon(left, right);
  return { lines, changed: Math.max(left.length, right.length) - kept };
}

function normalizedLines(bytes: Uint8Array): string[] {
  return Buffer.from(bytes)
    .toString('utf8')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
}

function longestCommon(a: string[], b: string[]): number {
  let before = new Uint16Array(b.length + 1);
  for (const line of a) {
    const row = new Uint16Array(b.length + 1);
    for (let at = 0; at < b.length; at++)
      row[at + 1] = line === b[at] ? (before[at] ?? 0) + 1 : Math.max(before[at + 1] ?? 0, row[at] ?? 0);
    before = row;
  }
  return before[b.length] ?? 0;
}

/** How much of the evaluated file differs from a blob of the repository. */
export async function lineChangeOf(
  graph: CommitGraph,
  { path, blob: id }: FactRequest<'line-change'>,
): Promise<LineChange> {
  const none: LineChange = { found: false, lines: 0, changed: 0 };
  if (!/^[0-9a-f]{40,64}$/.test(id)) return none;
  const [now, then] = await Promise.all([graph.evaluated(path, COMPARED_BYTES), graph.findBlob(id, COMPARED_BYTES)]);
  if (then === undefined || 'missing' in then) {
    if (graph.incomplete !== undefined) throw new NotVerifiedError(graph.incomplete, 'history');
    return none;
  }
  if ('size' in then || (now !== undefined && 'size' in now))
    throw new NotVerifiedError(`${path} is too large to be compared`, 'history');
  const bytes = now !== undefined && 'bytes' in now ? now.bytes : new Uint8Array();
  return { found: true, ...linesChanged(then.bytes, bytes) };
}
