import { fields, textAt } from '../../domain/fields.ts';
import { isOrganizationRepository } from '../../engine/policy/file.ts';
import { type Fields, namesOf, type Reading } from './reading.ts';

export function installation(payload: Fields): Reading {
  switch (payload.action) {
    case 'created':
    case 'unsuspend':
    case 'new_permissions_accepted': {
      const names = namesOf(payload.repositories);
      const login = accountOf(payload);
      return { routes: names.length > 0 ? [{ to: 'repositories', names }] : [{ to: 'pilots', login }] };
    }
    case 'deleted':
    case 'suspend':
      return { news: [{ kind: 'gone' }] };
    default:
      return {};
  }
}

export function installationRepositories(payload: Fields): Reading {
  const removed = namesOf(payload.repositories_removed);
  const added = namesOf(payload.repositories_added);
  const login = accountOf(payload);
  const isFloor = [...added, ...removed].some((name) => isOrganizationRepository(name.split('/')[1]));
  return {
    routes: [{ to: 'repositories', names: added }, ...(isFloor ? [{ to: 'pilots' as const, login }] : [])],
    news: removed.length > 0 ? [{ kind: 'gone', repositories: removed }] : [],
  };
}

function accountOf(payload: Fields): string {
  return textAt(fields(fields(payload.installation).account), 'login');
}
