import * as z from 'zod';
import { COMMENT_MARKER } from '../../render/markdown/comment.ts';
import {
  allPages,
  type GitHubWriter,
  isLost,
  pause,
  type RepositoryName,
  send,
  statusOf,
  withOneRetry,
} from './writer.ts';

/** The account whose comments are ours. */
export interface Self {
  /** `github-actions[bot]`, or the App's `slug[bot]`. */
  login: string;
  appId?: number;
}

export interface CommentTarget extends RepositoryName {
  number: number;
  body: string;
  self: Self;
}

export type CommentResult =
  | { written: true; id: number; url: string; change: 'created' | 'updated' | 'none' }
  | { written: false; reason: string };

const comment = z.object({
  id: z.number(),
  html_url: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  performed_via_github_app: z.object({ id: z.number() }).nullish(),
});
type Comment = z.infer<typeof comment>;

/**
 * Creates or updates the one comment of a pull request. If there are several of ours, the first is kept and the
 * outdated others are deleted. Never throws: a comment that cannot be written must not block the conclusion.
 */
export async function publishComment(writer: GitHubWriter, target: CommentTarget): Promise<CommentResult> {
  try {
    const [own, ...more] = await ownComments(writer, target);
    const result = own === undefined ? await create(writer, target) : await update(writer, target, own);
    for (const one of more) await remove(writer, target, one);
    return result;
  } catch (error) {
    return { written: false, reason: reasonOf(error) };
  }
}

/** A POST whose response was lost may have succeeded, so the comment is looked up before it is posted again. */
async function create(writer: GitHubWriter, target: CommentTarget): Promise<CommentResult> {
  const post = async (): Promise<CommentResult> => {
    const { owner, repo, number, body } = target;
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
    const { data } = await send(writer, route, { owner, repo, issue_number: number, body });
    const made = comment.parse(data);
    return { written: true, id: made.id, url: made.html_url, change: 'created' };
  };
  try {
    return await post();
  } catch (error) {
    if (!isLost(error)) throw error;
    await pause(writer);
    const [own] = await ownComments(writer, target);
    if (own === undefined) return post();
    const result = await update(writer, target, own);
    return result.written ? { ...result, change: 'created' } : result;
  }
}

async function update(writer: GitHubWriter, target: CommentTarget, own: Comment): Promise<CommentResult> {
  const same = { written: true as const, id: own.id, url: own.html_url };
  if (normal(own.body ?? '') === normal(target.body)) return { ...same, change: 'none' };
  const { owner, repo, body } = target;
  const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
  const { data } = await withOneRetry(writer, () => send(writer, route, { owner, repo, comment_id: own.id, body }));
  // A proxy may respond with success in place of GitHub.
  comment.parse(data);
  return { ...same, change: 'updated' };
}

/** A failed deletion is retried at the next evaluation; the first comment is up to date anyway. */
async function remove(writer: GitHubWriter, { owner, repo }: CommentTarget, { id }: Comment): Promise<void> {
  const route = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}';
  await send(writer, route, { owner, repo, comment_id: id }).catch(() => undefined);
}

/** Our own comments, oldest first. Comments by others that copied the marker are ignored. */
async function ownComments(writer: GitHubWriter, target: CommentTarget): Promise<Comment[]> {
  const { owner, repo, number, self } = target;
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
  const comments = await allPages(writer, route, { owner, repo, issue_number: number }, comment);
  return comments.filter((one) => isOwn(one, self)).sort((a, b) => a.id - b.id);
}

function isOwn(one: Comment, self: Self): boolean {
  return (
    (one.body ?? '').startsWith(COMMENT_MARKER) &&
    one.user?.login.toLowerCase() === self.login.toLowerCase() &&
    (self.appId === undefined || one.performed_via_github_app?.id === self.appId)
  );
}

/** GitHub may return other line endings than it was sent. */
function normal(body: string): string {
  return body.replace(/\r\n/g, '\n').trimEnd();
}

function reasonOf(error: unknown): string {
  const status = statusOf(error);
  if (status === 403)
    return 'GitHub refused the comment (403): the token may not write it, or the conversation is locked';
  if (status === 404) return 'the token has no access to this pull request (404)';
  if (status === 429) return "the comment is delayed: GitHub's rate limit is used up (429)";
  if (status !== undefined && status < 500) return `GitHub refused the comment (${status})`;
  if (!isLost(error)) return 'unexpected response from GitHub';
  return `GitHub did not respond to two attempts${status === undefined ? '' : ` (${status})`}`;
}
