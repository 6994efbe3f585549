import type { Tampering } from '../engine/decisions/decision.ts';
import { type CommandLine, readCommands } from './language/command-lines.ts';

/**
 * GitHub writes the two moments of a new comment apart, in whole seconds, so that they may differ unedited (ms). An edit
 * within that time is told by its own event, which voids what was recorded.
 */
const ONE_WRITE = 2000;

/** A comment or review as GitHub tells of it; texts are as hostile as anything else. */
export interface CommentEvent {
  action: 'created' | 'edited' | 'deleted';
  kind: 'comment' | 'review';
  id: number;
  /** Undefined when it stands on something that is no pull request of the repository. */
  pullRequest?: number;
  body: string;
  /** What it said before it was edited, where the event tells. */
  before?: string;
  /** Undefined for a deleted account. */
  author?: { login: string; type: string };
  /** Who did what the event tells of. */
  sender?: { login: string };
  /** An App wrote it, in whoever's name. */
  viaApp: boolean;
  createdAt: string;
  /** When it was last changed; the same as `createdAt` for one that was not. */
  updatedAt: string;
  /** When the event is from: for an edit or a deletion, which carry no time of their own. */
  seenAt: string;
}

/** What is to be done about it. */
export type CommentClass =
  | { kind: 'nothing'; because: string }
  | { kind: 'commands'; by: string; at: string; lines: CommandLine[] }
  /** Goes into the ledger. `tell` when somebody wrote a command into an edited comment and waits for an answer. */
  | { kind: 'tampered'; tampering: Tampering; reply: boolean }
  | { kind: 'edited-before-heard'; by: string };

/**
 * Whether commands are heard in a comment: only new ones, of a person, on a pull request of this repository, as they were
 * first written. An edit or a deletion is kept when commands stood there, or when decisions rest on it (`isRecorded`).
 */
export function classifyComment(event: CommentEvent, isRecorded: boolean): CommentClass {
  const { action, pullRequest, body } = event;
  if (pullRequest === undefined) return { kind: 'nothing', because: 'it is not on a pull request of this repository' };
  const lines = readCommands(body);
  if (action !== 'created') return tamperedWith(event, pullRequest, lines.length > 0, isRecorded);
  const author = person(event);
  if (author === undefined) return { kind: 'nothing', because: 'commands of bots are not heard' };
  if (lines.length === 0) return { kind: 'nothing', because: 'it holds no command' };
  const apart = Math.abs(Date.parse(event.updatedAt) - Date.parse(event.createdAt));
  if (event.updatedAt !== event.createdAt && !(apart <= ONE_WRITE)) return { kind: 'edited-before-heard', by: author };
  return { kind: 'commands', by: author, at: event.createdAt, lines };
}

function tamperedWith(event: CommentEvent, pullRequest: number, speaks: boolean, isRecorded: boolean): CommentClass {
  const { action, kind, id, before, body, sender, seenAt } = event;
  if (action === 'edited' && before === body) return { kind: 'nothing', because: 'its text did not change' };
  const spoke = speaks || (before !== undefined && readCommands(before).length > 0);
  if (!spoke && !isRecorded) return { kind: 'nothing', because: 'no command stood there' };
  const tampering: Tampering = {
    comment: { kind, id },
    how: action === 'deleted' ? 'deleted' : 'edited',
    by: sender?.login.toLowerCase() ?? 'unknown',
    at: seenAt,
    pullRequest,
  };
  return { kind: 'tampered', tampering, reply: action === 'edited' && speaks && person(event) !== undefined };
}

/** The lower-cased login of a person who wrote it with their own hands. */
function person({ author, viaApp }: CommentEvent): string | undefined {
  if (author === undefined || viaApp || author.type !== 'User' || /\[bot\]$/i.test(author.login)) return undefined;
  return author.login.toLowerCase();
}
