import type { Git } from './git.ts';
import type { PathChange, Side } from './git-log.ts';
import { readBlobs } from './git-objects.ts';

const MARKDOWN = /\.(md|markdown|mdown|mdx)$/i;
/** Larger files are taken as changed without being compared. */
const COMPARED_BYTES = 4 << 20;

/**
 * Whether two versions of a file differ in more than white space, blank lines and, in Markdown, the targets of links.
 * Binary files differ when their bytes do.
 */
export function differsInSubstance(path: string, before: Uint8Array, after: Uint8Array): boolean {
  const a = Buffer.from(before);
  const b = Buffer.from(after);
  if (a.includes(0) || b.includes(0)) return !a.equals(b);
  return essence(path, a.toString('utf8')) !== essence(path, b.toString('utf8'));
}

function essence(path: string, text: string): string {
  const isMarkdown = MARKDOWN.test(path);
  return text
    .split('\n')
    .map((line) => (isMarkdown ? withoutTargets(line) : line).replace(/\s+/g, ''))
    .filter((line) => line !== '')
    .join('\n');
}

/** Behind the last `)` nothing is looked for: a line of `](` alone would be searched to its end from each of them. */
function withoutTargets(line: string): string {
  const end = line.lastIndexOf(')') + 1;
  return line.slice(0, end).replace(/\]\([^)]*\)/g, ']()') + line.slice(end);
}

/**
 * Keeps the changes of substance. A merge must differ in substance from every parent. Blobs are read in one batch;
 * `loose` holds bytes that only lie on disk, by id.
 */
export async function substantive(
  git: Git,
  changes: PathChange[],
  loose: Map<string, Uint8Array> = new Map(),
): Promise<PathChange[]> {
  const sides = changes.flatMap((change) => [change.after, ...change.before]);
  const ids = sides.flatMap((side) => (side !== undefined && isFile(side) && !loose.has(side.blob) ? [side.blob] : []));
  const blobs = await readBlobs(git, ids, COMPARED_BYTES);
  const bytes = (side: Side): Uint8Array | undefined => {
    const blob = blobs.get(side.blob);
    if (blob === undefined) return loose.get(side.blob);
    return 'bytes' in blob ? blob.bytes : undefined;
  };
  return changes.filter(({ path, before, after }) =>
    before.every((old) => {
      if (old === undefined || after === undefined || old.mode !== after.mode || !isFile(old)) return true;
      const [a, b] = [bytes(old), bytes(after)];
      return a === undefined || b === undefined || differsInSubstance(path, a, b);
    }),
  );
}

function isFile(side: Side): boolean {
  return side.mode.startsWith('100');
}
