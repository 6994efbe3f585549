import type { Db } from './db.ts';

/** Remembers the head of an open pull request: events that name only a commit find it by that. */
export async function rememberHead(
  db: Db,
  head: { repository: string; pullRequest: number; sha: string; seenAt: Date },
): Promise<void> {
  await db.query(
    `insert into head as old (repository, pull_request, sha, seen_at) values ($1, $2, $3, $4)
     on conflict (repository, pull_request) do update set sha = excluded.sha, seen_at = excluded.seen_at
     where old.seen_at <= excluded.seen_at`,
    [head.repository, head.pullRequest, head.sha, head.seenAt],
  );
}

/** The open pull requests whose head is this commit: two branches may share one. */
export async function pullRequestsAt(db: Db, repository: string, sha: string): Promise<number[]> {
  const rows = await db.query<{ pull_request: number }>(
    'select pull_request from head where repository = $1 and sha = $2 order by pull_request',
    [repository, sha],
  );
  return rows.map((row) => row.pull_request);
}

/** The pull requests of a repository that were open when last seen. */
export async function openPullRequests(db: Db, repository: string): Promise<number[]> {
  const rows = await db.query<{ pull_request: number }>(
    'select pull_request from head where repository = $1 order by pull_request',
    [repository],
  );
  return rows.map((row) => row.pull_request);
}

/** A closed pull request has no head to look for. */
export async function forgetHead(db: Db, repository: string, pullRequest: number): Promise<void> {
  await db.query('delete from head where repository = $1 and pull_request = $2', [repository, pullRequest]);
}
