import { type CommandLine, readCommands } from '../commands/language/command-lines.ts';
import { fields, numberAt, textAt } from '../domain/fields.ts';
import { readMergeGroup } from '../engine/merge-queue.ts';
import type { ActionWorld } from './context.ts';

/** What the Action does for an event. */
export type Target =
  | { kind: 'pull-request'; number: number }
  | { kind: 'merge-group'; number: number; sha: string }
  | { kind: 'command'; number: number; command: CommandLine }
  | { kind: 'all-promotions' }
  | { kind: 'nothing'; because: string };

/** Parses the event. Throws when it could be a promotion and cannot be understood: it must never pass. */
export function targetOf(event: ActionWorld['event']): Target {
  const { name, payload } = event;
  const pull = numberAt(fields(payload.pull_request), 'number');
  switch (name) {
    case 'pull_request':
    case 'pull_request_target':
    case 'pull_request_review':
      if (pull === undefined) throw new Error(`the event ${name} names no pull request`);
      return { kind: 'pull-request', number: pull };
    case 'merge_group':
      return mergeGroup(payload);
    case 'issue_comment':
      return comment(payload);
    case 'schedule':
    case 'workflow_dispatch':
    case 'push':
      return { kind: 'all-promotions' };
    default:
      // Otherwise its job would be green on the commit of a pull request that was not evaluated.
      if (pull !== undefined) return { kind: 'pull-request', number: pull };
      return { kind: 'nothing', because: `the event ${name} is not about a pull request` };
  }
}

function mergeGroup(payload: Record<string, unknown>): Target {
  const group = readMergeGroup(payload.merge_group);
  if (group === undefined) throw new Error('the merge group cannot be read: its head_ref names no pull request');
  return { kind: 'merge-group', number: group.pullRequest, sha: group.sha };
}

/** Only a new comment by a person on a pull request, with a command at the start of a line. */
function comment(payload: Record<string, unknown>): Target {
  const issue = fields(payload.issue);
  const written = fields(payload.comment);
  if (payload.action !== 'created') return { kind: 'nothing', because: 'only new comments count, not edited ones' };
  if (issue.pull_request === undefined || issue.pull_request === null)
    return { kind: 'nothing', because: 'the comment is not on a pull request' };
  if (fields(written.user).type !== 'User' || written.performed_via_github_app)
    return { kind: 'nothing', because: 'commands of bots are ignored' };
  const [command] = readCommands(textAt(written, 'body'));
  const number = numberAt(issue, 'number');
  if (command === undefined || number === undefined)
    return { kind: 'nothing', because: 'the comment holds no /readiness command' };
  return { kind: 'command', number, command };
}
