import * as z from 'zod';
import { isOrganizationRepository, ORGANIZATION_REPOSITORY, POLICY_PATHS } from '../../engine/policy/file.ts';
import type { GitHubAccess } from '../client/access.ts';
import { openApi, type RepositoryName } from '../client/api.ts';
import { isMissing } from '../client/unavailable.ts';
import { asKnown } from './recognition.ts';

const LISTED = z.object({
  name: z.string(),
  archived: z.boolean().optional(),
  topics: z.array(z.string()).nullish(),
  custom_properties: z.record(z.string(), z.unknown()).nullish(),
});
/** The maximum number of untagged repositories that are checked for a policy file, one or two requests each. */
const MAX_ASKED = 200;

export interface Pilots {
  names: string[];
  /** The number of repositories that were not checked for a policy file, or whose tags or files could not be read. */
  notAsked: number;
}

/**
 * The classification of a repository by its tags. `untagged` and `unseen` (its tags could not be read) may still have a
 * policy file; without one they remain unclassified.
 */
export type Mark = 'pilot' | 'released' | 'untagged' | 'unseen';
export type MarkOf = (repository: { repo: string; topics: string[]; properties?: Record<string, unknown> }) => Mark;

/**
 * The pilots of an organization: tagged repositories, then those with a policy file. Archived and released ones are
 * excluded.
 */
export async function pilotsOf(access: GitHubAccess, org: string, markOf: MarkOf): Promise<Pilots> {
  const live = (await repositoriesOf(access, org)).map(({ name, topics, custom_properties }) => {
    const properties = custom_properties ? { properties: custom_properties } : {};
    return { name, mark: markOf({ repo: name, topics: topics ?? [], ...properties }) };
  });
  const tagged = live.filter(({ mark }) => mark === 'pilot').map(({ name }) => name);
  const others = live.filter(({ mark }) => mark === 'untagged' || mark === 'unseen');
  const asked = others.slice(0, MAX_ASKED);
  const probed = await Promise.all(
    asked.map(async ({ name, mark }) => ({
      ...{ name, mark },
      path: await asKnown(() => policyPathOf(access, { owner: org, repo: name })),
    })),
  );
  const withFile = probed.flatMap(({ name, path }) => (path.known && path.value !== undefined ? [name] : []));
  const unread = probed.filter(
    ({ name, mark, path }) => !withFile.includes(name) && (!path.known || mark === 'unseen'),
  );
  return { names: [...tagged, ...withFile].sort(), notAsked: others.length - asked.length + unread.length };
}

/**
 * The active repositories of an organization with their tags. Throws GitHubUnavailableError unless all can be listed.
 */
export async function repositoriesOf(access: GitHubAccess, org: string): Promise<z.infer<typeof LISTED>[]> {
  const all = await openApi(access, { owner: org, repo: ORGANIZATION_REPOSITORY }).all(
    {
      route: 'GET /orgs/{org}/repos',
      params: { org },
      what: `the repositories of ${org}`,
      permission: 'Metadata: read',
    },
    LISTED,
  );
  return all.filter(({ archived, name }) => archived !== true && !isOrganizationRepository(name));
}

/** The path of the policy on the default branch; undefined when there is none or the repository is not readable. */
async function policyPathOf(access: GitHubAccess, name: RepositoryName): Promise<string | undefined> {
  const api = openApi(access, name);
  for (const path of POLICY_PATHS) {
    try {
      await api.status({
        route: `GET /repos/{owner}/{repo}/contents/${path}`,
        what: `the policy of ${name.owner}/${name.repo}`,
        permission: 'Contents: read',
      });
      return path;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return undefined;
}
