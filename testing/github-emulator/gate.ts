import picomatch from 'picomatch';
import { isJson, type Json, text } from './answers.ts';
import { memberships, roleOf } from './roles.ts';
import type { PullRow, RepoRow } from './rows.ts';
import { type CheckRun, ownerOf, type Ruleset, userOf, type World } from './world.ts';

export interface Required {
  context: string;
  /** Only this App's run counts; without it anyone's does. */
  appId?: number;
}

/** GitHub's refusal of a merge, or `undefined` if it is allowed. */
export function mergeRefusal(world: World, repo: RepoRow, pull: PullRow, login: string): string | undefined {
  const classic = classicRefusal(world, repo, pull, login);
  if (classic !== undefined) return classic;
  const rulesets = rulesetsOn(world, repo, pull.base_ref).filter((one) => !bypasses(world, repo, one, login, 'merge'));
  const count = Math.max(0, ...rulesets.flatMap(({ rules }) => rules.map(approvalsAsked)));
  const words =
    refusalWords(world, repo, pull.head_sha, rulesets.flatMap(requiredBy)) ??
    (count > approvals(world, repo, pull) ? approvalWords(count) : undefined);
  // GitHub words a ruleset's refusal as a list under one heading, where classic protection gives the line alone.
  return words === undefined ? undefined : `Repository rule violations found\n\n${words}\n\n`;
}

function classicRefusal(world: World, repo: RepoRow, pull: PullRow, login: string): string | undefined {
  const rule = world.rows.branchProtections.findBy('repo_id', repo.id).find((row) => row.branch_name === pull.base_ref);
  if (rule === undefined) return undefined;
  if (!rule.enforce_admins && roleOf(world, repo, login) === 'admin') return undefined;
  const words = refusalWords(world, repo, pull.head_sha, classicChecks(world, repo, pull.base_ref));
  if (words !== undefined) return words;
  const count = rule.required_pull_request_reviews?.required_approving_review_count ?? 0;
  if (count > approvals(world, repo, pull)) {
    return approvalWords(count);
  }
  return undefined;
}

function approvalWords(count: number): string {
  return `At least ${count} approving review${count === 1 ? ' is' : 's are'} required by reviewers with write access.`;
}

function approvalsAsked({ type, parameters }: Ruleset['rules'][number]): number {
  return type === 'pull_request' ? Number(parameters?.required_approving_review_count ?? 0) : 0;
}

export function classicChecks(world: World, repo: RepoRow, branch: string): Required[] {
  return (world.state.boundChecks.get(`${repo.id} ${branch}`) ?? []).map(({ context, app_id }) =>
    // -1 or no value means any App.
    app_id === null || app_id === -1 ? { context } : { context, appId: app_id },
  );
}

/** The checks that a ruleset requires. */
export function requiredBy(ruleset: Ruleset): Required[] {
  return ruleset.rules.flatMap(({ type, parameters }) => {
    if (type !== 'required_status_checks') return [];
    const list = Array.isArray(parameters?.required_status_checks) ? parameters.required_status_checks : [];
    return list.filter(isJson).map((one) => ({
      context: String(one.context),
      ...(typeof one.integration_id === 'number' ? { appId: one.integration_id } : {}),
    }));
  });
}

/** `success`, `neutral` and `skipped` satisfy; the newest run of a name decides. */
function stateOf(
  world: World,
  repo: RepoRow,
  sha: string,
  wanted: Required,
): 'met' | 'expected' | 'failing' | 'in progress' {
  const runs = latestRuns(world, repo.id, sha).filter(
    (run) => run.name === wanted.context && (wanted.appId === undefined || run.appId === wanted.appId),
  );
  const run = runs[0];
  const status = world.state.statuses.find(
    (one) => one.repoId === repo.id && one.sha === sha && one.context === wanted.context && wanted.appId === undefined,
  );
  if (run === undefined && status === undefined) return 'expected';
  // A name that exists both as check run and as commit status must pass in both.
  const states = [
    ...(run === undefined ? [] : [runState(run)]),
    ...(status === undefined ? [] : [String(status.state)]),
  ];
  if (states.every((state) => state === 'success')) return 'met';
  return states.includes('pending') ? 'in progress' : 'failing';
}

function runState(run: CheckRun): string {
  if (run.status !== 'completed') return 'pending';
  return ['success', 'neutral', 'skipped'].includes(run.conclusion ?? '') ? 'success' : 'failure';
}

/** The newest run per name and App of a commit, newest first. */
export function latestRuns(world: World, repoId: number, sha: string): CheckRun[] {
  const latest = new Map<string, CheckRun>();
  for (const run of world.state.runs) {
    if (run.repoId === repoId && run.headSha === sha) latest.set(`${run.appId} ${run.name}`, run);
  }
  return [...latest.values()].sort((one, other) => other.id - one.id);
}

/** What is missing of the required checks on a commit, in GitHub's words. */
export function refusalWords(world: World, repo: RepoRow, sha: string, required: Required[]): string | undefined {
  const open = required.map((one) => ({ context: one.context, state: stateOf(world, repo, sha, one) }));
  const unmet = open.filter(({ state }) => state !== 'met');
  const [first] = unmet;
  if (first === undefined) return undefined;
  if (unmet.length === 1) return `Required status check "${first.context}" is ${first.state}.`;
  const kinds = [...new Set(unmet.map(({ state }) => state))];
  const all = `${unmet.length} of ${required.length} required status checks`;
  if (kinds.length === 1) return `${all} are ${first.state}.`;
  const counts = kinds.map((kind) => `${unmet.filter(({ state }) => state === kind).length} ${kind}`);
  return `${all} have not succeeded: ${counts.slice(0, -1).join(', ')} and ${counts.at(-1)}.`;
}

function approvals(world: World, repo: RepoRow, pull: PullRow): number {
  const opinions = new Map<number, string>();
  for (const review of world.rows.reviews.findBy('pull_number', pull.number)) {
    if (review.repo_id === repo.id && /APPROVED|CHANGES_REQUESTED|DISMISSED/.test(review.state)) {
      opinions.set(review.user_id, review.state);
    }
  }
  return [...opinions].filter(([id, state]) => {
    const login = world.rows.users.get(id)?.login ?? '';
    return state === 'APPROVED' && /write|maintain|admin/.test(roleOf(world, repo, login));
  }).length;
}

/** The active rulesets that reach a branch, the repository's own and the organization's. */
export function rulesetsOn(world: World, repo: RepoRow, branch: string): Ruleset[] {
  return world.state.rulesets.filter(
    (one) =>
      one.enforcement === 'active' &&
      (one.source === repo.full_name || (one.source === ownerOf(repo) && reachesRepository(world, repo, one))) &&
      reachesBranch(repo, one, branch),
  );
}

function reachesBranch(repo: RepoRow, { conditions }: Ruleset, branch: string): boolean {
  const names = isJson(conditions.ref_name) ? conditions.ref_name : { include: ['~ALL'] };
  const ref = `refs/heads/${branch}`;
  const hits = (list: unknown): boolean =>
    strings(list).some(
      (one) =>
        one === '~ALL' || (one === '~DEFAULT_BRANCH' ? branch === repo.default_branch : picomatch.isMatch(ref, one)),
    );
  return hits(names.include) && !hits(names.exclude);
}

function reachesRepository(world: World, repo: RepoRow, { conditions }: Ruleset): boolean {
  if (isJson(conditions.repository_name)) {
    const { include, exclude } = conditions.repository_name;
    const hits = (list: unknown) => strings(list).some((one) => one === '~ALL' || picomatch.isMatch(repo.name, one));
    return hits(include) && !hits(exclude);
  }
  if (!isJson(conditions.repository_property)) return true;
  const values = world.state.properties.get(repo.id);
  const wanted: Json[] = Array.isArray(conditions.repository_property.include)
    ? conditions.repository_property.include
    : [];
  return wanted.every((one) => strings(one.property_values).includes(String(values?.get(String(one.name)))));
}

/**
 * Whether somebody may bypass a ruleset; an actor in the mode `pull_request` only by merging. Numbers of `RepositoryRole`
 * are GitHub's: 2 maintain, 4 write, 5 admin.
 */
export function bypasses(world: World, repo: RepoRow, ruleset: Ruleset, login: string, by: 'merge' | 'push'): boolean {
  const user = userOf(world, login);
  const role = roleOf(world, repo, login);
  const teams = user === undefined ? [] : memberships(world, repo.owner_id, user);
  return ruleset.bypassActors.some(({ actor_type, actor_id, bypass_mode }) => {
    if (by === 'push' && bypass_mode === 'pull_request') return false;
    if (actor_type === 'OrganizationAdmin')
      return teams.some((one) => one.team.slug === 'members' && one.role === 'maintainer');
    if (actor_type === 'Team') return teams.some(({ team }) => team.id === actor_id);
    if (actor_type === 'User') return user?.id === actor_id;
    if (actor_type === 'RepositoryRole') return role === { 2: 'maintain', 4: 'write', 5: 'admin' }[Number(actor_id)];
    return false;
  });
}

function strings(list: unknown): string[] {
  return Array.isArray(list) ? list.flatMap((one) => text(one) ?? []) : [];
}
