import { readCommands } from '../../commands/language/command-lines.ts';
import { defined } from '../../domain/defined.ts';
import { fields, numberAt, textAt } from '../../domain/fields.ts';
import type { PullRequestUpdate } from '../../store/inbox.ts';
import { COMMIT, type EventEffect, type Fields, onHead, pullNumber } from './effects.ts';

/**
 * When a pull request moves or closes, others with the same old head are evaluated again. Only `merged: true` counts as
 * merged: of anything else the check is withdrawn.
 */
export function pullRequest(payload: Fields): EventEffect {
  const { action } = payload;
  const pull = fields(payload.pull_request);
  const number = pullNumber(pull);
  if (action === 'closed') {
    const freed = onHead(fields(pull.head).sha);
    return {
      ...freed,
      updates: number === undefined ? [] : [{ kind: 'closed', pullRequest: number, isMerged: pull.merged === true }],
    };
  }
  const own = onPull(payload);
  return action === 'synchronize'
    ? { ...own, routes: [...(own.routes ?? []), ...(onHead(payload.before).routes ?? [])] }
    : own;
}

function onPull(payload: Fields): EventEffect {
  const pull = fields(payload.pull_request);
  const number = pullNumber(pull);
  if (number === undefined) return {};
  const sha = textAt(fields(pull.head), 'sha');
  const baseRef = textAt(fields(pull.base), 'ref');
  const changed = Date.parse(textAt(pull, 'updated_at'));
  const changedAt = Number.isNaN(changed) ? undefined : new Date(changed).toISOString();
  return {
    routes: [{ to: 'pulls', numbers: [number] }],
    updates:
      COMMIT.test(sha) && baseRef !== '' && pull.state !== 'closed'
        ? [{ kind: 'pull', pullRequest: number, sha, baseRef: baseRef.slice(0, 255), ...defined({ changedAt }) }]
        : [],
  };
}

/**
 * A comment on a pull request that may contain commands, or did before an edit. Only comments without any command are
 * dropped here; the job reads the comment again and decides.
 */
export function comment(payload: Fields): EventEffect {
  const issue = fields(payload.issue);
  return issue.pull_request ? pendingComment(payload, 'comment', fields(payload.comment), pullNumber(issue)) : {};
}

/** Every review triggers an evaluation; its body may also contain commands. */
export function review(payload: Fields): EventEffect {
  const own = onPull(payload);
  const number = pullNumber(fields(payload.pull_request));
  const commands = pendingComment(payload, 'review', fields(payload.review), number);
  return { routes: own.routes ?? [], updates: [...(own.updates ?? []), ...(commands.updates ?? [])] };
}

function pendingComment(
  payload: Fields,
  kind: 'comment' | 'review',
  written: Fields,
  number: number | undefined,
): EventEffect {
  const commentId = numberAt(written, 'id');
  const action = ACTIONS[String(payload.action)];
  if (number === undefined || commentId === undefined || action === undefined) return {};
  const body = textAt(written, 'body');
  const before = fields(fields(payload.changes).body).from;
  const isPerson = fields(written.user).type === 'User' && !written.performed_via_github_app;
  // An edit can remove a command without a trace in the text; the ledger knows the original.
  if (action === 'created' && !(isPerson && readCommands(body).length > 0)) return {};
  const edit = action === 'created' ? '' : editOf(payload, isPerson ? written : {}, before);
  const event: PullRequestUpdate = {
    kind: 'comment',
    pendingComment: { pullRequest: number, kind, commentId, action, edit },
  };
  return { updates: action === 'created' ? [{ kind: 'rerequested', pullRequest: number }, event] : [event] };
}

const ACTIONS: Record<string, 'created' | 'edited' | 'deleted'> = {
  created: 'created',
  submitted: 'created',
  edited: 'edited',
  deleted: 'deleted',
};

/** The text of an edit or deletion cannot be read from GitHub later, so it is stored until it is answered. */
function editOf(payload: Fields, written: Fields, before: unknown): string {
  return JSON.stringify({
    body: textAt(written, 'body'),
    ...(typeof before === 'string' ? { before } : {}),
    author: textAt(fields(written.user), 'login'),
    sender: textAt(fields(payload.sender), 'login'),
  });
}
