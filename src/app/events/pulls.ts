import { readCommands } from '../../commands/language/command-lines.ts';
import { fields, numberAt, textAt } from '../../domain/fields.ts';
import type { PullRequestUpdate } from '../../store/inbox.ts';
import { COMMIT, type Fields, onHead, pullNumber, type Reading } from './reading.ts';

/** A pull request that moved or was closed frees the others that had the same head. */
export function pullRequest(payload: Fields): Reading {
  const { action } = payload;
  const pull = fields(payload.pull_request);
  const number = pullNumber(pull);
  if (action === 'closed') {
    const freed = onHead(fields(pull.head).sha);
    return { ...freed, news: number === undefined ? [] : [{ kind: 'closed', pullRequest: number }] };
  }
  const own = onPull(payload);
  return action === 'synchronize'
    ? { ...own, routes: [...(own.routes ?? []), ...(onHead(payload.before).routes ?? [])] }
    : own;
}

function onPull(payload: Fields): Reading {
  const pull = fields(payload.pull_request);
  const number = pullNumber(pull);
  if (number === undefined) return {};
  const sha = textAt(fields(pull.head), 'sha');
  const baseRef = textAt(fields(pull.base), 'ref');
  return {
    routes: [{ to: 'pulls', numbers: [number] }],
    news:
      COMMIT.test(sha) && baseRef !== '' && pull.state !== 'closed'
        ? [{ kind: 'pull', pullRequest: number, sha, baseRef: baseRef.slice(0, 255) }]
        : [],
  };
}

/**
 * A comment on a pull request that may hold commands, or held some. What counts is decided when it is read again; here
 * only what can hold none is passed over.
 */
export function comment(payload: Fields): Reading {
  const issue = fields(payload.issue);
  return issue.pull_request ? pendingComment(payload, 'comment', fields(payload.comment), pullNumber(issue)) : {};
}

/** A review judges the pull request again in any case; in its body commands may stand too. */
export function review(payload: Fields): Reading {
  const own = onPull(payload);
  const number = pullNumber(fields(payload.pull_request));
  const said = pendingComment(payload, 'review', fields(payload.review), number);
  return { routes: own.routes ?? [], news: [...(own.news ?? []), ...(said.news ?? [])] };
}

function pendingComment(
  payload: Fields,
  kind: 'comment' | 'review',
  written: Fields,
  number: number | undefined,
): Reading {
  const commentId = numberAt(written, 'id');
  const action = ACTIONS[String(payload.action)];
  if (number === undefined || commentId === undefined || action === undefined) return {};
  const body = textAt(written, 'body');
  const before = fields(fields(payload.changes).body).from;
  const isPerson = fields(written.user).type === 'User' && !written.performed_via_github_app;
  // An edit may take the command away and leave no trace of it: then the ledger knows that one stood there.
  if (action === 'created' && !(isPerson && readCommands(body).length > 0)) return {};
  const edit = action === 'created' ? '' : publishedOf(payload, isPerson ? written : {}, before);
  const event: PullRequestUpdate = {
    kind: 'spoken',
    pendingComment: { pullRequest: number, kind, commentId, action, edit },
  };
  return { news: action === 'created' ? [{ kind: 'asked-again', pullRequest: number }, event] : [event] };
}

const ACTIONS: Record<string, 'created' | 'edited' | 'deleted'> = {
  created: 'created',
  submitted: 'created',
  edited: 'edited',
  deleted: 'deleted',
};

/** An edit and a deletion cannot be read again, so what the event says of them is kept until it is answered. */
function publishedOf(payload: Fields, written: Fields, before: unknown): string {
  return JSON.stringify({
    body: textAt(written, 'body'),
    ...(typeof before === 'string' ? { before } : {}),
    author: textAt(fields(written.user), 'login'),
    sender: textAt(fields(payload.sender), 'login'),
  });
}
