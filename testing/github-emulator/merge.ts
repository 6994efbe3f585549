import { type Answer, isJson, type Json, Refusal, text } from './answers.ts';
import { callerLogin } from './callers.ts';
import { mergeRefusal } from './gate.ts';
import { branchTip, commitOf, setRef } from './git.ts';
import { pullOf } from './pulls.ts';
import type { PullRow, RepoRow } from './rows.ts';
import { conflictsOf, mergeEdits } from './three-way.ts';
import { type Call, now, ownerOf, type Route, repositoryOf, userJson, userOf, type World } from './world.ts';

export const MERGE_ROUTES: Route[] = [['PUT /repos/:owner/:repo/pulls/:number/merge', merge]];

/** Whom GitHub names as committer of what its own buttons make. */
export const WEB_FLOW = { name: 'GitHub', email: 'noreply@github.com' };

/** The emulator refuses with 422 and its own words, and takes the head's tree for the result. */
async function merge(call: Call): Promise<Answer> {
  const { world, body } = call;
  const repo = repositoryOf(call);
  const pull = pullOf(call);
  const login = callerLogin(call.caller) ?? '';
  if (pull.state !== 'open') throw new Refusal(405, 'Pull Request is not mergeable');
  if (pull.draft) throw new Refusal(405, 'Pull Request is still a draft');
  if (text(body.sha) !== undefined && body.sha !== pull.head_sha) {
    throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
  }
  const refusal = mergeRefusal(world, repo, pull, login);
  if (refusal !== undefined) throw new Refusal(405, refusal);
  if (conflictsOf(world, repo, pull).length > 0) throw new Refusal(405, 'Merge conflict');

  const sha = await mergeCommit(world, repo, pull, login, body);
  world.state.signed.add(sha);
  setRef(world, repo, `refs/heads/${pull.base_ref}`, sha);
  close(call, repo, pull, sha);
  const sender = userJson(world, login);
  world.deliveries.send('pull_request', { action: 'closed', pull_request: { number: pull.number }, sender }, { repo });
  return { status: 200, body: { sha, merged: true, message: 'Pull Request successfully merged' } };
}

/** The commit of base and pull request, on no branch yet. */
export async function mergeCommit(
  world: World,
  repo: RepoRow,
  pull: PullRow,
  login: string,
  body: Json,
): Promise<string> {
  const tip = branchTip(world, repo, pull.base_ref) ?? pull.base_sha;
  const base = commitOf(world, repo.id, tip);
  const edits = mergeEdits(world, repo, pull);
  const git = `/repos/${repo.full_name}/git`;
  const made = async (kind: string, content: unknown): Promise<string> => {
    const answer = await world.ask('POST', `${git}/${kind}`, { body: content, owner: repo });
    if (!isJson(answer.body) || typeof answer.body.sha !== 'string') {
      throw new Refusal(500, `the merge could not make its ${kind}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body.sha;
  };
  const tree = edits.length === 0 ? base?.tree_sha : await made('trees', { base_tree: base?.tree_sha, tree: edits });
  const headOwner = ownerOf(world.rows.repos.get(pull.head_repo_id) ?? repo);
  const title = text(body.commit_title) ?? `Merge pull request #${pull.number} from ${headOwner}/${pull.head_ref}`;
  const user = userOf(world, login);
  const email = user?.email ?? `${user?.id ?? 0}+${login}@users.noreply.github.com`;
  const alone = body.merge_method === 'squash' || body.merge_method === 'rebase';
  return made('commits', {
    message: `${title}\n\n${text(body.commit_message) ?? pull.title}`,
    tree,
    parents: alone ? [tip] : [tip, pull.head_sha],
    author: { name: user?.name ?? login, email, date: now() },
    committer: { ...WEB_FLOW, date: now() },
  });
}

function close({ world, caller }: Call, repo: RepoRow, pull: PullRow, sha: string): void {
  const by = userOf(world, callerLogin(caller) ?? '')?.id ?? null;
  const closed = { state: 'closed', closed_at: now() };
  world.rows.pullRequests.update(pull.id, {
    ...closed,
    merged: true,
    merged_at: closed.closed_at,
    merged_by_id: by,
    merge_commit_sha: sha,
  });
  const issue = world.rows.issues.findBy('number', pull.number).find((row) => row.repo_id === repo.id);
  if (issue !== undefined) world.rows.issues.update(issue.id, { ...closed, closed_by_id: by });
  world.rows.repos.update(repo.id, { open_issues_count: Math.max(0, repo.open_issues_count - 1) });
  const actor = userJson(world, callerLogin(caller) ?? 'ghost');
  for (const event of ['merged', 'closed']) {
    const entry = { event, actor, commit_id: sha, created_at: closed.closed_at };
    world.state.timeline.push({ repoId: repo.id, issue: pull.number, event: entry });
  }
}
