import { addUser } from './callers.ts';
import { addMember, addTeam } from './people.ts';
import type { RepoRow } from './rows.ts';
import { ownerLogin, userOf, type World } from './world.ts';

/** A login, or more of a person. */
export type PersonOptions =
  | string
  | {
      login: string;
      name?: string;
      email?: string;
      type?: 'User' | 'Bot';
      /** `owner` of the organization, `member` (so without a word), `outside` it. */
      role?: 'owner' | 'member' | 'outside';
      suspended?: boolean;
    };

export function seedPeople(world: World, org: string, people: PersonOptions[], teams: Record<string, string[]>): void {
  const account = world.rows.orgs.findOneBy('login', org);
  if (account === undefined) throw new Error(`the organization ${org} was not made`);
  // Whom GitHub names as committer of merges; it is a user like any other there.
  addUser(world.rows, { login: 'web-flow', name: 'GitHub', email: 'noreply@github.com' });
  const members = world.rows.teams.findBy('org_id', account.id).find((team) => team.slug === 'members');
  if (members === undefined) throw new Error(`the organization ${org} has no members`);
  for (const person of [{ login: ownerLogin(org), role: 'owner' as const }, ...people]) {
    const {
      login,
      role = 'member',
      suspended = false,
      ...rest
    } = typeof person === 'string' ? { login: person } : person;
    const known = userOf(world, login) ?? addUser(world.rows, { login, ...rest });
    if (suspended) world.state.suspended.add(login);
    if (role !== 'outside') addMember(world, members, known.id, role === 'owner' ? 'maintainer' : 'member');
  }
  for (const [slug, logins] of Object.entries(teams)) addTeam(world, account, slug, logins);
}

/** Roles in a new repository: its creator is admin; by default every member can write. */
export function grantAccess(
  world: World,
  repo: RepoRow,
  access: Record<string, string> | undefined,
  creator: string,
): void {
  const members = world.rows.teams.findBy('org_id', repo.owner_id).find((team) => team.slug === 'members');
  const everyone = world.rows.teamMembers.findBy('team_id', members?.id ?? 0).flatMap(({ user_id }) => {
    const login = world.rows.users.get(user_id)?.login;
    return login === undefined ? [] : [[login, 'write']];
  });
  const wanted: Record<string, string> = { ...(access ?? Object.fromEntries(everyone)), [creator]: 'admin' };
  for (const row of world.rows.collaborators.findBy('repo_id', repo.id)) world.rows.collaborators.delete(row.id);
  for (const [login, permission] of Object.entries(wanted)) {
    const user = userOf(world, login);
    if (user === undefined) throw new Error(`${repo.full_name} gives ${login} access, who is not among the users`);
    world.rows.collaborators.insert({ repo_id: repo.id, user_id: user.id, permission });
  }
}
