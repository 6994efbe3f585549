import type { CommitGraph, PathChange, Side } from './graph.ts';

const MARKDOWN = /\.(md|markdown|mdown|mdx)$/i;
/** Larger files are taken as changed without being compared. */
const COMPARED_BYTES = 4 << 20;

/**
 * Whether two versions of a file differ in more than whitespace, blank lines and, in Markdown, link targets. Binary
 * files differ when their bytes do.
 */
export function differsSemantically(path: string, before: Uint8Array, after: Uint8Array): boolean {
  const a = Buffer.from(before);
  const b = Buffer.from(after);
  if (a.includes(0) || b.includes(0)) return !a.equals(b);
  return normalized(path, a.toString('utf8')) !== normalized(path, b.toString('utf8'));
}

function normalized(path: string, text: string): string {
  const isMarkdown = MARKDOWN.test(path);
  return text
    .split('\n')
    .map((line) => (isMarkdown ? withoutTargets(line) : line).replace(/\s+/g, ''))
    .filter((line) => line !== '')
    .join('\n');
}

/** Only the part up to the last `)` is searched: otherwise a line of repeated `](` would take quadratic time. */
function withoutTargets(line: string): string {
  const end = line.lastIndexOf(')') + 1;
  return line.slice(0, end).replace(/\]\([^)]*\)/g, ']()') + line.slice(end);
}

/** Keeps the semantic changes. A merge must differ semantically from every parent. */
export async function keepSubstantive(graph: CommitGraph, changes: PathChange[]): Promise<PathChange[]> {
  const pairs = changes.flatMap(({ before, after }) =>
    before.flatMap((old) => (isEdit(old, after) ? [old, after as Side] : [])),
  );
  const blobs = await graph.blobs(
    pairs.map(({ blob }) => blob),
    COMPARED_BYTES,
  );
  const bytesOf = (side: Side): Uint8Array | undefined => {
    const blob = blobs.get(side.blob);
    return blob !== undefined && 'bytes' in blob ? blob.bytes : undefined;
  };
  return changes.filter(({ path, before, after }) =>
    before.every((old) => {
      if (!isEdit(old, after)) return true;
      const [a, b] = [bytesOf(old), bytesOf(after as Side)];
      return a === undefined || b === undefined || differsSemantically(path, a, b);
    }),
  );
}

/** Whether a regular file keeps its mode; anything else is always a change. */
function isEdit(old: Side | undefined, after: Side | undefined): old is Side {
  return old !== undefined && after !== undefined && old.mode === after.mode && old.mode.startsWith('100');
}
