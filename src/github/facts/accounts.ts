import * as z from 'zod';
import type { PersonFact } from '../../engine/fact-requests.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError, isMissing } from '../client/unavailable.ts';
import { readRepository } from './default-branch.ts';

const USER = z.object({ login: z.string(), type: z.string(), suspended_at: z.string().nullish() });
const MEMBER = z.object({ login: z.string(), type: z.string().optional() });
const MEMBERSHIP = z.object({ state: z.string() });

const MEMBERS_READ = 'Members: read of the organization (or a team-token that has it)';

/** What GitHub says of each login or `organization/team`, each asked once, all at a time. */
export function peopleOf(api: Api, who: string[]): Promise<PersonFact[]> {
  return Promise.all([...new Set(who)].map((name) => (name.includes('/') ? teamFact(api, name) : userFact(api, name))));
}

async function userFact(api: Api, login: string): Promise<PersonFact> {
  const nobody: PersonFact = { who: login, exists: false, kind: 'user', suspended: false, humans: 0, member: false };
  const user = await readUser(api, login);
  if (user === undefined) return nobody;
  if (user.type === 'Bot' || /\[bot\]$/.test(user.login)) return { ...nobody, exists: true, kind: 'bot' };
  if (user.type !== 'User') return { ...nobody, exists: true, kind: 'organization' };
  const suspended = typeof user.suspended_at === 'string';
  return { ...nobody, exists: true, suspended, humans: 1, member: await isMember(api, login) };
}

/** An account as it is now; undefined when there is none. Accounts are public, so a 404 says just that. */
export async function readUser(api: Api, login: string): Promise<z.infer<typeof USER> | undefined> {
  try {
    return await api.one(
      {
        route: 'GET /users/{username}',
        params: { username: login },
        what: `the account @${login}`,
        permission: 'access to GitHub',
      },
      USER,
    );
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Member of the organization that owns the repository; for a personal repository its owner or a collaborator. */
async function isMember(api: Api, login: string): Promise<boolean> {
  const { owner, private: isPrivate } = await readRepository(api);
  if (owner.type !== 'Organization') {
    if (owner.login.toLowerCase() === login) return true;
    return answered(api, {
      route: 'GET /repos/{owner}/{repo}/collaborators/{username}',
      params: { username: login },
      what: `whether @${login} is a collaborator`,
      permission: 'Metadata: read',
    });
  }
  if (api.access.remembers && (await isActive(api, owner.login, login))) return true;
  try {
    return await answered(api, {
      route: 'GET /orgs/{org}/members/{username}',
      params: { org: owner.login, username: login },
      what: `whether @${login} is a member of ${owner.login}`,
      permission: MEMBERS_READ,
      team: true,
    });
  } catch (error) {
    if (!(error instanceof GitHubUnavailableError) || error.resolvableBy === 'retry') throw error;
    if (await isGrantedAccess(api, login, isPrivate === true)) return true;
    throw error;
  }
}

/**
 * A membership has a tag to ask by the next time, which the bare yes of `members/` has not. Only an active one decides
 * anything: whether somebody is no member is answered there.
 */
async function isActive(api: Api, org: string, login: string): Promise<boolean> {
  try {
    const { state } = await api.one(
      {
        route: 'GET /orgs/{org}/memberships/{username}',
        params: { org, username: login },
        what: `the membership of @${login} in ${org}`,
        permission: MEMBERS_READ,
        team: true,
      },
      MEMBERSHIP,
    );
    return state === 'active';
  } catch (error) {
    if (error instanceof GitHubUnavailableError && error.resolvableBy !== 'retry') return false;
    throw error;
  }
}

const PERMISSION = z.object({ permission: z.string() });

/**
 * A workflow's own token may not read an organization's members. Whom the organization has given a role in this
 * repository belongs to it all the same; reading alone says nothing where everybody may read.
 */
async function isGrantedAccess(api: Api, login: string, isPrivate: boolean): Promise<boolean> {
  try {
    const { permission } = await api.one(
      {
        route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
        params: { username: login },
        what: `which role @${login} has here`,
        permission: 'Metadata: read',
      },
      PERMISSION,
    );
    return permission === 'admin' || permission === 'write' || (isPrivate && permission === 'read');
  } catch (error) {
    if (error instanceof GitHubUnavailableError && error.resolvableBy !== 'retry') return false;
    throw error;
  }
}

/** 204 is yes and 404 no; a redirect to the public members says that this token may not know. */
async function answered(api: Api, query: Parameters<Api['status']>[0]): Promise<boolean> {
  try {
    const status = await api.status(query);
    if (status >= 200 && status < 300) return true;
    throw new GitHubUnavailableError(
      `could not read ${query.what} (${status}): ${query.permission} is not granted`,
      'github',
      status,
    );
  } catch (error) {
    if (error instanceof GitHubUnavailableError && error.status === 404) return false;
    throw error;
  }
}

async function teamFact(api: Api, team: string): Promise<PersonFact> {
  const [organization, members, { owner }] = await Promise.all([
    Promise.resolve(team.split('/')[0] ?? ''),
    teamMembers(api, team),
    readRepository(api),
  ]);
  const member = organization === owner.login.toLowerCase();
  return { who: team, exists: true, kind: 'team', suspended: false, humans: members.size, member };
}

/** Lower-cased logins of the humans in a team, child teams included. */
export async function teamMembers(api: Api, team: string): Promise<Set<string>> {
  const [org = '', slug = ''] = team.split('/');
  const members = await api.all(
    {
      route: 'GET /orgs/{org}/teams/{team_slug}/members',
      params: { org, team_slug: slug },
      what: `the members of the team ${team}`,
      permission: MEMBERS_READ,
      team: true,
    },
    MEMBER,
  );
  return new Set(members.filter(({ type }) => (type ?? 'User') === 'User').map(({ login }) => login.toLowerCase()));
}

/**
 * Whether a person is one of these handles, or an active member of one of these teams, now. `unknown` when a team that
 * could decide it may not be read: 403 and 404 are neither yes nor no.
 */
export async function isAmong(
  api: Api,
  login: string,
  handles: string[],
  teams: string[],
): Promise<boolean | 'unknown'> {
  if (handles.includes(login)) return true;
  const answers = await Promise.all(teams.map((team) => inTeam(api, login, team)));
  if (answers.includes(true)) return true;
  return answers.includes('unknown') ? 'unknown' : false;
}

async function inTeam(api: Api, login: string, team: string): Promise<boolean | 'unknown'> {
  const [org = '', slug = ''] = team.split('/');
  try {
    const { state } = await api.one(
      {
        route: 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
        params: { org, team_slug: slug, username: login },
        what: `whether @${login} is in the team ${team}`,
        permission: MEMBERS_READ,
        team: true,
      },
      MEMBERSHIP,
    );
    return state === 'active';
  } catch (error) {
    if (!(error instanceof GitHubUnavailableError) || error.resolvableBy === 'retry') throw error;
    if (error.status !== 404) return 'unknown';
  }
  // A 404 also hides teams: only who may list the team knows that somebody is not in it.
  try {
    return (await teamMembers(api, team)).has(login);
  } catch (error) {
    if (error instanceof GitHubUnavailableError && error.resolvableBy !== 'retry') return 'unknown';
    throw error;
  }
}
