import { defined } from '../domain/defined.ts';
import { PolicyError, UnavailableError } from '../domain/errors.ts';
import type { Fault } from '../domain/observation.ts';
import type { Criterion } from '../engine/criterion.ts';
import { answerOf, history } from '../engine/fact-requests.ts';
import type { OrganizationPolicyState } from '../engine/policy/effective.ts';
import { ORGANIZATION_REPOSITORY, POLICY_PATHS, type PolicyLayer } from '../engine/policy/file.ts';
import { type GitHubAccess, githubFacts, githubFiles, organizationFiles } from '../github/index.ts';
import {
  organizationLayer,
  POLICY_BYTES,
  type PolicySource,
  type PolicyText,
  readOrganizationLayer,
} from './read-policy.ts';

/** Versions of a broken policy file that are tried for the last one that could be used. */
const MAX_VERSIONS = 20;

/** The organization's policy: its file, that there is none, its faults, or why it could not be read. */
export type OrganizationLookup =
  | { state: 'layer'; layer: PolicyLayer; at?: ReadAt }
  | { state: 'without'; policyState: OrganizationPolicyState }
  | { state: 'faults'; faults: Fault[]; at?: ReadAt }
  | { state: 'unavailable'; reason: string };

/** Commit and name of a default branch. */
interface ReadAt {
  sha: string;
  defaultBranch: string;
}

export interface OrganizationRequest {
  access: GitHubAccess;
  catalog: Criterion[];
  owner: string;
  /** The owner is a person: there is no organization above. */
  isPersonal: boolean;
  /** Use this text instead of the policy in the organization's repository. */
  instead?: PolicyText | 'none' | undefined;
}

/** Reads the organization's policy at the default branch of its repository. Errors are returned as data, never thrown. */
export async function findOrganizationPolicy(request: OrganizationRequest): Promise<OrganizationLookup> {
  const { access, catalog, owner, isPersonal, instead } = request;
  let at: ReadAt | undefined;
  try {
    const repository = `${owner}/${ORGANIZATION_REPOSITORY}`;
    if (instead === 'none') return { state: 'without', policyState: { state: 'none', repository } };
    if (instead !== undefined) {
      return { state: 'layer', layer: organizationLayer(catalog, repository, instead) };
    }
    if (isPersonal) return { state: 'without', policyState: { state: 'personal' } };
    const found = await organizationFiles(access, owner, POLICY_BYTES);
    if (found.state !== 'seen') return { state: 'without', policyState: found };
    const { files } = found;
    at = { sha: files.commit, defaultBranch: files.branch };
    const source: PolicySource = { files: async () => files.files, commit: files.commit };
    const layer = await readOrganizationLayer(catalog, repository, source);
    return layer === undefined
      ? { state: 'without', policyState: { state: 'none', repository } }
      : { state: 'layer', layer, at };
  } catch (error) {
    if (error instanceof PolicyError) return { state: 'faults', faults: error.faults, ...defined({ at }) };
    if (error instanceof UnavailableError) return { state: 'unavailable', reason: error.message };
    throw error;
  }
}

/** The organization's policy that recognizes promotions: the current one, else its last usable version, else none. */
export async function findUsableOrganizationPolicy(
  { access, catalog, owner }: OrganizationRequest,
  lookup: OrganizationLookup,
  isUsable: (layer: PolicyLayer) => Promise<boolean>,
): Promise<PolicyLayer | OrganizationPolicyState> {
  const repository = `${owner}/${ORGANIZATION_REPOSITORY}`;
  if (lookup.state === 'without') return lookup.policyState;
  if (lookup.state === 'layer' && (await isUsable(lookup.layer))) return lookup.layer;
  const at = lookup.state === 'unavailable' ? undefined : lookup.at;
  if (at === undefined) return { state: 'not-seen', repository };
  for await (const text of versionsOf(access, { owner, repo: ORGANIZATION_REPOSITORY, ...at })) {
    try {
      const layer = organizationLayer(catalog, repository, text);
      if (await isUsable(layer)) return layer;
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
    }
  }
  return { state: 'not-seen', repository };
}

/** Earlier versions of a policy file on its default branch, the newest first. */
export async function* versionsOf(
  access: GitHubAccess,
  at: { owner: string; repo: string } & ReadAt,
): AsyncGenerator<PolicyText> {
  const request = history([...POLICY_PATHS]);
  const answer = answerOf(await githubFacts(access, at).answer([request]), request);
  const versions =
    answer?.state === 'seen'
      ? answer.value.flatMap(({ path, versions: all }) => all.map((version) => ({ path, ...version })))
      : [];
  for (const { path, commit } of versions.slice(-MAX_VERSIONS).reverse()) {
    const name = { owner: at.owner, repo: at.repo, sha: commit };
    const file = (await githubFiles(access, name).files([path], POLICY_BYTES)).get(path);
    if (file?.state === 'seen') yield { path, bytes: file.value };
  }
}
