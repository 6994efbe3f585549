import { defined } from '../domain/defined.ts';
import { PolicyError, UnavailableError } from '../domain/errors.ts';
import type { Profile } from '../domain/levels.ts';
import type { Fault, Observation } from '../domain/observation.ts';
import type { Criterion } from '../engine/criterion.ts';
import type { EffectivePolicy, OrganizationPolicyState } from '../engine/policy/effective.ts';
import { POLICY_PATHS, type PolicyLayer, policyFileSchema } from '../engine/policy/file.ts';
import { effectivePolicy } from '../engine/policy/merge.ts';
import type { Properties } from '../engine/policy/pilot-lists.ts';
import { CONTROLS } from '../evidence/schema/records.ts';
import { isOnlyFor, ownersOf, readCodeOwners } from '../formats/codeowners.ts';
import { readYaml } from '../formats/yaml/index.ts';

export const CODEOWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
/** The maximum size of a policy file: it is read as a whole. */
export const POLICY_BYTES = 256 * 1024;

/** Where a policy is read from: the default branch, never the evaluated commit. */
export interface PolicySource {
  files: (paths: string[]) => Promise<Map<string, Observation<Uint8Array>>>;
  commit?: string;
}

/** A policy text that is on no default branch: a proposed one, or one named on the command line. */
export interface PolicyText {
  path: string;
  bytes: Uint8Array;
}

export interface PolicyRequest {
  catalog: Criterion[];
  now: number;
  source: PolicySource;
  /** The organization's file where there is one, else its state; left out when it was not looked up. */
  organization?: PolicyLayer | OrganizationPolicyState;
  /** Custom properties of the repository, which the organization may use to choose its profile. */
  properties?: Properties;
  /** The policy file of the source is the organization's: the repository has none of its own. */
  isOrganizations?: boolean;
  /** A profile from the command line or an input; only tightens. */
  profile?: Profile;
  /** Use this text (or none) instead of the policy at the source. */
  instead?: PolicyText | 'none';
}

/**
 * The policy in force: the repository's over the organization's over the built-in profile. Throws PolicyError with a
 * place for each fault when a file cannot be used, and UnavailableError when one could not be read.
 */
export async function readPolicy(request: PolicyRequest): Promise<EffectivePolicy> {
  const { catalog, organization, properties, profile, now } = request;
  const found = await request.source.files([...POLICY_PATHS, ...CODEOWNERS_PATHS]);
  const layer = ownLayer(request, found);
  const isLayer = organization !== undefined && 'file' in organization;
  const options = {
    now,
    ...(organization === undefined ? {} : isLayer ? { organization } : { organizationState: organization }),
    ...defined({ properties }),
    ...(profile ? { profile } : {}),
  };
  const root = effectivePolicy(catalog, layer, options).policy.evidence.root;
  const { policy, faults } = effectivePolicy(catalog, layer, { ...options, recordOwners: recordOwners(found, root) });
  if (faults.length > 0) throw new PolicyError(faults);
  return policy;
}

/**
 * The organization's file, its path prefixed with its repository. Undefined where there is none; throws
 * PolicyError and UnavailableError as `readPolicy` does.
 */
export async function readOrganizationLayer(
  catalog: Criterion[],
  repository: string,
  source: PolicySource,
): Promise<PolicyLayer | undefined> {
  const found = await source.files([...POLICY_PATHS]);
  const named = new Map([...found].map(([path, file]) => [path, elsewhere(file, repository)]));
  const file = presentPolicy(named, (path) => `${repository}/${path}`, repository);
  if (file === undefined) return undefined;
  return organizationLayer(catalog, repository, file, source.commit);
}

/** The layer of an organization's policy text, wherever it was read. Throws PolicyError with its faults. */
export function organizationLayer(
  catalog: Criterion[],
  repository: string | undefined,
  { path, bytes }: PolicyText,
  commit?: string,
): PolicyLayer {
  const layer = layerOf(
    catalog,
    { path: repository === undefined ? path : `${repository}/${path}`, bytes },
    repository,
  );
  return commit === undefined ? layer : { ...layer, commit };
}

function ownLayer(request: PolicyRequest, found: Map<string, Observation<Uint8Array>>): PolicyLayer | undefined {
  const { catalog, instead, isOrganizations, source } = request;
  const isNone = instead === 'none' || (instead === undefined && isOrganizations === true);
  const file = isNone ? undefined : (instead ?? presentPolicy(found));
  if (file === undefined) return undefined;
  const layer = layerOf(catalog, file);
  return source.commit === undefined ? layer : { ...layer, commit: source.commit };
}

/**
 * The one policy file among the possible paths; undefined when there is none. Throws PolicyError when there are two or
 * one is not an ordinary file, UnavailableError when one could not be read.
 */
export function presentPolicy(
  found: Map<string, Observation<Uint8Array>>,
  shown: (path: string) => string = (path) => path,
  repository?: string,
): PolicyText | undefined {
  const present = POLICY_PATHS.flatMap((path) => {
    const file = found.get(path);
    const name = shown(path);
    if (file === undefined || file.state === 'unavailable')
      throw new UnavailableError(`the policy ${name} could not be read: ${file?.reason ?? 'no answer'}`);
    if (file.state === 'invalid') throw new PolicyError(file.faults);
    if (file.state === 'absent' && file.why !== undefined) {
      throw new PolicyError([wholeFile(name, file.why, 'Commit the policy as an ordinary file.', repository)]);
    }
    return file.state === 'seen' ? [{ path, bytes: file.value }] : [];
  });
  const [first, second] = present;
  if (first && second) {
    const [one, other] = [shown(first.path), shown(second.path)];
    throw new PolicyError([wholeFile(other, `exists beside ${one}`, `Keep one of ${one} and ${other}.`, repository)]);
  }
  return first;
}

/** Cached: building the schema takes longer than parsing a policy, and a catalog does not change. */
const schemas = new WeakMap<Criterion[], ReturnType<typeof policyFileSchema>>();

function schemaOf(catalog: Criterion[]): ReturnType<typeof policyFileSchema> {
  const schema = schemas.get(catalog) ?? policyFileSchema(catalog);
  schemas.set(catalog, schema);
  return schema;
}

function layerOf(catalog: Criterion[], { path, bytes }: PolicyText, repository?: string): PolicyLayer {
  const read = readYaml(schemaOf(catalog), path, bytes);
  const from = repository === undefined ? {} : { repository };
  if (read.faults.length > 0 || read.value === undefined)
    throw new PolicyError(read.faults.map((fault) => ({ ...fault, ...from })));
  return { path, ...from, file: read.value, at: read.at };
}

/** The faults of a file in another repository name that repository. */
function elsewhere(file: Observation<Uint8Array>, repository: string): Observation<Uint8Array> {
  if (file.state !== 'invalid') return file;
  return { ...file, faults: file.faults.map((one) => ({ ...one, path: `${repository}/${one.path}`, repository })) };
}

/** Who owns the record of each control. A rule that is not about these records in particular names nobody for a control. */
function recordOwners(found: Map<string, Observation<Uint8Array>>, root: string): EffectivePolicy['recordOwners'] {
  for (const path of CODEOWNERS_PATHS) {
    const file = found.get(path);
    if (file?.state !== 'seen') continue;
    const codeowners = readCodeOwners(path, new TextDecoder().decode(file.value));
    const entries = CONTROLS.flatMap((control) => {
      const owned = ownersOf(codeowners, `${root}/controls/${control}.yaml`);
      return owned && owned.owners.length > 0 && isOnlyFor(owned.pattern, `${root}/controls`)
        ? [[control, { owners: owned.owners, origin: { path, line: owned.line } }] as const]
        : [];
    });
    return Object.fromEntries(entries);
  }
  return {};
}

function wholeFile(path: string, problem: string, remedy: string, repository?: string): Fault {
  const from = repository === undefined ? {} : { repository };
  return { path, ...from, line: 1, column: 1, key: '', problem, remedy };
}
