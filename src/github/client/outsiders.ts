import type { ApiRequest, GitHubAccess } from './access.ts';
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

const HOUR_MS = 3_600_000;
/** Keys that are counted at once; the oldest is dropped, and its hour begins again. */
const MAX_KEYS = 10_000;

/** Counts by key within an hour, from the first count on. */
export class HourlyCounts {
  readonly #now: () => number;
  readonly #counts = new Map<string, { count: number; until: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The count of this hour. */
  of(key: string): number {
    const found = this.#counts.get(key);
    return found === undefined || found.until <= this.#now() ? 0 : found.count;
  }

  add(key: string, by = 1): void {
    const before = this.#counts.get(key);
    const found =
      before !== undefined && before.until > this.#now() ? before : { count: 0, until: this.#now() + HOUR_MS };
    this.#counts.set(key, { ...found, count: Math.max(0, found.count + by) });
    const oldest = this.#counts.keys().next().value;
    if (this.#counts.size > MAX_KEYS && oldest !== undefined) this.#counts.delete(oldest);
  }
}

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
