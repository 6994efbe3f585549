import type { Observation } from '../../../domain/observation.ts';
import type { Role } from '../../../domain/people/roles.ts';
import type { Located } from '../../../engine/inputs.ts';
import { roleHolders } from '../../../engine/role-holders.ts';
import type { Pilot } from '../../../evidence/schema/pilot.ts';

/** Accounts and teams that hold a role; none when its holder has no account. */
export function roleAccounts(pilot: Observation<Located<Pilot>>, role: Role): string[] {
  if (pilot.state !== 'seen') return [];
  return roleHolders(pilot.value)
    .filter((holder) => holder.role === role)
    .flatMap(({ person }) => person.handle ?? person.team ?? []);
}
