import type { Criterion } from '../src/core/criterion.ts';
import type { EffectivePolicy } from '../src/core/policy/effective.ts';
import type { Worktree } from '../src/evidence/worktree.ts';
import { readPolicy } from '../src/read-policy.ts';

/** The policy as it stands in the files judged: for scripts about the examples, never for a verdict. */
export function policyFromDisk(worktree: Worktree, catalogue: Criterion[], now: number): Promise<EffectivePolicy> {
  return readPolicy({ catalogue, now, source: { files: (paths) => worktree.files.files(paths, 256 * 1024) } });
}
