import type { RepoRow, UserRow } from './rows.ts';
import { userOf, type World } from './world.ts';

export const ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const OLD_NAMES: Record<string, Role> = { pull: 'read', push: 'write' };

/** GitHub's name of a role that the emulator may keep under its old one. */
export function roleNamed(permission: string): Role {
  return OLD_NAMES[permission] ?? ROLES.find((role) => role === permission) ?? 'read';
}

export function atLeast(role: Role, wanted: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(wanted);
}

/**
 * What someone may do in a repository: the highest of owner, collaborator, team and the organization's base
 * permission, which is read. The emulator calls every member of an organization an admin.
 */
export function roleOf(world: World, repo: RepoRow, login: string): Role {
  const user = userOf(world, login);
  if (user === undefined) return 'none';
  if (isOwner(world, repo, user)) return 'admin';
  const { rows } = world;
  const direct = rows.collaborators.findBy('repo_id', repo.id).filter((one) => one.user_id === user.id);
  const roles: Role[] = direct.map((one) => roleNamed(one.permission));
  if (!repo.private || isMember(world, repo, user)) roles.push('read');
  return roles.reduce((best, role) => (atLeast(role, best) ? role : best), 'none' as Role);
}

export function isOwner(world: World, repo: RepoRow, user: UserRow): boolean {
  if (repo.owner_type === 'User') return repo.owner_id === user.id;
  return memberships(world, repo.owner_id, user).some(
    (one) => one.team.slug === 'members' && one.role === 'maintainer',
  );
}

export function isMember(world: World, repo: RepoRow, user: UserRow): boolean {
  if (repo.owner_type === 'User') return repo.owner_id === user.id;
  return memberships(world, repo.owner_id, user).length > 0;
}

export function memberships(world: World, orgId: number, user: UserRow) {
  return world.rows.teamMembers.findBy('user_id', user.id).flatMap(({ team_id, role }) => {
    const team = world.rows.teams.get(team_id);
    return team?.org_id === orgId ? [{ team, role }] : [];
  });
}
