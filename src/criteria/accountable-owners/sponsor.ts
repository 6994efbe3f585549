import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import { shareOf } from '../../engine/contributors.ts';
import type { Acceptance, Authorship } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import { type RoleHolder, roleHolders } from '../../engine/role-holders.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { messages } from './messages.ts';
import { holderOf } from './roles.ts';

/** Whether reports-to leads from the product owner up to a sponsor who has an account to accept with. */
export function judgeReportingLine(pilot: Located<Pilot>): Finding {
  const product = holderOf(pilot, 'product');
  const sponsor = holderOf(pilot, 'sponsor');
  const words = { product: product.person.written, sponsor: sponsor.person.written };
  if (sponsor.person.handle === undefined) return unmet(messages.sponsorWithoutAccount(words), sponsor.place);
  return reaches(product, sponsor, roleHolders(pilot))
    ? met(messages.reportingLine(words), sponsor.place)
    : unmet(messages.noReportingLine(words), product.place);
}

/** Follows reports-to from the product owner, through other owners, to the sponsor; a circle ends without one. */
function reaches(from: RoleHolder, to: RoleHolder, holders: RoleHolder[]): boolean {
  const visited = new Set<RoleHolder>();
  let current: RoleHolder | undefined = from;
  while (current !== undefined && !visited.has(current)) {
    visited.add(current);
    if (current.more.reportsTo === undefined) return false;
    const above = parsePerson(current.more.reportsTo);
    if (samePerson(above, to.person)) return true;
    current = holders.find((holder) => samePerson(holder.person, above) && !visited.has(holder));
  }
  return false;
}

/** Objects when the sponsor contributed to this repository, or has not accepted the role in their own name. */
export function checkSponsor(
  pilot: Located<Pilot>,
  commits: Authorship,
  acceptance: Acceptance | undefined,
): Finding[] {
  const { person, place } = holderOf(pilot, 'sponsor');
  const sponsor = person.handle ?? '';
  const { own, unresolved } = shareOf(sponsor, commits);
  if (own > 0) return [unmet(messages.sponsorContributed({ sponsor, own }), place)];
  if (unresolved > 0)
    return [unknown(messages.sponsorNotKnown({ sponsor, unresolved }), place, { resolvableBy: 'github' })];
  return acceptance?.accepted ? [] : [unmet(messages.sponsorNotAccepted({ sponsor }), place)];
}
