import { isJson, type Json } from './answers.ts';
import { type Change, changes, lineCounts } from './diff.ts';
import { mergeRefusal } from './gate.ts';
import { commitOf, commitsBetween, mergeBase } from './git.ts';
import type { CommitRow, PullRow, RepoRow } from './rows.ts';
import { conflictsOf } from './three-way.ts';
import { known, type World } from './world.ts';

/** The emulator counts no files or lines, one commit too many, and calls every pull request clean. */
export async function pullJson(world: World, row: PullRow): Promise<Json> {
  const repo = world.rows.repos.get(row.repo_id);
  if (repo === undefined) throw new Error(`pull request ${row.number} has no repository`);
  const json = await known(world, `/repos/${repo.full_name}/pulls/${row.number}`, repo);
  const changed = pullChanges(world, repo, row);
  const counts = changed.map((change) => lineCounts(world, repo.id, change));
  const conflicts = row.merged || row.state === 'closed' ? [] : conflictsOf(world, repo, row);
  const state = mergeState(world, repo, row, conflicts.length > 0);
  return {
    ...json,
    base: side(json.base),
    head: side(json.head),
    commits: pullCommits(world, repo, row).length,
    changed_files: changed.length,
    additions: counts.reduce((sum, one) => sum + one.additions, 0),
    deletions: counts.reduce((sum, one) => sum + one.deletions, 0),
    mergeable: row.state === 'closed' ? null : conflicts.length === 0,
    mergeable_state: state,
  };
}

function side(value: unknown): unknown {
  if (!isJson(value) || !isJson(value.repo)) return value;
  const { permissions: _, ...repo } = value.repo;
  return { ...value, repo };
}

function mergeState(world: World, repo: RepoRow, row: PullRow, conflicts: boolean): string {
  if (row.state === 'closed') return 'unknown';
  if (conflicts) return 'dirty';
  if (row.draft) return 'draft';
  return mergeRefusal(world, repo, row, '') === undefined ? 'clean' : 'blocked';
}

/** Three dots: against the merge base, not against the base branch's tip. */
export function pullChanges(world: World, repo: RepoRow, row: PullRow): Change[] {
  const base = mergeBase(world, repo.id, row.base_sha, row.head_sha) ?? row.base_sha;
  const old = commitOf(world, repo.id, base)?.tree_sha;
  const fresh = commitOf(world, repo.id, row.head_sha)?.tree_sha;
  return old === undefined || fresh === undefined ? [] : changes(world, repo.id, old, fresh);
}

export function pullCommits(world: World, repo: RepoRow, row: PullRow): CommitRow[] {
  return commitsBetween(world, repo.id, row.base_sha, row.head_sha);
}
