import { type Answer, isJson, type Json, notFound, paged, text } from './answers.ts';
import { callerLogin } from './callers.ts';
import { resolveCommit, setRef } from './git.ts';
import { ownFacts } from './payloads.ts';
import { atLeast, ROLES, roleOf } from './roles.ts';
import { type Call, findRepository, nextId, now, param, type Route, repositoryOf, userJson } from './world.ts';

export const FACT_ROUTES: Route[] = [
  ['GET /repos/:owner/:repo', repository],
  ['GET /orgs/:org/repos', organizationRepositories],
  ['PUT /repos/:owner/:repo/topics', topics],
  ['GET /repos/:owner/:repo/properties/values', (call) => ({ status: 200, body: valuesOf(call) })],
  ['PATCH /orgs/:org/properties/values', setProperties],
  ['GET /repos/:owner/:repo/contents/:path+', raw],
  ['GET /repos/:owner/:repo/git/trees/:tree+', tree],
  ['GET /repos/:owner/:repo/tags', tags],
  ['POST /repos/:owner/:repo/releases', release],
  ['GET /repos/:owner/:repo/activity', activity],
  ['GET /repos/:owner/:repo/actions/runs/:id', workflowRun],
  ['GET /repos/:owner/:repo/deployments', deployments],
  ['POST /repos/:owner/:repo/deployments', deploy],
  ['GET /repos/:owner/:repo/deployments/:id/statuses', (call) => paged(deploymentOf(call).statuses, call)],
  ['POST /repos/:owner/:repo/deployments/:id/statuses', deployStatus],
];

async function repository(call: Call): Promise<Answer> {
  const repo = repositoryOf(call);
  const answer = await call.forward();
  if (!isJson(answer.body) || answer.status !== 200) return answer;
  const { permissions: _, ...json } = answer.body;
  const { caller } = call;
  if (caller.kind !== 'user') return { ...answer, body: { ...json, ...ownFacts(call.world, repo) } };
  const role = roleOf(call.world, repo, caller.login);
  const old: Record<string, string> = { read: 'pull', write: 'push' };
  const granted = ROLES.slice(1).map((one) => [old[one] ?? one, atLeast(role, one)]);
  return { ...answer, body: { ...json, ...ownFacts(call.world, repo), permissions: Object.fromEntries(granted) } };
}

/** Those that the caller may see; the emulator has no such list. */
function organizationRepositories(call: Call): Answer {
  const { world, caller } = call;
  const account = world.rows.orgs.findOneBy('login', param(call, 'org'));
  if (account === undefined) throw notFound();
  const seen = world.rows.repos
    .all()
    .filter((repo) => repo.owner_type === 'Organization' && repo.owner_id === account.id)
    .filter((repo) => !repo.private || (caller.kind === 'user' && roleOf(world, repo, caller.login) !== 'none'))
    .map((repo) => ({
      ...{ id: repo.id, name: repo.name, full_name: repo.full_name, private: repo.private, archived: false },
      ...{ topics: repo.topics, default_branch: repo.default_branch },
      ...ownFacts(world, repo),
    }));
  return paged(seen, call);
}

/** `repository.edited` with the topics that were there. */
async function topics(call: Call): Promise<Answer> {
  const repo = repositoryOf(call);
  const from = [...repo.topics];
  const answer = await call.forward();
  const sender = userJson(call.world, callerLogin(call.caller) ?? 'ghost');
  const payload = { action: 'edited', changes: { topics: { from } }, sender };
  if (answer.status === 200) call.world.deliveries.send('repository', payload, { repo });
  return answer;
}

function valuesOf(call: Call): Json[] {
  const values = call.world.state.properties.get(repositoryOf(call).id) ?? new Map<string, unknown>();
  return [...values].map(([property_name, value]) => ({ property_name, value }));
}

function setProperties(call: Call): Answer {
  const names = Array.isArray(call.body.repository_names) ? call.body.repository_names.map(String) : [];
  const properties = Array.isArray(call.body.properties) ? call.body.properties.filter(isJson) : [];
  for (const name of names) {
    const repo = findRepository(call.world, `${param(call, 'org')}/${name}`);
    if (repo === undefined) throw notFound();
    const values = new Map(call.world.state.properties.get(repo.id) ?? []);
    const list = (): Json[] => [...values].map(([property_name, value]) => ({ property_name, value }));
    const old = list();
    for (const { property_name, value } of properties) {
      if (value === null) values.delete(String(property_name));
      else values.set(String(property_name), value);
    }
    call.world.state.properties.set(repo.id, values);
    const sender = userJson(call.world, callerLogin(call.caller) ?? 'ghost');
    const payload = { action: 'updated', new_property_values: list(), old_property_values: old, sender };
    call.world.deliveries.send('custom_property_values', payload, { repo });
  }
  return { status: 204 };
}

/** Under the emulator's media type Octokit takes a raw file for binary and hands out an ArrayBuffer. */
async function raw(call: Call): Promise<Answer> {
  const answer = await call.forward();
  if (answer.status !== 200 || !/application\/vnd\.github\.(v3\.)?raw/.test(call.accept)) return answer;
  const type = 'application/vnd.github.raw+json; charset=utf-8';
  return { ...answer, headers: { ...answer.headers, 'content-type': type } };
}

/** `truncateTrees` cuts recursive listings, as GitHub does past 100,000 entries or 7 MB. */
async function tree(call: Call): Promise<Answer> {
  const answer = await call.forward();
  const { truncateAt } = call.world.state;
  if (truncateAt === undefined || !call.query.has('recursive') || !isJson(answer.body)) return answer;
  const entries = Array.isArray(answer.body.tree) ? answer.body.tree : [];
  return { ...answer, body: { ...answer.body, tree: entries.slice(0, truncateAt), truncated: true } };
}

/** Every tag, newest name first; the emulator lists annotated ones only. */
function tags(call: Call): Answer {
  const repo = repositoryOf(call);
  const refs = call.world.rows.refs.findBy('repo_id', repo.id).filter(({ ref }) => ref.startsWith('refs/tags/'));
  const list = refs.map(({ ref, sha }): Json => {
    const url = `${call.url}/repos/${repo.full_name}/commits/${sha}`;
    return { name: ref.slice('refs/tags/'.length), commit: { sha, url }, node_id: ref };
  });
  return paged(
    list.sort((one, other) => (String(one.name) < String(other.name) ? 1 : -1)),
    call,
  );
}

/** Publishing a release makes its tag where there is none. */
async function release(call: Call): Promise<Answer> {
  const repo = repositoryOf(call);
  const answer = await call.forward();
  const tag = text(call.body.tag_name);
  const target = resolveCommit(call.world, repo, text(call.body.target_commitish) ?? repo.default_branch);
  if (answer.status !== 201 || tag === undefined || target === undefined || call.body.draft === true) return answer;
  if (resolveCommit(call.world, repo, tag) === undefined) setRef(call.world, repo, `refs/tags/${tag}`, target.sha);
  return answer;
}

/** Newest first; `ref` and `actor` select. */
function activity(call: Call): Answer {
  const repo = repositoryOf(call);
  const [ref, actor] = [call.query.get('ref'), call.query.get('actor')];
  const list = call.world.state.pushes
    .filter((one) => one.repoId === repo.id)
    .map(({ push }) => push)
    .filter((push) => ref === null || push.ref === ref)
    .filter((push) => actor === null || (isJson(push.actor) && push.actor.login === actor));
  return paged([...list].reverse(), call);
}

/** Runs that a test has added; the emulator's are made by its own workflow routes. */
function workflowRun(call: Call): Answer | Promise<Answer> {
  const repo = repositoryOf(call);
  const id = Number(param(call, 'id'));
  const found = call.world.state.workflowRuns.find((one) => one.repoId === repo.id && one.run.id === id);
  return found === undefined ? call.forward() : { status: 200, body: found.run };
}

function deployments(call: Call): Answer {
  const repo = repositoryOf(call);
  const wanted = ['sha', 'ref', 'task', 'environment'].filter((key) => call.query.has(key));
  const list = call.world.state.deployments
    .filter((one) => one.repoId === repo.id)
    .map(({ deployment }) => deployment)
    .filter((one) => wanted.every((key) => one[key] === call.query.get(key)));
  return paged([...list].reverse(), call);
}

function deploy(call: Call): Answer {
  const repo = repositoryOf(call);
  const id = nextId(call.world);
  const ref = text(call.body.ref) ?? repo.default_branch;
  const tip = call.world.rows.refs.findBy('repo_id', repo.id).find((one) => one.ref === `refs/heads/${ref}`);
  const deployment: Json = {
    ...{ id, ref, sha: tip?.sha ?? ref, task: 'deploy', environment: text(call.body.environment) ?? 'production' },
    creator: userJson(call.world, callerLogin(call.caller) ?? 'ghost'),
    ...{ created_at: now(), updated_at: now(), url: `${call.url}/repos/${repo.full_name}/deployments/${id}` },
  };
  call.world.state.deployments.push({ repoId: repo.id, deployment, statuses: [] });
  return { status: 201, body: deployment };
}

function deploymentOf(call: Call) {
  const repo = repositoryOf(call);
  const found = call.world.state.deployments.find(
    (one) => one.repoId === repo.id && one.deployment.id === Number(param(call, 'id')),
  );
  if (found === undefined) throw notFound();
  return found;
}

function deployStatus(call: Call): Answer {
  const { deployment, statuses } = deploymentOf(call);
  const sender = userJson(call.world, callerLogin(call.caller) ?? 'ghost');
  const made = { id: nextId(call.world), state: call.body.state, creator: sender, created_at: now() };
  statuses.unshift({ ...made, environment: deployment.environment });
  const payload = { action: 'created', deployment_status: statuses[0], deployment, sender };
  call.world.deliveries.send('deployment_status', payload, { repo: repositoryOf(call) });
  return { status: 201, body: statuses[0] };
}
