import { contributorsOf } from '../../engine/contributors.ts';
import type { Authorship, Identity } from '../../engine/fact-answers.ts';
import type { Mailmap } from '../../evidence/history/identity.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { accountsByMail, COMMIT, nodeOf } from './graph.ts';

type SignedCommit = Authorship['commits'][number];

const MAX_FILES = 100;
const MAX_PAGES = 10;

/**
 * Commits up to the signed one that changed a covered file. GitHub omits sides that a merge dropped; none of their
 * content was signed. `accounts` maps mail addresses of the whole history to accounts. Undefined when there are too
 * many files or commits to read.
 */
export async function commitsOfCovered(
  api: Api,
  sha: string,
  paths: string[],
  mailmap: Mailmap,
  accounts: () => Promise<Map<string, string>>,
): Promise<SignedCommit[] | undefined> {
  if (paths.length > MAX_FILES) return undefined;
  try {
    const lists = await Promise.all(
      paths.map((path) =>
        api.all(
          {
            route: 'GET /repos/{owner}/{repo}/commits',
            params: { sha, path },
            what: `who wrote ${path}`,
            permission: 'Contents: read',
            immutable: true,
          },
          COMMIT,
          { pages: MAX_PAGES },
        ),
      ),
    );
    const found = new Map(lists.flat().map((commit) => [commit.sha, nodeOf(commit)]));
    const nodes = [...found.values()];
    const here = accountsByMail(nodes);
    const resolved = ({ mail, handle }: Identity): boolean => (handle ?? here.get(mail.toLowerCase())) !== undefined;
    const elsewhere = nodes.every((node) => node.coAuthors.every(resolved)) ? undefined : await accounts();
    return nodes.map((node) => ({
      commit: node.id,
      author: mailmap(node.author),
      committer: mailmap(node.committer),
      coAuthors: node.coAuthors.map((someone) => {
        const mail = someone.mail.toLowerCase();
        const handle = someone.handle ?? here.get(mail) ?? elsewhere?.get(mail);
        return mailmap(handle === undefined ? someone : { ...someone, handle });
      }),
      declaredAt: node.declaredAt,
      paths: [],
    }));
  } catch (error) {
    // The history is too long to rule out a contribution.
    if (error instanceof GitHubUnavailableError && error.resolvableBy === 'history') return undefined;
    throw error;
  }
}

/** Commits a person contributed to; `unknown` when there are none but some contributor has no known account. */
export function authoredBy(login: string, commits: SignedCommit[] | undefined): string[] | 'unknown' {
  if (commits === undefined) return 'unknown';
  const own = commits.filter((commit) => contributorsOf(commit).some(({ handle }) => handle?.toLowerCase() === login));
  if (own.length > 0) return own.map(({ commit }) => commit);
  return commits.some((commit) => contributorsOf(commit).some(({ handle }) => handle === undefined)) ? 'unknown' : [];
}
