import * as z from 'zod';
import type { CommentEvent } from '../commands/classify-comment.ts';
import { fields, textAt } from '../domain/fields.ts';
import { type GitHubWriter, send, statusOf, twice } from '../github/publish/writer.ts';
import type { Spoken } from '../store/pending-comments.ts';

const USER = z.object({ login: z.string(), type: z.string() }).nullish();
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
}

/** A new comment or review as GitHub has it now; undefined when it is not there any more. */
export async function readComment(writer: GitHubWriter, spoken: Spoken): Promise<ReadComment | undefined> {
  const [owner = '', repo = ''] = spoken.repository.split('/');
  try {
    if (spoken.kind === 'comment') {
      const { data } = await twice(writer, () =>
        send(writer, 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}', {
          ...{ owner, repo, comment_id: spoken.commentId },
        }),
      );
      const found = COMMENT.parse(data);
      // The number of a comment says nothing of where it stands.
      const isHere = found.issue_url.endsWith(`/issues/${spoken.pullRequest}`);
      return { url: found.html_url, event: { ...common(spoken, found, isHere), ...timesOf(found) } };
    }
    const { data } = await twice(writer, () =>
      send(writer, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}', {
        ...{ owner, repo, pull_number: spoken.pullRequest, review_id: spoken.commentId },
      }),
    );
    const found = REVIEW.parse(data);
    // GitHub does not say when a review was edited; the event of an edit tells it.
    const at = found.submitted_at ?? '';
    return {
      url: found.html_url,
      event: { ...common(spoken, found, true), createdAt: at, updatedAt: at, seenAt: at },
      review: { state: found.state, ...(found.commit_id ? { commit: found.commit_id } : {}) },
    };
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 410) return undefined;
    throw error;
  }
}

/** What an event told of an edit or a deletion. */
export function toldComment(spoken: Spoken, seenAt: string): CommentEvent {
  const told = fields(JSON.parse(spoken.told === '' ? '{}' : spoken.told));
  const { before } = told;
  return {
    action: spoken.action,
    kind: spoken.kind,
    id: spoken.commentId,
    pullRequest: spoken.pullRequest,
    body: textAt(told, 'body'),
    ...(typeof before === 'string' ? { before } : {}),
    author: { login: textAt(told, 'author'), type: 'User' },
    sender: { login: textAt(told, 'sender') },
    viaApp: false,
    ...{ createdAt: seenAt, updatedAt: seenAt, seenAt },
  };
}

type Common = Omit<CommentEvent, 'createdAt' | 'updatedAt' | 'seenAt'>;

function common(
  spoken: Spoken,
  found: Pick<z.infer<typeof COMMENT>, 'body' | 'user' | 'performed_via_github_app'>,
  isHere: boolean,
): Common {
  return {
    action: 'created',
    kind: spoken.kind,
    id: spoken.commentId,
    ...(isHere ? { pullRequest: spoken.pullRequest } : {}),
    body: found.body ?? '',
    ...(found.user ? { author: found.user } : {}),
    viaApp: Boolean(found.performed_via_github_app),
  };
}

function timesOf(found: z.infer<typeof COMMENT>): Pick<CommentEvent, 'createdAt' | 'updatedAt' | 'seenAt'> {
  return { createdAt: found.created_at, updatedAt: found.updated_at, seenAt: found.updated_at };
}
