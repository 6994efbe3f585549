import { catalog } from '../criteria/index.ts';
import { UnavailableError } from '../domain/errors.ts';
import type { PolicyLayer } from '../engine/policy/file.ts';
import { pilotReasons, releasedAt, usesProperties } from '../engine/policy/pilot-lists.ts';
import { findOrganizationPolicy } from '../evaluation/organization-policy.ts';
import { organizationLayer, type PolicyText } from '../evaluation/read-policy.ts';
import type { GitHubAccess } from '../github/index.ts';
import { type Mark, type MarkOf, type Pilots, pilotsOf } from '../github/recognition/pilots.ts';
import { faultLine } from '../render/model/words.ts';

/**
 * The pilots of an organization according to its policy: topics, custom properties, the list of names, releases, and
 * repositories with a policy file. Throws UnavailableError when that policy cannot be read or used, because then it is
 * unknown which repositories are pilots.
 */
export async function organizationPilots(
  access: GitHubAccess,
  org: string,
  /** A policy that may replace it: the result has the pilots under either of them. */
  instead?: PolicyText,
): Promise<Pilots> {
  const lookup = await findOrganizationPolicy({ access, catalog, owner: org, isPersonal: false });
  if (lookup.state === 'unavailable')
    throw new UnavailableError(`it is unknown which repositories are pilots: ${lookup.reason}`);
  if (lookup.state === 'faults') {
    const lines = lookup.faults.map(faultLine).join('; ');
    throw new UnavailableError(`it is unknown which repositories are pilots: ${org}'s policy has faults: ${lines}`);
  }
  const now = lookup.state === 'layer' ? lookup.layer : undefined;
  const layers = [now, ...(instead === undefined ? [] : [organizationLayer(catalog, undefined, instead)])];
  return pilotsOf(access, org, (repository) => {
    const marks = layers.map((layer) => markUnder(layer, org, repository));
    return STRONGEST.find((mark) => marks.includes(mark)) ?? 'untagged';
  });
}

const STRONGEST: Mark[] = ['pilot', 'unseen', 'untagged', 'released'];

function markUnder(
  layer: PolicyLayer | undefined,
  owner: string,
  { repo, topics, properties }: Parameters<MarkOf>[0],
): Mark {
  const repository = { owner, repo, topics, properties: properties ?? {} };
  if (releasedAt(layer, repository) !== undefined) return 'released';
  if (pilotReasons(layer, repository).length > 0) return 'pilot';
  return properties === undefined && usesProperties(layer) ? 'unseen' : 'untagged';
}
