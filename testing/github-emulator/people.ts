import { type Answer, isJson, notFound, Refusal } from './answers.ts';
import { addUser } from './callers.ts';
import { roleOf } from './roles.ts';
import type { OrgRow, TeamRow } from './rows.ts';
import {
  type Call,
  ownerLogin,
  param,
  type Route,
  repositoryOf,
  simpleUser,
  userJson,
  userOf,
  type World,
} from './world.ts';

export const PEOPLE_ROUTES: Route[] = [
  ['GET /repos/:owner/:repo/collaborators/:login/permission', permission],
  ['GET /orgs/:org/teams/:slug/memberships/:login', membership],
  ['GET /orgs/:org/memberships/:login', orgMembership],
  ['GET /users/:login', user],
  ['GET /user', self],
  ['GET /user/:id', userById],
  ['GET /repos/:owner/:repo/collaborators/:login', collaborator],
];

/** The old four words and the exact role beside them; the emulator calls every member of the organization an admin. */
function permission(call: Call): Answer {
  const { world } = call;
  const repo = repositoryOf(call);
  const found = userOf(world, param(call, 'login'));
  if (found === undefined) throw notFound();
  const role = roleOf(world, repo, found.login);
  const old = { maintain: 'write', triage: 'read' }[role as string] ?? role;
  return {
    status: 200,
    body: { permission: old, role_name: role, user: { ...simpleUser(world, found), role_name: role } },
  };
}

/** A token of an App or a job has no user. */
function self(call: Call): Answer | Promise<Answer> {
  if (call.caller.kind === 'installation') throw new Refusal(403, 'Resource not accessible by integration');
  if (call.caller.kind === 'anonymous') throw new Refusal(401, 'Requires authentication');
  return call.forward();
}

/** Everybody with a role; read access to a public repository does not count. */
function collaborator(call: Call): Answer {
  const repo = repositoryOf(call);
  const found = userOf(call.world, param(call, 'login'));
  if (found === undefined || roleOf(call.world, { ...repo, private: true }, found.login) === 'none') throw notFound();
  return { status: 204 };
}

/** 404 for who is not in it or for a team one may not see; owners of the organization show as maintainers. */
async function membership(call: Call): Promise<Answer> {
  const answer = await call.forward();
  if (!isJson(answer.body) || answer.status !== 200) throw notFound();
  const pending = call.world.state.pendingMembers.has(`${param(call, 'slug')} ${param(call, 'login')}`);
  return { ...answer, body: { ...answer.body, state: pending ? 'pending' : 'active' } };
}

async function orgMembership(call: Call): Promise<Answer> {
  const answer = await call.forward();
  if (answer.status !== 200) throw notFound();
  return answer;
}

async function user(call: Call): Promise<Answer> {
  const found = userOf(call.world, param(call, 'login'));
  if (found === undefined) throw notFound();
  const answer = await call.forward({ path: `/users/${encodeURIComponent(found.login)}` });
  if (!isJson(answer.body) || !call.world.state.suspended.has(found.login)) return answer;
  return { ...answer, body: { ...answer.body, suspended_at: '2026-01-01T00:00:00Z' } };
}

function userById(call: Call): Answer | Promise<Answer> {
  const found = call.world.rows.users.get(Number(param(call, 'id')));
  if (found === undefined) throw notFound();
  return user({ ...call, params: { login: found.login } });
}

/** Changes among people, by the organization's owners, with the events GitHub sends. */
export interface People {
  join(team: string, login: string): void;
  leave(team: string, login: string): void;
  /** Invited and not yet come: `state: pending`. */
  invite(team: string, login: string): void;
  suspend(login: string): void;
  /** A new login; the old one is free for somebody else. */
  rename(login: string, to: string): void;
  /** A new account under a login that is free. */
  register(login: string): void;
}

export function createPeople(world: World, org: string): People {
  const parts = (slug: string, login: string) => {
    const account = world.rows.orgs.findOneBy('login', org);
    const team = account && world.rows.teams.findBy('org_id', account.id).find((one) => one.slug === slug);
    const person = userOf(world, login);
    if (team === undefined || person === undefined) throw new Error(`no team ${slug} or no user ${login}`);
    return { team, person };
  };
  const sendMembership = (action: string, team: TeamRow, login: string): void => {
    const member = userJson(world, login);
    const payload = { action, scope: 'team', member, team: { id: team.id, slug: team.slug, name: team.name } };
    world.deliveries.send('membership', { ...payload, sender: userJson(world, ownerLogin(org)) }, { account: org });
  };
  return {
    join: (slug, login) => {
      const { team, person } = parts(slug, login);
      world.state.pendingMembers.delete(`${slug} ${login}`);
      addMember(world, team, person.id, 'member');
      sendMembership('added', team, login);
    },
    leave: (slug, login) => {
      const { team, person } = parts(slug, login);
      for (const row of world.rows.teamMembers.findBy('team_id', team.id)) {
        if (row.user_id === person.id) world.rows.teamMembers.delete(row.id);
      }
      sendMembership('removed', team, login);
    },
    invite: (slug, login) => {
      const { team, person } = parts(slug, login);
      addMember(world, team, person.id, 'member');
      world.state.pendingMembers.add(`${slug} ${login}`);
    },
    suspend: (login) => {
      world.state.suspended.add(login);
    },
    rename: (login, to) => {
      const person = userOf(world, login);
      if (person === undefined) throw new Error(`no user ${login}`);
      world.rows.users.update(person.id, { login: to });
    },
    register: (login) => {
      addUser(world.rows, { login });
    },
  };
}

export function addTeam(world: World, org: OrgRow, slug: string, logins: string[]): void {
  const team = world.rows.teams.insert({
    ...{ org_id: org.id, node_id: `T_${slug}`, name: slug, slug, description: null, privacy: 'closed' },
    ...{ permission: 'pull', parent_id: null, members_count: logins.length, repos_count: 0 },
  });
  for (const login of logins) {
    const person = userOf(world, login);
    if (person === undefined) throw new Error(`team ${slug} names ${login}, who is not among the users`);
    addMember(world, team, person.id, 'member');
  }
}

export function addMember(world: World, team: TeamRow, userId: number, role: 'member' | 'maintainer'): void {
  const known = world.rows.teamMembers.findBy('team_id', team.id).some((row) => row.user_id === userId);
  if (!known) world.rows.teamMembers.insert({ team_id: team.id, user_id: userId, role });
}
