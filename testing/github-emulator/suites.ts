import type { Json } from './answers.ts';
import { appJson } from './payloads.ts';
import type { RepoRow } from './rows.ts';
import { type CheckRun, nextId, userJson, type World } from './world.ts';

type Suite = World['state']['suites'][number];

/** One suite holds all runs of one App on one commit; the emulator shares one among all Apps. */
export function suiteOf(world: World, repoId: number, sha: string, appId: number): Suite {
  const { suites } = world.state;
  const known = suites.find((one) => one.repoId === repoId && one.sha === sha && one.appId === appId);
  if (known !== undefined) return known;
  const made = { id: nextId(world), repoId, sha, appId };
  suites.push(made);
  return made;
}

/** A push makes a suite for each App that may write checks, and asks it with `check_suite.requested`. */
export function addSuites(world: World, repo: RepoRow, sha: string, login: string): void {
  for (const app of world.rows.apps.all()) {
    if (app.permissions.checks !== 'write' || app.webhook_url === null) continue;
    const suite = suiteOf(world, repo.id, sha, app.app_id);
    const payload = { action: 'requested', check_suite: suiteJson(world, repo, suite), sender: userJson(world, login) };
    world.deliveries.send('check_suite', payload, { repo, onlyApp: app.app_id });
  }
}

export function suiteJson(world: World, repo: RepoRow, suite: Suite): Json {
  const runs = world.state.runs.filter((run) => isIn(run, suite));
  const done = runs.length > 0 && runs.every((run) => run.status === 'completed');
  const url = `${world.url}/repos/${repo.full_name}/check-suites/${suite.id}`;
  const worst = ['failure', 'action_required', 'timed_out', 'cancelled', 'success', 'neutral', 'skipped'];
  return {
    id: suite.id,
    node_id: `CS_${suite.id}`,
    head_branch: branchAt(world, repo, suite.sha),
    head_sha: suite.sha,
    status: done ? 'completed' : runs.some((run) => run.status === 'in_progress') ? 'in_progress' : 'queued',
    conclusion: done ? (worst.find((one) => runs.some((run) => run.conclusion === one)) ?? null) : null,
    url,
    check_runs_url: `${url}/check-runs`,
    pull_requests: pullBriefs(world, repo, suite.sha),
    app: appJson(world, suite.appId),
    latest_check_runs_count: runs.length,
  };
}

export function isIn(run: CheckRun, suite: Suite): boolean {
  return run.repoId === suite.repoId && run.headSha === suite.sha && run.appId === suite.appId;
}

function branchAt(world: World, repo: RepoRow, sha: string): string | null {
  const ref = world.rows.refs
    .findBy('repo_id', repo.id)
    .find((one) => one.sha === sha && one.ref.startsWith('refs/heads/'));
  return ref?.ref.slice('refs/heads/'.length) ?? null;
}

/** Open pull requests with this head; always empty for heads in forks. */
export function pullBriefs(world: World, repo: RepoRow, sha: string): Json[] {
  const side = (ref: string, tip: string): Json => ({ ref, sha: tip, repo: { id: repo.id, name: repo.name } });
  return world.rows.pullRequests
    .findBy('repo_id', repo.id)
    .filter((pull) => pull.head_sha === sha && pull.state === 'open' && pull.head_repo_id === repo.id)
    .map((pull) => ({
      id: pull.id,
      number: pull.number,
      url: `${world.url}/repos/${repo.full_name}/pulls/${pull.number}`,
      head: side(pull.head_ref, pull.head_sha),
      base: side(pull.base_ref, pull.base_sha),
    }));
}
