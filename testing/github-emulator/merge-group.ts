import { isJson } from './answers.ts';
import { branchTip, setRef } from './git.ts';
import { mergeCommit } from './merge.ts';
import { followRefs } from './pushes.ts';
import type { RepoRow } from './rows.ts';
import { known, type World } from './world.ts';

/**
 * The merge queue's part that an App sees: a commit of base and pull request on `gh-readonly-queue/…`, and
 * `checks_requested` for it. The queue itself, its order and its time limit, is not here.
 */
export async function queueMergeGroup(
  world: World,
  repo: RepoRow,
  number: number,
): Promise<{ headSha: string; headRef: string }> {
  const pull = world.rows.pullRequests.findBy('number', number).find((row) => row.repo_id === repo.id);
  if (pull === undefined) throw new Error(`${repo.full_name} has no pull request ${number}`);
  const baseSha = branchTip(world, repo, pull.base_ref) ?? pull.base_sha;
  const headSha = await mergeCommit(world, repo, pull, 'github-merge-queue[bot]', {});
  const headRef = `refs/heads/gh-readonly-queue/${pull.base_ref}/pr-${number}-${baseSha}`;
  setRef(world, repo, headRef, headSha);
  followRefs(world, repo, 'github-merge-queue[bot]');
  const commit = await known(world, `/repos/${repo.full_name}/git/commits/${headSha}`, repo);
  const head_commit = { id: headSha, tree_id: isJson(commit.tree) ? commit.tree.sha : '', message: commit.message };
  const merge_group = {
    head_sha: headSha,
    head_ref: headRef,
    base_sha: baseSha,
    base_ref: `refs/heads/${pull.base_ref}`,
    head_commit,
  };
  world.deliveries.send('merge_group', { action: 'checks_requested', merge_group }, { repo });
  return { headSha, headRef };
}
