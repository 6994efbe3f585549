import * as z from 'zod';
import { POLICY_PATHS } from '../../core/policy/file.ts';
import type { GitHubAccess } from './access.ts';
import { openApi } from './api.ts';
import { isMissing } from './not-seen.ts';

const LISTED = z.object({
  name: z.string(),
  archived: z.boolean().optional(),
  topics: z.array(z.string()).nullish(),
});
/** Repositories without the topic that are asked for a policy file, one or two requests each. */
const MOST_ASKED = 200;

export interface Pilots {
  names: string[];
  /** Repositories that carry no topic and were not asked for a policy file. */
  notAsked: number;
}

/** The pilots of an organisation: repositories with the topic, then those with a policy file. Archived ones rest. */
export async function pilotsOf(access: GitHubAccess, org: string): Promise<Pilots> {
  const api = openApi(access, { owner: org, repo: '.github' });
  const all = await api.all(
    {
      route: 'GET /orgs/{org}/repos',
      params: { org },
      what: `the repositories of ${org}`,
      permission: 'Metadata: read',
    },
    LISTED,
  );
  const live = all.filter(({ archived, name }) => archived !== true && name !== '.github');
  const tagged = live.filter(({ topics }) => topics?.includes('pilot')).map(({ name }) => name);
  const others = live.map(({ name }) => name).filter((name) => !tagged.includes(name));
  const asked = others.slice(0, MOST_ASKED);
  const withFile = await Promise.all(asked.map(async (name) => ((await hasPolicy(access, org, name)) ? [name] : [])));
  return { names: [...tagged, ...withFile.flat()].sort(), notAsked: others.length - asked.length };
}

async function hasPolicy(access: GitHubAccess, owner: string, repo: string): Promise<boolean> {
  const api = openApi(access, { owner, repo });
  for (const path of POLICY_PATHS) {
    try {
      await api.status({
        route: `GET /repos/{owner}/{repo}/contents/${path}`,
        what: `the policy of ${owner}/${repo}`,
        permission: 'Contents: read',
      });
      return true;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return false;
}
