import * as z from 'zod';
import { isOrganizationRepository, ORGANIZATION_REPOSITORY } from '../../engine/policy/file.ts';
import type { GitHubAccess } from '../client/access.ts';
import { openApi } from '../client/api.ts';
import { policyPathOf } from './policy-path.ts';
import { look } from './recognition.ts';

const LISTED = z.object({
  name: z.string(),
  archived: z.boolean().optional(),
  topics: z.array(z.string()).nullish(),
  custom_properties: z.record(z.string(), z.unknown()).nullish(),
});
/** Repositories without the topic that are asked for a policy file, one or two requests each. */
const MAX_ASKED = 200;

export interface Pilots {
  names: string[];
  /** Repositories in which no policy file was looked for, or whose tags or files could not be seen. */
  notAsked: number;
}

/**
 * What the tags of a repository make of it. `untagged` may still carry a policy file, and so may `unseen`, whose tags
 * could not be read: without a file nobody knows what it is.
 */
export type Mark = 'pilot' | 'released' | 'untagged' | 'unseen';
export type MarkOf = (repository: { repo: string; topics: string[]; properties?: Record<string, unknown> }) => Mark;

/** The pilots of an organization: repositories with a tag, then those with a policy file. Archived and released ones rest. */
export async function pilotsOf(access: GitHubAccess, org: string, markOf: MarkOf): Promise<Pilots> {
  const live = (await repositoriesOf(access, org)).map(({ name, topics, custom_properties }) => {
    const properties = custom_properties ? { properties: custom_properties } : {};
    return { name, mark: markOf({ repo: name, topics: topics ?? [], ...properties }) };
  });
  const tagged = live.filter(({ mark }) => mark === 'pilot').map(({ name }) => name);
  const others = live.filter(({ mark }) => mark === 'untagged' || mark === 'unseen');
  const asked = others.slice(0, MAX_ASKED);
  const looked = await Promise.all(
    asked.map(async ({ name, mark }) => ({
      ...{ name, mark },
      path: await look(() => policyPathOf(access, { owner: org, repo: name })),
    })),
  );
  const withFile = looked.flatMap(({ name, path }) => (path.known && path.value !== undefined ? [name] : []));
  const unread = looked.filter(
    ({ name, mark, path }) => !withFile.includes(name) && (!path.known || mark === 'unseen'),
  );
  return { names: [...tagged, ...withFile].sort(), notAsked: others.length - asked.length + unread.length };
}

/** The repositories of an organization that are in use, with their tags. Throws `NotSeen` unless all could be listed. */
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
