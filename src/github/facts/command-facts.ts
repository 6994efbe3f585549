import { covered } from '../../domain/cover.ts';
import { doubtWords } from '../../engine/contributors.ts';
import type { AuthorDoubt } from '../../engine/fact-answers.ts';
import type { GitHubAccess } from '../client/access.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { type MayAct, mayAct } from './accounts.ts';
import { writtenBy } from './authored.ts';
import { type FactsOptions, openContext } from './facts.ts';
import { pullCommits, readPull } from './pull.ts';

interface File {
  path: string;
  mode: string;
  blob: string;
}

/** Facts for commands, read live. Throws GitHubUnavailableError when something cannot be read. */
export interface CommandFacts {
  headNow: () => Promise<string>;
  isAmong: (login: string, approvers: string[], needsWrite?: boolean) => Promise<MayAct>;
  /** Everybody who contributed to the commits of the pull request; without a login where that is not known. */
  authors: () => Promise<{ commit: string; login?: string; doubt?: AuthorDoubt }[]>;
  /** The files at a commit that match the globs, including links and submodules. */
  filesAt: (sha: string, globs: string[]) => Promise<File[]>;
  /** Commits by which somebody changed these paths, up to the given commit. */
  wrote: (login: string, paths: string[], sha: string) => Promise<{ path: string; commit: string }[]>;
}

/** Opens the facts for the commands of one comment; immutable data is read once. */
export function openCommandFacts(access: GitHubAccess, options: FactsOptions & { pullRequest: number }): CommandFacts {
  const { reviews } = openContext(access, options);
  const { api, trees, attributions } = reviews;
  return {
    // A new reader, so that the head is read again instead of memoized.
    headNow: async () => (await readPull(openContext(access, options).reviews.api, options.pullRequest)).head.sha,
    isAmong: (login, approvers, needsWrite) => mayAct(api, login, approvers, needsWrite),
    authors: async () => {
      const pull = await readPull(api, options.pullRequest);
      const commits = await pullCommits(api, pull);
      const opener = pull.user?.login.toLowerCase();
      const found = await Promise.all(commits.map((node) => attributions.of(node, opener)));
      return found.flatMap(({ who, doubt }, index) => {
        const commit = commits[index]?.id ?? '';
        return [...who.map((login) => ({ commit, login })), ...(doubt === undefined ? [] : [{ commit, doubt }])];
      });
    },
    filesAt: async (sha, globs) =>
      covered((await trees.whole(sha)).tree, globs).map(({ path, mode, blob }) => ({ path, mode, blob })),
    wrote: async (login, paths, sha) => {
      const answers = await Promise.all(
        paths.map(async (path) => ({
          path,
          ...(await writtenBy(reviews, login, sha, [path])),
        })),
      );
      const found = answers.flatMap(({ path, authored }) =>
        authored === 'unknown' ? [] : authored.map((commit) => ({ path, commit })),
      );
      const unknown = answers.find(({ authored }) => authored === 'unknown');
      if (found.length > 0 || unknown === undefined) return found;
      const why = unknown.doubt === undefined ? 'its history is too long' : doubtWords(unknown.doubt);
      throw new GitHubUnavailableError(`whether @${login} wrote ${unknown.path}: ${why}`, 'github');
    },
  };
}
