import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Located } from '../../engine/inputs.ts';
import { type RoleHolder, roleHolders } from '../../engine/role-holders.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';

/** Whether reports-to leads from the product owner up to a sponsor who has an account to accept with. */
export function judgeReportingLine(pilot: Found<Located<Pilot>>): Finding {
  const holders = roleHolders(pilot.value);
  const product = holders.find((one) => one.role === 'product');
  const sponsor = holders.find((one) => one.role === 'sponsor');
  if (!product || !sponsor) return unmet('Product owner or sponsor is missing', pilot.place);
  if (sponsor.person.handle === undefined)
    return unmet(
      `The sponsor ${quote(sponsor.person.written)} has no account, so nothing can be accepted in their name`,
      sponsor.place,
      { remedy: 'Name the sponsor by "@handle".' },
    );
  if (!reaches(product, sponsor, holders))
    return unmet(
      `No line of reports-to leads from ${product.person.written} up to ${sponsor.person.written}`,
      product.place,
    );
  return met(`${product.person.written} reports up to ${sponsor.person.written}, as declared`, sponsor.place);
}

/** Follows reports-to from the product owner, through other owners, to the sponsor; a circle leads nowhere. */
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
