import { fields, textAt } from '../../domain/fields.ts';
import { mergeGroupOf } from '../../engine/merge-queue.ts';
import { isOrganizationRepository, POLICY_PATHS } from '../../engine/policy/file.ts';
import {
  type Fields,
  namesOf,
  onGroup,
  onPilots,
  organizationOf,
  PROMOTIONS,
  REPOSITORY,
  type Reading,
} from './reading.ts';

/**
 * A push to the default branch may bring another policy; any push moves a base under the promotions that go there. A
 * server without `merge_group` events shows its queue by pushes.
 */
export function push(payload: Fields): Reading {
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

/** GitHub lists the files of at most 2,048 commits, and of a forced push not those that went: then it may have. */
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

/** What holds for a whole organization comes and goes with the repository that keeps its policy. */
export function repository(payload: Fields): Reading {
  const own = ownUpdate(payload);
  const { name } = fields(payload.repository);
  const before = fields(fields(fields(payload.changes).repository).name).from;
  const isFloor = organizationOf(payload) !== '' && [name, before].some(isOrganizationRepository);
  if (!isFloor || payload.action === 'edited') return own;
  return { ...own, routes: [...(own.routes ?? []), ...(onPilots(payload).routes ?? [])] };
}

function ownUpdate(payload: Fields): Reading {
  const { action } = payload;
  const { id, topics } = fields(payload.repository);
  if (action === 'renamed' || action === 'transferred')
    return { ...REPOSITORY, news: typeof id === 'number' ? [{ kind: 'renamed', repositoryId: id }] : [] };
  if (action === 'edited') {
    const before = fields(fields(payload.changes).topics).from;
    const isUntagged = Array.isArray(before) && before.includes('pilot') && !(topics as unknown[])?.includes?.('pilot');
    const by = textAt(fields(payload.sender), 'login');
    return { ...REPOSITORY, news: isUntagged ? [{ kind: 'untagged', by }] : [] };
  }
  // Nothing can be told there any more, and the pilot stays remembered in case it comes back.
  if (action === 'deleted' || action === 'archived')
    return { news: [{ kind: 'gone', repositories: namesOf([payload.repository]) }] };
  return /^(unarchived|publicized|privatized)$/.test(String(action)) ? REPOSITORY : {};
}
