import type { Json } from './answers.ts';
import { branchTip, commitOf, commitsBetween, copyObjects, setRef } from './git.ts';
import type { PullRow, RepoRow } from './rows.ts';
import { addSuites } from './suites.ts';
import { nextId, now, userJson, type World } from './world.ts';

const NONE = '0'.repeat(40);

/** The current refs, to detect the next write by comparison. */
export function rememberRefs(world: World, repo: RepoRow): Map<string, string> {
  const refs = new Map(
    world.rows.refs
      .findBy('repo_id', repo.id)
      .filter(({ ref }) => /^refs\/(heads|tags)\//.test(ref))
      .map(({ ref, sha }) => [ref, sha]),
  );
  world.state.knownRefs.set(repo.id, refs);
  return refs;
}

/**
 * Run after every write: whichever way a branch moved (contents, git data, merge button), GitHub sends `push`, moves
 * the head of its pull requests and sends `pull_request.synchronize`. The emulator does the first only.
 */
export function followRefs(world: World, repo: RepoRow, login: string, byMerge = false): void {
  const before = world.state.knownRefs.get(repo.id) ?? new Map<string, string>();
  const after = rememberRefs(world, repo);
  for (const ref of new Set([...before.keys(), ...after.keys()])) {
    const [old, fresh] = [before.get(ref), after.get(ref)];
    if (old === fresh) continue;
    notePush(world, repo, { login, byMerge, ref, old, fresh });
    sendPush(world, repo, login, ref, old, fresh);
    if (fresh === undefined || !ref.startsWith('refs/heads/')) continue;
    if (old !== undefined) moveHeads(world, repo, login, ref.slice('refs/heads/'.length), old, fresh);
    addSuites(world, repo, fresh, login);
  }
}

interface Move {
  login: string;
  byMerge: boolean;
  ref: string;
  old: string | undefined;
  fresh: string | undefined;
}

/** What GitHub lists as the activity of a repository. */
function notePush(world: World, repo: RepoRow, { login, byMerge, ref, old, fresh }: Move): void {
  if (!ref.startsWith('refs/heads/')) return;
  const forced = isForced(world, repo, old, fresh) ? 'force_push' : 'push';
  const type = byMerge
    ? 'pr_merge'
    : old === undefined
      ? 'branch_creation'
      : fresh === undefined
        ? 'branch_deletion'
        : forced;
  const moved = { before: old ?? NONE, after: fresh ?? NONE, ref, timestamp: now(), activity_type: type };
  world.state.pushes.push({
    repoId: repo.id,
    push: { id: nextId(world), ...moved, actor: userJson(world, login) },
  });
}

function moveHeads(world: World, repo: RepoRow, login: string, branch: string, before: string, after: string): void {
  for (const pull of world.rows.pullRequests.all()) {
    if (pull.head_repo_id !== repo.id || pull.head_ref !== branch || pull.state !== 'open') continue;
    const base = world.rows.repos.get(pull.base_repo_id);
    if (base === undefined) continue;
    adoptHead(world, base, { ...pull, head_sha: after });
    world.rows.pullRequests.update(pull.id, {
      head_sha: after,
      base_sha: branchTip(world, base, pull.base_ref) ?? pull.base_sha,
      updated_at: now(),
    });
    const sender = userJson(world, login);
    const payload = { action: 'synchronize', before, after, pull_request: { number: pull.number }, sender };
    world.deliveries.send('pull_request', payload, { repo: base });
  }
}

/** Makes a pull request's head readable in the base repository, also as `refs/pull/N/head`. */
export function adoptHead(
  world: World,
  base: RepoRow,
  pull: Pick<PullRow, 'head_repo_id' | 'head_sha' | 'number'>,
): void {
  copyObjects(world, pull.head_repo_id, base.id, pull.head_sha);
  setRef(world, base, `refs/pull/${pull.number}/head`, pull.head_sha);
}

function sendPush(world: World, repo: RepoRow, login: string, ref: string, old?: string, fresh?: string): void {
  const list =
    fresh === undefined
      ? []
      : commitsBetween(world, repo.id, old ?? branchTip(world, repo, repo.default_branch) ?? NONE, fresh);
  const commits = list.slice(-20).map(
    (commit): Json => ({
      id: commit.sha,
      tree_id: commit.tree_sha,
      message: commit.message,
      timestamp: commit.committer_date,
      author: { name: commit.author_name, email: commit.author_email },
      committer: { name: commit.committer_name, email: commit.committer_email },
    }),
  );
  const payload = {
    ref,
    before: old ?? NONE,
    after: fresh ?? NONE,
    created: old === undefined,
    deleted: fresh === undefined,
    forced: isForced(world, repo, old, fresh),
    base_ref: null,
    commits,
    head_commit: commits.at(-1) ?? null,
    pusher: { name: login, email: `${login}@users.noreply.github.com` },
    sender: userJson(world, login),
  };
  world.deliveries.send('push', payload, { repo });
}

/** Whether the new tip leaves out commits of the old one. */
export function isForced(world: World, repo: RepoRow, old?: string, fresh?: string): boolean {
  if (old === undefined || fresh === undefined || commitOf(world, repo.id, old) === undefined) return false;
  return commitsBetween(world, repo.id, fresh, old).length > 0;
}
