import * as z from 'zod';
import type { Self } from './comment.ts';
import { allPages, type GitHubWriter, isLost, pause, type RepositoryName, send } from './writer.ts';

export interface ReplyTarget extends RepositoryName {
  number: number;
  /** Identifies the answered comment: it finds a reply whose creation response was lost. */
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

/** Posts a reply unless it already exists. Throws when GitHub cannot be reached. */
export async function publishReply(writer: GitHubWriter, target: ReplyTarget): Promise<void> {
  const { owner, repo, number } = target;
  const marker = `<!-- pilot-readiness:answer:${target.of} -->`;
  const post = async (): Promise<void> => {
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
    const body = `${marker}\n${target.body}`;
    // A proxy may respond with success in place of GitHub.
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

/** Adds a reaction to a comment; repeating it has no effect. Reviews do not support reactions. */
export async function publishReaction(
  writer: GitHubWriter,
  { owner, repo, commentId, content }: RepositoryName & { commentId: number; content: string },
): Promise<void> {
  const route = 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';
  await send(writer, route, { owner, repo, comment_id: commentId, content });
}
