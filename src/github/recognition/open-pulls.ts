import * as z from 'zod';
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
  /** The head, as the list knows it. */
  sha: string;
  baseRef: string;
  /** When anything of it last changed, comments included; GitHub's clock. */
  updatedAt?: string;
}

/** Every open pull request of a repository, by number. Throws `NotSeen` unless all pages could be read. */
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
      ...(updated_at === undefined ? {} : { updatedAt: updated_at }),
    }))
    .sort((a, b) => a.number - b.number);
}
