import * as z from 'zod';
import type { Known } from '../../engine/promotion.ts';
import type { GitHubAccess } from '../client/access.ts';
import { type Api, openApi, type RepositoryName } from '../client/api.ts';
import { asKnown } from '../recognition/recognition.ts';
import { short } from './trees.ts';

const COMMIT = z.object({ commit: z.object({ committer: z.object({ date: z.string() }).nullish() }) });

/**
 * When each file last changed up to a commit; `undefined` for a file without commits. Committers declare these dates,
 * so they are only displayed and never evaluated.
 */
export async function lastChanges(
  access: GitHubAccess,
  name: RepositoryName,
  sha: string,
  paths: string[],
): Promise<Map<string, Known<string | undefined>>> {
  const api = openApi(access, name);
  const changes = [...new Set(paths)].map(
    async (path) => [path, await asKnown(() => newestDate(api, sha, path))] as const,
  );
  return new Map(await Promise.all(changes));
}

async function newestDate(api: Api, sha: string, path: string): Promise<string | undefined> {
  const [newest] = await api.one(
    {
      route: 'GET /repos/{owner}/{repo}/commits',
      params: { sha, ...(path === '' ? {} : { path }), per_page: 1 },
      what: path === '' ? `the commit ${short(sha)}` : `when ${path} last changed`,
      permission: 'Contents: read',
      immutable: true,
    },
    COMMIT.array(),
  );
  return newest?.commit.committer?.date;
}
