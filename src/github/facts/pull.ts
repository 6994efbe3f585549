import * as z from 'zod';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { COMMIT, type Node, nodeOf } from './graph.ts';

const SIDE = z.object({
  ref: z.string(),
  sha: z.string(),
  repo: z.object({ name: z.string(), full_name: z.string(), owner: z.object({ login: z.string() }) }).nullish(),
});
const PULL = z.object({
  number: z.number(),
  state: z.string(),
  draft: z.boolean().nullish(),
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  updated_at: z.iso.datetime().nullish().catch(undefined),
  user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
  labels: z.array(z.object({ name: z.string() })).nullish(),
  head: SIDE,
  base: SIDE,
  commits: z.number().optional(),
  changed_files: z.number().optional(),
});
export type Pull = z.infer<typeof PULL>;
const FILE = z.object({ filename: z.string(), previous_filename: z.string().nullish() });

const PERMISSION = 'Pull requests: read';
/** GitHub lists no more (REST reference: list commits and list files of a pull request). */
const MAX_COMMITS = 250;
export const MAX_FILES = 3000;

export function readPull(api: Api, number: number): Promise<Pull> {
  return api.one(
    {
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
      params: { pull_number: number },
      what: `pull request #${number}`,
      permission: PERMISSION,
    },
    PULL,
  );
}

/** The commits of a pull request. Throws GitHubUnavailableError when GitHub truncates the list. */
export async function pullCommits(api: Api, pull: Pull): Promise<Node[]> {
  const what = `the commits of pull request #${pull.number}`;
  const commits = await api.all(
    {
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits',
      params: { pull_number: pull.number },
      what,
      permission: PERMISSION,
    },
    COMMIT,
  );
  if (commits.length >= MAX_COMMITS || commits.length < (pull.commits ?? 0)) {
    throw new GitHubUnavailableError(
      `${what} could not be read completely: GitHub lists at most ${MAX_COMMITS}`,
      'github',
    );
  }
  return commits.map(nodeOf);
}

/** New and previous names of the changed files; undefined when GitHub truncates the list. */
export async function pullFiles(api: Api, pull: Pull): Promise<string[] | undefined> {
  if ((pull.changed_files ?? 0) >= MAX_FILES) return undefined;
  const files = await api.all(
    {
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
      params: { pull_number: pull.number },
      what: `the files of pull request #${pull.number}`,
      permission: PERMISSION,
    },
    FILE,
  );
  if (files.length >= MAX_FILES || files.length < (pull.changed_files ?? 0)) return undefined;
  return [...new Set(files.flatMap((file) => [file.filename, file.previous_filename ?? []].flat()))].sort();
}
