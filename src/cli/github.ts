import { catalog } from '../criteria/index.ts';
import { defined } from '../domain/defined.ts';
import { PolicyError, UnavailableError, UserError } from '../domain/errors.ts';
import type { OrganizationPolicyState } from '../engine/policy/effective.ts';
import type { PolicyLayer } from '../engine/policy/file.ts';
import { type Properties, usesProperties } from '../engine/policy/pilot-lists.ts';
import type { FactSource } from '../engine/ports.ts';
import type { DefinitionSources } from '../evaluation/definitions.ts';
import { openSubject } from '../evaluation/open-subject.ts';
import { findOrganizationPolicy } from '../evaluation/organization-policy.ts';
import { firstAnswer } from '../evidence/combine-facts.ts';
import type { Worktree } from '../git/worktree.ts';
import { historyOnly } from '../git/worktree-facts.ts';
import { connect, customProperties, type GitHubAccess, type GitHubSubject, openPullRequest } from '../github/index.ts';
import { repositoryTags } from '../github/recognition/recognition.ts';
import type { World } from './verb.ts';

/** A repository on GitHub, and the pull request whose reviews count. */
interface Place {
  owner: string;
  repo: string;
  number?: number;
}

/** What an evaluation of a work tree reads besides its files: GitHub's facts first where they are available, then git's. */
export interface WorktreeSources {
  facts: FactSource;
  /** The pull request of `--github`. */
  pullRequest?: number;
  base?: string;
  /** What the definitions are compared with: the branches on GitHub, where there is a pull request. */
  definitions?: DefinitionSources;
  /** The organization's policy, and the custom properties that it uses. */
  above?: { organization: PolicyLayer | OrganizationPolicyState; properties?: Properties };
}

/**
 * Opens the sources of a work tree. `--github owner/repository#N` reads facts from GitHub with `GITHUB_TOKEN` or
 * `GH_TOKEN`; a token and an `origin` on GitHub do too. The work tree is still what is evaluated, so it must be at the
 * head of that pull request.
 */
export async function openSources(
  worktree: Worktree,
  given: string | undefined,
  { offline, hasOrgPolicy }: { offline: boolean; hasOrgPolicy: boolean },
  world: World,
): Promise<WorktreeSources> {
  const token = world.env.GITHUB_TOKEN ?? world.env.GH_TOKEN;
  const place = given !== undefined ? parse(given) : token && !offline ? originOf(worktree) : undefined;
  if (place === undefined) return { facts: worktree.facts };
  if (offline) throw new UserError('--offline-ok and --github cannot be combined', 'Leave one of them out.');
  if (!token)
    throw new UserError(
      '--github needs a token',
      'Set GITHUB_TOKEN to a token that can read the repository, for example GITHUB_TOKEN=$(gh auth token).',
    );
  if (worktree.subject.prefix !== '')
    throw new UserError(
      '--github only works for a pilot at the top of its repository',
      'Leave --github out, or evaluate the repository of the pilot itself.',
    );
  const { commit: sha } = worktree.subject;
  if (sha === undefined)
    throw new UserError('there is no commit to look up on GitHub', 'Commit and push first, or leave --github out.');
  const access = connect({ token, ...defined({ baseUrl: world.env.GITHUB_API_URL || undefined }) });
  const { owner, repo, number } = place;
  const tags = await repositoryTags(access, { owner, repo });
  const above = hasOrgPolicy ? {} : { above: await aboveOf(access, { owner, repo }, tags) };
  const pull = number === undefined ? undefined : await pullAt(access, { owner, repo, number }, sha);
  const { facts, identity, definitions } = openSubject({ access, owner, repo, tags }, { sha, pull });
  return {
    facts: firstAnswer(facts, historyOnly(worktree.facts)),
    ...above,
    ...defined({ pullRequest: number, base: identity.base, definitions }),
  };
}

/** The pull request, whose head must be the commit of the work tree. */
async function pullAt(
  access: GitHubAccess,
  { owner, repo, number }: Required<Place>,
  commit: string,
): Promise<GitHubSubject> {
  const pull = await openPullRequest(access, { owner, repo, number });
  if (pull.sha === commit) return pull;
  throw new UserError(
    `${owner}/${repo}#${number} is at ${pull.sha.slice(0, 7)}, the work tree at ${commit.slice(0, 7)}`,
    `Run: git fetch origin pull/${number}/head && pilot-readiness check --ref ${pull.sha} --github ${owner}/${repo}#${number}`,
  );
}

/** The organization's policy on GitHub. Throws PolicyError when it cannot be used, UnavailableError when it cannot be read. */
async function aboveOf(
  access: GitHubAccess,
  { owner, repo }: { owner: string; repo: string },
  tags: Awaited<ReturnType<typeof repositoryTags>>,
): Promise<NonNullable<WorktreeSources['above']>> {
  const lookup = await findOrganizationPolicy({ access, catalog, owner, isPersonal: tags.isPersonal });
  if (lookup.state === 'faults') throw new PolicyError(lookup.faults);
  if (lookup.state === 'unavailable')
    throw new UnavailableError(`the organization's policy could not be read: ${lookup.reason}`);
  if (lookup.state === 'without') return { organization: lookup.policyState };
  const mustRead = tags.properties === undefined && usesProperties(lookup.layer);
  const properties = mustRead ? await customProperties(access, { owner, repo }) : tags.properties;
  return { organization: lookup.layer, ...defined({ properties }) };
}

function parse(given: string): Place {
  const match = /^([A-Za-z0-9][\w-]{0,38})\/([\w.-]{1,100})(?:#(\d{1,9}))?$/.exec(given.trim());
  if (!match?.[1] || !match[2])
    throw new UserError(
      `--github ${given} is not a pull request`,
      'Write owner/repository#NUMBER, or owner/repository.',
    );
  return { owner: match[1], repo: match[2], ...(match[3] ? { number: Number(match[3]) } : {}) };
}

function originOf(worktree: Worktree): Place | undefined {
  const match = /^([A-Za-z0-9][\w-]{0,38})\/([\w.-]{1,100})$/.exec(worktree.subject.repository);
  return match?.[1] && match[2] && worktree.subject.prefix === '' ? { owner: match[1], repo: match[2] } : undefined;
}
