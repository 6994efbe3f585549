import { catalog } from '../criteria/index.ts';
import { defined } from '../domain/defined.ts';
import { PolicyError, UnavailableError, UserError } from '../domain/errors.ts';
import type { OrganizationPolicyState } from '../engine/policy/effective.ts';
import type { PolicyLayer } from '../engine/policy/file.ts';
import { type Properties, usesProperties } from '../engine/policy/pilot-lists.ts';
import type { FactSource } from '../engine/ports.ts';
import { findOrganizationPolicy } from '../evaluation/organization-policy.ts';
import { firstAnswer } from '../evidence/combine-facts.ts';
import type { Worktree } from '../git/worktree.ts';
import { historyOnly } from '../git/worktree-facts.ts';
import { connect, customProperties, type GitHubAccess, githubFacts, openPullRequest } from '../github/index.ts';
import { repositoryTags } from '../github/recognition/recognition.ts';
import type { World } from './arguments.ts';

/** Where facts are asked: a repository, and the pull request whose reviews count. */
interface Place {
  owner: string;
  repo: string;
  number?: number;
}

/** Facts for a work tree: GitHub's first where it is asked, then those of git. `pullRequest` is the one that was named. */
export interface Facts {
  facts: FactSource;
  pullRequest?: number;
  base?: string;
  /** The policy above the repository's own, and what that one goes by. */
  above?: { organization: PolicyLayer | OrganizationPolicyState; properties?: Properties };
}

/**
 * The facts of a check. `--github owner/repository#N` asks GitHub with `GITHUB_TOKEN` or `GH_TOKEN`; a token and an
 * `origin` on GitHub serve too. Judged is still the work tree, so it has to stand at the head of that pull request.
 */
export async function factsFor(
  worktree: Worktree,
  given: string | boolean | undefined,
  { offline, hasFloor }: { offline: boolean; hasFloor: boolean },
  world: World,
): Promise<Facts> {
  const token = world.env.GITHUB_TOKEN ?? world.env.GH_TOKEN;
  const place = typeof given === 'string' ? parse(given) : token && !offline ? originOf(worktree) : undefined;
  if (place === undefined) return { facts: worktree.facts };
  if (offline) throw new UserError('--offline-ok and --github exclude each other', 'Leave one of them out.');
  if (!token)
    throw new UserError(
      '--github needs a token',
      'Set GITHUB_TOKEN to one that may read the repository, for example GITHUB_TOKEN=$(gh auth token).',
    );
  if (worktree.subject.prefix !== '')
    throw new UserError(
      'GitHub can only be asked about a pilot at the top of its repository',
      'Leave --github out, or judge the repository of the pilot itself.',
    );
  const { commit } = worktree.subject;
  if (commit === undefined)
    throw new UserError('there is no commit that GitHub could know', 'Commit and push first, or leave --github out.');
  const access = connect({ token, ...(world.env.GITHUB_API_URL ? { baseUrl: world.env.GITHUB_API_URL } : {}) });
  const { owner, repo, number } = place;
  const tags = await repositoryTags(access, { owner, repo });
  const { defaultBranch } = tags;
  const above = hasFloor ? {} : { above: await aboveOf(access, { owner, repo }, tags) };
  if (number === undefined) {
    return {
      facts: firstAnswer(githubFacts(access, { owner, repo, sha: commit, defaultBranch }), historyOnly(worktree.facts)),
      ...above,
    };
  }
  const pull = await openPullRequest(access, { owner, repo, number });
  if (pull.sha !== commit) {
    throw new UserError(
      `${owner}/${repo}#${number} is at ${pull.sha.slice(0, 7)}, the work tree at ${commit.slice(0, 7)}`,
      `Run: git fetch origin pull/${number}/head && pilot-readiness check --ref ${pull.sha} --github ${owner}/${repo}#${number}`,
    );
  }
  const head = pull.fork && pull.head ? { head: { owner: pull.head.owner, repo: pull.head.repo } } : {};
  const github = githubFacts(access, {
    owner,
    repo,
    sha: pull.sha,
    pullRequest: number,
    defaultBranch,
    targetBranch: pull.base.ref,
    ...head,
  });
  return {
    facts: firstAnswer(github, historyOnly(worktree.facts)),
    pullRequest: number,
    ...above,
    ...(pull.mergeBase.state === 'seen' ? { base: pull.mergeBase.value } : {}),
  };
}

/** The organization's policy as GitHub has it. Throws PolicyError when it cannot be used, UnavailableError when it cannot be read. */
async function aboveOf(
  access: GitHubAccess,
  { owner, repo }: { owner: string; repo: string },
  tags: Awaited<ReturnType<typeof repositoryTags>>,
): Promise<NonNullable<Facts['above']>> {
  const seen = await findOrganizationPolicy({ access, catalog, owner, isPersonal: tags.isPersonal });
  if (seen.state === 'faults') throw new PolicyError(seen.faults);
  if (seen.state === 'unavailable')
    throw new UnavailableError(`the organization's policy could not be read: ${seen.reason}`);
  if (seen.state === 'without') return { organization: seen.policyState };
  const isAsked = tags.properties === undefined && usesProperties(seen.layer);
  const properties = isAsked ? await customProperties(access, { owner, repo }) : tags.properties;
  return { organization: seen.layer, ...defined({ properties }) };
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
