import type { ApiRequest, GitHubAccess } from './access.ts';
import { HourlyCounts } from './hourly-counts.ts';
import { GitHubUnavailableError } from './unavailable.ts';

/**
 * What pull requests from forks may cost in an hour. An installation has at least 5,000 requests an hour, which its own
 * promotions need. A first evaluation of the examples takes fewer than 200, and answers that did not change are free.
 */
export const OUTSIDER_LIMITS = {
  /** Files that are read for one pull request. */
  files: 400,
  /** Requests for one pull request, files included. */
  perPullRequest: 600,
  /** Requests for all pull requests of one account. */
  perAccount: 1_200,
  /** Requests for all pull requests from forks. */
  together: 2_000,
} as const;

/** A pull request from a fork. */
export interface OutsidePull {
  owner: string;
  repo: string;
  number: number;
  /** The account that opened it. */
  login: string;
}

/** Access within limits, and whether they were reached. */
export interface LimitedAccess {
  access: GitHubAccess;
  /** Why nothing more is read; undefined while the limits are not reached. */
  exceeded: () => GitHubUnavailableError | undefined;
}

/** Access for the evaluation of a pull request from a fork, within the limits of this hour. */
export function withinLimits(access: GitHubAccess, pull: OutsidePull): LimitedAccess {
  let exceeded: GitHubUnavailableError | undefined;
  const counts = access.outsiders ?? new HourlyCounts(() => 0);
  const name = `${pull.owner}/${pull.repo}#${pull.number}`.toLowerCase();
  const keys: [string, number][] = [
    [name, OUTSIDER_LIMITS.perPullRequest],
    [`@${pull.login}`, OUTSIDER_LIMITS.perAccount],
    ['', OUTSIDER_LIMITS.together],
  ];
  const limited = (request: ApiRequest): ApiRequest => {
    return async (route, parameters) => {
      const isFile = route.includes('/git/blobs/');
      const used = isFile ? [...keys, [`${name} files`, OUTSIDER_LIMITS.files] as [string, number]] : keys;
      const full = used.find(([key, limit]) => counts.of(key) >= limit);
      if (full !== undefined) exceeded ??= overLimit(full[1], full[0].endsWith(' files'));
      if (exceeded !== undefined) throw exceeded;
      for (const [key] of used) counts.add(key);
      const answer = await request(route, parameters);
      if (answer.free) for (const [key] of used) counts.add(key, -1);
      return answer;
    };
  };
  const { teamRequest } = access;
  return {
    access: {
      ...access,
      request: limited(access.request),
      ...(teamRequest === undefined ? {} : { teamRequest: limited(teamRequest) }),
    },
    exceeded: () => exceeded,
  };
}

function overLimit(limit: number, isFile: boolean): GitHubUnavailableError {
  const what = isFile ? `${limit} files` : `${limit} requests to GitHub`;
  return new GitHubUnavailableError(
    `pull requests from forks may take ${what} an hour, and this is more; wait an hour, or push the branch to this repository`,
    'github',
  );
}
