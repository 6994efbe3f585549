import * as z from 'zod';
import { type GitHubWriter, type RepositoryName, send, twice } from './writer.ts';

const pull = z.object({ head: z.object({ sha: z.string() }) });

/**
 * Whether the pull request still stands at the commit that was judged. Asked right before writing: a result for an old
 * head is dropped, because a newer one is on its way. Throws when it cannot be read. @public
 */
export async function stillHead(
  writer: GitHubWriter,
  target: RepositoryName & { number: number; sha: string },
): Promise<boolean> {
  const { owner, repo, number, sha } = target;
  const { data } = await twice(writer, () =>
    send(writer, 'GET /repos/{owner}/{repo}/pulls/{pull_number}', { owner, repo, pull_number: number }),
  );
  return pull.parse(data).head.sha === sha;
}
