import { POLICY_PATHS } from '../../engine/policy/file.ts';
import type { GitHubAccess } from '../client/access.ts';
import { openApi, type RepositoryName } from '../client/api.ts';
import { isMissing } from '../client/unavailable.ts';

/** Where the policy stands on the default branch; undefined where there is none, or no repository that may be seen. */
export async function policyPathOf(access: GitHubAccess, name: RepositoryName): Promise<string | undefined> {
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
