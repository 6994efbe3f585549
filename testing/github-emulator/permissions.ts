import { notFound, Refusal } from './answers.ts';
import { atLeast, type Role, roleOf } from './roles.ts';
import { type Call, findRepository } from './world.ts';

interface Demand {
  route: RegExp;
  /** Any of these permissions of an App, at this level. */
  anyOf: string[];
  level: 'read' | 'write';
  /** What a person needs; an App's token is not asked. */
  role?: Role;
  appsOnly?: boolean;
}

const CONVERSATION = ['issues', 'pull_requests'];
const R = '^/repos/[^/]+/[^/]+';

/** From GitHub's table of App permissions, for the routes of this product. The first that fits decides. */
const DEMANDS: [methods: string, path: string, anyOf: string[], level: 'read' | 'write', role?: Role | 'app'][] = [
  ['POST', `${R}/check-(runs|suites)/\\d+/rerequest$`, ['checks'], 'write', 'write'],
  ['POST PATCH', `${R}/check-(runs|suites)`, ['checks'], 'write', 'app'],
  ['POST', `${R}/statuses/`, ['statuses'], 'write', 'write'],
  ['PUT', `${R}/pulls/\\d+/merge$`, ['contents'], 'write', 'write'],
  ['PUT', `${R}/pulls/\\d+/reviews/\\d+/dismissals$`, ['pull_requests'], 'write', 'write'],
  ['POST DELETE', `${R}/pulls/\\d+/requested_reviewers$`, ['pull_requests'], 'write', 'triage'],
  ['POST PATCH PUT DELETE', `${R}/pulls`, ['pull_requests'], 'write', 'read'],
  ['POST PUT DELETE', `${R}/issues/\\d+/labels`, CONVERSATION, 'write', 'triage'],
  ['POST PATCH DELETE', `${R}/issues`, CONVERSATION, 'write', 'read'],
  ['POST PATCH PUT DELETE', `${R}/(contents|git)/`, ['contents'], 'write', 'write'],
  ['POST', `${R}/releases`, ['contents'], 'write', 'write'],
  ['POST', `${R}/deployments`, ['deployments'], 'write', 'write'],
  ['POST PUT DELETE', `${R}/rulesets`, ['administration'], 'write', 'admin'],
  ['POST PUT PATCH DELETE', `${R}/branches/.+/protection`, ['administration'], 'write', 'admin'],
  ['GET', `${R}/branches/.+/protection`, ['administration'], 'read', 'admin'],
  ['PUT', `${R}/topics$`, ['administration'], 'write', 'admin'],
  ['GET', '^/orgs/[^/]+/(members|teams|memberships)', ['members'], 'read'],
  ['PATCH', '^/orgs/[^/]+/properties', ['organization_custom_properties'], 'write'],
];

/** Private repositories answer an App only where it has the reading permission; public ones answer anybody. */
const PRIVATE_READS: [path: string, anyOf: string[]][] = [
  [`${R}/(activity|contents|git|compare|commits/[^/]+$|commits$|branches|releases|tags)`, ['contents']],
  [`${R}/commits/.+/check-`, ['checks']],
  [`${R}/commits/.+/status`, ['statuses']],
  [`${R}/pulls`, ['pull_requests']],
  [`${R}/issues`, CONVERSATION],
  [`${R}/check-`, ['checks']],
  [`${R}/deployments`, ['deployments']],
];

const TABLE: Demand[] = DEMANDS.map(([methods, path, anyOf, level, role]) => ({
  route: new RegExp(`^(${methods.replace(/ /g, '|')}) ${path.slice(1)}`),
  anyOf,
  level,
  ...(role === undefined ? {} : role === 'app' ? { appsOnly: true } : { role }),
}));

/** Refuses like GitHub: 404 for inaccessible objects, 401 without a caller, 403 for missing permissions. */
export function demand(call: Call): void {
  const { caller, world, method, path } = call;
  const [, owner, name] = /^\/repos\/([^/]+)\/([^/]+)/.exec(path) ?? [];
  const repo = owner === undefined ? undefined : findRepository(world, `${owner}/${name}`);
  if (owner !== undefined && repo === undefined) throw notFound();
  if (repo?.private && !sees(call, repo.id)) throw notFound();

  const rule = TABLE.find((one) => one.route.test(`${method} ${path}`));
  const readsPrivate =
    method === 'GET' && repo?.private ? PRIVATE_READS.find(([to]) => new RegExp(to).test(path)) : undefined;
  const anyOf = rule?.anyOf ?? readsPrivate?.[1];
  if (caller.kind === 'installation' && anyOf !== undefined) {
    const rank = (level: string | undefined): number => ['', 'read', 'write'].indexOf(level ?? '');
    const granted = caller.entry.installation?.permissions ?? {};
    const needed = rank(rule?.level ?? 'read');
    const reaches = method === 'GET' || repo === undefined || sees(call, repo.id);
    if (!reaches || !anyOf.some((name) => rank(granted[name]) >= needed)) {
      throw new Refusal(403, 'Resource not accessible by integration');
    }
  }
  if (rule === undefined) return;
  if (caller.kind === 'anonymous' && (method !== 'GET' || repo === undefined)) {
    throw new Refusal(401, 'Requires authentication');
  }
  if (caller.kind !== 'user' || repo === undefined) return;
  if (rule.appsOnly) throw new Refusal(403, 'You must authenticate via a GitHub App.');
  if (rule.role !== undefined && !atLeast(roleOf(world, repo, caller.login), rule.role)) {
    throw new Refusal(403, 'Resource not accessible by personal access token');
  }
}

function sees({ caller, world }: Call, repoId: number): boolean {
  const repo = world.rows.repos.get(repoId);
  if (repo === undefined || caller.kind === 'anonymous') return false;
  if (caller.kind === 'app') return true;
  if (caller.kind === 'user') return roleOf(world, repo, caller.login) !== 'none';
  const reach = caller.entry.installation;
  if (reach === undefined || reach.accountId !== repo.owner_id || reach.accountType !== repo.owner_type) return false;
  return reach.repositorySelection === 'all' || reach.repositoryIds.includes(repo.id);
}
