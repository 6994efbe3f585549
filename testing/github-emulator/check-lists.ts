import { type Answer, type Json, notFound, paged, text } from './answers.ts';
import { callerLogin } from './callers.ts';
import { runJson, runOf } from './check-runs.ts';
import { latestRuns } from './gate.ts';
import { resolveCommit } from './git.ts';
import { isIn, suiteJson } from './suites.ts';
import { type Call, type CheckRun, nextId, now, param, type Route, repositoryOf, userJson } from './world.ts';

export const CHECK_LIST_ROUTES: Route[] = [
  ['GET /repos/:owner/:repo/commits/:ref+/check-runs', listForRef],
  ['GET /repos/:owner/:repo/commits/:ref+/check-suites', listSuites],
  ['GET /repos/:owner/:repo/check-runs/:id/annotations', (call) => paged(runOf(call)[1].annotations, call)],
  ['GET /repos/:owner/:repo/check-suites/:id', (call) => ({ status: 200, body: suiteAt(call).json })],
  ['GET /repos/:owner/:repo/check-suites/:id/check-runs', listForSuite],
  ['POST /repos/:owner/:repo/check-suites/:id/rerequest', rerequestSuite],
  ['POST /repos/:owner/:repo/statuses/:sha', createStatus],
  ['GET /repos/:owner/:repo/commits/:ref+/status', combinedStatus],
  ['GET /repos/:owner/:repo/commits/:ref+/statuses', (call) => paged(statusesOf(call).all.map(bare), call)],
];

function shaOf(call: Call): string {
  const commit = resolveCommit(call.world, repositoryOf(call), param(call, 'ref'));
  if (commit === undefined) throw notFound();
  return commit.sha;
}

function counted(call: Call, runs: CheckRun[]): Answer {
  const repo = repositoryOf(call);
  const { query } = call;
  const [name, app, status] = [query.get('check_name'), query.get('app_id'), query.get('status')];
  const chosen = runs.filter(
    (run) =>
      (name === null || run.name === name) &&
      (app === null || run.appId === Number(app)) &&
      (status === null || run.status === status),
  );
  return paged(chosen, call, (items) => ({
    total_count: chosen.length,
    check_runs: items.map((run) => runJson(call.world, repo, run)),
  }));
}

/** `latest`, the default, keeps the newest of a name within each App's suite. */
function listForRef(call: Call): Answer {
  const repo = repositoryOf(call);
  const sha = shaOf(call);
  const all = call.world.state.runs.filter((run) => run.repoId === repo.id && run.headSha === sha).reverse();
  return counted(call, call.query.get('filter') === 'all' ? all : latestRuns(call.world, repo.id, sha));
}

function listForSuite(call: Call): Answer {
  const { suite } = suiteAt(call);
  return counted(call, call.world.state.runs.filter((run) => isIn(run, suite)).reverse());
}

function listSuites(call: Call): Answer {
  const repo = repositoryOf(call);
  const sha = shaOf(call);
  const app = call.query.get('app_id');
  const suites = call.world.state.suites.filter(
    (one) => one.repoId === repo.id && one.sha === sha && (app === null || one.appId === Number(app)),
  );
  return paged(suites, call, (items) => ({
    total_count: suites.length,
    check_suites: items.map((suite) => suiteJson(call.world, repo, suite)),
  }));
}

function suiteAt(call: Call) {
  const repo = repositoryOf(call);
  const suite = call.world.state.suites.find((one) => one.repoId === repo.id && one.id === Number(param(call, 'id')));
  if (suite === undefined) throw notFound();
  return { suite, json: suiteJson(call.world, repo, suite) };
}

function rerequestSuite(call: Call): Answer {
  const repo = repositoryOf(call);
  const { suite, json } = suiteAt(call);
  const sender = userJson(call.world, callerLogin(call.caller) ?? 'ghost');
  const payload = { action: 'rerequested', check_suite: json, sender };
  call.world.deliveries.send('check_suite', payload, { repo, onlyApp: suite.appId });
  return { status: 201, body: {} };
}

function createStatus(call: Call): Answer {
  const repo = repositoryOf(call);
  const creator = userJson(call.world, callerLogin(call.caller) ?? 'ghost');
  const status: Json = {
    ...{ id: nextId(call.world), repoId: repo.id, sha: param(call, 'sha'), state: text(call.body.state) ?? 'pending' },
    context: text(call.body.context) ?? 'default',
    description: call.body.description ?? null,
    target_url: call.body.target_url ?? null,
    creator,
    created_at: now(),
    updated_at: now(),
  };
  call.world.state.statuses.unshift(status);
  const { sha, state, context } = status;
  call.world.deliveries.send('status', { sha, state, context, name: repo.full_name, sender: creator }, { repo });
  return { status: 201, body: bare(status) };
}

function statusesOf(call: Call): { sha: string; all: Json[] } {
  const repo = repositoryOf(call);
  const sha = shaOf(call);
  return { sha, all: call.world.state.statuses.filter((one) => one.repoId === repo.id && one.sha === sha) };
}

/** The newest of each context; the whole is `pending` without any. */
function combinedStatus(call: Call): Answer {
  const { sha, all } = statusesOf(call);
  const latest = all.filter((one, at) => all.findIndex(({ context }) => context === one.context) === at);
  const states = latest.map(({ state }) => state);
  const bad = states.some((state) => state === 'failure' || state === 'error');
  const state = bad ? 'failure' : states.length === 0 || states.includes('pending') ? 'pending' : 'success';
  return paged(latest, call, (items) => ({
    ...{
      state,
      sha,
      total_count: latest.length,
      commit_url: `${call.url}/repos/${repositoryOf(call).full_name}/commits/${sha}`,
    },
    statuses: items.map(bare),
  }));
}

function bare({ repoId: _, sha: __, ...status }: Json): Json {
  return status;
}
