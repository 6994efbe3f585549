import * as z from 'zod';
import { defined } from '../../domain/defined.ts';
import type { GitHubAccess } from '../client/access.ts';
import { openApi, type RepositoryName } from '../client/api.ts';

const LISTED = z.object({
  number: z.number(),
  updated_at: z.string().optional(),
  head: z.object({ sha: z.string() }),
  base: z.object({ ref: z.string() }),
});

export interface ListedPull {
  number: number;
  /** The head commit. */
  sha: string;
  baseRef: string;
  /** When it last changed, comments included, by GitHub's clock. */
  updatedAt?: string;
}

/** Every open pull request of a repository, by number. Throws GitHubUnavailableError unless all pages can be read. */
export async function openPulls(access: GitHubAccess, name: RepositoryName): Promise<ListedPull[]> {
  const open = await openApi(access, name).all(
    {
      route: 'GET /repos/{owner}/{repo}/pulls',
      params: { state: 'open' },
      what: 'the open pull requests',
      permission: 'Pull requests: read',
    },
    LISTED,
  );
  return open
    .map(({ number, head, base, updated_at }) => ({
      number,
      sha: head.sha,
      baseRef: base.ref,
      ...defined({ updatedAt: updated_at }),
    }))
    .sort((a, b) => a.number - b.number);
}
