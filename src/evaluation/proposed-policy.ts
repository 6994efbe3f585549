import { PolicyError, UnavailableError } from '../domain/errors.ts';
import type { Fault } from '../domain/observation.ts';
import { POLICY_PATHS } from '../engine/policy/file.ts';
import type { FileSource } from '../engine/ports.ts';
import type { GitHubSubject } from '../github/index.ts';
import type { Policies, PolicyOrFaults } from './policy-in-force.ts';
import { POLICY_BYTES, type PolicyText, presentPolicy } from './read-policy.ts';

/** The policy file that a pull request proposes, none, or why it cannot be read. */
export type Proposed = { text: PolicyText | 'none' } | { faults: Fault[] };

/** The policy file as this pull request would leave it, when it changes it; undefined when it does not. */
export async function proposedText(subject: GitHubSubject, files: FileSource): Promise<Proposed | undefined> {
  const { changed } = subject;
  if (changed.state !== 'seen' || !changed.value.some(isPolicyPath)) return undefined;
  try {
    return { text: presentPolicy(await files.files([...POLICY_PATHS], POLICY_BYTES)) ?? 'none' };
  } catch (error) {
    if (error instanceof PolicyError) return { faults: error.faults };
    // It is only shown beside the evaluation, which does not depend on it.
    if (error instanceof UnavailableError) return undefined;
    throw error;
  }
}

/** The policy that would then be in force. */
export async function proposedPolicy(proposed: Proposed, policies: Policies): Promise<PolicyOrFaults> {
  return 'faults' in proposed ? proposed : policies.with(proposed.text);
}

/** A pull request that only fixes a broken policy must not be blocked by that policy. */
export async function repairsPolicyOnly(
  { changed }: GitHubSubject,
  proposed: Proposed | undefined,
  policies: Policies,
): Promise<boolean> {
  const only = changed.state === 'seen' && changed.value.length > 0 && changed.value.every(isPolicyPath);
  if (!only || proposed === undefined || 'faults' in proposed || proposed.text === 'none') return false;
  return 'policy' in (await policies.with(proposed.text));
}

function isPolicyPath(path: string): boolean {
  return (POLICY_PATHS as readonly string[]).includes(path);
}
