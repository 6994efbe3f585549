import * as z from 'zod';
import type { Known } from '../../engine/promotion.ts';
import type { GitHubAccess } from '../client/access.ts';
import { type Api, openApi, type RepositoryName } from '../client/api.ts';
import { look } from '../recognition/recognition.ts';
import { short } from './trees.ts';

const COMMIT = z.object({ commit: z.object({ committer: z.object({ date: z.string() }).nullish() }) });

/**
 * When the files last changed on the way to a commit, each with its own answer; `undefined` for one that no commit
 * holds. Dates are those that committers declare: to be shown, never to be judged by.
 */
export async function lastChanges(
  access: GitHubAccess,
  name: RepositoryName,
  sha: string,
  paths: string[],
): Promise<Map<string, Known<string | undefined>>> {
  const api = openApi(access, name);
  const looks = [...new Set(paths)].map(async (path) => [path, await look(() => newestDate(api, sha, path))] as const);
  return new Map(await Promise.all(looks));
}

async function newestDate(api: Api, sha: string, path: string): Promise<string | undefined> {
  const [newest] = await api.one(
    {
      route: 'GET /repos/{owner}/{repo}/commits',
      params: { sha, ...(path === '' ? {} : { path }), per_page: 1 },
      what: path === '' ? `the commit ${short(sha)}` : `when ${path} last changed`,
      permission: 'Contents: read',
      forever: true,
    },
    COMMIT.array(),
  );
  return newest?.commit.committer?.date;
}
