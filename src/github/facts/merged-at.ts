import * as z from 'zod';
import { isMissing } from '../client/unavailable.ts';
import type { History } from './history.ts';
import { short } from './trees.ts';

const PULL = z.object({
  merged_at: z.string().nullish(),
  base: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
});

/**
 * When a pull request first merged the commit into the default branch; undefined if none did. Only GitHub knows this,
 * and nobody can backdate it. Never cached: it changes when the pull request is merged.
 */
export async function mergedAtOf(history: History, commit: string): Promise<string | undefined> {
  const { api, defaultBranch } = history;
  const own = `${api.name.owner}/${api.name.repo}`.toLowerCase();
  try {
    const pulls = await api.all(
      {
        route: 'GET /repos/{owner}/{repo}/commits/{commit}/pulls',
        params: { commit },
        what: `the pull requests of the commit ${short(commit)}`,
        permission: 'Pull requests: read',
      },
      PULL,
    );
    return pulls
      .filter(({ base }) => base.ref === defaultBranch && (base.repo?.full_name.toLowerCase() ?? own) === own)
      .flatMap(({ merged_at }) => merged_at ?? [])
      .sort()[0];
  } catch (error) {
    // A commit that exists only in a fork was never merged here; a missing repository fails elsewhere.
    if (isMissing(error)) return undefined;
    throw error;
  }
}
