import * as z from 'zod';
import type { Self } from './comment.ts';
import { allPages, type GitHubWriter, isLost, pause, type RepositoryName, send } from './writer.ts';

export interface ReplyTarget extends RepositoryName {
  number: number;
  /** Names what is answered: by it a reply is found again whose creation was never answered. */
  of: string;
  body: string;
  self: Self;
}

const comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  performed_via_github_app: z.object({ id: z.number() }).nullish(),
});

/** Answers once: a reply that stands there already is not written again. Throws when GitHub cannot be told. */
export async function publishReply(writer: GitHubWriter, target: ReplyTarget): Promise<void> {
  const { owner, repo, number } = target;
  const marker = `<!-- pilot-readiness:answer:${target.of} -->`;
  const post = async (): Promise<void> => {
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
    const body = `${marker}\n${target.body}`;
    // Something between us and GitHub may say yes in its place.
    comment.parse((await send(writer, route, { owner, repo, issue_number: number, body })).data);
  };
  if (await isThere(writer, target, marker)) return;
  try {
    await post();
  } catch (error) {
    if (!isLost(error)) throw error;
    await pause(writer);
    if (!(await isThere(writer, target, marker))) await post();
  }
}

async function isThere(
  writer: GitHubWriter,
  { owner, repo, number, self }: ReplyTarget,
  marker: string,
): Promise<boolean> {
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
  const comments = await allPages(writer, route, { owner, repo, issue_number: number }, comment);
  return comments.some(
    (one) =>
      (one.body ?? '').startsWith(marker) &&
      one.user?.login.toLowerCase() === self.login.toLowerCase() &&
      (self.appId === undefined || one.performed_via_github_app?.id === self.appId),
  );
}

/** Reacts to a comment; GitHub keeps one of a kind, so it may be done twice. A review takes no reaction. */
export async function publishReaction(
  writer: GitHubWriter,
  { owner, repo, commentId, content }: RepositoryName & { commentId: number; content: string },
): Promise<void> {
  const route = 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';
  await send(writer, route, { owner, repo, comment_id: commentId, content });
}
