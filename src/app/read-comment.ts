import * as z from 'zod';
import type { CommentEvent } from '../commands/classify-comment.ts';
import { fields, textAt } from '../domain/fields.ts';
import { type GitHubWriter, send, statusOf, withOneRetry } from '../github/publish/writer.ts';
import type { PendingComment } from '../store/pending-comments.ts';

const USER = z.object({ login: z.string(), type: z.string(), id: z.number().optional() }).nullish();
const COMMENT = z.object({
  body: z.string().nullish(),
  user: USER,
  html_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  issue_url: z.string(),
  performed_via_github_app: z.object({}).nullish(),
});
const REVIEW = z.object({
  node_id: z.string().optional(),
  body: z.string().nullish(),
  user: USER,
  html_url: z.string(),
  state: z.string(),
  commit_id: z.string().nullish(),
  submitted_at: z.string().nullish(),
  performed_via_github_app: z.object({}).nullish(),
});

export interface ReadComment {
  event: CommentEvent;
  url: string;
  review?: { state: string; commit?: string };
  /** The id of the review in GraphQL. */
  nodeId?: string;
}

/** Reads a new comment or review from GitHub; undefined when it was deleted. */
export async function readComment(
  writer: GitHubWriter,
  pendingComment: PendingComment,
): Promise<ReadComment | undefined> {
  const [owner = '', repo = ''] = pendingComment.repository.split('/');
  try {
    if (pendingComment.kind === 'comment') {
      const { data } = await withOneRetry(writer, () =>
        send(writer, 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}', {
          ...{ owner, repo, comment_id: pendingComment.commentId },
        }),
      );
      const found = COMMENT.parse(data);
      // A comment id does not say which pull request it belongs to.
      const isHere = found.issue_url.endsWith(`/issues/${pendingComment.pullRequest}`);
      return { url: found.html_url, event: { ...common(pendingComment, found, isHere), ...timesOf(found) } };
    }
    const { data } = await withOneRetry(writer, () =>
      send(writer, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}', {
        ...{ owner, repo, pull_number: pendingComment.pullRequest, review_id: pendingComment.commentId },
      }),
    );
    const found = REVIEW.parse(data);
    // The REST API does not show that a review was edited; GraphQL does.
    const at = found.submitted_at ?? '';
    return {
      url: found.html_url,
      event: { ...common(pendingComment, found, true), createdAt: at, updatedAt: at, seenAt: at },
      review: { state: found.state, ...(found.commit_id ? { commit: found.commit_id } : {}) },
      ...(found.node_id ? { nodeId: found.node_id } : {}),
    };
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 410) return undefined;
    throw error;
  }
}

/** The comment as described by the event of an edit or deletion. */
export function commentFromEdit(pendingComment: PendingComment, seenAt: string): CommentEvent {
  const edit = fields(JSON.parse(pendingComment.edit === '' ? '{}' : pendingComment.edit));
  const { before } = edit;
  return {
    action: pendingComment.action,
    kind: pendingComment.kind,
    id: pendingComment.commentId,
    pullRequest: pendingComment.pullRequest,
    body: textAt(edit, 'body'),
    ...(typeof before === 'string' ? { before } : {}),
    author: { login: textAt(edit, 'author'), type: 'User' },
    sender: { login: textAt(edit, 'sender') },
    viaApp: false,
    ...{ createdAt: seenAt, updatedAt: seenAt, seenAt },
  };
}

type Common = Omit<CommentEvent, 'createdAt' | 'updatedAt' | 'seenAt'>;

function common(
  pendingComment: PendingComment,
  found: Pick<z.infer<typeof COMMENT>, 'body' | 'user' | 'performed_via_github_app'>,
  isHere: boolean,
): Common {
  return {
    action: 'created',
    kind: pendingComment.kind,
    id: pendingComment.commentId,
    ...(isHere ? { pullRequest: pendingComment.pullRequest } : {}),
    body: found.body ?? '',
    ...(found.user ? { author: found.user } : {}),
    viaApp: Boolean(found.performed_via_github_app),
  };
}

function timesOf(found: z.infer<typeof COMMENT>): Pick<CommentEvent, 'createdAt' | 'updatedAt' | 'seenAt'> {
  return { createdAt: found.created_at, updatedAt: found.updated_at, seenAt: found.updated_at };
}
