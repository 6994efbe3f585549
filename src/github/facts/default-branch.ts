import * as z from 'zod';
import type { Observation } from '../../domain/observation.ts';
import type { GitHubAccess } from '../client/access.ts';
import { type Api, type ApiOptions, openApi } from '../client/api.ts';
import { observed } from '../client/unavailable.ts';
import { openBlobs } from './blobs.ts';
import { filesAt } from './files.ts';
import { openTrees } from './trees.ts';

const REPOSITORY = z.object({
  default_branch: z.string(),
  private: z.boolean().optional(),
  visibility: z.string().optional(),
  owner: z.object({ login: z.string(), type: z.string().optional() }),
});
const BRANCH = z.object({
  commit: z.object({ sha: z.string() }),
  protection: z
    .object({
      enabled: z.boolean().nullish(),
      required_status_checks: z
        .object({
          enforcement_level: z.string().nullish(),
          contexts: z.array(z.string()).nullish(),
          checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
export type Branch = z.infer<typeof BRANCH>;

/** Who can read a repository. */
export type VisibleRepository = Pick<z.infer<typeof REPOSITORY>, 'private' | 'visibility'>;

export function readRepository(api: Api): Promise<z.infer<typeof REPOSITORY>> {
  const { owner, repo } = api.name;
  return api.one(
    { route: 'GET /repos/{owner}/{repo}', what: `the repository ${owner}/${repo}`, permission: 'Metadata: read' },
    REPOSITORY,
  );
}

export function readBranch(api: Api, branch: string): Promise<Branch> {
  return api.one(
    {
      route: 'GET /repos/{owner}/{repo}/branches/{branch}',
      params: { branch },
      what: `the branch ${branch}`,
      permission: 'Contents: read',
    },
    BRANCH,
  );
}

/** The commit at the tip of a branch. Throws when it could not be read. */
export async function branchTip(access: GitHubAccess, name: ApiOptions, branch: string): Promise<string> {
  return (await readBranch(openApi(access, name), branch)).commit.sha;
}

export interface DefaultBranchFiles {
  branch: string;
  commit: string;
  files: Map<string, Observation<Uint8Array>>;
}

/**
 * Policy, CODEOWNERS and other files that are trusted only on the default branch, all at one commit. Unavailable when
 * the repository, its branch or its tree cannot be read.
 */
export async function readAtDefaultBranch(
  access: GitHubAccess,
  options: Omit<ApiOptions, 'head'> & { branch?: string; paths: string[]; maxBytes?: number },
): Promise<Observation<DefaultBranchFiles>> {
  const api = openApi(access, options);
  return observed(async () => {
    const branch = options.branch ?? (await readRepository(api)).default_branch;
    const commit = (await readBranch(api, branch)).commit.sha;
    const source = filesAt(openTrees(api), openBlobs(api), commit);
    return { branch, commit, files: await source.files(options.paths, options.maxBytes ?? 1 << 20) };
  });
}
