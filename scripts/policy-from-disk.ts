import type { Criterion } from '../src/engine/criterion.ts';
import type { EffectivePolicy } from '../src/engine/policy/effective.ts';
import { readPolicy } from '../src/evaluation/read-policy.ts';
import type { Worktree } from '../src/git/worktree.ts';

/** The policy as it stands in the files judged: for scripts about the examples, never for a verdict. */
export function policyFromDisk(worktree: Worktree, catalog: Criterion[], now: number): Promise<EffectivePolicy> {
  return readPolicy({ catalog, now, source: { files: (paths) => worktree.files.files(paths, 256 * 1024) } });
}
