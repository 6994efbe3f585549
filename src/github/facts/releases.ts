import * as z from 'zod';
import type { LastPromotion, ReleaseFact } from '../../engine/fact-answers.ts';
import type { Api } from '../client/api.ts';

const RELEASE = z.object({
  tag_name: z.string(),
  draft: z.boolean().nullish(),
  prerelease: z.boolean().nullish(),
  published_at: z.string().nullish(),
  created_at: z.string().nullish(),
});
const TAG = z.object({ name: z.string(), commit: z.object({ sha: z.string() }) });
const DEPLOYMENT = z.object({
  id: z.number(),
  environment: z.string(),
  sha: z.string(),
  created_at: z.string(),
  creator: z.object({ login: z.string() }).nullish(),
});
const STATUS = z.object({ state: z.string() });
const DEPLOYMENTS_READ = 'Deployments: read';
const MAX_TRIED = 10;

/** Published releases with the commit of their tag, and deployments; each newest first. */
export async function releasesOf(api: Api): Promise<ReleaseFact> {
  const [published, deployments] = await Promise.all([
    publishedReleases(api),
    api.all(
      { route: 'GET /repos/{owner}/{repo}/deployments', what: 'the deployments', permission: DEPLOYMENTS_READ },
      DEPLOYMENT,
    ),
  ]);
  return {
    releases: published.map(({ tag, commit, at }) => ({ tag, commit, at })),
    deployments: deployments
      .map(({ environment, sha, created_at, creator }) => ({
        environment,
        commit: sha,
        at: created_at,
        ...(creator ? { by: creator.login.toLowerCase() } : {}),
      }))
      .sort(newestFirst),
  };
}

/**
 * The last successful deployment to `production`, otherwise the last release that is not a pre-release; empty when
 * there is neither.
 */
export async function lastPromotionOf(api: Api): Promise<LastPromotion> {
  const deployments = await api.all(
    {
      route: 'GET /repos/{owner}/{repo}/deployments',
      params: { environment: 'production' },
      what: 'the deployments to production',
      permission: DEPLOYMENTS_READ,
    },
    DEPLOYMENT,
  );
  const newest = deployments.map((one) => ({ ...one, at: one.created_at })).sort(newestFirst);
  for (const { id, sha, at } of newest.slice(0, MAX_TRIED)) {
    if (await hasSucceeded(api, id)) return { commit: sha, at };
  }
  const release = (await publishedReleases(api)).find(({ prerelease }) => !prerelease);
  return release === undefined ? {} : { commit: release.commit, at: release.at };
}

/** A replaced deployment is `inactive`, which means that it had succeeded. */
async function hasSucceeded(api: Api, id: number): Promise<boolean> {
  const statuses = await api.all(
    {
      route: 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      params: { deployment_id: id },
      what: `the statuses of deployment ${id}`,
      permission: DEPLOYMENTS_READ,
    },
    STATUS,
  );
  return statuses.some(({ state }) => state === 'success' || state === 'inactive');
}

interface Published {
  tag: string;
  commit: string;
  at: string;
  prerelease: boolean;
}

async function publishedReleases(api: Api): Promise<Published[]> {
  const permission = 'Contents: read';
  const releases = await api.all(
    { route: 'GET /repos/{owner}/{repo}/releases', what: 'the releases', permission },
    RELEASE,
  );
  const published = releases.filter(({ draft }) => draft !== true);
  if (published.length === 0) return [];
  const tags = await api.all({ route: 'GET /repos/{owner}/{repo}/tags', what: 'the tags', permission }, TAG);
  const commits = new Map(tags.map(({ name, commit }) => [name, commit.sha]));
  return published
    .flatMap(({ tag_name, published_at, created_at, prerelease }): Published[] => {
      const commit = commits.get(tag_name);
      const at = published_at ?? created_at ?? '';
      return commit === undefined ? [] : [{ tag: tag_name, commit, at, prerelease: prerelease === true }];
    })
    .sort(newestFirst);
}

function newestFirst(a: { at: string }, b: { at: string }): number {
  return a.at === b.at ? 0 : a.at < b.at ? 1 : -1;
}
