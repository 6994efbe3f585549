import type { Observation } from '../observation.ts';
import type { Located } from '../reads.ts';
import type { Pilot } from '../sections/pilot.ts';
import { type Role, roleHolders } from './owners.ts';

/** Accounts and teams that may speak for a role; none when its holder has no account. */
export function roleAccounts(pilot: Observation<Located<Pilot>>, role: Role): string[] {
  if (pilot.state !== 'seen') return [];
  return roleHolders(pilot.value)
    .filter((holder) => holder.role === role)
    .flatMap(({ person }) => person.handle ?? person.team ?? []);
}
