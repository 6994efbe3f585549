import { UnavailableError } from '../core/errors.ts';
import { asksProperties, pilotWords, releasedAt } from '../core/policy/pilot-lists.ts';
import { catalogue } from '../criteria/index.ts';
import type { GitHubAccess } from '../evidence/github/index.ts';
import { type Pilots, pilotsOf } from '../evidence/github/pilots.ts';
import { organisationSeen } from '../organisation-policy.ts';
import { faultLine } from '../render/faults.ts';

/**
 * The pilots of an organisation by its own policy: topics, custom properties, the list of names, those released, and
 * whoever carries a policy file. Throws UnavailableError when that policy cannot be read or used: without it nobody
 * knows which repositories are pilots.
 */
export async function organisationPilots(access: GitHubAccess, org: string): Promise<Pilots> {
  const seen = await organisationSeen({ access, catalogue, owner: org, isPersonal: false });
  if (seen.state === 'unavailable')
    throw new UnavailableError(`which repositories are pilots is not known: ${seen.reason}`);
  if (seen.state === 'faults') {
    const lines = seen.faults.map(faultLine).join('; ');
    throw new UnavailableError(`which repositories are pilots is not known: ${org}’s policy has faults: ${lines}`);
  }
  const layer = seen.state === 'layer' ? seen.layer : undefined;
  return pilotsOf(access, org, ({ repo, topics, properties }) => {
    const repository = { owner: org, repo, topics, properties: properties ?? {} };
    if (releasedAt(layer, repository) !== undefined) return 'released';
    if (pilotWords(layer, repository).length > 0) return 'pilot';
    return properties === undefined && asksProperties(layer) ? 'unseen' : 'untagged';
  });
}
