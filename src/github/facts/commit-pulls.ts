import * as z from 'zod';
import type { Api } from '../client/api.ts';
import { isMissing } from '../client/unavailable.ts';
import { short } from './trees.ts';

const PULL = z.object({
  number: z.number().optional(),
  merged_at: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  head: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }).optional(),
  base: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
});
export type CommitPull = z.infer<typeof PULL>;

/**
 * The pull requests into this repository that have a commit. Never cached: they change when one is opened or merged.
 * A commit that exists only in a fork has none.
 */
export async function pullsOfCommit(api: Api, commit: string): Promise<CommitPull[]> {
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
    return pulls.filter(({ base }) => (base.repo?.full_name.toLowerCase() ?? own) === own);
  } catch (error) {
    // A missing repository fails elsewhere.
    if (isMissing(error)) return [];
    throw error;
  }
}

/**
 * The pull requests that brought a commit: those that merged it into the default branch, or every one while none did.
 */
export async function pullsThatBrought(api: Api, commit: string, defaultBranch: string): Promise<CommitPull[]> {
  const pulls = await pullsOfCommit(api, commit);
  const merged = pulls.filter(({ base, merged_at }) => base.ref === defaultBranch && typeof merged_at === 'string');
  return merged.length > 0 ? merged : pulls;
}
