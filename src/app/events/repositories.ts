import { fields, textAt } from '../../domain/fields.ts';
import { mergeGroupOf } from '../../engine/merge-queue.ts';
import { isOrganizationRepository, POLICY_PATHS } from '../../engine/policy/file.ts';
import {
  type EventEffect,
  type Fields,
  namesOf,
  onGroup,
  onPilots,
  organizationOf,
  PROMOTIONS,
  REPOSITORY,
} from './effects.ts';

/**
 * A push to the default branch may change the policy; any push moves the base of the promotions that target it. Servers
 * without `merge_group` events show their merge queue as pushes.
 */
export function push(payload: Fields): EventEffect {
  const ref = textAt(payload, 'ref');
  if (payload.deleted === true || !ref.startsWith('refs/heads/')) return {};
  const group = mergeGroupOf(ref, textAt(payload, 'after'));
  if (group !== undefined) return onGroup(group);
  const { default_branch, name } = fields(payload.repository);
  const branch = ref.slice('refs/heads/'.length);
  if (branch !== default_branch) return { routes: [{ to: 'promotions', base: branch }] };
  if (isOrganizationRepository(name) && organizationOf(payload) !== '')
    return touchesPolicy(payload)
      ? { routes: [...(onPilots(payload).routes ?? []), { to: 'repository' }] }
      : PROMOTIONS;
  return touchesPolicy(payload) ? REPOSITORY : PROMOTIONS;
}

/** GitHub lists the files of at most 2,048 commits, and not those a forced push removed; then a change is assumed. */
function touchesPolicy(payload: Fields): boolean {
  const commits = payload.commits;
  if (payload.forced === true || !Array.isArray(commits) || commits.length === 0 || commits.length >= 2048) return true;
  return commits.some((commit: unknown) =>
    ['added', 'modified', 'removed'].some((how) => {
      const paths = fields(commit)[how];
      return !Array.isArray(paths) || paths.some((path) => (POLICY_PATHS as readonly unknown[]).includes(path));
    }),
  );
}

/** Creating, renaming or removing the policy repository affects every pilot of the organization. */
export function repository(payload: Fields): EventEffect {
  const own = ownUpdate(payload);
  const { name } = fields(payload.repository);
  const before = fields(fields(fields(payload.changes).repository).name).from;
  const isPolicyRepository = organizationOf(payload) !== '' && [name, before].some(isOrganizationRepository);
  if (!isPolicyRepository || payload.action === 'edited') return own;
  return { ...own, routes: [...(own.routes ?? []), ...(onPilots(payload).routes ?? [])] };
}

function ownUpdate(payload: Fields): EventEffect {
  const { action } = payload;
  const { id, topics } = fields(payload.repository);
  if (action === 'renamed' || action === 'transferred')
    return { ...REPOSITORY, updates: typeof id === 'number' ? [{ kind: 'renamed', repositoryId: id }] : [] };
  if (action === 'edited') {
    const before = fields(fields(payload.changes).topics).from;
    const isUntagged = Array.isArray(before) && before.includes('pilot') && !(topics as unknown[])?.includes?.('pilot');
    const by = textAt(fields(payload.sender), 'login');
    return { ...REPOSITORY, updates: isUntagged ? [{ kind: 'untagged', by }] : [] };
  }
  // Nothing can be published there anymore. The pilot stays recorded in case the repository comes back.
  if (action === 'deleted' || action === 'archived')
    return { updates: [{ kind: 'removed', repositories: namesOf([payload.repository]) }] };
  return /^(unarchived|publicized|privatized)$/.test(String(action)) ? REPOSITORY : {};
}
