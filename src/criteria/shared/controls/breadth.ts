import { covered, matcher } from '../../../domain/cover.ts';
import type { Tree } from '../../../domain/tree.ts';
import type { ControlRule } from '../../../engine/policy/effective.ts';

/** More than this nobody reads before signing, and each of them makes the signature stale when it changes. */
const MAX_READ = 50;
/** Where code lives: no reviewer of a control has read all of it. */
const SOURCE_ROOTS = ['src', 'lib', 'app', 'pkg', 'cmd', 'packages', 'services'];

/** Controls whose policy adds more than a reviewer reads; each in a sentence. Only what the policy adds is counted. */
export function broadCovers(controls: Record<string, ControlRule>, tree: Tree): string[] {
  return Object.entries(controls).flatMap(([control, { covers }]) => {
    const { length } = covered(tree, covers);
    const root = SOURCE_ROOTS.find((name) => tree.has(name) && matcher(covers)(`${name}/any/file`));
    if (length <= MAX_READ && root === undefined) return [];
    const what = root === undefined ? `${length} files` : `the source root ${root}/ (${length} files in all)`;
    return [
      `controls.${control}.covers takes in ${what}: each change makes its sign-off stale. Name what its reviewer reads, at most ${MAX_READ} files.`,
    ];
  });
}
