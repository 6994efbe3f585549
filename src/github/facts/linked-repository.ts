import { type Api, openApi, type RepositoryName } from '../client/api.ts';
import { isOwn } from '../client/links.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { readRepository, type VisibleRepository } from './default-branch.ts';

const READERS = { public: 0, internal: 1, private: 2 };

/**
 * Opens the repository that evidence links to, if everybody who can read the report can read it. Otherwise the error has
 * the same words whether that repository exists or not, because a public report must not reveal it.
 */
export async function openLinked(api: Api, link: RepositoryName): Promise<Api> {
  if (isOwn(api.name, link)) return api;
  const linked = openApi(api.access, link);
  const own = visibilityOf(await readRepository(api));
  if (own === 'private') return linked;
  const theirs = await readRepository(linked).catch((error: unknown) => {
    if (error instanceof GitHubUnavailableError && error.resolvableBy !== 'retry') return undefined;
    throw error;
  });
  if (theirs !== undefined && READERS[visibilityOf(theirs)] <= READERS[own]) return linked;
  const allowed = own === 'public' ? 'a public repository' : 'a public or internal repository';
  throw new GitHubUnavailableError(
    `could not read ${link.owner}/${link.repo}: evidence of this pilot may only link to ${allowed}, because everybody who reads this report could then read it`,
    'github',
  );
}

function visibilityOf({ visibility, private: isPrivate }: VisibleRepository): keyof typeof READERS {
  if (visibility === 'public' || visibility === 'internal' || visibility === 'private') return visibility;
  return isPrivate === true ? 'private' : 'public';
}
