import { defined } from '../domain/defined.ts';
import type { DecisionState } from '../engine/decisions/state.ts';
import { movedOnBase } from '../github/facts/base-moved.ts';
import type { FactsOptions } from '../github/facts/facts.ts';
import { type GitHubAccess, type GitHubSubject, githubFacts, githubFiles } from '../github/index.ts';
import { repositoryTags } from '../github/recognition/recognition.ts';
import type { OpenSubject } from './evaluate.ts';
import { openPolicies, type Policies, type PoliciesRequest, type RepositoryTags } from './policy-in-force.ts';

/** A repository on GitHub with its policies, all read at one commit of each default branch. */
export interface OpenRepository {
  access: GitHubAccess;
  owner: string;
  repo: string;
  tags: RepositoryTags;
  policies: Policies;
}

/** Opens a repository. Throws UnavailableError when it or its policy could not be read. */
export async function openRepository(request: Omit<PoliciesRequest, 'tags'>): Promise<OpenRepository> {
  const { access, owner, repo } = request;
  const tags = await repositoryTags(access, { owner, repo });
  return { access, owner, repo, tags, policies: await openPolicies({ ...request, tags }) };
}

/** A commit to evaluate, on its own or as that of a pull request. */
export interface CommitToOpen {
  sha: string;
  /** The pull request whose reviews count and whose base may have moved. */
  pull?: GitHubSubject | undefined;
  /** What was decided by command, where there is a ledger. */
  decided?: DecisionState | undefined;
}

/** A subject on GitHub; for a fork, its files and history are those of the head repository. */
export function openSubject(
  { access, owner, repo, tags }: Pick<OpenRepository, 'access' | 'owner' | 'repo' | 'tags'>,
  commit: CommitToOpen,
): OpenSubject {
  const { sha, pull, decided } = commit;
  const options = factsOptionsOf({ owner, repo, defaultBranch: tags.defaultBranch, ...commit });
  return {
    identity: {
      repository: `${owner}/${repo}`,
      commit: sha,
      ...defined({ base: mergeBaseOf(pull), pullRequest: pull?.number }),
      dirty: false,
    },
    files: githubFiles(access, { owner, repo, sha, ...defined({ head: options.head }) }),
    facts: githubFacts(access, options),
    ...(pull ? { movedOnBase: (paths: string[]) => movedOnBase(access, pull, paths) } : {}),
    ...defined({ decided }),
  };
}

/** The options of the GitHub facts about a commit. */
export function factsOptionsOf(
  about: CommitToOpen & { owner: string; repo: string; defaultBranch: string },
): FactsOptions {
  const { owner, repo, defaultBranch, sha, pull, decided } = about;
  const head = pull?.fork && pull.head ? { owner: pull.head.owner, repo: pull.head.repo } : undefined;
  return {
    owner,
    repo,
    sha,
    defaultBranch,
    ...defined({ pullRequest: pull?.number, targetBranch: pull?.base.ref, decided, head }),
  };
}

/** Where the pull request left its base; undefined when it could not be read. */
export function mergeBaseOf(pull: GitHubSubject | undefined): string | undefined {
  return pull?.mergeBase.state === 'seen' ? pull.mergeBase.value : undefined;
}
