import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import { shareOf } from '../../engine/contributors.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Authorship } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import { roleHolders } from '../../engine/role-holders.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';

/** Whether the production owner had a hand in less than `limit` of the pilot's commits, counting the unresolved both ways. */
export function judgePilotShare(pilot: Found<Located<Pilot>>, pilotCommits: Authorship, limit: number): Finding {
  const holder = roleHolders(pilot.value).find((one) => one.role === 'production');
  if (holder?.person.handle === undefined)
    return met('The production owner is a team outside the pilot team', holder?.place ?? pilot.place);
  const share = shareOf(holder.person.handle, pilotCommits);
  const sure = share.total === 0 ? 0 : share.own / share.total;
  const worst = share.total === 0 ? 0 : (share.own + share.unresolved) / share.total;
  if (sure >= limit && share.total > 0)
    return unmet(
      `${holder.person.written} had a hand in ${share.own} of ${share.total} pilot commits (${percent(sure)}; below ${percent(limit)} allowed)`,
      holder.place,
    );
  if (worst >= limit && share.total > 0)
    return unknown(
      `${share.unresolved} of ${share.total} pilot commits resolve to no account, so the share of ${holder.person.written} lies between ${percent(sure)} and ${percent(worst)}`,
      holder.place,
      {
        resolvableBy: 'github',
        remedy:
          'Map the addresses in .mailmap on the default branch to "login@users.noreply.github.com", or let GitHub resolve them.',
      },
    );
  return met(`${holder.person.written} had a hand in ${share.own} of ${share.total} pilot commits`, holder.place);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
