import * as z from 'zod';
import { isOrganisationRepository, ORGANISATION_REPOSITORY } from '../../core/policy/file.ts';
import type { GitHubAccess } from './access.ts';
import { openApi } from './api.ts';
import { policyPathOf } from './policy-path.ts';
import { look } from './recognition.ts';

const LISTED = z.object({
  name: z.string(),
  archived: z.boolean().optional(),
  topics: z.array(z.string()).nullish(),
  custom_properties: z.record(z.string(), z.unknown()).nullish(),
});
/** Repositories without the topic that are asked for a policy file, one or two requests each. */
const MOST_ASKED = 200;

export interface Pilots {
  names: string[];
  /** Repositories without the topic in which no policy file was looked for, or could not be. */
  notAsked: number;
}

/** The pilots of an organisation: repositories with the topic, then those with a policy file. Archived ones rest. */
export async function pilotsOf(access: GitHubAccess, org: string): Promise<Pilots> {
  const live = await repositoriesOf(access, org);
  const tagged = live.filter(({ topics }) => topics?.includes('pilot')).map(({ name }) => name);
  const others = live.map(({ name }) => name).filter((name) => !tagged.includes(name));
  const asked = others.slice(0, MOST_ASKED);
  const paths = await Promise.all(
    asked.map(async (repo) => ({ repo, path: await look(() => policyPathOf(access, { owner: org, repo })) })),
  );
  const withFile = paths.flatMap(({ repo, path }) => (path.known && path.value !== undefined ? [repo] : []));
  const unread = paths.filter(({ path }) => !path.known).length;
  return { names: [...tagged, ...withFile].sort(), notAsked: others.length - asked.length + unread };
}

/** The repositories of an organisation that are in use, with their tags. Throws `NotSeen` unless all could be listed. */
export async function repositoriesOf(access: GitHubAccess, org: string): Promise<z.infer<typeof LISTED>[]> {
  const all = await openApi(access, { owner: org, repo: ORGANISATION_REPOSITORY }).all(
    {
      route: 'GET /orgs/{org}/repos',
      params: { org },
      what: `the repositories of ${org}`,
      permission: 'Metadata: read',
    },
    LISTED,
  );
  return all.filter(({ archived, name }) => archived !== true && !isOrganisationRepository(name));
}
