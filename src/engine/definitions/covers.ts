import { matcher } from '../../domain/cover.ts';
import type { Tree } from '../../domain/tree.ts';
import { notCoveredByDefault } from '../../evidence/schema/evals.ts';

/** The files that a definition reaches: by its globs, or by its default where it names none. */
export type Reach = (path: string) => boolean;

/** What the definitions with globs reach when they are left out. */
const DEFAULTS: Record<string, (evidenceRoot: string) => Reach> = {
  'evals.covers': (root) => {
    const left = matcher(notCoveredByDefault(root));
    return (path) => !left(path);
  },
};
const NOTHING: Reach = () => false;

/** The files that a definition reaches with these globs; undefined or none of them is its default. */
export function reachOf(definition: string, globs: string[] | undefined, evidenceRoot: string): Reach {
  if (globs !== undefined && globs.length > 0) return matcher(globs);
  return DEFAULTS[definition]?.(evidenceRoot) ?? NOTHING;
}

/**
 * Whether a file that was reached no longer is: it is still there and left out, or it was moved to where it is not
 * reached. A file that is gone, or was moved and is still reached, is no loss.
 */
export function leavesOutFile(before: { tree: Tree; reach: Reach }, after: { tree: Tree; reach: Reach }): boolean {
  const isLeftOut = ({ path }: { path: string }): boolean => before.reach(path) && !after.reach(path);
  if (after.tree.entries.some(isLeftOut)) return true;
  const gone = new Set(
    before.tree.entries.filter(({ path }) => before.reach(path) && !after.tree.has(path)).map(({ blob }) => blob),
  );
  return after.tree.entries.some(({ path, blob }) => gone.has(blob) && !before.tree.has(path) && !after.reach(path));
}
