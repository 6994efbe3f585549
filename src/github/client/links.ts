import type { GitHubAccess } from './access.ts';
import type { RepositoryName } from './api.ts';

/** The target of a link in evidence. */
export interface Link extends RepositoryName {
  kind: 'issue' | 'pull' | 'run';
  number: number;
  /** The anchor: one comment or review of the thread. */
  comment?: number;
  review?: number;
}

/**
 * Parses `#12`, `12`, `owner/repo#12` and URLs of this GitHub server; undefined for anything else, including other
 * servers.
 */
export function readLink(access: GitHubAccess, own: RepositoryName, written: string): Link | undefined {
  const text = written.trim();
  const short = /^(?:([\w-]{1,39})\/([\w.-]{1,100}))?#?(\d{1,15})$/.exec(text);
  if (short !== null && (short[1] === undefined || text.includes('#'))) {
    return { owner: short[1] ?? own.owner, repo: short[2] ?? own.repo, kind: 'issue', number: Number(short[3]) };
  }
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol) || url.host !== new URL(access.serverUrl).host || url.username !== '') {
    return undefined;
  }
  const path = /^\/([\w-]{1,39})\/([\w.-]{1,100})\/(issues|pull|actions\/runs)\/(\d{1,15})(?:\/|$)/.exec(url.pathname);
  if (path === null) return undefined;
  const [, owner = '', repo = '', place, number] = path;
  const kind = place === 'issues' ? 'issue' : place === 'pull' ? 'pull' : 'run';
  const comment = /^#issuecomment-(\d{1,15})$/.exec(url.hash)?.[1];
  const review = /^#pullrequestreview-(\d{1,15})$/.exec(url.hash)?.[1];
  return {
    owner,
    repo,
    kind,
    number: Number(number),
    ...(comment === undefined ? {} : { comment: Number(comment) }),
    ...(review === undefined ? {} : { review: Number(review) }),
  };
}

export function isOwn(own: RepositoryName, link: RepositoryName): boolean {
  return `${own.owner}/${own.repo}`.toLowerCase() === `${link.owner}/${link.repo}`.toLowerCase();
}
