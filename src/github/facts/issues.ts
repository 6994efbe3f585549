import * as z from 'zod';
import type { IssueFact } from '../../engine/fact-answers.ts';
import type { Api } from '../client/api.ts';
import { isOwn, type Link, readLink } from '../client/links.ts';
import { isMissing } from '../client/unavailable.ts';
import { readRepository } from './default-branch.ts';
import { openLinked } from './linked-repository.ts';

const ISSUE = z.object({
  state: z.string(),
  closed_at: z.string().nullish(),
  repository_url: z.string().nullish(),
  pull_request: z.object({ merged_at: z.string().nullish() }).nullish(),
});

/** The state of each linked issue or pull request, by link as written. A broken link is `missing`. */
export async function issuesOf(api: Api, links: string[]): Promise<Record<string, IssueFact>> {
  const states = await Promise.all(
    links.map(async (written): Promise<[string, IssueFact]> => {
      const link = readLink(api.access, api.name, written);
      return [written, link === undefined || link.kind === 'run' ? { state: 'missing' } : await stateOf(api, link)];
    }),
  );
  return Object.fromEntries(states);
}

async function stateOf(api: Api, link: Link): Promise<IssueFact> {
  const where = await openLinked(api, link);
  try {
    const issue = await where.one(
      {
        route: 'GET /repos/{owner}/{repo}/issues/{issue_number}',
        params: { issue_number: link.number },
        what: `${link.owner}/${link.repo}#${link.number}`,
        permission: 'Issues: read',
      },
      ISSUE,
    );
    // An issue that was moved is answered from the repository it is in now.
    const [, owner = '', repo = ''] = /\/repos\/([^/]+)\/([^/]+)$/.exec(issue.repository_url ?? '') ?? [];
    if (owner !== '' && !isOwn(link, { owner, repo })) await openLinked(api, { owner, repo });
    const closed = issue.state === 'closed';
    const mergedAt = issue.pull_request?.merged_at;
    return {
      state: closed ? 'closed' : 'open',
      ...(closed && issue.closed_at ? { closedAt: issue.closed_at } : {}),
      ...(closed && mergedAt ? { mergedAt } : {}),
    };
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  // A 404 for an issue is conclusive only if the repository is readable.
  await readRepository(where);
  return { state: 'missing' };
}
