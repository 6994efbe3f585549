import * as z from 'zod';
import { defined } from '../../domain/defined.ts';
import type { Observation } from '../../domain/observation.ts';
import type { GitHubAccess } from '../client/access.ts';
import { type Api, type ApiOptions, openApi, type RepositoryName } from '../client/api.ts';
import { observed } from '../client/unavailable.ts';
import { type Pull, pullFiles, readPull } from './pull.ts';
import { isHuman } from './reviews.ts';
import { openTrees, short } from './trees.ts';

/** A pull request at the time it was opened for evaluation. */
export interface GitHubSubject extends RepositoryName {
  number: number;
  /** The evaluated commit. */
  sha: string;
  base: { ref: string; sha: string };
  /** The merge base of head and base. */
  mergeBase: Observation<string>;
  /** The repository of the head; undefined when it was deleted. */
  head?: RepositoryName & { ref: string };
  fork: boolean;
  /** Undefined for a deleted account. */
  author?: { login: string; human: boolean };
  labels: string[];
  state: 'open' | 'closed';
  merged: boolean;
  draft: boolean;
  /** When it last changed, by GitHub's clock: its head was pushed at that time or before. */
  changedAt?: string;
  /** New and previous names, sorted; complete or unavailable. */
  changed: Observation<string[]>;
}

const COMPARISON = z.object({ merge_base_commit: z.object({ sha: z.string() }) });

/**
 * Reads one pull request with its files and merge base. Above 3,000 files, trees are compared. Throws UnavailableError
 * when the pull request itself cannot be read.
 */
export async function openPullRequest(
  access: GitHubAccess,
  options: Omit<ApiOptions, 'head'> & { number: number },
): Promise<GitHubSubject> {
  const pull = await readPull(openApi(access, options), options.number);
  const { owner, repo } = options;
  const head = pull.head.repo
    ? { owner: pull.head.repo.owner.login, repo: pull.head.repo.name, ref: pull.head.ref }
    : undefined;
  const fork = head === undefined || `${head.owner}/${head.repo}`.toLowerCase() !== `${owner}/${repo}`.toLowerCase();
  const api = openApi(access, { ...options, ...(fork && head !== undefined ? { head } : {}) });
  const mergeBase = await observed(() => readMergeBase(api, pull.base.sha, pull.head.sha));
  const changed = await observed(() => changedPaths(api, pull, mergeBase));
  return {
    owner,
    repo,
    number: pull.number,
    sha: pull.head.sha,
    base: { ref: pull.base.ref, sha: pull.base.sha },
    mergeBase,
    ...defined({ head }),
    fork,
    ...(pull.user ? { author: { login: pull.user.login.toLowerCase(), human: isHuman(pull.user) !== false } } : {}),
    labels: (pull.labels ?? []).map(({ name }) => name),
    state: pull.state === 'open' ? 'open' : 'closed',
    merged: typeof pull.merged_at === 'string',
    draft: pull.draft === true,
    ...defined({ changedAt: pull.updated_at ?? undefined }),
    changed,
  };
}

async function readMergeBase(api: Api, base: string, head: string): Promise<string> {
  const { merge_base_commit } = await api.one(
    {
      route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
      params: { basehead: `${base}...${head}`, per_page: 1 },
      what: `the merge base of ${short(head)}`,
      permission: 'Contents: read',
      immutable: true,
    },
    COMPARISON,
  );
  return merge_base_commit.sha;
}

async function changedPaths(api: Api, pull: Pull, mergeBase: Observation<string>): Promise<string[]> {
  const listed = await pullFiles(api, pull);
  if (listed !== undefined) return listed;
  const trees = openTrees(api);
  const from = mergeBase.state === 'seen' ? mergeBase.value : await readMergeBase(api, pull.base.sha, pull.head.sha);
  const [before, after] = await Promise.all([trees.whole(from), trees.whole(pull.head.sha)]);
  const paths = new Set([...before.tree.entries, ...after.tree.entries].map(({ path }) => path));
  const differs = (path: string): boolean => {
    const [a, b] = [before.tree.get(path), after.tree.get(path)];
    return a?.blob !== b?.blob || a?.mode !== b?.mode;
  };
  return [...paths].filter(differs).sort();
}
