import * as z from 'zod';
import { allPages, type GitHubWriter, type RepositoryName } from './writer.ts';

const run = z.object({
  id: z.number(),
  name: z.string(),
  status: z.string(),
  app: z.object({ id: z.number() }).nullish(),
});
export type CurrentRun = z.infer<typeof run>;

/** The newest run of each name that our App has on a commit. Throws when they cannot be listed. */
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

/** Whether this run is completed and still the last word of our App under its name. */
export async function isNewestRun(
  writer: GitHubWriter,
  target: RepositoryName & { sha: string; appId: number; id: number },
): Promise<boolean> {
  return (await currentRuns(writer, target)).some(({ id, status }) => id === target.id && status === 'completed');
}
