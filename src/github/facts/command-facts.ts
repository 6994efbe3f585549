import { covered } from '../../domain/cover.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { contributorsOf } from '../../engine/contributors.ts';
import type { GitHubAccess } from '../client/access.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { isAmong } from './accounts.ts';
import { authoredBy, commitsOfCovered } from './authored.ts';
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
  isAmong: (login: string, approvers: string[]) => Promise<boolean | 'unknown'>;
  /** Everybody who contributed to the commits of the pull request. */
  authors: () => Promise<{ commit: string; login?: string }[]>;
  /** The files at a commit that match the globs, including links and submodules. */
  filesAt: (sha: string, globs: string[]) => Promise<File[]>;
  /** Commits by which somebody changed these paths, up to the given commit. */
  wrote: (login: string, paths: string[], sha: string) => Promise<{ path: string; commit: string }[]>;
}

/** Opens the facts for the commands of one comment; immutable data is read once. */
export function openCommandFacts(access: GitHubAccess, options: FactsOptions & { pullRequest: number }): CommandFacts {
  const { reviews } = openContext(access, options);
  const { api, trees, mailmap, accounts } = reviews;
  return {
    // A new reader, so that the head is read again instead of memoized.
    headNow: async () => (await readPull(openContext(access, options).reviews.api, options.pullRequest)).head.sha,
    isAmong: (login, approvers) => {
      const people = approvers.map(parsePerson);
      const handles = people.flatMap(({ handle }) => handle ?? []);
      const teams = people.flatMap(({ team }) => team ?? []);
      return isAmong(api, login, handles, teams);
    },
    authors: async () => {
      const [commits, map] = await Promise.all([
        readPull(api, options.pullRequest).then((pull) => pullCommits(api, pull)),
        mailmap(),
      ]);
      return commits.flatMap(({ id: commit, author, committer, coAuthors, declaredAt }) =>
        contributorsOf({
          commit,
          author: map(author),
          committer: map(committer),
          coAuthors: coAuthors.map(map),
          declaredAt,
          paths: [],
        }).map(({ handle }) => ({ commit, ...(handle === undefined ? {} : { login: handle.toLowerCase() }) })),
      );
    },
    filesAt: async (sha, globs) =>
      covered((await trees.whole(sha)).tree, globs).map(({ path, mode, blob }) => ({ path, mode, blob })),
    wrote: async (login, paths, sha) => {
      const map = await mailmap();
      const answers = await Promise.all(
        paths.map(async (path) => ({
          path,
          own: authoredBy(login, await commitsOfCovered(api, sha, [path], map, accounts)),
        })),
      );
      const found = answers.flatMap(({ path, own }) =>
        own === 'unknown' ? [] : own.map((commit) => ({ path, commit })),
      );
      const unknown = answers.find(({ own }) => own === 'unknown');
      if (found.length > 0 || unknown === undefined) return found;
      throw new GitHubUnavailableError(
        `whether @${login} wrote ${unknown.path}: a commit of it resolves to no account, or its history is too long`,
        'github',
      );
    },
  };
}
