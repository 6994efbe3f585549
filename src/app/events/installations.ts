import { fields, textAt } from '../../domain/fields.ts';
import { isOrganizationRepository } from '../../engine/policy/file.ts';
import { type EventEffect, type Fields, namesOf } from './effects.ts';

export function installation(payload: Fields): EventEffect {
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
      return { updates: [{ kind: 'removed' }] };
    default:
      return {};
  }
}

export function installationRepositories(payload: Fields): EventEffect {
  const removed = namesOf(payload.repositories_removed);
  const added = namesOf(payload.repositories_added);
  const login = accountOf(payload);
  const isPolicyRepository = [...added, ...removed].some((name) => isOrganizationRepository(name.split('/')[1]));
  return {
    routes: [{ to: 'repositories', names: added }, ...(isPolicyRepository ? [{ to: 'pilots' as const, login }] : [])],
    updates: removed.length > 0 ? [{ kind: 'removed', repositories: removed }] : [],
  };
}

function accountOf(payload: Fields): string {
  return textAt(fields(fields(payload.installation).account), 'login');
}
