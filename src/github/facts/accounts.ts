import * as z from 'zod';
import { parsePerson } from '../../domain/people/person.ts';
import type { Lacks, PersonFact } from '../../engine/fact-answers.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError, isMissing } from '../client/unavailable.ts';
import { readRepository } from './default-branch.ts';

const USER = z.object({ login: z.string(), type: z.string(), suspended_at: z.string().nullish() });
const MEMBER = z.object({ login: z.string(), type: z.string().optional() });
const MEMBERSHIP = z.object({ state: z.string() });

const MEMBERS_READ = 'Members: read of the organization (or a team-token that has it)';

/** Looks up each distinct login or `organization/team`, concurrently. */
export function peopleOf(api: Api, who: string[]): Promise<PersonFact[]> {
  return Promise.all([...new Set(who)].map((name) => (name.includes('/') ? teamFact(api, name) : userFact(api, name))));
}

async function userFact(api: Api, login: string): Promise<PersonFact> {
  const none: PersonFact = { who: login, exists: false, kind: 'user', suspended: false, humans: 0, member: false };
  const user = await readUser(api, login);
  if (user === undefined) return none;
  if (user.type === 'Bot' || /\[bot\]$/.test(user.login)) return { ...none, exists: true, kind: 'bot' };
  if (user.type !== 'User') return { ...none, exists: true, kind: 'organization' };
  const suspended = typeof user.suspended_at === 'string';
  return { ...none, exists: true, suspended, humans: 1, member: await isMember(api, login) };
}

/** The current account; undefined when it does not exist. Accounts are public, so a 404 is conclusive. */
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

/** Whether the login is a member of the owning organization; for a personal repository, its owner or a collaborator. */
export async function isMember(api: Api, login: string): Promise<boolean> {
  const { owner, private: isPrivate } = await readRepository(api);
  if (owner.type !== 'Organization') {
    if (owner.login.toLowerCase() === login) return true;
    return isCollaborator(api, login);
  }
  if (api.access.hasEtags && (await isActive(api, owner.login, login))) return true;
  try {
    return await isConfirmed(api, {
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

function isCollaborator(api: Api, login: string): Promise<boolean> {
  return isConfirmed(api, {
    route: 'GET /repos/{owner}/{repo}/collaborators/{username}',
    params: { username: login },
    what: `whether @${login} is a collaborator`,
    permission: 'Metadata: read',
  });
}

/**
 * A membership response has an ETag, the empty response of `members/` has none. Only an active membership is
 * conclusive; others are checked with `members/`.
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
 * The token of a workflow cannot read the members of an organization. Whoever has a role in this repository belongs to
 * it all the same, except plain read access to a public repository.
 */
async function isGrantedAccess(api: Api, login: string, isPrivate: boolean): Promise<boolean> {
  try {
    const { permission } = await roleHere(api, login);
    return permission === 'admin' || permission === 'write' || (isPrivate && permission === 'read');
  } catch (error) {
    if (error instanceof GitHubUnavailableError && error.resolvableBy !== 'retry') return false;
    throw error;
  }
}

function roleHere(api: Api, login: string): Promise<z.infer<typeof PERMISSION>> {
  return api.one(
    {
      route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
      params: { username: login },
      what: `which role @${login} has here`,
      permission: 'Metadata: read',
    },
    PERMISSION,
  );
}

/** 204 means yes and 404 no; a redirect to the public members means that this token lacks access. */
async function isConfirmed(api: Api, query: Parameters<Api['status']>[0]): Promise<boolean> {
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

/** Lower-case logins of the people in a team, child teams included. */
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

/** Whether somebody may act as an approver; for one who is named, what they lack. */
export type MayAct = boolean | 'unknown' | Lacks;

/**
 * Whether a person may act now as one of these approvers: named by account or team, and a member of the organization or
 * a collaborator. Read access is enough, except for owners from CODEOWNERS, who need write access.
 */
export async function mayAct(api: Api, login: string, approvers: string[], needsWrite = false): Promise<MayAct> {
  const named = await isAmong(api, login, approvers);
  if (named === false) return false;
  const has = await (needsWrite ? hasWriteAccess(api, login) : belongs(api, login, approvers));
  if (has === false) return needsWrite ? 'noWriteAccess' : 'noMembership';
  return named === true && has === true ? true : 'unknown';
}

/** What is thrown where an answer of `mayAct` is unknown. */
export function unreadable(login: string, approvers: string[]): GitHubUnavailableError {
  return new GitHubUnavailableError(
    `whether @${login} is one of ${approvers.join(', ')} and has access now could not be read: grant Members: read`,
    'github',
  );
}

/**
 * Whether a person is named by account or is an active member of one of the named teams, whatever access they have.
 * `unknown` when a deciding team cannot be read, because 403 and 404 are inconclusive.
 */
export async function isAmong(api: Api, login: string, approvers: string[]): Promise<boolean | 'unknown'> {
  const people = approvers.map(parsePerson);
  if (people.some(({ handle }) => handle === login)) return true;
  const teams = people.flatMap(({ team }) => team ?? []);
  const answers = await Promise.all(teams.map((team) => inTeam(api, login, team)));
  if (answers.includes(true)) return true;
  return answers.includes('unknown') ? 'unknown' : false;
}

/** Members of a team of the owning organization belong to it; everybody else is looked up. */
async function belongs(api: Api, login: string, approvers: string[]): Promise<boolean | 'unknown'> {
  const owner = api.name.owner.toLowerCase();
  const teams = approvers.flatMap((one) => parsePerson(one).team ?? []).filter((team) => team.startsWith(`${owner}/`));
  const inOwn = await Promise.all(teams.map((team) => inTeam(api, login, team)));
  if (inOwn.includes(true)) return true;
  const member = await orUnknown(isMember(api, login));
  if (member === true) return true;
  const collaborator = await orUnknown(isCollaborator(api, login));
  return collaborator === false && member === 'unknown' ? 'unknown' : collaborator;
}

async function hasWriteAccess(api: Api, login: string): Promise<boolean | 'unknown'> {
  try {
    const { permission } = await roleHere(api, login);
    return permission === 'admin' || permission === 'write';
  } catch (error) {
    if (!(error instanceof GitHubUnavailableError) || error.resolvableBy === 'retry') throw error;
    return error.status === 404 ? false : 'unknown';
  }
}

async function orUnknown(answer: Promise<boolean>): Promise<boolean | 'unknown'> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GitHubUnavailableError && error.resolvableBy !== 'retry') return 'unknown';
    throw error;
  }
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
  // A 404 also hides teams: only a token that can list the team knows that somebody is not in it.
  try {
    return (await teamMembers(api, team)).has(login);
  } catch (error) {
    if (error instanceof GitHubUnavailableError && error.resolvableBy !== 'retry') return 'unknown';
    throw error;
  }
}
