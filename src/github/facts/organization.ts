import * as z from 'zod';
import type { OrganizationPolicyState } from '../../engine/policy/effective.ts';
import { ORGANIZATION_REPOSITORY, POLICY_PATHS } from '../../engine/policy/file.ts';
import type { Properties } from '../../engine/policy/pilot-lists.ts';
import type { GitHubAccess } from '../client/access.ts';
import { openApi, type RepositoryName } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { openBlobs } from './blobs.ts';
import { type DefaultBranchFiles, readBranch } from './default-branch.ts';
import { filesAt } from './files.ts';
import { openTrees } from './trees.ts';

const REPOSITORY = z.object({
  full_name: z.string(),
  default_branch: z.string(),
  size: z.number().optional(),
});
const VALUES = z.object({ property_name: z.string(), value: z.unknown() });

/** The organization's policy files on its default branch, or why there are none. */
export type OrganizationFiles =
  | { state: 'seen'; repository: string; files: DefaultBranchFiles }
  | (OrganizationPolicyState & { state: 'none' | 'not-seen' });

/**
 * Reads the organization's policy repository. GitHub responds 404 both for a missing repository and for missing access;
 * it is conclusive only if the token covers every repository. An App on selected repositories throws
 * GitHubUnavailableError; other tokens get `not-seen`. Every other failure throws GitHubUnavailableError.
 */
export async function organizationFiles(
  access: GitHubAccess,
  owner: string,
  maxBytes: number,
): Promise<OrganizationFiles> {
  const repository = `${owner}/${ORGANIZATION_REPOSITORY}`;
  const negativeCache = access.reach === 'all' ? access.negativeCache : undefined;
  const before = await negativeCache?.lookUp(owner);
  if (before === 'absent') return { state: 'none', repository };
  const found = await filesWith(access, owner, maxBytes);
  if (found === 'empty') return { state: 'none', repository };
  if (found !== undefined) return { state: 'seen', repository, files: found };
  if (access.reach === 'all') {
    if (before !== undefined) negativeCache?.remember(owner, before);
    return { state: 'none', repository };
  }
  if (access.reach === 'selected')
    throw new GitHubUnavailableError(
      `could not read ${repository}, the organization's policy repository (404): it does not exist, or the App has no access to it. Add it to the installation, or create an empty one`,
      'github',
      404,
    );
  // A token that can read teams can often read this repository too; the token of a workflow never can.
  const { teamRequest } = access;
  const again =
    teamRequest === undefined ? undefined : await filesWith({ ...access, request: teamRequest }, owner, maxBytes);
  if (again === 'empty') return { state: 'none', repository };
  return again === undefined ? { state: 'not-seen', repository } : { state: 'seen', repository, files: again };
}

/** Undefined when the repository does not exist or is not readable, `empty` when it has no commits. */
async function filesWith(
  access: GitHubAccess,
  owner: string,
  maxBytes: number,
): Promise<DefaultBranchFiles | 'empty' | undefined> {
  const api = openApi(access, { owner, repo: ORGANIZATION_REPOSITORY });
  const name = `${owner}/${ORGANIZATION_REPOSITORY}`;
  try {
    const found = await api.one(
      { route: 'GET /repos/{owner}/{repo}', what: `the repository ${name}`, permission: 'Metadata: read' },
      REPOSITORY,
    );
    // GitHub redirects from an old name, possibly to a repository of somebody else.
    if (found.full_name.toLowerCase() !== name.toLowerCase()) return undefined;
    const branch = found.default_branch;
    const commit = await readBranch(api, branch).then(
      (read) => read.commit.sha,
      (error: unknown) => {
        if (isAbsent(error) && (found.size ?? 0) === 0) return undefined;
        throw error instanceof GitHubUnavailableError
          ? new GitHubUnavailableError(error.message, error.resolvableBy)
          : error;
      },
    );
    if (commit === undefined) return 'empty';
    const source = filesAt(openTrees(api), openBlobs(api), commit);
    return { branch, commit, files: await source.files([...POLICY_PATHS], maxBytes) };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof GitHubUnavailableError && error.status === 404;
}

/** Reads the custom properties of a repository when GitHub did not include them. Throws GitHubUnavailableError. */
export async function customProperties(access: GitHubAccess, name: RepositoryName): Promise<Properties> {
  const values = await openApi(access, name).all(
    {
      route: 'GET /repos/{owner}/{repo}/properties/values',
      what: `the custom properties of ${name.owner}/${name.repo}`,
      permission: 'Metadata: read',
    },
    VALUES,
  );
  return Object.fromEntries(values.map(({ property_name, value }) => [property_name, value]));
}
