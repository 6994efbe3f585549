import * as z from 'zod';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import type { Graph } from './graph.ts';

const PUSH = z.object({
  before: z.string().nullish(),
  after: z.string(),
  activity_type: z.string(),
  actor: z.object({ login: z.string() }).nullish(),
});
/** A merge moves a branch, too, but brings what a pull request already has. */
const MERGES = ['pr_merge', 'merge_queue_merge'];
const MAX_PAGES = 3;

/**
 * The accounts that first pushed a commit to one of these branches, as far as GitHub still lists the push. Empty when it
 * is not listed or the list may not be read.
 */
export async function pushersOf(
  api: Api,
  commit: string,
  branches: string[],
  graph: () => Promise<Graph>,
): Promise<string[]> {
  const found = await Promise.all(
    branches.map(async (branch) => {
      const pushes = await pushesTo(api, branch);
      if (pushes.length === 0) return [];
      const { nodes, behind } = await graph();
      const has = (id: string | null | undefined): boolean =>
        id === commit || (typeof id === 'string' && nodes.has(id) && behind(id).has(commit));
      // Oldest first: a later push of a rewritten branch does not bring the commit again.
      const first = [...pushes].reverse().find(({ before, after }) => has(after) && !has(before));
      return first !== undefined && !MERGES.includes(first.activity_type) && first.actor
        ? [first.actor.login.toLowerCase()]
        : [];
    }),
  );
  return [...new Set(found.flat())];
}

async function pushesTo(api: Api, branch: string): Promise<z.infer<typeof PUSH>[]> {
  try {
    return await api.all(
      {
        route: 'GET /repos/{owner}/{repo}/activity',
        params: { ref: `refs/heads/${branch}` },
        what: `the pushes to ${branch}`,
        permission: 'Contents: read',
      },
      PUSH,
      { pages: MAX_PAGES },
    );
  } catch (error) {
    if (error instanceof GitHubUnavailableError && error.resolvableBy !== 'retry') return [];
    throw error;
  }
}
