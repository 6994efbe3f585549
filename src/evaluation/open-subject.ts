import { DEFINITIONS } from '../commands/language/verbs.ts';
import { defined } from '../domain/defined.ts';
import type { DecisionState } from '../engine/decisions/state.ts';
import type { FileSource } from '../engine/ports.ts';
import { movedOnBase } from '../github/facts/base-moved.ts';
import { branchTip } from '../github/facts/default-branch.ts';
import type { FactsOptions } from '../github/facts/facts.ts';
import { type GitHubAccess, type GitHubSubject, githubFacts, githubFiles } from '../github/index.ts';
import { repositoryTags } from '../github/recognition/recognition.ts';
import type { DefinitionSources } from './definitions.ts';
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

/** A repository, with the commit of its default branch where its policies were read. */
type Repository = Pick<OpenRepository, 'access' | 'owner' | 'repo' | 'tags'> & { policies?: Pick<Policies, 'commit'> };

/** A subject on GitHub; for a fork, its files and history are those of the head repository. */
export function openSubject(repository: Repository, commit: CommitToOpen): OpenSubject {
  const { access, owner, repo, tags } = repository;
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
    ...(pull ? { definitions: definitionSourcesOf(repository, pull, options) } : {}),
  };
}

/**
 * A promotion is compared with its base branch, with the default branch, and with the definitions that were accepted last:
 * a branch may have become looser since then.
 */
function definitionSourcesOf(
  { access, owner, repo, tags, policies }: Repository,
  pull: GitHubSubject,
  { head, decided }: Pick<FactsOptions, 'head' | 'decided'>,
): DefinitionSources {
  const filesAt = (sha: string): FileSource => githubFiles(access, { owner, repo, sha, ...defined({ head }) });
  const tipOf = (branch: string): Promise<string> => branchTip(access, { owner, repo }, branch);
  return {
    baselines: async () => {
      const ofDefault = policies?.commit ?? (await tipOf(tags.defaultBranch));
      const base = pull.base.ref === tags.defaultBranch ? ofDefault : await tipOf(pull.base.ref);
      const accepted = decided?.acceptances.filter(({ subject }) => subject === DEFINITIONS).at(-1)?.headSha;
      return [...new Set([base, ofDefault, ...(accepted === undefined ? [] : [accepted])])].map(filesAt);
    },
    filesAt,
    ...defined({ opener: pull.author?.login.toLowerCase() }),
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
    ...defined({
      pullRequest: pull?.number,
      opener: pull?.author?.login,
      targetBranch: pull?.base.ref,
      decided,
      head,
    }),
  };
}

/** Where the pull request left its base; undefined when it could not be read. */
export function mergeBaseOf(pull: GitHubSubject | undefined): string | undefined {
  return pull?.mergeBase.state === 'seen' ? pull.mergeBase.value : undefined;
}
