import { absent } from '../core/observation.ts';
import { catalogue } from '../criteria/index.ts';
import { readPolicy } from '../read-policy.ts';

/** Reads a policy file for itself, before anything is judged by it. Throws a PolicyError with a place for each fault. */
export async function checkPolicyText(instead: { path: string; bytes: Uint8Array }, now: number): Promise<void> {
  const files = async (paths: string[]) => new Map(paths.map((path) => [path, absent({ path })]));
  await readPolicy({ catalogue, now, source: { files }, instead });
}
