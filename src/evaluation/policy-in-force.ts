import { defined } from '../domain/defined.ts';
import { PolicyError, UnavailableError } from '../domain/errors.ts';
import type { Profile } from '../domain/levels.ts';
import type { Fault, Observation } from '../domain/observation.ts';
import type { Criterion } from '../engine/criterion.ts';
import type { EffectivePolicy, OrganizationPolicyState, Origin } from '../engine/policy/effective.ts';
import { isOrganizationRepository, POLICY_PATHS, type PolicyLayer } from '../engine/policy/file.ts';
import {
  type ListedRepository,
  type Properties,
  pilotReasons,
  releasedAt,
  usesProperties,
} from '../engine/policy/pilot-lists.ts';
import { tightened } from '../engine/policy/tighten.ts';
import { customProperties, type GitHubAccess, readAtDefaultBranch } from '../github/index.ts';
import type { repositoryTags } from '../github/recognition/recognition.ts';
import { findOrganizationPolicy, findUsableOrganizationPolicy, versionsOf } from './organization-policy.ts';
import { CODEOWNERS_PATHS, POLICY_BYTES, type PolicySource, type PolicyText, readPolicy } from './read-policy.ts';

export type RepositoryTags = Awaited<ReturnType<typeof repositoryTags>>;
export type PolicyOrFaults = { policy: EffectivePolicy } | { faults: Fault[] };

export interface PoliciesRequest {
  access: GitHubAccess;
  catalog: Criterion[];
  owner: string;
  repo: string;
  now: number;
  tags: RepositoryTags;
  /** From the Action's inputs; both only tighten. `also` is the path of a second policy on the default branch. */
  profile?: Profile | undefined;
  also?: string | undefined;
  /** Use this text as the organization's policy. */
  organizationInstead?: PolicyText | 'none' | undefined;
}

/** The policies of one repository through the API, all read at one commit of each default branch. */
export interface Policies {
  /** What makes it a pilot now: topics, properties, lists, and its own policy files. */
  reasons: string[];
  /** What would make another repository of the organization a pilot. */
  reasonsFor: (other: ListedRepository) => string[];
  /** The line of the organization's policy that releases it. */
  released?: Origin;
  /** Repositories that are not pilots get a check run too. */
  answersAll: boolean;
  /** The commit of the repository's default branch. */
  commit: string;
  /** The policy in force, or the faults for which there is none. Throws UnavailableError when it could not be read. */
  inForce: () => Promise<PolicyOrFaults>;
  /** The policy as it would be with this text, or none, as the repository's own. */
  with: (own: PolicyText | 'none') => Promise<PolicyOrFaults>;
  /** The policy that recognizes promotions while the one in force cannot be used. */
  lastUsable: () => Promise<EffectivePolicy>;
}

/** Reads the policies of a repository and of its organization. Throws UnavailableError when its own could not be read. */
export async function openPolicies(request: PoliciesRequest): Promise<Policies> {
  const { access, owner, repo, tags } = request;
  const isOrganizations = isOrganizationRepository(repo) && !tags.isPersonal;
  const organizationRequest = { ...request, isPersonal: tags.isPersonal, instead: request.organizationInstead };
  const [source, lookup] = await Promise.all([
    defaultBranchSource(request),
    findOrganizationPolicy(organizationRequest),
  ]);
  const layer = lookup.state === 'layer' ? lookup.layer : undefined;
  const properties = await propertiesOf(request, layer);
  const listed = { owner, repo, topics: tags.topics, properties: properties.state === 'known' ? properties.value : {} };
  const own = isOrganizations ? [] : carried(await source.files([...POLICY_PATHS]));
  const released = releasedAt(layer, listed);
  const files: PolicySource['files'] = (paths) => source.files(paths);
  const read = async (more: {
    organization: PolicyLayer | OrganizationPolicyState;
    files?: PolicySource['files'];
    instead?: PolicyText | 'none';
  }): Promise<PolicyOrFaults> =>
    policyOrFaults(
      request,
      { ...source, files: more.files ?? files },
      {
        organization: more.organization,
        isOrganizations,
        ...(properties.state === 'known' ? { properties: properties.value } : {}),
        ...(more.instead ? { instead: more.instead } : {}),
      },
    );
  const whole = async (instead?: PolicyText | 'none'): Promise<PolicyOrFaults> => {
    if (lookup.state === 'unavailable')
      throw new UnavailableError(`the organization's policy could not be read: ${lookup.reason}`);
    if (properties.state === 'unavailable')
      throw new UnavailableError(
        `the profile depends on custom properties, which could not be read: ${properties.reason}`,
      );
    if (lookup.state === 'faults') return { faults: lookup.faults };
    const organization = lookup.state === 'layer' ? lookup.layer : lookup.policyState;
    return read({ organization, ...(instead ? { instead } : {}) });
  };
  return {
    reasons: [...pilotReasons(layer, listed), ...own],
    reasonsFor: (other) => (releasedAt(layer, other) === undefined ? pilotReasons(layer, other) : []),
    ...defined({ released }),
    answersAll: layer?.file.report === 'all',
    commit: source.commit,
    inForce: () => whole(),
    with: whole,
    lastUsable: async () => {
      const nothing: PolicySource['files'] = async (paths) =>
        new Map(paths.map((path) => [path, { state: 'absent' as const, place: { path } }]));
      const organization = await findUsableOrganizationPolicy(organizationRequest, lookup, async (candidate) => {
        const alone = await read({ organization: candidate, files: nothing });
        return 'policy' in alone;
      });
      const now = await read({ organization });
      if ('policy' in now) return now.policy;
      const { defaultBranch } = tags;
      for await (const instead of versionsOf(access, { owner, repo, sha: source.commit, defaultBranch })) {
        const usable = await read({ organization, instead });
        if ('policy' in usable) return usable.policy;
      }
      return readPolicy({ catalog: request.catalog, now: request.now, source: { files: nothing }, organization });
    },
  };
}

/** Policy and CODEOWNERS of the default branch, read once at one commit of it. */
async function defaultBranchSource({
  access,
  owner,
  repo,
  tags,
  also,
}: PoliciesRequest): Promise<PolicySource & { commit: string }> {
  const paths = [...POLICY_PATHS, ...CODEOWNERS_PATHS, ...(also === undefined ? [] : [also])];
  const branch = tags.defaultBranch;
  const read = await readAtDefaultBranch(access, { owner, repo, branch, paths, maxBytes: POLICY_BYTES });
  if (read.state !== 'seen') {
    throw new UnavailableError(
      `the default branch could not be read: ${read.state === 'unavailable' ? read.reason : 'no answer'}`,
    );
  }
  const { files, commit } = read.value;
  const absentAt = (path: string): Observation<Uint8Array> => ({ state: 'absent', place: { path } });
  return { files: async (wanted) => new Map(wanted.map((path) => [path, files.get(path) ?? absentAt(path)])), commit };
}

/** The repository's own policy files that exist, readable or not: they make it a pilot. */
function carried(files: Map<string, Observation<Uint8Array>>): string[] {
  return [...files].flatMap(([path, file]) => (file.state === 'absent' && file.why === undefined ? [] : [path]));
}

type PropertiesLookup = { state: 'known'; value: Properties } | { state: 'unavailable'; reason: string };

/** Custom properties, read only where the organization's policy uses them. */
async function propertiesOf(
  { access, owner, repo, tags }: PoliciesRequest,
  layer: PolicyLayer | undefined,
): Promise<PropertiesLookup> {
  if (tags.properties !== undefined) return { state: 'known', value: tags.properties };
  if (!usesProperties(layer)) return { state: 'known', value: {} };
  try {
    return { state: 'known', value: await customProperties(access, { owner, repo }) };
  } catch (error) {
    if (error instanceof UnavailableError) return { state: 'unavailable', reason: error.message };
    throw error;
  }
}

async function policyOrFaults(
  request: PoliciesRequest,
  source: PolicySource,
  more: Pick<Parameters<typeof readPolicy>[0], 'organization' | 'isOrganizations' | 'properties' | 'instead'>,
): Promise<PolicyOrFaults> {
  const { catalog, now, profile, also } = request;
  const { instead, ...both } = more;
  const read = (text?: PolicyText | 'none'): Promise<EffectivePolicy> =>
    readPolicy({
      catalog,
      now,
      source,
      ...(profile ? { profile } : {}),
      ...both,
      ...(text ? { instead: text } : {}),
    });
  try {
    const policy = await read(instead);
    if (also === undefined) return { policy };
    const second = (await source.files([also])).get(also);
    if (second?.state !== 'seen') {
      const problem = 'is named by the input policy but is not on the default branch';
      return {
        faults: [
          { path: also, line: 1, column: 1, key: '', problem, remedy: 'Commit it there, or leave the input out.' },
        ],
      };
    }
    return { policy: tightened(catalog, policy, await read({ path: also, bytes: second.value })) };
  } catch (error) {
    if (error instanceof PolicyError) return { faults: error.faults };
    throw error;
  }
}
