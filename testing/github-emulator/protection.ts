import { type Answer, isJson, type Json, notFound, paged, Refusal, text } from './answers.ts';
import { callerLogin } from './callers.ts';
import { rulesetsOn } from './gate.ts';
import { resolveCommit } from './git.ts';
import { isOwner, roleOf } from './roles.ts';
import type { RepoRow } from './rows.ts';
import { type Call, known, nextId, param, type Route, type Ruleset, repositoryOf, userJson, userOf } from './world.ts';

export const PROTECTION_ROUTES: Route[] = [
  ['PUT /repos/:owner/:repo/branches/:branch+/protection', protect],
  ['GET /repos/:owner/:repo/branches/:branch+/protection', protection],
  ['DELETE /repos/:owner/:repo/branches/:branch+/protection', unprotect],
  ['GET /repos/:owner/:repo/branches/:branch+', branch],
  ['GET /repos/:owner/:repo/rules/branches/:branch+', rulesOfBranch],
  ['GET /repos/:owner/:repo/rulesets', (call) => paged(own(call).map(brief), call)],
  ['POST /repos/:owner/:repo/rulesets', (call) => add(call, repositoryOf(call).full_name, 'Repository')],
  ['POST /orgs/:org/rulesets', (call) => add(call, param(call, 'org'), 'Organization')],
  ['GET /repos/:owner/:repo/rulesets/:id', oneRuleset],
  ['PUT /repos/:owner/:repo/rulesets/:id', change],
  ['DELETE /repos/:owner/:repo/rulesets/:id', remove],
];

const keyOf = (repo: RepoRow, name: string): string => `${repo.id} ${name}`;

/** The emulator ignores `checks`, the form that binds a check to an App. */
async function protect(call: Call): Promise<Answer> {
  const repo = repositoryOf(call);
  const wanted = isJson(call.body.required_status_checks) ? call.body.required_status_checks : undefined;
  const listed = Array.isArray(wanted?.checks) ? wanted.checks.filter(isJson) : [];
  const contexts = Array.isArray(wanted?.contexts) ? wanted.contexts.map(String) : [];
  const checks = [
    ...listed.map((one) => ({
      context: String(one.context),
      app_id: typeof one.app_id === 'number' ? one.app_id : null,
    })),
    ...contexts
      .filter((name) => !listed.some((one) => one.context === name))
      .map((context) => ({ context, app_id: null })),
  ];
  const plain = wanted === undefined ? null : { ...wanted, contexts: checks.map(({ context }) => context) };
  const answer = await call.forward({ body: { ...call.body, required_status_checks: plain } });
  if (answer.status !== 200) return answer;
  call.world.state.boundChecks.set(keyOf(repo, param(call, 'branch')), checks);
  sendRule(call, repo, 'branch_protection_rule', { rule: { name: param(call, 'branch') } }, 'edited');
  return withChecks(call, repo, answer);
}

async function protection(call: Call): Promise<Answer> {
  const answer = await call.forward();
  return answer.status === 200 ? withChecks(call, repositoryOf(call), answer) : answer;
}

function withChecks(call: Call, repo: RepoRow, answer: Answer): Answer {
  if (!isJson(answer.body) || !isJson(answer.body.required_status_checks)) return answer;
  const checks = call.world.state.boundChecks.get(keyOf(repo, param(call, 'branch'))) ?? [];
  return {
    ...answer,
    body: { ...answer.body, required_status_checks: { ...answer.body.required_status_checks, checks } },
  };
}

async function unprotect(call: Call): Promise<Answer> {
  const repo = repositoryOf(call);
  const answer = await call.forward();
  if (answer.status === 204) call.world.state.boundChecks.delete(keyOf(repo, param(call, 'branch')));
  sendRule(call, repo, 'branch_protection_rule', { rule: { name: param(call, 'branch') } }, 'deleted');
  return answer;
}

/** The inexpensive way to read classic protection: it requires only Contents and does not include rulesets. */
async function branch(call: Call): Promise<Answer> {
  const repo = repositoryOf(call);
  const name = param(call, 'branch');
  // The parts of the protection document are the emulator's.
  if (name.includes('/protection/')) return call.forward();
  const row = call.world.rows.branches.findBy('repo_id', repo.id).find((one) => one.name === name);
  const tip = resolveCommit(call.world, repo, name);
  if (row === undefined || tip === undefined) throw new Refusal(404, 'Branch not found');
  const checks = call.world.state.boundChecks.get(keyOf(repo, name));
  const rule = call.world.rows.branchProtections.findBy('repo_id', repo.id).find((one) => one.branch_name === name);
  const body: Json = {
    name,
    commit: await known(call.world, `/repos/${repo.full_name}/commits/${tip.sha}`, repo),
    protected: rule !== undefined || rulesetsOn(call.world, repo, name).length > 0,
    protection: {
      enabled: rule !== undefined,
      required_status_checks: {
        enforcement_level: checks?.length ? (rule?.enforce_admins ? 'everyone' : 'non_admins') : 'off',
        contexts: (checks ?? []).map(({ context }) => context),
        checks: checks ?? [],
      },
    },
    protection_url: `${call.url}/repos/${repo.full_name}/branches/${name}/protection`,
  };
  return { status: 200, body };
}

/** Active rules of every level; the branch need not exist, and classic protection is not among them. */
function rulesOfBranch(call: Call): Answer {
  const rules = rulesetsOn(call.world, repositoryOf(call), param(call, 'branch')).flatMap((set) =>
    set.rules.map((rule) => ({
      ...rule,
      ruleset_source_type: set.sourceType,
      ruleset_source: set.source,
      ruleset_id: set.id,
    })),
  );
  return paged(rules, call);
}

function own(call: Call): Ruleset[] {
  const { full_name } = repositoryOf(call);
  const owner = full_name.split('/')[0];
  return call.world.state.rulesets.filter(({ source }) => source === full_name || source === owner);
}

function rulesetOf(call: Call): Ruleset {
  const found = own(call).find((one) => one.id === Number(param(call, 'id')));
  if (found === undefined) throw notFound();
  return found;
}

/** Who may bypass it is shown to those who may edit it, at the level where it was made. */
function oneRuleset(call: Call): Answer {
  const ruleset = rulesetOf(call);
  const { bypass_actors: _, ...shown } = whole(ruleset);
  return { status: 200, body: mayEdit(call, ruleset) ? whole(ruleset) : shown };
}

function mayEdit(call: Call, { sourceType }: Ruleset): boolean {
  const { caller, world } = call;
  if (caller.kind === 'installation')
    return sourceType === 'Repository' && caller.entry.installation?.permissions.administration === 'write';
  if (caller.kind !== 'user') return false;
  const repo = repositoryOf(call);
  const user = userOf(world, caller.login);
  if (sourceType === 'Organization') return user !== undefined && isOwner(world, repo, user);
  return roleOf(world, repo, caller.login) === 'admin';
}

function add(call: Call, source: string, sourceType: Ruleset['sourceType']): Answer {
  const name = text(call.body.name);
  if (name === undefined || text(call.body.enforcement) === undefined) throw new Refusal(422, 'Validation Failed');
  const ruleset: Ruleset = {
    ...{
      id: nextId(call.world),
      source,
      sourceType,
      name,
      enforcement: 'active',
      conditions: {},
      bypassActors: [],
      rules: [],
    },
  };
  fill(ruleset, call.body);
  call.world.state.rulesets.push(ruleset);
  if (sourceType === 'Repository') sendRuleset(call, ruleset, 'created');
  return { status: 201, body: whole(ruleset) };
}

function fill(ruleset: Ruleset, body: Json): void {
  ruleset.name = text(body.name) ?? ruleset.name;
  ruleset.enforcement = text(body.enforcement) ?? ruleset.enforcement;
  if (isJson(body.conditions)) ruleset.conditions = body.conditions;
  if (Array.isArray(body.bypass_actors)) ruleset.bypassActors = body.bypass_actors.filter(isJson);
  if (Array.isArray(body.rules)) ruleset.rules = body.rules.filter(isJson) as Ruleset['rules'];
}

function change(call: Call): Answer {
  const ruleset = rulesetOf(call);
  fill(ruleset, call.body);
  sendRuleset(call, ruleset, 'edited');
  return { status: 200, body: whole(ruleset) };
}

function remove(call: Call): Answer {
  const ruleset = rulesetOf(call);
  call.world.state.rulesets = call.world.state.rulesets.filter((one) => one !== ruleset);
  sendRuleset(call, ruleset, 'deleted');
  return { status: 204 };
}

function sendRuleset(call: Call, ruleset: Ruleset, action: string): void {
  sendRule(call, repositoryOf(call), 'repository_ruleset', { repository_ruleset: whole(ruleset) }, action);
}

function sendRule(call: Call, repo: RepoRow, event: string, more: Json, action: string): void {
  const sender = userJson(call.world, callerLogin(call.caller) ?? 'ghost');
  call.world.deliveries.send(event, { action, ...more, sender }, { repo });
}

function brief({ id, name, source, sourceType, enforcement }: Ruleset): Json {
  return { id, name, target: 'branch', source_type: sourceType, source, enforcement };
}

function whole(ruleset: Ruleset): Json {
  const { conditions, rules, bypassActors } = ruleset;
  return { ...brief(ruleset), conditions, rules, bypass_actors: bypassActors, current_user_can_bypass: 'never' };
}
