import { pullsOfCommit } from './commit-pulls.ts';
import type { History } from './history.ts';

/**
 * When a pull request first merged the commit into the default branch; undefined if none did. Only GitHub knows this,
 * and nobody can backdate it.
 */
export async function mergedAtOf({ api, defaultBranch }: History, commit: string): Promise<string | undefined> {
  const pulls = await pullsOfCommit(api, commit);
  return pulls
    .filter(({ base }) => base.ref === defaultBranch)
    .flatMap(({ merged_at }) => merged_at ?? [])
    .sort()[0];
}
