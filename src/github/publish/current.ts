import * as z from 'zod';
import { allPages, type GitHubWriter, type RepositoryName, send, withOneRetry } from './writer.ts';

const run = z.object({
  id: z.number(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  external_id: z.string().nullish(),
  app: z.object({ id: z.number() }).nullish(),
});
export type CurrentRun = z.infer<typeof run>;

/** The newest run of each name by our App on a commit. Throws when they cannot be listed. */
export async function currentRuns(
  writer: GitHubWriter,
  { owner, repo, sha, appId }: RepositoryName & { sha: string; appId: number },
): Promise<CurrentRun[]> {
  const runs = await allPages(
    writer,
    'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    { owner, repo, ref: sha, filter: 'latest', app_id: appId },
    run,
    (body) => z.object({ check_runs: z.unknown() }).parse(body).check_runs,
  );
  return runs.filter((one) => one.app?.id === appId);
}

/** Whether this run is completed and still the newest of our App with its name. */
export async function isNewestRun(
  writer: GitHubWriter,
  target: RepositoryName & { sha: string; appId: number; id: number },
): Promise<boolean> {
  return (await currentRuns(writer, target)).some(({ id, status }) => id === target.id && status === 'completed');
}

const pull = z.object({ head: z.object({ sha: z.string() }) });

/**
 * Whether the evaluated commit is still the head of the pull request. Checked right before writing: a result for an old
 * head is dropped, because a newer one will follow. Throws when it cannot be read.
 */
export async function isStillHead(
  writer: GitHubWriter,
  target: RepositoryName & { number: number; sha: string },
): Promise<boolean> {
  const { owner, repo, number, sha } = target;
  const { data } = await withOneRetry(writer, () =>
    send(writer, 'GET /repos/{owner}/{repo}/pulls/{pull_number}', { owner, repo, pull_number: number }),
  );
  return pull.parse(data).head.sha === sha;
}
