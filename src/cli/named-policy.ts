import { catalog } from '../criteria/index.ts';
import { absent } from '../domain/observation.ts';
import { organizationLayer, readPolicy } from '../evaluation/read-policy.ts';

/**
 * Validates a policy file on its own, as an organization's or a repository's policy, before anything is evaluated with it.
 * Throws a PolicyError with a place for each fault.
 */
export async function checkPolicyText(
  text: { path: string; bytes: Uint8Array },
  as: 'organization' | 'repository',
  now: number,
): Promise<void> {
  const files = async (paths: string[]) => new Map(paths.map((path) => [path, absent({ path })]));
  const place = as === 'repository' ? { instead: text } : { organization: organizationLayer(catalog, undefined, text) };
  await readPolicy({ catalog, now, source: { files }, ...place });
}
