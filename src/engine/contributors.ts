import type { AuthorDoubt, Authorship, Identity } from './fact-answers.ts';

/** The contributors of a commit: author, co-authors and committer, without GitHub's own merge identity. */
export function contributorsOf(commit: Authorship['commits'][number]): Identity[] {
  return [commit.author, ...commit.coAuthors, commit.committer].filter((who) => !isPlatform(who));
}

/** GitHub commits on people's behalf as `web-flow`; that says nothing about who wrote the change. */
export function isPlatform(who: Identity): boolean {
  return who.handle === 'web-flow' || who.mail.toLowerCase() === 'noreply@github.com';
}

/** Why it is not known who wrote a commit, as the end of a sentence. */
export function doubtWords({ commit, because, named }: AuthorDoubt): string {
  const id = commit.slice(0, 7);
  if (because === 'no-account') return `the commit ${id} resolves to no account`;
  if (because === 'bot') return `the commit ${id} was made by ${named}, which is not a person`;
  return `the commit ${id} names @${named} without a signature, and @${named} is not known to have pushed it or to have opened its pull request`;
}

export interface Share {
  total: number;
  own: number;
  /** Commits with a contributor that resolves to no account: it could be anyone. */
  unresolved: number;
}

/** How many of the commits this account contributed to. */
export function shareOf(handle: string, authorship: Authorship): Share {
  const share: Share = { total: authorship.commits.length, own: 0, unresolved: 0 };
  for (const commit of authorship.commits) {
    const everyone = contributorsOf(commit);
    if (everyone.some((who) => who.handle?.toLowerCase() === handle.toLowerCase())) share.own += 1;
    else if (everyone.some((who) => who.handle === undefined)) share.unresolved += 1;
  }
  return share;
}
