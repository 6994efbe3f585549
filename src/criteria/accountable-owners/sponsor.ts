import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import { shareOf } from '../../engine/contributors.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Acceptance, Authorship } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import { roleHolders } from '../../engine/role-holders.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';

/** Whether the sponsor wrote nothing of what they stand above, and accepted being the sponsor in their own name. */
export function judgeSponsor(pilot: Found<Located<Pilot>>, allCommits: Authorship, accepted: Acceptance): Finding {
  const sponsor = roleHolders(pilot.value).find((one) => one.role === 'sponsor');
  const handle = sponsor?.person.handle ?? '';
  const place = sponsor?.place ?? pilot.place;
  const share = shareOf(handle, allCommits);
  if (share.own > 0)
    return unmet(`The sponsor @${handle} had a hand in ${share.own} commits of this repository`, place, {
      remedy: 'Name a sponsor above the people who build it.',
    });
  if (share.unresolved > 0)
    return unknown(
      `${share.unresolved} ${share.unresolved === 1 ? 'commit resolves' : 'commits resolve'} to no account: whether the sponsor wrote one cannot be told`,
      place,
      { resolvableBy: 'github', remedy: 'Map the addresses in .mailmap on the default branch.' },
    );
  if (!accepted.accepted) return unmet(`@${handle} has not accepted being the sponsor`, place);
  return met(`@${handle} accepted${accepted.at ? ` on ${accepted.at.slice(0, 10)}` : ''}`, place);
}
