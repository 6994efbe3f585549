import type { Criterion } from './core/criterion.ts';
import { PolicyError, UnavailableError } from './core/errors.ts';
import type { Profile } from './core/levels.ts';
import type { Fault, Observation } from './core/observation.ts';
import type { EffectivePolicy } from './core/policy/effective.ts';
import { POLICY_PATHS, type PolicyLayer, policyFileSchema } from './core/policy/file.ts';
import { effectivePolicy } from './core/policy/merge.ts';
import { CONTROLS } from './core/sections/records.ts';
import { ownersOf, readCodeOwners } from './formats/codeowners.ts';
import { readYaml } from './formats/yaml/index.ts';

export const CODEOWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** Where a policy is read from: the default branch, never the thing that is judged. */
export interface PolicySource {
  files: (paths: string[]) => Promise<Map<string, Observation<Uint8Array>>>;
  commit?: string;
}

export interface PolicyRequest {
  catalogue: Criterion[];
  now: number;
  source: PolicySource;
  /** A profile asked for from outside; only tightens. */
  profile?: Profile;
  /** Judge by this text instead of the policy at the source. */
  instead?: { path: string; bytes: Uint8Array };
}

/**
 * The policy in force. A missing file means the built-in minimal profile. Throws PolicyError with a place for each
 * fault when the file cannot be used, and UnavailableError when it could not be looked at.
 */
export async function readPolicy(request: PolicyRequest): Promise<EffectivePolicy> {
  const found = await request.source.files([...POLICY_PATHS, ...CODEOWNERS_PATHS]);
  const layer = request.instead
    ? layerOf(request, request.instead.path, request.instead.bytes)
    : policyLayer(request, found);
  const root = (layer?.file.evidence?.root ?? 'readiness').replace(/\/+$/, '');
  const { policy, faults } = effectivePolicy(request.catalogue, layer, {
    now: request.now,
    ...(request.profile ? { profile: request.profile } : {}),
    recordOwners: recordOwners(found, root),
  });
  if (faults.length > 0) throw new PolicyError(faults);
  return policy;
}

function policyLayer(request: PolicyRequest, found: Map<string, Observation<Uint8Array>>): PolicyLayer | undefined {
  const present = POLICY_PATHS.flatMap((path) => {
    const file = found.get(path);
    if (file === undefined || file.state === 'unavailable')
      throw new UnavailableError(`the policy ${path} could not be read: ${file?.reason ?? 'no answer'}`);
    if (file.state === 'invalid') throw new PolicyError(file.faults);
    if (file.state === 'absent' && file.why !== undefined) {
      throw new PolicyError([wholeFile(path, file.why, 'Commit the policy as an ordinary file.')]);
    }
    return file.state === 'seen' ? [{ path, bytes: file.value }] : [];
  });
  const [first, second] = present;
  if (first && second) {
    throw new PolicyError([
      wholeFile(second.path, `stands beside ${first.path}`, `Keep one of ${first.path} and ${second.path}.`),
    ]);
  }
  return first ? layerOf(request, first.path, first.bytes) : undefined;
}

function layerOf(request: PolicyRequest, path: string, bytes: Uint8Array): PolicyLayer {
  const read = readYaml(policyFileSchema(request.catalogue), path, bytes);
  if (read.faults.length > 0 || read.value === undefined) throw new PolicyError(read.faults);
  return { path, file: read.value, at: read.at, ...(request.source.commit ? { commit: request.source.commit } : {}) };
}

function recordOwners(found: Map<string, Observation<Uint8Array>>, root: string): EffectivePolicy['recordOwners'] {
  for (const path of CODEOWNERS_PATHS) {
    const file = found.get(path);
    if (file?.state !== 'seen') continue;
    const codeowners = readCodeOwners(path, new TextDecoder().decode(file.value));
    const entries = CONTROLS.flatMap((control) => {
      const owned = ownersOf(codeowners, `${root}/controls/${control}.yaml`);
      return owned && owned.owners.length > 0
        ? [[control, { owners: owned.owners, origin: { path, line: owned.line } }] as const]
        : [];
    });
    return Object.fromEntries(entries);
  }
  return {};
}

function wholeFile(path: string, problem: string, remedy: string): Fault {
  return { path, line: 1, column: 1, key: '', problem, remedy };
}
