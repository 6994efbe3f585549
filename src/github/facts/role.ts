import * as z from 'zod';
import { NotVerifiedError } from '../../domain/errors.ts';
import type { GitHubAccess } from '../client/access.ts';
import { openApi, type RepositoryName } from '../client/api.ts';
import { isMember } from './accounts.ts';
import { readAtDefaultBranch, readRepository } from './default-branch.ts';

const PERMISSION = z.object({ permission: z.string(), role_name: z.string().nullish() });
/** Files in which a pilot names its people. */
const NAMING = [
  ...['.github/pilot-readiness.yml', '.github/pilot-readiness.yaml', 'readiness/pilot.yaml', 'readiness/pilot.yml'],
  ...['CODEOWNERS', '.github/CODEOWNERS', 'docs/CODEOWNERS'],
];

/**
 * Whether an account has a role in a pilot: access that was granted to it, membership in the organization, or its name in
 * a file of the default branch. It only decides whether comments are answered. `unknown` when it could not be read.
 */
export async function hasRole(access: GitHubAccess, name: RepositoryName, login: string): Promise<boolean | 'unknown'> {
  const api = openApi(access, name);
  try {
    // Access to any other repository was granted by somebody.
    const { visibility, private: isPrivate } = await readRepository(api);
    if (isPrivate === true || (visibility ?? 'public') !== 'public') return true;
    const { permission, role_name } = await api.one(
      {
        route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
        params: { username: login },
        what: `which role @${login} has here`,
        permission: 'Metadata: read',
      },
      PERMISSION,
    );
    if (!/^(read|none)$/.test(role_name ?? permission)) return true;
    if (await isMember(api, login)) return true;
  } catch (error) {
    if (!(error instanceof NotVerifiedError)) throw error;
    if (!('status' in error) || error.status !== 404) return 'unknown';
  }
  return isNamed(access, name, login);
}

async function isNamed(access: GitHubAccess, name: RepositoryName, login: string): Promise<boolean | 'unknown'> {
  const found = await readAtDefaultBranch(access, { ...name, paths: NAMING });
  if (found.state !== 'seen') return 'unknown';
  for (const file of found.value.files.values()) {
    if (file.state === 'unavailable') return 'unknown';
    if (file.state !== 'seen') continue;
    const text = Buffer.from(file.value).toString('utf8').toLowerCase();
    if (text.split(/[^a-z0-9_-]+/).includes(login.toLowerCase())) return true;
  }
  return false;
}
