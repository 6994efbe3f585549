import { covered, matcher } from '../../../domain/cover.ts';
import { summaryOf } from '../../../domain/message.ts';
import type { Tree } from '../../../domain/tree.ts';
import type { ControlRule } from '../../../engine/policy/effective.ts';
import { messages } from './messages.ts';

/** A reviewer does not read more files than this before signing, and a change to any of them makes the sign-off stale. */
const MAX_FILES = 50;
/** Folders of source code: no reviewer of a control reads all of one. */
const SOURCE_ROOTS = ['src', 'lib', 'app', 'pkg', 'cmd', 'packages', 'services'];

/** A note for each control whose policy adds more files than a reviewer reads. Only what the policy adds is counted. */
export function broadCovers(controls: Record<string, ControlRule>, tree: Tree): string[] {
  return Object.entries(controls).flatMap(([control, { covers }]) => {
    const count = covered(tree, covers).length;
    const root = SOURCE_ROOTS.find((name) => tree.has(name) && matcher(covers)(`${name}/any/file`));
    if (count <= MAX_FILES && root === undefined) return [];
    const what = root === undefined ? messages.coveredFiles({ count }) : messages.coveredRoot({ root, count });
    return [summaryOf(messages.coversTooMuch({ control, what, limit: MAX_FILES }))];
  });
}
