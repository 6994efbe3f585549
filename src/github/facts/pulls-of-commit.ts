import * as z from 'zod';
import type { Api } from '../client/api.ts';
import { isMissing } from '../client/unavailable.ts';
import { short } from './trees.ts';

const PULL = z.object({
  number: z.number(),
  merged_at: z.string().nullish(),
  base: z.object({ repo: z.object({ full_name: z.string() }).nullish() }),
});

/** The pull requests of this repository that merged a commit, into any branch; none for a commit that only a fork has. */
export async function pullsOfCommit(api: Api, commit: string): Promise<number[]> {
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
      .filter(({ merged_at, base }) => merged_at && (base.repo?.full_name.toLowerCase() ?? own) === own)
      .map(({ number }) => number);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
